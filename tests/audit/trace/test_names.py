"""What a person may type after aimed trace, beyond ids; every expected text was written by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.audit.impact.command import print_impact
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.problems import ProblemsFound
from audited_study import as_json, refused, traced

EVIDENCE = Path("results/ledger/evidence.json")
PAPER = Path("manuscript/paper.qmd")


def change_evidence(name: str, row_sets: dict[str, Any], **parts: Any) -> None:
    evidence = read_json(EVIDENCE)
    evidence["row_sets"] |= {key: {"n": 1, "digest": "x"} | rows for key, rows in row_sets.items()}
    evidence["numbers"][name] |= parts
    write_json(evidence, EVIDENCE)


def test_a_count_of_coded_turns_out_of_all_turns(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turns = read_table(Path("results/coding/turns.parquet"))
    more = pd.concat([turns, turns.assign(turn=3, text="Nothing on it.")], ignore_index=True)
    write_table(more, Path("results/coding/turns.parquet"))
    spoken = read_table(Path("results/ingest/demo/turns.parquet"))
    both = pd.concat([spoken, spoken.assign(turn=3, text="Nothing on it.", source_line=9)], ignore_index=True)
    write_table(both, Path("results/ingest/demo/turns.parquet"))
    write_table(turns.assign(code="sleep", coders=2), Path("results/coding/coded_turns.parquet"))
    sets = {
        "coded": {"table": "coded_turns", "where": [["code", "is", "sleep"]]},
        "said": {"table": "turns", "where": [["role", "is", "participant"]], "n": 2},
    }
    change_evidence("support.core.all.count", sets, rows="coded", base="said", columns=["code"])
    text = traced("support.core.all.count", capsys)
    assert (
        "1 coded turns where code is sleep  (table coded_turns)\n  out of 2 turns where role is part" in text
    )
    assert "Source rows (1 counted)\n  talk.txt, line 7 (demo:a2)  I think warm milk helps us.\n" in text
    assert "Source rows not counted (1)\n  talk.txt, line 9 (demo:a2)  Nothing on it.\n" in text


@pytest.mark.parametrize(("country", "refused_there"), [("KEN", 1), ("NOR", 0)])
def test_only_the_missing_answers_of_the_own_group_are_told(
    study: Path, capsys: pytest.CaptureFixture[str], country: str, refused_there: int
) -> None:
    here = [["country", "is", country], ["core", "known", None]]
    change_evidence(
        "support.core.all.n", {"here": {"table": "responses", "where": here}}, rows="here", base="here"
    )
    text = traced("support.core.all.n", capsys)
    assert ("  without core: 1 kept respondents (refused)\n" in text) == bool(refused_there)


def test_a_fact_of_the_study_as_json(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json("study.cohorts", capsys) == {
        "id": "study.cohorts",
        "value": 1,
        "label": "a fact of the whole study, for conditions and claims",
    }


def test_a_mark_as_it_is_written(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = traced("[support.core.all.pct]{.num as=bare}", capsys)
    assert written.startswith("support.core.all.pct = 100.0%\n")


def test_nothing_named(study: Path) -> None:
    assert refused(" ").startswith("aimed trace\n  found:    nothing to follow\n")
    with pytest.raises(ProblemsFound) as problems:
        print_impact(Path(), "", every=False, as_json=False)
    assert str(problems.value).startswith("aimed impact\n  found:    nothing to follow\n")


def test_row_zero_is_no_row_and_not_the_file(study: Path) -> None:
    assert refused("survey.sav:0").startswith("data/cohorts/demo/survey.sav\n  found:    no row 0\n")


def test_a_block_of_columns_is_told_by_its_columns(study: Path) -> None:
    assert refused("survey.sav row 3 column q7").endswith("  to do:    the nearest: q7_1")


def test_a_person_without_the_cohort(study: Path) -> None:
    assert refused("a2").endswith("  to do:    the nearest: demo:a2")


def test_a_table_that_no_build_has_made(study: Path) -> None:
    assert refused("tbl-support") == (
        "tbl-support\n  found:    a table that no build has made\n"
        "  expected: one that a build makes\n"
        "  to do:    make paper; of one written by hand, name a line"
    )


@pytest.mark.parametrize(
    "place",
    [
        "data/cohorts/demo/survey.sav, row 3, q7_1 (demo:a2)",
        "data/cohorts/demo/survey.sav, row 3, q7_1",
        "survey.sav, row 3 column q7_1",
    ],
)
def test_a_raw_place_as_a_trace_prints_it(
    study: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert traced(place, capsys) == traced("survey.sav:3:q7_1", capsys)
    row = place.partition(", q7_1")[0].partition(" column")[0]
    assert traced(f"{row} (demo:a2)", capsys) == traced("survey.sav:3", capsys)


def test_a_line_of_a_transcript_is_the_turn_it_belongs_to(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = traced("demo/talk/2", capsys)
    for place in ("talk.txt, line 7", "talk.txt, line 7 (demo:a2)", "talk.txt:7", "talk.txt, line 8"):
        assert traced(place, capsys) == turn
    assert refused("talk.txt, line 6") == (
        "talk.txt\n  found:    no turn at line 6\n"
        "  expected: a line in which, or after which, somebody speaks\n"
        "  to do:    correct the line"
    )
    assert traced("scales.csv, line 2", capsys) == traced("scales.csv:2", capsys)


@pytest.mark.parametrize("typed", ["-0.03", "−0.03", "<0.001", "< 0.001", "20.7"])
def test_a_value_as_a_keyboard_writes_it_and_the_end_of_an_interval(
    study: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    ledger = read_json(Path("results/ledger/ledger.json"))
    for name, shown in (("support.core.all.n", "−0.03"), ("support.core.all.count", "<0.001")):
        ledger["numbers"][name] |= {"shown": shown, "shown_bare": shown}
    write_json(ledger, Path("results/ledger/ledger.json"))
    meant = {"20.7": "pct", "-0.03": "n", "−0.03": "n"}.get(typed, "count")
    assert traced(typed, capsys).startswith(f"support.core.all.{meant} = ")


CORE = ["support.core.all.count", "support.core.all.n", "support.core.all.pct", "support.core.norway.pct"]
COUNTRY = ["support.country.all.distinct"]
EVERY = ["flow.kept.all.count", *CORE, *COUNTRY]


@pytest.mark.parametrize(
    ("what", "title", "kind", "numbers"),
    [
        ("variables.csv:2", "data/codebook/variables.csv:2  variable core; ", "codebook row", CORE),
        ("variables.csv:3", "data/codebook/variables.csv:3  variable country; ", "codebook row", COUNTRY),
        ("scales.csv:2", "data/codebook/scales.csv:2  scale agreement; ", "codebook row", CORE),
        ("missing.csv:2", "data/codebook/missing.csv:2  reason refused; ", "codebook row", EVERY),
        ("variables.csv", "data/codebook/variables.csv", "codebook file", EVERY),
        ("themes.csv", "data/codebook/themes.csv", "codebook file", []),
        ("countries.csv:2", "data/reference/countries.csv:2  alias Norge; iso3 NOR", "reference row", EVERY),
        ("cohort.yaml", "data/cohorts/demo/cohort.yaml", "description file", EVERY),
        ("config.yaml", "config.yaml", "config file", EVERY),
    ],
)
def test_files_of_the_whole_study_and_their_lines(
    study: Path, capsys: pytest.CaptureFixture[str], what: str, title: str, kind: str, numbers: list[str]
) -> None:
    Path("data/reference/countries.csv").write_text("alias,iso3\nNorge,NOR\n", encoding="utf-8")
    found = as_json(what, capsys)
    assert found["title"].startswith(title)
    assert found["kind"] == kind
    assert found["numbers"]["selection"] == numbers
    assert found["numbers"]["rows"] == found["numbers"]["derived"] == []
