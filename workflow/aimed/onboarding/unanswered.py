"""Variables of the codebook that no column of a cohort answers: they are named, not left out in silence."""

from collections.abc import Iterable, Mapping
from typing import Any

from aimed.study.codebook import Codebook
from aimed.study.reference_columns import DERIVED_FROM, REFERENCES

COUNTRY = next(iter(REFERENCES))


def list_unanswered(used: Iterable[str], codebook: Codebook, described: Mapping[str, Any]) -> list[str]:
    """Return the variables that no line of a crosswalk names, in the order of the codebook.

    used: what its lines name, variables and options. described: the cohort.yaml, which may say the country.
    """
    answered = {codebook.variable_of(name) for name in used} | {*DERIVED_FROM}
    if _says_country(described):
        answered.add(COUNTRY)
    return [name for name in codebook.answered if name not in answered]


def say_unanswered(variables: list[str]) -> list[str]:
    """Return the line that tells of them; none where every variable has a column."""
    return [f"variables without a column: {', '.join(variables)}"] if variables else []


def _says_country(described: Mapping[str, Any]) -> bool:
    survey = (described.get("files") or {}).get("survey") or []
    entries = survey if isinstance(survey, list) else [survey]
    single = len(described.get("countries") or []) == 1
    return single or (bool(entries) and all(entry.get("country") for entry in entries))
