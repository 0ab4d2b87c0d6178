"""SurveyMonkey. Expected values: written by hand from the plan in exports/make_surveymonkey.py."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.surveymonkey import describe
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

FOLDER = Path(__file__).parent / "exports" / "surveymonkey"
TOPICS = "Which topics should be taught? Choose all that apply."
ETHICS, ERRORS = f"{TOPICS} - Ethics, law", f"{TOPICS} - Errors (e.g., in analysis)"
OTHER = "Other (please specify)"


def export_of(name: str | Path) -> Export:
    return read_export({"path": (FOLDER / name).as_posix()})


def cells_of(name: str) -> pd.DataFrame:
    parts = [cells.assign(row=list(numbers)).set_index("row") for numbers, cells in export_of(name).parts]
    return pd.concat(parts).astype(object).where(lambda cell: cell.notna(), None)


@pytest.mark.parametrize("name", ["expanded.csv", "expanded_numbers.csv", "expanded.xlsx"])
def test_blank_cells_of_the_first_row_belong_to_the_question_at_their_left(name: str) -> None:
    export = export_of(name)
    assert export.reading["header_rows"] == 2
    assert list(export.columns)[9:] == [
        "Do you agree to take part?",
        "In what country do you live?",
        f"In what country do you live? - {OTHER}",
        ETHICS,
        f"{TOPICS} - Statistics",
        ERRORS,
        f"{TOPICS} - {OTHER}",
        "How far do you agree? - AI should be taught",
        "How far do you agree? - I know enough of AI",
        "How old are you?",
        "How may we reach you? - Email Address",
        "How may we reach you? - Phone Number",
        "Comments",
        "Comments (2)",
    ]
    cells = cells_of(name)
    assert list(cells.index) == [3, 4, 5, 6, 7]
    assert list(cells["How old are you?"]) == ["21", "NA", "23,5", None, "ten"]
    assert list(cells["Comments"]) == [None, "-", "Line\none", None, None]


def test_a_ticked_option_is_its_text_or_its_number_and_an_empty_cell_no_tick() -> None:
    column = export_of("expanded.csv").columns[ERRORS]
    assert column == {
        "label": ERRORS,
        "question": TOPICS,
        "option": "Errors (e.g., in analysis)",
        "values": {"Errors (e.g., in analysis)": "Errors (e.g., in analysis)"},
        "unticked": [""],
    }
    assert export_of("expanded_numbers.csv").columns[ERRORS]["values"] == {"3": "Errors (e.g., in analysis)"}
    ticks = [None if cell is None else "yes" for cell in cells_of("expanded.csv")[ERRORS]]
    assert ticks == ["yes", None, "yes", None, None]
    assert list(cells_of("expanded_numbers.csv")[ERRORS]) == ["3", None, "3", None, None]


@pytest.mark.parametrize("name", ["expanded.csv", "expanded_numbers.csv"])
def test_rows_of_a_matrix_and_own_words_are_no_options_to_tick(name: str) -> None:
    columns = export_of(name).columns
    assert columns["How far do you agree? - AI should be taught"] == {
        "label": "How far do you agree? - AI should be taught",
        "question": "How far do you agree?",
        "row": "AI should be taught",
    }
    own_words = {"option": OTHER, "type": "text"}
    for question in (TOPICS, "In what country do you live?"):
        label = f"{question} - {OTHER}"
        assert columns[label] == {"label": label, "question": question, **own_words}


@pytest.mark.parametrize("name", ["expanded.csv", "expanded.xlsx"])
def test_columns_say_what_they_tell_about_a_person(name: str) -> None:
    columns = export_of(name).columns
    assert [place for place, column in enumerate(columns.values()) if column.get("platform")] == list(
        range(9)
    )
    told = [column["identifies"] for column in columns.values() if "identifies" in column]
    assert told == ["ip", "email", "name", "name", "identifier", "email", "phone"]


def test_a_row_that_is_called_as_an_answer_does_not_make_a_matrix_options() -> None:
    head = [["Respondent ID", "Collector ID", "How?", "", ""], ["", "", "Well", "Badly", "Never"]]
    layout = describe([*head, ["1", "2", "Well", "Never", "Never"]], None)
    assert [column.get("row") for _, column in layout.columns[2:]] == ["Well", "Badly", "Never"]


def test_the_condensed_form_and_another_language() -> None:
    condensed = export_of("condensed.csv")
    assert condensed.reading["header_rows"] == 1
    assert len(cells_of("condensed.csv")) == 5
    several = condensed.columns["Which topics should be taught?"]
    assert (several["separator"], several["options"]) == (", ", ["Ethics, law", "Statistics"])
    spanish = export_of("spanish.csv")
    assert [bool(column.get("platform")) for column in spanish.columns.values()] == [True] * 4 + [False]
    assert list(cells_of("spanish.csv")["¿Qué edad tiene?"]) == ["21", "22"]


def test_a_row_that_lost_a_cell_is_refused_with_its_place(tmp_path: Path) -> None:
    text = (FOLDER / "expanded.csv").read_text("utf-8-sig")
    path = tmp_path / "damaged.csv"
    path.write_text(text.replace(",Uganda,,", ",Uganda,"), "utf-8")
    with pytest.raises(ProblemsFound) as found:
        list(export_of(path).parts)
    assert str(found.value) == (
        f"{path.as_posix()}, row 5\n"
        "  found:    22 cells\n"
        "  expected: 23 cells, as in the header\n"
        "  to do:    look for a quotation mark or a separator that is missing or too many in this row"
    )
