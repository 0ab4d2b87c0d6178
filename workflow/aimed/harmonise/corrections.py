"""Apply the reviewed corrections of known errors; one that no longer matches is a problem."""

from typing import Any, NotRequired, TypedDict

import pandas as pd

from aimed.messages.problems import Problem


class Correction(TypedDict):
    """A reviewed correction, as corrections.yaml has it."""

    id: str
    where: dict[str, str | int]  # variable: the source column; source_row or respondent: the row
    found: NotRequired[str | None]  # the cell as it was, null for a blank one
    replace: NotRequired[str | None]
    reason: str


class CellEvent(TypedDict, total=False):
    """A cell that was corrected or blanked."""

    position: Any  # of its row in the index of the survey
    source_row: int
    variable: str  # of the codebook
    source_variable: str
    found: str | None
    became: str | None
    kind: str  # corrected or blanked
    rule: str | None  # of the crosswalk, or the correction's id
    reason: str | None


EVENT_COLUMNS = ("respondent", *(name for name in CellEvent.__annotations__ if name != "position"))


def apply_corrections(
    survey: pd.DataFrame, corrections: list[Correction], respondent_id: str, place: str
) -> tuple[pd.DataFrame, list[CellEvent], list[Problem]]:
    """Return the survey with each correction made, one event per changed cell, and the problems.

    A correction names its row by `source_row` or `respondent` and its source variable, what must be
    found there, and what replaces it (null blanks the cell).
    """
    corrected, problems = survey.copy(), []
    events: list[CellEvent] = []
    for number, entry in enumerate(corrections, start=1):
        where = entry["where"]
        name, found = str(where["variable"]), entry.get("found")
        by_row = "source_row" in where
        column, value = (
            ("source_row", where.get("source_row")) if by_row else (respondent_id, where.get("respondent"))
        )
        entry_place = f"{place}, correction {entry['id']} (entry {number})"
        if name not in corrected.columns:
            problems.append(_obsolete(entry_place, f"no column {name} in the survey"))
            continue
        rows = corrected.index[(corrected[column] == value).fillna(False).astype(bool)]
        if len(rows) != 1:
            problems.append(_obsolete(entry_place, f"{len(rows)} rows with {column} {value}"))
            continue
        cell = corrected.at[rows[0], name]
        cell = None if pd.isna(cell) else str(cell)
        if cell != (None if found is None else str(found)):
            problems.append(_obsolete(entry_place, f"another value in {name} than `found` says"))
            continue
        became = None if entry.get("replace") is None else str(entry["replace"])
        corrected.at[rows[0], name] = became if became is not None else pd.NA
        events.append(
            {
                "position": rows[0],
                "source_row": int(corrected.at[rows[0], "source_row"]),
                "source_variable": name,
                "found": cell,
                "became": became,
                "kind": "corrected",
                "rule": entry["id"],
                "reason": entry["reason"],
            }
        )
    return corrected, events, problems


def _obsolete(place: str, found: str) -> Problem:
    expected = "exactly the cell that the correction was written for"
    return Problem(place, found, expected, "the raw file has changed: correct or delete this entry")
