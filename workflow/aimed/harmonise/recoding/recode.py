"""Recode source cells to the codebook's values; every blank gets its reason, every change is counted."""

from dataclasses import dataclass, field

import pandas as pd

from aimed.harmonise.corrections import CellEvent
from aimed.harmonise.recoding.answers import Answers, find_clashes, give_answers, mark_unasked
from aimed.harmonise.recoding.blanks import blank_unshown, name_blanks
from aimed.harmonise.recoding.read_cells import count_recodes, find_unmapped, list_blanked, read_cells
from aimed.harmonise.recoding.source_columns import SourceColumns
from aimed.harmonise.recoding.totals import RecodeCount
from aimed.ingest.survey.labels import SurveyLabels
from aimed.messages.problems import Problem
from aimed.study.codebook import Codebook


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
) -> Recoding:
    """Return the kept survey rows brought to the codebook, column by column in its order.

    `described` is the survey's labels.json. Unmapped values are problems, all of them at once; they are
    never guessed.
    """
    result = Recoding(pd.DataFrame(index=rows.index), pd.DataFrame(index=rows.index))
    shown = blank_unshown(rows, described or {})
    survey = SourceColumns(shown, crosswalk, codebook, path, described or {})
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
    return mark_unasked(survey, sources, answers)
