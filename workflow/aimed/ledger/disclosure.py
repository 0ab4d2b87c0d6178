"""Decide which numbers may leave the machine: small cells, and what a difference would give away."""

import json

import pandas as pd


def hide_small_cells(numbers: pd.DataFrame, smallest: int) -> dict[str, str]:
    """Return id -> why, for every number that must not be public.

    `numbers` has id, statistic, value, n, numerator, denominator, kind, numbers, partitions (JSON) and
    public_by_plan. A count is hidden when it is 1 to `smallest`-1 (primary). Where exactly one member
    of a partition is hidden, the smallest other one is hidden too (secondary), until nothing changes.
    Any other statistic is hidden when its numerator or n is small, when the count beside it is hidden,
    or when it is derived from a hidden number. Hundepool et al., Statistical Disclosure Control, 2012.
    """
    table = numbers[~numbers["public_by_plan"].astype(bool)].set_index("id")
    counts = table[table["kind"] == "count"]
    hidden = {
        str(name): "fewer than the smallest cell"
        for name, value in counts["value"].items()
        if 0 < value < smallest
    }
    _hide_complements(counts, hidden)
    for name, row in table[table["kind"] != "count"].iterrows():
        small = [part for part in (row["numerator"], row["n"]) if pd.notna(part) and 0 < part < smallest]
        if small:
            hidden[str(name)] = "rests on fewer than the smallest cell"
        elif _count_beside(str(name)) in hidden:
            hidden[str(name)] = "the count beside it is hidden"
    _hide_derived(table, hidden)
    return hidden


def lift_large_groups(numbers: pd.DataFrame, plans: dict[str, str], smallest_group: int) -> pd.Series:
    """Return for each number whether the plan lets it be shown whatever its cell.

    `plans` maps an analysis to its small_cells. `shown`: always. `large_groups`: when the group that it
    describes has at least `smallest_group` people, so that a small cell points at nobody; the group's size
    is the number `total` of the same item and group, or n where there is none.
    """
    totals = numbers[numbers["statistic"] == "total"].set_index("id")["value"].to_dict()
    keys = numbers["analysis"] + "." + numbers["item"] + "." + numbers["group"] + ".total"
    size = keys.map(totals).fillna(numbers["n"]).fillna(0).astype(float)
    rule = numbers["analysis"].map(plans)
    return (rule == "shown") | ((rule == "large_groups") & (size >= smallest_group))


def _hide_complements(counts: pd.DataFrame, hidden: dict[str, str]) -> None:
    values = {str(name): float(value) for name, value in counts["value"].items()}
    members: dict[str, list[str]] = {}
    for name, written in counts["partitions"].items():
        for partition in json.loads(written or "[]"):
            members.setdefault(partition, []).append(str(name))
    changed = True
    while changed:
        changed = False
        for names in members.values():
            inside = [name for name in names if name in hidden]
            others = [name for name in names if name not in hidden and values[name] > 0]
            if len(inside) == 1 and others:
                smallest = min(others, key=lambda name: (values[name], name))
                hidden[smallest] = "a difference would give a hidden count away"
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


def _count_beside(name: str) -> str:
    return f"{name.rsplit('.', 1)[0]}.count"
