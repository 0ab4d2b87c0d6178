"""Kinds of questions in a .qsf, and broken ones. Expected values: by hand, after public files."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from aimed.ingest.survey.layouts.qualtrics import describe
from aimed.ingest.survey.questionnaires.qualtrics import read_questionnaire
from aimed.messages.problems import ProblemsFound


def write(folder: Path, *payloads: Any, elements: Any = None) -> Path:
    made = [{"Element": "SQ", "Payload": payload} for payload in payloads]
    path = folder / "survey.qsf"
    survey = {
        "SurveyEntry": {"SurveyLanguage": "EN"},
        "SurveyElements": made if elements is None else elements,
    }
    path.write_text(json.dumps(survey), encoding="utf-8")
    return path


def asked(number: int, kind: str, selector: str, **more: Any) -> dict[str, Any]:
    payload = {"QuestionID": f"QID{number}", "DataExportTag": f"Q{number}", "QuestionText": f"Text {number}"}
    return payload | {"QuestionType": kind, "Selector": selector} | more


def show(*texts: str) -> dict[str, dict[str, str]]:
    return {str(number): {"Display": text} for number, text in enumerate(texts, start=1)}


def described(folder: Path, questionnaire: Path, **ids: str) -> dict[str, dict[str, Any]]:
    """Return the columns of an export whose names and ImportIds are given, with the text of question 1."""
    head = [list(ids), ["Text 1"] * len(ids), [json.dumps({"ImportId": one}) for one in ids.values()]]
    return dict(describe(head, questionnaire).columns)


def test_what_is_written_beside_an_option_is_no_tick(tmp_path: Path) -> None:
    choices = show("Law", "Other")
    choices["2"]["TextEntry"] = "true"  # type: ignore[assignment]
    path = write(tmp_path, asked(1, "MC", "MAVR", Choices=choices))
    columns = described(tmp_path, path, Q1_2="QID1_2", Q1_2_TEXT="QID1_2_TEXT")
    assert (columns["Q1_2"]["values"], columns["Q1_2"]["unticked"]) == ({"1": "Other"}, ["", "0"])
    assert columns["Q1_2_TEXT"]["type"] == "text"
    assert not {"values", "unticked"} & set(columns["Q1_2_TEXT"])


def test_a_side_by_side_question_a_repeated_one_and_measured_times(tmp_path: Path) -> None:
    parts = {
        "1": asked(5, "Matrix", "Likert", SubSelector="SingleAnswer", Answers=show("Yes", "No"))
        | {"QuestionID": "QID5#1", "DataExportTag": "Q5#1"},
    }
    path = write(
        tmp_path,
        asked(1, "MC", "SAVR", Choices=show("Yes", "No"), RecodeValues={"2": "-99"}),
        asked(5, "SBS", "SBSMatrix", Choices=show("Lecture", "Course"), AdditionalQuestions=parts),
        asked(6, "Timing", "PageTimer"),
        asked(7, "RO", "DND", Choices=show("First", "Second")),
        asked(8, "DD", "DL", Choices=show("Country"), Answers=show("Kenya", "Uganda")),
    )
    columns = described(
        tmp_path,
        path,
        Q1="QID1",
        two="2_QID1",
        side="QID5#1_2",
        Q6="QID6_PAGE_SUBMIT",
        Q7="QID7_2",
        Q8="QID8_1",
    )
    # -99 is a choice here, and so no mark of what was seen and left unanswered
    assert columns["Q1"]["values"] == {"1": "Yes", "-99": "No"}
    assert "seen_unanswered" not in columns["Q1"]
    assert (columns["two"]["label"], columns["two"]["loop"]) == ("Text 1 [2]", "2")
    assert (columns["side"]["row"], columns["side"]["values"]) == ("Course", {"1": "Yes", "2": "No"})
    assert columns["Q6"] == {"label": "Page Submit", "platform": True}
    assert columns["Q7"]["row"] == "Second"
    assert columns["Q8"]["values"] == {"1": "Kenya", "2": "Uganda"}


def test_a_grid_with_several_answers_and_names_for_exports(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        asked(
            1, "MC", "SAVR", Choices=[{"Display": "No"}, {"Display": "Yes"}], VariableNaming={"1": "agreed"}
        ),
        asked(
            2,
            "Matrix",
            "Likert",
            SubSelector="MultipleAnswer",
            Choices=show("A, b", "C"),
            Answers=show("x", "y"),
        )
        | {"ChoiceDataExportTags": {"1": "first"}, "VariableNaming": {"1": "ex"}},
    )
    columns = described(tmp_path, path, Q1="QID1", first="QID2_1", split="QID2_2_1")
    assert columns["Q1"]["values"] == {"0": "No", "1": "agreed"}
    assert (columns["first"]["row"], columns["first"]["options"]) == ("A, b", ["ex", "y"])
    assert (columns["split"]["row"], columns["split"]["option"]) == ("C", "ex")
    assert [one.name for one in read_questionnaire(path).asked if one.import_id == "QID2_1"] == ["first"]


def test_two_languages_of_one_kind_keep_their_whole_names(tmp_path: Path) -> None:
    texts = {
        "PT-BR": {"QuestionText": "Sim?"},
        "PT": {"QuestionText": "Então?"},
        "FR": {"QuestionText": "Oui ?"},
    }
    path = write(tmp_path, asked(1, "TE", "SL", Language=texts))
    labels = described(tmp_path, path, Q1="QID1_TEXT")["Q1"]["labels"]
    assert labels == {"pt-br": "Sim?", "pt": "Então?", "fr": "Oui ?", "en": "Text 1"}


@pytest.mark.parametrize(
    "content", ["{}", "[]", '"text"', "null", '{"SurveyElements": {"1": 2}}', "<xml/>", ""]
)
def test_what_is_no_questionnaire_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "survey.qsf"
    path.write_text(content)
    with pytest.raises(ProblemsFound) as found:
        read_questionnaire(path)
    assert str(found.value).startswith(f"{path.as_posix()}\n  found:    ")
    assert "expected: a Qualtrics questionnaire (.qsf)" in str(found.value)


STRANGE: list[Any] = [
    None,
    7,
    "text",
    [],
    [[]],
    {},
    {"1": None},
    {"1": {"Display": [1]}},
    {"EN": {"Choices": 3}},
    True,
]
KEYS = ["QuestionID", "QuestionType", "Choices", "ChoiceOrder", "Answers", "RecodeValues", "VariableNaming"]
KEYS += [
    "Language",
    "Validation",
    "ChoiceDataExportTags",
    "AdditionalQuestions",
    "QuestionText",
    "DataExportTag",
]


@pytest.mark.parametrize("key", KEYS)
def test_strange_content_is_no_crash(tmp_path: Path, key: str) -> None:
    for strange in STRANGE:
        for kind, selector in (("MC", "MAVR"), ("Matrix", "Likert"), ("SBS", "x"), ("TE", "SL")):
            question = asked(1, kind, selector, Choices=show("a"), Answers=show("b")) | {key: strange}
            read_questionnaire(write(tmp_path, question, strange))
    thrown = {
        "Element": "BL",
        "Payload": {"1": {"Type": "Trash", "BlockElements": [3, {"QuestionID": [1]}]}, "2": 3},
    }
    assert (
        read_questionnaire(write(tmp_path, elements=[thrown, None, 3, "SQ", {"Element": ["SQ"]}])).asked == []
    )


def test_a_questionnaire_that_would_fill_the_memory_is_refused_soon(tmp_path: Path) -> None:
    many = show(*("x" * 5 for _ in range(200)))
    path = write(tmp_path, asked(1, "Matrix", "TE", Choices=many, Answers=many))
    begun = time.monotonic()
    with pytest.raises(ProblemsFound, match="more than 20000 columns"):
        read_questionnaire(path)
    assert time.monotonic() - begun < 20


@pytest.mark.slow
def test_ten_thousand_columns_are_described_soon() -> None:
    ids = [json.dumps({"ImportId": f"QID{number % 50}_{number}"}) for number in range(10_000)]
    head = [["Q"] * 10_000, ["Text - row"] * 10_000, ids]
    begun = time.monotonic()
    layout = describe(head, None)
    assert (len(layout.columns), layout.columns[7][0]) == (10_000, "Q [QID7_7]")
    assert time.monotonic() - begun < 20
