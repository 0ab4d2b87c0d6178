"""Which numbers rest on something that may change: by rows, by selection, or computed from such numbers."""

from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any

from aimed.audit.lineage.evidence import named_variables
from aimed.audit.lineage.source_rows import PERSON
from aimed.audit.lookup.built_study import TracedStudy
from aimed.files.row_selection import read_filters, sql_of
from aimed.ledger.contents import NumberEvidence, PopulationSelection
from aimed.study.reference_columns import list_feeding

Chosen = tuple[str, list[Any]]  # rows of a table: an SQL condition, and the values of its placeholders


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

    rows: dict[str, Chosen] = field(default_factory=dict)
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
    held = {key for table, asked in touched.rows.items() for key in find_holding(study, table, *asked)}
    rows = [
        name
        for name, one in numbers.items()
        if held & {one["rows"], one["base"]} and _reads(one, touched, study, held)
    ]
    rows += [name for name in touched.numbers if name in numbers]
    taken = set(rows)
    chosen = {key for key, one in study.evidence["selections"].items() if _decides(one, touched)}
    selection = [
        name
        for name, one in numbers.items()
        if one["selection"] in chosen
        and name not in taken
        and (not touched.recoded or _reads(one, touched, study))
    ]
    taken |= set(selection)
    derived = _computed_from(taken, numbers)
    return Dependents(list(dict.fromkeys(rows)), selection, [name for name in numbers if name in derived])


def rows_of_person(person: str) -> dict[str, Chosen]:
    """Return the rows of every table that hold a person."""
    return {table: (f"{column} = ?", [person]) for table, column in PERSON.items()}


def _reads(
    evidence: NumberEvidence, touched: Touched, study: TracedStudy, held: set[str] | None = None
) -> bool:
    """Return whether a number, with its row sets or those that are held, reads a column that changes."""
    if touched.columns is None:
        return True
    keys = {key for key in (evidence["rows"], evidence["base"]) if key and (held is None or key in held)}
    sets = [study.evidence["row_sets"][key] for key in keys]
    asked = [part[0] for rows in sets for part in rows["where"]]
    named = [name for rows in sets for name in named_variables(rows)]
    named = [part for name in named for part in study.parts.get(name, [name])]
    named += [study.shown_if.get(name.partition("__")[0], name) for name in named]
    read = list_feeding([*evidence["columns"], *asked, *named], study.parts)
    return not touched.columns.isdisjoint(read)


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


def find_holding(study: TracedStudy, table: str, condition: str, values: list[Any]) -> set[str]:
    """Return the keys of the row sets of a table that hold any of the rows that meet a condition.

    A row set holds the rows that meet all its filters. Filters are few and row sets many, so each filter is
    asked once, and its answer is a number with a bit for each row: the bits that all filters of a row set
    have in common are the rows that it holds.
    """
    every = study.evidence["row_sets"]
    filters = {key: rows["where"] for key, rows in every.items() if rows["table"] == table}
    if not filters:
        return set()
    different = {str(one): one for where in filters.values() for one in where}
    rows, answers = _ask_filters(study, table, (condition, values), list(different.values()))
    bits = dict(zip(different, answers, strict=True))
    return {key for key, where in filters.items() if reduce(and_, (bits[str(one)] for one in where), rows)}


def _ask_filters(
    study: TracedStudy, table: str, chosen: Chosen, filters: list[list[Any]]
) -> tuple[int, list[int]]:
    """Return the chosen rows of a table as a number with a bit for each, and those that meet each filter."""
    asked = [("true", []), *(sql_of(read_filters([one])) for one in filters)]
    bits = [
        f"string_agg(CASE WHEN {met} THEN '1' ELSE '0' END, '') AS bits_{at}"
        for at, (met, _) in enumerate(asked)
    ]
    source, paths = study.source(table)
    given = [value for _, own in asked for value in own]
    [answers] = study.ask(
        f"SELECT {', '.join(bits)} FROM {source} WHERE {chosen[0]}", [*given, *paths, *chosen[1]]
    )
    rows, *met = (int(written or "0", 2) for written in answers.values())
    return rows, met
