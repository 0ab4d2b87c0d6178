"""What was planned and what was made, held to the text: outcomes reported nowhere, tables never mentioned."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aimed.audit.lookup.declarations import StudyDeclarations, find_word
from aimed.language.citations import find_citations
from aimed.language.marks import Mark
from aimed.messages.findings import Finding

REPORTED = "a number, claim, table or figure of the paper or the supplement for every planned outcome"
SHOWS_ALL = "a table of kind listing shows all"
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")


def find_unreported(design: StudyDeclarations, marks: Iterable[Mark]) -> Iterator[Finding]:
    """Yield the outcomes of planned analyses that no mark, claim, table or figure of the documents shows.

    A plan without outcomes (a flow, codes) is reported when any of its numbers is.
    """
    marks = list(marks)
    named = {name for mark in marks for name in ids_named(mark)}
    shown = [*_shown(design.tables, marks, "table"), *_shown(design.figures, marks, "figure")]
    for analysis, (path, text, plan) in design.plans.items():
        if plan.get("planned") not in ("yes", True):
            continue
        for outcome in plan.get("outcomes") or [""]:
            slug = str(outcome).lower().replace("-", "_")
            stem = f"{analysis}.{slug}." if slug else f"{analysis}."
            written = any(_tells_of(f"{name}.", stem, f".with_{slug}.") for name in named)
            if not written and not any(_shows(entry, analysis, slug) for entry in shown):
                what = f"the planned outcome {outcome}" if outcome else f"the planned analysis {analysis}"
                found, place = (
                    f"{what}, which is reported nowhere",
                    find_word(text, str(outcome or "planned")),
                )
                remedy = f"report it: aimed numbers {analysis} lists its numbers; {SHOWS_ALL}"
                yield Finding(path, *place, "outcome_unreported", found, REPORTED, remedy)


def _tells_of(name: str, stem: str, beside: str) -> bool:
    """Return whether a number is of an outcome, or of another beside it, as change.after.with_before is."""
    return name.startswith(stem) or (beside in name and name.startswith(stem.partition(".")[0] + "."))


def find_unmentioned(marks: Mapping[str, Iterable[Mark]], readable: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the tables and figures whose id no document refers to. `marks` and `readable` are by path."""
    referred = {citation.key for text in readable.values() for citation in find_citations(text)}
    for path, own in marks.items():
        for mark in own:
            name = mark.attributes.get("id", "")
            if mark.kind in ("table", "figure") and name not in referred:
                found = f"the {mark.kind} {name}, which no sentence mentions"
                expected = f"@{name} in the text of the paper or the supplement"
                remedy = "refer to it where it is discussed, or leave it out"
                yield Finding(path, mark.line, mark.column, "never_mentioned", found, expected, remedy)


def ids_named(mark: Mark) -> list[str]:
    """Return the ids, or the beginnings of ids, that a number or a condition names."""
    if mark.kind == "num":
        return [mark.text]
    return IDENTIFIER.findall(mark.attributes.get("holds", "")) if mark.kind in ("claim", "when") else []


def _shown(entries: list[dict[str, Any]], marks: list[Mark], kind: str) -> list[dict[str, Any]]:
    """Return the declared tables or figures that stand in a document."""
    used = {mark.attributes.get("from") for mark in marks if mark.kind == kind}
    return [entry for entry in entries if entry.get("id") in used]


def _shows(entry: dict[str, Any], analysis: str, outcome: str) -> bool:
    """Return whether a table or figure shows an outcome of an analysis; all of them when it lists none."""
    own = str(entry.get("analysis", "")).replace("-", "_") == analysis
    listed = entry.get("rows") or entry.get("items")
    if not listed or not outcome:
        return own
    for item in listed:
        there, name = (item.get("analysis"), item.get("item")) if isinstance(item, dict) else (None, item)
        if (there == analysis if there else own) and f"{name}.".startswith(f"{outcome}."):
            return True
    return False
