"""`aimed plan freeze` and `aimed plan status`: write down the plans with their day, and tell what differs."""

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound
from aimed.study.cohort_file import list_cohorts, read_cohort
from aimed.study.declarations import read_config
from aimed.study.frozen_plans import (
    Deviation,
    FrozenPlan,
    FrozenPlans,
    describe_day,
    describe_plans,
    digest_plans,
    is_frozen_before,
    list_deviations,
    read_frozen,
)
from aimed.study.layout import FROZEN, list_analyses

SUMMARY = "Freeze the plans of the analyses with their day, and tell what was changed after it."
CLOCK = "SOURCE_DATE_EPOCH"
PROOF = (
    "the day is {by}, which proves nothing to others: a commit that is pushed or a registration that "
    "names the digest does"
)
BACKDATED = "{day} lies before today by this machine's clock: nothing here proves that the plans were there"


def freeze(again: bool = False) -> int:
    """Write the digest, the content and the day of all plans to analyses/frozen.json.

    Args:
        again: take the place of an earlier freeze; its day stays named, its plans are compared no more.
    """
    print("\n".join(freeze_plans(again=again)))
    return 0


def status() -> int:
    """Print when the plans were frozen, which were added, dropped or changed since, and what it preceded."""
    print("\n".join(tell_status()))
    return 0


COMMANDS: dict[str, Callable[..., Any]] = {"freeze": freeze, "status": status}


def freeze_plans(*, again: bool) -> list[str]:
    """Freeze the plans of the study one stands in; return the lines that tell it.

    Raises ProblemsFound for plans that are broken or none, and for an earlier freeze without `again`.
    """
    plans = describe_plans(_list_plans())
    if not plans:
        raise ProblemsFound.at("analyses", "no plans", "a plan or more, analyses/<id>.yaml", "write them")
    before, (day, by) = read_frozen(), find_day()
    if before is not None:
        _refuse_second(before, plans, day, again=again)
    digest = digest_plans({name: plan["sha256"] for name, plan in plans.items()})
    earlier = [*before["earlier"], before["date"]] if before else []
    given = CLOCK in os.environ
    frozen: FrozenPlans = {
        "date": day,
        "given": given,
        "digest": digest,
        "earlier": earlier,
        "plans": plans,
    }
    with write_whole(FROZEN) as (half,):
        write_json(frozen, half)
    backdated = [BACKDATED.format(day=day)] if day < _today() else []
    return [*tell_status(), PROOF.format(by=by), *backdated]


def _refuse_second(before: FrozenPlans, plans: dict[str, FrozenPlan], day: str, *, again: bool) -> None:
    """Raise ProblemsFound for a second freeze that nobody asked for, or of a day before the first one."""
    if not again:
        found = f"plans frozen on {before['date']} (deviations since: {len(list_deviations(before, plans))})"
        remedy = (
            "aimed plan status tells them; aimed plan freeze --again freezes the plans of today: these "
            "deviations are then told no more, and the earlier day stays in the file"
        )
        raise ProblemsFound.at(FROZEN, found, "one freeze, before the data are collected", remedy)
    if day < before["date"]:
        expected, remedy = f"{before['date']}, the day of the freeze before, or later", f"unset {CLOCK}"
        raise ProblemsFound.at(FROZEN, f"a freeze of {day}", expected, remedy)


def find_day() -> tuple[str, str]:
    """Return today in UTC, or the day of SOURCE_DATE_EPOCH, and whose day it is.

    Raises ProblemsFound for a SOURCE_DATE_EPOCH that is no number of seconds.
    """
    if (written := os.environ.get(CLOCK)) is None:
        return _today(), "that of this machine's clock"
    try:
        moment = datetime.datetime.fromtimestamp(int(written), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        expected, remedy = "seconds since 1970, as 1767225600", f"correct {CLOCK} or unset it"
        raise ProblemsFound.at(CLOCK, written, expected, remedy) from None
    return moment.date().isoformat(), f"that of {CLOCK}"


def tell_status() -> list[str]:
    """Return as lines when the plans were frozen, what differs since, and which cohorts came before."""
    frozen, plans = read_frozen(), describe_plans(_list_plans())
    if frozen is None:
        return [f"the plans are not frozen ({len(plans)} in analyses/): aimed plan freeze writes them down"]
    deviations = list_deviations(frozen, plans)
    lines = [f"{len(frozen['plans'])} plans frozen on {describe_day(frozen)}, digest {frozen['digest']}"]
    if frozen["earlier"]:
        lines += [f"frozen before on {', '.join(frozen['earlier'])}; how the plans were then is not kept"]
    lines += map(_tell, deviations) if deviations else ["no plan was added, dropped or changed since"]
    return [*lines, *_tell_cohorts(frozen, deviations)]


def _tell(deviation: Deviation) -> str:
    return "\n  ".join([f"{deviation.analysis}: {deviation.kind} since", *deviation.changes])


def _tell_cohorts(frozen: FrozenPlans, deviations: list[Deviation]) -> Iterator[str]:
    """Yield what speaks against plans that were frozen before collection, or that nothing does."""
    cohorts = {name: read_cohort(name) for name in list_cohorts(read_config())}
    for name, cohort in cohorts.items():
        day = cohort.get("collected", {}).get("from")
        if day is None:
            yield f"{name} does not say when it was collected (cohort.yaml, collected)"
        elif day <= frozen["date"]:
            yield f"{name} was collected from {day} on: the freeze does not precede it"
    holds = int(is_frozen_before(frozen, deviations, cohorts.values()))
    yield f"study.plans_frozen_before_collection is {holds}"


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _list_plans() -> list[Path]:
    return [Path(f"analyses/{name}.yaml") for name in list_analyses()]
