"""Tables of models and correlations, by hand from a small ledger."""

from pathlib import Path

import pytest
from aimed.manuscript.tables.cells import Study
from aimed.manuscript.tables.declared import resolve_table
from aimed.study.codebook import read_codebook
from aimed.study.written_tables import read_written

VARIABLES = """variable,label,type,scale,unit,min,max,role,personal,shown_if
tea,Tea,ordered,agree,,,,outcome,no,
place,Place,category,place,,,,group,no,
age,Age,number,,years,,,group,no,
topic,Topics,multi,topic,,,,outcome,no,
"""
SCALES = """scale,code,order,label,collapsed
agree,no,1,No,
agree,yes,2,Yes,
place,north,1,North,
place,south,2,South,
place,east,3,East,
topic,cup,1,Cups,
"""
# id: shown, low, high; all of two terms of a model and two correlations
NUMBERS = {
    "m.tea.all.n": ("90", "", ""), "m.tea.all.left_out": ("10", "", ""),
    "m.tea.all.pseudo_r2": ("0.12", "", ""),
    "m.tea.place_north.n": ("50", "", ""), "m.tea.place_north.events": ("30", "", ""),
    "m.tea.place_south.n": ("40", "", ""), "m.tea.place_south.events": ("10", "", ""),
    "m.tea.place_south.odds_ratio": ("0.22", "0.09", "0.55"),
    "m.tea.place_south.ame": ("−35.0", "−54.1", "−15.9"),
    "m.tea.place_south.p": ("0.001", "", ""), "m.tea.place_south.p_adjusted": ("0.002", "", ""),
    "m.tea.place_east.n": ("0", "", ""), "m.tea.age.odds_ratio": ("1.10", "1.01", "1.20"),
    "m.tea.place_south_x_age.odds_ratio": ("1.00", "0.90", "1.11"),
    "m.tea.place_south_x_age.estimate": ("0", "", ""),
    "c.age.with_tea.spearman": ("0.31", "0.11", "0.48"),
    "c.age.with_topic_cup.point_biserial": ("0.05", "", ""),
    "c.tea.with_topic_cup.point_biserial": ("0.15", "", ""),
    "g.age.all.mean": ("30", "", ""), "g.age.by_place.f": ("3", "", ""), "g.age.by_place.p": ("0.02", "", ""),
    "g.age.a_vs_b.hedges_g": ("0.4", "0.1", "0.7"),
}  # fmt: skip
PLAN = {
    "kind": "model",
    "model": "logistic",
    "outcomes": ["tea"],
    "predictors": ["place", "age", ["place", "age"]],
}
HIDDEN = "m.tea.age.odds_ratio"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    for name, text in {"variables": VARIABLES, "scales": SCALES, "missing": "reason,label\n"}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "themes.csv").write_text("code,parent,label,definition,include,exclude\n", encoding="utf-8")
    numbers = {}
    for name, (shown, low, high) in NUMBERS.items():
        _, item, group, statistic = name.split(".")
        entry = {"item": item, "group": group, "statistic": statistic, "public": name != HIDDEN, "n": 90}
        entry |= {"shown": shown, "shown_bare": shown, "value": float(shown.replace("−", "-"))}
        ends = {"shown_low": low, "shown_high": high, "shown_level": "95"} if low else {}
        numbers[name] = entry | ends
    codebook = read_codebook(*(tmp_path / f"{name}.csv" for name in ("variables", "scales", "missing")))
    analyses = {"m": PLAN, "c": {"kind": "association", "outcomes": ["age", "tea", "topic"]}}
    analyses |= {"g": {"kind": "means", "outcomes": ["age"], "by": "place"}}
    return Study(numbers, {}, codebook, analyses, read_written(tmp_path / "themes.csv"), 5)  # type: ignore[arg-type]


def shown(table: dict) -> list[list[str]]:
    rows = [
        ["  " * row["level"] + row["cells"][0]["text"], *(c["text"] for c in row["cells"][1:])]
        for row in table["rows"]
    ]
    return [[cell["text"] for cell in table["columns"]], *rows]


def test_a_model_has_a_row_per_term_and_what_tells_of_its_fit(study: Study) -> None:
    table = resolve_table({"analysis": "m", "kind": "model"}, study)
    assert shown(table) == [
        [
            "Term",
            "Events of people",
            "Odds ratio (95% CI)",
            "Average effect, percentage points (95% CI)",
            "p",
            "Adjusted p",
        ],
        ["Place", "", "", "", "", ""],
        ["  North", "30 of 50", "Reference", "", "", ""],
        ["  South", "10 of 40", "0.22 (0.09 to 0.55)", "−35.0 (−54.1 to −15.9)", "0.001", "0.002"],
        ["Age", "–", "suppressed", "–", "–", "–"],
        ["Place: South × Age", "–", "1.00 (0.90 to 1.11)", "–", "–", "–"],
        ["People in the model", "90", "", "", "", ""],
        ["Left out for a missing answer", "10", "", "", "", ""],
        ["McFadden's pseudo R²", "0.12", "", "", "", ""],
    ]
    assert table["rows"][1]["cells"][3]["ids"] == []
    assert table["rows"][2]["cells"][2]["ids"] == ["m.tea.place_south.odds_ratio"]
    assert table["align"] == ["left", *["right"] * 5]


def test_the_reference_is_the_plans_and_ordinal_models_have_no_average_effect(study: Study) -> None:
    study.analyses["m"].update(model="ordinal", reference={"place": "south"})  # type: ignore[attr-defined]
    rows = shown(resolve_table({"analysis": "m", "kind": "model"}, study))
    assert rows[0] == ["Term", "People", "Odds ratio (95% CI)", "p", "Adjusted p"]
    assert rows[2] == ["  North", "30 of 50", "–", "–", "–"]
    assert rows[3] == ["  South", "10 of 40", "Reference", "", ""]


def test_a_model_without_estimates_says_where_the_reason_stands(study: Study) -> None:
    gone = ("odds_ratio", "ame", "p", "p_adjusted", "estimate", "pseudo_r2")
    for name in [name for name in study.numbers if name.rpartition(".")[2] in gone]:
        del study.numbers[name]  # type: ignore[attr-defined]
    table = resolve_table({"analysis": "m", "kind": "model"}, study)
    assert table["notes"][0] == "Tea: no estimates; the table of the analysis says why (not_estimated)."


def test_correlations_are_a_triangle(study: Study) -> None:
    assert shown(resolve_table({"analysis": "c", "kind": "correlations"}, study)) == [
        ["Variable", "Age", "Tea"],
        ["Tea", "0.31", ""],
        ["Cups", "0.05", "0.15"],
    ]


def test_several_groups_are_compared_as_a_whole_and_not_by_their_first_pair(study: Study) -> None:
    assert study.compared("g", "age") == "by_place"
