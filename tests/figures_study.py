"""A study of one scale, one multi-select and two themes, with a ledger made by hand, to draw figures from."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aimed.figures.declared import read_figure
from aimed.figures.draw import FORMATS, draw, save_figure
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.study.codebook import read_codebook

VARIABLES = """variable,label,type,scale,unit,min,max,role,personal,shown_if
place,Place,category,place,,,,group,no,
wants,It should be taught,ordered,agreement,,,,outcome,no,
age,Age,number,,years,,,background,no,
topic,Topics,multi,topic,,,,outcome,no,
"""
SCALES = """scale,code,order,label,collapsed
place,north,1,North,
place,south,2,South,
agreement,no,1,No,against
agreement,rather_no,2,Rather not,against
agreement,neutral,3,Neither,neutral
agreement,rather_yes,4,Rather,for
agreement,yes,5,Yes,for
agreement_collapsed,against,1,No or rather not,
agreement_collapsed,neutral,2,Neither,
agreement_collapsed,for,3,Rather or yes,
topic,ethics,1,Ethics,
topic,coding,2,Coding,
"""
FIGURES = """- id: flow
  analysis: flow
  kind: flow
  alt: Who was received and who was kept.
  boxes:
    - {label: Received, number: flow.raw.all.count}
    - label: Left out
      beside: yes
      parts:
        - {label: No consent, number: flow.no_consent.all.count}
        - {label: Blank, number: flow.blank.all.count}
    - {label: Kept, number: flow.kept.all.count}
- id: people
  analysis: people
  kind: bars
  alt: How many people there are by place.
  items: [place]
  groups: [a, b]
  total: all
- id: support
  analysis: support
  kind: diverging
  alt: How many people want it to be taught.
  items: [wants]
  groups: [a, b]
  apart: dont_know
- id: topics
  analysis: topics
  kind: dots_with_intervals
  alt: Which topics people want to learn.
  width: column
  items: [topic]
  groups: [all, a]
  order: by_value
- id: themes
  analysis: themes
  kind: heat
  alt: How often each code was raised.
  groups: [fg1, fg2]
  total: all
  sizes: turns
"""
HIDDEN = {
    "people.place.a.level.south.count": 3,
    "people.place.b.level.south.count": 9,
    "people.place.all.level.north.count": 24,
    "support.wants.a.level.yes.pct": 2.0,
    "support.wants.b.collapsed.for.pct": 1.0,
    "support.wants.b.level.yes.pct": 1.0,
    "support.wants.a.missing.dont_know.count": 2,
    "topics.topic.coding.a.pct": 5.5,
    "themes.ethics.bias.fg1.turns": 4,
}


def make_numbers() -> dict[str, dict[str, Any]]:
    """Return the numbers of a ledger: all that the figures ask for, those of HIDDEN not public."""
    values: dict[str, float] = {
        "flow.raw.all.count": 30,
        "flow.no_consent.all.count": 6,
        "flow.blank.all.count": 0,
        "flow.kept.all.count": 24,
    }
    for group, counts in {"a": (12, 3), "b": (0, 9), "all": (24, 12)}.items():
        for level, count in zip(("north", "south"), counts, strict=True):
            values[f"people.place.{group}.level.{level}.count"] = count
    for group in ("a", "b"):
        for at, level in enumerate(("no", "rather_no", "neutral", "rather_yes", "yes")):
            values[f"support.wants.{group}.level.{level}.pct"] = 10.0 + 5 * at
        for level, share in {"against": 25.0, "neutral": 20.0, "for": 55.0}.items():
            values[f"support.wants.{group}.collapsed.{level}.pct"] = share
        values[f"support.wants.{group}.missing.dont_know.count"] = 7
    for group in ("all", "a"):
        values |= {f"topics.topic.ethics.{group}.pct": 40.0, f"topics.topic.coding.{group}.pct": 60.5}
    for group in ("fg1", "fg2", "all"):
        values[f"themes.turns.{group}.count"] = 40
        values |= {f"themes.{code}.{group}.turns": 6 for code in ("ethics", "ethics.bias")}
    return {name: _entry(name, HIDDEN.get(name, value), name not in HIDDEN) for name, value in values.items()}


def _entry(name: str, value: float, public: bool) -> dict[str, Any]:
    percent = name.endswith("pct")
    return {
        "value": value,
        "shown": f"{value:.1f}%" if percent else f"{value:.0f}",
        "unit": "percent" if percent else "count",
        "low": value - 5 if percent else None,
        "high": value + 5 if percent else None,
        "label": f"={name}",
        "public": public,
    }


def write_study(folder: Path) -> None:
    """Write the codebook and figures.yaml into a folder."""
    for name, text in {
        "variables.csv": VARIABLES,
        "scales.csv": SCALES,
        "missing.csv": "reason,label\ndont_know,Don't know\n",
        "themes.csv": "code,label\nethics,Ethics\nethics.bias,Bias\n",
        "figures.yaml": FIGURES,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


def draw_figure(
    study: Path, figure: str, numbers: dict[str, Any], made: Path, formats: Sequence[str] = tuple(FORMATS)
) -> dict[str, bytes]:
    """Draw one figure of the study into a folder and return the bytes of its files."""
    declared = read_figure(study / "figures.yaml", figure)
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    themes = {row["code"]: row["label"] for row in read_rows(study / "themes.csv")}
    taken = Numbers(numbers, declared)
    drawing = draw(declared, taken, Words(codebook, themes, declared))
    made.mkdir(exist_ok=True)
    save_figure(drawing, {kind: made / f"{figure}.{kind}" for kind in formats})
    write_plotted(taken, made / f"{figure}.csv")
    return {path.name: path.read_bytes() for path in sorted(made.glob(f"{figure}.*"))}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
