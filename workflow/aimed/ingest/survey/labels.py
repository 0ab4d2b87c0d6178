"""labels.json: what the columns of a cohort's survey are, and how its files were read."""

from pathlib import Path
from typing import Any, TypedDict

from aimed.files.yaml_json import read_json
from aimed.messages.unseen_characters import HoldingUnseen

AskedWhere = list[list[list[Any]]]


class ColumnDescription(TypedDict, total=False):
    """A column of a survey. Codes are the cells of the column; texts are of the survey's own language."""

    label: str  # what the column asks, with its row or option
    question: str  # the question that the column belongs to, where the platform says so
    row: str  # of a matrix
    option: str  # the option that the column ticks
    values: dict[str, str]  # code -> text
    order: list[str]  # the codes of `values`, in the order of the questionnaire
    missing: list[list[str]]  # [lowest, highest] of each range of declared missing codes
    type: str  # number, text, date, time or datetime
    separator: str  # of a multi-select that stands in one cell
    options: list[str]  # those of such a multi-select, in order
    ranked: bool  # whether they stand in a respondent's order
    guessed: bool  # whether separator and options were found in the first answers, and may not be all
    identifies: str  # what the column tells about a person: ip, email, name ...
    platform: bool  # whether it is the platform's own, such as times and status
    loop: str  # the round of a repeated question
    labels: dict[str, str]  # language -> label, of a translated questionnaire
    values_in: dict[str, dict[str, str]]  # language -> code -> text
    not_shown: list[str]  # cells of a question that was not shown
    seen_unanswered: list[str]  # cells of a question that was shown and not answered
    unticked: list[str]  # cells of an option not ticked; '' is an empty one where another option is ticked
    shown_if: str  # the condition of the question as the questionnaire has it; only people read it
    # Of an option that is written as not ticked where it was not shown: the ways to be shown, each a list of
    # [column, in or not_in, cells] that are all met, '' an empty cell; no way where that could not be read.
    asked_where: AskedWhere


class FileReading(HoldingUnseen, total=False):
    """How a file of a survey was read."""

    format: str  # delimited, workbook, or the statistics package
    layout: str  # the platform whose layout the table has
    encoding: str
    encoding_guessed: bool
    separator: str  # between the cells
    sheet: str
    header_rows: int
    forms: dict[str, list[str]]  # column that says how complete a form is -> the columns of its questions
    no_people: dict[str, str]  # row number -> why, of rows of the table that are no person's answers
    skipped: dict[str, str]  # row number -> the row of the same person that it was joined to
    not_used: list[str]  # what the files have and nothing reads
    file_label: str  # of a statistics package's file
    formats_left_as_numbers: dict[str, str]  # column -> its format of time
    dates_out_of_range: dict[str, int]  # column -> number of cells


class ReadFile(FileReading):
    """A file of a survey that was read."""

    path: str
    rows: int
    columns: list[str]


class SurveyLabels(TypedDict, total=False):
    """The content of labels.json."""

    columns: dict[str, ColumnDescription]  # of the columns that pass the personal data gate
    order: list[str]  # their names in the order of the source
    files: list[ReadFile]  # in the order of cohort.yaml
    dropped: dict[str, dict[str, str]]  # column that does not pass -> its label and kind
    reused: dict[str, dict[str, str]]  # column -> file -> question text, of one name for two questions


def list_no_people(described: SurveyLabels) -> dict[tuple[str, int], str]:
    """Return (source_file, source_row) -> why, of the rows of a survey that are no people."""
    files = described.get("files", [])
    return {(one["path"], int(row)): why for one in files for row, why in one.get("no_people", {}).items()}


def read_labels(path: Path) -> SurveyLabels:
    """Return the content of a labels.json. Raises ProblemsFound for one that is cut short or changed."""
    return read_json(path)
