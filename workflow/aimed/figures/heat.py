"""A matrix of codes by group: how often each code was raised, darker for more."""

from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from aimed.figures.declared import Declared, Item, list_items
from aimed.figures.numbers import Numbers, Plotted
from aimed.figures.style import (
    HATCH,
    INK,
    MARGIN,
    SMALL,
    SOFT,
    TEXT,
    WIDTHS,
    Page,
    draw_legend,
    withheld_patch,
)  # fmt: skip
from aimed.figures.words import Words

ROW, LABELS, HEAD, BETWEEN, LEGEND = 4.8, 54.0, 9.0, 1.6, 7.0  # mm
TOTAL_GAP, INDENT = 2.0, 3.0  # mm before the column of the total, and before a code below its theme
SHADES, DARK = 12, 0.65  # steps of colour, and the share of the largest value from which numbers are white


@dataclass(frozen=True)
class Row:
    """One code: its label, where it begins in mm, and whether it is a theme, which is not coloured."""

    item: Item
    label: str
    top: float
    is_theme: bool


@dataclass(frozen=True)
class Column:
    """One group: where it begins and its width in mm, and whether it is the total, which is not coloured."""

    group: str
    left: float
    width: float
    is_total: bool


def draw_heat(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per code and one column per group; a theme stands in bold above its codes."""
    width = WIDTHS[declared.entry.get("width", "full")]
    statistic = declared.entry.get("statistic", "turns")
    rows, columns = list_rows(declared, words), list_columns(declared, width)
    cells = {(r, c): numbers.of_item(r.item, c.group, statistic) for r in rows for c in columns}
    largest = max((n.value or 0 for (r, c), n in cells.items() if _coloured(r, c)), default=0) or 1
    withheld = any(not number.public for number in cells.values())
    bottom = rows[-1].top + ROW
    page = Page(width, bottom + (LEGEND if withheld else MARGIN))
    axes = page.add_whole()
    if "sizes" in declared.entry:
        axes.text(
            MARGIN, HEAD - 1.5, words.item(declared.entry["sizes"]), size=SMALL, color=SOFT, va="bottom"
        )
    for column in columns:
        head = words.group(column.group) + numbers.size_of(column.group).replace(" (", "\n(")
        middle = column.left + column.width / 2
        axes.text(middle, HEAD - 1.5, head, size=SMALL, ha="center", va="bottom", linespacing=1.3)
    for row in rows:
        weight, indent = ("bold", 0.0) if row.is_theme else ("normal", INDENT)
        axes.text(
            MARGIN + indent, row.top + ROW / 2, row.label, size=TEXT, weight=weight, va="center_baseline"
        )
    for (row, column), number in cells.items():
        _draw_cell(axes, row, column, number, largest)
    if withheld:
        draw_legend(page, [withheld_patch()], bottom + 2)
    return page.figure


def list_rows(declared: Declared, words: Words) -> list[Row]:
    """Return the codes in order, those of the entry or all of themes.csv, with room above each theme."""
    if "items" in declared.entry:
        items = list_items(declared, words.codebook)
    else:
        items = [Item(declared.entry["analysis"], code, tuple(declared.keys)) for code in words.themes]
    rows: list[Row] = []
    top = HEAD
    for item in items:
        is_theme = "." not in item.name
        top += BETWEEN if rows and is_theme else 0
        rows.append(Row(item, words.item(item.name), top, is_theme))
        top += ROW
    return rows


def list_columns(declared: Declared, width: float) -> list[Column]:
    """Return one column per group, and after a gap the total where the entry has one."""
    groups, total = declared.entry["groups"], declared.entry.get("total")
    gap = TOTAL_GAP if total else 0
    broad = (width - LABELS - MARGIN - gap) / (len(groups) + bool(total))
    columns = [Column(group, LABELS + at * broad, broad, False) for at, group in enumerate(groups)]
    if total:
        columns.append(Column(total, LABELS + len(groups) * broad + gap, broad, True))
    return columns


def _coloured(row: Row, column: Column) -> bool:
    return not row.is_theme and not column.is_total


def _draw_cell(axes: Axes, row: Row, column: Column, number: Plotted, largest: float) -> None:
    place = (column.left, row.top), column.width, ROW
    if number.value is None:
        axes.add_patch(Rectangle(*place, facecolor="white", edgecolor="#c4c4c4", hatch=HATCH, linewidth=0))
        axes.add_patch(Rectangle(*place, fill=False, edgecolor="white", linewidth=1.2))
        return
    share = number.value / largest if _coloured(row, column) else 0
    if _coloured(row, column):
        shade = (
            to_hex(sns.color_palette("Blues", SHADES)[round(share * (SHADES - 1))]) if share else "#f7f7f7"
        )
        axes.add_patch(Rectangle(*place, facecolor=shade, edgecolor="white", linewidth=1.2))
    ink = "white" if share > DARK else SOFT if number.value == 0 else INK
    axes.text(
        column.left + column.width / 2,
        row.top + ROW / 2,
        number.shown,
        size=SMALL,
        weight="bold" if row.is_theme else "normal",
        color=ink,
        ha="center",
        va="center_baseline",
    )
