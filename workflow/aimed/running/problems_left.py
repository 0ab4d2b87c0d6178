"""What steps leave for the build that runs them: the problems that stopped each."""

from pathlib import Path
from typing import TypedDict

from aimed.files.digests import digest_text
from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.diagnostics import Told
from aimed.messages.problems import SHOWN, ProblemsFound


class ProblemsLeft(TypedDict):
    """What stopped one step: as a user reads it, and in parts, of which there are SHOWN at most."""

    text: str
    problems: list[Told]


def leave_problems(found: ProblemsFound, folder: Path) -> None:
    """Leave what stopped a step in a folder; the same text of two steps is one file, which is never half."""
    path = folder / f"{digest_text(str(found))[:16]}.json"
    with write_whole(path) as (half,):
        write_json({"text": str(found), "problems": [one.as_json() for one in found.problems[:SHOWN]]}, half)


def read_problems_left(folder: Path) -> list[ProblemsLeft]:
    """Return what stopped steps, each distinct text once; nothing where there is no folder."""
    return [read_json(path) for path in sorted(folder.glob("[!.]*.json"))]
