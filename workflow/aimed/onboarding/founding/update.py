"""`aimed study update`: bring the workflow half of a study up to the checkout that runs."""

from dataclasses import dataclass
from pathlib import Path

from aimed import __version__
from aimed.files.digests import digest_file
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.onboarding.founding.halves import (
    lay_down,
    list_workflow_half,
    read_laid_down,
    write_laid_down,
)
from aimed.study.layout import find_started

OVERWRITE = "keep a copy, and update with --overwrite; or take the change into aimed itself"


@dataclass(frozen=True)
class HalvesCompared:
    """What tells a study's workflow half from a checkout's, as paths below both.

    by_hand: files that are not as they were laid down, and not as the checkout has them.
    """

    newer: list[str]
    gone: list[str]
    by_hand: list[str]


def update_study(folder: Path, *, overwrite: bool = False) -> list[str]:
    """Bring a study's workflow half up to date, and return the lines that tell of it.

    Raises ProblemsFound, with nothing changed, for a folder that is no study of `aimed study new`, for the
    study whose workflow is running, and, without `overwrite`, for files that somebody changed by hand.
    """
    study, checkout = find_started(folder), Path()
    if study.resolve() == checkout.resolve():
        expected = "the folder of another study, which is to get this workflow"
        remedy = "stand in a newer checkout of aimed, and name the study: aimed study update ../my-study"
        raise ProblemsFound.at(study, "the study whose workflow is running", expected, remedy)
    found = compare_halves(checkout, study)
    if not overwrite:
        told = ("a file of the workflow half that was changed by hand", "the file as it was laid down")
        raise_problems(Problem((folder / name).as_posix(), *told, OVERWRITE) for name in found.by_hand)
    lay_down(checkout, study, found.newer)
    for name in found.gone:
        _take_away(study, study / name)
    write_laid_down(checkout, study)
    written = [f"{name}: {'brought up to date' if name in found.newer else 'gone'}" for name in _few(found)]
    count = len(found.newer) + len(found.gone)
    more = [f"and {count - len(written)} more files"] if count > len(written) else []
    if not count:
        return [f"{folder.as_posix()} has the workflow of aimed {__version__}: nothing was to be done"]
    return [
        *written,
        *more,
        f"{folder.as_posix()} has the workflow of aimed {__version__} now: run make paper there",
    ]


def compare_halves(checkout: Path, study: Path) -> HalvesCompared:
    """Return what of a study's workflow half is to be written and taken away, and what is changed by hand."""
    laid_down, wanted = read_laid_down(study), list_workflow_half(checkout)
    digests = {name: digest_file(checkout / name) for name in wanted}
    there = {name: digest_file(study / name) for name in {*wanted, *laid_down} if (study / name).is_file()}
    newer = [name for name in wanted if there.get(name) != digests[name]]
    gone = sorted(name for name in laid_down if name not in digests and name in there)
    by_hand = [
        name for name in sorted([*newer, *gone]) if name in there and there[name] != laid_down.get(name)
    ]
    return HalvesCompared(newer, gone, by_hand)


def _few(found: HalvesCompared, shown: int = 10) -> list[str]:
    return [*found.newer, *found.gone][:shown]


def _take_away(study: Path, path: Path) -> None:
    """Delete a file, and the folders above it that it leaves empty."""
    path.unlink()
    for folder in path.parents:
        if folder == study or any(folder.iterdir()):
            return
        folder.rmdir()
