"""Read a planned analysis and hold it to the codebook, so that no method meets a name it does not know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aimed.files.row_selection import Filter
from aimed.files.yaml_json import line_of
from aimed.messages.problems import MASK, Problem, ProblemsFound, raise_problems
from aimed.study.codebook import Codebook
from aimed.study.declarations import TABLE_OF_KIND, as_code, name_table, read_planned
from aimed.study.number_ids import number_id

DRAWS, SEED = 20_000, 1
RELATING = ("association", "means", "trend", "pairwise", "paired")
OF_OUTCOMES = ("distribution", "reliability", "model", *RELATING)  # kinds of plan with variables as outcomes
_CODEBOOK = "data/codebook/variables.csv"


@dataclass(frozen=True)
class Plan:
    """One analyses/<id>.yaml. `event` maps an outcome to the codes of its scale that are its headline.

    `others` are the variables that outcomes are associated with.
    `compare` is None (no test), () (all groups that have anyone in them) or the groups in the scale's order.
    """

    analysis: str
    kind: str
    table: str
    outcomes: tuple[str, ...]
    others: tuple[str, ...]
    event: dict[str, tuple[str, ...]]
    by: str | None
    collapsed: bool
    also_by: tuple[str, ...]
    compare: tuple[str, ...] | None
    cluster: str | None
    population: tuple[Filter, ...]
    coverage: float
    family: str
    draws: int
    seed: int
    public_by_plan: bool
    shows_large_groups: bool
    measures: tuple[str, ...] = ()
    margin: float | None = None  # within which two groups are alike: points of shares, the unit of means

    @property
    def conditions(self) -> tuple[str, ...]:
        """The columns by which people are selected and grouped, each once."""
        grouped = (self.by, *self.also_by, self.cluster, *(condition.column for condition in self.population))
        return tuple(dict.fromkeys(name for name in grouped if name))


def read_plan(path: Path, codebook: Codebook, columns: list[str]) -> Plan:
    """Return the plan in `path`; `columns` are those of the table whose rows it counts.

    Raises ProblemsFound, with the line of each, for names that neither codebook nor table has.
    """
    content = read_planned(path)
    checks = [_check_id, _check_outcomes, _check_events, _check_groupings]
    checks += [_check_compare, _check_cluster, _check_population]
    raise_problems(
        Problem(f"{path.as_posix()}:{line_of(path, keys)}", found, expected, remedy)
        for check in checks
        for keys, found, expected, remedy in check(content, path.stem, codebook, columns)
    )
    bootstrap = content.get("bootstrap", {})
    named_with: Any = content.get("with", ())
    return Plan(
        analysis=path.stem.replace("-", "_"),
        kind=content["kind"],
        table=name_table(content),
        outcomes=tuple(content.get("outcomes", ())),
        others=tuple(named_with),
        event={o: event_codes(codebook, o, code) for o, code in content.get("event", {}).items()},
        by=content.get("by"),
        collapsed=content.get("collapsed", False),
        also_by=tuple(content.get("also_by", ())),
        compare=_read_compared(content, codebook),
        cluster=content.get("cluster"),
        population=tuple(read_condition(written, codebook) for written in content.get("population", ())),
        coverage=content.get("interval", 0.95),
        family=content.get("family", path.stem.replace("-", "_")),
        draws=bootstrap.get("draws", DRAWS),
        seed=bootstrap.get("seed", SEED),
        public_by_plan=content.get("small_cells") == "shown",
        shows_large_groups=content.get("small_cells") == "large_groups",
        measures=tuple(content.get("measures", ())),
        margin=content.get("equivalence", {}).get("margin"),
    )


def choose_table(path: Path, known: Iterable[str]) -> str:
    """Return the table whose rows a plan counts; ProblemsFound when it is none of `known`."""
    table = str(read_planned(path).get("table", "responses"))
    if table not in known:
        found = f"table {table}"
        expected = f"a table of answers: {', '.join(known)}"
        remedy = "name one of them, or another kind of analysis"
        raise ProblemsFound.at(f"{path.as_posix()}:{line_of(path, ['table'])}", found, expected, remedy)
    return table


def event_codes(codebook: Codebook, outcome: str, code: Any) -> tuple[str, ...]:
    """Return the codes of an outcome's scale that a coarser code covers, or the code itself; else ()."""
    coarser, codes = codebook.collapsed(outcome), codebook.codes(outcome)
    return tuple(coarser.get(as_code(code), [as_code(code)] if as_code(code) in codes else []))


def group_codes(codebook: Codebook, by: str, collapsed: bool) -> dict[str, tuple[str, ...]]:
    """Return group -> the codes of the grouping variable in it, in the order of the scale."""
    if collapsed:
        return {group: tuple(codes) for group, codes in codebook.collapsed(by).items()}
    return {code: (code,) for code in codebook.codes(by)}


def _read_compared(content: Any, codebook: Codebook) -> tuple[str, ...] | None:
    compare = content.get("compare", False)
    if not isinstance(compare, list):
        return () if compare else None
    named = [as_code(group) for group in compare]
    groups = group_codes(codebook, content["by"], content.get("collapsed", False))
    return tuple(group for group in groups if group in named)


COUNTRY = "country"
COUNTRIES = (
    "in variables.csv give country the type category and the scale country; in scales.csv give that scale a "
    "line for each country of the study, with its ISO code as the code (country,KEN,1,Kenya)"
)
_Finding = tuple[list[str | int], str, str, str]


def _check_id(_content: Any, analysis: str, _codebook: Codebook, _columns: list[str]) -> Iterator[_Finding]:
    try:
        number_id(analysis, "item", "group", "n")
    except ValueError:
        yield [], f"the file name {analysis}", "lower-case letters, digits and hyphens", "rename the file"


def _check_outcomes(
    content: Any, _analysis: str, codebook: Codebook, columns: list[str]
) -> Iterator[_Finding]:
    if content["kind"] not in OF_OUTCOMES:
        return
    for key, what in (("outcomes", "outcome"), ("with", "variable")):
        for at, name in enumerate(content.get(key, [])):
            wrong = list(_check_variable([key, at], what, name, codebook, columns, content))
            yield from wrong
            scale = codebook.derived.get(name)
            if content["kind"] == "reliability" and not wrong and (scale is None or not scale.adds_items):
                expected = "a sum or mean of two or more items in derived.yaml"
                remedy = "name the scale, and declare its items there"
                yield [key, at], f"{what} {name} of a reliability", expected, remedy


def _check_variable(
    keys: list[str | int], what: str, name: str, codebook: Codebook, columns: list[str], content: Any
) -> Iterator[_Finding]:
    if name not in codebook.variables.index:
        near = get_close_matches(name, list(codebook.variables.index))
        remedy = f"write {near[0]}" if near else "correct the name or add the variable"
        yield keys, f"{what} {name}", f"a variable of {_CODEBOOK}", remedy
    elif not set(codebook.columns(name)) <= set(columns):
        table = name_table(content)
        found, remedy = f"{what} {name}, which the table {table} does not have", "name another table"
        yield keys, found, f"a variable of the table {table}", f"{remedy} or leave the variable out"


def _check_events(
    content: Any, _analysis: str, codebook: Codebook, _columns: list[str]
) -> Iterator[_Finding]:
    outcomes = [*content.get("outcomes", []), *content.get("with", [])]
    for outcome, code in content.get("event", {}).items():
        keys: list[str | int] = ["event", outcome]
        if outcome not in outcomes:
            expected = "an event of one of the outcomes"
            yield keys, f"an event of {outcome}", expected, "add the outcome or delete it"
        elif outcome in codebook.variables.index:
            known = (
                [*codebook.collapsed(outcome), *codebook.codes(outcome)] if codebook.codes(outcome) else []
            )
            if as_code(code) not in known:
                expected = f"one of {', '.join(dict.fromkeys(known))}" if known else "an outcome with a scale"
                yield keys, f"event {as_code(code)} of {outcome}", expected, "correct the code"
    alike = content["outcomes"] if content["kind"] == "distribution" and "equivalence" in content else []
    for at, name in enumerate(alike):
        lacking = name in codebook.variables.index and name not in content.get("event", {})
        if lacking and codebook.variables.at[name, "type"] != "multi":
            found, remedy = f"equivalence of {name}, which has no event", "add event, or plan kind means"
            yield ["outcomes", at], found, "shares that can be alike", remedy


def _check_groupings(
    content: Any, _analysis: str, codebook: Codebook, columns: list[str]
) -> Iterator[_Finding]:
    named: list[tuple[list[str | int], str]] = [(["by"], content["by"])] if "by" in content else []
    named += [(["also_by", at], name) for at, name in enumerate(content.get("also_by", []))]
    taken: dict[str, tuple[str, tuple[str, ...]]] = {}
    for keys, name in named:
        wrong = list(_check_variable(keys, "grouping variable", name, codebook, columns, content))
        yield from wrong
        if wrong:
            continue
        collapsed = keys == ["by"] and content.get("collapsed", False)
        groups = _groups_or_none(codebook, name, collapsed)
        if not groups:
            kind = "coarser codes" if collapsed else "a scale"
            remedy = "add them there or group by another variable"
            if name == COUNTRY:
                remedy = COUNTRIES
            expected = f"a category with {kind} in data/codebook/scales.csv"
            yield keys, f"grouping variable {name} without {kind}", expected, remedy
        for group, held in groups.items():
            if taken.setdefault(group, (name, held)) != (name, held):
                found = f"group {group} of {name}, and another {group} of {taken[group][0]}"
                expected = "different codes for different groups"
                yield keys, found, expected, "leave one of the two variables out"


def _groups_or_none(codebook: Codebook, name: str, collapsed: bool) -> dict[str, tuple[str, ...]]:
    if codebook.variables.at[name, "type"] not in ("category", "ordered"):
        return {}
    return group_codes(codebook, name, collapsed)


def _check_compare(
    content: Any, _analysis: str, codebook: Codebook, _columns: list[str]
) -> Iterator[_Finding]:
    compare, by = content.get("compare", False), content.get("by")
    if compare and by is None:
        found = "groups to compare, and no grouping variable"
        yield ["compare"], found, "the key by", "add by, or compare: no"
    elif compare and content["kind"] == "codes":
        found, remedy = "groups to compare in an analysis of codes", "delete compare"
        yield ["compare"], found, "counts alone: turns of one person are not independent", remedy
    elif isinstance(compare, list) and by in codebook.variables.index:
        groups = _groups_or_none(codebook, by, content.get("collapsed", False))
        for at, group in enumerate(compare):
            if groups and as_code(group) not in groups:
                expected = f"one of {', '.join(groups)}"
                yield ["compare", at], f"group {as_code(group)} of {by}", expected, "correct the code"


def _check_cluster(
    content: Any, _analysis: str, _codebook: Codebook, columns: list[str]
) -> Iterator[_Finding]:
    cluster = content.get("cluster")
    if cluster is not None and cluster not in columns:
        near = get_close_matches(cluster, columns)
        remedy = f"write {near[0]}" if near else "correct the name"
        table = content.get("table", "responses")
        yield ["cluster"], f"cluster {cluster}", f"a column of the table {table}", remedy
    elif cluster is not None and content["kind"] == "distribution" and not content.get("compare"):
        found, remedy = "clusters, and no groups to compare", "add compare, or delete cluster"
        yield ["cluster"], found, "the key compare", remedy


def _check_population(
    content: Any, _analysis: str, codebook: Codebook, columns: list[str]
) -> Iterator[_Finding]:
    conditions = content.get("population", [])
    yield from check_conditions(["population"], conditions, name_table(content), codebook, columns)


def check_conditions(
    keys: list[str | int], conditions: list[Any], table: str, codebook: Codebook, columns: list[str]
) -> Iterator[_Finding]:
    """Yield what is wrong with conditions that people wrote: where, what was found, expected, what to do."""
    for at, written in enumerate(conditions):
        column, own = written[0], [*keys, at]
        if column not in columns:
            near = get_close_matches(column, columns)
            remedy = f"write {near[0]}" if near else "correct the name"
            listed = f": {', '.join(columns)}" if table in TABLE_OF_KIND.values() else ""
            yield own, f"population column {column}", f"a column of the table {table}{listed}", remedy
            continue
        codes = codebook.codes(column) if column in codebook.variables.index else []
        condition = read_condition(written, codebook)
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        for value in values:
            if codes and value is not None and value not in codes:
                shown = MASK if codebook.is_personal(column) else value
                yield own, f"{column} {shown}", f"one of {', '.join(codes)}", "correct the code"


def read_condition(written: list[Any], codebook: Codebook) -> Filter:
    """Return a condition as a plan has it: known and missing may lack their value, yes is a code."""
    column, comparison, value = [*written, None][:3]
    coded = column in codebook.variables.index and bool(codebook.codes(column))
    if isinstance(value, list):
        return Filter(column, comparison, tuple(as_code(v) if coded else v for v in value))
    return Filter(column, comparison, as_code(value) if coded and value is not None else value)
