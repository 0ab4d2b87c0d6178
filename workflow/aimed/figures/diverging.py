"""Diverging bars: disagreement to the left, agreement to the right, the middle and don't know apart."""

import math
from dataclasses import dataclass, replace

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from aimed.figures import style
from aimed.figures.agreement_sides import (
    STUB,
    DivergingBar,
    Scale,
    ScaleEnd,
    SideAnswers,
    list_rows,
    read_scale,
)
from aimed.figures.declared import Declared, list_items
from aimed.figures.labels import Words, fold, height_of, measure
from aimed.figures.plotted_numbers import Numbers, Plotted

BAR, GAP, THICK = 4.4, 2.6, 0.82  # mm per bar, mm more between items, share of BAR that is coloured
BELOW_LEGEND, AXIS = 3.0, 7.0  # mm: between legend and heads; ticks and their labels
TEXTS, NAMES, MIDDLE, APART, BETWEEN = 44.0, 31.0, 22.0, 13.0, 3.0  # mm
ROOM = 9.0  # mm beyond a bar for its number, at least
HEAD = 20.0  # mm for the words above a side, at least
STEP, IN_LINE = 25, 4  # points of percent between ticks, legend entries in a line
PALETTE = "PuOr"  # ColorBrewer, diverging and colour-blind safe (Brewer 2003)
GREY = "#b3b3b3"


@dataclass(frozen=True)
class DivergingLayout:
    """Where things stand, in mm: `main` are left edge and width of the bars, `middle` of the middle's column.

    `reach` is how far the axis goes to the left and to the right, in points of percent,
    `heights` the centre of each row below `top`, `body` their height altogether.
    """

    top: float
    body: float
    heights: tuple[float, ...]
    main: tuple[float, float]
    middle: tuple[float, float]
    apart: float
    reach: tuple[float, float]

    @property
    def centre(self) -> float:
        """Return where the line between the sides stands."""
        return self.main[0] + self.main[1] * self.reach[0] / sum(self.reach)


@dataclass(frozen=True)
class RowWords:
    """What stands beside the bars, folded: items, groups, and how many mm each takes."""

    items: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def bar(self) -> float:
        """Return the height of a bar and its group's name."""
        return max(BAR, height_of(self.groups, style.SMALL) + 0.8)

    @property
    def gap(self) -> float:
        """Return what lies between two items: more where the words of one are higher than its bars."""
        return max(GAP, height_of(self.items, style.TEXT) + 1.0 - len(self.groups) * self.bar)


def draw_diverging(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one bar per item and group, with a column for the middle of the scale and one for `apart`.

    A side whose levels are not all public is drawn whole; where that is withheld too, as a hatched stub.
    """
    items = list_items(declared, words.codebook)
    scale = read_scale(words.codebook, items, declared)
    rows = list_rows(declared, numbers, items, scale)
    beside = RowWords(
        tuple(fold(words.item(item.name), TEXTS - 2, style.TEXT) for item in items),
        tuple(fold(words.group(group), NAMES, style.SMALL) for group in declared.entry["groups"]),
    )
    layout = lay_out(declared, rows, scale, beside)
    heads = _list_heads(declared, words, scale, layout)
    legend = style.plan_legend(list_entries(rows, words, scale), style.WIDTHS["full"], IN_LINE)
    head = height_of([text for _, text, _ in heads], style.SMALL)
    layout = replace(layout, top=style.MARGIN + legend.height + BELOW_LEGEND + head + 1)
    axis = fold(declared.entry.get("axis", "Percent"), layout.main[1], style.SMALL)
    page = style.Page(style.WIDTHS["full"], layout.top + layout.body + AXIS + height_of([axis], style.SMALL))
    axes = page.add_axes(layout.main[0], layout.top, layout.main[1], layout.body)
    _draw_sides(axes, rows, layout, scale)
    axes.set_xlabel(axis)
    _draw_middle(page, rows, layout)
    _write_words(page, beside, rows, layout)
    _write_heads(page, heads, layout)
    style.draw_legend(page, legend, style.MARGIN)
    return page.figure


def lay_out(declared: Declared, rows: list[DivergingBar], scale: Scale, beside: RowWords) -> DivergingLayout:
    """Return the layout but for its top, the axis just long enough for bars and numbers."""
    groups, bar, gap = len(beside.groups), beside.bar, beside.gap
    heights = tuple(at * bar + (at // groups) * gap + (bar + gap) / 2 for at in range(len(rows)))
    apart = APART if "apart" in declared.entry else 0.0
    middle = MIDDLE if scale.middle else 0.0
    left, room = TEXTS + NAMES, _room_for_numbers(rows)
    main = style.WIDTHS["full"] - left - BETWEEN - middle - apart - style.MARGIN
    longest = [max(side.length for side in sides) for sides in zip(*(row.sides for row in rows), strict=True)]
    unit = (main - 2 * room) / sum(longest)
    most = max(
        (STUB if row.middle.value is None else row.middle.value for row in rows if row.middle), default=0
    )
    if middle and most * unit + room > middle:  # its bars would reach beyond the page, their values too
        unit = (main + middle - 3 * room) / (sum(longest) + most)
        main, middle = main + middle - (most * unit + room), most * unit + room
    return DivergingLayout(
        top=0.0,
        body=heights[-1] + (bar + gap) / 2,
        heights=heights,
        main=(left, main),
        middle=(left + main + BETWEEN, middle),
        apart=style.WIDTHS["full"] - style.MARGIN - apart / 2,
        reach=(longest[0] + room / unit, longest[1] + room / unit),
    )


def _room_for_numbers(rows: list[DivergingBar]) -> float:
    """Return how much of the page the number beyond a bar may take, in mm."""
    shares = [side.whole for row in rows for side in row.sides] + [row.middle for row in rows if row.middle]
    return max(ROOM, 3.0 + max((measure(one.shown, style.SMALL) for one in shares if one.public), default=0))


def shade(side: ScaleEnd, scale: Scale, level: int | None) -> str:
    """Return the colour of a level, counted from the centre outwards, or of a side that is not divided."""
    sign = -1 if side is scale.negative else 1
    if level is None:
        return _sample(1 + sign, 3)
    n = len(side.levels)
    return _sample(n + sign * (level + 1), 2 * n + 1)


def _sample(at: int, n: int) -> str:
    """Return the colour number `at` of `n` that stand evenly in the palette, its two ends left out."""
    return str(to_hex(mpl.colormaps[PALETTE]((at + 1) / (n + 1))))


def list_entries(rows: list[DivergingBar], words: Words, scale: Scale) -> list[Artist]:
    """Return the legend: the levels from left to right, then what only withheld counts make necessary."""
    variable, entries = rows[0].item.name, list[Artist]()
    for side in (scale.negative, scale.positive):
        levels = list(enumerate(side.levels))
        for at, code in reversed(levels) if side is scale.negative else levels:
            entries.append(Patch(facecolor=shade(side, scale, at), label=words.level(variable, code)))
    for at, side in enumerate((scale.negative, scale.positive)):
        if any(not row.sides[at].split and row.sides[at].whole.public for row in rows):
            entries.append(Patch(facecolor=shade(side, scale, None), label=side.label))
    drawn = [share for row in rows for side in row.sides for share in side.drawn]
    drawn += [share for row in rows for share in (row.middle, row.apart) if share is not None]
    if any(not share.public for share in drawn):
        entries.append(style.withheld_patch())
    return entries


def _draw_sides(axes: Axes, rows: list[DivergingBar], layout: DivergingLayout, scale: Scale) -> None:
    axes.set(xlim=(-layout.reach[0], layout.reach[1]), ylim=(layout.body, 0))
    for at, (side, sign) in enumerate(((scale.negative, -1), (scale.positive, 1))):
        for row, height in zip(rows, layout.heights, strict=True):
            answers = row.sides[at]
            levels = range(len(side.levels)) if answers.split else [None]
            _draw_side(axes, answers, height, sign, [shade(side, scale, level) for level in levels])
    style.bare(axes)
    axes.axvline(0, color=style.SOFT, linewidth=0.7)
    low, high = (STEP * math.floor(points / STEP) for points in layout.reach)
    ticks = range(-low, min(high, 100) + 1, STEP)
    axes.set_xticks(list(ticks), [str(abs(tick)) for tick in ticks])
    axes.set_yticks([])


def _draw_side(axes: Axes, answers: SideAnswers, height: float, sign: int, shades: list[str]) -> None:
    reached = 0.0
    for share, colour in zip(answers.drawn, shades, strict=True):
        reached += _draw_share(axes, share, height, sign * reached, (sign, colour))
    if answers.whole.public:
        aligned = "left" if sign > 0 else "right"
        place = sign * (reached + 1.5)
        axes.text(place, height, answers.whole.shown, size=style.SMALL, ha=aligned, va="center_baseline")


def _draw_share(axes: Axes, share: Plotted, height: float, start: float, look: tuple[int, str]) -> float:
    """Draw one share and return its length in points; a withheld one is a hatched stub."""
    sign, colour = look
    if share.value is None:
        axes.barh(
            height, sign * STUB, THICK * BAR, start, fc="white", ec=style.SOFT, hatch=style.HATCH, lw=0.4
        )
        return STUB
    if share.value:
        axes.barh(height, sign * share.value, THICK * BAR, start, fc=colour, ec="white", lw=0.4)
    return share.value


def _draw_middle(page: style.Page, rows: list[DivergingBar], layout: DivergingLayout) -> None:
    """Draw the column of the middle of the scale, in the same length per point as the sides."""
    left, width = layout.middle
    if not width:
        return
    axes = page.add_axes(left, layout.top, width, layout.body)
    axes.set(xlim=(0, width * sum(layout.reach) / layout.main[1]), ylim=(layout.body, 0))
    for row, height in zip(rows, layout.heights, strict=True):
        if row.middle is not None:
            length = _draw_share(axes, row.middle, height, 0, (1, GREY))
            if row.middle.public:
                axes.text(length + 1.5, height, row.middle.shown, size=style.SMALL, va="center_baseline")
    axes.axvline(0, color=style.SOFT, linewidth=0.7)
    axes.set_axis_off()


def _write_words(
    page: style.Page, beside: RowWords, rows: list[DivergingBar], layout: DivergingLayout
) -> None:
    """Write the items and groups at the left, and the counts that stand apart at the right."""
    axes, groups = page.add_whole(), len(beside.groups)
    for at, (row, below) in enumerate(zip(rows, layout.heights, strict=True)):
        height = layout.top + below
        if at % groups == 0:
            middle = layout.top + (below + layout.heights[at + groups - 1]) / 2
            text = beside.items[at // groups]
            axes.text(style.MARGIN, middle, text, size=style.TEXT, va="center", linespacing=1.15)
        name = beside.groups[at % groups]
        level = "center" if "\n" in name else "center_baseline"
        style.write(axes, TEXTS + NAMES - 1, height, name, ha="right", va=level)
        if row.apart is not None and row.apart.public:
            style.write(axes, layout.apart, height, row.apart.shown, ha="center")
        elif row.apart is not None:
            style.withheld_box(axes, layout.apart, height, 4, THICK * BAR)


def _list_heads(
    declared: Declared, words: Words, scale: Scale, layout: DivergingLayout
) -> list[tuple[float, str, str]]:
    """Return where the head of each column stands in mm, its words, and how it is aligned.

    The sides have the words of their sums, which the numbers at the bars' ends are.
    """
    items = declared.entry["items"]
    variable = items[0]["item"] if isinstance(items[0], dict) else items[0]
    negative, positive = (
        declared.label(side.code, words.codebook.coarser_label(variable, side.code))
        if side.code not in side.levels
        else words.codebook.coarser_label(variable, side.code)
        for side in (scale.negative, scale.positive)
    )
    end = layout.middle[0] - 1
    right = min(layout.centre + 2, end - HEAD)
    left = min(layout.centre - 2, right - 4)
    heads = [
        (left, fold(f"←\u00a0{negative}", left - style.MARGIN, style.SMALL), "right"),
        (right, fold(f"{positive}\u00a0→", end - right, style.SMALL), "left"),
    ]
    if scale.middle:
        middle = fold(words.level(variable, scale.middle), MIDDLE, style.SMALL)
        heads.append((layout.middle[0], middle, "left"))
    if "apart" in declared.entry:
        reason = f"{words.reason(declared.entry['apart'])} (n)"
        heads.append((layout.apart, fold(reason, APART, style.SMALL), "center"))
    return heads


def _write_heads(page: style.Page, heads: list[tuple[float, str, str]], layout: DivergingLayout) -> None:
    axes = page.add_whole()
    for place, text, aligned in heads:
        style.write(
            axes, place, layout.top - 1, text, va="bottom", color=style.SOFT, ha=aligned, linespacing=1.1
        )
