"""How all figures look: sizes in mm, named fonts, colours that colour-blind readers tell apart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from aimed.files.fonts import FAMILIES, font_files
from aimed.files.yaml_json import read_beside

MILLIMETRES_PER_INCH = 25.4
WIDTHS = {"full": 175.0, "column": 85.0}
TEXT, SMALL = 8.0, 7.0  # points
MARGIN = 1.0  # mm at the edges of a figure
INK, SOFT, PALE = "#222222", "#767676", "#e6e6e6"
# Okabe & Ito 2008, ordered so that the first two differ most in lightness.
GROUPS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
MARKERS = ("o", "s", "D", "^", "v", "P")
HATCH = "//////"


def set_style() -> None:
    """Set sizes, lines and the font.

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
    mpl.rcParams.update(read_beside(__file__) | {"font.family": list(FAMILIES)})


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


def withheld_patch(label: str = "Withheld (small count)") -> Patch:
    """Return the legend's entry for values that are not shown."""
    return Patch(facecolor="white", edgecolor=SOFT, hatch=HATCH, linewidth=0.5, label=label)


def write(axes: Axes, x: float, y: float, text: str, *, va: str = "center_baseline", **look: Any) -> None:
    """Write text at a point, small and centred on its line where nothing else is said."""
    axes.text(x, y, text, verticalalignment=va, fontsize=look.pop("size", SMALL), **look)


def withheld_box(axes: Axes, centre: float, middle: float, width: float, height: float) -> None:
    """Draw a hatched box for a value that is not shown, around a point in the units of the axes."""
    corner = centre - width / 2, middle - height / 2
    axes.add_patch(Rectangle(corner, width, height, fc="white", ec=SOFT, hatch=HATCH, lw=0.4))


def draw_legend(page: Page, entries: Sequence[Artist], top: float, columns: int | None = None) -> None:
    """Draw a legend at the left edge, `top` mm from above, in one line when no number of columns is given."""
    wide = columns or len(entries)
    # matplotlib fills columns first; readers read lines.
    by_column = [entry for at in range(wide) for entry in entries[at::wide]]
    page.figure.legend(
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
