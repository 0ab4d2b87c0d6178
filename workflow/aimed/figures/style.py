"""How all figures look: sizes in mm, named fonts, colours that colour-blind readers tell apart."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import seaborn as sns
from fontTools import subset
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch, Rectangle

from aimed.figures.labels import MILLIMETRES_PER_INCH, fold
from aimed.files.fonts import FAMILIES, font_files
from aimed.files.yaml_json import read_beside

WIDTHS = {"full": 175.0, "column": 85.0}
TEXT, SMALL = 8.0, 7.0  # points
MARGIN = 1.0  # mm at the edges of a figure
INK, SOFT, PALE = "#222222", "#767676", "#e6e6e6"
# Okabe & Ito 2008, ordered so that the first two differ most in lightness.
GROUPS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
MARKERS = ("o", "s", "D", "^", "v", "P")
HATCH, DOTS = "//////", "...."
# of a font: which letters become one, kerning, formulas; fontTools takes longest over these
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "kern")
HANDLE = 6.0  # mm: the coloured part of a legend's entry, with the room beside it


def set_style() -> None:
    """Set the one theme of all figures: sizes, lines, colours and the font.

    Only the fonts that come with packages are looked at, so that another machine draws the same glyphs.
    """
    mpl.use("Agg")
    own = Path(mpl.get_data_path())
    font_manager.fontManager.ttflist = [
        face for face in font_manager.fontManager.ttflist if Path(face.fname).is_relative_to(own)
    ]
    for file in font_files().values():
        if not file.is_relative_to(own):
            font_manager.fontManager.addfont(file)
            # it has one weight, which stands for bold, too
            font_manager.fontManager.ttflist.append(replace(font_manager.fontManager.ttflist[-1], weight=700))
    mpl.rcdefaults()
    own_look = read_beside(__file__) | {"font.family": list(FAMILIES)}
    sns.set_theme(context="paper", style="ticks", palette=GROUPS, rc=own_look)


class Page:
    """A figure of a fixed size on which places are given in mm from the top left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / MILLIMETRES_PER_INCH, height / MILLIMETRES_PER_INCH))

    def add_axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return new axes in mm."""
        bottom = self.height - top - height
        sides = left / self.width, bottom / self.height, width / self.width, height / self.height
        return self.figure.add_axes(sides)

    def add_whole(self) -> Axes:
        """Return axes without a frame over the whole page, in mm, y downwards."""
        axes = self.add_axes(0, 0, self.width, self.height)
        axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        axes.set_axis_off()
        return axes


def bare(axes: Axes) -> None:
    """Leave of the frame only the axis of values below, with faint lines upwards from its ticks."""
    axes.spines[["left", "top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def fill_of(at: int) -> dict[str, Any]:
    """Return how the bars of group number `at` are filled; groups beyond the colours are dotted, too."""
    dots = DOTS if at >= len(GROUPS) else ""
    return {"facecolor": GROUPS[at % len(GROUPS)], "edgecolor": "white", "linewidth": 0.4, "hatch": dots}


def look_of(at: int) -> tuple[str, str]:
    """Return colour and marker of group number `at`; beyond the colours no pair comes twice."""
    return GROUPS[at % len(GROUPS)], MARKERS[(at + at // len(GROUPS)) % len(MARKERS)]


def withheld_patch(label: str = "Withheld (small count)") -> Patch:
    """Return the legend's entry for values that are not shown."""
    return Patch(facecolor="white", edgecolor=SOFT, hatch=HATCH, linewidth=0.5, label=label)


def write(axes: Axes, x: float, y: float, text: str, *, va: str = "center_baseline", **look: Any) -> None:
    """Write text at a point, small and centred on its line where nothing else is said."""
    axes.text(x, y, text, verticalalignment=va, fontsize=look.pop("size", SMALL), **look)


def write_label(axes: Axes, x: float, y: float, text: str, **look: Any) -> None:
    """Write the label of a row at its left: one line on its line, more about its middle."""
    write(axes, x, y, text, size=TEXT, va="center" if "\n" in text else "center_baseline", **look)


def withheld_box(axes: Axes, centre: float, middle: float, width: float, height: float) -> None:
    """Draw a hatched box for a value that is not shown, around a point in the units of the axes."""
    corner = centre - width / 2, middle - height / 2
    axes.add_patch(Rectangle(corner, width, height, fc="white", ec=SOFT, hatch=HATCH, lw=0.4))


@dataclass(frozen=True)
class LegendPlan:
    """A legend that fits its page: entries in the order of reading, columns, and its height in mm."""

    entries: Sequence[Artist]
    columns: int
    height: float


def plan_legend(entries: Sequence[Artist], width: float, columns: int | None = None) -> LegendPlan:
    """Return a legend in as few lines as a page of so many mm has room for, its long labels folded."""
    for entry in entries:
        entry.set_label(fold(str(entry.get_label()), width - 1.5 * MARGIN - HANDLE, SMALL))
    for wide in range(min(columns or len(entries), len(entries)), 0, -1):
        box = _draw_columns(Page(width, MARGIN), entries, MARGIN, wide).get_window_extent()
        if wide == 1 or _millimetres(box.width) <= width - 1.5 * MARGIN:
            return LegendPlan(entries, wide, _millimetres(box.height))
    return LegendPlan((), 1, 0.0)


def draw_legend(page: Page, plan: LegendPlan, top: float) -> None:
    """Draw a legend at the left edge, `top` mm from above."""
    if plan.entries:
        _draw_columns(page, plan.entries, top, plan.columns)


def _draw_columns(page: Page, entries: Sequence[Artist], top: float, wide: int) -> Legend:
    # matplotlib fills columns first; readers read lines.
    by_column = [entry for at in range(wide) for entry in entries[at::wide]]
    return page.figure.legend(
        handles=by_column,
        loc="upper left",
        bbox_to_anchor=(MARGIN / page.width, 1 - top / page.height),
        ncols=wide,
        borderaxespad=0,
        borderpad=0,
        handlelength=1.6,
        handleheight=1.0,
        handletextpad=0.6,
        columnspacing=1.6,
    )


def _millimetres(dots: float) -> float:
    return float(dots / mpl.rcParams["figure.dpi"] * MILLIMETRES_PER_INCH)


@contextmanager
def letters_alone() -> Iterator[None]:
    """Embed fonts without LAYOUT_TABLES: in a PDF each letter has its place."""
    given = subset.Options

    def without_layout(**options: Any) -> Any:
        chosen = given(**options)
        chosen.drop_tables = [*chosen.drop_tables, *LAYOUT_TABLES]
        return chosen

    subset.Options = without_layout  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        subset.Options = given  # type: ignore[misc]
