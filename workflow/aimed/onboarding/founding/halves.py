"""The workflow half of a study: its files as they were laid down, each with its digest."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from aimed.files.digests import digest_file
from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_beside
from aimed.messages.problems import ProblemsFound

KNOWN = read_beside(__file__)
LAID_DOWN = Path("workflow/laid_down.sha256")  # as sha256sum writes it
LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>\S.*)")


def list_workflow_half(checkout: Path) -> list[str]:
    """Return the files of a checkout that are no part of its study, as paths below it, sorted."""
    found = [path for part in KNOWN["parts"] for path in _walk(checkout / part, checkout)]
    return sorted(path.relative_to(checkout).as_posix() for path in found)


def _walk(path: Path, checkout: Path) -> Iterator[Path]:
    left_out = path.relative_to(checkout).as_posix() in KNOWN["left_out"]
    if left_out or any(path.match(pattern) for pattern in KNOWN["made"]):
        return
    if path.is_dir():
        for inside in path.iterdir():
            yield from _walk(inside, checkout)
    elif path.is_file():
        yield path


def lay_down(checkout: Path, study: Path, files: list[str]) -> None:
    """Copy files of a checkout into a study, with their rights; each is there as a whole."""
    for name in files:
        with write_whole(study / name) as (half,):
            shutil.copy(checkout / name, half)


def write_laid_down(checkout: Path, study: Path) -> None:
    """Write the list of what was laid down: a digest and a path a line, which `sha256sum -c` reads."""
    lines = [f"{digest_file(checkout / name)}  {name}\n" for name in list_workflow_half(checkout)]
    with write_whole(study / LAID_DOWN) as (half,):
        half.write_text("".join(lines), encoding="utf-8", newline="\n")


def read_laid_down(study: Path) -> dict[str, str]:
    """Return path -> digest of the workflow half of a study as it was laid down.

    Raises ProblemsFound where the list is absent, or has lines that are none, or a path that leads out.
    """
    path = study / LAID_DOWN
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        expected = "the list of a study that `aimed study new` made"
        remedy = "name such a study; another one takes a new workflow by hand"
        raise ProblemsFound.at(path, "no such file", expected, remedy, "absent_file") from None
    found = [LINE.fullmatch(line) for line in lines]
    wrong = [at for at, line in enumerate(found, start=1) if line is None or _leads_out(Path(line["path"]))]
    if wrong or not lines:
        place = f"{path.as_posix()}, line {wrong[0] if wrong else 1}"
        expected = "a digest, two blanks and a path"
        raise ProblemsFound.at(place, "a line that is none of this list", expected, "restore the list")
    return {line["path"]: line["digest"] for line in found if line}


def _leads_out(path: Path) -> bool:
    return path.is_absolute() or ".." in path.parts
