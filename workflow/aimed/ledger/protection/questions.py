"""Read how the people of a number were selected: of which table, and which states of which columns pass."""

from collections.abc import Mapping
from itertools import starmap
from typing import Any, NamedTuple

from aimed.ledger.contents import RowSet
from aimed.study.codebook import Codebook

MISSING, OTHER, TRUE, FALSE = "?", "(other)", "yes", "no"
MISSING_TABLE, PEOPLE, LEFT_OUT = "missing", "responses", "exclusions"
OUTCOME = "outcome"  # one column for kept, step and reason, which go together


class Question(NamedTuple):
    """Rows of a table for which each column named in `cuts` has one of the states beside it."""

    table: str
    cuts: tuple[tuple[str, tuple[str, ...]], ...]


class QuestionReader:
    """Reads row sets as questions; `states` holds all the states that a column of a table may have."""

    def __init__(self, codebook: Codebook, row_sets: Mapping[str, RowSet]) -> None:
        self.reasons = tuple(MISSING + reason for reason in codebook.missing) or (MISSING,)
        self.row_sets = row_sets
        self.filters = {key: _plain_filters(rows) for key, rows in row_sets.items()}
        self.seen = self._collect_seen()
        self.codes = _codes(codebook)
        self.recodes = {name: one for name, one in codebook.derived.items() if one.kind == "recode"}
        self.states: dict[tuple[str, str], tuple[str, ...]] = {}
        self.read: dict[str, Question | None] = {}

    def question(self, key: str | None) -> Question | None:
        """Return the question of a row set; None for none, and for conditions that are no states."""
        if key is None:
            return None
        if key not in self.read:
            self.read[key] = self._read(key)
        return self.read[key]

    def _collect_seen(self) -> dict[tuple[str, str], set[str]]:
        """Return (table, column) -> the values that any condition names."""
        seen: dict[tuple[str, str], set[str]] = {}
        for key, filters in self.filters.items():
            table = _table_of(self.row_sets[key])
            for column, comparison, values in filters:
                if comparison in ("is", "in", "not_in", "starts"):
                    # A step by itself ("consent/") stands for reasons that no condition names.
                    seen.setdefault((table, column), set()).update(values)
        return seen

    def _states(self, table: str, column: str) -> tuple[str, ...]:
        """Return all states of a column: codes or values named anywhere and others, then missing reasons."""
        if (table, column) not in self.states:
            own = self.codes.get(column) or (*sorted(self.seen.get((table, column), ())), OTHER)
            self.states[table, column] = (*own, *self.reasons)
        return self.states[table, column]

    def _read(self, key: str) -> Question | None:
        table, filters = _table_of(self.row_sets[key]), self.filters[key]
        if self.row_sets[key]["table"] == MISSING_TABLE:
            told = _answers_missing(filters)
            if told is None:
                return None
            filters = told
        cuts: dict[str, set[str]] = {}
        for column, comparison, values in starmap(self._ask_part, filters):
            states = self._states(table, column)
            passing = _passing(comparison, values, states)
            if passing is None:
                return None
            cuts[column] = cuts.get(column, set(states)) & passing
        narrowed = {c: s for c, s in cuts.items() if len(s) < len(self._states(table, c))}
        return Question(table, tuple((c, tuple(sorted(narrowed[c]))) for c in sorted(narrowed)))

    def _ask_part(
        self, column: str, comparison: str, values: tuple[str, ...]
    ) -> tuple[str, str, tuple[str, ...]]:
        """Return a condition on a recode as that on its part which the same people meet: one question."""
        while recode := self.recodes.get(column):
            column = recode.parts[0]
            if comparison in ("is", "in", "not_in"):
                comparison = "in" if comparison == "is" else comparison
                reasons = [value for value in values if value.startswith(MISSING)]
                values = (*reasons, *(old for old, new in recode.codes.items() if new in values))
        return column, comparison, values


def _codes(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return column -> the codes that it may have; columns without a list of codes are left out."""
    codes: dict[str, tuple[str, ...]] = {}
    for variable in map(str, codebook.variables.index):
        if "type" in codebook.variables and codebook.variables.at[variable, "type"] == "multi":
            codes |= {column: (TRUE, FALSE) for column in codebook.columns(variable)}
        elif found := codebook.codes(variable):
            codes[variable] = tuple(found)
    return codes


def _table_of(rows: RowSet) -> str:
    """Return the table whose rows are counted; a missing answer is a state of its respondent."""
    return PEOPLE if rows["table"] == MISSING_TABLE else rows["table"]


Conditions = list[tuple[str, str, tuple[str, ...]]]


def _plain_filters(rows: RowSet) -> Conditions:
    """Return the conditions as (column, comparison, values); kept, step and reason as one outcome."""
    found = [(str(c), str(how), _values(value)) for c, how, value in rows["where"]]
    if rows["table"] != LEFT_OUT:
        return found
    named = {c: values[0] for c, how, values in found if how == "is" and values}
    rest = [one for one in found if one[0] not in ("kept", "step", "reason")]
    if named.get("kept") == TRUE:
        return [*rest, (OUTCOME, "is", ("kept",))]
    if "step" in named:
        return [*rest, (OUTCOME, "starts", (f"{named['step']}/{named.get('reason', '')}",))]
    return [*rest, (OUTCOME, "not_in", ("kept",))] if "kept" in named else rest


def _values(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(TRUE if one is True else FALSE if one is False else str(one) for one in listed)


def _answers_missing(filters: Conditions) -> Conditions | None:
    """Return the conditions on respondents that say whose answer is missing, and why."""
    variable = next((values[0] for c, how, values in filters if c == "variable" and how == "is"), None)
    if variable is None:
        return None
    reasons = [values for c, how, values in filters if c == "reason" and how in ("is", "in")]
    rest = [one for one in filters if one[0] not in ("variable", "reason")]
    told = tuple(MISSING + reason for values in reasons for reason in values)
    return [*rest, (variable, "in", told) if reasons else (variable, "missing", ())]


def _passing(comparison: str, values: tuple[str, ...], states: tuple[str, ...]) -> set[str] | None:
    """Return the states that meet a condition, or None where states cannot tell."""
    known = {state for state in states if not state.startswith(MISSING)}
    match comparison:
        case "is" | "in":
            return set(values) if set(values) <= set(states) else None
        case "not_in":
            return known - set(values) if set(values) <= set(states) else None
        case "known":
            return known
        case "missing":
            return set(states) - known
        case "starts":
            return {state for state in states if state.startswith(values[0])}
    return None
