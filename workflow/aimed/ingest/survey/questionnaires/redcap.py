"""Read a REDCap data dictionary: the 18 columns of the file, or the field names of its API.

Simple branching logic is read, so that the 0 of a checkbox that was never shown is told apart.
"""

import ast
import contextlib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.delimited import open_delimited
from aimed.files.spreadsheets import open_sheet
from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import Records, clean_name, strip_markup
from aimed.ingest.survey.labels import AskedWhere, ColumnDescription
from aimed.ingest.survey.recognise import recognise_format
from aimed.messages.problems import ProblemsFound

KNOWN = read_beside(__file__)
HEADS, FIXED = KNOWN["heads"], KNOWN["fixed"]
NEEDED = ("name", "type", "label", "choices")
CHOICES = ("radio", "dropdown", "checkbox")
NOT_EXPORTED = ("descriptive",)
TEST = re.compile(
    r"\[(?P<field>[a-z][a-z0-9_]*)(?:\((?P<code>-?[a-z0-9_.]+)\))?\]\s*(?P<sign><>|!=|=)"
    r"\s*(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<number>-?\d+))",
    re.I,
)
TOKEN = re.compile(rf"\s*(?:{TEST.pattern}|[()]|and\b|or\b)\s*", re.I)
MOST = 64  # ways in which a question may be shown, and brackets
LONGEST = 4_000
SEVERAL_ROWS = {"redcap_event_name", "redcap_repeat_instrument", "Event Name", "Repeat Instrument"}
Column = tuple[str, ColumnDescription]
Known = dict[tuple[str, str], tuple[str, ColumnDescription, "Field"]]


@dataclass(frozen=True)
class Field:
    """One field of the dictionary. choices: code -> text in order; validation: of a text field, as email.

    identifier: y, or yes, where it tells who answered.
    """

    name: str
    type: str
    label: str
    choices: dict[str, str]
    validation: str
    identifier: str
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

    fields: list[dict[str, Any]] = [
        {key: row[at].strip() if 0 <= at < len(row) else "" for key, at in places.items()} for row in rows[1:]
    ]
    for field in fields:
        field["label"] = strip_markup(field["label"])
        field["choices"] = FIXED.get(field["type"]) or read_choices(field["type"], field["choices"])
    return [Field(**field) for field in fields if field["name"]]


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
                said["asked_where"] = _read_ways(said["shown_if"], {} if repeated else known)


def _read_ways(written: str, known: Known) -> AskedWhere:
    """Return the ways in which a question is shown: of one of them, every test is met.

    Brackets, and that `and` binds more closely than `or`, are as in Python: its parser reads what is left
    when each test is a name.
    """
    if len(written) > LONGEST or written.count("(") > MOST or TOKEN.sub("", written):
        raise _Unread
    tests = {f"test{place}": _test(found, known) for place, found in enumerate(TEST.finditer(written))}
    names = iter(tests)
    try:
        source = TEST.sub(lambda _: f" {next(names)} ", written)
        expression = ast.parse(" ".join(source.lower().split()), mode="eval").body
    except SyntaxError:
        raise _Unread from None
    return _list_ways(expression, tests)


def _list_ways(node: ast.expr, tests: dict[str, list[Any]]) -> AskedWhere:
    if isinstance(node, ast.Name):
        return [[tests[node.id]]]
    if not isinstance(node, ast.BoolOp):
        raise _Unread
    parts = [_list_ways(part, tests) for part in node.values]
    if isinstance(node.op, ast.Or):
        return list(itertools.chain.from_iterable(parts))
    ways: AskedWhere = [[]]
    for part in parts:
        ways = [before + after for before, after in itertools.product(ways, part)]
        if len(ways) > MOST:
            raise _Unread
    return ways


def _test(found: re.Match[str], known: Known) -> list[Any]:
    """Return column, in or not_in, and cells ('' a blank one) of a test; cells hold codes or their texts."""
    code, equal = found["code"] or "", found["sign"] == "="
    value = next(text for text in found.group("single", "double", "number") if text is not None)
    if (found["field"].lower(), code) not in known:
        raise _Unread
    name, said, asked = known[found["field"].lower(), code]
    if code and value in ("0", "1"):
        return [name, "in" if equal == (value == "1") else "not_in", list(said["values"])]
    if code or asked.type == "checkbox" or not (value in asked.choices or value == ""):
        raise _Unread
    if found["number"] == "0":  # REDCap may take a blank for it
        raise _Unread
    cell = value if value == "" or set(asked.choices) <= set(said["values"]) else asked.choices[value]
    return [name, "in" if equal else "not_in", [cell]]
