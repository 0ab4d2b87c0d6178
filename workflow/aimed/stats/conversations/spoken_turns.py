"""The turns of participants that a plan asks for, and the transcripts that they are of."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.stats.count_flow import TRANSCRIPT, count_parts, of_focus_groups
from aimed.stats.groups import Group
from aimed.stats.plans import Plan
from aimed.stats.statistics import SelectedRows, Statistic
from aimed.study.declarations import MATERIAL


def select_spoken(plan: Plan, turns: pd.DataFrame) -> SelectedRows:
    """Return the participants' turns that the plan asks for; what coding alone says selects no turns."""
    asked = [condition for condition in plan.population if condition.column in turns]
    own = keep_material(plan, turns)
    return SelectedRows("turns", turns).also(*asked, *own, Filter("role", "is", "participant"))


def keep_material(plan: Plan, turns: pd.DataFrame) -> tuple[Filter, ...]:
    """Return the condition that leaves coded answers of the survey out, unless the plan asks for them."""
    return () if asks_for_material(plan.population) else of_focus_groups(turns)


def asks_for_material(population: Iterable[Filter]) -> bool:
    """Return whether conditions say what to count: one on `material`, or on `transcript` with is or in."""
    return any(
        one.column == MATERIAL or (one.column == "transcript" and one.comparison in ("is", "in"))
        for one in population
    )


def list_transcripts(turns: pd.DataFrame) -> list[Group]:
    """Return one group per transcript: its id, preceded by the cohort's where several cohorts have it."""
    pairs = turns[list(TRANSCRIPT)].drop_duplicates().sort_values(list(TRANSCRIPT))
    shared = set(pairs.loc[pairs["transcript"].duplicated(), "transcript"])
    spoken = turns[turns["role"] == "participant"] if "role" in turns else turns
    once = "participant" in turns and not (
        spoken[[*TRANSCRIPT, "participant"]].drop_duplicates()["participant"].duplicated().any()
    )
    return [
        Group(
            f"{cohort}_{transcript}" if transcript in shared else str(transcript),
            (Filter("cohort", "is", cohort), Filter("transcript", "is", transcript)),
            (("all", "transcript"),),
            parts_people=once,
        )
        for cohort, transcript in pairs.itertuples(index=False)
    ]


def count_people(
    item: str, group: Group, statistic: str, rows: SelectedRows, n: int | None = None
) -> Statistic:
    """Return how many people the rows hold: a part of a total where each is of one such group alone."""
    counted = count_parts(item, group, statistic, rows, ("participant",), n)
    return replace(counted, totals=group.totals(item, statistic)) if group.parts_people else counted
