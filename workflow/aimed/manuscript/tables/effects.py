"""Effects of comparisons: what they are called, and why one of them is a dash."""

from aimed.manuscript.tables.cells import Study, lower_first

EFFECTS = {
    "difference": "Difference, percentage points",
    "rank_biserial": "Rank-biserial r",
    "v": "Cramér's V",
    "odds_ratio": "Odds ratio",
    "mean_difference": "Difference of means",
    "hedges_g": "Hedges' g",
}


# kinds whose columns are all left-aligned
OF_WHAT = {
    "difference": "percentages",
    "rank_biserial": "ordered answers and numbers",
    "v": "answers without an order",
    "odds_ratio": "percentages",
    "mean_difference": "means",
    "hedges_g": "means",
}


def name_effect(effect: str, analysis: str, study: Study) -> str:
    """Return what an effect is called, a difference of means with the unit that all of them share."""
    name = EFFECTS.get(effect, effect)
    if effect != "mean_difference":
        return name
    own = [entry for name_of, entry in study.numbers.items() if name_of.startswith(f"{analysis}.")]
    units = {str(entry["unit"]) for entry in own if entry["statistic"] == effect}
    return f"{name}, {units.pop()}" if len(units) == 1 and units != {"effect"} else name


def why_no_effect(effect: str, prefix: str, study: Study) -> str:
    """Return why a comparison has no such effect; of those it has, none means that nothing was compared."""
    name = EFFECTS.get(effect, effect)
    if f"{prefix}.{effect}" in study.numbers:
        return f"{lower_first(name)}: no interval can be computed from these answers"
    if any(f"{prefix}.{other}" in study.numbers for other in EFFECTS):
        return f"{lower_first(name)}: of {OF_WHAT[effect]} alone" if effect in OF_WHAT else f"no {name}"
    return "groups not compared" if prefix.endswith(".None") else "nobody answered in a group, or all alike"


def why_no_test(test: str, head: str, prefix: str, study: Study) -> str:
    """Return why a comparison has no such p-value."""
    if test != "p" and f"{prefix}.p" in study.numbers:
        return f"{lower_first(head)}: the analysis is of no family of tests"
    return why_no_effect(test, prefix, study) if prefix.endswith(".None") else "p: no test can be made"
