"""Bars of counts: the levels of variables, one panel each, stacked by group."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.messages.problems import Problem, raise_problems
from aimed.study.codebook import Codebook

ROW, BAR = 5.6, 0.68  # mm per level; share of it that the bar takes
LABELS_SHARE = 0.275  # share of the figure's width
RIGHT, LEGEND, HEAD, BETWEEN, AXIS = 9.0, 5.5, 6.0, 2.5, 10.0  # mm
UNDIVIDED = {"facecolor": "white", "edgecolor": style.SOFT, "hatch": style.HATCH, "linewidth": 0.5}
ROOM_FOR_TEXT = 0.05  # share of the axis: a shorter bar has no number inside


@dataclass(frozen=True)
class Bar:
    """One bar: its label, the count of each group and, where the entry has one, of the total."""

    label: str
    parts: tuple[Plotted, ...]
    total: Plotted | None

    @property
    def split(self) -> bool:
        """Return whether the groups are drawn one by one."""
        return self.total is None or not self.total.public or all(part.public for part in self.parts)

    @property
    def drawn(self) -> tuple[Plotted, ...]:
        """Return the counts that the bar consists of."""
        return self.parts if self.split or self.total is None else (self.total,)

    @property
    def end(self) -> Plotted | None:
        """Return the count that is written at the bar's end: the total, or the only group that has anyone."""
        if self.total is not None and self.total.public:
            return self.total
        some = [part for part in self.parts if part.value != 0]
        return some[0] if len(some) == 1 and some[0].public else None

    @property
    def writes_inside(self) -> bool:
        """Return whether the groups' counts are written in the bar: where more than one has anyone."""
        return self.split and sum(part.value != 0 for part in self.parts) > 1

    @property
    def length(self) -> float:
        """Return how long the bar is, in counts, without what is withheld."""
        return sum(one.value or 0 for one in self.drawn)


def draw_bars(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one panel per item, one bar per level that anyone has, stacked by group.

    Where a group's count is withheld the bar is that of the entry's `total`, hatched; where that is
    withheld too, a word stands in its place and nothing is drawn.
    """
    items = list_items(declared, words.codebook)
    raise_problems(check_scales(items, declared, words.codebook))
    panels = [list_rows(declared, numbers, words, item) for item in items]
    longest = max((row.length for rows in panels for row in rows), default=0) or 1
    width = style.WIDTHS[declared.entry.get("width", "full")]
    labels = LABELS_SHARE * width
    page = style.Page(width, LEGEND + sum(len(rows) * ROW + HEAD + BETWEEN for rows in panels) + AXIS)
    whole, top = page.add_whole(), LEGEND
    for item, rows in zip(items, panels, strict=True):
        name, height = words.item(item.name), top + HEAD - 1.5
        style.write(whole, style.MARGIN, height, name, size=style.TEXT, weight="bold", va="baseline")
        axes = page.add_axes(labels, top + HEAD, width - labels - RIGHT, len(rows) * ROW)
        draw_rows(axes, rows, longest * 1.02)
        axes.set_yticks(range(len(rows)), [fold(row.label, labels - 2, style.TEXT) for row in rows])
        top += HEAD + len(rows) * ROW + BETWEEN
        if item is items[-1]:
            axes.set_xlabel(declared.entry.get("axis", "Number"))
        else:
            axes.tick_params(axis="x", labelbottom=False, length=0)
            axes.spines["bottom"].set_visible(False)
    _draw_groups(page, declared, numbers, words, [row for rows in panels for row in rows])
    return page.figure


def check_scales(items: list[DrawnItem], declared: Declared, codebook: Codebook) -> list[Problem]:
    """Return a problem for each item that is not a variable of the codebook with a scale."""
    known = codebook.variables.index
    expected = "a variable of data/codebook/variables.csv that has a scale"
    remedy = "name another variable or leave it out"
    return [
        Problem(declared.place(item.keys), f"{item.name} in a figure of kind bars", expected, remedy)
        for item in items
        if item.name not in known or not codebook.codes(item.name)
    ]


def list_rows(declared: Declared, numbers: Numbers, words: Words, item: DrawnItem) -> list[Bar]:
    """Return the bars of an item's levels, in the order of its scale; levels that nobody has are left out."""
    rows = []
    total = declared.entry.get("total")
    for code in words.codebook.codes(item.name):
        statistic = f"level.{code}.count"
        groups = [*declared.entry["groups"], *([total] if total else [])]
        if any(numbers.look_up(item, group, statistic).value != 0 for group in groups):
            counts = [numbers.of_item(item, group, statistic) for group in groups]
            parts = tuple(counts[:-1] if total else counts)
            rows.append(Bar(words.level(item.name, code), parts, counts[-1] if total else None))
    return rows


def draw_rows(axes: Axes, rows: list[Bar], longest: float) -> None:
    """Draw the bars of one panel, its axis reaching to `longest`."""
    axes.set(xlim=(0, longest), ylim=(len(rows) - 0.5, -0.5))
    for at, row in enumerate(rows):
        left = 0.0
        for part, colour in zip(row.drawn, style.GROUPS, strict=False):
            length = part.value or 0
            if length:
                looks = (
                    UNDIVIDED if not row.split else {"color": colour, "edgecolor": "white", "linewidth": 0.4}
                )
                axes.barh(at, length, BAR, left, **looks)  # type: ignore[arg-type]
            if length >= ROOM_FOR_TEXT * longest and row.writes_inside and part.public:
                ink = style.INK if colour == style.GROUPS[1] else "white"
                style.write(axes, left + length / 2, at, part.shown, color=ink, ha="center")
            left += length
        if any(part.value is None for part in row.drawn):
            style.write(axes, left + 0.008 * longest, at, "withheld", color=style.SOFT)
        elif row.end is not None:
            style.write(axes, left + 0.008 * longest, at, row.end.shown)
    style.bare(axes)


def _draw_groups(
    page: style.Page, declared: Declared, numbers: Numbers, words: Words, rows: list[Bar]
) -> None:
    names = [f"{words.group(g)}{numbers.size_of(g)}" for g in declared.entry["groups"]]
    entries = [Patch(facecolor=c, label=name) for c, name in zip(style.GROUPS, names, strict=False)]
    if any(not row.split for row in rows):
        entries.append(style.withheld_patch("Not divided by group (small count)"))
    style.draw_legend(page, entries, style.MARGIN)
