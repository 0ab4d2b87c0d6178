"""A matrix of codes by group: how often each code was raised, darker for more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold, height_of, measure
from aimed.figures.plotted_numbers import Numbers, Plotted

ROW, LABELS, BETWEEN = 4.8, 54.0, 1.6  # mm
TOTAL, INDENT = 20.0, 3.0  # mm: the column of the total, and before a code below its theme
NARROW = 12.0  # mm: the heads of columns that are narrower stand upright
FOOT, WHITE = 1.5, 1.2  # mm below the heads; points between cells
PALETTE = "Blues"
Cells = dict[tuple[DrawnItem, str], Plotted]


@dataclass
class Block:
    """A theme and its codes, from `top` in mm, rows of `row` mm. The theme's row is bold and not coloured."""

    theme: DrawnItem | None
    codes: list[DrawnItem] = field(default_factory=list)
    top: float = 0.0
    row: float = ROW

    @property
    def rows(self) -> list[tuple[DrawnItem, float]]:
        """Return each item with the middle of its row in mm."""
        items = [*([self.theme] if self.theme else []), *self.codes]
        return [(item, self.top + (at + 0.5) * self.row) for at, item in enumerate(items)]

    @property
    def bottom(self) -> float:
        """Return where the block ends in mm."""
        return self.top + len(self.rows) * self.row


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
    labels = {item: _label(block, item, words) for block in blocks for item, _ in block.rows}
    heads = _list_heads(declared, numbers, words, columns)
    place_blocks(blocks, heads.height, max(ROW, height_of(labels.values(), style.TEXT) + 1.4))
    is_withheld = any(not number.public for number in cells.values())
    legend = style.plan_legend([style.withheld_patch()] if is_withheld else [], style.WIDTHS["full"])
    below = style.MARGIN + (2 + legend.height if is_withheld else 0)
    page = style.Page(style.WIDTHS["full"], blocks[-1].bottom + below)
    codes = [code for block in blocks for code in block.codes]
    largest = max((cells[code, group].value or 0 for code in codes for group in columns.groups), default=0)
    for block in blocks:
        if block.codes:
            height = len(block.codes) * block.row
            axes = page.add_axes(LABELS, block.bottom - height, columns.width, height)
            rows = [[cells[code, group] for group in columns.groups] for code in block.codes]
            draw_matrix(axes, rows, (PALETTE, 0, largest or 1))
    whole = page.add_whole()
    _write_heads(whole, heads, columns)
    for block in blocks:
        _write_rows(whole, block, cells, labels, columns)
    style.draw_legend(page, legend, blocks[-1].bottom + 2)
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
            blocks.append(Block(item if is_theme else None))
        if not is_theme:
            blocks[-1].codes.append(item)
    return blocks


def place_blocks(blocks: list[Block], top: float, row: float) -> None:
    """Set where each block stands below `top` mm, and the height of its rows."""
    for block in blocks:
        block.top, block.row = top, row
        top = block.bottom + BETWEEN


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


@dataclass(frozen=True)
class MatrixHeads:
    """What stands above the columns, and above the labels; upright where columns are narrow."""

    texts: list[str]
    corner: str
    upright: bool
    height: float


def _list_heads(declared: Declared, numbers: Numbers, words: Words, columns: Columns) -> MatrixHeads:
    upright = columns.width / len(columns.groups) < NARROW
    texts, corner = [], ""
    for group in columns.middles:
        head = words.group(group) + numbers.size_of(group).replace(" (", "\n(")
        room = TOTAL if group == columns.total else columns.width / len(columns.groups)
        lines = [fold(line, LABELS if upright else room - 1, style.SMALL) for line in head.split("\n")]
        texts.append("\n".join(lines))
    if "sizes" in declared.entry:
        corner = fold(words.item(declared.entry["sizes"]), LABELS - 2, style.SMALL)
    height = height_of([corner, *([] if upright else texts)], style.SMALL) * 1.1
    height = max(height, *(measure(text, style.SMALL) for text in texts)) if upright else height
    return MatrixHeads(texts, corner, upright, height + style.MARGIN + FOOT)


def _write_heads(axes: Axes, heads: MatrixHeads, columns: Columns) -> None:
    foot = heads.height - FOOT
    style.write(axes, style.MARGIN, foot, heads.corner, color=style.SOFT, va="bottom")
    turn = {"rotation": 90, "rotation_mode": "default"} if heads.upright else {"linespacing": 1.3}
    for text, middle in zip(heads.texts, columns.middles.values(), strict=True):
        style.write(axes, middle, foot, text, ha="center", va="bottom", **turn)


def _label(block: Block, item: DrawnItem, words: Words) -> str:
    """Return the label of a row, folded."""
    is_theme = item is block.theme
    room = LABELS - style.MARGIN - 1 - (0 if is_theme else INDENT)
    return fold(words.item(item.name), room, style.TEXT, "bold" if is_theme else "normal")


def _write_rows(
    axes: Axes, block: Block, cells: Cells, labels: dict[DrawnItem, str], columns: Columns
) -> None:
    """Write the labels of a block, the numbers of its theme, and of its codes the number of the total."""
    for item, height in block.rows:
        is_theme = item is block.theme
        indent, weight = (0.0, "bold") if is_theme else (INDENT, "normal")
        style.write_label(axes, style.MARGIN + indent, height, labels[item], weight=weight)
        for group, middle in columns.middles.items():
            number = cells[item, group]
            if not is_theme and group != columns.total:
                continue
            if number.public:
                style.write(axes, middle, height, number.shown, weight=weight, ha="center")
            else:
                style.withheld_box(axes, middle, height, 6, 0.7 * ROW)


def draw_matrix(
    axes: Axes, rows: Sequence[Sequence[Plotted | None]], colours: tuple[str, float, float]
) -> None:
    """Draw coloured cells with their numbers; withheld ones stay without colour, hatched; None is no cell.

    colours: the palette, and the values at its ends.
    """
    palette, lowest, highest = colours
    values = [[np.nan if one is None or one.value is None else one.value for one in row] for row in rows]
    shown = [["" if one is None else one.shown for one in row] for row in rows]
    sns.heatmap(
        np.array(values, dtype=float), ax=axes, cmap=palette, vmin=lowest, vmax=highest, cbar=False,
        annot=np.array(shown), fmt="", annot_kws={"size": _size_in(axes, shown), "va": "center_baseline"},
        linewidths=WHITE, linecolor="white", xticklabels=False, yticklabels=False,
    )  # fmt: skip
    axes.tick_params(length=0)
    for at, row in enumerate(rows):
        for place, one in enumerate(row):
            if one is not None and not one.public:
                style.withheld_box(axes, place + 0.5, at + 0.5, 0.96, 0.88)


def _size_in(axes: Axes, shown: list[list[str]]) -> float:
    """Return the type size in points at which the longest number fits into its cell."""
    width = axes.get_window_extent().width / axes.figure.dpi * style.MILLIMETRES_PER_INCH / len(shown[0])
    longest = max(measure(text, style.SMALL) for row in shown for text in row)
    return min(style.SMALL, style.SMALL * (width - 0.8) / longest) if longest else style.SMALL
