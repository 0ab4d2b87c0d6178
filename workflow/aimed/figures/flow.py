"""The participant flow: boxes from top to bottom, and beside the arrows those who leave."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from aimed.figures.declared import Declared
from aimed.figures.labels import Words, fold
from aimed.figures.plotted_numbers import Numbers, counted
from aimed.figures.style import INK, MARGIN, TEXT, WIDTHS, Page

LINE, PADDING, GAP = 3.9, 2.2, 7.0  # mm: a line of text, the margin in a box, between two boxes
BETWEEN = 12.0  # mm between the boxes and those beside
SPINE_SHARE = 0.5
HANGING = 2.0  # mm: further lines of one entry


@dataclass(frozen=True)
class Box:
    """A box as drawn: its lines (the first is bold), and whether it stands beside the arrow."""

    lines: tuple[str, ...]
    beside: bool

    @property
    def height(self) -> float:
        """Return the height in mm."""
        return sum(line.count("\n") + 1 for line in self.lines) * LINE + 2 * PADDING


def draw_flow(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return the boxes of the entry's `boxes`: each its label and number, and its parts line by line."""
    width = WIDTHS[declared.entry.get("width", "full")]
    spine = SPINE_SHARE * (width - 2 * MARGIN - BETWEEN)
    aside = width - 2 * MARGIN - BETWEEN - spine
    boxes = list_boxes(declared, numbers, spine, aside)
    tops = place_boxes(boxes)
    height = max(top + box.height for top, box in zip(tops, boxes, strict=True)) + MARGIN
    page = Page(width, height)
    axes = page.add_whole()
    for box, top in zip(boxes, tops, strict=True):
        left, broad = (MARGIN + spine + BETWEEN, aside) if box.beside else (MARGIN, spine)
        _draw_box(axes, box, (left, top), broad)
    _draw_arrows(axes, boxes, tops, spine)
    return page.figure


def list_boxes(declared: Declared, numbers: Numbers, spine: float, aside: float) -> list[Box]:
    """Return the boxes with their numbers; parts that count nobody are taken and not drawn."""
    boxes = []
    for at, written in enumerate(declared.entry["boxes"]):
        keys = [*declared.keys, "boxes", at]
        beside = bool(written.get("beside", False))
        broad = (aside if beside else spine) - 2 * PADDING
        heading = written["label"]
        if "number" in written:
            heading += counted(numbers.take(written["number"], [*keys, "number"]))
        lines = [fold(heading, broad - HANGING, TEXT, "bold")]
        for place, part in enumerate(written.get("parts", [])):
            number = numbers.take(part["number"], [*keys, "parts", place, "number"])
            if number.value != 0:
                lines.append(fold(part["label"] + counted(number), broad - HANGING, TEXT))
        boxes.append(Box(tuple(lines), beside))
    return boxes


def place_boxes(boxes: list[Box]) -> list[float]:
    """Return the top of each box in mm: those beside stand halfway down the arrow that they hang on."""
    tops: list[float] = []
    below = MARGIN
    for at, box in enumerate(boxes):
        if box.beside:
            tops.append(below + GAP / 2)
            below += box.height + GAP / 2
        else:
            below += GAP / 2 if at and boxes[at - 1].beside else (GAP if at else 0)
            tops.append(below)
            below += box.height
    return tops


def _draw_box(axes: Axes, box: Box, corner: tuple[float, float], width: float) -> None:
    left, top = corner
    colour = "#f6f6f6" if box.beside else "white"
    axes.add_patch(Rectangle(corner, width, box.height, facecolor=colour, edgecolor=INK, lw=0.7))
    row = top + PADDING + LINE / 2
    for at, line in enumerate(box.lines):
        weight = "bold" if at == 0 else "normal"
        for turn, words in enumerate(line.split("\n")):
            indent = PADDING + (HANGING if turn else 0)
            axes.text(left + indent, row, words, size=TEXT, weight=weight, va="center_baseline")
            row += LINE


def _draw_arrows(axes: Axes, boxes: list[Box], tops: list[float], spine: float) -> None:
    """Draw an arrow from each box down to the next, and one to each box beside from the middle of it."""
    middle = MARGIN + spine / 2
    style = {"arrowstyle": "-|>", "lw": 0.8, "color": INK, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 7}
    below: float | None = None
    for box, top in zip(boxes, tops, strict=True):
        if box.beside:
            height = top + box.height / 2
            axes.annotate("", (MARGIN + spine + BETWEEN, height), (middle, height), arrowprops=style)
            continue
        if below is not None:
            axes.annotate("", (middle, top), (middle, below), arrowprops=style)
        below = top + box.height
