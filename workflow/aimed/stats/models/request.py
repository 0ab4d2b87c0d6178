"""What a plan of kind model asks beyond outcomes: its predictors, covariates and references."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of
from aimed.messages.problems import Problem, raise_problems
from aimed.stats.plans import Plan, as_code, read_plan
from aimed.study.codebook import Codebook
from aimed.study.declarations import read_planned

FACTORS = ("category", "ordered")
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

    `tested` is False for a covariate, whose estimates are given without p-value and average effect.
    """

    variable: str
    codes: tuple[str, ...]
    reference: str
    tested: bool


@dataclass(frozen=True)
class ModelRequest:
    """A plan of kind model: one model per outcome, all with the same predictors and interactions."""

    plan: Plan
    family: str
    predictors: tuple[Predictor, ...]
    interactions: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the predictors and of the clusters."""
        names = (one.variable for one in self.predictors)
        return tuple(dict.fromkeys((*names, *([self.plan.cluster] if self.plan.cluster else []))))


def read_request(path: Path, codebook: Codebook, columns: list[str]) -> ModelRequest:
    """Return the model that the plan in `path` asks for; `columns` are those of the table it reads.

    Raises ProblemsFound, with the line of each, for names and codes that neither codebook nor table has.
    """
    plan, content = read_plan(path, codebook, columns), read_planned(path)
    raise_problems(
        Problem(f"{path.as_posix()}:{line_of(path, keys)}", found, expected, remedy)
        for check in (_check_predictors, _check_interactions, _check_references, _check_outcomes)
        for keys, found, expected, remedy in check(content, codebook, columns)
    )
    references = content.get("reference", {})
    predictors = []
    for name, tested in _named(content):
        codes = tuple(codebook.codes(name)) if codebook.variables.at[name, "type"] in FACTORS else ()
        reference = as_code(references.get(name, codes[0])) if codes else ""
        predictors.append(Predictor(name, codes, reference, tested))
    return ModelRequest(plan, content["model"], tuple(predictors), tuple(_pairs(content)))


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
            if name not in codebook.variables.index:
                near = get_close_matches(name, list(codebook.variables.index))
                remedy = f"write {near[0]}" if near else "correct the name or add the variable"
                yield keys, what, "a variable of data/codebook/variables.csv", remedy
            elif name not in columns:
                yield keys, what, f"a variable of the table {_table(content)}", "name one of its columns"
            elif not _is_predictor(codebook, name):
                yield keys, what, "a number, or a category with a scale", "leave it out"
            elif name in seen or name in content["outcomes"]:
                yield keys, f"{what} a second time", "each variable once in a model", "delete one of them"
            seen.add(name)


def _is_predictor(codebook: Codebook, name: str) -> bool:
    kind = codebook.variables.at[name, "type"]
    return bool(kind == "number" or (kind in FACTORS and codebook.codes(name)))


def _check_interactions(content: Any, _codebook: Codebook, _columns: list[str]) -> Iterator[_Finding]:
    named = {name for name, _ in _named(content)}
    for at, one in enumerate(content["predictors"]):
        lacking = [] if isinstance(one, str) else [name for name in one if name not in named]
        if lacking:
            found = f"an interaction of {' and '.join(one)}, without {lacking[0]} itself"
            yield ["predictors", at], found, "both variables among the predictors", f"add {lacking[0]}"


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
            codes = codebook.codes(name)
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


def _table(content: Any) -> str:
    return str(content.get("table", "responses"))


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
