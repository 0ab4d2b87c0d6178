"""The numbers of a release: published.csv, and beside it what they came from."""

import csv
import io
import json
import math
from typing import Any, NotRequired, TypedDict

from aimed.audit.release.provenance import Origins
from aimed.files.formula_cells import unguard_cell
from aimed.ledger.contents import Numbers, PublishedNumber
from aimed.ledger.public_numbers import COLUMNS
from aimed.ledger.shown_values import show_interval
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

RESTORE = "restore the file as the release wrote it"
MANIFEST_KEYS = {"release": int, "cohorts": list, "tolerance": float, "sha256": str, "origins": dict}


class ReleaseManifest(TypedDict):
    """The content of published.json: what a release says of itself."""

    release: int  # a running number
    cohorts: list[str]
    numbers: int  # how many
    tolerance: float  # relative, and absolute below one, within which `aimed verify` takes numbers for equal
    sha256: str  # of published.csv
    origins: Origins | None
    laid_out_by: NotRequired[dict[str, Any]]  # engine of the paper, and versions of its programs


def read_numbers(text: str, place: str, decimals: dict[str, int]) -> Numbers:
    """Return id -> entry of a published.csv: its columns, and the shown forms of the interval.

    `decimals` are those of config.yaml, by unit. Raises ProblemsFound, with lines, for absent columns,
    cells that are no number, and ids that come twice.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        found = f"columns {', '.join(reader.fieldnames or ()) or 'none'}"
        raise ProblemsFound.at(f"{place}:1", found, ", ".join(COLUMNS), RESTORE)
    numbers: dict[str, PublishedNumber] = {}
    problems: list[Problem] = []
    for written in reader:
        row = {name: unguard_cell(cell or "") for name, cell in written.items() if name}
        where = f"{place}:{reader.line_num}"
        try:
            entry = _entry(row, decimals)
        except (ValueError, TypeError):
            found, expected = "a cell that is no number", "numbers in value, n, low and high"
            problems.append(Problem(where, found, expected, RESTORE))
            continue
        if row["id"] in numbers:
            found = f"{row['id']} a second time"
            problems.append(Problem(where, found, "each id once", "take one of them out"))
        numbers[row["id"]] = entry
    raise_problems(problems)
    return numbers


def read_manifest(text: str, place: str) -> ReleaseManifest:
    """Return what a release says of itself. Raises ProblemsFound for a text that no release wrote."""
    try:
        manifest = json.loads(text)
        ok = all(isinstance(manifest[key], kind) for key, kind in MANIFEST_KEYS.items())
        ok = ok and all(isinstance(part, dict) for part in manifest["origins"].values())
    except (ValueError, TypeError, KeyError):
        ok = False
    if not ok:
        found, expected = "a file that no release wrote", f"JSON with the keys {', '.join(MANIFEST_KEYS)}"
        raise ProblemsFound.at(place, found, expected, RESTORE)
    return manifest


def _entry(row: dict[str, str], decimals: dict[str, int]) -> PublishedNumber:
    entry: PublishedNumber = {
        "value": _number(row["value"]),
        "shown": row["shown"],
        "n": int(row["n"]) if row["n"] else None,
        "low": _number(row["low"]) if row["low"] else None,
        "high": _number(row["high"]) if row["high"] else None,
        "unit": row["unit"],
        "public": True,
        "shown_bare": row["shown"].removesuffix("%"),
    }
    show_interval(entry, decimals)
    return entry


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
