"""The joint display drawn: percentages of the survey beside shares of the focus groups, and the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from aimed.figures import style
from aimed.figures.declared import Declared
from aimed.figures.labels import ALL, Words, fold
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.language.marks import scan_marks
from aimed.ledger.joint.rows import STRANDS, Row, strand_of
from aimed.ledger.joint.verdicts import SILENT, JudgedRow
from aimed.messages.problems import ProblemsFound

# mm: words of a row; of each strand its labels, its axis and its values; the verdict
WORDS_WIDTH, VERDICT, FOOT, HEAD, LINE, GAP = 42.0, 15.5, 6.0, 10.0, 3.3, 3.0
STARTS = {"survey": 44.0, "groups": 100.0}
LABEL, AXIS = 17.0, 26.0
TICKS = (0, 50, 100)
HEADS = {"survey": "Survey:\n% of students with an answer", "groups": "Focus groups:\n% who spoke of it"}
COLOURS = {"confirmed": "#009E73", "expanded": "#56B4E9", "discordant": "#D55E00", SILENT: style.SOFT}
NO_DISPLAY = ("a joint display", "manuscript/joint.yaml, which it draws", "write it, or take the figure out")


@dataclass(frozen=True)
class DrawnShare:
    """A number of a strand as a percentage, with the words beside it on both sides."""

    number: Plotted
    label: str
    shown: str
    group: str


def draw_display(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one block per row of joint.yaml; a percentage of the groups is of those in them.

    Raises ProblemsFound for a study without joint.yaml.
    """
    if numbers.joint is None:
        raise ProblemsFound.at(declared.place(declared.keys), *NO_DISPLAY)
    rows = numbers.joint.rows
    shares = {row["id"]: {one: _take(row, one, numbers, words) for one in STRANDS} for row in rows}
    texts = {row["id"]: _write(row) for row in rows}
    heights = [_height(texts[row["id"]], shares[row["id"]]) for row in rows]
    page = style.Page(style.WIDTHS["full"], HEAD + sum(heights) + FOOT)
    axes = page.add_whole()
    _draw_frame(axes, HEAD + sum(heights))
    groups = list(dict.fromkeys(one.group for row in shares.values() for own in row.values() for one in own))
    top = HEAD
    for row, height in zip(rows, heights, strict=True):
        _draw_row(axes, row, texts[row["id"]], top, shares[row["id"]], groups)
        _draw_verdict(axes, row, numbers.judged[row["id"]], top)
        top += height
        axes.plot([0, style.WIDTHS["full"]], [top - GAP / 2] * 2, color=style.PALE, linewidth=0.6)
    return page.figure


def _take(row: Row, strand: str, numbers: Numbers, words: Words) -> list[DrawnShare]:
    """Return the numbers that a strand shows, each named by what tells it from the others."""
    named = strand_of(row, strand)["numbers"]
    taken = [numbers.take(name, []) for name in named]
    entries = [numbers.ledger.get(name, {}) for name in named]
    several = len({entry.get("item") for entry in entries}) > 1
    found = []
    for number, entry in zip(taken, entries, strict=True):
        group = str(entry.get("group", ALL)).replace("-", "_")
        label = words.item(str(entry.get("item", ""))) if several else words.group(group)
        share = number if strand == "survey" else _as_share(number, entry, numbers)
        n = entry.get("n") if strand == "groups" and share.public else None
        shown = f"{number.shown} of {n}" if n else number.shown
        found.append(DrawnShare(share, label, shown, group))
    return found


def _as_share(number: Plotted, entry: Mapping[str, Any], numbers: Numbers) -> Plotted:
    """Return a count as a percentage of its n; withheld where either may not be shown."""
    n = entry.get("n")
    base = f"{number.id.partition('.')[0]}.{entry.get('statistic')}.{entry.get('group')}.count"
    if number.value is None or not n or not numbers.ledger.get(base, {"public": True})["public"]:
        return replace(number, value=None, low=None, high=None)
    return replace(number, value=100 * number.value / n, low=None, high=None)


def _write(row: Row) -> tuple[str, str]:
    words = row["statement"]
    for mark in reversed(scan_marks(words)):  # a literal in it is drawn as it stands
        words = words[: mark.start] + mark.text + words[mark.end :]
    return row["subject"], fold(" ".join(words.split()), WORDS_WIDTH, style.SMALL)


def _height(text: tuple[str, str], shares: Mapping[str, list[DrawnShare]]) -> float:
    lines = 1.8 + text[1].count("\n") + 0.4
    drawn = max(sum(1 + _label_of(one).count("\n") for one in own) for own in shares.values())
    return max(lines, drawn + 0.4, 3) * LINE + GAP


def _label_of(share: DrawnShare) -> str:
    return fold(share.label, LABEL, style.SMALL)


def _draw_frame(axes: Axes, bottom: float) -> None:
    """Draw what stands above and behind all rows: heads, ticks and the lines of the axes."""
    for strand, start in STARTS.items():
        style.write(axes, start, 1, HEADS[strand], color=style.SOFT, va="top", linespacing=1.2)
        for tick in TICKS:
            at = start + LABEL + tick / 100 * AXIS
            axes.plot([at, at], [HEAD, bottom], color=style.PALE, linewidth=0.6, zorder=0)
            style.write(axes, at, bottom + 2.5, str(tick), color=style.SOFT, ha="center")


def _draw_row(
    axes: Axes,
    row: Row,
    text: tuple[str, str],
    top: float,
    shares: Mapping[str, list[DrawnShare]],
    groups: list[str],
) -> None:
    style.write(axes, style.MARGIN, top, text[0], weight="bold", va="top", size=style.TEXT)
    style.write(axes, style.MARGIN, top + 1.1 * LINE, text[1], va="top", linespacing=1.25)
    for strand, start in STARTS.items():
        height = top + LINE / 2
        for share in shares[strand]:
            label = _label_of(share)
            style.write(axes, start, height, label, va="center", linespacing=1.15)
            _draw_share(axes, share, start + LABEL, height, groups)
            height += LINE * (1 + label.count("\n"))


def _draw_share(axes: Axes, share: DrawnShare, start: float, height: float, groups: list[str]) -> None:
    number, colour = share.number, _colour(share.group, groups)
    if number.value is None:
        style.withheld_box(axes, start + AXIS / 2, height, AXIS, 0.5 * LINE)
        style.write(axes, start + AXIS + 1.5, height, "withheld", color=style.SOFT)
        return
    if number.low is not None and number.high is not None:
        ends = [start + end / 100 * AXIS for end in (number.low, number.high)]
        axes.plot(ends, [height] * 2, color=colour, linewidth=1.1, solid_capstyle="butt")
    marker = style.MARKERS[_place(share.group, groups) % len(style.MARKERS)]
    at = start + number.value / 100 * AXIS
    axes.plot([at], [height], marker=marker, markersize=4, color=colour, markeredgewidth=0)
    style.write(axes, start + AXIS + 1.5, height, share.shown)


def _place(group: str, groups: list[str]) -> int:
    return [one for one in groups if one != ALL].index(group) if group != ALL else 2


def _colour(group: str, groups: list[str]) -> str:
    return style.INK if group == ALL else style.GROUPS[_place(group, groups) % len(style.GROUPS)]


def _draw_verdict(axes: Axes, row: Row, judged: JudgedRow, top: float) -> None:
    """Draw the verdict in a box of its colour; one that does not follow says so."""
    silent = [strand for strand, stance in judged.stances.items() if stance == SILENT]
    lines = [row["verdict"].capitalize()]
    lines += [f"({silent[0]})"] if row["verdict"] == SILENT and silent else []
    lines += [] if judged.holds else ["does not", "hold"]
    left = style.WIDTHS["full"] - VERDICT - style.MARGIN
    size = VERDICT, LINE * (len(lines) + 0.4)
    box = FancyBboxPatch(
        (left, top),
        *size,
        boxstyle="round,pad=0,rounding_size=1",
        fc="white",
        ec=COLOURS[row["verdict"]],
        lw=1.2,
    )
    axes.add_patch(box)
    middle = left + VERDICT / 2, top + size[1] / 2
    style.write(axes, *middle, "\n".join(lines), ha="center", va="center", linespacing=1.2)
