"""Events and repeated forms of REDCap, joined by person. Three people, written by hand."""

from pathlib import Path

import pytest
from aimed.harmonise.recoding.blanks import blank_unshown, find_unopened
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

OCCASION = "redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance"
HEAD = f"record_id,{OCCASION},age,mood,visit,basics_complete"
ROWS = [
    "1,baseline_arm_1,,,21,good,,2",
    "1,followup_arm_1,,,,bad,,",
    "1,baseline_arm_1,visits,1,,,ward,",
    "1,baseline_arm_1,visits,2,,,clinic,",
    "2,baseline_arm_1,,,22,,,2",
    "3,baseline_arm_1,,,23,fair,,2",
    "3,followup_arm_1,,,,good,,",
]


def write(folder: Path, rows: list[str]) -> dict[str, str]:
    path = folder / "data.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return {"path": path.as_posix()}


def test_rows_are_joined_by_person_and_no_answer_is_lost(tmp_path: Path) -> None:
    export = read_export(write(tmp_path, ROWS))
    assert list(export.columns) == [
        *("record_id", "age", "mood", "mood [followup_arm_1]"),
        *("visit", "visit [baseline_arm_1 visits 2]", "basics_complete"),
    ]
    [(numbers, cells)] = export.parts
    assert (list(numbers), export.counted) == ([2, 6, 7], 3)
    assert cells.astype(object).where(cells.notna(), None).to_numpy().tolist() == [
        ["1", "21", "good", "bad", "ward", "clinic", "2"],
        ["2", "22", None, None, None, None, "2"],
        ["3", "23", "fair", "good", None, None, "2"],
    ]
    assert export.reading["skipped"] == {
        **{str(row): "joined to row 2 by record_id" for row in (3, 4, 5)},
        "8": "joined to row 7 by record_id",
    }
    assert export.columns["mood [followup_arm_1]"]["question"] == "mood [followup_arm_1]"


def test_one_row_a_person_stays_as_it_is(tmp_path: Path) -> None:
    export = read_export(write(tmp_path, [ROWS[0], ROWS[4]]))
    assert list(export.columns) == HEAD.split(",")
    assert sum(len(cells) for _, cells in export.parts) == export.counted == 2


def test_two_rows_of_one_event_stop_with_advice_that_keeps_the_answers(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_export(write(tmp_path, [*ROWS, ROWS[0]]))
    assert str(found.value) == (
        f"{tmp_path.as_posix()}/data.csv\n"
        "  found:    a person and event that an earlier row has, too, in row 9\n"
        "  expected: one row for each record_id, event and instance, which are joined by record_id\n"
        "  to do:    export all columns of events and repeated forms, or give these rows an instance of "
        "their own"
    )


def test_a_form_is_opened_or_not_on_each_event(tmp_path: Path) -> None:
    """Person 2 never opened it at the follow-up, 3 never at the baseline; 4 has no row of the follow-up."""
    path = tmp_path / "data.csv"
    rows = [
        "record_id,redcap_event_name,topic___1,topic___2,mood,basics_complete",
        *("1,baseline_arm_1,1,0,good,2", "1,followup_arm_1,0,1,bad,2"),
        *("2,baseline_arm_1,0,1,fair,2", "2,followup_arm_1,0,0,,0"),
        *("3,baseline_arm_1,0,0,,0", "3,followup_arm_1,1,0,good,2"),
        "4,baseline_arm_1,0,0,good,2",
    ]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    export = read_export({"path": path.as_posix()})
    later = "[followup_arm_1]"
    assert export.reading["forms"] == {
        "basics_complete": ["topic___1", "topic___2", "mood"],
        f"basics_complete {later}": [f"topic___1 {later}", f"topic___2 {later}", f"mood {later}"],
    }
    [(_, cells)] = export.parts
    file = {"path": path.as_posix(), "columns": list(export.columns), "forms": export.reading["forms"]}
    described = {"columns": export.columns, "files": [file]}
    survey = cells.assign(source_file=path.as_posix())
    shown = blank_unshown(survey, described)  # type: ignore[arg-type]
    shown = shown.astype(object).where(shown.notna(), None)
    assert shown["topic___2"].tolist() == ["0", "1", None, "0"]
    assert shown[f"topic___2 {later}"].tolist() == ["1", None, "0", None]
    unopened = find_unopened(survey, described)  # type: ignore[arg-type]
    assert unopened["mood"].tolist() == [False, False, True, False]
    assert unopened[f"mood {later}"].tolist() == [False, True, False, True]
