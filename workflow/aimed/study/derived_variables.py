"""Variables that follow from others: what derived.yaml declares, in the order in which they are derived."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of, read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import as_code
from aimed.study.written_tables import DERIVED, VARIABLES, read_written_rows

OF_CODES = ("bands", "recode")
_NUMBER = ("unit", "min", "max", "times", "round", "compare_with")
KEYS = {  # of an entry, besides those that all kinds have
    **dict.fromkeys(("sum", "mean"), ("of", "missing", "reversed", *_NUMBER)),
    "weighted_sum": ("weights", *_NUMBER),
    **dict.fromkeys(("difference", "ratio"), ("of", *_NUMBER)),
    "bands": ("of", "bands", "scale"),
    "recode": ("of", "codes", "scale", "type"),
    "count": ("conditions", "missing", "unit", "min", "max", "compare_with"),
    "age": ("from", "until", "unit", "min", "max", "compare_with"),
}
OF_SOME_KINDS = {key for keys in KEYS.values() for key in keys}
COLLECTED = {"collected.from": "from", "collected.to": "to"}  # the days of a cohort.yaml


@dataclass(frozen=True)
class DerivedVariable:
    """One entry of derived.yaml. parts: the columns of responses that it follows from, in declared order.

    written: its keys as they were written. line: where it stands in the file.
    """

    name: str
    kind: str
    parts: tuple[str, ...]
    written: Mapping[str, Any]
    line: int

    @property
    def most_missing(self) -> int:
        """How many parts may be missing where there is a value all the same."""
        rule = self.written.get("missing", "all")
        return rule["at_most"] if isinstance(rule, dict) else len(self.parts) if rule == "none" else 0

    @property
    def adds_items(self) -> bool:
        """Whether it is a scale of several items."""
        return self.kind in ("sum", "mean") and len(self.parts) > 1

    @property
    def codes(self) -> dict[str, str]:
        """Of a recode: code of the part -> the code that it becomes."""
        return {as_code(old): as_code(new) for old, new in self.written.get("codes", {}).items()}

    @property
    def reversed(self) -> tuple[str, ...]:
        """The parts that count the other way round."""
        return tuple(self.written.get("reversed", ()))

    @property
    def rule(self) -> str:
        """How its value follows, in words."""
        return _WORDS[self.kind](self, ", ".join(self.parts))

    def as_variable(self) -> dict[str, str]:
        """Return it as a row of variables.csv: what the codebook has of every variable, as texts."""
        kinds = {"bands": "ordered", "recode": str(self.written.get("type", "category"))}
        written = {
            key: self.written.get(key, "") for key in ("label", "short", "scale", "unit", "min", "max")
        }
        row = {key: str(value) for key, value in written.items()}
        own = {"variable": self.name, "type": kinds.get(self.kind, "number"), "shown_if": ""}
        return row | own | {"role": self.written.get("role", "outcome"), "personal": ""}


def read_derived(path: Path) -> list[DerivedVariable]:
    """Return what a derived.yaml declares, each variable after those that it follows from.

    Raises ProblemsFound for what its schema refuses, and for variables that follow from each other.
    """
    content: dict[str, dict[str, Any]] = read_yaml(path, schema="derived")
    return _in_order([_read_one(name, one, line_of(path, [name])) for name, one in content.items()], path)


def _read_one(name: str, written: dict[str, Any], line: int) -> DerivedVariable:
    days = [written[key] for key in ("from", "until") if key in written]
    conditions = [condition[0] for condition in written.get("conditions", [])]
    named = [*written.get("of", []), *written.get("weights", {}), *conditions, *days]
    parts = tuple(dict.fromkeys(one for one in named if one not in COLLECTED))
    return DerivedVariable(name, written["kind"], parts, written, line)


def _in_order(variables: list[DerivedVariable], path: Path) -> list[DerivedVariable]:
    known = {one.name: one for one in variables}
    needed = {one.name: [part for part in one.parts if part in known] for one in variables}
    try:
        return [known[name] for name in TopologicalSorter(needed).static_order()]
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        place = f"{path.as_posix()}:{known[circle[0]].line}"
        found = f"a circle: {' follows from '.join(circle)}"
        expected = "variables that follow from others than themselves"
        raise ProblemsFound.at(place, found, expected, "take one of them out of the parts") from None


def read_study_derived(study: Path) -> list[DerivedVariable]:
    """Return the derived variables of a study; none where it has no derived.yaml."""
    path = study / DERIVED
    return read_derived(path) if path.is_file() else []


def list_derived_rows(derived: Iterable[DerivedVariable], personal: set[str]) -> list[dict[str, str]]:
    """Return derived variables as rows of variables.csv; `personal` are those of that table that are.

    What follows from a personal variable is personal, unless its entry says no.
    """
    known, rows = set(personal), []
    for one in derived:
        if one.written.get("personal", any(part.partition("__")[0] in known for part in one.parts)):
            known.add(one.name)
        rows.append(one.as_variable() | {"personal": "yes" if one.name in known else "no"})
    return rows


def read_variables(study: Path) -> list[dict[str, str]]:
    """Return the rows of a study's variables.csv, and those of its derived variables below."""
    rows = read_written_rows(study / VARIABLES).rows
    personal = {row["variable"] for row in rows if row["personal"] == "yes"}
    return [*rows, *list_derived_rows(read_study_derived(study), personal)]


def trace_parts(derived: Iterable[DerivedVariable]) -> dict[str, list[str]]:
    """Return derived variable -> the columns that cohorts answer which it follows from, by any steps.

    `derived` is in the order of derivation.
    """
    found: dict[str, list[str]] = {}
    for one in derived:
        found[one.name] = list(dict.fromkeys(own for part in one.parts for own in found.get(part, [part])))
    return found


def list_affected(derived: Iterable[DerivedVariable], columns: Iterable[str]) -> Iterator[DerivedVariable]:
    """Yield the derived variables that follow from any of some columns, in the order of derivation."""
    touched = set(columns)
    for one in derived:
        if touched.intersection(one.parts):
            touched.add(one.name)
            yield one


def _say_sum(one: DerivedVariable, parts: str) -> str:
    turned = f" ({', '.join(one.reversed)} reversed)" if one.reversed else ""
    times = f", times {one.written['times']:g}" if "times" in one.written else ""
    rounded = ", rounded to a whole number" if one.written.get("round") else ""
    known = "all parts must be known"
    if one.most_missing:
        prorated = f", as {len(one.parts)} times the mean of the answered" if one.kind == "sum" else ""
        known = f"at most {one.most_missing} missing{prorated}"
    return f"{one.kind} of {parts}{turned}{times}{rounded}; {known}"


def _say_weighted(one: DerivedVariable, _parts: str) -> str:
    terms = " + ".join(f"{weight:g} × {part}" for part, weight in one.written["weights"].items())
    return f"{terms}; all parts must be known"


def _say_bands(one: DerivedVariable, parts: str) -> str:
    ends = {"to": " to {:g}", "below": " to below {:g}"}
    said = [
        f"{as_code(band['code'])} from {band['from']:g}"
        + next((words.format(band[end]) for end, words in ends.items() if end in band), "")
        for band in one.written["bands"]
    ]
    return f"{', '.join(said)}, of {parts}"


def _say_count(one: DerivedVariable, _parts: str) -> str:
    said = "; ".join(" ".join(map(_say_value, condition)) for condition in one.written["conditions"])
    missing = "what is missing does not meet them" if one.most_missing else "all parts must be known"
    return f"number of conditions that hold: {said}; {missing}"


def _say_value(value: Any) -> str:
    return "|".join(map(as_code, value)) if isinstance(value, list) else as_code(value)


_WORDS: dict[str, Any] = {
    **dict.fromkeys(("sum", "mean"), _say_sum),
    "weighted_sum": _say_weighted,
    "difference": lambda one, _: " minus ".join(one.parts),
    "ratio": lambda one, _: " divided by ".join(one.parts),
    "bands": _say_bands,
    "recode": lambda one, parts: f"{parts}: {', '.join(f'{a} is {b}' for a, b in one.codes.items())}",
    "count": _say_count,
    "age": lambda one, _: f"whole years from {one.written['from']} to {one.written['until']}",
}
