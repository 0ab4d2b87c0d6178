"""Numbers that contradict each other, and numbers beside words of another group or unit.

Expected p-values are those of R 4.2: pnorm, pchisq, pt and pf, upper tails; the rest is by hand.
"""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.groups_named import find_misnamed
from aimed.audit.coherence.ledger_numbers import (
    find_broken_flows,
    find_impossible,
    find_incoherent,
    read_whole_items,
)
from aimed.audit.coherence.p_values import p_of_chi_square, p_of_f, p_of_r, p_of_t, p_of_z
from aimed.files.tables import write_table
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from audited_study import entry


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (p_of_z(1.96), 0.04999579),
        (p_of_z(-1.96), 0.04999579),
        (p_of_chi_square(5.99, 2), 0.05003663),
        (p_of_chi_square(0.2, 5), 0.9991139),
        (p_of_chi_square(0, 3), 1.0),
        (p_of_t(2.1, 30), 0.04424227),
        (p_of_f(4.2, 2, 40), 0.02209493),
        (p_of_r(0.5, 18), 0.02476956),
        (p_of_r(1, 18), 0.0),
    ],
)
def test_p_of_a_statistic(p: float, expected: float) -> None:
    assert p == pytest.approx(expected, abs=5e-7)


def numbers(**changed: float | dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the numbers of one item in two groups, 30 of 40 and 20 of 40, with some values changed.

    By hand: chi-square = 80 * (30*20 - 10*20)^2 / (40*40*50*30) = 5.3333, V = sqrt(5.3333 / 80) = 0.2582;
    U = 600 gives a rank-biserial of 1 - 2*600/1600 = 0.25; z = 2.2942 has a p
    of 0.02177901 in R's pnorm.
    """
    chi = {"method": "chi-square", "group": "a_vs_b", "n": 80}
    rank = {"method": "Mann-Whitney U", "group": "a_vs_b", "n": 80}
    rows: dict[str, dict[str, Any]] = {
        "a.count": {"value": 30.0, "n": 40, "group": "a"},
        "a.n": {"value": 40.0, "n": 40, "group": "a"},
        "a.pct": {"value": 75.0, "n": 40, "group": "a", "unit": "percent", "low": 59.8, "high": 85.8}
        | {"shown_low": "59.8", "shown_high": "85.8"},
        "b.count": {"value": 20.0, "n": 40, "group": "b"},
        "b.n": {"value": 40.0, "n": 40, "group": "b"},
        "b.pct": {"value": 50.0, "n": 40, "group": "b", "unit": "percent"},
        "a_vs_b.difference": chi | {"value": 25.0},
        "a_vs_b.event_chi2": chi | {"value": 16 / 3},
        "a_vs_b.event_df": chi | {"value": 1.0},
        "a_vs_b.event_p": chi | {"value": 0.020921335337794},
        "a_vs_b.chi2": chi | {"value": 16 / 3},
        "a_vs_b.v": chi | {"value": 0.2581988897471611},
        "a_vs_b.u": rank | {"value": 600.0},
        "a_vs_b.z": rank | {"value": -2.2942},
        "a_vs_b.r": rank | {"value": 0.256499357737},
        "a_vs_b.p": rank | {"value": 0.02177901331831728},
        "a_vs_b.p_adjusted": rank | {"value": 0.0435584},
        "a_vs_b.rank_biserial": rank | {"value": -0.25},
    }
    for name, change in changed.items():
        group, _, statistic = name.partition("__")
        rows[f"{group}.{statistic}"] |= change if isinstance(change, dict) else {"value": change}
    return {
        f"x.item.{name}": entry(
            f"{row['value']:.4g}", row["value"], name, **{"analysis": "x", "item": "item"} | _rest(name, row)
        )
        for name, row in rows.items()
    }


def _rest(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {"statistic": name.partition(".")[2]} | {k: v for k, v in row.items() if k != "value"}


INCOHERENT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a coherent result": ({}, []),
    "a percentage that is not n/N": (
        {"b__pct": 52.0, "a_vs_b__difference": 23.0},
        ["x.item.b.pct is 52, but 20 of 40 gives 50"],
    ),
    "a p that does not follow from chi-square": (
        {"a_vs_b__event_p": 0.03},
        ["x.item.a_vs_b.event_p is 0.03, but chi2 = 5.333 with 1 degrees of freedom gives 0.0209213"],
    ),
    "a p that does not follow from z": (
        {"a_vs_b__p": 0.04},
        ["x.item.a_vs_b.p is 0.04, but z = -2.294 gives 0.021779"],
    ),
    "an adjusted p below p": (
        {"a_vs_b__p_adjusted": 0.01},
        [
            "x.item.a_vs_b.p_adjusted is 0.01, but its p before adjustment, which cannot be larger, "
            "gives 0.021779"
        ],
    ),
    "a correlation that does not follow from U": (
        {"a_vs_b__rank_biserial": -0.35},
        ["x.item.a_vs_b.rank_biserial is -0.35, but U = 600 with groups of 40 and 40 gives -0.25"],
    ),
    "a z that U cannot give": (  # by hand: (200 - 0.5) / sqrt(1600 * 81 / 12) = 1.91969
        {"a_vs_b__z": -1.5, "a_vs_b__p": 0.1336144025, "a_vs_b__p_adjusted": 0.2, "a_vs_b__r": 0.167705098},
        ["x.item.a_vs_b.z is -1.5, but U = 600 with groups of 40 and 40 at least gives -1.91969"],
    ),
    "a V that does not follow": (
        {"a_vs_b__v": 0.3},
        ["x.item.a_vs_b.v is 0.3, but chi-square 5.333 with n = 80 gives 0.258199"],
    ),
    "a difference of other percentages": (
        {"a_vs_b__difference": -25.0},
        ["x.item.a_vs_b.difference is -25, but 75.0% less 50.0% gives 25"],
    ),
    "an interval that misses its estimate": (
        {"a__pct": {"low": 76.0, "shown_low": "76.0"}},
        ["x.item.a.pct is 75, outside its interval 76.0 to 85.8"],
    ),
    "a number that is not public is not told": ({"b__pct": {"value": 52.0, "public": False}}, []),
    "a p of another method is not compared": ({"a_vs_b__event_p": {"value": 0.03, "method": "Fisher"}}, []),
}


@pytest.mark.parametrize("case", INCOHERENT)
def test_numbers_that_contradict_each_other(case: str) -> None:
    changed, expected = INCOHERENT[case]
    assert [finding.found for finding in find_incoherent(numbers(**changed), {})] == expected


def test_v_of_several_groups() -> None:
    """By hand: chi-square 12.2, n = 300 and df = 4 are V = 0.2017 in a 2 x 5 table, 0.1426 in a 3 x 3 one."""
    common = {"analysis": "x", "item": "i", "group": "by_g", "n": 300, "method": "chi-square"}

    def found(v: float) -> list[str]:
        rows = {"chi2": 12.2, "df": 4.0, "v": v}
        known = {f"x.i.by_g.{k}": entry("", value, k, **common, statistic=k) for k, value in rows.items()}
        return [finding.found for finding in find_incoherent(known, {})]

    assert found(math.sqrt(12.2 / 300)) == found(math.sqrt(12.2 / 600)) == []
    assert found(0.3) == ["x.i.by_g.v is 0.3, but chi-square 12.2 with n = 300 gives 0.20166"]


def whole_numbers(mean: float, sd: float, whole: bool = True) -> list[str]:
    """Return what is said of the mean and deviation of four answers."""
    rows = {"mean": mean, "sd": sd}
    known = {f"x.age.all.{k}": entry("", value, k, item="age", statistic=k, n=4) for k, value in rows.items()}
    return [found for _, found in find_impossible(known, {"age"} if whole else set())]


def test_means_that_whole_numbers_cannot_have() -> None:
    """By hand: 20, 21, 21 and 24 have a mean of 21.5 and a variance of 9/3; their squares add up to 1858."""
    assert whole_numbers(21.5, math.sqrt(3)) == []
    assert whole_numbers(21.6, math.sqrt(3)) == [
        "x.age.all.mean is 21.6, but 4 whole numbers give 21.5 or 21.75"
    ]
    assert whole_numbers(21.6, math.sqrt(3), whole=False) == []
    wrong = "x.age.all.sd is {:.6g}, which 4 whole numbers with a mean of 21.5 cannot have"
    assert whole_numbers(21.5, 1.7) == [wrong.format(1.7)]
    odd = math.sqrt(10 / 3)  # squares that add up to 1859, while the sum, 86, is even
    assert whole_numbers(21.5, odd) == [wrong.format(odd)]


def test_items_whose_answers_are_whole(study: Path) -> None:
    answers = pd.DataFrame({"age": [20.0, 21.0, None], "hours": [1.0, 2.5, 3.0], "core": ["a", "b", "c"]})
    write_table(answers, study / "results/harmonise/pooled/responses.parquet")
    known = {
        f"x.{item}.all.mean": entry("", 1, "", item=item, statistic="mean") for item in (*answers, "other")
    }
    assert read_whole_items(study, known) == {"age"}
    assert read_whole_items(study, {}) == frozenset()


def test_a_contradiction_is_placed_where_the_number_is_used(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = study / "results/ledger/ledger.json"
    content = json.loads(ledger.read_text())
    content["numbers"]["support.core.all.count"]["value"] = 2.0
    content["numbers"]["support.core.all.pct"]["unit"] = "percent"
    ledger.write_text(json.dumps(content))
    assert print_check(Path(), None) == 1
    assert capsys.readouterr().out == (
        "manuscript/paper.qmd:10:65: support.core.all.pct is 100, but 2 of 1 gives 200\n"
        "  expected: numbers of one result that agree with each other\n"
        "  to do:    aimed gate says whether a result was edited; make paper makes it again\n"
        "1 error, 0 warnings (stage draft)\n"
    )


def flow(*boxes: dict[str, Any]) -> list[str]:
    known = {name: entry(str(n), n, name) for name, n in (("f.raw", 10), ("f.out", 3), ("f.left", 7))}
    text = "- id: flow\n  boxes:\n    - {label: Left, number: f.left}\n"
    found = find_broken_flows([{"boxes": boxes}], known, "figures.yaml", text)
    return [f"{finding.place} {finding.found}" for finding in found]


def test_boxes_of_a_flow_that_do_not_add_up() -> None:
    raw, out, left = ({"number": f"f.{name}"} for name in ("raw", "out", "left"))
    beside = {"beside": "yes", "parts": [out]}
    assert flow(raw, beside, left) == []
    assert flow(raw, {"beside": "yes", **out}, left) == []
    assert flow(raw, left) == []  # nothing is said to have left
    assert flow(raw, beside, {"beside": "yes", "parts": [out]}, left) == [
        "figures.yaml:3:29 box f.left holds 7, but 10 less the 6 beside the arrow are 4"
    ]


GROUPS = {
    "x": [
        {
            "hic": frozenset({"HIC", "High-income countries", "High income"}),
            "lmic": frozenset({"LMIC", "Low- and middle-income countries"}),
        }
    ]
}
HIC, LMIC = "[x.i.hic.pct]{.num}", "[x.i.lmic.pct]{.num}"
AGE, ALL = "[x.age.all.mean]{.num}", "[x.i.all.pct]{.num}"
COUNT = "[x.i.hic.count]{.num}"
BOTH = ['"HIC" beside x.i.lmic.pct: LMIC', '"LMIC" beside x.i.hic.pct: HIC']
SENTENCES = {
    f"It was {HIC} in HIC and {LMIC} in LMIC.": [],
    f"It was {LMIC} in HIC and {HIC} in LMIC.": BOTH,
    f"In HIC ({LMIC}) more often than in LMIC ({HIC}).": BOTH,
    f"Students in high-income countries said so ({LMIC}).": [
        '"high-income countries" beside x.i.lmic.pct: LMIC'
    ],
    f"Those of low-\nand middle-income countries were {HIC}.": [
        '"low- and middle-income countries" beside x.i.hic.pct: HIC'
    ],
    f"It was {HIC} in low- and middle-income countries.": [
        '"low- and middle-income countries" beside x.i.hic.pct: HIC'
    ],
    f"It was {LMIC} in low- and middle-income countries and more elsewhere.": [],
    f"In LMIC, {HIC} agreed.": ['"LMIC" beside x.i.hic.pct: HIC'],
    f"No difference between HIC and LMIC ({HIC} and {LMIC}).": [],
    f"HIC and LMIC had {HIC} and {LMIC}.": [],
    f"No difference between HIC and LMIC ({LMIC} and {HIC}).": [
        '"HIC … LMIC" beside x.i.lmic.pct: LMIC, then HIC'
    ],
    f"Fewer in LMIC than in HIC agreed ({HIC}; {LMIC}).": ['"LMIC … HIC" beside x.i.hic.pct: HIC, then LMIC'],
    f"Fewer in LMIC than in HIC agreed ({LMIC} and {HIC}).": [],
    f"Fewer in LMIC than in HIC agreed ({HIC} in the one, {LMIC} in the other).": [],
    f"Of all, {ALL} agreed in HIC.": [],
    f"{HIC} of students, more than in LMIC.": [],
    f"Unlike LMIC, {HIC} agreed.": [],
    f"HIC were asked. Then {LMIC} agreed.": [],
    f"HIC: {HIC}, LMIC: {LMIC}": [],
    f"| HIC {HIC}, LMIC {LMIC} | in LMIC {HIC} |": ['"LMIC" beside x.i.hic.pct: HIC'],
    f"Since schools in LMIC have few computers of their own, {HIC} agreed.": [],
    f'In [LMIC]{{.literal why="a title"}} {HIC} agreed.': [],
    f'[Fewer in HIC]{{.claim holds="x.i.hic.pct < 9"}} ({LMIC}).': ['"HIC" beside x.i.lmic.pct: LMIC'],
    f"Their age was {AGE} years.": [],
    f"Their age was {AGE} hours.": ['"hours" beside x.age.all.mean: years'],
    f"Their age was {AGE}%.": ['"%" beside x.age.all.mean: years'],
    f"{HIC} percentage points.": ['"percentage points" beside x.i.hic.pct: percent'],
    f"It was {COUNT} in 3 years, {COUNT} years in all.": [],
    f"It was {COUNT}% of all.": ['"%" beside x.i.hic.count: count'],
    f"It was {COUNT} percent.": ['"percent" beside x.i.hic.count: count'],
    f"(p = {HIC})": ['"p =" beside x.i.hic.pct: percent'],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_words_beside_a_number(text: str) -> None:
    known = {
        f"x.{item}.{group}.{statistic}": entry("9", 9, "", analysis="x", group=group, unit=unit)
        for item, group, statistic, unit in (
            *(("i", group, "pct", "percent") for group in ("hic", "lmic", "all")),
            ("age", "all", "mean", "years"),
            ("i", "hic", "count", "count"),
        )
    }
    bound = {name: {"ids": [name]} for name in known}
    found = find_misnamed("p", readable_of(text), scan_marks(text), bound, known, GROUPS)
    own = "words that name what the number is"
    assert [finding.found + finding.expected.removeprefix(own) for finding in found] == SENTENCES[text]
