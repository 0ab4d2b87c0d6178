"""What would change with a cell, line, person or file; expected texts and numbers written by hand.

The study is the worked example: a2 agrees and speaks in turn 2, a3 refused, a1 and a4 are left out.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from aimed.audit.impact.command import print_impact
from aimed.audit.trace.command import print_trace
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.problems import ProblemsFound

CROSSWALK = """source_variable,source_value,variable,value,missing_reason,rule,note
q7_1,5,core,strongly_agree,,,
q7_1,4,core,agree,,,
q7_1,-99,core,,refused,,
c,,country,,,country,
q9,,remark,,,text,
"""
CORE = ["support.core.all.count", "support.core.all.n", "support.core.all.pct", "support.core.norway.pct"]


@pytest.fixture
def mapped(study: Path) -> Path:
    """A study whose selections differ, with its crosswalk."""
    (study / "data/cohorts/demo/crosswalk.csv").write_text(CROSSWALK, encoding="utf-8")
    path = study / "results/ledger/evidence.json"
    evidence = read_json(path)
    for name, columns in (("core", ["consent", "email", "q7_1"]), ("who", ["consent", "email"])):
        part = {"cohorts": {"demo": {"columns": columns, "rows": 4}}, "references": [], "transcripts": False}
        evidence["selections"][name] = part
    for name, number in evidence["numbers"].items():
        number["selection"] = "core" if ".core." in name else "who"
    evidence["numbers"]["support.core.norway.pct"] |= {"selection": None, "rows": None, "base": None}
    evidence["numbers"]["support.core.norway.pct"]["numbers"] = ["support.core.all.pct"]
    write_json(evidence, path)
    return study


def impact(what: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert print_impact(Path(), what, every=False, as_json=True) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_a_cell_moves_numbers_by_rows_by_selection_and_derived(
    mapped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert impact("survey.sav row 3 column q7_1", capsys)["numbers"] == {
        "rows": CORE[:3],
        "selection": [],
        "derived": CORE[3:],
    }
    # The refused answer is in no row set, and decides only who has one.
    assert impact("survey.sav:4:q7_1", capsys)["numbers"] == {
        "rows": [],
        "selection": CORE[:3],
        "derived": CORE[3:],
    }


def test_a_cell_that_nothing_reads_moves_nothing(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = impact("survey.sav:3:q9", capsys)
    assert found["numbers"] == {"rows": [], "selection": [], "derived": []}
    assert not any(found["places"].values())


def test_a_cell_that_decides_who_is_counted_moves_all(
    mapped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = impact("survey.sav:5:email", capsys)["counts"]
    assert (counts["rows"], counts["selection"], counts["derived"]) == (0, 5, 1)
    assert (counts["sentences"], counts["claims"], counts["quotations"]) == (2, 1, 0)


def test_a_crosswalk_line_moves_what_reads_its_variable(
    mapped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = impact("crosswalk.csv:3", capsys)
    assert found["title"] == "data/cohorts/demo/crosswalk.csv:3  q7_1 = 4 → core = agree"
    assert found["numbers"] == {"rows": CORE[:3], "selection": [], "derived": CORE[3:]}


def test_a_person_moves_their_rows_and_their_quotations(
    mapped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = impact("demo:a2", capsys)
    assert found["numbers"]["rows"] == ["flow.kept.all.count", *CORE[:3], "support.country.all.distinct"]
    assert [row["turn"] for row in found["places"]["quotations"]] == ["demo/talk/2"]
    assert impact("demo:a3", capsys)["places"]["quotations"] == []


def test_a_transcript_leads_to_its_quotations(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_trace(Path(), "talk.txt", every=False, as_json=False) == 0
    assert capsys.readouterr().out.endswith("Quotations: 1\n  manuscript/paper.qmd:13:16  warm milk helps\n")


WHO = ["flow.kept.all.count", "support.country.all.distinct"]
PLACES = "support.country.all.distinct"
ALL = [WHO[0], *CORE[:3], PLACES]


@pytest.mark.parametrize(
    ("what", "rows", "selection", "quoted"),
    [
        # words are given to a country: what says it, in a cell or for all, moves the quotation of a2
        ("survey.sav:3:c", [PLACES], [], True),
        ("survey.sav:4:c", [PLACES], [], False),
        ("crosswalk.csv:5", [PLACES], [], True),
        ("variables.csv:3", [], [PLACES], True),
        ("countries.csv", [], [], True),
        # who may be quoted
        ("survey.sav:3:email", [], ALL, True),
        ("withdrawals.csv", [], ALL, True),
        ("cohort.yaml", [], ALL, True),
        ("config.yaml", [], ALL, True),
        ("variables.csv", [], ALL, True),
        ("survey.sav:3", ALL, [], True),
        ("survey.sav", ALL, [], True),
        ("demo", ALL, [], True),
        # what people answered is in no quotation
        ("survey.sav:3:q7_1", CORE[:3], [], False),
        ("survey.sav:q7_1", CORE[:3], [], False),
        ("survey.sav:c", [PLACES], [], False),
        ("survey.sav:4", WHO, CORE[:3], False),
        ("crosswalk.csv:2", [], CORE[:3], False),  # no answer was read by it yet
        ("crosswalk.csv:3", CORE[:3], [], False),
        ("crosswalk.csv", [*CORE[:3], PLACES], [], True),
        ("corrections.yaml", CORE[:3], [], False),
        ("variables.csv:2", [], CORE[:3], False),
        ("talk.txt", [], [], True),
        ("demo/talk/2", [], [], True),
        ("themes.csv", [], [], True),
        ("analyses/support.yaml", [*CORE, PLACES], [], False),
    ],
)
def test_what_each_thing_moves_by_rows_by_selection_and_of_quotations(
    mapped: Path,
    capsys: pytest.CaptureFixture[str],
    what: str,
    rows: list[str],
    selection: list[str],
    quoted: bool,
) -> None:
    for name in ("corrections.yaml", "withdrawals.csv"):
        Path("data/cohorts/demo", name).write_text("", encoding="utf-8")
    found = impact(what, capsys)
    moved = {*rows, *selection}
    derived = CORE[3:] if CORE[2] in moved and CORE[3] not in moved else []
    assert found["numbers"] == {"rows": rows, "selection": selection, "derived": derived}
    assert bool(found["places"]["quotations"]) is quoted


@pytest.mark.parametrize("what", ["talk.txt", "demo/talk/2", "demo:a2", "themes.csv", "coding.csv"])
def test_who_speaks_decides_who_counts_where_transcripts_do(
    mapped: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    described = Path("data/cohorts/demo/cohort.yaml")
    with_coding = "files:\n  coding: {path: coding.csv}\n"
    described.write_text(described.read_text().replace("files:\n", with_coding), encoding="utf-8")
    evidence = read_json(Path("results/ledger/evidence.json"))
    evidence["selections"]["who"]["transcripts"] = True
    write_json(evidence, Path("results/ledger/evidence.json"))
    found = impact(what, capsys)["numbers"]
    assert set(WHO) <= {*found["rows"], *found["selection"]}


def test_a_plan_moves_the_numbers_it_planned(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert impact("analyses/flow.yaml", capsys)["numbers"]["rows"] == ["flow.kept.all.count"]


def test_a_table_and_its_cells(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = [{"text": "Item", "ids": []}, {"text": "All (n = 1)", "ids": ["support.core.all.n"]}]
    cells = [{"text": "In the core", "ids": []}, {"text": "100.0%", "ids": ["support.core.all.pct"]}]
    table = {"columns": head, "rows": [{"cells": cells}], "notes": []}
    write_json({"tables": {"support": table}}, Path("results/manuscript/paper.binding.json"))
    assert print_trace(Path(), "tbl-support/in-the-core/all", every=False, as_json=False) == 0
    assert capsys.readouterr().out.startswith(
        "table support, manuscript/paper.qmd:15:1\n  Support.\n"
        "  row In the core, column All (n = 1): 100.0%\n\nsupport.core.all.pct = 100.0%\n"
    )
    assert [row["text"] for row in impact("survey.sav:3:q7_1", capsys)["places"]["tables"]] == [
        "support: (header) / All (n = 1) = All (n = 1)",
        "support: In the core / All (n = 1) = 100.0%",
    ]
    with pytest.raises(ProblemsFound) as problems:
        print_trace(Path(), "tbl-support/in-the-cor/al1", every=False, as_json=False)
    assert str(problems.value) == (
        "tbl-support\n  found:    no column al1\n  expected: one of item, all-n-1\n"
        "  to do:    the nearest: all-n-1"
    )


def test_a_figure_and_its_points(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("results/figures").mkdir(parents=True)
    points = "id,label,shown\nsupport.core.all.pct,In the core,100.0%\n"
    Path("results/figures/support.csv").write_text(points, encoding="utf-8")
    for name in ("fig-support", "support.svg", "results/figures/support.csv"):
        assert print_trace(Path(), name, every=False, as_json=True) == 0
        assert json.loads(capsys.readouterr().out)["numbers"] == ["support.core.all.pct"]
    found = impact("survey.sav:3:q7_1", capsys)["places"]["figures"]
    assert [row["text"] for row in found] == ["support: In the core = 100.0%"]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (
            "survy.sav",
            "survy.sav\n  found:    nothing is known by this name\n"
            "  expected: a raw file, FILE:ROW or FILE:ROW:COLUMN of it, crosswalk.csv:LINE, a cohort, "
            "COHORT:PERSON or a turn\n  to do:    the nearest: survey.sav",
        ),
        (
            "survey.sav:9",
            "data/cohorts/demo/survey.sav\n  found:    no row 9\n"
            "  expected: a row from 2 to 5\n  to do:    correct the row",
        ),
        (
            "crosswalk.csv:40",
            "data/cohorts/demo/crosswalk.csv\n  found:    no row at line 40\n"
            "  expected: a line below the header\n  to do:    correct it",
        ),
        (
            "demo/talk/9",
            "demo/talk/9\n  found:    nothing is known by this name\n"
            "  expected: a raw file, FILE:ROW or FILE:ROW:COLUMN of it, crosswalk.csv:LINE, a cohort, "
            "COHORT:PERSON or a turn\n  to do:    correct the name",
        ),
    ],
)
def test_what_is_not_there(mapped: Path, what: str, text: str) -> None:
    with pytest.raises(ProblemsFound) as problems:
        print_impact(Path(), what, every=False, as_json=False)
    assert str(problems.value) == text


def test_answers_to_personal_questions_stay_masked(mapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for what in ("survey.sav:3", "demo:a2", "survey.sav:3:q9", "crosswalk.csv:6"):
        assert print_trace(Path(), what, every=True, as_json=True) == 0
        assert "secret words" not in capsys.readouterr().out
