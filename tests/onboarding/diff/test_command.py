"""`aimed cohort diff` on two waves that are written out here, and names that stand for two questions."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from aimed.files.people_tables import read_people_csv
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.diff.command import compare_questions, diff_cohorts
from aimed.onboarding.diff.questionnaires import AskedColumn, is_shown
from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.profiling import Column
from toy_study import harmonise

FIVE = {"1": "Strongly disagree", "2": "Disagree", "3": "Neutral", "4": "Agree", "5": "Strongly agree"}
TURNED = {"1": "Strongly agree", "2": "Agree", "3": "Neutral", "4": "Disagree", "5": "Strongly disagree"}


def ask(*questions: AskedColumn) -> dict[str, AskedColumn]:
    return {question.name: question for question in questions}


def kinds(before: dict[str, AskedColumn], after: dict[str, AskedColumn]) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in compare_questions(before, after)]


def test_equal_waves_have_no_difference() -> None:
    wave = ask(AskedColumn("Q1", "AI should be taught", FIVE), AskedColumn("Q2", "Your age"))
    assert kinds(wave, wave) == []


def test_a_question_under_another_name_is_renamed() -> None:
    before = ask(AskedColumn("Q1", "AI should be taught", FIVE))
    after = ask(AskedColumn("Q7", "AI should be taught.", FIVE))
    assert kinds(before, after) == [("renamed", "Q7")]


def test_a_name_for_another_question_is_reused_and_the_older_question_is_found() -> None:
    before = ask(AskedColumn("Q1", "AI should be taught"), AskedColumn("Q2", "Where do you live now?"))
    after = ask(AskedColumn("Q1", "Hours of sleep per night"), AskedColumn("Q2", "Where do you live now?"),
                AskedColumn("Q3", "AI should be taught"))  # fmt: skip
    assert kinds(before, after) == [("re-used", "Q1"), ("renamed", "Q3")]


def test_two_names_that_changed_places_are_found() -> None:
    before = ask(AskedColumn("Q1", "AI should be taught"), AskedColumn("Q2", "Hours of sleep per night"))
    after = ask(AskedColumn("Q1", "Hours of sleep per night"), AskedColumn("Q2", "AI should be taught"))
    assert sorted(kinds(before, after)) == [
        ("re-used", "Q1"),
        ("re-used", "Q2"),
        ("renamed", "Q1"),
        ("renamed", "Q2"),
    ]


def test_other_words_are_reworded() -> None:
    before = ask(AskedColumn("Q1", "AI should be taught in the core curriculum"))
    after = ask(AskedColumn("Q1", "AI should be taught in the compulsory curriculum"))
    assert kinds(before, after) == [("reworded", "Q1")]


def test_labels_in_the_opposite_order_are_reversed() -> None:
    before, after = ask(AskedColumn("Q1", "Agree?", FIVE)), ask(AskedColumn("Q1", "Agree?", TURNED))
    assert kinds(before, after) == [("reversed", "Q1")]


def test_a_code_for_another_label_is_a_changed_value() -> None:
    before = ask(AskedColumn("Q1", "Agree?", FIVE))
    after = ask(AskedColumn("Q1", "Agree?", FIVE | {"3": "Undecided"}))
    [found] = compare_questions(before, after)
    assert (found.kind, found.old, found.new) == ("values changed", "3 Neutral", "3 Undecided")


def test_a_new_code_for_no_answer_is_told() -> None:
    before = ask(AskedColumn("Q1", "Agree?", FIVE))
    after = ask(AskedColumn("Q1", "Agree?", FIVE | {"-99": "Refused"}, frozenset({"-99"})))
    [found] = compare_questions(before, after)
    assert (found.kind, found.old, found.new) == ("new missing codes", "(none)", "-99 Refused")


NOBODY = frozenset({"-99"})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            AskedColumn("Q1", "Sex?", {"1": "f", "2": "m"}),
            AskedColumn("Q1", "Sex?", {"1": "F", "3": "x"}),
            ("2 m", "3 x"),
        ),
        (
            AskedColumn("Q1", "Sex?", {"1": "f"}),
            AskedColumn("Q1", "Sex?", {"1": "f", "2": "m"}),
            ("(none)", "2 m"),
        ),
        (AskedColumn("Q1", "Sex?", {"1": "f"}), AskedColumn("Q1", "Sex?"), None),
        (
            AskedColumn("Q1", "Sex?", {"1": "f", "-99": "-"}, NOBODY),
            AskedColumn("Q1", "Sex?", {"1": "f"}),
            None,
        ),
        (AskedColumn("Q1", "Sex?", {"1": "f"}), AskedColumn("Q1", "Sex?", {"m": "m"}, coded=False), None),
        (AskedColumn("Q1", "Sex?", {"f": "f"}, coded=False), AskedColumn("Q1", "Sex?", coded=False), None),
        (
            AskedColumn("Q1", "Sex?", {"f": "f", "m": "m", "-99": "-99"}, NOBODY, coded=False),
            AskedColumn("Q1", "Sex?", {"m": "m", "x": "x"}, coded=False),
            ("f", "x"),
        ),
    ],
)
def test_values_are_compared_by_code_or_by_answer(
    old: AskedColumn, new: AskedColumn, told: tuple[str, str] | None
) -> None:
    found = [(one.kind, one.old, one.new) for one in compare_questions(ask(old), ask(new))]
    assert found == ([("values changed", *told)] if told else [])


def test_new_and_gone_questions_need_no_decision(toy: Path) -> None:
    read_study_words.cache_clear()
    Path("old.csv").write_text("id,Age in years,Shoe size\na,20,40\n", encoding="utf-8")
    Path("new.csv").write_text("id,Age in years,Favourite colour\na,20,red\n", encoding="utf-8")
    lines, code = diff_cohorts("old.csv", "new.csv")
    assert code == 0
    assert "\n".join(lines) == (
        "old.csv: 3 columns; new.csv: 3 columns\n"
        "\n"
        "new (1)\n"
        "  Favourite colour\n"
        "    old: (not asked)\n"
        "    new: Favourite colour\n"
        "\n"
        "gone (1)\n"
        "  Shoe size\n"
        "    old: Shoe size\n"
        "    new: (not asked)\n"
        "\n"
        "nothing to decide"
    )


ASKED = "id,Start time,Your email,Full name,Phone,comment,Gender\n"


def write_wave(path: str, day: str, people: tuple[str, ...], genders: tuple[str, ...]) -> None:
    rows = [
        f"{day}{n},2024-0{n % 2 + 1}-0{day},{name}@example.org,{name} Okafor,+23480312345{day}{n},"
        f"ask {name} not me,{gender}"
        for n, (name, gender) in enumerate(zip(people, genders, strict=True))
    ]
    Path(path).write_text(ASKED + "\n".join(rows) + "\n", encoding="utf-8")


def test_what_tells_who_answered_is_never_shown(toy: Path) -> None:
    read_study_words.cache_clear()
    write_wave("old.csv", "1", ("Amina", "Bola", "Chidi", "Dayo"), ("Man", "Woman") * 2)
    write_wave("new.csv", "2", ("Efe", "Femi", "Gozi", "Hadiza"), ("Man", "Female") * 2)
    lines, code = diff_cohorts("old.csv", "new.csv")
    assert code == 1
    assert "\n".join(lines) == (
        "old.csv: 7 columns; new.csv: 7 columns\n"
        "\n"
        "values changed (1)\n"
        "  Gender\n"
        "    old: Woman\n"
        "    new: Female\n"
        "\n"
        "to decide in the crosswalk of new.csv: 1"
    )


@pytest.mark.parametrize("turned", [False, True])
def test_labels_that_became_numbers_are_changed_values(toy: Path, turned: bool) -> None:
    read_study_words.cache_clear()
    texts, numbers = ["Agree", "Disagree", "Refused"] * 3, ["1", "2", "10", "Refused"] * 3
    for path, answers in (
        ("old.csv", numbers if turned else texts),
        ("new.csv", texts if turned else numbers),
    ):
        Path(path).write_text("harm\n" + "\n".join(answers) + "\n", encoding="utf-8")
    lines, code = diff_cohorts("old.csv", "new.csv")
    said = ["1, 2, 10", "Agree, Disagree"] if turned else ["Agree, Disagree", "1, 2, 10"]
    assert code == 1
    assert lines[2:6] == ["values changed (1)", "  harm", f"    old: {said[0]}", f"    new: {said[1]}"]


def test_a_number_in_words_among_numbers_is_no_change(toy: Path) -> None:
    read_study_words.cache_clear()
    Path("old.csv").write_text("hours\n" + "2\n3\n1.5\ntwo\n" * 2, encoding="utf-8")
    Path("new.csv").write_text("hours\n" + "2\n3\n2.5\n" * 2, encoding="utf-8")
    assert diff_cohorts("old.csv", "new.csv")[1] == 0


def test_a_comment_that_few_write_is_no_category() -> None:
    said = Counter({"none": 20, "I failed in year 2": 1, "my father is the dean": 1, "ask the dean": 1})
    assert not is_shown(Column("Comment", {}, said, 23))
    assert is_shown(Column("Gender", {}, Counter({"Man": 11, "Woman": 9, "Another": 1}), 21))


def test_a_cohort_is_compared_with_a_file(toy: Path) -> None:
    read_study_words.cache_clear()
    Path("new.csv").write_text("id,q7_1\na,1\n", encoding="utf-8")
    lines, _ = diff_cohorts("toy", "new.csv")
    assert lines[0] == "toy: 12 columns; new.csv: 2 columns"


def test_what_is_neither_cohort_nor_file_is_named(toy: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        diff_cohorts("toy", "nothing.csv")
    assert str(found.value) == (
        "nothing.csv\n"
        "  found:    no such cohort and no such file\n"
        "  expected: a cohort (toy), a survey's export or a questionnaire file\n"
        "  to do:    correct the name"
    )


def test_a_name_for_two_questions_is_refused_until_the_crosswalk_decides(sources: CohortSources) -> None:
    texts = {"a.csv": "AI should be taught", "b.csv": "Hours of sleep per night"}
    again = replace(sources, described={"reused": {"q7_1": texts}})
    with pytest.raises(ProblemsFound) as found:
        harmonise(again)
    assert str(found.value) == (
        "a.csv, b.csv, column q7_1\n"
        "  found:    one name for different questions: AI should be taught / Hours of sleep per night\n"
        "  expected: one question under a name\n"
        "  to do:    if it is one question, write same in `decide` at q7_1 in "
        "data/cohorts/toy/crosswalk.csv; "
        "else make a file that asks another question a cohort of its own"
    )
    path = sources.crosswalk_path
    rows = read_people_csv(path).drop(columns="line")
    rows["decide"] = ["same" if name == "q7_1" else "" for name in rows["source_variable"]]
    rows.to_csv(path, index=False)
    assert len(harmonise(again).responses) == len(harmonise(sources).responses)
