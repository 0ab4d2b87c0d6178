"""Bars of counts: the levels of variables, one panel each, stacked by group."""

from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold, height_of, measure
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.messages.problems import Problem, raise_problems
from aimed.study.codebook import Codebook

ROW, BAR = 5.6, 0.68  # mm per level; share of it that the bar takes
LABELS_SHARE = 0.275  # share of the figure's width
BELOW_LEGEND, HEAD, BETWEEN, AXIS = 1.5, 2.5, 2.5, 7.0  # mm; the head beside its words
WITHHELD = "withheld"
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
    def has_withheld(self) -> bool:
        """Return whether the bar is shorter than it should be."""
        return any(one.value is None for one in self.drawn)

    @property
    def length(self) -> float:
        """Return how long the bar is, in counts, without what is withheld."""
        return sum(one.value or 0 for one in self.drawn)


@dataclass(frozen=True)
class Panel:
    """One item's bars under its name, which is folded as the labels of the bars are."""

    name: str
    rows: list[Bar]
    labels: list[str]

    @property
    def row(self) -> float:
        """Return the height of a row in mm: more where a label has more than one line."""
        return max(ROW, height_of(self.labels, style.TEXT) + 1.5)

    @property
    def head(self) -> float:
        """Return the height of the name in mm."""
        return height_of([self.name], style.TEXT) + HEAD


def draw_bars(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one panel per item, one bar per level that anyone has, stacked by group.

    Where a group's count is withheld the bar is that of the entry's `total`, hatched; where that is
    withheld too, a word stands in its place and nothing is drawn.
    """
    items = list_items(declared, words.codebook)
    raise_problems(check_scales(items, declared, words.codebook))
    width = style.WIDTHS[declared.entry.get("width", "full")]
    labels = LABELS_SHARE * width
    panels = [
        list_panel(list_rows(declared, numbers, words, item), words.item(item.name), labels, width)
        for item in items
    ]
    rows = [row for panel in panels for row in panel.rows]
    longest, right = max((row.length for row in rows), default=0) or 1, _room_at_end(rows)
    legend = style.plan_legend(_list_groups(declared, numbers, words, rows), width)
    axis = fold(declared.entry.get("axis", "Number"), width - labels - right, style.SMALL)
    top = style.MARGIN + legend.height + BELOW_LEGEND
    body = sum(len(panel.rows) * panel.row + panel.head + BETWEEN for panel in panels)
    page = style.Page(width, top + body + AXIS + height_of([axis], style.SMALL))
    whole = page.add_whole()
    for panel in panels:
        style.write(
            whole, style.MARGIN, top + panel.head - 1, panel.name, size=style.TEXT, weight="bold", va="bottom"
        )
        axes = page.add_axes(labels, top + panel.head, width - labels - right, len(panel.rows) * panel.row)
        draw_rows(axes, panel.rows, longest * 1.02, BAR * ROW / panel.row)
        axes.set_yticks(range(len(panel.rows)), panel.labels)
        top += panel.head + len(panel.rows) * panel.row + BETWEEN
        if panel is panels[-1]:
            axes.set_xlabel(axis)
        else:
            axes.tick_params(axis="x", labelbottom=False, length=0)
            axes.spines["bottom"].set_visible(False)
    style.draw_legend(page, legend, style.MARGIN)
    return page.figure


def list_panel(rows: list[Bar], name: str, labels: float, width: float) -> Panel:
    """Return the panel of an item, its words folded to mm: `labels` at the left of bars, `width` above."""
    folded = [fold(row.label, labels - 2, style.TEXT) for row in rows]
    return Panel(fold(name, width - 2 * style.MARGIN, style.TEXT, "bold"), rows, folded)


def _room_at_end(rows: list[Bar]) -> float:
    """Return how much of the page what is written at the bars' ends may take, in mm."""
    ends = [row.end.shown for row in rows if row.end is not None]
    ends += [WITHHELD for row in rows if row.has_withheld]
    return max((measure(end, style.SMALL) for end in ends), default=0) + style.MARGIN + 2


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


def draw_rows(axes: Axes, rows: list[Bar], longest: float, thick: float) -> None:
    """Draw the bars of one panel, its axis reaching to `longest`; `thick`: their share of a row."""
    for place in range(max((len(row.parts) for row in rows), default=0)):
        split = {at: row for at, row in enumerate(rows) if row.split and len(row.parts) > place}
        counts = {at: row.parts[place].value or 0 for at, row in split.items()}
        _draw_part(axes, rows, counts, thick, place, style.fill_of(place))
    whole = {at: row.length for at, row in enumerate(rows) if not row.split}
    _draw_part(axes, rows, whole, thick, 0, UNDIVIDED)
    for at, row in enumerate(rows):
        _write_counts(axes, at, row, longest)
    axes.set(xlim=(0, longest), ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")
    style.bare(axes)


def _draw_part(
    axes: Axes, rows: list[Bar], counts: dict[int, float], thick: float, place: int, look: dict[str, Any]
) -> None:
    """Draw the counts (row -> count) of one group, each where those of the groups before it end."""
    counts = {at: count for at, count in counts.items() if count}
    if not counts:
        return
    sns.barplot(
        x=list(counts.values()), y=list(counts), order=range(len(rows)), orient="h", ax=axes,
        width=thick, errorbar=None, saturation=1, **look,
    )  # fmt: skip
    for at, bar in zip(counts, axes.containers[-1], strict=True):  # seaborn starts each bar at 0
        bar.set_x(sum(part.value or 0 for part in rows[at].drawn[:place]))


def _write_counts(axes: Axes, at: int, row: Bar, longest: float) -> None:
    """Write the groups' counts into a bar that has room for them, and at its end the total or a word."""
    left = 0.0
    for place, part in enumerate(row.drawn):
        length = part.value or 0
        if length >= ROOM_FOR_TEXT * longest and row.writes_inside and part.public:
            ink = style.INK if style.fill_of(place)["facecolor"] == style.GROUPS[1] else "white"
            style.write(axes, left + length / 2, at, part.shown, color=ink, ha="center")
        left += length
    if row.has_withheld:
        style.write(axes, left + 0.008 * longest, at, WITHHELD, color=style.SOFT)
    elif row.end is not None:
        style.write(axes, left + 0.008 * longest, at, row.end.shown)


def _list_groups(declared: Declared, numbers: Numbers, words: Words, rows: list[Bar]) -> list[Artist]:
    names = [f"{words.group(g)}{numbers.size_of(g)}" for g in declared.entry["groups"]]
    entries: list[Artist] = [Patch(label=name, **style.fill_of(at)) for at, name in enumerate(names)]
    if any(not row.split for row in rows):
        entries.append(style.withheld_patch("Not divided by group (small count)"))
    return entries
