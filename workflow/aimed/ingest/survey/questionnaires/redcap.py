"""Read a REDCap data dictionary: the 18 columns of the file, or the field names of its API.

Simple branching logic is read, so that the 0 of a checkbox that was never shown is told apart.
"""

import contextlib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aimed.files.delimited import open_delimited
from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.export import Records, clean_name, strip_markup
from aimed.ingest.survey.labels import AskedWhere, ColumnDescription
from aimed.ingest.survey.recognise import recognise_format
from aimed.messages.problems import ProblemsFound

HEADS = {  # what is needed -> the head in the file, the head from the API
    "name": ("Variable / Field Name", "field_name"),
    "form": ("Form Name", "form_name"),
    "type": ("Field Type", "field_type"),
    "label": ("Field Label", "field_label"),
    "choices": ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    "validation": (
        "Text Validation Type OR Show Slider Number",
        "text_validation_type_or_show_slider_number",
    ),
    "identifier": ("Identifier?", "identifier"),
    "shown_if": ("Branching Logic (Show field only if...)", "branching_logic"),
    "matrix": ("Matrix Group Name", "matrix_group_name"),
}
NEEDED = ("name", "type", "label", "choices")
FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
CHOICES = ("radio", "dropdown", "checkbox")
NOT_EXPORTED = ("descriptive",)
TOKEN = re.compile(
    r"\s*(?:\[(?P<field>[a-z][a-z0-9_]*)(?:\((?P<code>-?[a-z0-9_.]+)\))?\]"
    r"|(?P<sign><>|!=|=)|(?P<bracket>[()])|(?P<word>and\b|or\b)"
    r"|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<number>-?\d+))\s*",
    re.I,
)
MOST = 64  # ways in which a question may be shown, and brackets
LONGEST = 4_000
SEVERAL_ROWS = {"redcap_event_name", "redcap_repeat_instrument", "Event Name", "Repeat Instrument"}
Test = tuple[str, str, tuple[str, ...]]  # column, in or not_in, cells; '' is a blank cell
Ways = list[list[Test]]
Column = tuple[str, ColumnDescription]


@dataclass(frozen=True)
class Field:
    """One field of the dictionary. choices: code -> text in order; validation: of a text field, as email."""

    name: str
    form: str
    type: str
    label: str
    choices: dict[str, str]
    validation: str
    identifies: bool
    shown_if: str
    matrix: str


def read_dictionary(path: Path) -> list[Field]:
    """Return the fields of a data dictionary (CSV, or as Excel keeps it) in their order.

    Raises ProblemsFound for a file that is absent or no data dictionary.
    """
    table: Records = open_sheet(path) if recognise_format(path) == "workbook" else open_delimited(path)
    rows = [row for _, row in table.records() if any(cell.strip() for cell in row)]
    heads = [clean_name(cell) for cell in rows[0]] if rows else []
    places = {
        key: next((heads.index(one) for one in known if one in heads), -1) for key, known in HEADS.items()
    }
    lacking = [HEADS[key][0] for key in NEEDED if places[key] < 0]
    if lacking:
        found = f"a table without the column {lacking[0]}"
        remedy = "download the data dictionary of the project again, with its first row"
        raise ProblemsFound.at(path, found, "a REDCap data dictionary", remedy)

    def cell(row: list[str], key: str) -> str:
        return row[places[key]].strip() if 0 <= places[key] < len(row) else ""

    return [
        Field(
            cell(row, "name"),
            cell(row, "form"),
            cell(row, "type"),
            strip_markup(cell(row, "label")),
            FIXED.get(cell(row, "type")) or read_choices(cell(row, "type"), cell(row, "choices")),
            cell(row, "validation"),
            cell(row, "identifier").lower() in ("y", "yes"),
            cell(row, "shown_if"),
            cell(row, "matrix"),
        )
        for row in rows[1:]
        if cell(row, "name")
    ]


def read_choices(kind: str, written: str) -> dict[str, str]:
    """Return code -> text of `1, Yes | 2, No, never`: cut at bars, then at the first comma."""
    if kind not in CHOICES:
        return {}
    pairs = [choice.partition(",") for choice in re.split(r"\||\n", written) if choice.strip()]
    return {code.strip(): strip_markup(text) for code, _, text in pairs}


def name_checkbox(field: str, code: str) -> str:
    """Return the export's name of a checkbox: three underscores and the code, `-9` as `_9`."""
    return f"{field}___{re.sub(r'[^a-z0-9_]', '', code.lower().replace('-', '_'))}"


class _Unread(Exception):
    """Logic that this does not read, as a sum, a date, or a field of another event."""


def add_conditions(columns: list[Column], matches: Sequence[tuple[Field, str] | None]) -> None:
    """Add `asked_where` to the checkboxes with a condition, without a way where it cannot be read.

    It is not read in an export with events or repeated forms: there a field may stand in another row of the
    person.
    """
    repeated = any(name in SEVERAL_ROWS for name, _ in columns)
    known = {
        (match[0].name, match[1]): (name, said, match[0])
        for (name, said), match in zip(columns, matches, strict=True)
        if match
    }
    for _, said in columns:
        if said.get("shown_if") and said.get("option") and "unticked" in said:
            said["asked_where"] = []
            with contextlib.suppress(_Unread):
                said["asked_where"] = _Condition(said["shown_if"], {} if repeated else known).read()


class _Condition:
    """One condition, read from left to right; `and` binds more closely than `or`."""

    def __init__(
        self, written: str, known: dict[tuple[str, str], tuple[str, ColumnDescription, Field]]
    ) -> None:
        self.known = known
        self.tokens: list[re.Match[str]] = []
        place = 0
        if len(written) > LONGEST or written.count("(") > MOST:
            raise _Unread
        while place < len(written):
            token = TOKEN.match(written, place)
            if token is None:
                raise _Unread
            self.tokens.append(token)
            place = token.end()

    def read(self) -> AskedWhere:
        """Return the ways in which the question is shown: of one of them, every test is met."""
        ways = self._any()
        if self.tokens:
            raise _Unread
        return [[[column, how, list(cells)] for column, how, cells in way] for way in ways]

    def _any(self) -> Ways:
        ways = self._all()
        while self._take("word", "or"):
            ways = ways + self._all()
        return ways

    def _all(self) -> Ways:
        ways = self._one()
        while self._take("word", "and"):
            ways = [before + after for before, after in itertools.product(ways, self._one())]
            if len(ways) > MOST:
                raise _Unread
        return ways

    def _one(self) -> Ways:
        if self._take("bracket", "("):
            ways = self._any()
            if not self._take("bracket", ")"):
                raise _Unread
            return ways
        if len(self.tokens) < 3:
            raise _Unread
        field, sign, value = (self.tokens.pop(0) for _ in range(3))
        said = next((value[kind] for kind in ("single", "double", "number") if value[kind] is not None), None)
        if field["field"] is None or sign["sign"] is None or said is None:
            raise _Unread
        bare = value["number"] is not None
        return [[self._test(field["field"].lower(), field["code"] or "", sign["sign"] == "=", said, bare)]]

    def _take(self, kind: str, word: str) -> bool:
        if self.tokens and (self.tokens[0][kind] or "").lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def _test(self, field: str, code: str, equal: bool, value: str, bare: bool) -> Test:
        """Return the test of one column, whose cells hold codes or their texts."""
        if (field, code) not in self.known:
            raise _Unread
        name, said, asked = self.known[field, code]
        if code and value in ("0", "1"):
            return name, "in" if equal == (value == "1") else "not_in", tuple(said["values"])
        if code or asked.type == "checkbox" or not (value in asked.choices or value == ""):
            raise _Unread
        if bare and value == "0":  # REDCap may take a blank for the number 0
            raise _Unread
        cell = value if value == "" or set(asked.choices) <= set(said["values"]) else asked.choices[value]
        return name, "in" if equal else "not_in", (cell,)
