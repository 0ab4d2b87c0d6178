"""A cohort leaves its home harmonised: what is in the folder, what is not, and the same numbers elsewhere."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from aimed.audit.impact.command import print_impact
from aimed.audit.trace.command import print_trace
from aimed.files.yaml_json import read_json, read_yaml
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.export.command import export_cohort
from aimed.onboarding.export.release_rules import find_rare_groups, read_release_rules
from aimed.study.codebook import read_study_codebook
from harmonised_folder import AWAY, INSIDE, accept_away, release_toy
from result_contracts import find_breaches
from toy_study import harmonise, run_aimed

TOY = Path("data/cohorts/toy")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_no_raw_value_and_nothing_withheld_is_in_the_folder(sources: CohortSources) -> None:
    """Raw cells by hand from survey.csv: two countries by name, a typing error, remarks, a missing code."""
    release_toy(sources)
    files = [path for path in AWAY.rglob("*") if path.suffix in (".csv", ".yaml", ".md")]
    everything = "".join(path.read_text(encoding="utf-8") for path in files)
    for raw in ("Germany", "Rwanda", "212", "More please", "Thanks", "-99", "data/cohorts/toy"):
        assert raw not in everything, raw
    assert {row["remark"] for row in read_csv(INSIDE / "responses.csv")} == {""}
    used = [row for row in read_csv(INSIDE / "recodes.csv") if row["variable"] == "remark"]
    assert used == [
        {
            "source_variable": "q9",
            "source_value": "(not_released)",
            "variable": "remark",
            "value": "",
            "crosswalk_line": "",
            "n": "11",
        }
    ]


def test_a_consent_that_was_not_asked_stays_so_where_the_cohort_is_received(sources: CohortSources) -> None:
    home = Path("data/cohorts/toy/cohort.yaml")
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace('quotation: {column: consent, value: "1"}', "quotation: not_asked"), "utf-8")
    sources.description["consent"]["quotation"] = "not_asked"
    release_toy(sources)
    described = read_yaml(AWAY / "cohort.yaml", schema="cohort")
    assert described["consent"] == {"analysis": 11, "quotation": "not_asked", "deposit": 11}
    accept_away()


def test_cohort_yaml_keeps_the_terms_and_no_raw_column(sources: CohortSources) -> None:
    release_toy(sources)
    described = read_yaml(AWAY / "cohort.yaml", schema="cohort")
    assert described["files"] == {"harmonised": {"path": "harmonised"}}
    assert described["consent"] == {"analysis": 11, "quotation": 10, "deposit": 11}
    assert described["exclusions"] == [
        {"step": "consent", "reason": "no_consent"},
        {"step": "preview", "reason": "preview"},
        {"step": "duplicates", "reason": "duplicate"},
    ]
    own = read_yaml(TOY / "cohort.yaml")
    for term in ("title", "collected", "languages", "synthetic", "legal_basis", "ethics", "retention"):
        assert described.get(term) == own.get(term)


def write_rules(*lines: str) -> None:
    text = "\n".join(["variable,decision,reason,reviewer", *lines, ""])
    (TOY / "export.csv").write_text(text, encoding="utf-8")


def test_free_text_leaves_by_a_reviewed_line_alone(sources: CohortSources) -> None:
    assert read_release_rules("toy", sources.codebook) == (["remark"], [])
    variables = sources.codebook.variables.copy()
    variables.loc["remark", "personal"] = "no"
    open_book = replace(sources.codebook, variables=variables)
    assert read_release_rules("toy", open_book) == (["remark"], [])
    write_rules("remark,release,read by two people,A. Author", "age,withhold,few are old,A. Author")
    assert read_release_rules("toy", open_book) == (["age"], ["remark"])


def test_what_follows_from_a_withheld_variable_stays_with_it(sources: CohortSources) -> None:
    Path("data/codebook/derived.yaml").write_text(
        "load: {label: L, kind: sum, of: [age, hours], missing: all, unit: points, min: 16, max: 280}\n"
        "half: {label: H, kind: sum, of: [load], missing: all, times: 0.5, unit: points, min: 8, max: 140}\n",
        encoding="utf-8",
    )
    book = read_study_codebook()
    assert read_release_rules("toy", book) == (["remark"], [])
    write_rules("age,withhold,few are old,A. Author")
    assert read_release_rules("toy", book) == (["age", "remark", "load", "half"], [])
    write_rules("age,withhold,few are old,A. Author", "half,release,it tells little,A. Author")
    assert read_release_rules("toy", book) == (["age", "remark", "load"], [])


def test_lines_that_decide_nothing_are_told(sources: CohortSources) -> None:
    write_rules("remark,release,why not,A. Author", "tool,withhold,x,y", "age,hide,x,y", "age,withhold,,")
    with pytest.raises(ProblemsFound) as found:
        read_release_rules("toy", sources.codebook)
    assert str(found.value) == (
        "data/cohorts/toy/export.csv, line 2\n"
        "  found:    release of remark, which data/codebook says is personal\n"
        "  expected: personal variables that stay at home\n"
        "  to do:    take the line out\n"
        "data/cohorts/toy/export.csv, line 3\n"
        "  found:    variable 'tool'\n"
        "  expected: a variable of data/codebook/variables.csv\n"
        "  to do:    correct the variable\n"
        "data/cohorts/toy/export.csv, line 4\n"
        "  found:    decision 'hide'\n"
        "  expected: release or withhold\n"
        "  to do:    correct the decision\n"
        "data/cohorts/toy/export.csv, line 5\n"
        "  found:    withhold without reason and reviewer\n"
        "  expected: why, and who says so\n"
        "  to do:    write both"
    )


def test_rare_combinations_are_warned_of(sources: CohortSources) -> None:
    """Counted by hand: of the 11 who are kept, one is from Namibia, and four share all groups with nobody."""
    responses = harmonise(sources).responses
    told = list(find_rare_groups(responses, sources.codebook, ["age"], 2))
    assert told == [
        "country: 1 value with fewer than 2 respondents (NAM 1)",
        "income_group: 1 value with fewer than 2 respondents (upper_middle 1)",
        "country, income_group, who_region together: 1 of 11 respondents share their combination with fewer"
        " than 2 people",
    ]
    assert list(find_rare_groups(responses, sources.codebook, [], 1)) == []


def test_a_cohort_that_is_not_built_and_a_folder_in_use(toy: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        export_cohort("toy", Path("out"), keep_ids=False, with_turns=False)
    assert str(found.value) == (
        "results/harmonise/toy\n"
        "  found:    no tables of this cohort\n"
        "  expected: a cohort that was harmonised\n"
        "  to do:    aimed build --target results/harmonise/toy/accounts.json"
    )
    with pytest.raises(ProblemsFound) as found:
        export_cohort("toy", Path("data"), keep_ids=False, with_turns=False)
    assert [str(p.found) for p in found.value.problems] == ["something is there"]
    with pytest.raises(ProblemsFound) as found:
        export_cohort("tyo", Path("out"), keep_ids=False, with_turns=False)
    assert [str(p.found) for p in found.value.problems] == ["no such cohort"]


@pytest.mark.slow
def test_a_cohort_older_than_its_files_does_not_leave(built_toy: Path) -> None:
    crosswalk = TOY / "crosswalk.csv"
    crosswalk.write_text(crosswalk.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        export_cohort("toy", Path("out"), keep_ids=False, with_turns=False)
    assert str(found.value) == (
        "data/cohorts/toy/crosswalk.csv\n"
        "  found:    other bytes than when the cohort was harmonised\n"
        "  expected: the same\n"
        "  to do:    aimed build --target results/harmonise/toy/accounts.json"
    )
    assert not Path("out").exists()


@pytest.mark.slow
def test_ids_are_new_stable_and_out_of_order(built_toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("first", "second"):
        export_cohort("toy", Path(name), keep_ids=False, with_turns=False)
    first, second = (read_csv(Path(name, "harmonised/responses.csv")) for name in ("first", "second"))
    assert first == second
    people = [row["respondent"] for row in first]
    assert people == sorted(people)
    known = {row["exported"]: row for row in read_csv(TOY / "exported_ids.csv")}
    assert {known[person]["respondent"] for person in people} == {
        f"a{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13)
    }
    assert not (Path("first") / "transcripts").exists()
    export_cohort("toy", Path("kept"), keep_ids=True, with_turns=False)
    assert read_csv(Path("kept/harmonised/responses.csv"))[0]["respondent"] == "a2"
    assert "warning: country: 1 value with fewer than 2 respondents (NAM 1)" in capsys.readouterr().out


@pytest.mark.slow
def test_words_of_those_who_are_not_kept_stay(built_toy: Path) -> None:
    export_cohort("toy", Path("out"), keep_ids=True, with_turns=True)
    lines = Path("out/transcripts/talk.txt").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "a2: I want to write a small program myself, not only hear about it."
    assert lines[6] == "Withheld: [not released]"
    assert read_yaml(Path("out/cohort.yaml"), schema="cohort")["speakers"]["talk"] == {
        "Moderator": "moderator", "Withheld": "unknown", "a2": "a2", "a3": "a3", "a6": "a6", "a7": "a7"
    }  # fmt: skip


@pytest.mark.slow
def test_from_export_to_the_same_numbers_and_a_trace_that_ends_at_home(
    built_toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home = read_json(Path("results/ledger/ledger.json"))["numbers"]
    done = run_aimed(built_toy, "cohort", "export", "toy", "--to", "out", "--with-turns")
    assert done.returncode == 0, done.stdout + done.stderr
    survey = read_csv(Path("out/harmonised/raw_digests.csv"))[0]
    shutil.move("out", AWAY)
    shutil.rmtree(TOY)
    done = run_aimed(built_toy, "build", "--target", "numbers")
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_json(Path("results/ledger/ledger.json"))["numbers"] == at_home
    assert len(at_home) > 200
    assert find_breaches(built_toy) == []

    print_trace(Path(), "support.core_curriculum.all.pct", every=False, as_json=False)
    told = capsys.readouterr().out
    holder = f"raw cells held by away: survey.sav (16 rows, sha256 {survey['sha256']})"
    assert holder.removesuffix(")") in told
    assert "q7_1 raw cell held by away → core_curriculum agree" in told
    assert "crosswalk.csv:11 held by away  q7_1 = (held) → core_curriculum = agree (4 cells)" in told

    person = read_csv(INSIDE / "responses.csv")[0]["respondent"]
    print_trace(Path(), f"away:{person}", every=False, as_json=False)
    told = capsys.readouterr().out
    assert told.startswith(
        f"{INSIDE.as_posix()}/responses.csv, row 2 (away:{person})\n  kept\n  {holder[:24]}"
    )
    assert "q7_1 = raw cell held by away → core_curriculum" in told
    assert "flow.kept.all.count" in told

    for what in ("responses.csv:2:core_curriculum", "responses.csv:2:q7_1"):
        print_impact(Path(), what, every=False, as_json=False)
        told = capsys.readouterr().out
        assert "support.core_curriculum.all." in told
        assert "wanted." not in told
    print_impact(Path(), f"{INSIDE.as_posix()}/missing.csv", every=False, as_json=False)
    assert f"Numbers that may change: {len(at_home)} of {len(at_home)}" in capsys.readouterr().out
