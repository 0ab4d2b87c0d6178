"""Qualtrics exports. Expected values: written by hand from the plan in exports/make_qualtrics.py."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.qualtrics import describe
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

FOLDER = Path(__file__).parent / "exports" / "qualtrics"
ETHICS = "Ethics, law and consent"
ERRORS = "Errors (e.g., in analysis; in reporting)"
TWICE = ["Q1.2 [QID3_TEXT]", "Q1.2 [QID4]"]


def export_of(name: str, questionnaire: str = "", **options: Any) -> Export:
    beside = {"questionnaire": FOLDER / questionnaire} if questionnaire else {}
    return read_export({"path": (FOLDER / name).as_posix()} | beside | options)


def cells_of(export: Export) -> pd.DataFrame:
    parts = [cells.assign(row=list(numbers)).set_index("row") for numbers, cells in export.parts]
    return pd.concat(parts).astype(object).where(lambda cells: cells.notna(), None)


def test_three_header_rows_and_names_that_repeat_are_told_apart_by_their_import_id() -> None:
    export = export_of("choice_text.csv")
    assert export.reading["header_rows"] == 3
    assert list(export.columns)[:4] == ["StartDate", "EndDate", "Status", "IPAddress"]
    assert list(export.columns)[17:] == [
        "Q1.1",
        *TWICE,
        *["Q1.2_4_TEXT", "Q2", "Q3_1", "Q3_2", "Q4", "Q4 - Topics", "Q3_DO", "Cohort"],
    ]
    cells = cells_of(export)
    assert list(cells.index) == [4, 5, 6, 7, 8, 9]
    assert list(cells["Q1.2 [QID3_TEXT]"]) == ["21", "NA", "99", None, "-99", "23,5"]
    assert list(cells["Q1.2_4_TEXT"]) == [None, "sixth, or 6", None, None, None, None]
    assert list(cells["Q2"]) == [
        *[f"{ETHICS},{ERRORS}", "Statistics", None, None, "-99", f"{ETHICS},Statistics,{ERRORS}"]
    ]


def test_previews_and_unfinished_answers_are_kept_for_the_cohort_to_exclude() -> None:
    cells = cells_of(export_of("choice_text.csv"))
    assert list(cells["Status"]) == ["IP Address"] * 2 + ["Survey Preview"] + ["IP Address"] * 3
    assert list(cells["Finished"]) == ["True", "True", "True", "False", "True", "True"]


def test_columns_of_the_platform_say_what_they_tell_about_a_person() -> None:
    columns = export_of("choice_text.csv").columns
    assert {name: column["identifies"] for name, column in columns.items() if "identifies" in column} == {
        "IPAddress": "ip",
        "RecipientLastName": "name",
        "RecipientFirstName": "name",
        "RecipientEmail": "email",
        "ExternalReference": "identifier",
        "LocationLatitude": "coordinates",
        "LocationLongitude": "coordinates",
    }
    platform = [name for name, column in columns.items() if column.get("platform")]
    assert platform == [*list(columns)[:17], "Q3_DO"]
    assert columns["Status"]["values"]["1"] == "Survey Preview"


def test_without_a_questionnaire_questions_and_rows_come_from_the_texts() -> None:
    columns = export_of("choice_text.csv").columns
    assert columns["Q3_2"] == {
        "label": "How far do you agree? - AI should be taught - from year one",
        "question": "How far do you agree?",
        "row": "AI should be taught - from year one",
        "seen_unanswered": ["-99"],
    }
    assert (columns["Q1.2_4_TEXT"]["question"], columns["Q1.2_4_TEXT"]["option"]) == (
        "Which year are you in?",
        "Other",
    )
    assert columns["Q2"]["question"] == "Which topics should be taught? (Choose all that apply.)"
    assert "separator" not in columns["Q2"]


def test_the_questionnaire_gives_labels_options_order_codes_and_translations() -> None:
    export = export_of("choice_text.csv", "questionnaire.qsf")
    columns = export.columns
    assert columns["Q2"] == {
        "label": "Which topics should be taught? (Choose all that apply.)",
        "question": "Which topics should be taught? (Choose all that apply.)",
        "separator": ",",
        "options": ["Statistics", ETHICS, ERRORS],
        "values": {"1": ETHICS, "2": "Statistics", "3": ERRORS},
        "order": ["2", "1", "3"],
        "seen_unanswered": ["-99"],
    }
    assert columns["Q1.2 [QID4]"]["values"] == {
        "11": "First year",
        "12": "Second year",
        "13": "Third year",
        "99": "Other",
    }
    assert columns["Q3_2"]["values"] == {"2": "Disagree", "4": "Agree", "5": "Strongly agree"}
    assert columns["Q3_2"]["row"] == "AI should be taught - from year one"
    assert columns["Q3_2"]["labels"]["es"] == (
        "¿Hasta qué punto está de acuerdo? - La IA debe enseñarse desde el primer año"
    )
    assert columns["Q3_2"]["values_in"]["es"]["5"] == "Muy de acuerdo"
    assert (columns["Q4"]["type"], columns["Q4"]["identifies"]) == ("text", "email")
    assert export.reading["not_used"] == ["question Q5 of questionnaire.qsf (no column)"]


def test_utf16_tsv_with_numbers_one_column_per_option_and_unanswered_as_minus_99() -> None:
    export = export_of("numeric_split.tsv", "questionnaire.qsf")
    assert (export.reading["encoding"], export.reading["separator"]) == ("utf-16", "\t")
    cells = cells_of(export)
    assert list(cells["Q2_1"]) == ["1", None, None, None, "-99", "1"]
    assert list(cells["Q2_3"]) == ["1", None, None, None, "-99", "1"]
    assert export.columns["Q2_3"] == {
        "label": f"Which topics should be taught? (Choose all that apply.) - {ERRORS}",
        "question": "Which topics should be taught? (Choose all that apply.)",
        "option": ERRORS,
        "values": {"1": ERRORS},
        "unticked": ["", "0"],
        "seen_unanswered": ["-99"],
    }
    without = export_of("numeric_split.tsv").columns["Q2_3"]
    assert (without["question"], without["option"]) == (
        "Which topics should be taught? (Choose all that apply.)",
        ERRORS,
    )


def test_a_row_of_import_ids_is_found_by_its_content_and_not_by_its_place() -> None:
    three = export_of("three_rows.xlsx")
    assert (three.reading["header_rows"], list(three.columns)[18:20]) == (3, TWICE)
    for name in ("choice_text.xlsx", "third_row_deleted.csv"):
        two = export_of(name)
        assert (two.reading["header_rows"], list(two.columns)[18:20]) == (2, ["Q1.2", "Q1.2 (2)"])
        assert list(cells_of(two)["Q1.2 (2)"])[:2] == ["First year", "Other"]


def test_without_import_ids_the_questionnaire_is_matched_by_name_and_text() -> None:
    columns = export_of("third_row_deleted.csv", "questionnaire.qsf").columns
    assert columns["Q1.2"]["type"] == "text"
    assert columns["Q1.2 (2)"]["order"] == ["11", "12", "13", "99"]
    # the export numbers the rows of the grid by place: Q3_2 is choice 5, and there is no choice 2
    assert columns["Q3_1"]["row"] == 'I say "yes" to AI'
    assert columns["Q3_2"]["values"]["5"] == "Strongly agree"


def message_of(name: str | Path, questionnaire: str = "") -> str:
    with pytest.raises(ProblemsFound) as found:
        list(export_of(str(name), questionnaire).parts)
    return str(found.value).replace(FOLDER.as_posix() + "/", "")


def test_the_questionnaire_of_another_survey_is_refused_although_its_ids_occur() -> None:
    assert message_of("choice_text.csv", "questionnaire_of_another.qsf") == (
        "questionnaire_of_another.qsf\n"
        "  found:    2 questions, none of which is asked in the export\n"
        "  expected: the questionnaire of the survey that was exported\n"
        "  to do:    export the .qsf from the same survey, or take `questionnaire` out of cohort.yaml"
    )


def test_a_header_that_was_sorted_among_the_answers_is_refused(tmp_path: Path) -> None:
    lines = (FOLDER / "third_row_deleted.csv").read_text().splitlines(keepends=True)
    ids = (FOLDER / "choice_text.csv").read_text("utf-8-sig").splitlines(keepends=True)[3]
    path = tmp_path / "sorted.csv"
    path.write_text("".join([*lines[:5], ids, *lines[5:]]))
    assert message_of(path) == (
        f"{path.as_posix()}, row 5\n"
        "  found:    the row of ImportIds below answers\n"
        "  expected: it right below the names and the question texts\n"
        "  to do:    export it again: sorting the sheet moved rows of the header among the answers"
    )


def test_damaged_files_are_refused_with_their_place(tmp_path: Path) -> None:
    cut = tmp_path / "cut.tsv"
    whole = (FOLDER / "numeric_split.tsv").read_bytes()
    cut.write_bytes(whole[: len(whole) - 41])
    assert message_of(cut).startswith(f"{cut.as_posix()}\n  found:    bytes that are not utf-16\n")
    cut.write_bytes(whole[: len(whole) - 42])
    assert message_of(cut).startswith(f"{cut.as_posix()}, row 9\n  found:    ")
    questionnaire = tmp_path / "cut.qsf"
    shutil.copy(FOLDER / "questionnaire.qsf", questionnaire)
    questionnaire.write_bytes(questionnaire.read_bytes()[:2000])
    assert message_of("choice_text.csv", str(questionnaire)) == (
        f"{questionnaire.as_posix()}\n"
        "  found:    line 106: text that is not JSON\n"
        "  expected: a Qualtrics questionnaire (.qsf)\n"
        "  to do:    export the survey again as .qsf"
    )
    questionnaire.write_text("[" * 100_000)
    assert "text that is not JSON" in message_of("choice_text.csv", str(questionnaire))


OLD = ["ResponseID", "ResponseSet", "IPAddress", "StartDate", "Finished", "Status"]
ASKED = ["What is your gender?", "How old are you?"]
ANSWERED = [
    f"R_00000000000000{n},Default Response Set,,2016-05-27 11:44:0{n},1,0,Male,2{n}" for n in (1, 2, 3)
]
IDS = ["responseId", "responseSetId", "ipAddress", "startDate", "finished", "status", "QID1", "QID2-TEXT"]


@pytest.mark.parametrize(
    ("quoted", "rows"),
    [
        ("{'ImportId': '%s'}", 3),
        ('"{""ImportId"":""%s""}"', 3),
        ('"{""""ImportId"""":""""%s""""}"', 3),
        ("{“ImportId”: “%s”}", 3),
        ("{ImportId:%s}", 3),
        ("", 2),
    ],
)
def test_old_exports_are_known_by_their_names_and_any_quotation_marks(
    tmp_path: Path, quoted: str, rows: int
) -> None:
    ids = [",".join(quoted.replace("%s", one) for one in IDS)] if quoted else []
    heads = [",".join([*OLD, "Q1", "Q2"]), ",".join([*OLD, *ASKED]), *ids]
    path = tmp_path / "old.csv"
    path.write_text("\n".join([*heads, *ANSWERED, *heads, ANSWERED[0]]), encoding="utf-8")
    export = read_export({"path": path.as_posix()})
    assert (export.reading["layout"], export.reading["header_rows"]) == ("qualtrics", rows)
    assert [export.columns[name]["label"] for name in ("Q1", "Q2")] == ASKED
    assert [name for name, said in export.columns.items() if said.get("platform")] == OLD
    again = {str(row): "headings_again" for row in range(rows + 4, rows + 4 + rows)}
    assert export.reading["no_people"] == again
    assert (len(cells_of(export)), export.counted) == (4 + rows, 4 + rows)


def test_the_oldest_exports_number_their_own_columns(tmp_path: Path) -> None:
    own = [f"V{n}" for n in range(1, 7)]
    path = tmp_path / "old.csv"
    path.write_text("\n".join([",".join([*own, "Q1", "Q2"]), ",".join([*OLD, *ASKED]), *ANSWERED]))
    export = read_export({"path": path.as_posix()})
    assert (export.reading["layout"], export.reading["header_rows"]) == ("qualtrics", 2)
    assert [name for name, said in export.columns.items() if said.get("platform")] == own
    assert (export.columns["V3"]["identifies"], export.columns["Q1"]["label"]) == ("ip", ASKED[0])


def test_question_texts_below_short_names_are_no_person(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_text("id,Q1,Q2\nResponse ID,What is your gender?,How old are you?\na1,Male,21\na2,Female,22\n")
    export = read_export({"path": path.as_posix()})
    assert (export.reading["layout"], export.reading["header_rows"], export.counted) == ("plain", 2, 2)
    assert export.columns["Q2"]["label"] == "How old are you?"
    path.write_text("id,Q1,Q2\na0,I do not know why,or what it is?\na1,Male,21\na2,Female,22\n")
    assert read_export({"path": path.as_posix()}).counted == 2


@pytest.mark.parametrize(("second", "rows"), [("Startdatum", 2), ("2016-05-27 11:44:00", 1)])
def test_a_second_row_is_of_texts_where_no_date_stands_under_a_date(second: str, rows: int) -> None:
    head = [
        ["ResponseID", "StartDate", "Q1"],
        ["R_0", second, "Alter?"],
        ["R_1", "2016-05-27 11:45:00", "20"],
    ]
    assert describe(head, None).header_rows == rows
