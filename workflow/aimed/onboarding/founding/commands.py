"""The commands under `aimed study`. They import what they need when they run."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Optional

import tyro

SUMMARY = "Make a study of one's own beside this one, and bring the workflow of such a study up to date."
Folder = tyro.conf.Positional[Path]
Document = Optional[Path]  # noqa: UP045 - over `Path | None` tyro imports a type checker


def new(
    folder: Folder,
    /,
    survey: Annotated[tuple[Path, ...], tyro.conf.arg(help="The survey's export: one file or several.")] = (),
    questionnaire: Document = None,
) -> int:
    """Make a study that builds at once: this workflow, a drafted codebook and cohort, an analysis, a page.

    Args:
        folder: a new folder, from where you stand, outside of this study.
        questionnaire: the platform's questionnaire file (.lss, .qsf, XLSForm, REDCap data dictionary).
    """
    from aimed.onboarding.founding.command import make_study

    print("\n".join(make_study(folder, survey, questionnaire)))
    return 0


def update(folder: Folder = Path(), /, overwrite: bool = False) -> int:
    """Bring the workflow of a study that `aimed study new` made up to this one; its study half stays.

    Args:
        folder: the study's folder, from where you stand.
        overwrite: write over files of its workflow that were changed by hand.
    """
    from aimed.onboarding.founding.update import update_study

    print("\n".join(update_study(folder, overwrite=overwrite)))
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"new": new, "update": update}
