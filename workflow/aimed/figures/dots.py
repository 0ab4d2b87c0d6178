"""Dots with intervals: a percentage per item and group, each with its interval."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import ALL, Words, fold
from aimed.figures.plotted_numbers import Numbers, Plotted

STEP, GAP = 3.0, 2.6  # mm from one group to the next, and more between items
LABELS_SHARE, RIGHT, LEGEND, AXIS = 0.275, 4.0, 7.0, 10.0  # mm, but for the share of the labels
STATISTIC = "pct"


def draw_dots(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per item and in it one dot with its interval per group, on an axis of percentages."""
    groups = declared.entry["groups"]
    items = sort_items(list_items(declared, words.codebook), declared, numbers)
    row = len(groups) * STEP + GAP
    width = style.WIDTHS[declared.entry.get("width", "full")]
    labels = LABELS_SHARE * width
    page = style.Page(width, LEGEND + len(items) * row + AXIS)
    axes = page.add_axes(labels, LEGEND, width - labels - RIGHT, len(items) * row)
    axes.set(xlim=(0, 100), ylim=(len(items) * row, 0), xlabel=declared.entry.get("axis", "Percent"))
    axes.set_yticks(
        [(at + 0.5) * row for at in range(len(items))],
        [fold(words.item(item.name), labels - 2, style.TEXT) for item in items],
    )
    withheld = False
    for at, item in enumerate(items):
        for place, group in enumerate(groups):
            number = numbers.of_item(item, group, STATISTIC)
            withheld |= not number.public
            draw_dot(axes, number, at * row + GAP / 2 + (place + 0.5) * STEP, groups, place)
        if at:
            axes.axhline(at * row, color="#f0f0f0", linewidth=0.6, zorder=0)
    style.bare(axes)
    draw_groups(page, groups, numbers, words, withheld=withheld)
    return page.figure


def draw_groups(
    page: style.Page, groups: list[str], numbers: Numbers, words: Words, *, withheld: bool
) -> None:
    """Draw the legend: marker and name of each group, and of what is withheld where anything is."""
    entries = [
        Line2D([], [], color=_look(groups, place)[0], marker=_look(groups, place)[1], markersize=4,
               linewidth=1.1, label=f"{words.group(group)}{numbers.size_of(group)}")
        for place, group in enumerate(groups)
    ]  # fmt: skip
    style.draw_legend(page, [*entries, *([style.withheld_patch()] if withheld else [])], style.MARGIN)


def sort_items(items: list[DrawnItem], declared: Declared, numbers: Numbers) -> list[DrawnItem]:
    """Return the items in the order that the entry asks for; by value, those withheld come last."""
    if declared.entry.get("order") != "by_value":
        return items
    first = declared.entry["groups"][0]
    values = {item: numbers.look_up(item, first, STATISTIC).value for item in items}
    return sorted(items, key=lambda item: (values[item] is None, -(values[item] or 0)))


def _look(groups: list[str], place: int) -> tuple[str, str]:
    """Return colour and marker of a group: everybody is dark, the others keep the colours of all figures."""
    if groups[place] == ALL:
        return style.INK, "D"
    others = [group for group in groups if group != ALL]
    at = others.index(groups[place])
    return style.GROUPS[at % len(style.GROUPS)], style.MARKERS[at % len(style.MARKERS)]


def draw_dot(axes: Axes, number: Plotted, height: float, groups: list[str], place: int) -> None:
    """Draw a value with its interval at a height, in the look of its group."""
    colour, marker = _look(groups, place)
    if number.value is None:
        axes.text(1, height, "withheld", size=6, color=style.SOFT, style="italic", va="center_baseline")
        return
    if number.low is not None and number.high is not None:
        axes.plot(
            [number.low, number.high], [height, height], color=colour, linewidth=1.1, solid_capstyle="butt"
        )
    axes.plot([number.value], [height], marker=marker, markersize=4, color=colour, markeredgewidth=0)
