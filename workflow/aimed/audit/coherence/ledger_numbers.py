"""Ledger numbers that contradict each other: p and statistic, estimate and interval, n/N and percentage.

Means and standard deviations that n whole numbers cannot have are found too (GRIM and GRIMMER).
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.audit.coherence.p_values import list_cramers, p_of_chi_square, p_of_t, p_of_z
from aimed.audit.lookup.declarations import find_word
from aimed.files.tables import one_connection
from aimed.manuscript.tables.cells import slug
from aimed.messages.findings import Finding

LEDGER = "results/ledger/ledger.json"
TOLERANCE = 1e-6  # the ledger has full precision: two roads to one number differ in the last digits only
Entry = Mapping[str, Any]
Numbers = Mapping[str, Entry]
Expected = tuple[float, str] | None
RESPONSES = Path("results/harmonise/pooled/responses.parquet")
NUMERIC = ("DOUBLE", "FLOAT", "BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "TINYINT")


def find_incoherent(
    numbers: Numbers, places: Mapping[str, tuple[str, int, int]], whole: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield the public numbers that do not follow from those beside them, and means that cannot be.

    `places` holds where a number is first used, as (path, line, column); others are placed in the ledger.
    `whole` are the items whose answers are whole numbers.
    """
    for name, found in find_impossible(numbers, whole):
        yield _finding(name, places, found, "a mean and a deviation that n whole numbers can have")
    for name, entry in numbers.items():
        if not entry["public"]:
            continue
        if entry["low"] is not None and entry["high"] is not None:
            low, value, high = float(entry["low"]), float(entry["value"]), float(entry["high"])
            if not low - TOLERANCE <= value <= high + TOLERANCE:
                interval = f"{entry['shown_low']} to {entry['shown_high']}"
                found = f"{name} is {entry['shown']}, outside its interval {interval}"
                yield _finding(name, places, found, "an interval that holds its estimate")
        relation = RELATIONS.get(_last(entry))
        expected = relation(_Beside(name, numbers)) if relation else None
        if expected and not math.isclose(entry["value"], expected[0], rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            found = f"{name} is {entry['value']:.6g}, but {expected[1]} gives {expected[0]:.6g}"
            yield _finding(name, places, found, "numbers of one result that agree with each other")


def find_broken_flows(
    figures: list[dict[str, Any]], numbers: Numbers, path: str, text: str
) -> Iterator[Finding]:
    """Yield the boxes of flow figures that are not the box above less those that left at the arrow.

    `path` and `text` are those of figures.yaml. Boxes with nothing beside the arrow are not compared.
    """
    for figure in figures:
        above, left = math.nan, math.nan
        for box in figure.get("boxes") or []:
            own = _count(box.get("number"), numbers)
            if box.get("beside") in ("yes", True):
                parts = [_count(part.get("number"), numbers) for part in box.get("parts") or []]
                left = (0.0 if math.isnan(left) else left) + (own if box.get("number") else sum(parts))
                continue
            if not math.isnan(above - left - own) and above - left != own:
                beside = f"{above:g} less the {left:g} beside the arrow are {above - left:g}"
                found = f"box {box['number']} holds {own:g}, but {beside}"
                remedy = "add the box that is missing, or correct the one that is wrong"
                place = find_word(text, str(box["number"]))
                yield Finding(path, *place, "incoherent", found, "boxes that add up", remedy)
            above, left = own, math.nan


def _count(name: str | None, numbers: Numbers) -> float:
    entry = numbers.get(name or "")
    return float(entry["value"]) if entry and entry["public"] else math.nan


class _Beside:
    """The numbers beside one of the ledger's: those of its item, in its group or in the two it compares."""

    def __init__(self, name: str, numbers: Numbers) -> None:
        self.entry = numbers[name]
        self.numbers = numbers
        self.stem, _, self.last = name.rpartition(".")
        self.pair = str(self.entry["group"]).split("_vs_")

    def get(self, statistic: str, group: str | None = None) -> float:
        """Return a statistic of the same item and group (or another group); nan where it is not shown."""
        if group is None:
            return _count(f"{self.stem}.{statistic}", self.numbers)
        own, analysis, item = self.entry["group"], self.entry["analysis"], slug(str(self.entry["item"]))
        return _count(f"{analysis}.{item}.{slug(group)}.{statistic}", self.numbers) if own else math.nan

    def both(self, statistic: str) -> tuple[float, float]:
        """Return a statistic in each of the two groups that a number compares."""
        if len(self.pair) != 2:
            return math.nan, math.nan
        return self.get(statistic, self.pair[0]), self.get(statistic, self.pair[1])

    def same_method(self, statistic: str) -> bool:
        other = self.numbers.get(f"{self.stem}.{statistic}")
        return other is not None and other["method"] == self.entry["method"]


def _percentage(beside: _Beside) -> Expected:
    size = beside.entry["n"]
    counts = [beside.get(name) for name in ("count", "turns")]
    count = counts[1] if math.isnan(counts[0]) else counts[0]
    if not size or math.isnan(count) or beside.entry["unit"] != "percent":
        return None
    return 100 * count / size, f"{count:g} of {size}"


def _p_value(beside: _Beside) -> Expected:
    event = beside.last.removesuffix("p")
    df = beside.get(f"{event}df")
    for name in ("z", "chi2", "h", "t"):
        value = beside.get(event + name)
        if math.isnan(value) or not beside.same_method(event + name):
            continue
        if name == "z":
            return p_of_z(value), f"z = {value:.4g}"
        if df > 0:
            p = p_of_t(value, df) if name == "t" else p_of_chi_square(value, df)
            return p, f"{name} = {value:.4g} with {df:g} degrees of freedom"
    return None


def _adjusted(beside: _Beside) -> Expected:
    p = beside.get(_last(beside.entry).removesuffix("_adjusted"))
    return (p, "its p before adjustment, which cannot be larger,") if p > beside.entry["value"] else None


def _rank_biserial(beside: _Beside) -> Expected:
    u, (n_a, n_b) = beside.get("u"), beside.both("n")
    if math.isnan(u + n_a + n_b) or not n_a * n_b:
        return None
    size = abs(1 - 2 * u / (n_a * n_b))
    return math.copysign(size, beside.entry["value"]), f"U = {u:g} with groups of {n_a:g} and {n_b:g}"


def _z_value(beside: _Beside) -> Expected:
    """Ties make z larger than U and the sizes of the groups say, never smaller."""
    u, (n_a, n_b) = beside.get("u"), beside.both("n")
    if math.isnan(u + n_a + n_b) or not n_a * n_b or not beside.same_method("u"):
        return None
    least = (abs(u - n_a * n_b / 2) - 0.5) / math.sqrt(n_a * n_b * (n_a + n_b + 1) / 12)
    if abs(beside.entry["value"]) >= least - TOLERANCE:
        return None
    signed = math.copysign(least, beside.entry["value"])
    return signed, f"U = {u:g} with groups of {n_a:g} and {n_b:g} at least"


def _r_of_z(beside: _Beside) -> Expected:
    z, size = beside.get("z"), beside.entry["n"]
    return None if math.isnan(z) or not size else (abs(z) / math.sqrt(size), f"z = {z:.4g} with n = {size}")


def _cramers_v(beside: _Beside) -> Expected:
    chi2, size = beside.get("chi2"), beside.entry["n"]
    if math.isnan(chi2) or not size or "correct" in beside.entry["method"].lower():
        return None
    df = 1.0 if len(beside.pair) == 2 else beside.get("df")
    fitting = [] if math.isnan(df) else list_cramers(chi2, int(df), size)
    nearest = min(fitting, key=lambda v: abs(v - beside.entry["value"]), default=None)
    return None if nearest is None else (nearest, f"chi-square {chi2:.4g} with n = {size}")


def _difference(beside: _Beside) -> Expected:
    a, b = beside.both("pct")
    return None if math.isnan(a + b) else (a - b, f"{a:.1f}% less {b:.1f}%")


RELATIONS: dict[str, Callable[[_Beside], Expected]] = {
    "pct": _percentage,
    "p": _p_value,
    "event_p": _p_value,
    "p_adjusted": _adjusted,
    "p_cluster_adjusted": _adjusted,
    "rank_biserial": _rank_biserial,
    "z": _z_value,
    "r": _r_of_z,
    "v": _cramers_v,
    "difference": _difference,
}


def _finding(name: str, places: Mapping[str, tuple[str, int, int]], found: str, expected: str) -> Finding:
    remedy = "aimed gate says whether a result was edited; make paper makes it again"
    return Finding(*places.get(name, (LEDGER, 0, 0)), "incoherent", found, expected, remedy)


def read_whole_items(root: Path, numbers: Mapping[str, Entry]) -> frozenset[str]:
    """Return the items with a mean in the ledger whose answers are all whole numbers."""
    items = {str(entry["item"]) for entry in numbers.values() if _last(entry) == "mean"}
    path = root / RESPONSES
    if not items or not path.is_file():
        return frozenset()
    ask = one_connection().execute
    described = ask("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    columns = [name for name, kind, *_ in described if name in items and kind in NUMERIC]
    if not columns:
        return frozenset()
    quoted = ('"' + name.replace('"', '""') + '"' for name in columns)
    tests = ", ".join(f"bool_and({column} = floor({column}))" for column in quoted)
    row = ask(f"SELECT {tests} FROM read_parquet(?)", [str(path)]).fetchone() or ()
    return frozenset(name for name, is_whole in zip(columns, row, strict=True) if is_whole)


def find_impossible(numbers: Mapping[str, Entry], whole: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong) for public means and standard deviations of the items in `whole`.

    The ledger has full precision, so n times a mean is a whole number; and so is the sum of squares,
    (n - 1) sd^2 + n mean^2, which is even when the sum is (Brown and Heathers 2017; Anaya 2016).
    """
    for name, entry in numbers.items():
        if not entry["public"] or entry["item"] not in whole or not entry["n"]:
            continue
        if _last(entry) == "mean" and not _is_whole(total := float(entry["value"]) * entry["n"]):
            near = " or ".join(f"{edge / entry['n']:.6g}" for edge in (math.floor(total), math.ceil(total)))
            yield name, f"{name} is {entry['value']:.6g}, but {entry['n']} whole numbers give {near}"
        if _last(entry) == "sd":
            mean = numbers.get(f"{name.removesuffix('sd')}mean")
            if mean and mean["n"] == entry["n"] and not _can_vary(entry, mean):
                beside = f"{entry['n']} whole numbers with a mean of {mean['value']:.6g}"
                yield name, f"{name} is {entry['value']:.6g}, which {beside} cannot have"


def _can_vary(sd: Entry, mean: Entry) -> bool:
    n, total = int(sd["n"]), float(mean["value"]) * int(sd["n"])
    squares = (n - 1) * float(sd["value"]) ** 2 + total**2 / n
    return not _is_whole(total) or (_is_whole(squares) and (round(squares) - round(total)) % 2 == 0)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= 1e-6 + 1e-12 * abs(value)


def _last(entry: Entry) -> str:
    return str(entry["statistic"]).rpartition(".")[2]
