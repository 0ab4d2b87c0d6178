"""A multiverse of the perturbed toy study, from tables that were not written."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from aimed.harmonise.cohort_tables import CohortSources
from aimed.stats.multiverse.answers import ComparedPeople
from aimed.stats.multiverse.choices import read_choices
from aimed.stats.multiverse.state import LeastPeople, list_compared, vary_items
from aimed.stats.multiverse.summaries import sum_up_all
from aimed.stats.multiverse.unknown_names import NamesToVary
from aimed.stats.statistics import SelectedRows, Statistic

AGAIN = """of: [pair]
choices:
  dont_know: [middle, no]
  outcome: [event]
  groups: [extremes]
  vintage: [fy21]
  leave_out: cohort
  population: {grown: [[age, at_least, 22]]}
"""


def vary(cohort: CohortSources, tables: dict[str, pd.DataFrame]) -> Iterator[Statistic]:
    """Yield what the step of a multiverse states, from tables that were not written."""
    columns, income = list(tables["responses"].columns), cohort.reference.income
    plans = list_compared((Path("analyses/pair.yaml"),), cohort.codebook, columns)
    names = NamesToVary(plans, cohort.codebook, columns, [c for c in income if c.startswith("fy")])
    choices = read_choices(Path("analyses/again.yaml"), names)
    years = {year: dict(zip(income["iso3"], income[year], strict=True)) for year in choices.vintages}
    missing = tables["missing"]
    unknowing = missing[missing["reason"] == "dont_know"]
    numbers = []
    for plan in plans.values():
        population = SelectedRows("responses", tables["responses"]).also(*plan.population)
        people = ComparedPeople(plan, cohort.codebook, population.rows, choices, years)
        for _, summed in vary_items(people, population, unknowing, LeastPeople(1, 50)):
            numbers += summed
    yield from [*numbers, *sum_up_all(numbers)]
