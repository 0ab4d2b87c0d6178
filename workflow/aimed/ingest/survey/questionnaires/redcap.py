"""Read a REDCap data dictionary: the 18 columns of the file, or the field names of its API."""

import re
from dataclasses import dataclass
from pathlib import Path

from aimed.files.delimited import open_delimited
from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.export import Records, clean_name, strip_markup
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
