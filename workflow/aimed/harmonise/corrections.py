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

AS_WRITTEN = "exactly the cell that the correction was written for"
CHANGED = "the raw file has changed: correct or delete this entry"


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
        name, became = str(entry["where"]["variable"]), _as_text(entry.get("replace"))
        row, obsolete = _find_row(corrected, entry, respondent_id)
        if obsolete:
            entry_place = f"{place}, correction {entry['id']} (entry {number})"
            problems.append(Problem(entry_place, obsolete, AS_WRITTEN, CHANGED))
            continue
        corrected.at[row, name] = became if became is not None else pd.NA
        events.append(
            {
                "position": row,
                "source_row": int(corrected.at[row, "source_row"]),
                "source_variable": name,
                "found": _as_text(entry.get("found")),
                "became": became,
                "kind": "corrected",
                "rule": entry["id"],
                "reason": entry["reason"],
            }
        )
    return corrected, events, problems


def _find_row(survey: pd.DataFrame, entry: Correction, respondent_id: str) -> tuple[Any, str]:
    """Return where the row of a correction is, and why the correction no longer matches, if so."""
    where, name = entry["where"], str(entry["where"]["variable"])
    column = "source_row" if "source_row" in where else respondent_id
    value = where.get("source_row" if "source_row" in where else "respondent")
    if name not in survey.columns:
        return None, f"no column {name} in the survey"
    rows = survey.index[(survey[column] == value).fillna(False).astype(bool)]
    if len(rows) != 1:
        return None, f"{len(rows)} rows with {column} {value}"
    same = _as_text(survey.at[rows[0], name]) == _as_text(entry.get("found"))
    return rows[0], "" if same else f"another value in {name} than `found` says"


def _as_text(cell: Any) -> str | None:
    return None if pd.isna(cell) else str(cell)
