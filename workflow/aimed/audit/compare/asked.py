"""The command that compares; it imports what it needs when run."""

import os
from pathlib import Path
from typing import Optional

import tyro

from aimed.study.layout import STARTED_IN

Document = Optional[Path]  # noqa: UP045 - over `Path | None` tyro imports a type checker


def compare(
    edited: tyro.conf.Positional[Path], /, document: str = "paper", base: str = "", to: Document = None
) -> int:
    """Bring back what a co-author changed: plain words as a patch, comments, and what a person decides.

    Args:
        edited: the changed DOCX, or a publisher's proof as DOCX, HTML or PDF; from where you stand.
        document: the manuscript that it was made from.
        base: a commit, or a copy of the .qmd, where it was made from another than today's.
        to: a new file for the patch, instead of the terminal.
    """
    from aimed.audit.compare.command import print_comparison

    here = Path(os.environ.get(STARTED_IN, "."))
    asked = str(here / base) if (here / base).is_file() else base
    return print_comparison(Path(), here / edited, document, asked, here / to if to else None)
