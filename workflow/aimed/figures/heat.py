"""A matrix of codes by group: how often each code was raised, darker for more."""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, Plotted

ROW, LABELS, HEAD, BETWEEN, LEGEND = 4.8, 54.0, 9.0, 1.6, 7.0  # mm
TOTAL, INDENT = 20.0, 3.0  # mm: the column of the total, and before a code below its theme
PALETTE, DARK = "Blues", 0.65  # DARK: the share of the largest value from which numbers are white
Cells = dict[tuple[DrawnItem, str], Plotted]


@dataclass
class Block:
    """A theme and its codes, from `top` in mm. The theme's row is bold and not coloured."""

    top: float
    theme: DrawnItem | None
    codes: list[DrawnItem] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[DrawnItem, float]]:
        """Return each item with the middle of its row in mm."""
        items = [*([self.theme] if self.theme else []), *self.codes]
        return [(item, self.top + (at + 0.5) * ROW) for at, item in enumerate(items)]

    @property
    def bottom(self) -> float:
        """Return where the block ends in mm."""
        return self.top + len(self.rows) * ROW


@dataclass(frozen=True)
class Columns:
    """The groups, the total if there is one, and the middle of each column in mm."""

    groups: list[str]
    total: str | None
    width: float

    @property
    def middles(self) -> dict[str, float]:
        """Return group -> the middle of its column, the total last."""
        broad = self.width / len(self.groups)
        middles = {group: LABELS + (at + 0.5) * broad for at, group in enumerate(self.groups)}
        return middles | ({self.total: LABELS + self.width + TOTAL / 2} if self.total else {})


def draw_heat(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per code and one column per group; a theme stands in bold above its codes."""
    blocks, columns = list_blocks(declared, words), list_columns(declared)
    cells = take_cells(declared, numbers, blocks, columns)
    is_withheld = any(not number.public for number in cells.values())
    page = style.Page(style.WIDTHS["full"], blocks[-1].bottom + (LEGEND if is_withheld else style.MARGIN))
    whole = page.add_whole()
    _write_heads(whole, declared, numbers, words, columns)
    codes = [code for block in blocks for code in block.codes]
    largest = max((cells[code, group].value or 0 for code in codes for group in columns.groups), default=0)
    for block in blocks:
        _write_rows(whole, block, cells, words, columns)
        if block.codes:
            height = len(block.codes) * ROW
            axes = page.add_axes(LABELS, block.bottom - height, columns.width, height)
            rows = [[cells[code, group] for group in columns.groups] for code in block.codes]
            _draw_codes(axes, rows, largest or 1)
    if is_withheld:
        style.draw_legend(page, [style.withheld_patch()], blocks[-1].bottom + 2)
    return page.figure


def list_blocks(declared: Declared, words: Words) -> list[Block]:
    """Return the items as blocks, those of the entry or all of themes.csv; a theme begins a block."""
    if "items" in declared.entry:
        items = list_items(declared, words.codebook)
    else:
        items = [DrawnItem(declared.entry["analysis"], code, tuple(declared.keys)) for code in words.themes]
    blocks: list[Block] = []
    for item in items:
        is_theme = "." not in item.name
        if is_theme or not blocks:
            top = blocks[-1].bottom + BETWEEN if blocks else HEAD
            blocks.append(Block(top, item if is_theme else None))
        if not is_theme:
            blocks[-1].codes.append(item)
    return blocks


def list_columns(declared: Declared) -> Columns:
    """Return the columns of the entry's groups and total."""
    total = declared.entry.get("total")
    width = style.WIDTHS["full"] - LABELS - style.MARGIN - (TOTAL if total else 0)
    return Columns(declared.entry["groups"], total, width)


def take_cells(declared: Declared, numbers: Numbers, blocks: list[Block], columns: Columns) -> Cells:
    """Return the entry's `statistic` of every item in every column, row by row."""
    statistic = declared.entry.get("statistic", "turns")
    items = [item for block in blocks for item, _ in block.rows]
    return {
        (item, group): numbers.of_item(item, group, statistic) for item in items for group in columns.middles
    }


def _write_heads(axes: Axes, declared: Declared, numbers: Numbers, words: Words, columns: Columns) -> None:
    foot = HEAD - 1.5
    if "sizes" in declared.entry:
        words_of_sizes = words.item(declared.entry["sizes"])
        style.write(axes, style.MARGIN, foot, words_of_sizes, color=style.SOFT, va="bottom")
    for group, middle in columns.middles.items():
        head = words.group(group) + numbers.size_of(group).replace(" (", "\n(")
        axes.text(middle, foot, head, size=style.SMALL, ha="center", va="bottom", linespacing=1.3)


def _write_rows(axes: Axes, block: Block, cells: Cells, words: Words, columns: Columns) -> None:
    """Write the labels of a block, the numbers of its theme, and of its codes the number of the total."""
    for item, height in block.rows:
        is_theme = item is block.theme
        indent, weight = (0.0, "bold") if is_theme else (INDENT, "normal")
        label = words.item(item.name)
        axes.text(style.MARGIN + indent, height, label, size=style.TEXT, weight=weight, va="center_baseline")
        for group, middle in columns.middles.items():
            number = cells[item, group]
            if not is_theme and group != columns.total:
                continue
            if number.public:
                style.write(axes, middle, height, number.shown, weight=weight, ha="center")
            else:
                style.withheld_box(axes, middle, height, 6, 0.7 * ROW)


def _draw_codes(axes: Axes, rows: list[list[Plotted]], largest: float) -> None:
    """Draw the coloured cells of one block; withheld ones stay without colour, hatched."""
    values = np.array([[np.nan if one.value is None else one.value for one in row] for row in rows])
    known = np.ma.masked_invalid(values)
    axes.pcolormesh(known, cmap=PALETTE, vmin=0, vmax=largest, linewidth=1.2, edgecolor="white")
    axes.set(xticks=[], yticks=[], ylim=(len(rows), 0), frame_on=False)
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            axes.add_patch(Rectangle((column, row), 1, 1, fc="white", ec="#b5b5b5", hatch=style.HATCH, lw=0))
            axes.add_patch(Rectangle((column, row), 1, 1, fill=False, ec="white", lw=1.2))
            continue
        ink, shown = "white" if value / largest > DARK else style.INK, rows[row][column].shown
        style.write(axes, column + 0.5, row + 0.5, shown, color=ink, ha="center")
