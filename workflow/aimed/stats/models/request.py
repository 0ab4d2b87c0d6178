"""What a plan of kind model asks beyond outcomes: its predictors, covariates and references."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.yaml_json import line_of
from aimed.messages.problems import Problem, raise_problems
from aimed.stats.plans import Plan, as_code, read_plan
from aimed.study.codebook import Codebook
from aimed.study.declarations import read_planned

FACTORS = ("category", "ordered")
TICKED = "yes"
OPTION = ("no", TICKED)  # the codes of an option of a multi-select
# By family: the types an outcome may have.
OUTCOMES = {
    "logistic": ("category", "ordered", "multi"),
    "linear": ("number", "ordered"),
    "ordinal": ("ordered",),
}
_Finding = tuple[list[str | int], str, str, str]


@dataclass(frozen=True)
class Predictor:
    """A variable of a model. `codes` of its scale are set against `reference`; a number has none.

    `tested` is False for a covariate, whose estimates are given without p-value and average effect. An option
    of a multi-select is variable_option here and has the codes no and yes; `option_column` is its column.
    """

    variable: str
    codes: tuple[str, ...]
    reference: str
    tested: bool
    option_column: str = ""

    @property
    def column(self) -> str:
        """The column of the table that it stands in."""
        return self.option_column or self.variable

    def holds(self, code: str) -> Filter:
        """Return the condition of those with a code."""
        return Filter(self.column, "is", code == TICKED if self.option_column else code)

    def read(self, cells: pd.Series) -> np.ndarray:
        """Return the answers, none of them missing, as codes or numbers."""
        if self.option_column:
            return np.where(cells.to_numpy(dtype=bool), *OPTION[::-1]).astype(object)
        return cells.to_numpy(dtype=object if self.codes else float)


@dataclass(frozen=True)
class ModelRequest:
    """A plan of kind model: one model per outcome, all with the same predictors and interactions.

    `random` is the column whose values have an intercept each, None for a model without.
    """

    plan: Plan
    family: str
    predictors: tuple[Predictor, ...]
    interactions: tuple[tuple[str, str], ...]
    random: str | None = None

    @property
    def grouping(self) -> str | None:
        """The column by which people come in clusters."""
        return self.random or self.plan.cluster

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the predictors and of the clusters."""
        names = (one.column for one in self.predictors)
        return tuple(dict.fromkeys((*names, *([self.grouping] if self.grouping else []))))


def read_request(path: Path, codebook: Codebook, columns: list[str]) -> ModelRequest:
    """Return the model that the plan in `path` asks for; `columns` are those of the table it reads.

    Raises ProblemsFound, with the line of each, for names and codes that neither codebook nor table has.
    """
    plan, content = read_plan(path, codebook, columns), read_planned(path)
    raise_problems(
        Problem(f"{path.as_posix()}:{line_of(path, keys)}", found, expected, remedy)
        for check in CHECKS
        for keys, found, expected, remedy in check(content, codebook, columns)
    )
    predictors = [
        one
        for name, tested in _named(content)
        for one in _list_predictors(name, tested, content.get("reference", {}), codebook)
    ]
    pairs = [(_spell(a), _spell(b)) for a, b in _pairs(content)]
    return ModelRequest(plan, content["model"], tuple(predictors), tuple(pairs), content.get("random"))


def _list_predictors(name: str, tested: bool, references: Any, codebook: Codebook) -> Iterator[Predictor]:
    """Yield what one entry of a plan stands for: a variable, or each option of a multi-select, or one."""
    variable, _, option = name.partition(".")
    kind = codebook.variables.at[variable, "type"]
    if kind == "multi":
        for code in [option] if option else codebook.codes(variable):
            yield Predictor(f"{variable}_{code}", OPTION, OPTION[0], tested, f"{variable}__{code}")
        return
    codes = tuple(codebook.codes(variable)) if kind in FACTORS else ()
    reference = as_code(references.get(variable, codes[0])) if codes else ""
    yield Predictor(variable, codes, reference, tested)


def _spell(name: str) -> str:
    return name.replace(".", "_")


def _named(content: Any) -> list[tuple[str, bool]]:
    """Return (variable, whether it is tested) of every predictor and covariate."""
    predictors = [(one, True) for one in content["predictors"] if isinstance(one, str)]
    return predictors + [(one, False) for one in content.get("covariates", [])]


def _pairs(content: Any) -> Iterator[tuple[str, str]]:
    for one in content["predictors"]:
        if not isinstance(one, str):
            yield one[0], one[1]


def _check_predictors(content: Any, codebook: Codebook, columns: list[str]) -> Iterator[_Finding]:
    seen: set[str] = set()
    for key in ("predictors", "covariates"):
        for at, name in enumerate(content.get(key, [])):
            if not isinstance(name, str):
                continue
            what, keys = f"{key.removesuffix('s')} {name}", [key, at]
            wrong = _judge_predictor(name, codebook, columns, str(content.get("table", "responses")))
            variable, _, option = name.partition(".")
            own = {name} if option or wrong else {name, *_list_options(codebook, variable)}
            if wrong:
                yield keys, what, *wrong
            elif own & seen or variable in content["outcomes"]:
                yield keys, f"{what} a second time", "each variable once in a model", "delete one of them"
            seen |= own


def _list_options(codebook: Codebook, variable: str) -> list[str]:
    multi = codebook.variables.at[variable, "type"] == "multi"
    return [f"{variable}.{code}" for code in codebook.codes(variable)] if multi else []


def _judge_predictor(name: str, codebook: Codebook, columns: list[str], table: str) -> tuple[str, str] | None:
    """Return what was expected in place of a predictor and what to do, None where it can be one."""
    variable, dot, option = name.partition(".")
    if variable not in codebook.variables.index:
        near = get_close_matches(name, list(codebook.variables.index))
        remedy = f"write {near[0]}" if near else "correct the name or add the variable"
        return "a variable of data/codebook/variables.csv", remedy
    kind, codes = codebook.variables.at[variable, "type"], codebook.codes(variable)
    if dot and kind != "multi":
        return "an option of a multi-select", f"write {variable}"
    if dot and option not in codes:
        return f"one of {', '.join(_list_options(codebook, variable))}", "correct the option"
    if not set(codebook.columns(variable)) <= set(columns):
        return f"a variable of the table {table}", "name one of its columns"
    if kind != "number" and not (kind in (*FACTORS, "multi") and codes):
        return "a number, a category with a scale, or a multi-select", "leave it out"
    return None


def _check_interactions(content: Any, codebook: Codebook, _columns: list[str]) -> Iterator[_Finding]:
    named = {name for name, _ in _named(content)}
    several = {name: _list_options(codebook, name) for name in named & set(codebook.variables.index)}
    named |= {option for options in several.values() for option in options}
    for at, one in enumerate(content["predictors"]):
        lacking = [] if isinstance(one, str) else [name for name in one if name not in named]
        whole = [] if isinstance(one, str) else [name for name in one if several.get(name)]
        if whole:
            found, remedy = f"an interaction of {whole[0]}, a multi-select", f"write {several[whole[0]][0]}"
            yield ["predictors", at], found, "one of its options", remedy
        elif lacking:
            found = f"an interaction of {' and '.join(one)}, without {lacking[0]} itself"
            yield ["predictors", at], found, "both variables among the predictors", f"add {lacking[0]}"


def _check_random(content: Any, _codebook: Codebook, columns: list[str]) -> Iterator[_Finding]:
    name, family = content.get("random"), content["model"]
    if name is None:
        return
    if family != "linear":
        remedy = f"write cluster: {name} in its place, for errors robust to clusters"
        yield ["random"], f"a random intercept in a model that is {family}", "model: linear", remedy
    elif "cluster" in content:
        yield ["cluster"], "cluster beside random", "one of the two", "delete cluster"
    elif name not in columns:
        near = get_close_matches(name, columns)
        remedy = f"write {near[0]}" if near else "correct the name"
        table = content.get("table", "responses")
        yield ["random"], f"random {name}", f"a column of the table {table}", remedy
    elif name in {one for one, _ in _named(content)} | set(content["outcomes"]):
        yield (
            ["random"],
            f"random {name} a second time",
            "each variable once in a model",
            "delete one of them",
        )


def _check_references(content: Any, codebook: Codebook, _columns: list[str]) -> Iterator[_Finding]:
    named = {name for name, _ in _named(content)}
    for name, code in content.get("reference", {}).items():
        keys: list[str | int] = ["reference", name]
        if name not in named:
            yield (
                keys,
                f"a reference of {name}",
                "one of the predictors or covariates",
                "add it or delete this",
            )
        elif name in codebook.variables.index:
            codes = [] if _list_options(codebook, name) else codebook.codes(name)
            if as_code(code) not in codes:
                expected = f"one of {', '.join(codes)}" if codes else "a variable with a scale"
                yield keys, f"reference {as_code(code)} of {name}", expected, "correct the code"


def _check_outcomes(content: Any, codebook: Codebook, _columns: list[str]) -> Iterator[_Finding]:
    allowed, events = OUTCOMES[content["model"]], content.get("event", {})
    for at, name in enumerate(content["outcomes"]):
        if name not in codebook.variables.index:
            continue
        kind = str(codebook.variables.at[name, "type"])
        if kind not in allowed or (kind in FACTORS and not codebook.codes(name)):
            found = f"outcome {name} of type {kind}"
            yield (
                ["outcomes", at],
                found,
                f"{' or '.join(allowed)} for {content['model']}",
                "name another model",
            )
        elif content["model"] == "logistic" and kind != "multi" and name not in events:
            remedy = f"add event: {{{name}: CODE}}"
            yield ["outcomes", at], f"outcome {name} without an event", "the code that is modelled", remedy


CHECKS = (_check_predictors, _check_interactions, _check_random, _check_references, _check_outcomes)


def name_level(variable: str, code: str) -> str:
    """Return the group part of the ids of a level of a predictor."""
    return f"{variable}_{code}"


def list_level_pairs(
    request: ModelRequest,
) -> Iterator[tuple[tuple[Predictor, str], tuple[Predictor, str]]]:
    """Yield every pair of levels of two categorical predictors that interact."""
    known = {one.variable: one for one in request.predictors}
    for first, second in request.interactions:
        for a in known[first].codes:
            yield from (((known[first], a), (known[second], b)) for b in known[second].codes)


def find_same_names(request: ModelRequest) -> list[str]:
    """Return the groups that two terms of a model would share: a and b_c, a_b and c."""
    names = [
        {name_level(one.variable, code) for code in one.codes} | {one.variable} for one in request.predictors
    ]
    return sorted({name for first, second in combinations(names, 2) for name in first & second})
