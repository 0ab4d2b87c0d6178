"""A triangle of correlations: each variable with those before it, orange below 0 and purple above."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.heat import FOOT, NARROW, draw_matrix
from aimed.figures.labels import Words, fold, height_of, measure
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.study.number_ids import number_id

ROW, LABELS, WIDEST = 9.0, 54.0, 24.0  # mm
PALETTE = "PuOr"  # its upper end, above 0, is purple


def draw_correlations(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return a cell per pair of items with its coefficient, coloured by it from -1 to 1."""
    items = list_items(declared, words.codebook)
    statistic = declared.entry.get("statistic", "spearman")
    cells: list[list[Plotted | None]] = [
        [_take(numbers, items[row], items[column], statistic) for column in range(row)]
        + [None] * (len(items) - 1 - row)
        for row in range(1, len(items))
    ]
    drawn = [one for row in cells for one in row if one is not None]
    withheld = [style.withheld_patch()] if any(not one.public for one in drawn) else []
    legend = style.plan_legend(withheld, style.WIDTHS["full"])
    width = min(WIDEST, (style.WIDTHS["full"] - LABELS - style.MARGIN) / (len(items) - 1))
    names, upright = [words.item(item.name) for item in items], width < NARROW
    beside = [fold(name, LABELS - 2, style.TEXT) for name in names[1:]]
    above = [fold(name, LABELS if upright else width - 1, style.SMALL) for name in names[:-1]]
    head = max(measure(text, style.SMALL) for text in above) if upright else height_of(above, style.SMALL)
    row, top = max(ROW, height_of(beside, style.TEXT) + 1), head + FOOT + style.MARGIN
    bottom = top + len(cells) * row
    page = style.Page(style.WIDTHS["full"], bottom + 2 + legend.height + style.MARGIN)
    draw_matrix(page.add_axes(LABELS, top, len(cells) * width, len(cells) * row), cells, (PALETTE, -1.0, 1.0))
    whole = page.add_whole()
    for at, name in enumerate(beside):
        style.write_label(whole, style.MARGIN, top + (at + 0.5) * row, name)
    _write_above(whole, above, top - FOOT, width, upright=upright)
    style.draw_legend(page, legend, bottom + 2)
    return page.figure


def _write_above(whole: Axes, names: list[str], foot: float, width: float, *, upright: bool) -> None:
    for at, name in enumerate(names):
        turn = {"rotation": 90} if upright else {}
        style.write(whole, LABELS + (at + 0.5) * width, foot, name, ha="center", va="bottom", **turn)


def _take(numbers: Numbers, first: DrawnItem, second: DrawnItem, statistic: str) -> Plotted:
    """Return the coefficient of a pair, whichever of the two its id begins with."""
    for a, b in ((second, first), (first, second)):
        name = number_id(a.analysis, a.name, f"with_{b.name.replace('.', '_')}", statistic)
        if name in numbers.ledger:
            break
    return numbers.take(name, list(first.keys))
