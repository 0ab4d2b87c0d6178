"""Items that go against the rest of what the codebook declares to measure one thing."""

from collections.abc import Iterator

import pandas as pd

from aimed.messages.problems import Problem
from aimed.onboarding.check.stages import Cohort

FEWEST = 20
CONSTRUCT = "construct"  # the column of variables.csv
REVERSED = -0.1


def find_reversed(cohort: Cohort, pooled: pd.DataFrame | None) -> Iterator[Problem]:
    """Yield items that go against the rest of their construct, where the other cohorts' do not.

    An item is compared with the mean of the other items that the codebook declares to measure the same thing,
    by Spearman's correlation. That items share the wording of their answers says nothing of it.
    """
    for construct, items in list_constructs(cohort).items():
        own = rank_items(cohort, cohort.responses, items)
        others = rank_items(cohort, pooled, items) if pooled is not None and len(pooled) else {}
        for item, (correlation, n) in own.items():
            usual = others.get(item, (1.0, 0))[0]
            if n >= FEWEST and correlation < REVERSED <= usual:
                beside = f"; in the other cohorts {usual:+.2f}" if item in others else ""
                yield Problem(
                    f"data/cohorts/{cohort.name}/crosswalk.csv, variable {item}",
                    f"a correlation of {correlation:+.2f} with the rest of {construct}, n = {n}{beside}",
                    "an item that goes with its construct, unless its sentence says the opposite",
                    f"look at the order of its labels in the source; the rule `reverse` turns {item} round",
                )


def list_constructs(cohort: Cohort) -> dict[str, list[str]]:
    """Return what three or more ordered variables are declared to measure together -> the variables."""
    variables = cohort.codebook.variables
    if CONSTRUCT not in variables.columns:
        return {}
    items = variables[(variables["type"] == "ordered") & (variables[CONSTRUCT] != "")]
    groups = {str(name): list(rows.index) for name, rows in items.groupby(CONSTRUCT, sort=False)}
    return {name: members for name, members in groups.items() if len(members) > 2}


def rank_items(cohort: Cohort, responses: pd.DataFrame, items: list[str]) -> dict[str, tuple[float, int]]:
    """Return item -> (its Spearman correlation with the mean of the other items, respondents)."""
    places = {
        item: responses[item].map({code: n for n, code in enumerate(cohort.codebook.codes(item))})
        for item in items
        if item in responses.columns
    }
    table = pd.DataFrame({item: cells.astype(float) for item, cells in places.items()})
    found = {}
    for item in table.columns:
        rest = table.drop(columns=item).mean(axis=1)
        both = table[item].notna() & rest.notna()
        if both.sum() > 2 and table.loc[both, item].nunique() > 1 and rest[both].nunique() > 1:
            correlation = table.loc[both, item].rank().corr(rest[both].rank())
            found[str(item)] = (float(correlation), int(both.sum()))
    return found
