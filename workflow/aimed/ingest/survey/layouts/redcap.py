"""Exports of REDCap: raw (names and codes) or labels (texts, which repeat), with its data dictionary."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import (
    ExportLayout,
    cells_below,
    clean_name,
    describe_own,
    match_in_order,
    name_columns,
    refuse_other,
    strip_markup,
)
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.questionnaires.redcap import (
    NOT_EXPORTED,
    Column,
    Field,
    add_conditions,
    name_checkbox,
    read_dictionary,
)

NAME = "redcap"
KNOWN = read_beside(__file__)
OWN, MISSING = KNOWN["own"], KNOWN["missing"]
OCCASIONS = {head for name in KNOWN["occasions"] for head in (name, OWN[name][0])}
OWN_LABELS = {label: kind for label, kind in OWN.values()} | {"Survey Timestamp": ""}
STATES = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
TICKS = {"Checked", "Unchecked", ""}
CHECKBOX = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<code>[a-z0-9_]+)")
CHOICE = re.compile(r"(?P<question>.*?)\s*\(choice=(?P<option>.*)\)", re.S)
COMPLETE, TIMESTAMP = (
    re.compile(r"[a-z]\w*_complete|Complete\?"),
    re.compile(r"\w+_timestamp|Survey Timestamp"),
)
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
WRITTEN = {"email": "email", "phone": "phone", "phone_australia": "phone"}


def recognise(head: list[list[str]]) -> bool:
    """Return whether the last column of a form says how complete it is, beside names or labels of REDCap."""
    if len(head) < 2:
        return False
    names = [clean_name(name) for name in head[0]]
    if "Complete?" in names:
        return _cells(head, names.index("Complete?")) <= {*STATES.values(), ""}
    if not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names):
        return False
    ends = [at for at, name in enumerate(names) if name.endswith("_complete")]
    complete = any(_cells(head, at) <= {*STATES, ""} for at in ends)
    return bool(set(OWN) & set(names)) or (complete and names[-1].endswith("_complete"))


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns by their heads; a label that comes twice with the field's name behind it.

    Raises ProblemsFound for a data dictionary that is none, or of another project.
    """
    names = [clean_name(name) for name in head[0]]
    cells = cells_below(head)
    fields = read_dictionary(questionnaire) if questionnaire is not None else []
    matches = _match(names, fields)
    if questionnaire is not None and not any(matches):
        what, expected = f"{len(fields)} fields", "the data dictionary of the project that was exported"
        raise refuse_other(questionnaire, what, expected, "download it from the same project")
    count = Counter(names)
    columns = []
    for name, below, match in zip(names, cells, matches, strict=True):
        written = f"{name} [{match[0].name}]" if match and count[name] > 1 else name
        columns.append((written, _describe_field(*match, below) if match else _describe(name, below)))
    add_conditions(columns, matches)
    forms = _list_forms(columns, [match is not None for match in matches], cells)
    seen = {match[0].name for match in matches if match}
    of = questionnaire.name if questionnaire else ""
    unused = [f"{one.name} of {of} ({one.type})" for one in fields if one.name not in seen]
    places = tuple(at for at, name in enumerate(names) if name in OCCASIONS)
    return ExportLayout(NAME, 1, columns, not_used=unused, forms=forms, occasions=places)


def _list_forms(
    columns: list[Column], known: Sequence[bool], cells: Sequence[Sequence[str]]
) -> dict[str, list[str]]:
    """Return the column that says how complete a form is -> the columns before it, to the last such one.

    When a survey was opened counts as an answer of its form; the record's number, the first column, does not.
    """
    names, begin = name_columns([name for name, _ in columns]), 1
    forms: dict[str, list[str]] = {}
    for at, (name, _) in enumerate(columns):
        if known[at] or not COMPLETE.fullmatch(name) or not set(cells[at]) <= {*STATES, *STATES.values(), ""}:
            continue
        asked = zip(names[begin:at], columns[begin:at], strict=True)
        forms[names[at]] = [
            final for final, (name, said) in asked if not said.get("platform") or TIMESTAMP.fullmatch(name)
        ]
        begin = at + 1
    return forms


def _match(names: Sequence[str], fields: Sequence[Field]) -> list[tuple[Field, str] | None]:
    """Return field and code of the option (or '') per column: by name, or by label in the dictionary's order.

    Labels that are not as many as in the dictionary are left.
    """
    raw: dict[str, tuple[Field, str]] = {}
    labelled: dict[str, list[tuple[Field, str]]] = {}
    for one in fields:
        if one.type in NOT_EXPORTED:
            continue
        if one.type != "checkbox":
            raw[one.name] = (one, "")
            labelled.setdefault(one.label, []).append((one, ""))
            continue
        for code, text in one.choices.items():
            raw[name_checkbox(one.name, code)] = (one, code)
            labelled.setdefault(f"{one.label} (choice={text})", []).append((one, code))
    if any(name in raw for name in names):
        return [raw.get(name) for name in names]
    return match_in_order(names, labelled)


def _describe(name: str, cells: Sequence[str]) -> ColumnDescription:
    """Return what head and cells say of a column that no dictionary explains."""
    kind = OWN[name][1] if name in OWN else OWN_LABELS.get(name, "")
    if name in OWN or name in OWN_LABELS or re.fullmatch(r"[a-z]\w*_(timestamp|complete)|Complete\?", name):
        return describe_own(name, kind) | ({"values": STATES} if name.endswith("_complete") else {})
    ticked, choice = CHECKBOX.fullmatch(name), CHOICE.fullmatch(name)
    if ticked and set(cells) <= {"0", "1", ""}:
        return _describe_option(name, ticked["field"], ticked["code"], cells)
    if choice and set(cells) <= TICKS:
        return _describe_option(name, choice["question"], strip_markup(choice["option"]), cells)
    numbers = {cell for cell in cells if NUMBER.fullmatch(cell)}
    declared = _declare(cells) if numbers and set(cells) <= numbers | {*MISSING, ""} else {}
    return {"label": name, "question": name} | declared


def _describe_option(label: str, question: str, option: str, cells: Sequence[str]) -> ColumnDescription:
    found: ColumnDescription = {"label": label, "question": question, "option": option, "asked_where": []}
    return found | _tick(option, cells)


def _describe_field(field: Field, code: str, cells: Sequence[str]) -> ColumnDescription:
    found: ColumnDescription = {"label": field.label or field.name, "question": field.label or field.name}
    if field.shown_if:
        found["shown_if"] = field.shown_if
    if field.identifier.lower() in ("y", "yes") or field.validation in WRITTEN:
        found["identifies"] = WRITTEN.get(field.validation, "identifier")
    if field.type == "checkbox":
        option = field.choices[code]
        return found | {"label": f"{field.label} - {option}", "option": option} | _tick(option, cells)
    if field.matrix:
        found["row"] = field.label
    if field.choices:
        words = set(cells) & set(field.choices.values()) and not set(cells) & set(field.choices)
        codes = {text: text for text in field.choices.values()} if words else dict(field.choices)
        return found | {"values": codes, "order": list(codes)} | _declare(cells, codes)
    if field.type in ("calc", "slider") or re.match(r"number|integer", field.validation):
        return found | {"type": "number"} | _declare(cells)
    if re.match(r"date|time", field.validation):
        return found | {"type": "date" if field.validation.startswith("date") else "text"} | _declare(cells)
    return found | {"type": "text"}


def _tick(option: str, cells: Sequence[str]) -> ColumnDescription:
    """Return what ticked and unticked are. REDCap writes 0 for options that were never shown, too."""
    if set(cells) & {"Checked", "Unchecked"}:
        return {"values": {"Checked": option}, "unticked": ["Unchecked"], "not_shown": [""]}
    return {"values": {"1": option}, "unticked": ["0"], "not_shown": [""]}


def _declare(cells: Sequence[str], known: dict[str, str] | None = None) -> ColumnDescription:
    """Return the codes of missing data that stand in a column where they can be no answer."""
    codes = sorted({cell for cell in cells if cell in MISSING and cell not in (known or {})})
    if not codes:
        return {}
    return {
        "missing": [[code, code] for code in codes],
        "values": (known or {}) | {code: MISSING[code] for code in codes},
    }


def _cells(head: list[list[str]], at: int) -> set[str]:
    return {row[at].strip() for row in head[1:]}
