"""Long words, many groups and letters as wide as high: no text leaves the page or lies on another."""

import csv
import io
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from aimed.figures.declared import Declared
from aimed.figures.draw import draw
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers
from aimed.study.codebook import read_codebook
from figures_study import FIGURES, SCALES, VARIABLES, make_numbers
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

pytestmark = pytest.mark.slow

WORDS = {
    "long": "Words that go on for much longer than anybody would wish to read beside a bar or a dot",
    "wide": "医学生が人工知能について学ぶべきだと考える理由とその背景にある経験や期待について",
    "unbroken": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren",
}
GROUPS = 8  # more than there are colours
MORE = """- {id: forest, analysis: model, kind: forest, items: [wants, age], groups: [a, b]}
- {id: means, analysis: mean, kind: means, items: [age, wants], groups: [a, b], width: column}
- {id: matrix, analysis: pairs, kind: correlations, items: [age, wants, place, topic]}
- {id: curve, analysis: again, kind: specifications, items: [wants]}
"""
PAIRS = ("age", "wants", "place", "topic.ethics", "topic.coding")
SPECIFICATION = {
    "item": "wants", "outcome": "ordered", "dont_know": "left_out", "groups": "as_planned", "left_out": None,
    "vintage": "as_planned", "population": "as_planned", "planned": True, "public": True,
    "effect": 0.3, "low": 0.1, "high": 0.5,
}  # fmt: skip
ENTRIES: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in yaml.safe_load(FIGURES + MORE)}


def lengthen(table: str, words: str) -> str:
    rows = list(csv.DictReader(io.StringIO(table)))
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "label": f"{row['label']} {words}"} for row in rows)
    return made.getvalue()


def list_numbers() -> dict[str, Any]:
    """Return the ledger by hand and what more figures ask for, with GROUPS groups instead of two."""
    numbers = make_numbers()
    like = numbers["topics.topic.ethics.all.pct"]
    for group in ("a", "b"):
        for item in ("wants", "age"):
            numbers[f"model.{item}.{group}.odds_ratio"] = like | {"value": 2.0, "low": 1.0, "high": 40.0}
            numbers[f"model.{item}.{group}.se"] = like
            numbers[f"mean.{item}.{group}.mean"] = like
    for first, second in combinations(PAIRS, 2):
        name = f"pairs.{first}.with_{second.replace('.', '_')}.spearman"
        numbers[name] = like | {"value": -0.25, "shown": "\u22120.25"}
    numbers["again.wants.a_vs_b.specifications"] = like | {"value": 2.0, "shown": "2"}
    for old in ("a", "fg1"):
        for name in [name for name in numbers if f".{old}." in name]:
            for at in range(GROUPS):
                numbers[name.replace(f".{old}.", f".more{at}.")] = numbers[name]
    return numbers


def draw_long(folder: Path, figure: str, words: str) -> Figure:
    tables = {"variables": VARIABLES, "scales": SCALES, "missing": "reason,label\ndont_know,Don't know\n"}
    for name, table in tables.items():
        text = table if name == "missing" else lengthen(table, words)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    entry = dict(ENTRIES[figure])
    if "groups" in entry:
        entry["groups"] = [f"more{at}" for at in range(GROUPS)]
    if figure == "flow":
        parts = [{"label": words, "number": "flow.no_consent.all.count"}]
        entry["boxes"] = [{**box, "label": words, "parts": parts} for box in entry["boxes"]]
    codes = ("all", "outcome", "outcome.ordered", "dont_know", *entry.get("groups", []))
    entry |= {"axis": words, "labels": {code: f"{code} {words}" for code in codes}}
    declared = Declared(folder / "figures.yaml", [0], entry)
    codebook = read_codebook(*(folder / f"{name}.csv" for name in tables))
    themes = {code: f"{code} {words}" for code in ("ethics", "ethics.bias")}
    rows = [SPECIFICATION, SPECIFICATION | {"outcome": "event", "planned": False}]
    numbers = Numbers(list_numbers(), declared, specifications={"again": rows})
    return draw(declared, numbers, Words(codebook, themes, declared))


def list_boxes(drawing: Figure) -> list[tuple[str, Bbox]]:
    """Return each text that is drawn with the place that the renderer gives it, in dots."""
    drawing.draw_without_rendering()
    beyond = {
        id(tick.label1)  # matplotlib keeps labels of ticks beyond the ends, and does not draw them
        for axes in drawing.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    texts: list[Any] = drawing.findobj(lambda one: isinstance(one, Text) and id(one) not in beyond)
    drawn = [one for one in texts if one.get_text().strip() and one.get_visible()]
    return [(one.get_text(), one.get_window_extent()) for one in drawn]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("figure", ENTRIES)
def test_all_text_stands_on_the_page_and_on_no_other(tmp_path: Path, figure: str, words: str) -> None:
    drawing = draw_long(tmp_path, figure, words)
    boxes, page = list_boxes(drawing), drawing.bbox
    assert len(boxes) > 4
    outside = [
        (text, box)
        for text, box in boxes
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    assert outside == []
    inner = [(text, box.padded(-6)) for text, box in boxes]  # dots, of 300 an inch: lines may touch
    assert [(a[0], b[0]) for a, b in combinations(inner, 2) if a[1].overlaps(b[1])] == []
