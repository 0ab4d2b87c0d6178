"""Diverging bars: disagreement to the left, agreement to the right, the middle and don't know apart."""

import math
from dataclasses import dataclass

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
from aimed.figures.labels import Words, fold
from aimed.figures.plotted_numbers import Numbers, Plotted

BAR, GAP, THICK = 4.4, 2.6, 0.82  # mm per bar, mm more between items, share of BAR that is coloured
LINE, HEAD, AXIS = 4.0, 10.0, 10.0  # mm: a line of the legend, the heads of the columns, the axis
TEXTS, NAMES, MIDDLE, APART, BETWEEN = 44.0, 31.0, 22.0, 13.0, 3.0  # mm
ROOM = 9.0  # mm beyond a bar for its number
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


def draw_diverging(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one bar per item and group, with a column for the middle of the scale and one for `apart`.

    A side whose levels are not all public is drawn whole; where that is withheld too, as a hatched stub.
    """
    items = list_items(declared, words.codebook)
    scale = read_scale(words.codebook, items, declared)
    rows = list_rows(declared, numbers, items, scale)
    entries = list_entries(rows, words, scale)
    layout = lay_out(declared, rows, scale, LINE * math.ceil(len(entries) / IN_LINE))
    page = style.Page(style.WIDTHS["full"], layout.top + layout.body + AXIS)
    axes = page.add_axes(layout.main[0], layout.top, layout.main[1], layout.body)
    _draw_sides(axes, rows, layout, scale)
    axes.set_xlabel(declared.entry.get("axis", "Percent"))
    _draw_middle(page, rows, layout)
    _write_words(page, declared, words, rows, layout)
    _write_heads(page, declared, words, scale, layout)
    style.draw_legend(page, entries, style.MARGIN, IN_LINE)
    return page.figure


def lay_out(declared: Declared, rows: list[DivergingBar], scale: Scale, legend: float) -> DivergingLayout:
    """Return the layout under a legend of so many mm, the axis just long enough for bars and numbers."""
    groups = len(declared.entry["groups"])
    heights = tuple(at * BAR + (at // groups) * GAP + (BAR + GAP) / 2 for at in range(len(rows)))
    apart = APART if "apart" in declared.entry else 0.0
    middle = MIDDLE if scale.middle else 0.0
    left = TEXTS + NAMES
    main = style.WIDTHS["full"] - left - BETWEEN - middle - apart - style.MARGIN
    longest = [max(side.length for side in sides) for sides in zip(*(row.sides for row in rows), strict=True)]
    unit = (main - 2 * ROOM) / sum(longest)
    most = max(
        (STUB if row.middle.value is None else row.middle.value for row in rows if row.middle), default=0
    )
    if middle and most * unit + ROOM > middle:  # its bars would reach beyond the page, their values too
        unit = (main + middle - 3 * ROOM) / (sum(longest) + most)
        main, middle = main + middle - (most * unit + ROOM), most * unit + ROOM
    return DivergingLayout(
        top=style.MARGIN + legend + HEAD,
        body=heights[-1] + (BAR + GAP) / 2,
        heights=heights,
        main=(left, main),
        middle=(left + main + BETWEEN, middle),
        apart=style.WIDTHS["full"] - style.MARGIN - apart / 2,
        reach=(longest[0] + ROOM / unit, longest[1] + ROOM / unit),
    )


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
    page: style.Page, declared: Declared, words: Words, rows: list[DivergingBar], layout: DivergingLayout
) -> None:
    """Write the items and groups at the left, and the counts that stand apart at the right."""
    axes, groups = page.add_whole(), len(declared.entry["groups"])
    for at, (row, below) in enumerate(zip(rows, layout.heights, strict=True)):
        height = layout.top + below
        if at % groups == 0:
            middle = layout.top + (below + layout.heights[at + groups - 1]) / 2
            text = fold(words.item(row.item.name), TEXTS - 2, style.TEXT)
            axes.text(style.MARGIN, middle, text, size=style.TEXT, va="center", linespacing=1.15)
        name = words.group(row.group)
        axes.text(TEXTS + NAMES - 1, height, name, size=style.SMALL, ha="right", va="center_baseline")
        if row.apart is not None and row.apart.public:
            style.write(axes, layout.apart, height, row.apart.shown, ha="center")
        elif row.apart is not None:
            style.withheld_box(axes, layout.apart, height, 4, THICK * BAR)


def _write_heads(
    page: style.Page, declared: Declared, words: Words, scale: Scale, layout: DivergingLayout
) -> None:
    axes, variable, foot = page.add_whole(), declared.entry["items"][0], layout.top - 1
    variable = variable["item"] if isinstance(variable, dict) else variable
    negative, positive = (words.level(variable, side.levels[0]) for side in (scale.negative, scale.positive))
    heads = [(layout.centre - 2, f"← {negative}", "right"), (layout.centre + 2, f"{positive} →", "left")]
    if scale.middle:
        heads.append(
            (layout.middle[0], fold(words.level(variable, scale.middle), MIDDLE, style.SMALL), "left")
        )
    if "apart" in declared.entry:
        reason = f"{words.reason(declared.entry['apart'])} (n)"
        heads.append((layout.apart, fold(reason, APART, style.SMALL), "center"))
    for place, text, aligned in heads:
        style.write(axes, place, foot, text, va="bottom", color=style.SOFT, ha=aligned, linespacing=1.1)
