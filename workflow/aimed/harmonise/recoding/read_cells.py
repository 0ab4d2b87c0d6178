"""A source column read for a column of responses: what each different cell means, and where it stands."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from aimed.harmonise.corrections import CellEvent
from aimed.harmonise.recoding.source_columns import SourceColumns
from aimed.harmonise.recoding.totals import Recode, RecodeCount
from aimed.harmonise.recoding.values import CrosswalkLines, Recoded, convert
from aimed.language.own_words import NAME, may_be_own
from aimed.messages.problems import MASK, Problem, repeat_problem
from aimed.messages.unseen_characters import name_unseen

OWN_REMEDY = (
    "add a line for it to the private table that cohort.yaml names under own_words, not to the crosswalk, "
    "with a value or a missing_reason"
)
SPREADSHEET_DAY = re.compile(r"^\d{4}-\d\d-\d\d|^\d{1,2}[-./ ][^\W\d]{3,}\.?|^[^\W\d]{3,}\.?[-./ ]\d{1,4}$")


@dataclass(frozen=True)
class ReadCells:
    """The cells of a source column, of which each different one was converted once.

    different: the cells in the order in which they first came, blank (None) among them; meanings: what
    each became. places: per row of the survey, which of the different cells it has.
    """

    source: str
    column: str
    lines: CrosswalkLines
    different: list[str | None]
    meanings: list[Recoded]
    places: np.ndarray

    def spread(self, of_each: Iterable[Any], dtype: type = object) -> np.ndarray:
        """Return per row of the survey what is said of its cell, from what is said of each different one."""
        return np.fromiter(of_each, dtype=dtype, count=len(self.different))[self.places]


def read_cells(survey: SourceColumns, source: str, column: str) -> ReadCells:
    """Return the cells of a source column with what each becomes in a column of responses."""
    lines, codebook = survey.lines(source, column), survey.codebook
    places, found = pd.factorize(survey.rows[source], use_na_sentinel=False)
    different = [None if pd.isna(cell) else str(cell) for cell in found]
    blank = Recoded(reason=lines.of_blanks)
    meanings = [blank if cell is None else convert(cell, column, lines, codebook) for cell in different]
    return ReadCells(source, column, lines, different, meanings, places)


def count_recodes(read: ReadCells) -> list[RecodeCount]:
    """Return the recodes: how many cells each line took, those of a rule together."""
    used: dict[Recode, int] = {}
    counts = np.bincount(read.places, minlength=len(read.different)).tolist()
    for cell, meaning, n in zip(read.different, read.meanings, counts, strict=True):
        recode: Recode = (None, None, None)
        if cell is not None and meaning.listed:
            private = meaning.line == 0
            recode = (f"({NAME})" if private else cell, meaning.shown(), meaning.line or None)
        elif cell is not None:
            recode = (f"({meaning.rule})", None, meaning.line)
        used[recode] = used.get(recode, 0) + n
    return [
        RecodeCount(read.source, cell, read.column, value, line, n) for (cell, value, line), n in used.items()
    ]


def list_blanked(survey: SourceColumns, read: ReadCells) -> list[CellEvent]:
    """Return an event for each cell that a rule blanked: parsed, and outside the codebook's limits."""
    blanked = np.flatnonzero(read.spread((meaning.blanked for meaning in read.meanings), bool))
    rows = survey.rows["source_row"].iloc[blanked]
    return [
        {
            "position": index,
            "source_row": int(row),
            "variable": read.column,
            "source_variable": read.source,
            "found": read.different[place],
            "kind": "blanked",
            "rule": read.meanings[place].rule,
            "reason": read.meanings[place].reason,
        }
        for index, row, place in zip(rows.index, rows, read.places[blanked], strict=True)
    ]


def find_unmapped(survey: SourceColumns, read: ReadCells) -> list[Problem]:
    """Return a problem per value that no line takes; of a cell with several options, per unknown option."""
    parts: dict[str, list[int]] = {}
    if not any(meaning.unmapped for meaning in read.meanings):
        return []
    for cell, place in sorted((cell, place) for place, cell in enumerate(read.different) if cell is not None):
        meaning = read.meanings[place]
        for part in meaning.unread or ((cell,) if meaning.unmapped else ()):
            parts.setdefault(part, []).append(place)
    whole = not any(meaning.unread for meaning in read.meanings)
    name = read.column if whole else survey.codebook.variable_of(read.column)
    personal = survey.codebook.is_personal(read.column)
    listed = sorted(read.lines.shared())
    known = {*listed, *survey.list_wordings(read.source, read.column)}
    problems: list[Problem] = []
    for part, holding in parts.items():
        rows = survey.rows[np.isin(read.places, holding)]
        near = difflib.get_close_matches(part, listed)
        hint = f" (the nearest is {near[0]!r})" if near and not personal else ""
        own = not personal and may_be_own(part, len(rows), known) and not SPREADSHEET_DAY.fullmatch(part)
        value = NAME if own else f"value {MASK if personal else repr(part)}"
        problems.append(
            repeat_problem(
                ("unmapped", read.source, read.column, part),
                len(rows),
                f"{rows['source_file'].iloc[0]}, row {rows['source_row'].iloc[0]}, column {read.source}",
                (f"{value} for {name} in ", f" rows{_suspect(part, read.lines)}"),
                f"a source_value of {survey.path}{hint}, or a value its rule can read",
                OWN_REMEDY if own else "add a line for it to the crosswalk, with a value or a missing_reason",
                kind="unknown_value",
            )
        )
    return problems


def _suspect(cell: str, lines: CrosswalkLines) -> str:
    """Return what a value that no rule could read most likely is, as an addition to a message."""
    if unseen := name_unseen(cell):
        return unseen
    if cell in lines.kept_out:
        return ", which the file declares to be a missing answer"
    if any(line["rule"].startswith("number") for line in lines.rules) and SPREADSHEET_DAY.search(cell):
        return ", which looks like a number that a spreadsheet program turned into a date"
    return ""
