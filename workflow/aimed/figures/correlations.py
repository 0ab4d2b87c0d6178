"""A triangle of correlations: each variable with those before it, orange below 0 and purple above."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.labels import Words, fold
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.study.number_ids import number_id

ROW, LABELS, HEAD, LEGEND, WIDEST = 9.0, 54.0, 12.0, 7.0, 24.0  # mm
PALETTE, DARK = "PuOr", 0.6  # DARK: the strength from which numbers are white


def draw_correlations(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return a cell per pair of items with its coefficient, coloured by it from -1 to 1."""
    items = list_items(declared, words.codebook)
    statistic = declared.entry.get("statistic", "spearman")
    cells = {
        (row, column): _take(numbers, items[row], items[column], statistic)
        for row in range(1, len(items))
        for column in range(row)
    }
    withheld = any(not one.public for one in cells.values())
    width = min(WIDEST, (style.WIDTHS["full"] - LABELS - style.MARGIN) / (len(items) - 1))
    height = HEAD + (len(items) - 1) * ROW
    page = style.Page(style.WIDTHS["full"], height + (LEGEND if withheld else style.MARGIN))
    whole = page.add_whole()
    _write_heads(whole, [words.item(item.name) for item in items], width)
    for (row, column), one in cells.items():
        _draw_cell(whole, one, LABELS + column * width, HEAD + (row - 1) * ROW, width)
    if withheld:
        style.draw_legend(page, [style.withheld_patch()], height + 2)
    return page.figure


def _write_heads(whole: Axes, labels: list[str], width: float) -> None:
    """Write the names of the rows (all but the first) and of the columns (all but the last)."""
    for at, label in enumerate(labels[1:]):
        words, middle = fold(label, LABELS - 2, style.TEXT), HEAD + (at + 0.5) * ROW
        whole.text(style.MARGIN, middle, words, size=style.TEXT, va="center")
    for at, label in enumerate(labels[:-1]):
        words, middle = fold(label, width - 1, style.SMALL), LABELS + (at + 0.5) * width
        whole.text(middle, HEAD - 1.5, words, size=style.SMALL, ha="center", va="bottom")


def _draw_cell(whole: Axes, one: Plotted, left: float, top: float, width: float) -> None:
    if one.value is None:
        style.withheld_box(whole, left + width / 2, top + ROW / 2, width - 0.6, ROW - 0.6)
        return
    # Purple is the upper end of the palette: above 0.
    colour = mpl.colormaps[PALETTE]((one.value + 1) / 2)
    whole.add_patch(Rectangle((left, top), width - 0.4, ROW - 0.4, fc=colour, lw=0))
    ink = "white" if abs(one.value) > DARK else style.INK
    style.write(whole, left + width / 2, top + ROW / 2, one.shown, color=ink, ha="center")


def _take(numbers: Numbers, first: DrawnItem, second: DrawnItem, statistic: str) -> Plotted:
    """Return the coefficient of a pair, whichever of the two its id begins with."""
    for a, b in ((second, first), (first, second)):
        name = number_id(a.analysis, a.name, f"with_{b.name.replace('.', '_')}", statistic)
        if name in numbers.ledger:
            break
    return numbers.take(name, list(first.keys))
