"""Which numbers rest on something that may change: by rows, by selection, or computed from such numbers."""

from dataclasses import dataclass, field
from typing import Any

from aimed.audit.lineage.evidence import feeding_columns, named_variables
from aimed.audit.lookup.built_study import TracedStudy
from aimed.audit.lookup.row_sets import find_holding
from aimed.ledger.contents import NumberEvidence, PopulationSelection

PERSON = {"participants": "participant", "turns": "participant", "coded_turns": "participant"}


@dataclass(frozen=True)
class Touched:
    """What a change touches.

    rows: table -> SQL condition and its values: the rows that change. columns: the columns of responses
    that change in them, None for whole rows. cohort: whose selection it decides, None for every cohort's.
    sources: the source columns that change, None for all; no selection reads an empty one. reference: a
    reference table. spoken: whether it takes part in deciding which turns count. numbers: ids named
    outright, as a plan names its own. recoded: it changes what cells become, not the cells: of those whose
    selection it decides, only numbers that read the columns rest on it.
    """

    rows: dict[str, tuple[str, list[Any]]] = field(default_factory=dict)
    columns: frozenset[str] | None = None
    cohort: str | None = None
    sources: frozenset[str] | None = frozenset()
    reference: str | None = None
    spoken: bool = False
    numbers: tuple[str, ...] = ()
    recoded: bool = False


@dataclass(frozen=True)
class Dependents:
    """Ids of numbers, each in one list only, in the ledger's order."""

    rows: list[str]
    selection: list[str]
    derived: list[str]

    def all(self) -> list[str]:
        """Return every id."""
        return [*self.rows, *self.selection, *self.derived]


def find_dependents(touched: Touched, study: TracedStudy) -> Dependents:
    """Return the numbers that rest on what is touched, as their evidence says.

    By rows: a row of their row set, or of its base, changes in a column that they read. By selection:
    what is touched decides who is counted or what the value of a row is. Derived: computed from such
    numbers, however many steps away.
    """
    numbers = study.evidence["numbers"]
    held: set[str] = set().union(
        *(find_holding(study, table, *asked) for table, asked in touched.rows.items())
    )
    rows = [name for name, one in numbers.items() if _counts(one, held, touched, study)]
    rows += [name for name in touched.numbers if name in numbers]
    taken = set(rows)
    chosen = {key for key, one in study.evidence["selections"].items() if _decides(one, touched)}
    selection = [
        name
        for name, one in numbers.items()
        if one["selection"] in chosen
        and name not in taken
        and (
            not touched.recoded
            or _reads(one, {key for key in (one["rows"], one["base"]) if key}, touched, study)
        )
    ]
    taken |= set(selection)
    derived = _computed_from(taken, numbers)
    return Dependents(list(dict.fromkeys(rows)), selection, [name for name in numbers if name in derived])


def rows_of_person(person: str) -> dict[str, tuple[str, list[Any]]]:
    """Return the rows of every table that hold a person."""
    tables = {table: (f"{column} = ?", [person]) for table, column in PERSON.items()}
    return tables | {table: ("respondent = ?", [person]) for table in ("responses", "missing", "exclusions")}


def _counts(evidence: NumberEvidence, held: set[str], touched: Touched, study: TracedStudy) -> bool:
    keys = held & {evidence["rows"], evidence["base"]}
    return bool(keys) and _reads(evidence, keys, touched, study)


def _reads(evidence: NumberEvidence, keys: set[str], touched: Touched, study: TracedStudy) -> bool:
    """Return whether a number, with some of its row sets, reads a column that changes."""
    if touched.columns is None:
        return True
    sets = [study.evidence["row_sets"][key] for key in keys]
    asked = [part[0] for rows in sets for part in rows["where"]]
    named = [name for rows in sets for name in named_variables(rows)]
    named += [study.shown_if.get(name.partition("__")[0], name) for name in named]
    return not touched.columns.isdisjoint(feeding_columns([*evidence["columns"], *asked, *named]))


def _decides(selection: PopulationSelection, touched: Touched) -> bool:
    if touched.reference is not None:
        return touched.reference in selection["references"]
    if touched.spoken and selection["transcripts"]:
        return True
    cohorts = selection["cohorts"]
    parts = [cohorts.get(touched.cohort)] if touched.cohort else list(cohorts.values())
    return any(
        part is not None and (touched.sources is None or not touched.sources.isdisjoint(part["columns"]))
        for part in parts
    )


def _computed_from(names: set[str], numbers: dict[str, NumberEvidence]) -> set[str]:
    """Return the numbers computed from some, in one step or several, without those themselves."""
    users: dict[str, list[str]] = {}
    for name, evidence in numbers.items():
        for term in evidence["numbers"]:
            users.setdefault(term, []).append(name)
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        for user in users.get(waiting.pop(), []):
            if user not in found and user not in names:
                found.add(user)
                waiting.append(user)
    return found
