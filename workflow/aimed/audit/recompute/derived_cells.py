"""Derive again, in SQL: every cell of a derived variable from the harmonised cells of its parts."""

from collections.abc import Callable, Iterator
from typing import Any

from aimed.audit.recompute.rows import RecomputedStudy, quote
from aimed.files.yaml_json import read_yaml
from aimed.harmonise.recoding.values import INVALID
from aimed.messages.problems import MASK
from aimed.study.codebook import Codebook
from aimed.study.cohort_file import COHORTS
from aimed.study.declarations import as_code
from aimed.study.derived_variables import COLLECTED, OF_CODES, DerivedVariable

CLOSE = 1e-9  # relative: the order of a sum decides its last bits
SIGNS = {"at_least": ">=", "at_most": "<="}


def derive_cells(study: RecomputedStudy) -> Iterator[tuple[str, int, list[tuple[str, Any, Any]]]]:
    """Yield each derived variable, how many cells it has, and those that are otherwise by the second road.

    Such a cell has its person, what it is (a value, or the reason for none), and what it should be. Cohorts
    that came in harmonised are left out: their parts may have stayed at home.
    """
    held = [*study.results.held] or [""]
    for one in study.codebook.derived.values():
        again, reason = _expression(one, study), _reason(one)
        cell, kind = quote(one.name), "VARCHAR" if one.kind in OF_CODES else "DOUBLE"
        alike = f"{cell}::{kind} IS NOT DISTINCT FROM again"
        if kind == "DOUBLE":
            alike = f"({alike} OR coalesce(abs({cell} - again) <= {CLOSE} * greatest(1, abs(again)), FALSE))"
        found = study.connection.execute(
            f"WITH cells AS (SELECT *, {again} AS again FROM responses WHERE cohort NOT IN "
            f"(SELECT unnest(?))) SELECT respondent, {cell}, again, {_written_reason(one.name)} AS was, "
            f"CASE WHEN {cell} IS NULL THEN {reason} END AS why, {alike} AS alike FROM cells",
            [held],
        ).fetchall()
        wrong = [
            (person, was, now) if not alike else (person, said, why)
            for person, was, now, said, why, alike in found
            if not alike or said != why
        ]
        masked = study.codebook.is_personal(one.name)
        told = [(person, MASK, MASK) for person, _, _ in wrong] if masked else wrong
        yield one.name, len(found), told


def _expression(one: DerivedVariable, study: RecomputedStudy) -> str:
    """Return the value of a derived variable as SQL; null beyond its range."""
    value = _KINDS[one.kind](one, study)
    if one.kind in OF_CODES:
        return value
    if "times" in one.written:
        value = f"({value}) * {one.written['times']}"
    if one.written.get("round"):
        value = f"floor(round({value}, 9) + 0.5)"
    low, high = (float(one.written[end]) for end in ("min", "max"))
    return f"CASE WHEN ({value}) BETWEEN {low - CLOSE} AND {high + CLOSE} THEN {value} END"


def _written_reason(column: str) -> str:
    """Return the missing reason that stands in the table of reasons for a cell of `cells`, as SQL."""
    where = f"reasons.respondent = cells.respondent AND reasons.variable = {_text(column)}"
    return f"(SELECT reason FROM reasons WHERE {where})"


def _reason(one: DerivedVariable) -> str:
    return f"coalesce({', '.join(map(_written_reason, one.parts))}, '{INVALID}')"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _number(part: str, codebook: Codebook) -> str:
    """Return a part as a number: codes by their score."""
    scores = codebook.scores(part) if part in codebook.variables.index else {}
    if not scores:
        return f"{quote(part)}::DOUBLE"
    cases = " ".join(f"WHEN {_text(code)} THEN {score}" for code, score in scores.items())
    return f"(CASE {quote(part)} {cases} END)"


def number_of_part(one: DerivedVariable, part: str, codebook: Codebook) -> str:
    """Return a part of a sum or mean as a number in SQL, turned round where it is reversed."""
    number = _number(part, codebook)
    if part not in one.reversed:
        return f"({number})"
    ends = list(codebook.scores(part).values())
    ends = ends or [float(codebook.variables.at[part, end]) for end in ("min", "max")]
    return f"({min(ends) + max(ends)} - {number})"


def _add_up(one: DerivedVariable, study: RecomputedStudy) -> str:
    parts = [number_of_part(one, part, study.codebook) for part in one.parts]
    if not one.most_missing:
        return f"({' + '.join(parts)}) / {len(parts) if one.kind == 'mean' else 1}"
    given = f"[{', '.join(parts)}]"
    times = len(parts) if one.kind == "sum" else 1
    enough = max(1, len(parts) - one.most_missing)
    return f"CASE WHEN list_count({given}) >= {enough} THEN list_avg({given}) * {times} END"


def _weigh(one: DerivedVariable, study: RecomputedStudy) -> str:
    weights = one.written["weights"].items()
    return " + ".join(f"{float(weight)} * {_number(part, study.codebook)}" for part, weight in weights)


def _subtract(one: DerivedVariable, study: RecomputedStudy) -> str:
    return " - ".join(_number(part, study.codebook) for part in one.parts)


def _divide(one: DerivedVariable, study: RecomputedStudy) -> str:
    first, second = (_number(part, study.codebook) for part in one.parts)
    return f"{first} / nullif({second}, 0)"


def _cut(one: DerivedVariable, study: RecomputedStudy) -> str:
    """Return the bands from the highest down, so that the first one that a number reaches is its own."""
    number = _number(one.parts[0], study.codebook)
    bands = reversed(one.written["bands"])
    cases = [f"WHEN {number} >= {band['from'] - CLOSE} THEN {_text(as_code(band['code']))}" for band in bands]
    return f"CASE {' '.join(cases)} END"


def _rename(one: DerivedVariable, _study: RecomputedStudy) -> str:
    cases = " ".join(f"WHEN {_text(old)} THEN {_text(new)}" for old, new in one.codes.items())
    return f"CASE {quote(one.parts[0])} {cases} END"


def _count(one: DerivedVariable, study: RecomputedStudy) -> str:
    held = []
    for name, comparison, value in one.written["conditions"]:
        if comparison in SIGNS:
            condition = f"{_number(name, study.codebook)} {SIGNS[comparison]} {float(value)}"
        else:
            values = ", ".join(_text(_plain(one)) for one in (value if isinstance(value, list) else [value]))
            inside = "NOT IN" if comparison == "not_in" else "IN"
            condition = f"{_as_text(name, study.codebook)} {inside} ({values})"
        known = "FALSE" if one.most_missing else "NULL"
        held.append(f"coalesce({condition}, {known})::INTEGER")
    return f"({' + '.join(held)})::DOUBLE"


def _plain(value: Any) -> str:
    return as_code(float(value)) if isinstance(value, int) and not isinstance(value, bool) else as_code(value)


def _as_text(column: str, codebook: Codebook) -> str:
    """Return a column as conditions spell its values; the options of a multi-select are yes and no."""
    if column not in codebook.variables.index:
        return f"CASE WHEN {quote(column)} THEN 'yes' WHEN NOT {quote(column)} THEN 'no' END"
    return f"{quote(column)}::VARCHAR"


def _age(one: DerivedVariable, study: RecomputedStudy) -> str:
    until, born = (_day(one.written[key], study) for key in ("until", "from"))
    return f"date_part('year', age({until}, {born}))::DOUBLE"


def _day(name: str, study: RecomputedStudy) -> str:
    if name not in COLLECTED:
        return f"{quote(name)}::DATE"
    days = {
        path.parent.name: (read_yaml(path).get("collected") or {}).get(COLLECTED[name])
        for path in sorted((study.root / COHORTS).glob("*/cohort.yaml"))
    }
    cases = " ".join(f"WHEN {_text(cohort)} THEN {_text(day)}" for cohort, day in days.items() if day)
    return f"(CASE cohort {cases} END)::DATE"


_KINDS: dict[str, Callable[[DerivedVariable, RecomputedStudy], str]] = {
    **dict.fromkeys(("sum", "mean"), _add_up),
    "weighted_sum": _weigh,
    "difference": _subtract,
    "ratio": _divide,
    "bands": _cut,
    "recode": _rename,
    "count": _count,
    "age": _age,
}
