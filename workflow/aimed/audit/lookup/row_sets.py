"""Which row sets of the evidence hold some rows of a table."""

from functools import reduce
from operator import and_
from typing import Any

from aimed.audit.lookup.built_study import TracedStudy
from aimed.files.row_selection import read_filters, sql_of


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
    study: TracedStudy, table: str, chosen: tuple[str, list[Any]], filters: list[list[Any]]
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
