"""REDCap exports. Expected values: written by hand from the plan in exports/make_redcap.py."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.questionnaires.redcap import name_checkbox, read_choices
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

FOLDER = Path(__file__).parent / "exports" / "redcap"
AGREE = {"1": "Disagree", "2": "Neither, or mixed", "3": "Agree", "-9": "Don't know"}
TOPICS = ["Ethics, law", "Statistics", "None of these"]


def export_of(name: str, questionnaire: str = "") -> Export:
    beside = {"questionnaire": FOLDER / questionnaire} if questionnaire else {}
    return read_export({"path": (FOLDER / name).as_posix()} | beside)


def cells_of(export: Export) -> pd.DataFrame:
    parts = [cells.assign(row=list(numbers)).set_index("row") for numbers, cells in export.parts]
    return pd.concat(parts).astype(object).where(lambda cells: cells.notna(), None)


def test_raw_cells_stay_as_they_came_and_events_are_joined() -> None:
    cells = cells_of(export_of("raw.csv"))
    assert list(cells.index) == [2, 3, 4, 5]
    assert list(cells["record_id"]) == ["1", "2", "3", "4"]
    assert "redcap_event_name" not in cells
    assert list(cells["topics____9"]) == ["0", "0", "0", "1"]
    assert list(cells["core"]) == ["3", "2", None, "NA"]
    assert list(cells["core [month_6_arm_1]"]) == [None, None, None, "1"]
    assert list(cells["age"]) == ["21", "UNK", None, "NASK"]
    assert list(cells["topics_other"]) == [None, "law", None, "NA"]


@pytest.mark.parametrize("questionnaire", ["questionnaire.csv", "questionnaire.xlsx"])
def test_the_dictionary_gives_labels_choices_and_who_is_identified(questionnaire: str) -> None:
    export = export_of("raw.csv", questionnaire)
    columns = export.columns
    assert columns["worry"] == {
        "label": "AI worries me",
        "question": "AI worries me",
        "row": "AI worries me",
        "shown_if": "[consent] = '1'",
        "values": AGREE,
        "order": ["1", "2", "3", "-9"],
    }
    assert columns["topics____9"] == {
        "label": "Which topics, if any? - None of these",
        "question": "Which topics, if any?",
        "option": "None of these",
        "shown_if": "[consent] = '1'",
        "asked_where": [],
        "values": {"1": "None of these"},
        "unticked": ["0"],
        "not_shown": [""],
    }
    assert columns["consent"]["values"] == {"1": "Yes", "0": "No"}
    assert columns["core"]["label"] == "AI should be taught"
    assert {name: one["identifies"] for name, one in columns.items() if "identifies" in one} == {
        "redcap_survey_identifier": "identifier",
        "mail": "email",
        "ward": "identifier",
    }
    assert export.reading["not_used"] == [f"hello of {questionnaire} (descriptive)"]


def test_codes_of_missing_data_are_declared_where_they_can_be_no_answer() -> None:
    columns = export_of("raw.csv", "questionnaire.csv").columns
    assert columns["age"]["missing"] == [["NASK", "NASK"], ["UNK", "UNK"]]
    assert columns["age"]["values"] == {"NASK": "Not asked", "UNK": "Unknown"}
    assert columns["core"]["missing"] == [["NA", "NA"]]
    assert columns["seen_on"]["missing"] == [["NASK", "NASK"]]
    assert "missing" not in columns["topics_other"]
    assert "missing" not in columns["ward"]


def test_labels_that_repeat_have_the_name_of_the_field_where_the_dictionary_is_given() -> None:
    export = export_of("labels.csv", "questionnaire.csv")
    repeated = [name for name in export.columns if name.startswith(("Please", "Complete"))]
    assert repeated == [
        *["Complete?", "Please specify [topics_other]", "Please specify [core_other]", "Complete? (2)"],
        "Complete? (2) [Month 6]",
    ]
    assert list(cells_of(export)["Please specify [core_other]"]) == [None, "x, y", None, None]
    assert export.columns["AI worries me"]["order"] == list(AGREE.values())
    assert export.columns["Which topics, if any? (choice=Ethics, law)"]["values"] == {
        "Checked": "Ethics, law"
    }


def test_one_of_two_equal_labels_is_not_guessed_to_be_the_first(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("Record ID,Please specify,Complete?\n1,x,Complete\n", encoding="utf-8")
    export = read_export({"path": path.as_posix(), "questionnaire": FOLDER / "questionnaire.csv"})
    assert export.columns["Please specify"] == {"label": "Please specify", "question": "Please specify"}
    assert export.columns["Record ID"]["type"] == "text"


def test_an_export_of_labels_is_described_without_a_dictionary() -> None:
    export = export_of("labels.csv")
    options = {name: one for name, one in export.columns.items() if "option" in one}
    assert list(options) == [f"Which topics, if any? (choice={topic})" for topic in TOPICS]
    assert [one["option"] for one in options.values()] == TOPICS
    assert options[f"Which topics, if any? (choice={TOPICS[0]})"]["unticked"] == ["Unchecked"]
    assert [name for name, one in export.columns.items() if one.get("platform")] == [
        *["Survey Identifier", "Complete?", "Survey Timestamp", "Complete? (2)", "Complete? (2) [Month 6]"]
    ]


def test_choices_are_cut_at_bars_and_at_the_first_comma() -> None:
    assert read_choices("radio", "1, Yes, always | 2, No|  a1 ,x") == {
        "1": "Yes, always",
        "2": "No",
        "a1": "x",
    }
    assert read_choices("calc", "[a] | [b], 1") == {}
    assert [name_checkbox("race", code) for code in ("1", "-9", "A.b")] == [
        *["race___1", "race____9", "race___ab"]
    ]


def message_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_export({"path": (FOLDER / "raw.csv").as_posix(), "questionnaire": path})
    return str(found.value).replace(path.parent.as_posix(), "")


def test_a_dictionary_that_is_none_or_of_another_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"
    assert message_of(path, "field_name,form_name,field_type\na,b,text\n") == (
        "/dictionary.csv\n"
        "  found:    a table without the column Field Label\n"
        "  expected: a REDCap data dictionary\n"
        "  to do:    download the data dictionary of the project again, with its first row"
    )
    head = "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    assert message_of(path, f"{head}other,b,text,Other,\n") == (
        "/dictionary.csv\n"
        "  found:    1 fields, none of which is in the export\n"
        "  expected: the data dictionary of the project that was exported\n"
        "  to do:    download it from the same project, or take `questionnaire` out of cohort.yaml"
    )


def test_an_unclosed_quotation_mark_is_an_error_with_its_place(tmp_path: Path) -> None:
    whole = (FOLDER / "raw.csv").read_text(encoding="utf-8")
    path = tmp_path / "raw.csv"
    path.write_text(whole.replace('"x, y"', '"x, y'), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        list(read_export({"path": path.as_posix(), "layout": "redcap"}).parts)
    assert (
        str(found.value)
        .replace(tmp_path.as_posix(), "")
        .startswith("/raw.csv, row 3\n  found:    a quotation mark that is never closed")
    )
