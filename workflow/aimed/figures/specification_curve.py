"""Specification curves: the effects of an item's specifications in order, and below what each has chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold
from aimed.figures.plotted_numbers import WITHHELD, Numbers, Plotted
from aimed.messages.problems import Problem
from aimed.study.number_ids import number_id

CURVE, CHOICE = 34.0, 3.0  # mm: the height of a curve, and of a line of marks
HEAD, BETWEEN, LEGEND, FOOT, RIGHT = 6.0, 4.0, 7.0, 2.0, 4.0  # mm
LABELS_SHARE = 0.3
STATISTIC, DECIMALS = "specifications", 2  # more decimals could tell of one person who is left out
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
    """An item's public specifications in the order of their effects, and the number of all."""

    item: DrawnItem
    rows: list[Row]
    all: Plotted

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield choice and value of each line of marks; a choice that all have made alike has none."""
        for choice in CHOICES:
            made = dict.fromkeys(_chosen(row, choice) for row in self.rows)
            known = [value for value in CHOICES[choice][1] if value in made]
            if len(made) > 1:
                yield from ((choice, value) for value in [*known, *sorted(set(made) - set(known))])


def draw_curves(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one panel per item: effects with their intervals in ascending order above, choices below."""
    curves = [_find(item, declared, numbers, words) for item in list_items(declared, words.codebook)]
    width = style.WIDTHS[declared.entry.get("width", "full")]
    labels = LABELS_SHARE * width
    told = [_tell_lines(curve, declared, labels - 2) for curve in curves]
    sizes = [CURVE + CHOICE * sum(_deepest(lines) for _ in lines) for lines in told]
    page = style.Page(width, LEGEND + sum(size + HEAD + BETWEEN for size in sizes) + FOOT)
    whole, top = page.add_whole(), LEGEND
    for curve, lines, size in zip(curves, told, sizes, strict=True):
        shown = f"{curve.all.shown} specifications" if curve.all.public else WITHHELD
        title = f"{words.item(curve.item.name)} ({shown})"
        style.write(whole, style.MARGIN, top + HEAD - 2, title, size=style.TEXT, weight="bold", va="baseline")
        axes = page.add_axes(labels, top + HEAD, width - labels - RIGHT, CURVE)
        _draw_effects(axes, curve, declared.entry.get("axis", "Effect"))
        if lines:
            below = page.add_axes(labels, top + HEAD + CURVE, width - labels - RIGHT, size - CURVE)
            _draw_choices(below, curve, lines)
        top += HEAD + size + BETWEEN
    style.draw_legend(page, _legend(), style.MARGIN)
    return page.figure


def _find(item: DrawnItem, declared: Declared, numbers: Numbers, words: Words) -> Curve:
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
        return Curve(item, [], Plotted("", "", None, None, None, WITHHELD, ""))
    size = numbers.take(ids[0], list(item.keys))
    drawn = sorted(
        (row for row in rows if row["public"] and size.public),
        key=lambda row: (round(row["effect"], DECIMALS), *(_chosen(row, choice) for choice in CHOICES)),
    )
    for at, row in enumerate(drawn, start=1):
        numbers.plotted[f"{ids[0]} {at}"] = _as_plotted(ids[0], row, declared)
    return Curve(item, drawn, size)


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


def _deepest(lines: list[str]) -> int:
    return max(text.count("\n") + 1 for text in lines)


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
    for look, places in _by_look(list(enumerate(curve.rows))):
        effects, lows, highs = (
            [round(curve.rows[at][end], DECIMALS) for at in places] for end in ("effect", "low", "high")
        )
        axes.vlines(places, lows, highs, color=look, linewidth=0.7)
        marker, size = ("D", 4) if look == PLANNED else ("o", 2)
        axes.plot(places, effects, marker, markersize=size, color=look, markeredgewidth=0, zorder=3)
    axes.set(xlim=(-1, max(1, len(curve.rows))), xticks=[], ylabel=axis)
    axes.spines[["right", "top", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", labelsize=style.SMALL)
    axes.grid(axis="y", color=style.PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_choices(axes: Axes, curve: Curve, told: list[str]) -> None:
    lines = list(curve.lines())
    for height, (choice, value) in enumerate(lines):
        own = [(at, row) for at, row in enumerate(curve.rows) if _chosen(row, choice) == value]
        for look, places in _by_look(own):
            axes.plot(places, [height] * len(places), "|", markersize=4, color=look, markeredgewidth=0.9)
        if height and lines[height - 1][0] != choice:
            axes.axhline(height - 0.5, color=style.PALE, linewidth=0.6)
    axes.set(xlim=(-1, max(1, len(curve.rows))), ylim=(len(lines) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(lines)), told, fontsize=style.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def _by_look(rows: list[tuple[int, Row]]) -> Iterator[tuple[str, list[int]]]:
    """Yield each colour that specifications have, the planned one's last, and their places."""
    for look in (UNSURE, SURE, PLANNED):
        if places := [at for at, row in rows if _look(row) == look]:
            yield look, places


def _legend() -> list[Line2D]:
    entries = {"Planned": (PLANNED, "D"), "Interval without 0": (SURE, "o"), "Interval with 0": (UNSURE, "o")}
    return [
        Line2D([], [], linewidth=0.9, markersize=3.5, label=label, color=colour, marker=marker)
        for label, (colour, marker) in entries.items()
    ]
