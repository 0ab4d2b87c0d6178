"""Specification curves: what is drawn and told of each specification, and what is told of none."""

import re
from pathlib import Path
from typing import Any

import pytest
from aimed.figures.declared import read_figure
from aimed.figures.draw import draw, save_figure
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_codebook
from figures_study import read_rows, write_study

SIZE = "again.wants.a_vs_b.specifications"
FIGURE = """- id: curve
  analysis: again
  kind: specifications
  alt: How effects depend on choices that were made.
  items: [wants]
  labels: {left_out.one: one town}
"""
LEDGER = {SIZE: {"value": 4.0, "shown": "4", "unit": "count", "label": "Wants", "public": True}}


def specification(effect: float, **chosen: Any) -> dict[str, Any]:
    """Return a row of again.specifications.parquet with an interval of 0.2 on both sides."""
    row = {"item": "wants", "population": "as_planned", "groups": "as_planned", "vintage": "as_planned"}
    row |= {"outcome": "ordered", "dont_know": "left_out", "left_out": None, "planned": False, "n": 90}
    return (
        row | {"effect": effect, "low": effect - 0.2, "high": effect + 0.2, "p": 0.5, "public": True} | chosen
    )


ROWS = [
    specification(0.304, planned=True),
    specification(0.123456, left_out="Springfield"),
    specification(-0.31, outcome="event", dont_know="no"),
    specification(0.987, vintage="fy24", public=False),
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(tmp_path)
    (tmp_path / "figures.yaml").write_text(FIGURE, encoding="utf-8")
    return tmp_path


def draw_curve(study: Path, rows: list[dict[str, Any]], ledger: dict[str, Any] = LEDGER) -> dict[str, bytes]:
    declared = read_figure(study / "figures.yaml", "curve")
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    numbers = Numbers(ledger, declared, specifications={"again": rows})
    drawing = draw(declared, numbers, Words(codebook, {}, declared))
    files = {kind: study / f"curve.{kind}" for kind in ("svg", "pdf", "png")}
    save_figure(drawing, files)
    write_plotted(numbers, study / "curve.csv")
    return {path.suffix: path.read_bytes() for path in (*files.values(), study / "curve.csv")}


def test_public_specifications_are_told_in_ascending_order_to_two_decimals(study: Path) -> None:
    draw_curve(study, ROWS)
    head, *told = read_rows(study / "curve.csv")
    assert (head["id"], head["value"]) == (SIZE, "4.0")
    assert {row["id"] for row in told} == {SIZE}
    assert [(row["value"], row["low"], row["high"], row["shown"]) for row in told] == [
        ("-0.31", "-0.51", "-0.11", "\u22120.31"),
        ("0.12", "-0.08", "0.32", "0.12"),
        ("0.3", "0.1", "0.5", "0.30"),
    ]
    assert [row["label"].startswith("planned; ") for row in told] == [False, False, True]
    assert told[0]["label"].startswith("Outcome: yes or no; Don't know: no; Groups: as planned")
    assert told[1]["label"].endswith("Left out: one town")


def test_which_cluster_is_left_out_and_what_is_not_public_change_no_byte(study: Path) -> None:
    first = draw_curve(study, ROWS)
    others = [row | {"left_out": "Shelbyville"} if row["left_out"] else row for row in ROWS[:3]]
    hair = [row | {"effect": row["effect"] + 1e-4, "n": row["n"] - 1, "p": 0.4} for row in others]
    assert draw_curve(study, others) == draw_curve(study, hair) == first
    assert not any(re.search(rb"Springfield|0\.98|0\.1234", content) for content in first.values())


def test_nothing_is_drawn_of_an_item_whose_number_is_not_public(study: Path) -> None:
    hidden = {SIZE: {**LEDGER[SIZE], "public": False}}
    draw_curve(study, ROWS, hidden)
    assert [(row["value"], row["shown"]) for row in read_rows(study / "curve.csv")] == [("", "withheld")]


def test_another_choice_changes_the_drawing(study: Path) -> None:
    first = draw_curve(study, ROWS)
    for change in ({"effect": 0.2}, {"groups": "extremes"}, {"low": -0.01}):
        assert draw_curve(study, [*ROWS[:1], ROWS[1] | change, *ROWS[2:]])[".png"] != first[".png"]


def test_an_item_that_no_multiverse_has_is_a_problem(study: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        draw_curve(study, [row | {"item": "needs"} for row in ROWS])
    assert str(found.value) == (
        f"""{study.as_posix()}/figures.yaml:5
  found:    wants of analysis again in a figure of kind specifications
  expected: an item that a plan of kind multiverse makes again
  to do:    name another item or analysis"""
    )
