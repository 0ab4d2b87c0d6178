"""The second road on the built toy: all agree, and what was altered is named with old and new."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aimed.audit.recompute.command import print_audit, reads_as, recompute_study
from aimed.audit.recompute.group_tests import EFFECTS, TESTS, Contrast, find_quantile
from aimed.files.tables import read_table, write_table
from aimed.ledger.contents import list_quotable, read_ledger
from aimed.ledger.make import make_ledger
from aimed.messages.problems import ProblemsFound
from aimed.stats.adjust_families import adjust_families
from aimed.stats.compare_groups import analyse

pytestmark = pytest.mark.slow

LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
POOLED = Path("results/harmonise/pooled")
BOOK = Path("data/codebook")


def alter(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def found_by(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines below the table of kinds."""
    assert print_audit(Path()) == 1
    lines = capsys.readouterr().out.splitlines()
    return lines[next(at for at, line in enumerate(lines) if line.startswith("complete")) :]


def test_all_numbers_of_the_toy_agree(built_toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_audit(Path()) == 0
    lines = capsys.readouterr().out.splitlines()
    kinds = ["count", "proportion", "quantile", "moment", "test", "derived", "declared", "row sets"]
    assert [line[:12].strip() for line in lines[1:9]] == kinds
    total = len(list_quotable(read_ledger(LEDGER)))
    row_sets = len(json.loads(EVIDENCE.read_text(encoding="utf-8"))["row_sets"])
    assert lines[8].split()[2:4] == [str(row_sets)] * 2
    assert lines[9:] == [
        f"complete evidence: {total} of {total} numbers (100 %)",
        f"{total} numbers agree, 0 ids differ, 0 cannot be recomputed",
    ]
    assert print_audit(Path(), as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert sum(kind["agree"] for kind in report["kinds"].values()) == report["numbers"] == total
    assert report["row_sets"]["agree"] == report["row_sets"]["numbers"] == row_sets
    assert report["differences"] == []


def test_an_altered_value_is_named_with_old_and_new(
    built_toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "support.core_curriculum.all.pct"
    entry = json.loads(LEDGER.read_text(encoding="utf-8"))["numbers"][name]
    alter(LEDGER, lambda ledger: ledger["numbers"][name].update(value=12.5))
    # By hand from survey.csv: a2 a4 a5 a6 a8 a11 a13 agree, a7 and a10 do not; a9 withdrew.
    assert found_by(capsys)[2:] == [f"{name}: value 12.5 in the ledger, {100 * 7 / 9} recomputed"]
    alter(LEDGER, lambda ledger: ledger["numbers"][name].update(value=entry["value"], shown="77.7%"))
    assert found_by(capsys)[2:] == [f"{name}: shown 77.7% in the ledger, {100 * 7 / 9} recomputed"]


@pytest.mark.parametrize(
    ("statistic", "part"),
    [
        ("hic_vs_lmic.p", "value"),
        ("hic_vs_lmic.u", "value"),
        ("hic_vs_lmic.rank_biserial", "low"),
        ("hic_vs_lmic.difference", "high"),
        ("hic_vs_lmic.p_adjusted", "n"),
        ("all.pct", "low"),
        ("all.median", "value"),
        ("all.count", "n"),
    ],
)
def test_each_part_of_each_kind_is_compared(built_toy: Path, statistic: str, part: str) -> None:
    name = f"support.core_curriculum.{statistic}"

    def raise_it(ledger: dict[str, Any]) -> None:
        ledger["numbers"][name][part] += 1e-6 if part != "n" else 1

    alter(LEDGER, raise_it)
    assert [(one.id, one.what) for one in recompute_study(Path()).differences] == [(name, part)]


def test_rows_that_changed_are_named(built_toy: Path) -> None:
    responses = read_table(POOLED / "responses.parquet")
    responses.loc[responses["respondent"] == "toy:a7", "core_curriculum"] = "agree"
    write_table(responses, POOLED / "responses.parquet")
    report = recompute_study(Path())
    wrong = {one.id: (one.ledger, one.recomputed) for one in report.differences if one.what == "value"}
    assert wrong["support.core_curriculum.all.count"] == (7.0, 8.0)
    assert "support.core_curriculum.all.total" not in wrong
    assert "support.core_curriculum.hic.count" not in wrong
    altered = {one.id for one in report.differences if one.what == "digest"}
    assert altered and all(key.startswith("rows_") for key in altered)
    assert report.row_sets.numbers - report.row_sets.agree == len(altered)


def test_evidence_that_is_not_complete_is_counted(
    built_toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(evidence: dict[str, Any]) -> None:
        del evidence["numbers"]["support.core_curriculum.all.median"]
        evidence["numbers"]["support.core_curriculum.hic_vs_lmic.difference"]["formula"] = "by eye"
        evidence["numbers"]["support.core_curriculum.all.q1"].update(rows=None, base=None)

    alter(EVIDENCE, spoil)
    total = len(list_quotable(read_ledger(LEDGER)))
    share = int(1000 * (total - 2) / total) / 10
    assert found_by(capsys) == [
        f"complete evidence: {total - 2} of {total} numbers ({share} %)",
        f"{total - 3} numbers agree, 0 ids differ, 2 cannot be recomputed",
        "support.core_curriculum.all.q1: cannot be recomputed, the evidence names no rows",
        "support.core_curriculum.hic_vs_lmic.difference: cannot be recomputed,"
        " no second road for the formula by eye",
        "support.core_curriculum.all.median: incomplete, no evidence",
        "support.core_curriculum.all.q1: incomplete, neither rows nor numbers",
    ]


def test_rows_of_another_shape_are_a_problem(built_toy: Path) -> None:
    path = POOLED / "exclusions.parquet"
    write_table(read_table(path).drop(columns="step"), path)
    with pytest.raises(ProblemsFound) as found:
        recompute_study(Path())
    [problem] = found.value.problems
    assert problem.place == "results/ledger/evidence.json"
    assert problem.found.startswith("rows that the tables cannot be asked for: Binder Error")


def test_a_table_that_is_gone_is_a_problem(built_toy: Path) -> None:
    (POOLED / "exclusions.parquet").unlink()
    with pytest.raises(ProblemsFound) as found:
        recompute_study(Path())
    assert str(found.value) == (
        """results/harmonise/pooled/exclusions.parquet
  found:    no table that can be read
  expected: a study that was built
  to do:    build again: aimed build"""
    )


def test_several_groups_and_every_type_agree(built_toy: Path) -> None:
    """The toy compares two groups in one ordered item; here four groups, in items of every type."""
    Path("analyses/support.yaml").write_text(
        "question: Who wants it?\nplanned: yes\nkind: distribution\n"
        'outcomes: [core_curriculum, topic, age, prior]\nevent: {core_curriculum: agree, prior: "yes"}\n'
        "by: income_group\ncompare: yes\n",
        encoding="utf-8",
    )
    remake_ledger()
    report = recompute_study(Path())
    assert report.clean, (report.differences, report.not_recomputed, report.incomplete)
    numbers = json.loads(LEDGER.read_text(encoding="utf-8"))["numbers"]
    kinds = {one["statistic"] for one in numbers.values() if one["group"] == "by_income_group"}
    assert {"h", "epsilon_squared", "chi2", "event_chi2", "v", "p", "p_adjusted"} <= kinds


def remake_ledger() -> None:
    """Run the steps behind analyses/support.yaml again, without Snakemake."""
    pooled = {name: POOLED / f"{name}.parquet" for name in ("responses", "participants", "missing")}
    book = {name: BOOK / f"{name}.csv" for name in ("variables", "scales")}
    plans = sorted(Path("analyses").glob("*.yaml"))
    stats = [Path(f"results/stats/{plan.stem}.parquet") for plan in plans]
    adjusted = Path("results/stats/adjusted.parquet")
    analyse(
        analysis="support",
        plan=Path("analyses/support.yaml"),
        statistics=Path("results/stats/support.parquet"),
        reasons=BOOK / "missing.csv",
        **book,
        **pooled,
    )
    compared = Path("analyses/support.yaml")
    adjust_families(plans=[compared], tables=[Path("results/stats/support.parquet")], adjusted=adjusted)
    coded = [
        Path(f"results/coding/{name}.parquet") for name in ("turns", "coded_turns", "agreement", "ratings")
    ]
    make_ledger(
        stats=stats,
        adjusted=adjusted,
        plans=plans,
        tables=[*pooled.values(), POOLED / "exclusions.parquet", *coded],
        recodes=POOLED / "recodes.parquet",
        cohort_files=[Path("data/cohorts/toy/cohort.yaml")],
        missing=BOOK / "missing.csv",
        themes=BOOK / "themes.csv",
        config=Path("config.yaml"),
        ledger=LEDGER,
        evidence=EVIDENCE,
        public=Path("public.csv"),
        **book,
    )


def test_fisher_and_kruskal_wallis_against_published_examples() -> None:
    """Fisher's tea: 17/35 (Fisher 1935). Hollander & Wolfe 1973, p. 116, by R: 0.77143, 0.68."""
    tea = Contrast(np.array([[3, 1], [1, 3]]), np.arange(2))
    assert TESTS["Fisher exact"](tea)["p"] == pytest.approx(34 / 70)
    groups = [[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]]
    values = np.unique(np.concatenate(groups))
    counts = np.array([[group.count(value) for value in values] for group in groups])
    found = TESTS["Kruskal-Wallis"](Contrast(counts, values))
    assert found["h"] == pytest.approx(0.77143, abs=1e-5)
    assert found["p"] == pytest.approx(0.68, abs=1e-3)
    assert EFFECTS["h / (n - 1)"](counts[None], counts)[0] == pytest.approx(found["h"] / 13)


def test_quantiles_are_of_type_7() -> None:
    """R: quantile(c(1, 2, 4, 8), c(0.25, 0.5, 1)) gives 1.75, 3, 8."""
    values = np.array([8.0, 1.0, 4.0, 2.0])
    assert [find_quantile(values, share) for share in (0.25, 0.5, 1.0)] == [1.75, 3.0, 8.0]


@pytest.mark.parametrize(
    ("shown", "value", "right"),
    [
        ("89.8%", 89.84, True),
        ("89.8%", 89.86, False),
        ("2,257.00", 2257.0, True),
        ("\u22123.1", -3.1, True),
        ("3.1", -3.1, False),
        ("<0.001", 0.0004, True),
        ("<0.001", 0.0011, False),
        ("128", 128.0, True),
        ("about 128", 128.0, False),
    ],
)
def test_a_shown_text_is_its_number_rounded(shown: str, value: float, right: bool) -> None:
    assert reads_as(shown, value) is right
