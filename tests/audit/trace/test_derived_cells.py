"""Derived cells of the built study tests/scored followed both ways, and derived again by the second road.

Expected values: by hand from answers.csv and derived.yaml.
"""

import json
from pathlib import Path

import pytest
from aimed.audit.impact.command import print_impact
from aimed.audit.recompute.command import print_audit
from aimed.audit.trace.command import print_trace
from aimed.files.tables import read_table, write_table

RESPONSES = Path("results/harmonise/pooled/responses.parquet")
MISSING = Path("results/harmonise/pooled/missing.parquet")
ANSWERS = "data/cohorts/wave/answers.csv"


def traced(what: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert print_trace(Path(), what, every=True, as_json=False) == 0
    return capsys.readouterr().out


def test_a_number_names_parts_rule_and_raw_cells(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = traced("strain.strain_level.all.level.high.count", capsys)
    assert (
        "Derived variables\n"
        "  strain: sum of s1, s2, s3, s4 (s4 reversed); all parts must be known\n"
        "  strain_level: low from 0 to 3, middle from 4 to 7, high from 8 to 12, of strain\n"
    ) in told
    assert (
        f"{ANSWERS}, row 3 (wave:p02)  s1 2 → s1 often; s2 2 → s2 often; s3 2 → s3 often; "
        "s4 0 → s4 never; strain 9; strain_level high\n"
    ) in told
    assert "decided by the columns id, s1, s2, s3, s4\n" in told
    assert "without strain_level: 2 kept respondents (refused)\n" in told


def test_a_raw_cell_names_what_follows_from_it(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = traced("answers.csv:3:s4", capsys).partition("\n\nNumbers")[0]
    assert cells.splitlines() == [
        f"{ANSWERS}, row 3, s4 (wave:p02)",
        "  kept",
        "",
        "Cells",
        "  s4 = 0 → s4 = never",
        "  → strain = 9  (sum of s1, s2, s3, s4 (s4 reversed); all parts must be known)",
        "  → burden = 10.5  (0.5 × strain + 2 × symptoms; all parts must be known)",
        "  → strain_level = high  (low from 0 to 3, middle from 4 to 7, high from 8 to 12, of strain)",
        "  → strain_mean = 37.5  (mean of s1, s2, s3, s4, times 25; at most 1 missing)",
        "  → strain_prorated = 9  (sum of s1, s2, s3, s4 (s4 reversed); at most 1 missing, as 4 times the"
        " mean of the answered)",
        "  → strained = strained  (strain_level: low is fine, middle is fine, high is strained)",
    ]


def test_an_excluded_number_is_an_event_of_what_rests_on_it(
    scored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = traced("strain.times_hours.all.n", capsys)
    assert "wave, row 12, times_hours: 30 → (blank) (blanked, ratio: invalid)" in told


def test_a_raw_cell_reaches_every_number_of_what_follows_from_it(
    scored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_impact(Path(), "answers.csv:3:s4", every=True, as_json=True) == 0
    numbers = json.loads(capsys.readouterr().out)["numbers"]
    resting = {name for names in numbers.values() for name in names}
    items = {name.split(".")[1] for name in numbers["rows"]}
    assert items == {"strain", "strain_prorated", "strain_mean", "strain_level", "burden", "strained"}
    every = json.loads(Path("results/ledger/ledger.json").read_text(encoding="utf-8"))["numbers"]
    missing = [name for name in every if ".missing." in name and name.split(".")[1] in items]
    assert missing
    assert set(missing) <= resting
    assert not any(name.split(".")[1] in ("s1", "age", "symptoms") and "_vs_" not in name for name in resting)


def test_all_numbers_and_cells_agree(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_audit(Path()) == 0
    lines = capsys.readouterr().out.splitlines()
    derived = 10 * 40
    assert f"cells       {derived:>8}{derived:>8}  1e-09" in "\n".join(lines)


@pytest.mark.parametrize(
    ("variable", "person", "value", "line"),
    [
        ("strain", "p02", 8.0, "wave:p02: strain of responses 8.0 in the ledger, 9.0 recomputed"),
        (
            "strained",
            "p14",
            "fine",
            "wave:p14: {} of responses fine in the ledger, {} recomputed",
        ),
        ("age", "p12", 19.0, "wave:p12: age of responses 19.0 in the ledger, 20.0 recomputed"),
        ("symptoms", "p05", 2.0, "wave:p05: symptoms of responses 2.0 in the ledger, 1.0 recomputed"),
        ("times_hours", "p01", 9.0, "wave:p01: times_hours of responses 9.0 in the ledger, None recomputed"),
    ],
)
def test_an_altered_cell_is_named(
    scored: Path,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    person: str,
    value: object,
    line: str,
) -> None:
    table = read_table(RESPONSES)
    table.loc[table["respondent"] == f"wave:{person}", variable] = value
    write_table(table, RESPONSES)
    assert print_audit(Path()) == 1
    assert line.format(variable, variable) in capsys.readouterr().out.splitlines()


def test_an_altered_reason_is_named(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = read_table(MISSING)
    here = (table["respondent"] == "wave:p03") & (table["variable"] == "strain")
    assert table.loc[here, "reason"].tolist() == ["no_answer"]
    table.loc[here, "reason"] = "refused"
    write_table(table, MISSING)
    assert print_audit(Path()) == 1
    line = "wave:p03: strain of responses refused in the ledger, no_answer recomputed"
    assert line in capsys.readouterr().out.splitlines()


def test_an_altered_reliability_is_named(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("results/ledger/ledger.json")
    ledger = json.loads(path.read_text(encoding="utf-8"))
    for name, part in (("strain.all.alpha", "high"), ("strain.s1.all.item_total", "value")):
        ledger["numbers"][f"reliability.{name}"][part] += 0.001
    path.write_text(json.dumps(ledger), encoding="utf-8")
    assert print_audit(Path()) == 1
    lines = capsys.readouterr().out.splitlines()
    named = [line[: line.index("0.") + 8] for line in lines if line.startswith("reliability.")]
    assert named == [
        "reliability.strain.all.alpha: high 0.924551",
        "reliability.strain.s1.all.item_total: value 0.726135",
    ]


def test_scores_are_described_and_ranks_say_so(scored: Path) -> None:
    ledger = json.loads(Path("results/ledger/ledger.json").read_text(encoding="utf-8"))["numbers"]
    answers = read_table(RESPONSES)["s1"].dropna()
    scores = [["never", "sometimes", "often", "always"].index(answer) for answer in answers]
    middle = len(scores) // 2
    assert len(scores) == 39
    assert ledger["strain.s1.all.median"]["value"] == sorted(scores)[middle] == 2
    assert ledger["strain.s1.all.mean"]["value"] == pytest.approx(sum(scores) / 39, rel=1e-15)
    assert [ledger[f"strain.{item}.all.median"]["unit"] for item in ("s1", "view")] == ["score", "scale"]
    assert ledger["strain.view.all.median"]["label"] == "A view, median rank"
    assert ledger["strain.s1.all.median"]["label"] == "Strain item 1, median"
    binding = json.loads(Path("results/manuscript/paper.binding.json").read_text(encoding="utf-8"))
    rows = binding["tables"]["strain"]["rows"]
    assert [row["cells"][0]["text"] for row in rows] == [
        "Strain item 1, median (interquartile range)",
        "A view, median (interquartile range), of ranks",
        "Strain, sum of four items, median (interquartile range)",
    ]
