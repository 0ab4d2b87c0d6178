"""New codes of each transcript in the order in which they were held, codes so far, and where a rule stops."""

from collections.abc import Sequence

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem
from aimed.figures.labels import Words, fold, height_of
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.study.number_ids import number_id

HEIGHT, LEFT, RIGHT = 45.0, 14.0, 2.0  # mm
BELOW_LEGEND, TICKS = 5.0, 3.0  # mm
ITEM, AXIS = "codes", "Codes"
NEW, SO_FAR, STOPS = "New codes", "Codes so far", "The stopping rule is met by the groups after this line"
ABOVE = 0.02  # of the axis, from a bar to its number


def draw_saturation(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return a bar for the new codes of each group, and a line for all codes up to it."""
    groups, width = declared.entry["groups"], style.WIDTHS[declared.entry.get("width", "full")]
    item = DrawnItem(declared.entry["analysis"], ITEM, (*declared.keys, "groups"))
    new = [numbers.of_item(item, group, "new") for group in groups]
    so_far = [numbers.of_item(item, group, "cumulative") for group in groups]
    stop = _find_stop(item, numbers)
    broad = (width - LEFT - RIGHT) / len(groups)
    names = [fold(words.group(group), broad - 1, style.SMALL) for group in groups]
    legend = style.plan_legend(_list_entries([*new, *so_far], stop), width)
    top = style.MARGIN + legend.height + BELOW_LEGEND
    page = style.Page(width, top + HEIGHT + TICKS + height_of(names, style.SMALL) + style.MARGIN)
    axes = page.add_axes(LEFT, top, width - LEFT - RIGHT, HEIGHT)
    _draw_bars(axes, new, so_far)
    if stop is not None and stop.value is not None:
        axes.axvline(stop.value - 0.5, color=style.SOFT, linestyle="--", linewidth=0.8)
    axes.set_xticks(range(len(groups)), names)
    axes.set(xlabel="", ylabel=declared.entry.get("axis", AXIS), xlim=(-0.5, len(groups) - 0.5))
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="x", length=0)
    style.draw_legend(page, legend, style.MARGIN)
    return page.figure


def _find_stop(item: DrawnItem, numbers: Numbers) -> Plotted | None:
    """Return how many transcripts come before the run that meets the rule; None where none does."""
    name = number_id(item.analysis, ITEM, "all", "reached")
    return numbers.take(name, list(item.keys)) if name in numbers.ledger else None


def _draw_bars(axes: Axes, new: Sequence[Plotted], so_far: Sequence[Plotted]) -> None:
    places = range(len(new))
    known = {at: number.value for at, number in enumerate(so_far) if number.value is not None}
    largest = max([*known.values(), *(number.value or 0 for number in new), 1])
    bars = {at: number.value for at, number in zip(places, new, strict=True) if number.value is not None}
    sns.barplot(x=list(bars), y=list(bars.values()), order=list(places), color=style.GROUPS[0], width=0.6,
                saturation=1, errorbar=None, ax=axes)  # fmt: skip
    sns.lineplot(x=list(known), y=list(known.values()), color=style.INK, marker="o", markersize=4,
                 markeredgewidth=0, linewidth=1.1, estimator=None, errorbar=None, ax=axes)  # fmt: skip
    axes.set_ylim(0, largest * 1.12)
    for at, number in enumerate(new):
        if number.public:
            height = (number.value or 0) + ABOVE * largest
            style.write(axes, at, height, number.shown, ha="center", va="bottom", color=style.INK)
        else:
            style.withheld_box(axes, at, 0.05 * largest, 0.6, 0.1 * largest)


def _list_entries(drawn: Sequence[Plotted], stop: Plotted | None) -> list[Patch | Line2D]:
    entries: list[Patch | Line2D] = [
        Patch(facecolor=style.GROUPS[0], label=NEW),
        Line2D([], [], color=style.INK, marker="o", markersize=4, linewidth=1.1, label=SO_FAR),
    ]
    if stop is not None and stop.public:
        entries.append(Line2D([], [], color=style.SOFT, linestyle="--", linewidth=0.8, label=STOPS))
    return [*entries, *([] if all(one.public for one in drawn) else [style.withheld_patch()])]
