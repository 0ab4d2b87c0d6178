"""What the numbers came from: digests of data, code and plan, and the versions of the environment."""

import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aimed.files.digests import digest_file
from aimed.running.code_dependencies import sources_of
from aimed.running.run_records import SUFFIX, RunRecord, read_record

NUMBER_ROOMS = ("ingest", "harmonise", "coding", "stats", "ledger")
KINDS = ("data", "code", "plan", "environment")
CONFIG = "config.yaml"
SHOWN = 3
Origins = dict[str, dict[str, str]]
Changed = list[tuple[str, str]]


def describe_origins(root: Path) -> Origins:
    """Return data, code and plan (path -> sha256) and environment (package -> version) of a build.

    Data and plan are what the run records under `root` say was read to make the numbers; code is that of
    the study in the current folder.
    """
    records = _read_records(root)
    read = {path: digest for record in records for path, digest in record["inputs"].items()}
    versions = sorted({part for record in records for part in record["versions"].split()})
    packages = dict(part.split("==", 1) for part in versions)
    return {
        "data": {path: digest for path, digest in sorted(read.items()) if path.startswith("data/")},
        "code": {path: digest_file(Path(path)) for path in _code(record["step"] for record in records)},
        "plan": {path: one for path, one in sorted(read.items()) if path.startswith(("analyses/", CONFIG))},
        "environment": {"python": platform.python_version(), **packages},
    }


def find_stale(root: Path) -> list[str]:
    """Return what was read to make the numbers under `root` and is gone, or not what it was, sorted."""
    read = {path: digest for record in _read_records(root) for path, digest in record["inputs"].items()}
    there = {name: (root / name).is_file() for name in sorted(read)}
    return [name for name in there if not there[name] or digest_file(root / name) != read[name]]


def find_changed(old: Origins | None, new: Origins | None) -> Changed | None:
    """Return (kind, what) of everything that differs between two origins; None where either is unknown."""
    if old is None or new is None:
        return None
    changed: Changed = []
    for kind in KINDS:
        before, after = old.get(kind, {}), new.get(kind, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                changed.append((kind, _describe(kind, name, before.get(name), after.get(name))))
    return changed


def find_causes(identifier: str, changed: Changed | None) -> str:
    """Return why a number may have changed, as text: of what differs, all but the plans of other analyses."""
    if changed is None:
        return "not known: only releases and the current results say what they came from"
    analysis, _, rest = identifier.partition(".")
    own = [
        (kind, what)
        for kind, what in changed
        if not what.startswith("analyses/")
        or rest.endswith("_adjusted")  # rests on its whole family, which may be of several analyses
        or Path(what.split()[0]).stem.replace("-", "_") == analysis
    ]
    return describe_changed(own or changed)


def describe_changed(changed: Changed) -> str:
    """Return what differs as text: data (data/a.csv, data/b.csv and 2 more); plan (config.yaml)."""
    if not changed:
        return "none found: data, code, plan and environment are the same"
    parts = []
    for kind in KINDS:
        names = [what for of, what in changed if of == kind]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        if names:
            parts.append(f"{kind} ({', '.join(names[:SHOWN])}{more})")
    return "; ".join(parts)


def _read_records(root: Path) -> list[RunRecord]:
    """Return the run records of the rooms that make numbers."""
    folders = [root / "results" / room for room in NUMBER_ROOMS]
    return [read_record(path) for folder in folders for path in sorted(folder.rglob(f"*{SUFFIX}"))]


def _code(steps: Iterable[str]) -> list[str]:
    files = {file for step in sorted(set(steps)) for file in sources_of(step)}
    rules = {f"workflow/rules/{name}.smk" for name in ("common", *NUMBER_ROOMS)}
    return sorted(file for file in {"Snakefile", *files, *rules} if Path(file).is_file())


def _describe(kind: str, name: str, before: Any, after: Any) -> str:
    if kind == "environment":
        return f"{name} {before or 'absent'} -> {after or 'absent'}"
    if before is None:
        return f"{name} is new"
    return f"{name} is gone" if after is None else name
