"""Specification curves: the effects of an item's specifications in order, and below what each has chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold, height_of
from aimed.figures.plotted_numbers import WITHHELD, Numbers, Plotted
from aimed.messages.problems import Problem
from aimed.study.number_ids import number_id

CURVE, CHOICE = 34.0, 3.0  # mm: the height of a curve, and of a line of marks
HEAD, BETWEEN, BELOW_LEGEND, FOOT, RIGHT = 3.0, 4.0, 3.0, 2.0, 4.0  # mm; the head beside its words
LABELS_SHARE = 0.3
STATISTIC, LEFT_OUT = "specifications", "one_left_out"
DECIMALS = 2  # more could tell of one person who is left out
SURE, UNSURE, PLANNED = style.GROUPS[0], "#9a9a9a", style.GROUPS[5]
AS_PLANNED = "as_planned"
CHOICES = {
    "outcome": ("Outcome", {"ordered": "the whole scale", "event": "yes or no"}),
    "dont_know": ("Don't know", {"left_out": "left out", "middle": "the middle", "no": "no"}),
    "groups": ("Groups", {AS_PLANNED: "as planned", "extremes": "the extremes"}),
    "vintage": ("Income groups", {AS_PLANNED: "of the time of the survey"}),
    "population": ("People", {AS_PLANNED: "as planned"}),
    "left_out": ("Left out", {"": "nobody", "one": "one cluster"}),
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Curve:
    """An item's public specifications in the order of their effects, and of how many."""

    item: DrawnItem
    rows: list[Row]
    all: Plotted
    size: int

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield choice and value of each line of marks; a choice that all have made alike has none."""
        for choice in CHOICES:
            made = dict.fromkeys(_chosen(row, choice) for row in self.rows)
            known = [value for value in CHOICES[choice][1] if value in made]
            if len(made) > 1:
                yield from ((choice, value) for value in [*known, *sorted(set(made) - set(known))])


def draw_curves(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one panel per item: effects with their intervals in ascending order above, choices below."""
    curves = [_find(item, declared, numbers) for item in list_items(declared, words.codebook)]
    width = style.WIDTHS[declared.entry.get("width", "full")]
    labels = LABELS_SHARE * width
    titles = [fold(_title(curve, words), width - 2 * style.MARGIN, style.TEXT, "bold") for curve in curves]
    told = [_tell_lines(curve, declared, labels - 2) for curve in curves]
    legend = style.plan_legend(_legend(), width)
    heads = [height_of([title], style.TEXT) + HEAD for title in titles]
    sizes = [CURVE + len(lines) * _step(lines) for lines in told]
    top = style.MARGIN + legend.height + BELOW_LEGEND
    page = style.Page(width, top + sum(sizes) + sum(heads) + BETWEEN * len(curves) + FOOT)
    whole, axis = page.add_whole(), fold(declared.entry.get("axis", "Effect"), CURVE, style.SMALL)
    for curve, title, lines, head, size in zip(curves, titles, told, heads, sizes, strict=True):
        style.write(whole, style.MARGIN, top + head - 1.5, title, size=style.TEXT, weight="bold", va="bottom")
        axes = page.add_axes(labels, top + head, width - labels - RIGHT, CURVE)
        _draw_effects(axes, curve, axis)
        if lines:
            below = page.add_axes(labels, top + head + CURVE, width - labels - RIGHT, size - CURVE)
            _draw_choices(below, curve, lines)
        top += head + size + BETWEEN
    style.draw_legend(page, legend, style.MARGIN)
    return page.figure


def _title(curve: Curve, words: Words) -> str:
    drawn = f"{len(curve.rows)} of {curve.size}" if len(curve.rows) < curve.size else f"{curve.size}"
    shown = f"{drawn} specifications" if curve.all.public else WITHHELD
    return f"{words.item(curve.item.name)} ({shown})"


def _find(item: DrawnItem, declared: Declared, numbers: Numbers) -> Curve:
    """Return an item's curve and remember it as drawn; an item that no multiverse has is a problem."""
    rows = [
        row
        for row in numbers.specifications.get(item.analysis.replace("-", "_"), [])
        if number_id("x", row["item"], "all", "n") == number_id("x", item.name, "all", "n")
    ]
    ids = [name for name in numbers.ledger if _is_size(name, item)]
    if not rows or len(ids) != 1:
        found = f"{item.name} of analysis {item.analysis} in a figure of kind specifications"
        expected = "an item that a plan of kind multiverse makes again"
        remedy = "name another item or analysis"
        numbers.problems.append(Problem(declared.place(item.keys), found, expected, remedy))
        return Curve(item, [], Plotted("", "", None, None, None, WITHHELD, ""), 0)
    size = numbers.take(ids[0], list(item.keys))
    drawn = sorted(
        (row for row in rows if row["public"] and size.public),
        key=lambda row: (round(row["effect"], DECIMALS), *(_chosen(row, choice) for choice in CHOICES)),
    )
    for at, row in enumerate(drawn, start=1):
        numbers.plotted[f"{ids[0]} {at}"] = _as_plotted(ids[0], row, declared)
    without = ids[0].removesuffix(STATISTIC) + LEFT_OUT
    others = [size, *([numbers.take(without, list(item.keys))] if without in numbers.ledger else [])]
    return Curve(item, drawn, size, 1 + sum(int(one.value or 0) for one in others))


def _is_size(name: str, item: DrawnItem) -> bool:
    own = number_id(item.analysis, item.name, "all", STATISTIC).removesuffix(f"all.{STATISTIC}")
    return name.startswith(own) and name.count(".") == own.count(".") + 1 and name.endswith(f".{STATISTIC}")


def _as_plotted(name: str, row: Row, declared: Declared) -> Plotted:
    chosen = [f"{CHOICES[choice][0]}: {_tell(choice, _chosen(row, choice), declared)}" for choice in CHOICES]
    value, low, high = (round(row[end], DECIMALS) + 0.0 for end in ("effect", "low", "high"))
    shown = f"{value:.{DECIMALS}f}".replace("-", "\u2212")
    label = "; ".join(["planned", *chosen] if row["planned"] else chosen)
    return Plotted(name, label, value, low, high, shown, "effect")


def _tell_lines(curve: Curve, declared: Declared, width: float) -> list[str]:
    """Return what each line of marks is for, in lines of about `width` mm."""
    told = [(declared.label(choice, CHOICES[choice][0]), choice, value) for choice, value in curve.lines()]
    return [
        fold(f"{what}: {_tell(choice, value, declared)}", width, style.SMALL) for what, choice, value in told
    ]


def _step(lines: list[str]) -> float:
    """Return the height of a line of marks in mm, of which each has a label."""
    return max(CHOICE, height_of(lines, style.SMALL))


def _chosen(row: Row, choice: str) -> str:
    """Return what a specification has for a choice; never which cluster is left out."""
    if choice == "left_out":
        return "" if row[choice] is None else "one"
    return str(row[choice])


def _tell(choice: str, value: str, declared: Declared) -> str:
    known = CHOICES[choice][1].get(value, value.upper() if choice == "vintage" else value.replace("_", " "))
    return declared.label(f"{choice}.{value}", known)


def _look(row: Row) -> str:
    if row["planned"]:
        return PLANNED
    return SURE if row["low"] > 0 or row["high"] < 0 else UNSURE


def _draw_effects(axes: Axes, curve: Curve, axis: str) -> None:
    axes.axhline(0, color=style.INK, linewidth=0.6)
    looks = [_look(row) for row in curve.rows]
    table = pd.DataFrame(
        [(at, round(row[end], DECIMALS), look, end)
         for at, (row, look) in enumerate(zip(curve.rows, looks, strict=True))
         for end in ("low", "high", "effect")],
        columns=["place", "value", "look", "what"],
    )  # fmt: skip
    if not table.empty:
        palette = {look: look for look in looks}
        sns.lineplot(
            table[table["what"] != "effect"], x="place", y="value", hue="look", units="place", linewidth=0.7,
            palette=palette, estimator=None, errorbar=None, legend=False, solid_capstyle="butt", ax=axes,
        )  # fmt: skip
        sns.scatterplot(
            table[table["what"] == "effect"], x="place", y="value", hue="look", style="look", size="look",
            palette=palette, markers={look: "D" if look == PLANNED else "o" for look in looks},
            sizes={look: 16 if look == PLANNED else 4 for look in looks}, linewidth=0, legend=False,
            zorder=3, ax=axes,
        )  # fmt: skip
    axes.set(xlim=(-1, max(1, len(curve.rows))), xticks=[], xlabel="", ylabel=axis)
    axes.spines[["right", "top", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", labelsize=style.SMALL)
    axes.grid(axis="y", color=style.PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_choices(axes: Axes, curve: Curve, told: list[str]) -> None:
    lines = list(curve.lines())
    marks = pd.DataFrame(
        [(at, height, _look(row))
         for height, (choice, value) in enumerate(lines)
         for at, row in enumerate(curve.rows) if _chosen(row, choice) == value],
        columns=["place", "line", "look"],
    )  # fmt: skip
    sns.scatterplot(
        marks, x="place", y="line", hue="look", palette={look: look for look in marks["look"]}, marker="|",
        s=16, linewidth=0.9, legend=False, ax=axes,
    )  # fmt: skip
    for height in range(1, len(lines)):
        if lines[height - 1][0] != lines[height][0]:
            axes.axhline(height - 0.5, color=style.PALE, linewidth=0.6)
    axes.set(xlim=(-1, max(1, len(curve.rows))), ylim=(len(lines) - 0.5, -0.5), xticks=[])
    axes.set(xlabel="", ylabel="")
    axes.set_yticks(range(len(lines)), told, fontsize=style.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def _legend() -> list[Line2D]:
    entries = {"Planned": (PLANNED, "D"), "Interval without 0": (SURE, "o"), "Interval with 0": (UNSURE, "o")}
    return [
        Line2D([], [], linewidth=0.9, markersize=3.5, label=label, color=colour, marker=marker)
        for label, (colour, marker) in entries.items()
    ]
