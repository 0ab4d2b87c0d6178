"""One cohort's own description of itself: its cohort.yaml, and the raw files that it names."""

import functools
from pathlib import Path
from typing import Any

from aimed.documents import read_yaml
from aimed.problems import Problem, ProblemsFound

COHORTS = Path("data/cohorts")


def list_cohorts(config: dict[str, Any]) -> list[str]:
    """Return the ids of the study's cohorts: every folder with a cohort.yaml, as config.yaml limits them."""
    found = sorted(path.parent.name for path in COHORTS.glob("*/cohort.yaml"))
    listed = config.get("cohorts", "all")
    wanted = found if listed == "all" else listed
    unknown = sorted({*wanted, *config.get("exclude_cohorts", [])} - set(found))
    if unknown:
        raise ProblemsFound(
            Problem(
                "config.yaml",
                f"cohort {name}",
                f"a folder data/cohorts/{name}/ with a cohort.yaml",
                "add the folder or take the name out of config.yaml",
            )
            for name in unknown
        )
    return [name for name in wanted if name not in config.get("exclude_cohorts", [])]


def read_cohort(cohort: str) -> dict[str, Any]:
    """Return the content of data/cohorts/<cohort>/cohort.yaml, held to its schema."""
    path = COHORTS / cohort / "cohort.yaml"
    return _read_once(path.absolute(), path.stat().st_mtime_ns if path.exists() else 0, path)


@functools.cache
def _read_once(place: Path, changed: int, path: Path) -> dict[str, Any]:
    """Read a cohort.yaml once per place and time of change; it is asked for many times in one run."""
    return read_yaml(path, schema="cohort")


def raw_files(cohort: str, kind: str) -> list[str]:
    """Return the raw files of one kind (survey, transcripts or coding) that a cohort.yaml names."""
    files = read_cohort(cohort)["files"].get(kind) or []
    entries = files if isinstance(files, list) else [files]
    return [(COHORTS / cohort / entry["path"]).as_posix() for entry in entries]


def is_yes(value: Any) -> bool:
    """Return whether a YAML value says yes, however it was written."""
    return value is True or str(value).strip().lower() in ("yes", "true")
