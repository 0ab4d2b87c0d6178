"""`aimed cohort check` on the toy cohort, with one thing wrong at a time and several at once."""

import csv
import html
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import write_table
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.check.cross_tabs import mask_small
from aimed.onboarding.check.page import write_page
from aimed.onboarding.check.reversed_items import rank_items
from aimed.onboarding.new.command import make_cohort, read_study_words
from toy_study import write_toy_survey

pytestmark = pytest.mark.slow

FOLDER = Path("data/cohorts/toy")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, (1, 1))  # another time than when it was first read


def test_a_sound_cohort_passes(toy: Path) -> None:
    lines, code = check_cohort("toy")
    assert code == 0, "\n".join(lines)
    assert "nothing stops it" in lines[-1]
    assert Path("logs/cohorts/toy.html").is_file()


def test_personal_data_without_a_decision_are_shown_nowhere(toy: Path) -> None:
    planted = {("a2", "country"): "ask jane.w@uni.ac.ke", ("a3", "id"): "jane.w@uni.ac.ke"}
    write_toy_survey(FOLDER / "survey.sav", planted | {("a4", "id"): "jane.w@uni.ac.ke"})
    lines, code = check_cohort("toy")
    said = "\n".join(lines) + Path("logs/cohorts/toy.html").read_text(encoding="utf-8")
    assert code == 1
    assert "jane.w" not in said
    assert "country '[masked: personal] " in said


def test_an_unknown_cohort_is_named(toy: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        check_cohort("nowhere")
    assert str(found.value) == (
        "aimed cohort check nowhere\n"
        "  found:    no such folder\n"
        "  expected: a cohort of data/cohorts/: toy\n"
        "  to do:    correct the name, or begin with aimed cohort new nowhere --survey FILE"
    )


def test_problems_of_all_stages_come_at_once(toy: Path) -> None:
    rewrite(FOLDER / "cohort.yaml", "rows: 16", "rows: 17")
    write_toy_survey(FOLDER / "survey.sav", {("a2", "country"): "Kenia", ("a3", "q9"): "mail me: a@b.org"})
    with (FOLDER / "crosswalk.csv").open("a", encoding="utf-8") as stream:
        stream.write("q7_1,9,core_curriculum,agre,,,\n")
    lines, code = check_cohort("toy")
    said = "\n".join(lines)
    assert code == 1
    for part in (
        "  found:    16 rows\n  expected: 17 rows, as data/cohorts/toy/cohort.yaml says under expected",
        "country 'Kenia' (1 row)",
        "a reviewed line for email at q9",
        "value 'agre'",
    ):
        assert part in said
    page = Path("logs/cohorts/toy.html").read_text(encoding="utf-8")
    assert "a@b.org" not in page + said
    assert html.escape("country 'Kenia' (1 row)") in page


def test_names_of_a_roster_with_an_open_line_are_found_all_the_same(toy: Path) -> None:
    with (FOLDER / "cohort.yaml").open("a", encoding="utf-8") as stream:
        stream.write("personal_data: {roster: roster.csv}\n")
    names = "name,participant\nWanjiru Kamau,TO DECIDE\nBo Berg,a1\n"
    (FOLDER / "roster.csv").write_text(names, encoding="utf-8")
    header = "place,kind,decision,reason,reviewer,date\n"
    decisions = FOLDER / "personal_data.csv"
    decisions.write_text(f"{header}q9,name,pseudonym,,,\n", encoding="utf-8")
    write_toy_survey(FOLDER / "survey.sav", {("a3", "q9"): "as wanjiru kamau and Bo Berg said"})
    said = "\n".join(check_cohort("toy")[0])
    assert "roster.csv, line 2\n  found:    TO DECIDE, from the draft\n" in said
    assert "where none was found" not in said
    decisions.unlink()
    said = "\n".join(check_cohort("toy")[0])
    assert "roster.csv, line 2\n  found:    TO DECIDE, from the draft\n" in said
    assert "a reviewed line for name at q9" in said
    assert "anjiru" not in said


def test_unmapped_values_come_with_counts_and_the_nearest(toy: Path) -> None:
    text = (FOLDER / "crosswalk.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in text if not line.startswith("q7_1,5,")]
    assert len(kept) == len(text) - 1
    (FOLDER / "crosswalk.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    lines, code = check_cohort("toy")
    assert code == 1
    assert any("value '5' for core_curriculum in" in line for line in lines)


def test_corrections_that_no_longer_match_do_not_hide_the_rest(toy: Path) -> None:
    write_toy_survey(FOLDER / "survey.sav", {("a2", "country"): "Kenia"})
    path = FOLDER / "corrections.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source_row: 5", "source_row: 99"), encoding="utf-8")
    said = "\n".join(check_cohort("toy")[0])
    assert "0 rows with source_row 99" in said
    assert "country 'Kenia'" in said


def test_lines_for_values_that_no_row_has_are_looked_at(toy: Path) -> None:
    with (FOLDER / "crosswalk.csv").open("a", encoding="utf-8") as stream:
        stream.write("q7_1,77,core_curriculum,agree,,,\n")
    number = len((FOLDER / "crosswalk.csv").read_text(encoding="utf-8").splitlines())
    lines, code = check_cohort("toy")
    assert code == 0
    assert f"  found:    values that no row has: line {number}" in "\n".join(lines)


def test_ages_that_cannot_be_are_shown_with_their_rows(toy: Path) -> None:
    write_toy_survey(FOLDER / "survey.sav", {("a2", "q_age"): "240"})
    said = "\n".join(check_cohort("toy")[0])
    assert "values of age that cannot be: " in said
    assert "240" in said


def test_a_draft_is_checked_as_far_as_it_goes(toy: Path) -> None:
    read_study_words.cache_clear()
    Path("a.csv").write_text("id,Age\n1,21\n2,abc\n3,300\n", encoding="utf-8")
    make_cohort("new-one", (Path("a.csv"),), None, None)
    lines, code = check_cohort("new-one")
    assert code == 1
    assert "3 rows of 1 file." in lines
    said = "\n".join(lines)
    assert "TO DECIDE, from the draft" in said
    assert (
        "data/cohorts/new-one/own_words.csv\n"
        "  found:    1 line with ? in `decide`: line 2\n"
        "  expected: every line decided by a person\n"
        "  to do:    look at each of them, correct it where it is wrong, and delete the ?"
    ) in said
    assert "abc" not in said + Path("logs/cohorts/new-one.html").read_text(encoding="utf-8")


def test_letters_of_a_wrong_encoding_are_found(toy: Path) -> None:
    write_toy_survey(FOLDER / "survey.sav", {("a2", "q9"): "Itâ€™s fine"})
    assert "letters that a wrong encoding made, in 1 row" in "\n".join(check_cohort("toy")[0])


def test_the_page_escapes_all_that_comes_from_files() -> None:
    bad = "<script>alert(1)</script>"
    from aimed.messages.problems import Problem
    from aimed.onboarding.check.cross_tabs import Beside, CrossTab

    page = write_page(
        "x", {bad: [Problem(bad, bad, bad, bad)]}, [Problem(bad, bad, bad, bad)],
        [CrossTab(bad, bad, bad, [(bad, bad, bad, 1, bad)])], [Beside(bad, bad, [(bad, bad, bad)])], [bad],
    )  # fmt: skip
    assert "<script" not in page
    assert html.escape(bad) in page


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 3, "b": 20, "c": 9}, {"a": "few", "b": "20", "c": "few"}),
        ({"a": 0, "b": 20}, {"a": "0", "b": "20"}),
        ({"a": 2, "b": 4, "c": 9}, {"a": "few", "b": "few", "c": "9"}),
        ({"a": 5, "b": 9}, {"a": "5", "b": "9"}),
    ],
)
def test_small_cells_are_masked_and_never_one_alone(counts: dict[str, int], shown: dict[str, str]) -> None:
    assert mask_small(counts, 5) == shown


def test_a_number_that_came_into_the_codebook_after_a_build_is_not_compared(toy: Path) -> None:
    pooled = Path("results/harmonise/pooled/responses.parquet")
    write_table(pd.DataFrame({"cohort": ["other"], "age": [21.0]}), pooled)
    with Path("data/codebook/variables.csv").open("a", encoding="utf-8") as table:
        table.write("score,A score,number,,,0,27,outcome,no,\n")
    lines, code = check_cohort("toy")
    assert code == 0, lines


def test_an_item_against_its_scale_has_a_negative_correlation() -> None:
    """By hand: i1 and i2 are equal and i3 is their reverse, so i3 goes with the rest at -1."""

    class Book:
        def codes(self, item: str) -> list[str]:
            return ["low", "middle", "high"]

    class Any:
        codebook = Book()

    turned = {"low": "high", "middle": "middle", "high": "low"}
    answers = ["low", "middle", "high", "high", "low", "middle"]
    table = pd.DataFrame({"i1": answers, "i2": answers, "i3": [turned[a] for a in answers]})
    found = rank_items(Any(), table, ["i1", "i2", "i3"])
    assert found["i3"] == (pytest.approx(-1.0), 6)


def test_the_crosswalk_is_read_as_a_table_of_text(toy: Path) -> None:
    with (FOLDER / "crosswalk.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream))[0] == "source_variable"


def test_programs_get_what_stops_a_cohort_and_what_should_be_looked_at(toy: Path) -> None:
    lines, code = check_cohort("toy", "json")
    sound = json.loads("\n".join(lines))
    assert (code, sound["cohort"], sound["errors"]) == (0, "toy", 0)
    assert sound["warnings"] == len(sound["findings"])
    write_toy_survey(FOLDER / "survey.sav", {("a2", "country"): "Kenia", ("a3", "q9"): "mail me: a@b.org"})
    rewrite(FOLDER / "crosswalk.csv", "q7_1,4,core_curriculum,agree", "q7_1,4,core_curriculum,agre")
    lines, code = check_cohort("toy", "json")
    report = json.loads("\n".join(lines))
    errors = [(one["path"], one["kind"]) for one in report["findings"] if one["severity"] == "error"]
    survey = "data/cohorts/toy/survey.sav"
    assert (code, report["errors"]) == (1, len(errors))
    assert {
        (survey, "undecided_personal_data"),
        (survey, "unknown_value"),
        ("data/cohorts/toy/crosswalk.csv", "unknown_name"),
    } <= set(errors)
    Path("data/codebook/scales.csv").unlink()
    lines, code = check_cohort("toy", "json")
    (finding,) = json.loads("\n".join(lines))["findings"]
    assert (code, finding["kind"]) == (1, "absent_file")


def test_words_of_somebody_in_small_letters_stop_the_cohort_with_their_line(toy: Path) -> None:
    talk = FOLDER / "transcripts/talk.txt"
    rewrite(talk, "a6: The connection", "bob: The connection")
    lines, code = check_cohort("toy")
    said = "\n".join(lines)
    assert code == 1
    assert f'{talk.as_posix()}, line 3\n  found:    unknown speaker "[name]", 1 time' in said
    rewrite(FOLDER / "cohort.yaml", "a6: a6", "bob: a6")
    assert "unknown speaker" not in "\n".join(check_cohort("toy")[0])


def test_a_label_inside_a_turn_stops_and_line_numbers_are_told(toy: Path) -> None:
    talk = FOLDER / "transcripts/talk.txt"
    numbered = talk.read_text(encoding="utf-8").replace("Thank you.\na3: ", "Thank you. a3: ").splitlines()
    talk.write_text("".join(f"{n}  {line}\n" for n, line in enumerate(numbered, start=1)), encoding="utf-8")
    lines, code = check_cohort("toy")
    said = "\n".join(lines)
    assert code == 1
    assert f'{talk.as_posix()}, line 4\n  found:    the label "a3" inside a turn, 1 time' in said
    assert f"{talk.as_posix()}\n  found:    running numbers at the heads of 7 lines, taken off" in said
    rewrite(FOLDER / "cohort.yaml", "a6: a6", "a6: a6, inside: break")
    lines, code = check_cohort("toy")
    assert code == 0, "\n".join(lines)
