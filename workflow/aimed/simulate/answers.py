"""Draw one person's answer to one question of a survey design.

Every draw has a generator of its own, seeded by the design's seed, the person and the column, so that a new
column or person leaves all other answers as they were. Generators are the standard library's, whose
streams do not change between versions.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import Any

STANDARD_NORMAL = NormalDist()
JOINED = ";"


@dataclass(frozen=True)
class Person:
    """One simulated person: id, country as ISO3, income group as the design's shifts name it."""

    name: str
    country: str
    group: str


DesignColumn = dict[str, Any]  # a question, as workflow/schemas/survey_design.schema.yaml describes it


@dataclass(frozen=True)
class SurveyDesign:
    """A survey design as written in YAML, with the questions that code asks of it."""

    written: dict[str, Any]

    def draw(self, person: Person, *about: str) -> random.Random:
        """Return the generator for one draw about one person."""
        return random.Random("|".join([str(self.written["seed"]), person.name, *about]))  # noqa: S311

    def column_names(self) -> list[str]:
        """Return the names of the survey's columns in order; a block of options has one per option."""
        return [name for column in self.written["columns"] for name in columns_of(column)]

    def column_of_kind(self, kind: str) -> str:
        """Return the name of the first column of a kind."""
        return next(column["name"] for column in self.written["columns"] if column["kind"] == kind)

    def column(self, name: str) -> DesignColumn:
        """Return the description of a column."""
        return next(column for column in self.written["columns"] if column["name"] == name)

    def labels(self, column: DesignColumn) -> dict[float, str]:
        """Return code -> label of a column's scale; none for a column without one."""
        scale = self.written["scales"].get(column.get("scale"), {"labels": {}})
        return {float(code): str(label) for code, label in scale["labels"].items()}

    def leaning(self, person: Person, trait: str) -> float:
        """Return a person's standing on a trait: standard normal, correlated with the first as written."""
        traits = self.written["traits"]
        own = _normal(self.draw(person, "trait", trait))
        shared = traits[trait]
        first = _normal(self.draw(person, "trait", next(iter(traits))))
        return shared * first + (1 - shared**2) ** 0.5 * own if shared else own


def columns_of(column: DesignColumn) -> list[str]:
    """Return the names that a described column has in the file."""
    if column["kind"] != "options":
        return [column["name"]]
    return [f"{column['name']}_{number}" for number in range(1, len(column["options"]) + 1)]


def answer(design: SurveyDesign, person: Person, column: DesignColumn) -> dict[str, Any]:
    """Return column name -> cell for one described column; None is a blank."""
    routed = column.get("asked_if")
    if routed:
        before = answer(design, person, design.column(routed["column"]))[routed["column"]]
        if before not in routed["in"]:
            return dict.fromkeys(columns_of(column))
    left_out = _left_out(design, person, column)
    if left_out is not False:
        return dict.fromkeys(columns_of(column), left_out)
    cells = KINDS[column["kind"]](design, person, column)
    return dict(zip(columns_of(column), cells, strict=True))


def _left_out(design: SurveyDesign, person: Person, column: DesignColumn) -> Any:
    """Return a missing code, None for a blank, or False when the question was answered."""
    chance = design.draw(person, column["name"], "missing").random()
    choices = {**column.get("missing", {}), None: column.get("blank", 0.0)}
    for code, share in choices.items():
        if chance < share:
            return _written(design, column, code)
        chance -= share
    return False


def _begun(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    begun = design.written["begun"]
    seconds = int(design.draw(person, column["name"]).random() * begun["hours"] * 3600)
    return [str(datetime.fromisoformat(begun["from"]) + timedelta(seconds=seconds))]


def _identify(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    return [person.name]


def _name_country(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    return [design.written["countries"][person.country]]


def _choose(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    """Cut the person's latent value at the quantiles of the weights: an ordered answer, or a plain choice."""
    weights = column.get("weights")
    if weights is None:
        source = column["weights_by"]["column"]
        before = _choose(design, person, design.column(source))[0]
        weights = column["weights_by"]["weights"][before]
    share = STANDARD_NORMAL.cdf(_latent(design, person, column, column["name"]))
    return [_written(design, column, column["codes"][_cut(weights, share)])]


def _count(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    """Return start + another column's answer + a geometric tail with the written mean."""
    value = column["start"]
    if "add" in column:
        value += _choose(design, person, design.column(column["add"]))[0]
    return [value + int(design.draw(person, column["name"]).expovariate(1 / column["tail"]))]


def _tick(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    return [
        int(_is_chosen(design, person, {**column, **about}, f"{column['name']} {label}", about["share"]))
        for label, about in column["options"].items()
    ]


def _join(design: SurveyDesign, person: Person, column: DesignColumn) -> list[Any]:
    chosen = [
        label
        for label, share in column["options"].items()
        if _is_chosen(design, person, column, f"{column['name']} {label}", share)
    ]
    return [JOINED.join(chosen) or column["none"]]


KINDS: dict[str, Callable[[SurveyDesign, Person, DesignColumn], list[Any]]] = {
    "begun": _begun,
    "id": _identify,
    "country": _name_country,
    "choice": _choose,
    "number": _count,
    "options": _tick,
    "joined": _join,
}


def _is_chosen(design: SurveyDesign, person: Person, column: DesignColumn, name: str, share: float) -> bool:
    return _latent(design, person, column, name) > STANDARD_NORMAL.inv_cdf(1 - share)


def _latent(design: SurveyDesign, person: Person, column: DesignColumn, name: str) -> float:
    """Return loadings x leanings + own noise, of variance near 1, moved by the group's shift."""
    loadings = column.get("trait", {})
    explained = sum(loading**2 for loading in loadings.values())
    noise = (1 - explained) ** 0.5 * _normal(design.draw(person, name))
    leanings = sum(loading * design.leaning(person, trait) for trait, loading in loadings.items())
    return float(leanings + noise + column.get("shift", {}).get(person.group, 0.0))


def _normal(generator: random.Random) -> float:
    # random() may be 0, where the quantile does not exist
    return STANDARD_NORMAL.inv_cdf(max(generator.random(), 1e-12))


def _cut(weights: Sequence[float], share: float) -> int:
    """Return the place, from 0, of the level that `share` of the summed weights falls in."""
    reached, target = 0.0, share * sum(weights)
    for place, weight in enumerate(weights):
        reached += weight
        if target < reached:
            return place
    return max(place for place, weight in enumerate(weights) if weight)


def _written(design: SurveyDesign, column: DesignColumn, code: Any) -> Any:
    """Return a code as the export has it: itself, or its label for a column that is written out."""
    return design.labels(column)[float(code)] if column.get("written") and code is not None else code


def hand_out_texts(design: SurveyDesign, people: list[Person]) -> dict[str, dict[str, str]]:
    """Return column -> person -> text for every open question; who is not named left it blank.

    A text with `groups` goes only to people of these income groups.
    """
    return {
        column["name"]: _hand_out(design, people, column)
        for column in design.written["columns"]
        if column["kind"] == "text"
    }


def _hand_out(design: SurveyDesign, people: list[Person], column: DesignColumn) -> dict[str, str]:
    order = random.Random(f"{design.written['seed']}|{column['name']}|order")  # noqa: S311
    waiting = [_plain(entry) for entry in design.written["texts"][column["texts"]]]
    order.shuffle(waiting)
    # texts for few groups go first, or the general ones would be used up on everybody
    waiting.sort(key=lambda entry: not entry[1])
    given: dict[str, str] = {}
    for person in order.sample(people, len(people)):
        if design.draw(person, column["name"], "missing").random() < column["blank"]:
            continue
        fitting = [entry for entry in waiting if not entry[1] or person.group in entry[1]]
        chosen = order.choice(fitting) if fitting else None
        if chosen:
            waiting.remove(chosen)
            given[person.name] = chosen[0]
    return given


def _plain(entry: str | dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return (text, groups) of an entry; no groups means everybody."""
    return (entry, ()) if isinstance(entry, str) else (entry["text"], tuple(entry["groups"]))
