"""A codebook drafted from small tables that are written out here: each type and code said by hand."""

from pathlib import Path

import pytest
from aimed.onboarding.founding.answers import collect_words, order_answers, read_answers
from aimed.onboarding.founding.codebook import DraftedCodebook, draft_codebook, make_name
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.profiling import Column, Profile, profile_survey

MISSING = {"refused": ["Prefer not to say"], "dont_know": ["I don't know"]}
ROWS = [
    "Agree,21,2nd year,Lectures;Online,my own thoughts,3/1/2024,Red",
    "Disagree,22,2nd year,Lectures,other thoughts of mine,3/2/2024,Blue",
    "Strongly agree,23,1st year,Online,something else,3/3/2024,Red",
    "Agree,I don't know,3rd year,Lectures;Online,and more of it,3/4/2024,Blue",
    "Disagree,21,1st year,Lectures,a last word of it,3/5/2024,My church in Kigali",
    "Prefer not to say,25,1st year,Online,nothing to say here,3/6/2024,Red",
]
YES_NO = {"1": "Yes", "2": "No", "-9": "x"}
HEAD = "AI helps,Age,Year,Formats,Comment,Day,Colour"


def draft(tmp_path: Path, *lines: str) -> DraftedCodebook:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    profile = profile_survey([{"path": path.as_posix()}], tmp_path)
    complete_profile(profile)
    return draft_codebook(profile, {}, collect_words(profile, MISSING))


@pytest.fixture
def drafted(tmp_path: Path) -> DraftedCodebook:
    return draft(tmp_path, HEAD, *ROWS)


def test_variables_have_the_types_of_their_answers(drafted: DraftedCodebook) -> None:
    found = {one.name: (one.type, list(one.options.values())) for one in drafted.variables}
    assert found == {
        "ai_helps": ("ordered", ["Disagree", "Agree", "Strongly agree"]),
        "age": ("number", []),
        "year": ("ordered", ["1st year", "2nd year", "3rd year"]),
        "formats": ("multi", ["Lectures", "Online"]),
    }


def test_what_is_not_used_has_its_reason(drafted: DraftedCodebook) -> None:
    assert drafted.unused == {
        "Comment": "words of people's own",
        "Day": "days or times",
        "Colour": "words of people's own",
    }


def test_no_answer_of_one_person_stands_in_the_tables(drafted: DraftedCodebook) -> None:
    written = drafted.write_variables() + drafted.write_scales()
    for word in ("church", "thoughts", "Red"):
        assert word not in written


def test_the_tables_are_those_of_a_codebook(drafted: DraftedCodebook) -> None:
    assert drafted.write_variables().splitlines()[:3] == [
        "variable,label,type,scale,unit,min,max,role,personal,shown_if",
        "ai_helps,AI helps,ordered,ai_helps,,,,outcome,no,",
        "age,Age,number,,,,,outcome,no,",
    ]
    assert drafted.write_scales().splitlines()[:4] == [
        "scale,code,order,label,collapsed",
        "ai_helps,disagree,1,Disagree,",
        "ai_helps,agree,2,Agree,",
        "ai_helps,strongly_agree,3,Strongly agree,",
    ]


def test_variables_with_the_same_answers_share_a_scale_and_its_missing_ends(tmp_path: Path) -> None:
    rows = ["Agree,Agree", "Disagree,Agree", "Strongly agree,Disagree", "Agree,Disagree"]
    drafted = draft(tmp_path, "first,second", *rows)
    assert drafted.name_scales() == {"first": "first", "second": "first"}
    assert list(drafted.variables[1].options) == ["disagree", "agree", "strongly_agree"]


def test_names_of_the_workflow_and_labels_that_come_twice_are_told_apart(tmp_path: Path) -> None:
    rows = ["Kenya,yes,no", "Mexico,no,yes", "Kenya,yes,no", "Mexico,no,no"]
    drafted = draft(tmp_path, "country,Other,Other", *rows)
    assert [(one.name, one.label) for one in drafted.variables] == [
        ("country_2", "country"),
        ("other", "Other"),
        ("other_2", "Other (2)"),
    ]
    assert list(drafted.variables[1].options) == ["is_yes", "is_no"] or list(
        drafted.variables[1].options
    ) == ["is_no", "is_yes"]


def test_answers_that_differ_in_signs_alone_are_not_one(tmp_path: Path) -> None:
    drafted = draft(tmp_path, "yes,language", *["a,C++", "b,C#", "a,c++", "b,C#"] * 3)
    assert [one.name for one in drafted.variables] == ["is_yes", "language"]
    assert drafted.variables[1].options == {"c": "C#", "c_2": "C++"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Q4[SQ001]", "q4_sq001"),
        ("1. How old?", "q1_how_old"),
        ("Größe des Hauses", "grosse_des_hauses"),
        ("年齢", ""),
        ("In which of these many countries", "in_which_of_these_many"),
    ],
)
def test_names_are_small_letters_digits_and_single_bars(text: str, name: str) -> None:
    assert make_name(text) == name


@pytest.mark.parametrize(
    ("texts", "in_order", "expected"),
    [
        (["Agree", "Disagree"], False, ("ordered", ["Disagree", "Agree"])),
        (["Strongly agree", "Agree", "Disagree"], True, ("ordered", ["Disagree", "Agree", "Strongly agree"])),
        (["Strongly disagree", "2", "3", "4", "Strongly agree"], True, ("ordered", None)),
        (["Never", "Once a week", "Always"], True, ("ordered", None)),
        (["Red", "Blue"], True, ("category", None)),
        (["Year 1", "Year 2", "Year 3"], False, ("ordered", None)),
    ],
)
def test_answers_in_order(texts: list[str], in_order: bool, expected: tuple[str, list[str] | None]) -> None:
    assert order_answers(texts, in_order) == (expected[0], expected[1] or texts)


@pytest.mark.parametrize(
    ("counts", "said", "kind"),
    [
        ({"1": 9, "2": 8, "-9": 2}, {"values": YES_NO, "missing": [["-9", "-9"]]}, "category"),
        ({"1": 9, "2": 8}, {"type": "number"}, "number"),
        ({"1": 9, "2": 8}, {}, "category"),
        ({"agree": 5, "AGREE": 1, "disagree": 4}, {}, "ordered"),
        ({str(10_000 + n): 1 for n in range(60)}, {}, ""),
        ({str(n): 1 for n in range(60)}, {}, ""),
        ({"so it is": 3, "no": 4}, {"type": "text", "question": "Why?"}, ""),
        ({"a": 3, "b": 4}, {"ranked": True}, ""),
        ({"year 1": 3, "year 2": 4, "year 3": 1}, {}, "ordered"),
        ({"I left in year 1 with my son": 1, "I left in year 2 with my son": 1, "no": 4}, {}, ""),
        ({"ward 20417": 1, "ward 20418": 1, "none": 3}, {}, ""),
        ({}, {"type": "number"}, "number"),
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_a_column_is_what_its_cells_and_its_file_say(
    counts: dict[str, int], said: dict[str, object], kind: str
) -> None:
    column = Column("q", said)  # type: ignore[arg-type]
    column.counts.update(counts)
    column.filled = sum(counts.values())
    words = collect_words(Profile([], {"q": column}, {}), MISSING)
    found = read_answers(column, words)
    assert found.type == kind
    assert bool(found.why) == (kind == "")
