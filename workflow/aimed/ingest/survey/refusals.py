"""Refuse, before answers are read, files beside a survey file that are absent or would not be read.

And headings that are personal data (an export without a header has its first answers for names), and a table
that stands in one column.
"""

import re
from pathlib import Path

from aimed.files.delimited import SEPARATORS, count_cells
from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import FileReading
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.study.cohort_file import BESIDE
from aimed.study.declarations import SurveyFile
from aimed.study.pseudonyms import count_kind, mask

KINDS = ("email", "phone", "ip")
ADDRESS = re.compile(r"\d{3}|:")  # 2.1.10.3 is a number of a question
WHOLE = 0.9  # of the rows are cut alike where a cell is a whole line
WITH_QUESTIONNAIRE = ("qualtrics", "limesurvey", "redcap", "kobo")
READ_FROM = {"questionnaire": f"an export of {', '.join(WITH_QUESTIONNAIRE)}", "catalog": "a .sas7bdat file"}


def check_there(entry: SurveyFile) -> None:
    """Raise ProblemsFound for absent files beside a survey file, an entry of `list_survey_files`."""
    problems = []
    for what in (what for what in BESIDE if what in entry and not entry[what].is_file()):
        expected = f"the file that cohort.yaml names under `{what}`"
        remedy = f"restore it, correct its name, or take `{what}` out of cohort.yaml"
        problems.append(Problem(entry[what].as_posix(), "no such file", expected, remedy, kind="absent_file"))
    raise_problems(problems)


def check_used(path: Path, entry: SurveyFile, reading: FileReading) -> None:
    """Raise ProblemsFound for a file beside a survey file that its layout or format has no use for.

    reading: how the survey file was read, as an Export has it.
    """
    layout, format_ = reading.get("layout"), reading["format"]
    used = {"questionnaire": layout in WITH_QUESTIONNAIRE, "catalog": format_ == "sas"}
    read_as = f"a file in the layout {layout}" if layout else f"a file of the format {format_}"
    remedies = {
        "questionnaire": "name its `layout` if it is another, or take `questionnaire` out of cohort.yaml",
        "catalog": "take `catalog` out of cohort.yaml",
    }
    raise_problems(
        Problem(
            path.as_posix(),
            f"{read_as}, and {entry[what].name} under `{what}`, which would not be read",
            f"a {what} beside {READ_FROM[what]}",
            remedies[what],
        )
        for what in BESIDE
        if what in entry and not used[what]
    )


def check_headings(path: Path, export: Export) -> None:
    """Raise ProblemsFound for columns and sheets whose whole name is an e-mail address, number or IP address.

    Names go into every message and table, so they are refused before anything else is said. An address
    within a longer heading ("write to ... to withdraw") is the study's own and stays.
    """
    remedy = "is the first row a heading? put one above the answers; else give the column another name"
    headings = [(f"heading of column {n}", name, remedy) for n, name in enumerate(export.columns, start=1)]
    sheets = [str(export.reading.get("sheet", "")), *_other_sheets(export)]
    headings += [("name of a sheet", name, "give the sheet another name") for name in sheets]
    raise_problems(
        Problem(
            f"{path.as_posix()}, {place}",
            f"{count_kind(kind, 1)}, as {mask(kind, name)}",
            "names of columns and sheets without personal data",
            what_to_do,
        )
        for place, name, what_to_do in headings
        if (kind := kind_of(name))
    )


def check_taken_apart(path: Path, head: list[list[str]]) -> None:
    """Raise ProblemsFound for a table whose only column holds whole lines, head and cells cut alike.

    head: the first rows, headings among them. Every answer would be the id of a respondent.
    """
    if len(head) < 3 or any(cell.strip() for row in head for cell in row[1:]):
        return
    for separator, name in SEPARATORS.items():
        widths = [count_cells(row[0].strip(), separator) for row in head]
        width = widths[0]
        if width > 1 and widths.count(width) >= WHOLE * len(head):
            found = f"one column, whose heading and cells hold {width} parts between {name}s"
            expected = f"a table of {width} columns"
            remedy = f"take the column apart at the {name}s in a copy (in Excel: Data, Text to Columns), "
            remedy += "and take that copy in; if it is one question all the same, write layout: plain at it"
            raise ProblemsFound.at(path, found, expected, remedy)


def kind_of(name: str) -> str:
    """Return email, phone or ip where a name as a whole is one; an empty text for others."""
    found = find_patterns(name, read_words())
    whole = next((one for one in found if one.end - one.start == len(name) and one.kind in KINDS), None)
    if whole is None or (whole.kind == "ip" and not ADDRESS.search(name)):
        return ""
    return whole.kind


def _other_sheets(export: Export) -> list[str]:
    said = (re.fullmatch(r"sheet (.*) \(\d+ rows\)", str(one)) for one in export.reading.get("not_used", []))
    return [one[1] for one in said if one]
