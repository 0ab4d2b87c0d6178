"""Decide which numbers may leave the machine: small cells, and what a difference would give away."""

import json

import pandas as pd

SMALL = "fewer than the smallest cell"
REST = "leaves fewer than the smallest cell"
DIFFERENCE = "a difference would give a hidden count away"


def hide_small_cells(numbers: pd.DataFrame, smallest: int) -> dict[str, str]:
    """Return id -> why, for every number that must not be public.

    `numbers` has id, statistic, value, n, numerator, denominator, kind, numbers, partitions (JSON) and
    public_by_plan. A count is hidden when it, or the rest of its denominator, is 1 to `smallest`-1
    (primary); how many gave no answer, and why, is no attribute and is reported (STROBE item 14b). Where
    one hidden count could be had by adding or subtracting public ones of the same total, another is
    hidden too (secondary), until nothing changes. Any other statistic is hidden when its numerator or n
    is small, when the count beside it is hidden, or when it is derived from a hidden number.
    Hundepool et al., Statistical Disclosure Control, 2012.
    """
    table = numbers.assign(public_by_plan=numbers["public_by_plan"].astype(bool)).set_index("id")
    open_counts = table[table["kind"] == "count"]
    counts = open_counts[~open_counts["public_by_plan"]]
    answers = counts[~counts["statistic"].str.startswith("missing.")]
    hidden = {str(name): SMALL for name, value in answers["value"].items() if 0 < value < smallest}
    hidden |= {str(name): REST for name in counts.index[_leaves_few(counts, smallest)] if name not in hidden}
    _hide_complements(open_counts, hidden)
    for name, row in table[~table["public_by_plan"] & (table["kind"] != "count")].iterrows():
        small = [part for part in (row["numerator"], row["n"]) if pd.notna(part) and 0 < part < smallest]
        if small:
            hidden[str(name)] = "rests on fewer than the smallest cell"
        elif f"{str(name).rsplit('.', 1)[0]}.count" in hidden:
            hidden[str(name)] = "the count beside it is hidden"
    _hide_derived(table[~table["public_by_plan"]], hidden)
    return hidden


def lift_large_groups(numbers: pd.DataFrame, plans: dict[str, str], smallest_group: int) -> pd.Series:
    """Return for each number whether the plan lets it be shown whatever its cell.

    `plans` maps an analysis to its small_cells. `shown`: always. `large_groups`: when the group that it
    describes has at least `smallest_group` people, so that a small cell points at nobody; the group's size
    is the number `total` of the same item and group, or n where there is none.
    """
    totals = numbers[numbers["statistic"] == "total"].set_index("id")["value"].to_dict()
    keys = numbers["analysis"] + "." + numbers["item"] + "." + numbers["group"] + ".total"
    size = pd.to_numeric(keys.map(totals)).fillna(pd.to_numeric(numbers["n"], errors="coerce")).fillna(0)
    rule = numbers["analysis"].map(plans)
    return (rule == "shown") | ((rule == "large_groups") & (size >= smallest_group))


def _leaves_few(counts: pd.DataFrame, smallest: int) -> pd.Series:
    """Return whether a count without levels beside it leaves fewer than the smallest cell (not ticked)."""
    rest = pd.to_numeric(counts["denominator"]) - pd.to_numeric(counts["numerator"])
    alone = ~counts["partitions"].fillna("").str.contains('level|event|answered|collapsed["|]')
    return (
        alone & (counts["statistic"] == "count") & (rest > 0).fillna(False) & (rest < smallest).fillna(False)
    )


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


def _hide_derived(table: pd.DataFrame, hidden: dict[str, str]) -> None:
    derived = table[table["kind"] == "derived"]
    changed = True
    while changed:
        changed = False
        for name, written in derived["numbers"].items():
            if str(name) not in hidden and any(term in hidden for term in json.loads(written or "[]")):
                hidden[str(name)] = "derived from a hidden number"
                changed = True
