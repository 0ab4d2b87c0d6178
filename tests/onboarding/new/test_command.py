"""`aimed cohort new`: what it drafts from small exports that are written out here, by hand."""

import csv
import shutil
from pathlib import Path

import pytest
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.language.likeness import compare, guess, normalise
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.new.command import make_cohort, read_study_words
from aimed.onboarding.new.crosswalk_lines import Line, write_lines
from workbooks import write_workbook

EXPORT = """ResponseId,Age,In the core curriculum,Topics wanted,Shoe size,Remark,Country of study,email
r1,21,Agree,Ethics;Coding,small,fine,Kenya,a@b.org
r2,"23,5",Disagree,Ethics,large,-,Kenia,c@d.org
r3,,Strongly agree,Law,small,=1+1,Kenya,e@f.org
r4,Preferred not to say,agre,Coding;Ethics,small,good,Kenya,g@h.org
r5,22,Disagree,Ethics,large,bad,Kenya,i@j.org
r6,22,Agree,,large,bad indeed,Kenya,k@l.org
"""


@pytest.fixture
def drafted(toy: Path) -> list[dict[str, str]]:
    read_study_words.cache_clear()
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    return read_drafted()


def read_drafted() -> list[dict[str, str]]:
    with Path("data/cohorts/kenya-2025/crosswalk.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def lines_of(rows: list[dict[str, str]], name: str) -> list[tuple[str, ...]]:
    shown = ("source_value", "variable", "value", "missing_reason", "rule", "decide")
    return [tuple(row[part] for part in shown) for row in rows if row["source_variable"] == name]


def test_every_column_has_a_line(drafted: list[dict[str, str]]) -> None:
    named = list(dict.fromkeys(row["source_variable"] for row in drafted))
    assert named == EXPORT.splitlines()[0].split(",")


def test_the_codebooks_own_words_are_sure(drafted: list[dict[str, str]]) -> None:
    age = [row for row in drafted if row["source_variable"] == "Age"]
    assert {row["variable"] for row in age} == {"age"}
    assert age[0]["score"] == "100"


def test_numbers_get_a_rule_and_what_is_none_a_reason(drafted: list[dict[str, str]]) -> None:
    assert lines_of(drafted, "Age") == [
        ("Preferred not to say", "age", "", "refused", "", ""),
        ("", "age", "", "", "number:,", ""),
    ]


def test_values_are_matched_and_the_unsure_marked(drafted: list[dict[str, str]]) -> None:
    assert [line[0] for line in lines_of(drafted, "In the core curriculum")] == [
        "Agree",
        "Disagree",
        "Strongly agree",
        "agre",
    ]
    assert [line[2] for line in lines_of(drafted, "In the core curriculum")[:3]] == [
        "agree",
        "disagree",
        "strongly_agree",
    ]


def test_a_column_like_nothing_is_drafted_as_not_used_and_its_cells_are_not_told(
    drafted: list[dict[str, str]],
) -> None:
    assert lines_of(drafted, "Shoe size") == [("", "", "", "", "", "")]


def test_a_name_that_is_no_country_gets_a_suggestion_for_a_person(drafted: list[dict[str, str]]) -> None:
    assert lines_of(drafted, "Country of study")[-1] == ("", "country", "", "", "country", "")


def test_personal_columns_are_drafted_as_dropped(drafted: list[dict[str, str]]) -> None:
    assert lines_of(drafted, "email") == [("", "", "", "", "", "")]
    text = Path("data/cohorts/kenya-2025/personal_data.csv").read_text(encoding="utf-8")
    assert text == (
        "place,kind,decision,reason,reviewer,date\nemail,email,drop,drafted: most cells are personal,,\n"
    )


def test_the_cohort_says_what_is_left_to_decide(drafted: list[dict[str, str]]) -> None:
    path = Path("data/cohorts/kenya-2025/cohort.yaml")
    with pytest.raises(ProblemsFound) as found:
        read_yaml(path, schema="cohort")
    assert (
        str(found.value)
        .split("\n\n")[0]
        .startswith(
            "data/cohorts/kenya-2025/cohort.yaml:2\n"
            "  found:    title: TO DECIDE, from the draft\n"
            "  expected: what a person decided\n"
            "  to do:    write it; the note at the line says how"
        )
    )
    assert [
        problem.found.removesuffix(": TO DECIDE, from the draft") for problem in found.value.problems
    ] == [
        *("title", "collected from", "collected to"),
        *("consent analysis", "consent quotation", "consent deposit"),
    ]
    drafted_yaml = read_yaml(path)
    assert drafted_yaml["respondent_id"] == "ResponseId"
    assert drafted_yaml["country_column"] == "Country of study"
    assert drafted_yaml["expected"] == {"rows": 6, "columns": 8}


def test_no_country_is_suggested_for_an_abbreviation(toy: Path) -> None:
    read_study_words.cache_clear()
    Path("answers.csv").write_text("id,Country of study\n1,Kenya\n2,KE\n3,Kenia\n4,Kenya\n", encoding="utf-8")
    make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    assert lines_of(read_drafted(), "Country of study") == [
        ("KE", "country", "", "", "", "?"),
        ("Kenia", "country", "KEN", "", "", "?"),
        ("", "country", "", "", "country", ""),
    ]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Not shown", "not_asked"),
        ("Seen but unanswered", "no_answer"),
        ("Left blank", "no_answer"),
        ("Preferred not to say", "refused"),
    ],
)
def test_labels_of_missing_answers_are_told_apart(toy: Path, label: str, reason: str) -> None:
    read_study_words.cache_clear()
    found = guess([label], read_study_words().missing)
    assert (found.target, found.sure) == (reason, True)


def test_a_title_above_the_headings_is_told(toy: Path) -> None:
    rows = [["Survey of 2025", None, None], ["id", "Age", "Country of study"], ["a1", 21, "Kenya"]]
    write_workbook(Path("answers.xlsx"), rows, merged=("A1:C1",))
    said = make_cohort("kenya-2025", (Path("answers.xlsx"),), None, None)
    assert (
        "2 columns have no heading: a title or merged headings above the table? If so, delete these rows "
        "in a copy, take data/cohorts/kenya-2025 away, and start again with the copy"
    ) in said
    assert (
        "data/cohorts/kenya-2025/answers.xlsx\n"
        "  found:    2 of 3 columns without a heading: column B, column C\n"
        "  expected: a heading over every column, in the first row of the table\n"
        "  to do:    where a title or merged headings stand there, delete these rows, and rows of totals, in "
        "a copy; take that copy in as a new cohort"
    ) in "\n".join(check_cohort("kenya-2025")[0])


def test_days_that_can_be_read_in_two_ways_are_left_to_a_person(toy: Path) -> None:
    Path("answers.csv").write_text(
        "ResponseId,Start Date,Age\n1,03/01/2024,21\n2,03/05/2024,22\n", encoding="utf-8"
    )
    both = "2024-01-03 to 2024-05-03, or 2024-03-01 to 2024-03-05"
    said = make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    assert f"collected from {both}, by the platform's dates" in said
    drafted = Path("data/cohorts/kenya-2025/cohort.yaml").read_text(encoding="utf-8")
    assert f"World Bank fiscal year; by the platform's dates {both}\n  from: TO DECIDE " in drafted


def test_a_second_run_writes_nothing_over(drafted: list[dict[str, str]]) -> None:
    folder = Path("data/cohorts/kenya-2025")
    (folder / "crosswalk.csv").write_text("edited", encoding="utf-8")
    said = make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    assert (folder / "crosswalk.csv").read_text(encoding="utf-8") == "edited"
    assert [line for line in said if line.startswith(("written", "kept"))] == [
        f"kept as it is, since it is there already: data/cohorts/kenya-2025/{name}"
        for name in ("cohort.yaml", "crosswalk.csv", "own_words.csv", "README.md", "personal_data.csv")
    ]


def test_a_table_kept_as_a_workbook_is_not_drafted_again(drafted: list[dict[str, str]]) -> None:
    folder = Path("data/cohorts/kenya-2025")
    rows = list(csv.reader((folder / "crosswalk.csv").read_text(encoding="utf-8-sig").splitlines()))
    write_workbook(folder / "crosswalk.xlsx", rows)
    (folder / "crosswalk.csv").unlink()
    make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    assert not (folder / "crosswalk.csv").exists()
    again = read_people_csv(folder / "crosswalk.xlsx").drop(columns="line")
    assert [tuple(row) for row in again.to_numpy()] == [tuple(row.values()) for row in drafted]


def test_it_comes_back_as_excel_saves_it(drafted: list[dict[str, str]]) -> None:
    path = Path("data/cohorts/kenya-2025/crosswalk.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(drafted[0])
        writer.writerows(row.values() for row in drafted)
    again = read_people_csv(path).drop(columns="line")
    assert [tuple(row) for row in again.to_numpy()] == [tuple(row.values()) for row in drafted]


def test_files_that_cannot_be_taken_are_named_together(toy: Path) -> None:
    folder = Path("data/cohorts/kenya-2025")
    folder.mkdir()
    (folder / "answers.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        make_cohort("kenya-2025", (Path("answers.csv"), Path("gone.csv")), None, None)
    assert str(found.value) == (
        "data/cohorts/kenya-2025/answers.csv\n"
        "  found:    another file of that name\n"
        "  expected: no file of that name, or the same one: nothing is written over\n"
        "  to do:    give answers.csv another name, or take the older file away yourself\n"
        "gone.csv\n"
        "  found:    no such file\n"
        "  expected: a file\n"
        "  to do:    correct the path"
    )


@pytest.mark.parametrize("name", ["Kenya", "../x", "kenya 2025", "-a", ""])
def test_an_id_that_would_be_no_folder_is_refused(toy: Path, name: str) -> None:
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="small letters, digits and hyphens"):
        make_cohort(name, (Path("answers.csv"),), None, None)


def test_formulas_are_never_written(toy: Path) -> None:
    text = write_lines([Line("=cmd|' /C calc'!A0", source_text="+SUM(A1)", note="-99")])
    cells = next(csv.reader(text.splitlines()[1:]))
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert "-99" in cells


def test_labels_of_a_language_are_matched(toy: Path) -> None:
    path = Path("data/codebook/variables.csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    heads = [f"{rows[0]},label:ja"] + [
        f"{row},年齢 | 何歳ですか" if row.startswith("age,") else f"{row}," for row in rows[1:]
    ]
    path.write_text("\n".join(heads) + "\n", encoding="utf-8")
    read_study_words.cache_clear()
    Path("answers.csv").write_text("id,何歳ですか。\n1,20\n2,21\n3,20\n", encoding="utf-8")
    said = make_cohort("kenya-2025", (Path("answers.csv"),), None, None)
    assert "languages: ja, by the codebook's labels" in said
    assert lines_of(read_drafted(), "何歳ですか。") == [("", "age", "", "", "number", "")]


def test_normalised_wordings_are_equal() -> None:
    assert normalise("  ¿Edad en AÑOS?<br>") == normalise("edad en anos")
    assert normalise("が") != normalise("か")
    assert compare("agree", "agree") == 100
    assert compare("agree", "disagree") < 90
    assert guess(["Agree"], {"a": ["agree"], "b": ["Agree."]}).sure is False


def test_transcripts_come_with_the_labels_that_speak_in_them(toy: Path) -> None:
    folder = Path("talks")
    folder.mkdir()
    (folder / "g1.txt").write_text(
        "Moderator: Hello.\nP1: Yes.\nModerator: Why?\nP1: So.\n", encoding="utf-8"
    )
    shutil.copy(folder / "g1.txt", folder / "notes.pdf")
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    make_cohort("kenya-2025", (Path("answers.csv"),), None, folder)
    drafted = read_yaml(Path("data/cohorts/kenya-2025/cohort.yaml"))
    assert drafted["files"]["transcripts"] == [{"path": "transcripts/g1.txt"}]
    assert drafted["speakers"] == {"g1": {"Moderator": "TO DECIDE", "P1": "TO DECIDE"}}


def test_who_speaks_once_or_inside_a_turn_is_drafted_too(toy: Path) -> None:
    folder = Path("talks")
    folder.mkdir()
    text = "Moderator: Well? P3: I do.\nP1: Yes.\nMODERATOR: Why?\nP1: So.\np2: No. P3: Never.\nP1: b\n"
    (folder / "g1.txt").write_text(text, encoding="utf-8")
    Path("answers.csv").write_text(EXPORT, encoding="utf-8")
    make_cohort("kenya-2025", (Path("answers.csv"),), None, folder)
    drafted = read_yaml(Path("data/cohorts/kenya-2025/cohort.yaml"))
    assert drafted["speakers"] == {"g1": dict.fromkeys(("P1", "Moderator", "p2", "P3"), "TO DECIDE")}
