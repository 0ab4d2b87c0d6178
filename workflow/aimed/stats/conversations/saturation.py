"""Thematic saturation: how many codes are new in each transcript, and whether they still came at the end.

Guest, Namey and Chen 2020 (PLoS ONE 15:e0232076): the codes of the first `base` transcripts are the base;
runs of `run` transcripts follow, each beginning one later than the one before. Saturation is reached at the
first run whose new codes are at most the threshold, as a share of those in the base.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from aimed.stats.statistics import SelectedRows, Statistic

METHOD = "saturation (Guest, Namey and Chen 2020)"
ITEM = "codes"


@dataclass(frozen=True)
class StoppingRule:
    """Sizes of base and run in transcripts, and the share of new codes, 0 to 1, at which one stops."""

    base: int = 4
    run: int = 2
    threshold: float = 0.05


def list_new(found: list[set[str]]) -> list[set[str]]:
    """Return the codes of each transcript that none before it has, in the order given."""
    seen: set[str] = set()
    new = []
    for codes in found:
        new.append(codes - seen)
        seen |= codes
    return new


def list_information(new: list[int], rule: StoppingRule) -> list[float]:
    """Return the share of new codes in each run, the first behind the base; none without base codes."""
    base = sum(new[: rule.base])
    ends = range(rule.base + rule.run, len(new) + 1)
    return [sum(new[end - rule.run : end]) / base for end in ends] if base else []


def find_stop(information: list[float], rule: StoppingRule) -> int | None:
    """Return how many transcripts come before the run at which saturation is reached; None where none is."""
    return next((rule.base + at for at, new in enumerate(information) if new <= rule.threshold), None)


def state_saturation(
    rows: SelectedRows, order: list[tuple[str, list[str]]], rule: StoppingRule
) -> Iterator[Statistic]:
    """Yield new and all codes by transcript, the information of each run, and where the rule stops.

    `order` is each transcript as ids spell it with its codes. `reached` is not yielded where new codes came
    to the end; `saturated` is 1 or 0.
    """
    new = [len(codes) for codes in list_new([set(codes) for _, codes in order])]
    information = list_information(new, rule)
    before = rule.base + rule.run
    for at, (transcript, _) in enumerate(order):
        yield _number(ITEM, transcript, "new", new[at], rows)
        yield _number(ITEM, transcript, "cumulative", sum(new[: at + 1]), rows)
        if information and at + 1 >= before:
            yield _number(
                ITEM, transcript, "information", 100 * information[at + 1 - before], rows, "percent"
            )
    yield _number(ITEM, "all", "base", sum(new[: rule.base]), rows)
    yield _number(ITEM, "all", "total", sum(new), rows)
    stop = find_stop(information, rule)
    yield _number(ITEM, "all", "saturated", int(stop is not None), rows)
    if stop is not None:
        yield _number(ITEM, "all", "reached", stop, rows)


def _number(
    item: str, group: str, statistic: str, value: float, rows: SelectedRows, unit: str = "count"
) -> Statistic:
    return Statistic(
        item=item,
        group=group,
        statistic=statistic,
        value=value,
        unit=unit,
        method=METHOD,
        kind="test",
        n=rows.n,
        columns=("cohort", "transcript", "code"),
        **rows.lineage,
    )
