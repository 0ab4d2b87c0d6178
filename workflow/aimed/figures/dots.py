"""Dots with intervals: a percentage per item and group, each with its interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import ALL, Words, fold, height_of
from aimed.figures.plotted_numbers import Numbers, Plotted

STEP, GAP = 3.0, 2.6  # mm from one group to the next, and more between items
LABELS_SHARE, RIGHT = 0.275, 4.0  # share of the figure's width; mm
BELOW_LEGEND, AXIS = 3.0, 7.0  # mm: between legend and rows; ticks and their labels
DOT, INTERVAL = 16, 1.1  # square points, points
STATISTIC, NO_ESTIMATE = "pct", "no estimate"
Estimates = Mapping[tuple[DrawnItem, str], Plotted | None]  # None: a model that has none


@dataclass(frozen=True)
class EstimateRows:
    """A row per item, all of one height in mm, and in it a line per group."""

    items: Sequence[DrawnItem]
    groups: Sequence[str]
    labels: Sequence[str]
    axis: str
    width: float

    @property
    def height(self) -> float:
        """Return the height of a row: that of its groups, or of its label where this has more lines."""
        return max(len(self.groups) * STEP + GAP, height_of(self.labels, style.TEXT) + GAP / 2)

    def place(self, at: int, place: int) -> float:
        """Return how far below the axes' top a group of an item stands."""
        return (at + 0.5) * self.height + (place + 0.5 - len(self.groups) / 2) * STEP


def draw_dots(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per item and in it one dot with its interval per group, on an axis of percentages."""
    items = sort_items(list_items(declared, words.codebook), declared, numbers)
    found = {
        (item, group): numbers.of_item(item, group, STATISTIC)
        for item in items
        for group in declared.entry["groups"]
    }
    page, axes = draw_estimates(declared, numbers, words, found, "Percent")
    axes.set_xlim(0, 100)
    return page.figure


def draw_estimates(
    declared: Declared, numbers: Numbers, words: Words, found: Estimates, axis: str
) -> tuple[style.Page, Axes]:
    """Return a page with a row per item and a legend of the groups; the limits of the axis are to be set."""
    groups, width = declared.entry["groups"], style.WIDTHS[declared.entry.get("width", "full")]
    items, labels = list(dict.fromkeys(item for item, _ in found)), LABELS_SHARE * width
    legend = style.plan_legend(_list_groups(groups, numbers, words, found), width)
    rows = EstimateRows(
        items,
        groups,
        [fold(words.item(item.name), labels - 2, style.TEXT) for item in items],
        fold(declared.entry.get("axis", axis), width - labels - RIGHT, style.SMALL),
        width,
    )
    top, body = style.MARGIN + legend.height + BELOW_LEGEND, len(items) * rows.height
    page = style.Page(width, top + body + AXIS + height_of([rows.axis], style.SMALL))
    axes = page.add_axes(labels, top, width - labels - RIGHT, body)
    _draw_rows(axes, rows, found)
    axes.set(ylim=(body, 0), xlabel=rows.axis, ylabel="")
    axes.set_yticks([(at + 0.5) * rows.height for at in range(len(items))], rows.labels)
    style.bare(axes)
    style.draw_legend(page, legend, style.MARGIN)
    return page, axes


def _draw_rows(axes: Axes, rows: EstimateRows, found: Estimates) -> None:
    """Draw values with their intervals, each in the look of its group, and words for those not shown."""
    looks = {group: _look(rows.groups, place) for place, group in enumerate(rows.groups)}
    drawn: list[tuple[Plotted, float, str]] = []
    for at, item in enumerate(rows.items):
        for place, group in enumerate(rows.groups):
            number, height = found[item, group], rows.place(at, place)
            if number is None or not number.public:
                _say(axes, height, NO_ESTIMATE if number is None else "withheld")
            else:
                drawn.append((number, height, group))
        if at:
            axes.axhline(at * rows.height, color="#f0f0f0", linewidth=0.6, zorder=0)
    draw_intervals(axes, drawn, {group: look[0] for group, look in looks.items()})
    table = pd.DataFrame(
        [(number.value, height, group) for number, height, group in drawn],
        columns=["value", "place", "group"],
    )
    if not table.empty:
        sns.scatterplot(
            table, x="value", y="place", hue="group", style="group", legend=False, ax=axes, zorder=3,
            palette={group: look[0] for group, look in looks.items()},
            markers={group: look[1] for group, look in looks.items()}, s=DOT, linewidth=0,
        )  # fmt: skip


def draw_intervals(
    axes: Axes, drawn: Sequence[tuple[Plotted, float, str]], colours: Mapping[str, str]
) -> None:
    """Draw the interval of each number that has one as a line at its height, in the colour of its group."""
    ends = pd.DataFrame(
        [
            (end, height, group)
            for number, height, group in drawn
            if number.low is not None and number.high is not None
            for end in (number.low, number.high)
        ],
        columns=["end", "place", "group"],
    )
    if not ends.empty:
        sns.lineplot(
            ends, x="end", y="place", hue="group", units="place", palette=dict(colours), legend=False,
            estimator=None, errorbar=None, linewidth=INTERVAL, solid_capstyle="butt", ax=axes,
        )  # fmt: skip


def _say(axes: Axes, height: float, words: str) -> None:
    style.write(
        axes,
        0.01,
        height,
        words,
        size=6,
        color=style.SOFT,
        style="italic",
        transform=axes.get_yaxis_transform(),
    )


def _list_groups(groups: Sequence[str], numbers: Numbers, words: Words, found: Estimates) -> list[Artist]:
    """Return the legend: marker and name of each group, and of what is withheld where anything is."""
    entries: list[Artist] = [
        Line2D([], [], color=_look(groups, place)[0], marker=_look(groups, place)[1], markersize=4,
               linewidth=INTERVAL, label=f"{words.group(group)}{numbers.size_of(group)}")
        for place, group in enumerate(groups)
    ]  # fmt: skip
    withheld = any(one is not None and not one.public for one in found.values())
    return [*entries, *([style.withheld_patch()] if withheld else [])]


def sort_items(items: list[DrawnItem], declared: Declared, numbers: Numbers) -> list[DrawnItem]:
    """Return the items in the order that the entry asks for; by value, those withheld come last."""
    if declared.entry.get("order") != "by_value":
        return items
    first = declared.entry["groups"][0]
    values = {item: numbers.look_up(item, first, STATISTIC).value for item in items}
    return sorted(items, key=lambda item: (values[item] is None, -(values[item] or 0)))


def _look(groups: Sequence[str], place: int) -> tuple[str, str]:
    """Return colour and marker of a group: everybody is dark, the others keep the colours of all figures."""
    if groups[place] == ALL:
        return style.INK, "D"
    others = [group for group in groups if group != ALL]
    return style.look_of(others.index(groups[place]))
