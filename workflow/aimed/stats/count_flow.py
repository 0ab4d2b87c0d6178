"""Count who was received, left out with each reason, and kept: the boxes of a flow diagram."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_columns, read_table, write_table
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.groups import ALL, Group
from aimed.stats.methods.descriptions import count_different, count_rows
from aimed.stats.statistics import SelectedRows, Statistic, Total, tabulate_statistics
from aimed.study.declarations import ANSWERS, FOCUS_GROUPS, MATERIAL, read_planned

BOXES = ("raw", "kept", "survey", "countries", "cohorts", "focus_groups", "speakers", "transcripts", "turns")
TRANSCRIPT = ("cohort", "transcript")
OF_ROWS = ("cohort", "kept", "step", "reason")
OF_PEOPLE = ("cohort", "kept", "in_survey", "in_focus_groups", "country")


def count_flow(
    *,
    analysis: str,
    plan: InputFile,
    cohort_files: InputFiles,
    exclusions: InputFile,
    participants: InputFile,
    turns: InputFile,
    statistics: OutputFile,
) -> None:
    """Write the counts of a flow diagram, of all cohorts and of each where there are several.

    Steps stand in the order of the cohorts' cohort.yaml. Raises ProblemsFound for a reason that has
    the name of a box.
    """
    described = read_planned(plan)
    rows = read_columns(exclusions, OF_ROWS)
    rules = [rule for file in cohort_files for rule in read_yaml(file).get("exclusions", [])]
    steps = order_steps(rows, [(rule["step"], rule["reason"]) for rule in rules])
    raise_problems(check_reasons(steps, [path.as_posix() for path in cohort_files]))
    people, spoken = read_columns(participants, OF_PEOPLE), read_table(turns)
    numbers = [
        number
        for group in list_cohort_groups(rows)
        for number in (*count_boxes(group, rows, steps), *count_arms(group, people, spoken))
    ]
    public = described.get("small_cells") == "shown"
    write_table(tabulate_statistics(analysis, numbers, public), statistics)


def order_steps(exclusions: pd.DataFrame, rules: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return step -> its reasons in the order in which rows leave.

    What the cohorts' rules do not name (a withdrawal) comes first, as in harmonise; rules that took
    no row stay, with a count of 0.
    """
    left = exclusions[exclusions["step"].notna()]
    found = sorted(set(zip(left["step"], left["reason"], strict=True)) - set(rules))
    steps: dict[str, list[str]] = {}
    for step, reason in dict.fromkeys([*found, *rules]):
        steps.setdefault(step, []).append(reason)
    return steps


def check_reasons(steps: dict[str, list[str]], files: list[str]) -> list[Problem]:
    """Return a problem for each reason whose count would have the id of another box."""
    taken = {*BOXES, *(f"{word}_{step}" for step in steps for word in ("at", "after"))}
    reasons = [reason for named in steps.values() for reason in named]
    expected = "a reason in one step only that is not the name of a box of the flow diagram"
    return [
        Problem(", ".join(files), f"exclusion reason {reason}", expected, "rename the reason")
        for reason in dict.fromkeys(reasons)
        if reason in taken or reasons.count(reason) > 1
    ]


def list_cohort_groups(exclusions: pd.DataFrame) -> list[Group]:
    """Return `all` and, where there are several cohorts, one group each."""
    cohorts = sorted(exclusions["cohort"].unique())
    groups = [Group(str(c), (Filter("cohort", "is", str(c)),), (("all", "cohort"),)) for c in cohorts]
    return [ALL, *(groups if len(groups) > 1 else [])]


def count_boxes(group: Group, exclusions: pd.DataFrame, steps: dict[str, list[str]]) -> Iterator[Statistic]:
    """Yield raw rows, rows left out at each step and for each reason, rows after each step, rows kept."""
    raw = SelectedRows("exclusions", exclusions).also(*group.conditions)
    left = raw.also(Filter("kept", "is", False))
    yield count_rows("raw", group, "count", raw)
    gone: list[tuple[str, str, str]] = []
    remaining = raw.n
    for step, reasons in steps.items():
        here = left.also(Filter("step", "is", step))
        yield count_rows(f"at_{step}", group, "count", here, raw, (_part_of_raw(group, "step"),))
        for reason in reasons:
            rows = here.also(Filter("reason", "is", reason))
            totals = (_part_of_raw(group, "reason"), Total(f"at_{step}", group.code, "count", "reason"))
            yield count_rows(reason, group, "count", rows, raw, totals)
        gone.append((f"at_{step}", group.code, "count"))
        remaining -= here.n
        yield _after(step, group, remaining, gone)
    kept = raw.also(Filter("kept", "is", True))
    totals = (_part_of_raw(group, "step"), _part_of_raw(group, "reason"))
    yield count_rows("kept", group, "count", kept, raw, totals)


def count_arms(group: Group, participants: pd.DataFrame, turns: pd.DataFrame) -> Iterator[Statistic]:
    """Yield who is kept in the survey and in the focus groups, and the transcripts, turns and speakers.

    Countries and cohorts are those of the people kept in the survey.
    """
    kept = SelectedRows("participants", participants).also(*group.conditions, Filter("kept", "is", True))
    answered = kept.also(Filter("in_survey", "is", True))
    yield count_rows("survey", group, "count", answered, kept)
    yield count_parts("countries", group, "count", answered, ("country",))
    yield count_parts("cohorts", group, "count", answered, ("cohort",))
    yield count_rows("focus_groups", group, "count", kept.also(Filter("in_focus_groups", "is", True)), kept)
    here = (*group.conditions, *of_focus_groups(turns))
    spoken = SelectedRows("turns", turns).also(*here, Filter("role", "is", "participant"))
    yield count_rows("turns", group, "count", spoken)
    yield count_parts("transcripts", group, "count", spoken, TRANSCRIPT)
    yield count_parts("speakers", group, "count", spoken, ("participant",))


def of_focus_groups(turns: pd.DataFrame) -> tuple[Filter, ...]:
    """Return the condition that leaves coded answers of the survey out, where there are any among turns."""
    there = MATERIAL in turns and (turns[MATERIAL] == ANSWERS).any()
    return (Filter(MATERIAL, "is", FOCUS_GROUPS),) if there else ()


def count_parts(
    item: str,
    group: Group,
    statistic: str,
    rows: SelectedRows,
    columns: tuple[str, ...],
    n: int | None = None,
) -> Statistic:
    """Return how many different values the rows hold, as a part of `n`."""
    found = count_different(item, group, statistic, rows, columns)
    return replace(found, n=n, numerator=int(found.value), denominator=n)


def _part_of_raw(group: Group, divided_by: str) -> Total:
    return Total("raw", group.code, "count", divided_by)


def _after(step: str, group: Group, remaining: int, gone: list[tuple[str, str, str]]) -> Statistic:
    return Statistic(
        item=f"after_{step}",
        group=group.code,
        statistic="count",
        value=remaining,
        unit="count",
        method="count",
        kind="derived",
        n=remaining,
        numerator=remaining,
        numbers=(("raw", group.code, "count"), *gone),
        formula="raw - left at each step so far",
    )


if __name__ == "__main__":
    run(count_flow)
