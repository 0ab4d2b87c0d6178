"""What ledger.json and evidence.json hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from aimed.files.yaml_json import read_json

KNOWN = "known"  # the statistic of a number that is declared and of no analysis


class PublishedNumber(TypedDict):
    """A number as a release has it; `shown` are texts, `shown_bare` one without its unit."""

    value: float
    shown: str
    shown_bare: str
    unit: str
    n: int | None  # how many answers it rests on
    low: float | None  # the ends of its interval
    high: float | None
    public: bool  # whether it may leave the machine
    shown_low: NotRequired[str]
    shown_high: NotRequired[str]


class LedgerNumber(PublishedNumber):
    """A number of ledger.json; analysis, item, group and statistic make its id."""

    analysis: str
    item: str
    group: str
    statistic: str
    method: str | None
    label: str  # item, group and statistic in words
    planned: NotRequired[bool]  # no for one of an exploratory analysis; absent where earlier versions wrote
    since_freeze: NotRequired[str]  # added or changed, of a plan that is not as it was frozen
    shown_level: NotRequired[str]  # what the interval covers, in percent
    hidden_because: NotRequired[str]


class StudyFacts(TypedDict):
    """What the ledger says of the whole study."""

    name: str
    synthetic: int  # 1 while any cohort is
    synthetic_cohorts: list[str]
    cohorts: int
    respondents: int
    countries: int
    plans_frozen_before_collection: int  # 1 when they were, and are as they were
    plans_frozen_on: NotRequired[str]  # the day in UTC, where they were frozen


class PlanDeviation(TypedDict):
    """A plan that is not as it was frozen."""

    analysis: str  # the name of its file
    kind: str  # added, dropped or changed
    changes: list[str]  # in words


class FrozenFacts(TypedDict):
    """What the ledger says of the freeze of the plans; date and digest are None where there was none."""

    date: str | None
    given: bool  # whether the day is another than that of the clock
    digest: str | None
    earlier: list[str]  # days of freezes before
    before_collection: bool
    deviations: list[PlanDeviation]


class Ledger(TypedDict):
    """The content of ledger.json."""

    study: StudyFacts
    plans: NotRequired[FrozenFacts]  # absent where an earlier version wrote the file
    titles: dict[str, str]  # cohort, as it stands in ids -> its title
    numbers: dict[str, LedgerNumber]  # by id
    known: NotRequired[dict[str, LedgerNumber]]  # what is declared; absent where an earlier version wrote


class KnownEvidence(TypedDict):
    """Where a number stands that is declared, or counted among declarations."""

    sources: list[str]  # file:line, or a file
    rule: str  # how it follows from there
    names: list[str]  # what a text calls it


class RowSet(TypedDict):
    """Rows of a table that meet all of some conditions, each [column, comparison, value]."""

    table: str
    where: list[list[Any]]
    n: int
    digest: str  # of the rows' ids
    people: NotRequired[int]  # how many spoke them, of turns and their codes


class DecidingColumns(TypedDict):
    """What decides who of a cohort is counted."""

    columns: list[str]  # source columns
    rows: int  # of the survey


class PopulationSelection(TypedDict):
    """What decides who is counted, of every raw row."""

    cohorts: dict[str, DecidingColumns]
    references: list[str]  # files of data/reference
    transcripts: bool  # whether people of the focus groups count


class Lineage(TypedDict):
    """Where a cohort's values of a column of responses come from."""

    source_variables: list[str]
    crosswalk_lines: list[int]  # those that were used


class DerivedRule(TypedDict):
    """How a derived variable followed from others when the study was built."""

    parts: list[str]  # the columns it follows from, in declared order
    answered: list[str]  # the columns that cohorts answer, by whatever steps
    rule: str  # in words


class NumberEvidence(TypedDict):
    """What a number rests on, and how it was computed."""

    analysis: str
    kind: str  # count, sum, proportion, quantile, moment, test, estimate, bootstrap or derived
    rows: str | None  # keys of row sets: the rows counted, and those they are counted among
    base: str | None
    distinct: str | None  # the columns whose different values are counted
    columns: list[str]  # the columns read
    selection: str | None  # the key of the selection
    numbers: list[str]  # the ids that it was computed from
    numerator: int | None
    denominator: int | None
    formula: str | None
    seed: int | None
    draws: int | None
    plan: str  # the path of its plan
    command: str  # what makes it again


class Protection(TypedDict):
    """What the public numbers tell of the hidden counts."""

    bounds: dict[str, list[float]]  # id of a hidden count -> the least and the greatest it may be
    conflicts: dict[str, list[str]]  # one bounded too tightly -> the analyses whose plan shows what does it
    not_bounded: NotRequired[str]  # why nothing was bounded


class EvidenceFile(TypedDict):
    """The content of evidence.json."""

    numbers: dict[str, NumberEvidence]  # by id
    lineage: dict[str, dict[str, Lineage]]  # column of responses -> cohort
    row_sets: dict[str, RowSet]  # by key
    selections: dict[str, PopulationSelection]
    derived: NotRequired[dict[str, DerivedRule]]  # derived variable -> its rule; absent where there is none
    protection: NotRequired[Protection]  # absent where an earlier version wrote the file
    known: NotRequired[dict[str, KnownEvidence]]  # by id; absent where an earlier version wrote the file


Numbers = Mapping[str, PublishedNumber]


def read_ledger(path: Path) -> Ledger:
    """Return the content of a ledger.json. Raises ProblemsFound for one that is cut short or changed."""
    return read_json(path)


def read_evidence(path: Path) -> EvidenceFile:
    """Return the content of an evidence.json. Raises ProblemsFound for one that is cut short or changed."""
    return read_json(path)


def list_quotable(ledger: Ledger) -> dict[str, LedgerNumber]:
    """Return every number that a text may name by its id: those of analyses, and what is declared."""
    return ledger["numbers"] | ledger.get("known", {})


def values_of(ledger: Ledger) -> dict[str, float]:
    """Return what an expression may name: every number that can be quoted, and study.<key>."""
    values = {name: entry["value"] for name, entry in list_quotable(ledger).items()}
    facts = {f"study.{key}": value for key, value in ledger["study"].items()}
    return values | {name: float(value) for name, value in facts.items() if isinstance(value, int | float)}
