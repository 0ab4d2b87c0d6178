"""Find what a survey design names and does not have, before anything is drawn."""

from collections.abc import Iterator
from typing import Any

from aimed.messages.problems import Problem
from aimed.simulate.answers import Person, SurveyDesign


def find_gaps(design: SurveyDesign, people: list[Person], place: str) -> list[Problem]:
    """Return a problem for each unknown column, scale, list of texts, country and respondent of a design."""
    written = design.written
    known = {
        "column": set(design.column_names()) | {column["name"] for column in written["columns"]},
        "scale": set(written["scales"]),
        "list of texts": set(written.get("texts", {})),
        "country": set(written["countries"]),
        "respondent": {person.name for person in people},
    }
    named = dict.fromkeys([*_named_by_columns(written), *_named_by_rows(written, people)])
    return [
        Problem(
            place, f"{kind} {name}", f"a {kind} that the design has", "correct the name, or describe it there"
        )
        for kind, name in named
        if name not in known[kind]
    ]


def _named_by_columns(written: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column in written["columns"]:
        kinds = {"scale": "scale", "texts": "list of texts", "add": "column"}
        yield from ((kind, column[key]) for key, kind in kinds.items() if key in column)
        yield from (("column", column[key]["column"]) for key in ("asked_if", "weights_by") if key in column)


def _named_by_rows(written: dict[str, Any], people: list[Person]) -> Iterator[tuple[str, str]]:
    yield from (("country", person.country) for person in people)
    for rule in written.get("extra_rows", []):
        yield from (("country", about[0]) for about in rule.get("people", {}).values())
        yield from (("respondent", name) for name in rule.get("again", []))
        yield from (("column", name) for name in rule.get("set", {}))
        if "blank_after" in rule:
            yield "column", rule["blank_after"]
    for name, column in written.get("left_early", {}).items():
        yield "respondent", name
        yield "column", column
    yield from (("column", name) for name in written.get("left_early_set", {}))
    for cell in written.get("cells", []):
        yield "respondent", cell["respondent"]
        yield "column", cell["column"]
