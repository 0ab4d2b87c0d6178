"""Effects or means with their intervals: a forest plot of terms by outcome, or the means of groups."""

from math import ceil, floor, log10

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from aimed.figures import style
from aimed.figures.declared import Declared, DrawnItem, list_items
from aimed.figures.dots import draw_estimates
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, Plotted

RATIOS = ("odds_ratio",)  # on an axis of equal ratios, about 1
WITHOUT_LINE = ("mean",)  # no value of these says that nothing differs
AXES = {
    "odds_ratio": "Odds ratio",
    "ame": "Average marginal effect, percentage points",
    "estimate": "Coefficient",
    "mean": "Mean",
    "mean_difference": "Difference of means",
    "hedges_g": "Hedges' g",
    "spearman": "Spearman's rank correlation",
}
TICKS = (1, 2, 5)


def draw_forest(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per item and in it one estimate with interval per group, about a line of no effect."""
    return _draw(declared, numbers, words, declared.entry.get("statistic", "odds_ratio"))


def draw_means(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per item and in it one mean with its interval per group."""
    return _draw(declared, numbers, words, "mean")


def _draw(declared: Declared, numbers: Numbers, words: Words, statistic: str) -> Figure:
    found = {
        (item, group): _take(numbers, item, group, statistic)
        for item in list_items(declared, words.codebook)
        for group in declared.entry["groups"]
    }
    page, axes = draw_estimates(declared, numbers, words, found, AXES.get(statistic, statistic))
    _scale(axes, [one for one in found.values() if one], statistic)
    return page.figure


def _take(numbers: Numbers, item: DrawnItem, group: str, statistic: str) -> Plotted | None:
    """Return a number, or None of a model that has no estimates at all: its other numbers are counts."""
    stem = f"{item.analysis}.{item.name}.".lower().replace("-", "_")
    own = [name for name in numbers.ledger if name.startswith(stem)]
    if own and not any(name.endswith((".se", ".mean")) for name in own):
        return None
    return numbers.of_item(item, group, statistic)


def _scale(axes: Axes, shown: list[Plotted], statistic: str) -> None:
    """Set the axis of values, from the lowest limit to the highest, and the line of no effect."""
    ends = [end for one in shown for end in (one.low, one.value, one.high) if end is not None]
    if statistic in RATIOS:
        low, high = min([*ends, 0.5]), max([*ends, 2.0])
        axes.set_xscale("log")
        axes.set_xlim(low / 1.1, high * 1.1)
        powers = range(floor(log10(low)) - 1, ceil(log10(high)) + 1)
        axes.xaxis.set_major_locator(FixedLocator([tick * 10.0**power for power in powers for tick in TICKS]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.axvline(1, color=style.SOFT, linewidth=0.8, zorder=1)
        return
    line = [] if statistic in WITHOUT_LINE else [0.0]
    low, high = min([*ends, *line], default=0.0), max([*ends, *line], default=1.0)
    room = 0.05 * (high - low) or 1.0
    axes.set_xlim(low - room, high + room)
    if line:
        axes.axvline(0, color=style.SOFT, linewidth=0.8, zorder=1)
