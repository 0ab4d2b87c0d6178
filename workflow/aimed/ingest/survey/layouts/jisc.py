"""Exports of Jisc Online Surveys (BOS): .sav files where 0 means an option was not ticked, and CSV."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aimed.ingest.survey.export import ExportLayout, cells_below, clean_name, describe_own
from aimed.ingest.survey.labels import ColumnDescription, FileReading

NAME = "jisc"
MADE_BY = re.compile(r"File created by user '.*' at .+", re.S)
OPTION = re.compile(r"(?P<question>Q\d+(?:_[a-z])*(?:_\d+)*)_\d+(?:_[a-z])?")
RESPONSE = re.compile(r"\d+(-\d+){2,}")
NUMBERS = ("unique response number", "urn", "uniqueresponsenumber")
UNTICKED = "0"


def recognise(head: list[list[str]]) -> bool:
    """Return whether the first column holds Jisc's numbers of responses: numbers joined by hyphens."""
    if len(head) < 2 or clean_name(head[0][0]).casefold() not in NUMBERS:
        return False
    return all(RESPONSE.fullmatch(row[0].strip()) for row in head[1:])


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns by their heads: Q3_1 among codes, the question's text among texts.

    Jisc has no questionnaire file.
    """
    names = [clean_name(name) for name in head[0]]
    beside = Counter(found["question"] for name in names if (found := OPTION.fullmatch(name)))
    columns = [
        (name, _describe(name, beside, cells, first=at == 0))
        for at, (name, cells) in enumerate(zip(names, cells_below(head), strict=True))
    ]
    return ExportLayout(NAME, 1, columns)


def _describe(name: str, beside: Counter[str], cells: Sequence[str], first: bool) -> ColumnDescription:
    if first or re.fullmatch(r"(start|completion|submission)( ?date| ?time)*", name, re.I):
        return describe_own(name)
    found = OPTION.fullmatch(name)
    if found is None or beside[found["question"]] < 2:
        return {"label": name, "question": name}
    described: ColumnDescription = {"label": name, "question": found["question"]}
    if name[-1].isdigit() and set(cells) <= {UNTICKED, "1", ""}:
        return described | {"option": name, "unticked": [UNTICKED], "not_shown": [""]}
    return described | {"row": name}


def describe_statistics(columns: dict[str, ColumnDescription], reading: FileReading, named: bool) -> None:
    """Change the descriptions of a .sav that Jisc made, which its file label tells, or cohort.yaml (`named`).

    Jisc declares 0 a missing value of every coded column. Of an option among several, whose only value
    label is that of 1, it means "not ticked": that is an answer, and all options would be chosen by
    everybody without it. Elsewhere 0 is a question that was shown and not answered; blank was not shown.
    """
    if not named and not MADE_BY.fullmatch(str(reading.get("file_label", ""))):
        return
    reading["layout"] = NAME
    for name, description in columns.items():
        if [UNTICKED, UNTICKED] in description["missing"]:
            description.update(_describe_coded(name, description))
        elif name.casefold() in NUMBERS:
            description["platform"] = True


def _describe_coded(name: str, description: ColumnDescription) -> ColumnDescription:
    """Return what 0 means in a coded column, and its question, from name, label and values."""
    found, values, label = OPTION.fullmatch(name), description["values"], description["label"]
    if found and list(values) == ["1"]:
        missing = [pair for pair in description["missing"] if pair != [UNTICKED, UNTICKED]]
        option: ColumnDescription = {
            "question": label.removesuffix(f" - {values['1']}"),
            "option": values["1"],
        }
        return option | {"missing": missing, "unticked": [UNTICKED], "not_shown": [""]}
    stem, _, rest = label.partition(" - ")
    question: ColumnDescription = {"question": stem, "row": rest} if found and rest else {"question": label}
    return question | {"seen_unanswered": [UNTICKED], "not_shown": [""]}
