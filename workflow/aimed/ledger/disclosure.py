"""Decide which numbers may leave the machine: small cells, and what a difference would give away."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from aimed.ledger.group_sizes import AGAINST

SMALL = "fewer than the smallest cell"
REST = "leaves fewer than the smallest cell"
DIFFERENCE = "a difference would give a hidden count away"
SAME_PEOPLE = "another number of the same people is hidden"
BESIDE = "the count beside it is hidden"
SIZE = "the number of people that it rests on is hidden"
OVER = "computed from a hidden count"
OF_FEW = "said by fewer people than the smallest cell"
COUNTS = ("count", "sum")
OF_NUMBERS = ("derived", "estimate")  # hidden with any number that they rest on
OVER_COUNTS = ("test", "bootstrap", "quantile", "moment")


class Disclosure(NamedTuple):
    """What is not public: id -> why, and the public numbers whose n is withheld."""

    hidden: dict[str, str]
    without_n: set[str]


def hide_small_cells(
    numbers: pd.DataFrame, smallest: int, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return id -> why, for every number that must not be public, decided for the whole study at once.

    `numbers` has id, analysis, item, group, statistic, value, n, numerator, denominator, kind, numbers,
    partitions (JSON), public_by_plan and the columns of name_cells (those of people where turns are
    counted). `more` are numbers to hide beyond the rule, with why.

    A count is hidden when it, or the rest of its denominator, is 1 to `smallest`-1 (primary), and whatever is
    told of turns when that few people spoke them, or those that they are counted among; how many gave
    no answer, and why, is no attribute and is reported (STROBE item 14b). Where one hidden count could be
    had by adding or subtracting public ones of the same total, another is hidden too (secondary). People
    who are hidden in one analysis are hidden in every analysis that counts the same rows; where a plan
    shows small cells for its reason, in those that select them alike. This is repeated until nothing
    changes. Any other statistic is hidden when its numerator or n is small or hidden, when it is computed
    over a hidden count, or when it rests on a hidden number.
    Hundepool et al., Statistical Disclosure Control, 2012.
    """
    table = numbers.assign(public_by_plan=numbers["public_by_plan"].astype(bool)).set_index("id")
    every_count = table[table["kind"].isin(COUNTS)]
    counts = every_count[~every_count["public_by_plan"]]
    answers = counts[~counts["statistic"].str.startswith("missing.")]
    hidden = {str(name): SMALL for name, value in answers["value"].items() if 0 < value < smallest}
    hidden |= {str(name): REST for name in counts.index[_leaves_few(counts, smallest)] if name not in hidden}
    few = map(str, table.index[_is_of_few(table, smallest)])
    hidden |= {name: OF_FEW for name in few if name not in hidden}
    hidden |= {name: why for name, why in (more or {}).items() if name not in hidden}
    while True:
        _hide_complements(every_count, hidden)
        if not _hide_same_people(every_count, hidden):
            break
    _hide_others(table, hidden, smallest)
    _hide_derived(table, hidden)
    return hidden


def withhold_sizes(numbers: pd.DataFrame, hidden: Mapping[str, str], smallest: int) -> set[str]:
    """Return the ids of the public numbers whose n must not stand beside them.

    `numbers` and `smallest` are those of hide_small_cells, `hidden` what it returned: an n is withheld
    where the count of those people is hidden, or would be. How many gave no answer is told without the sum
    of all such reasons where that would give away who did answer.
    """
    table = numbers.set_index("id")
    withheld = set(table.index[_is_of_hidden(table, hidden, "base_")].map(str))
    n = pd.to_numeric(table["n"], errors="coerce")
    withheld |= set(table.index[(n > 0) & (n < smallest) & ~table["public_by_plan"].astype(bool)].map(str))
    missing = table.index[table["statistic"].str.startswith("missing.")].map(str)
    withheld |= {name for name in missing if f"{name.split('.missing.', maxsplit=1)[0]}.n" in hidden}
    return withheld - hidden.keys()


def _is_of_few(table: pd.DataFrame, smallest: int) -> pd.Series:
    """Return whether a number of turns, or what it is counted among, is of 1 to `smallest`-1 people."""
    few = pd.Series(False, table.index)
    for column in ("people", "base_people"):
        if column in table:
            people = pd.to_numeric(table[column], errors="coerce")
            few |= (people > 0) & (people < smallest)
    return few & ~table["public_by_plan"]


def _leaves_few(counts: pd.DataFrame, smallest: int) -> pd.Series:
    """Return whether a count without levels beside it leaves fewer than the smallest cell (not ticked).

    So does a count of the people who raised a code.
    """
    rest = pd.to_numeric(counts["denominator"]) - pd.to_numeric(counts["numerator"])
    alone = ~counts["partitions"].fillna("").str.contains('level|event|answered|collapsed["|]')
    few = (rest > 0).fillna(False) & (rest < smallest).fillna(False)
    return alone & counts["statistic"].isin(("count", "participants")) & few


def _hide_complements(counts: pd.DataFrame, hidden: dict[str, str]) -> None:
    """Hide more counts until no sum `total = parts` has exactly one that is hidden.

    Zero is hidden only where nothing else can be, and a total only where no part can be.
    """
    values = {str(name): float(value) for name, value in counts["value"].items()}
    fixed = {str(name) for name in counts.index[counts["public_by_plan"]]}
    sums: dict[str, list[str]] = {}
    for name, written in counts["partitions"].items():
        for partition in json.loads(written or "[]"):
            sums.setdefault(partition, []).append(str(name))
    changed = True
    while changed:
        changed = False
        for partition, parts in sums.items():
            total = partition.rsplit("|", 1)[0]
            members = [*parts, total] if total in values else parts
            if sum(name in hidden for name in members) != 1:
                continue
            others = [name for name in members if name not in hidden and name not in fixed]
            if others:
                chosen = min(others, key=lambda n: (values[n] == 0, n == total, values[n], n))
                hidden[chosen] = DIFFERENCE
                changed = True


def _is_of_hidden(table: pd.DataFrame, hidden: Iterable[str], prefix: str = "") -> pd.Series:
    """Return whether the people of each number (with the prefix base_: those they are among) are hidden.

    Equal rows hide each other; what a plan shows is hidden only by rows that are selected alike, as no
    reader knows what is equal by chance.
    """
    counts = table[table.index.isin(list(hidden)) & table["kind"].isin(COUNTS)]
    alike = table[f"{prefix}question"].isin(set(counts["question"].dropna()))
    equal = table[f"{prefix}cell"].isin(set(counts["cell"].dropna()))
    return alike | (equal & ~table["public_by_plan"].astype(bool))


def _hide_same_people(counts: pd.DataFrame, hidden: dict[str, str]) -> bool:
    """Hide every count of people whom another number hides; return whether there was any."""
    same = [str(name) for name in counts.index[_is_of_hidden(counts, hidden)] if name not in hidden]
    hidden |= dict.fromkeys(same, SAME_PEOPLE)
    return bool(same)


def _hide_others(table: pd.DataFrame, hidden: dict[str, str], smallest: int) -> None:
    """Hide shares, tests, effects and quantiles that rest on few, on hidden people or on hidden counts."""
    over = _groups_with_hidden_counts(table, hidden)
    of_hidden = set(table.index[_is_of_hidden(table, hidden, "base_")])
    others = table[~table["kind"].isin(COUNTS)]
    columns = others[["analysis", "item", "group", "kind", "numerator", "n", "public_by_plan"]]
    for name, row in zip(others.index, columns.to_dict("records"), strict=True):
        small = [part for part in (row["numerator"], row["n"]) if pd.notna(part) and 0 < part < smallest]
        if small and not row["public_by_plan"]:
            hidden[str(name)] = "rests on fewer than the smallest cell"
        elif f"{str(name).rsplit('.', 1)[0]}.count" in hidden:
            hidden[str(name)] = BESIDE
        elif name in of_hidden:
            hidden[str(name)] = SIZE
        elif row["kind"] in OVER_COUNTS and _compares(row, over):
            hidden[str(name)] = OVER


def _groups_with_hidden_counts(table: pd.DataFrame, hidden: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """Return (analysis, item) -> the groups in which a count of its answers is hidden."""
    answers = table["statistic"].str.fullmatch(r"n|(.*\.)?count") & ~table["statistic"].str.startswith(
        "missing."
    )
    rows = table[table.index.isin(list(hidden)) & answers]
    groups: dict[tuple[str, str], set[str]] = {}
    for analysis, item, group in rows[["analysis", "item", "group"]].itertuples(index=False):
        groups.setdefault((analysis, item), set()).add(group)
    return groups


def _compares(row: Mapping[Any, Any], over: Mapping[tuple[str, str], set[str]]) -> bool:
    """Return whether a statistic reads a group that has a hidden count; one of several groups reads all."""
    groups = over.get((row["analysis"], row["item"]), set())
    of_many = str(row["group"]).startswith("by_")
    return bool(groups) if of_many else not groups.isdisjoint(str(row["group"]).split(AGAINST))


def _hide_derived(table: pd.DataFrame, hidden: dict[str, str]) -> None:
    derived = table[table["kind"].isin(OF_NUMBERS)]
    changed = True
    while changed:
        changed = False
        for name, written in derived["numbers"].items():
            if str(name) not in hidden and any(term in hidden for term in json.loads(written or "[]")):
                hidden[str(name)] = "derived from a hidden number"
                changed = True
