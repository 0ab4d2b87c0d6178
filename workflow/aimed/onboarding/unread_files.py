"""Files that were handed over and are not read: they are named, so that none is lost in silence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aimed.ingest.survey.labels import FileReading
from aimed.messages.problems import Problem
from aimed.study.cohort_file import COHORTS
from aimed.study.declarations import CohortDescription

TABLES = {"cohort", "crosswalk", "corrections", "withdrawals", "coders", "personal_data", "roster", "README"}
TABLES |= {"exported_ids", "export", "code_map"}
FOLDERS = {"simulation"}  # what made synthetic raw files


def find_unlisted(cohort: str, described: CohortDescription) -> Iterator[Problem]:
    """Yield a problem for each file in a cohort's folder that neither is a table of it nor is named."""
    folder = COHORTS / cohort
    named = {Path(path) for path in _list_paths(described.get("files"))}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        own = len(inside.parts) == 1 and inside.stem in TABLES
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        if path.is_dir() or own or hidden or inside.parts[0] in FOLDERS or named & {inside, *inside.parents}:
            continue
        file = folder / "cohort.yaml"
        found = f"a file that {file.as_posix()} does not name, and nothing reads"
        remedy = f"add it under files in {file.as_posix()}, or move it away"
        yield Problem(path.as_posix(), found, "raw files that are named under files", remedy)


def say_other_sheets(name: str, reading: FileReading, option: str) -> list[str]:
    """Return the line that tells of a workbook's sheets that were not read, with their sizes."""
    others = [one for one in reading.get("not_used", []) if one.startswith("sheet ")]
    if "sheet" not in reading or not others:
        return []
    return [
        f"read of {name}: sheet {reading['sheet']}; not read: {', '.join(others)}; {option} takes another"
    ]


def list_passed_over(folder: Path, taken: list[Path]) -> list[Path]:
    """Return what lies in a folder beside the files that were taken; no hidden files."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path not in taken and path.name[0] not in ".~"
    )


def _list_paths(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("path", "questionnaire", "catalog"):
                yield str(value)
            else:
                yield from _list_paths(value)
    elif isinstance(part, list):
        for entry in part:
            yield from _list_paths(entry)
