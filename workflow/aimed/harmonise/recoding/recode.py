"""Recode source cells to the codebook's values; every blank gets its reason, every change is counted."""

from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from aimed.harmonise.corrections import CellEvent
from aimed.harmonise.recoding.blanks import blank_unshown, name_blanks
from aimed.harmonise.recoding.read_cells import (
    ReadCells,
    count_recodes,
    find_unmapped,
    list_blanked,
    read_cells,
)
from aimed.harmonise.recoding.several_answers import SeveralAnswers, find_several_answers
from aimed.harmonise.recoding.source_columns import SourceColumns
from aimed.harmonise.recoding.totals import RecodeCount
from aimed.harmonise.survey_rows import distinct
from aimed.ingest.survey.labels import SurveyLabels
from aimed.messages.problems import Problem, repeat_problem
from aimed.study.codebook import NOT_ASKED, Codebook

# added up: of two source columns the one with a cell goes first, then one with a value, then with a reason
CELL, VALUE, REASON = 8, 4, 1


class Answers(NamedTuple):
    """Per row of the survey: a value or a missing reason, the source column it is from, and its weight."""

    values: np.ndarray
    reasons: np.ndarray
    sources: np.ndarray
    weights: np.ndarray

    @classmethod
    def none(cls, rows: int) -> "Answers":
        """Return the answers before any source column was read: neither values nor reasons."""
        nothing = np.full(rows, None, dtype=object)
        return cls(nothing, nothing, nothing, np.zeros(rows, dtype=int))

    def complete(self, other: "Answers") -> "Answers":
        """Return per row the weightier answer; of two that weigh the same, the one that is here."""
        heavier = other.weights > self.weights
        return Answers(*(np.where(heavier, new, old) for old, new in zip(self, other, strict=True)))


@dataclass
class Recoding:
    """What recoding gave. responses: one column per codebook column, indexed like the rows that came in.

    reasons: the same shape, the missing reason where responses is null. recodes and
    events: rows of those tables.
    """

    responses: pd.DataFrame
    reasons: pd.DataFrame
    recodes: list[RecodeCount] = field(default_factory=list)
    events: list[CellEvent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def recode(
    rows: pd.DataFrame,
    crosswalk: pd.DataFrame,
    codebook: Codebook,
    path: str,
    described: SurveyLabels | None = None,
    several: SeveralAnswers | None = None,
) -> Recoding:
    """Return the kept survey rows brought to the codebook, column by column in its order.

    `described` is the survey's labels.json; `several` what the whole survey shows of its questions with
    several answers, where the rows are a part of it. Unmapped values are problems, all of them at once; they
    are never guessed.
    """
    result = Recoding(pd.DataFrame(index=rows.index), pd.DataFrame(index=rows.index))
    shown = blank_unshown(rows, described or {})
    if several is None:
        cells = partial(distinct, rows)
        several = find_several_answers(rows.columns, crosswalk, codebook, described or {}, cells)
    survey = SourceColumns(shown, crosswalk, codebook, path, described or {}, several)
    for variable in codebook.variables.index:
        for column in codebook.columns(variable):
            answers = _recode_column(survey, column, result)
            result.responses[column] = pd.Series(answers.values, index=rows.index, dtype=object)
            result.reasons[column] = pd.Series(answers.reasons, index=rows.index, dtype=object)
    name_blanks(result.responses, result.reasons, codebook)
    return result


def _recode_column(survey: SourceColumns, column: str, result: Recoding) -> Answers:
    """Return the answers for a column from all its source columns; what was done goes into `result`."""
    sources = survey.list_sources(column)
    answers = Answers.none(len(survey.rows))
    for source in sources:
        if source not in survey.rows.columns:
            continue
        read = read_cells(survey, source, column)
        given = give_answers(survey, read)
        result.problems += find_clashes(answers, given, survey.rows, column)
        result.problems += find_unmapped(survey, read)
        result.recodes += count_recodes(read)
        result.events += list_blanked(survey, read)
        answers = answers.complete(given)
    return mark_unasked(survey, sources, mark_unoffered(survey, column, answers))


def give_answers(survey: SourceColumns, read: ReadCells) -> Answers:
    """Return what one source column answers; its blank cells too may say no, or why there is no value."""
    values = read.spread(meaning.value for meaning in read.meanings)
    reasons = read.spread(meaning.reason for meaning in read.meanings)
    known = read.spread((meaning.value is not None or meaning.blanked for meaning in read.meanings), bool)
    filled = read.spread((cell is not None for cell in read.different), bool)
    if read.lines.of_blanks is None:
        reasons[survey.not_shown(read.source).to_numpy()] = NOT_ASKED
    variable = survey.codebook.variable_of(read.column)
    unticked = survey.unticked(read.source, variable).to_numpy()
    values[unticked], reasons[unticked] = False, None
    left_open = survey.left_open(read.source, variable).to_numpy()
    values[left_open], known[left_open] = None, False
    weights = CELL * filled + VALUE * (known | unticked) + REASON * pd.notna(reasons)
    if (why := survey.says_why(variable).to_numpy()).any():
        # "I don't know" among the options: less than a tick, and more than options that were not ticked
        tick = survey.has_tick(variable).to_numpy()
        weights[why & tick & filled & ~known & pd.notna(reasons)] = REASON
        weights[why & ~tick & filled & (values == False)] = CELL  # noqa: E712 of objects
    return Answers(values, reasons, np.full(len(values), read.source, dtype=object), weights)


def find_clashes(taken: Answers, given: Answers, rows: pd.DataFrame, column: str) -> list[Problem]:
    """Return a problem per pair of source columns of which each has a cell with a value, another one."""
    both = np.flatnonzero(np.minimum(taken.weights, given.weights) >= CELL + VALUE)
    values, others = (pd.Series(one.values[both], dtype=object).astype(str) for one in (taken, given))
    clash = both[(values != others).to_numpy()]
    return [
        repeat_problem(
            ("clash", source, earlier, column),
            len(group),
            f"{group['source_file'].iloc[0]}, row {group['source_row'].iloc[0]}, column {source}",
            (f"another value for {column} than column {earlier} gives, in ", " rows from this one on"),
            "source columns of one variable that agree, or only one that holds a value",
            "correct the cells in corrections.yaml, or take one column out of the crosswalk",
        )
        for source in given.sources[clash[:1]]
        for earlier, group in rows.iloc[clash].groupby(taken.sources[clash], sort=False)
    ]


def mark_unoffered(survey: SourceColumns, column: str, answers: Answers) -> Answers:
    """Return the answers for an option, as not asked where this cohort did not offer it: nobody said no."""
    variable = survey.codebook.variable_of(column)
    if column == variable or column in survey.several.offered:
        return answers
    values, reasons = answers.values.copy(), answers.reasons.copy()
    unticked = np.array([value is not True for value in values], dtype=bool)
    values[unticked], reasons[unticked] = None, NOT_ASKED
    return answers._replace(values=values, reasons=reasons)


def mark_unasked(survey: SourceColumns, sources: list[str], answers: Answers) -> Answers:
    """Return the answers, each blank of a file that has none of the source columns as not asked."""
    unasked = survey.absent(sources).to_numpy() & pd.isna(answers.values) & pd.isna(answers.reasons)
    return answers._replace(reasons=np.where(unasked, NOT_ASKED, answers.reasons))
