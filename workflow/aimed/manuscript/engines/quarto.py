"""Render with Quarto: the same staged files and the same filters; only the layout is Quarto's business."""

import os
import re
import subprocess
from pathlib import Path

from aimed.manuscript.engines.dates import date_of
from aimed.manuscript.engines.glyphs import check_glyphs, font_folders
from aimed.manuscript.engines.pandoc import refused, stage_reference
from aimed.messages.problems import ProblemsFound

FORMATS = ("html", "typst", "docx")
ENDINGS = ("html", "pdf", "docx")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MOST_LINES = 12


def render_with_quarto(folder: Path, source: Path, bibliography: Path) -> dict[str, bytes]:
    """Return html, pdf and docx of the document staged in `folder`, which also holds _quarto.yml.

    source and bibliography are the paths that messages name. Raises ProblemsFound for whatever Quarto
    cannot work with, and for characters that the PDF's fonts lack.
    """
    stage_reference(folder)
    for target in FORMATS:
        _run_quarto(folder, source, target, date_of(source.read_text(encoding="utf-8")))
    typeset = folder / source.with_suffix(".typ").name
    check_glyphs(typeset.read_text(encoding="utf-8"), (source, bibliography))
    return {kind: (folder / f"{source.stem}.{kind}").read_bytes() for kind in ENDINGS}


def quarto_versions() -> dict[str, str]:
    """Return the version of Quarto; it brings its own Pandoc and Typst."""
    done = subprocess.run(["quarto", "--version"], capture_output=True, text=True, check=True)
    return {"quarto": done.stdout.strip()}


def _run_quarto(folder: Path, source: Path, target: str, epoch: int) -> None:
    here = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": str(epoch),
        "TYPST_IGNORE_SYSTEM_FONTS": "true",
        "TYPST_FONT_PATHS": os.pathsep.join(font_folders()),
    }
    command = ["quarto", "render", source.name, "--to", target]
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = COLOURS.sub("", done.stderr or done.stdout).strip().splitlines()[-MOST_LINES:]
        raise ProblemsFound([refused(source, "Quarto", " ".join(lines))])
