"""Exports of SurveyMonkey (CSV, .xlsx): a row of questions, and below it a row of options or rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import ExportLayout, clean_name, describe_own, strip_markup
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.several_answers import find_several

NAME = "surveymonkey"
KNOWN = read_beside(__file__)
OWN = {name: kind for kind, names in KNOWN["own"].items() for name in names}
PLACES = ("", "", "", "", "ip", "email", "name", "name")  # the order of own columns, in every language
CUSTOM = re.compile(r"custom(?: data| value)? ?\d*")
ANSWER = re.compile("|".join(KNOWN["answer"]), re.I)
CONTACT = {"email address": "email", "phone number": "phone", "name": "name"}
SEPARATOR = ", "  # of several answers in the condensed form
LONG_NUMBER = re.compile(r"\d{7,14}")


@dataclass(frozen=True)
class _AnswerColumn:
    """A column of a question: what stands in the second row, its cells below, and its place from 1."""

    text: str
    cells: frozenset[str]
    place: int


def recognise(head: list[list[str]]) -> bool:
    """Return whether the respondent's and the collector's number come first, by name or by cells."""
    if len(head) < 2 or len(head[0]) < 3:
        return False
    if {"respondent id", "collector id"} <= {_fold(name) for name in head[0]}:
        return True
    below = head[2:]
    numbered = bool(below) and all(LONG_NUMBER.fullmatch(cell.strip()) for row in below for cell in row[:2])
    return (
        numbered and not any(cell.strip() for cell in head[1][:4]) and any(cell.strip() for cell in head[1])
    )


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns: a question of one column under its text, others as 'question - option'.

    SurveyMonkey has no questionnaire file. What is an option and what a row of a matrix shows in the cells:
    a ticked option's cell repeats the option, or its number.
    """
    at = next((place for place, name in enumerate(head[0]) if _fold(name) == "respondent id"), 0)
    rows = 2 if len(head) > 1 and not head[1][at].strip() else 1
    second = [strip_markup(cell) for cell in head[1]] if rows == 2 else [""] * len(head[0])
    own = _count_own(head[0], second, rows)
    described = [_describe_own(clean_name(name), place) for place, name in enumerate(head[0][:own])]
    for start, end in _cut_in_questions(head[0], own):
        columns = [
            _AnswerColumn(
                second[at], frozenset(clean_name(row[at]) for row in head[rows:]) - {""}, at - start + 1
            )
            for at in range(start, end)
        ]
        described += _describe_question(strip_markup(head[0][start]), columns)
    return ExportLayout(NAME, rows, described)


def _count_own(names: Sequence[str], second: Sequence[str], rows: int) -> int:
    """Return how many of the first columns are SurveyMonkey's own."""
    for place, name in enumerate(names):
        known = _fold(name) in OWN or CUSTOM.fullmatch(_fold(name)) is not None
        unlisted = _fold(names[0]) not in OWN and rows == 2 and not second[place] and place < len(PLACES)
        if not known and not (unlisted and name.strip()):
            return place
    return len(names)


def _describe_own(name: str, place: int) -> tuple[str, ColumnDescription]:
    kind = OWN.get(_fold(name), "")
    if CUSTOM.fullmatch(_fold(name)):
        kind = "identifier"
    elif _fold(name) not in OWN and place < len(PLACES):
        kind = PLACES[place]
    return name, describe_own(name, kind)


def _cut_in_questions(names: Sequence[str], own: int) -> list[tuple[int, int]]:
    """Return (first, past the last) column of each question: a blank cell goes with the one to its left."""
    starts = [place for place in range(own, len(names)) if names[place].strip() or place == own]
    return list(zip(starts, [*starts[1:], len(names)], strict=True))


def _describe_question(
    question: str, columns: Sequence[_AnswerColumn]
) -> list[tuple[str, ColumnDescription]]:
    if len(columns) == 1:
        found: ColumnDescription = {"label": question or columns[0].text, "question": question}
        return [(question or columns[0].text, found | find_several(sorted(columns[0].cells), SEPARATOR))]
    if ANSWER.fullmatch(columns[0].text):
        beside = [_describe_column(question, column, ticked=True) for column in columns[1:]]
        texts = [(name, found | {"type": "text"}) for name, found in beside]
        return [(question, {"label": question, "question": question}), *texts]
    ticked = _are_ticked(columns)
    return [_describe_column(question, column, ticked) for column in columns]


def _describe_column(question: str, column: _AnswerColumn, ticked: bool) -> tuple[str, ColumnDescription]:
    text = column.text
    name = f"{question} - {text}" if text else question
    found: ColumnDescription = {"label": name, "question": question}
    if not ticked:
        kind = CONTACT.get(text.casefold())
        return name, found | {"row": text} | ({"identifies": kind} if kind else {})
    if column.cells - {text, str(column.place)}:
        return name, found | {"option": text, "type": "text"}
    code = next(iter(column.cells), text)
    return name, found | {"option": text, "values": {code: text}, "unticked": [""]}


def _are_ticked(columns: Sequence[_AnswerColumn]) -> bool:
    """Return whether the columns of a question are options to tick; the last one may be an own answer."""
    filled = [column for column in columns if column.cells]
    options = filled[:-1] if filled and filled[-1] is columns[-1] else filled
    if not options:
        return bool(filled) and filled[-1].cells == {filled[-1].text}
    by_text = all(column.cells == {column.text} for column in options)
    return by_text or (len(options) > 1 and all(column.cells == {str(column.place)} for column in options))


def _fold(name: str) -> str:
    return clean_name(name.replace("_", " ")).casefold()
