"""How large the group is that a number describes: those who were asked, by whom `large_groups` is judged."""

import pandas as pd

NEVER_ASKED = ("not_asked", "not_applicable")
AGAINST = "_vs_"  # between the groups of a comparison


def lift_large_groups(numbers: pd.DataFrame, plans: dict[str, str], smallest_group: int) -> pd.Series:
    """Return for each number whether the plan lets it be shown whatever its cell.

    `numbers` has analysis, item, group, statistic, value, n and numerator; `plans` maps an analysis to its
    small_cells. `shown`: always. `large_groups`: when the group that it describes has at least
    `smallest_group` people who were asked, so that a small cell points at nobody.
    """
    rule = numbers["analysis"].map(plans)
    return (rule == "shown") | ((rule == "large_groups") & (measure_groups(numbers) >= smallest_group))


def measure_groups(numbers: pd.DataFrame) -> pd.Series:
    """Return the size of the group of each number, 0 where nothing tells it.

    It is the number `total` of the same item and group less those who were never asked; of a comparison the
    smallest of its groups; of a count of people without such a total the count itself; n for all others.
    """
    sizes = _asked(numbers)
    value = pd.to_numeric(numbers["numerator"])
    own = value.where(numbers["statistic"] == "count").fillna(pd.to_numeric(numbers["n"], errors="coerce"))
    stems = (numbers["analysis"] + "." + numbers["item"] + ".").tolist()
    found = [
        min((sizes[s + part] for part in str(group).split(AGAINST) if s + part in sizes), default=None)
        for s, group in zip(stems, numbers["group"], strict=True)
    ]
    return pd.Series(found, index=numbers.index, dtype="float64").fillna(own.astype("float64")).fillna(0)


def _asked(numbers: pd.DataFrame) -> dict[str, float]:
    """Return analysis.item.group -> its people who were asked."""
    stems = numbers["analysis"] + "." + numbers["item"] + "." + numbers["group"]
    total = numbers["statistic"] == "total"
    never = numbers["statistic"].isin([f"missing.{reason}.count" for reason in NEVER_ASKED])
    value = numbers["value"].astype(float)
    asked = value.where(total, 0) - value.where(never, 0)
    known = set(stems[total])
    return {str(stem): float(size) for stem, size in asked.groupby(stems).sum().items() if stem in known}
