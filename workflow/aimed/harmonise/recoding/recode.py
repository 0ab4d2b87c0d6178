"""Recode source cells to the codebook's values; every blank gets its reason, every change is counted."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

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
from aimed.harmonise.recoding.values import Recoded
from aimed.harmonise.survey_rows import distinct
from aimed.ingest.survey.labels import SurveyLabels
from aimed.messages.problems import Problem, repeat_problem
from aimed.study.codebook import NO_ANSWER, NOT_ASKED, Codebook

# added up: of two source columns the one with a cell goes first, then one with a value, then with a reason
CELL, VALUE, REASON = 8, 4, 1


class Outcome(NamedTuple):
    """What a cell becomes: a value or a missing reason, the source column it is from, and its weight."""

    value: Any = None
    reason: str | None = None
    source: str | None = None
    weight: int = 0


class Answers(NamedTuple):
    """The few different outcomes of a column, and per row of the survey the place of its own among them."""

    outcomes: list[Outcome]
    places: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """Per row the weight of its outcome."""
        return np.array([one.weight for one in self.outcomes])[self.places]

    def change(self, rows: np.ndarray, into: Callable[[Outcome], Outcome]) -> "Answers":
        """Return the answers with the outcomes of some rows, told by a mask, as `into` makes them."""
        if not rows.any():
            return self
        places = np.where(rows, self.places + len(self.outcomes), self.places)
        return Answers([*self.outcomes, *map(into, self.outcomes)], places)

    def complete(self, other: "Answers") -> "Answers":
        """Return per row the weightier answer; of two that weigh the same, the one that is here."""
        if len(self.outcomes) == 1 and not self.outcomes[0].weight:
            return other._replace(
                outcomes=[one if one.weight else self.outcomes[0] for one in other.outcomes]
            )
        heavier = other.weights > self.weights
        places = np.where(heavier, other.places + len(self.outcomes), self.places)
        return Answers([*self.outcomes, *other.outcomes], places)

    def lay_out(self, said: list[Any], rows: pd.DataFrame, texts: Collection[str] = ()) -> pd.Series:
        """Return per row what is said of its outcome; as texts and codes where `rows` are."""
        given, used = np.empty(len(said), dtype=object), np.bincount(self.places, minlength=len(said)) > 0
        given[:] = said
        texts = list(dict.fromkeys([*texts, *(one for one in given[used] if one is not None)]))
        if texts and rows["source_file"].dtype == "category" and all(isinstance(one, str) for one in texts):
            places = {text: place for place, text in enumerate(texts)}
            codes = np.array([places.get(one, -1) for one in said], dtype="int16")[self.places]
            coded = pd.Categorical.from_codes(codes, pd.Index(texts, dtype="str"), validate=False)
            return pd.Series(coded, index=rows.index)
        return pd.Series(given[self.places], index=rows.index, dtype=object)


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
    columns = [column for variable in codebook.answered for column in codebook.columns(variable)]
    found = {column: _recode_column(survey, column, result) for column in columns}
    why = dict.fromkeys(one.reason for given in found.values() for one in given.outcomes if one.reason)
    whys = [*why, NOT_ASKED, NO_ANSWER]
    responses = {c: one.lay_out([o.value for o in one.outcomes], rows) for c, one in found.items()}
    reasons = {c: one.lay_out([o.reason for o in one.outcomes], rows, whys) for c, one in found.items()}
    result.responses = pd.DataFrame(responses, index=rows.index)
    result.reasons = pd.DataFrame(reasons, index=rows.index)
    name_blanks(result.responses, result.reasons, codebook)
    return result


def _recode_column(survey: SourceColumns, column: str, result: Recoding) -> Answers:
    """Return the answers for a column from all its source columns; what was done goes into `result`."""
    sources = survey.list_sources(column)
    answers = Answers([Outcome()], np.zeros(len(survey.rows), dtype=int))
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
    outcomes = [
        _weigh(meaning, filled=cell is not None, source=read.source)
        for cell, meaning in zip(read.different, read.meanings, strict=True)
    ]
    answers = Answers(outcomes, read.places)
    if read.lines.of_blanks is None:
        answers = answers.change(survey.not_shown(read.source).to_numpy(), _say_not_asked)
    variable = survey.codebook.variable_of(read.column)
    unticked = survey.unticked(read.source, variable).to_numpy()
    answers = answers.change(unticked, lambda one: one._replace(value=False, reason=None, weight=VALUE))
    left_open = survey.left_open(read.source, variable).to_numpy()
    answers = answers.change(left_open, lambda one: one._replace(value=None, weight=one.weight & ~VALUE))
    if (why := survey.says_why(variable).to_numpy()).any():
        # "I don't know" among the options: less than a tick, and more than options that were not ticked
        tick = survey.has_tick(variable).to_numpy()
        answers = answers.change(why & tick, _lessen_reason).change(why & ~tick, _lessen_no)
    return answers


def _weigh(meaning: Recoded, *, filled: bool, source: str) -> Outcome:
    known = meaning.value is not None or meaning.blanked
    weight = CELL * filled + VALUE * known + REASON * (meaning.reason is not None)
    return Outcome(meaning.value, meaning.reason, source, weight)


def _say_not_asked(one: Outcome) -> Outcome:
    return one._replace(reason=NOT_ASKED, weight=one.weight | REASON)


def _lessen_reason(one: Outcome) -> Outcome:
    return one._replace(weight=REASON) if one.weight == CELL + REASON else one


def _lessen_no(one: Outcome) -> Outcome:
    return one._replace(weight=CELL) if one.weight & CELL and one.value is False else one


def find_clashes(taken: Answers, given: Answers, rows: pd.DataFrame, column: str) -> list[Problem]:
    """Return a problem per pair of source columns of which each has a cell with a value, another one."""
    if max(one.weight for one in taken.outcomes) < CELL + VALUE:
        return []
    both = np.flatnonzero(np.minimum(taken.weights, given.weights) >= CELL + VALUE)
    values, others = (
        pd.Series([one.outcomes[place].value for place in one.places[both]], dtype=object).astype(str)
        for one in (taken, given)
    )
    clash = both[(values != others).to_numpy()]
    earlier_sources = np.array([one.source for one in taken.outcomes], dtype=object)[taken.places[clash]]
    return [
        repeat_problem(
            ("clash", source, earlier, column),
            len(group),
            f"{group['source_file'].iloc[0]}, row {group['source_row'].iloc[0]}, column {source}",
            (f"another value for {column} than column {earlier} gives, in ", " rows from this one on"),
            "source columns of one variable that agree, or only one that holds a value",
            "correct the cells in corrections.yaml, or take one column out of the crosswalk",
        )
        for source in [given.outcomes[place].source for place in given.places[clash[:1]]]
        for earlier, group in rows.iloc[clash].groupby(earlier_sources, sort=False)
    ]


def mark_unoffered(survey: SourceColumns, column: str, answers: Answers) -> Answers:
    """Return the answers for an option, as not asked where this cohort did not offer it: nobody said no."""
    variable = survey.codebook.variable_of(column)
    if column == variable or column in survey.several.offered:
        return answers
    nothing = [
        one if one.value is True else one._replace(value=None, reason=NOT_ASKED) for one in answers.outcomes
    ]
    return answers._replace(outcomes=nothing)


def mark_unasked(survey: SourceColumns, sources: list[str], answers: Answers) -> Answers:
    """Return the answers, each blank of a file that has none of the source columns as not asked."""
    return answers.change(
        survey.absent(sources).to_numpy(),
        lambda one: one if one.value is not None or one.reason else one._replace(reason=NOT_ASKED),
    )
