"""Simulate one cohort's survey from a written design, the same bytes each time.

python -m aimed.simulate.survey --spec data/cohorts/<cohort>/simulation/survey.yaml \
    --respondents data/cohorts/<cohort>/simulation/respondents.csv \
    --output data/cohorts/<cohort>/survey.sav
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import tyro

from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.simulate.answers import Person, SurveyDesign, answer, hand_out_texts
from aimed.simulate.spss import write_spss


def simulate_survey(*, spec: Path, respondents: Path, output: Path) -> None:
    """Write the survey that `spec` describes for the people of `respondents` to `output` (.sav).

    `spec` is a design as docs/simulate.md describes it; `respondents` has the columns respondent, iso3
    and the design's group_column. Raises ProblemsFound when one of them cannot be read or the design names
    what it does not have.
    """
    design = SurveyDesign(read_yaml(spec, schema="survey_design"))
    group = design.written["group_column"]
    listed = read_people_csv(respondents, ("respondent", "iso3", group))
    people = [Person(r["respondent"], r["iso3"], r[group]) for r in listed.to_dict("records")]
    raise_problems(find_gaps(design, people, spec.as_posix()))
    write_spss(simulate_rows(design, people), design, output)


def simulate_rows(design: SurveyDesign, people: list[Person]) -> pd.DataFrame:
    """Return the survey as exported: one row per submission in order of time, one column per question."""
    extra = design.written.get("extra_rows", [])
    strangers = {
        Person(name, *about): rule for rule in extra for name, about in rule.get("people", {}).items()
    }
    known = {person.name for person in people}
    texts = hand_out_texts(design, people + [p for p in strangers if p.name not in known])
    rows = {person.name: _row(design, person, texts) for person in people}
    for name, column in design.written.get("left_early", {}).items():
        rows[name] = _leave(rows[name], column, design) | design.written.get("left_early_set", {})
    for cell in design.written.get("cells", []):
        rows[cell["respondent"]][cell["column"]] = cell["value"]
    submissions = list(rows.values())
    submissions += [_extra_row(design, person, rule, texts) for person, rule in strangers.items()]
    submissions += [
        _shift(dict(rows[name]), design, rule["hours"]) for rule in extra for name in rule.get("again", [])
    ]
    table = pd.DataFrame(submissions, columns=design.column_names(), dtype=object)
    return table.sort_values(design.column_of_kind("begun"), kind="stable", ignore_index=True)


def _row(design: SurveyDesign, person: Person, texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return one person's whole submission, column -> cell."""
    row: dict[str, Any] = {}
    for column in design.written["columns"]:
        if column["kind"] == "text":
            row[column["name"]] = texts[column["name"]].get(person.name)
        else:
            row |= answer(design, person, column)
    return row


def _extra_row(
    design: SurveyDesign, person: Person, rule: dict[str, Any], texts: dict[str, dict[str, str]]
) -> dict[str, Any]:
    row = _row(design, person, texts)
    if "blank_after" in rule:
        row = _leave(row, rule["blank_after"], design)
    return _shift(row | rule.get("set", {}), design, rule.get("hours", 0))


def _leave(row: dict[str, Any], last: str, design: SurveyDesign) -> dict[str, Any]:
    """Return the row of a person who left after the column `last`: all that follows is blank."""
    names = design.column_names()
    answered = set(names[: names.index(last) + 1])
    return {name: cell if name in answered else None for name, cell in row.items()}


def _shift(row: dict[str, Any], design: SurveyDesign, hours: float) -> dict[str, Any]:
    """Return the row begun some hours later, or earlier."""
    column = design.column_of_kind("begun")
    moment = pd.Timestamp(row[column]) + pd.Timedelta(hours=hours)
    return row | {column: moment.strftime("%Y-%m-%d %H:%M:%S")}


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
    remedy = "correct the name, or describe it there"
    return [
        Problem(place, f"{kind} {name}", f"a {kind} that the design has", remedy)
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


if __name__ == "__main__":
    try:
        tyro.cli(simulate_survey)
    except ProblemsFound as problems:
        sys.exit(str(problems))
