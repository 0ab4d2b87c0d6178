"""A small paper in memory: the demonstration's codebook, a ledger of a few analyses, what a check finds."""

import re
from types import SimpleNamespace
from typing import Any

from aimed.audit.check.severities import read_severities
from aimed.audit.claims.documents import WrittenTexts, hold_words
from aimed.audit.claims.naming import name_things
from aimed.audit.lookup.declarations import read_design
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from toy_study import REPOSITORY

DESIGN = read_design(REPOSITORY)
SEVERITIES = read_severities(REPOSITORY, "submission")
ITEMS = {
    "support": {"core_curriculum": 90.0, "prepared_use": 20.0, "prepared_appraise": 18.0},
    "access": {"internet": 60.0, "device": 80.0, "local_data": 30.0},
    "topics_wanted": {
        "topic.applications": 85.0,
        "topic.appraisal": 66.0,
        "topic.ethics": 60.0,
        "topic.coding": 48.0,
        "topic.law": 30.0,
    },
    "knowledge": {"knows_ethics": 20.0, "knows_limits": 15.0},
    "prior_teaching": {"prior_teaching": 12.0},
}
CODES = {
    "ethics": 60.0,
    "learning": 50.0,
    "access": 40.0,
    "learning.appraisal": 20.0,
    "learning.coding": 12.0,
}
HIC_MORE = ("internet", "local_data", "topic.appraisal")  # of all others, LMIC have more


def make_numbers() -> tuple[dict[str, dict[str, Any]], dict[str, float]]:
    """Return the numbers of a ledger, and their values."""
    values = {}
    for analysis, items in ITEMS.items():
        for item, share in items.items():
            step = 10 if item in HIC_MORE else -10
            for group, value in (("all", share), ("hic", share + step), ("lmic", share - step)):
                values |= {f"{analysis}.{item}.{group}.pct": value, f"{analysis}.{item}.{group}.count": value}
                values[f"{analysis}.{item}.{group}.n"] = 100.0
            values[f"{analysis}.{item}.hic_vs_lmic.rank_biserial"] = step / 30
            values[f"{analysis}.{item}.hic_vs_lmic.p_adjusted"] = 0.01 if step > 0 else 0.4
    for code, turns in CODES.items():
        values |= {f"themes.{code}.{group}.turns": turns for group in ("all", "hic", "lmic")}
    numbers = {}
    for name in values:
        analysis, *item, group, statistic = name.split(".")
        numbers[name] = {"analysis": analysis, "item": ".".join(item), "group": group, "statistic": statistic}
        numbers[name] |= {"public": True, "unit": "percent", "label": name, "shown": f"{values[name]:g}"}
    return numbers, values


NUMBERS, VALUES = make_numbers()


def problems_of(text: str, tables: str = "", figures: str = "") -> list[str]:
    """Return kind and what was found of all that stops a submission of a paper with this text."""
    readable = {"paper.qmd": readable_of(text)}
    marks = {"paper.qmd": scan_marks(text)}
    bound = {
        f"{mark.text}|{mark.attributes['as']}" if "as" in mark.attributes else mark.text: {
            "ids": [mark.text if mark.text in NUMBERS else f"{mark.text}.pct"],
            "text": NUMBERS.get(mark.text, {}).get("shown", "?"),
        }
        for mark in marks["paper.qmd"]
        if mark.kind == "num"
    }
    binding: Any = SimpleNamespace(study=SimpleNamespace(numbers=NUMBERS), numbers=bound, values=VALUES)
    declared = [("tables.yaml", tables), ("figures.yaml", figures)]
    written = WrittenTexts({"paper.qmd": text}, readable, marks, declared)
    found = hold_words(written, DESIGN, binding, name_things(DESIGN, NUMBERS))
    return [f"{one.kind} {one.found}" for one in found if SEVERITIES[one.kind] == "error"]


def squeeze(text: str) -> str:
    """Return a text with its blanks one wide."""
    return re.sub(r"\s+", " ", text)
