"""Tables of the plans themselves: what was planned, and what differs from the plans as they were frozen."""

from collections.abc import Mapping
from typing import Any

from aimed.ledger.contents import FrozenFacts
from aimed.manuscript.tables.cells import Study, TableRow, row_of, slug, text_cell
from aimed.manuscript.tables.listings import Resolved
from aimed.study.cohort_file import is_yes
from aimed.study.frozen_plans import describe_day

NOT_FROZEN = "The plans were not frozen, so that no day shows when they were written."
OWN_WORD = "Planned or exploratory is what each plan says of itself; no freeze before collection shows it."
NONE = "None: no plan was added, dropped or changed after the freeze."


def list_plans(_declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per analysis: its question, whether it was planned, and the note of its plan."""
    deviations = study.frozen["deviations"] if study.frozen else []
    since = {slug(one["analysis"]): one["kind"] for one in deviations}
    before = study.frozen is not None and study.frozen["before_collection"]
    notes = [] if before else [OWN_WORD]
    rows = []
    for name, plan in sorted(study.analyses.items()):
        planned = "Planned" if is_yes(plan.get("planned", True)) else "Exploratory"
        standing = f"{planned}, {since[name]} after the freeze" if name in since else planned
        words = (name.replace("_", " "), plan.get("question", ""), standing, plan.get("note", ""))
        rows.append(row_of([text_cell(" ".join(str(word).split())) for word in words]))
    return [text_cell(head) for head in ("Analysis", "Question", "Standing", "Note")], rows, notes


def list_deviations(_declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per plan that is not as it was frozen, with what of it, or one line of text."""
    frozen = study.frozen
    if frozen is None or frozen["date"] is None:
        return _one_line(NOT_FROZEN, [])
    notes = _tell_freeze(frozen)
    if not frozen["deviations"]:
        return _one_line(NONE, notes)
    rows = []
    for one in frozen["deviations"]:
        plan = study.analyses.get(slug(one["analysis"]), {})
        how = one["changes"] or [str(plan.get("question", ""))]
        words = (slug(one["analysis"]).replace("_", " "), one["kind"].capitalize(), "; ".join(how))
        rows.append(row_of([text_cell(word) for word in words]))
    return [text_cell(head) for head in ("Analysis", "Since the freeze", "What")], rows, notes


def _one_line(words: str, notes: list[str]) -> Resolved:
    rows: list[TableRow] = [row_of([text_cell(words)])]
    return [text_cell("Deviations")], rows, notes


def _tell_freeze(frozen: FrozenFacts) -> list[str]:
    when = ", before the first day of collection" if frozen["before_collection"] else ""
    told = [f"Plans frozen on {describe_day(frozen)}{when}; sha256 {frozen['digest']}."]
    if frozen["earlier"]:
        told.append(f"Frozen before on {', '.join(frozen['earlier'])}; deviations from then are not listed.")
    return told
