"""What the kinds of table share: the study's numbers and labels, and cells that hide what is not public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NotRequired, TypedDict

from aimed.ledger.contents import KNOWN, FrozenFacts, LedgerNumber
from aimed.ledger.labels import CONVERSATIONS, FLOW, label_term
from aimed.manuscript.number_forms import PART, Composite, UnknownNumber, fill_form
from aimed.study import number_ids
from aimed.study.codebook import Codebook
from aimed.study.declarations import PlannedAnalysis

if TYPE_CHECKING:  # pandas takes half a second to import, and aimed check does without
    import pandas as pd

slug = number_ids.slug
ALL, PEOPLE = "all", "respondents"
EMPTY = "–"
SUPPRESSED = "suppressed"


class Cell(TypedDict):
    """A cell of a table: its text, and the ids of the numbers in it."""

    text: str
    ids: list[str]
    hidden: NotRequired[bool]
    why: NotRequired[str]  # of a dash, until the notes of its table have said it


class TableRow(TypedDict):
    """A row of a table."""

    cells: list[Cell]
    level: int  # how far its label is indented
    heading: bool  # whether it heads the rows below


@dataclass(frozen=True)
class Study:
    """What tables are made from.

    numbers: the ledger's, by id. forms: house style by name. analyses: the plans by id.
    themes: themes.csv with columns code and label, in order. words: fixed wording of the house style.
    titles: what cohorts are called, by their group. frozen: the freeze of the plans, None in old ledgers.
    """

    numbers: Mapping[str, LedgerNumber]
    forms: Mapping[str, str]
    codebook: Codebook
    analyses: Mapping[str, PlannedAnalysis]
    themes: pd.DataFrame
    smallest_cell: int
    titles: Mapping[str, str] = field(default_factory=dict)
    frozen: FrozenFacts | None = None
    by_item: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for identifier, entry in self.numbers.items():
            analysis = identifier.split(".", maxsplit=1)[0]
            if entry.get("statistic") == KNOWN:  # of no analysis
                continue
            key = (analysis, slug(str(entry.get("item") or "")), slug(str(entry.get("group") or "")))
            self.by_item.setdefault(key, []).append(identifier)

    def items(self, analysis: str) -> list[str]:
        """Return the items of an analysis that the ledger has, in alphabetical order."""
        return sorted({item for name, item, _ in self.by_item if name == analysis})

    def groups(self, analysis: str) -> list[str]:
        """Return the groups of an analysis: all, then the codes of its grouping variables in order."""
        found = {group for name, _, group in self.by_item if name == analysis}
        plan = self.analyses.get(analysis, {})
        order = [ALL]
        for variable in [plan.get("by", ""), *plan.get("also_by", [])]:
            if variable in self.codebook.variables.index:
                order += [*self.codebook.collapsed(variable), *self.codebook.codes(variable)]
        ordered = [group for group in dict.fromkeys(map(slug, order)) if group in found]
        return ordered + sorted(found - set(ordered))

    def compared(self, analysis: str, item: str) -> str | None:
        """Return the group that compares groups for one item, e.g. hic_vs_lmic, or None."""
        names = (g for name, i, g in self.by_item if name == analysis and i == item)
        compared = (g for g in names if "_vs_" in g or g.startswith("by_"))
        return min(compared, key=lambda group: ("_vs_" in group, group), default=None)

    def group_label(self, analysis: str, group: str) -> str:
        """Return what a group is called in a column's head."""
        key = (analysis, group)
        if key not in self.labels:
            self.labels[key] = self._find_group_label(analysis, group)
        return self.labels[key]

    def _find_group_label(self, analysis: str, group: str) -> str:
        if group == ALL:
            return "All"
        if "_vs_" in group:
            return " against ".join(self.group_label(analysis, part) for part in group.split("_vs_"))
        plan = self.analyses.get(analysis, {})
        for variable in [plan.get("by", ""), *plan.get("also_by", [])]:
            if variable in self.codebook.variables.index:
                for code in [*self.codebook.collapsed(variable), *self.codebook.codes(variable)]:
                    if slug(code) == group:
                        return self.codebook.label(variable, code)
        for scale in self.codebook.scales.values():
            for code in scale.index:
                if slug(str(code)) == group:
                    return str(scale.at[code, "label"])
        return self.titles.get(group) or label_term(group, self.codebook) or group.replace("_", " ")

    @cached_property
    def theme_labels(self) -> dict[str, str]:
        """Code of a theme, as it stands in ids -> its label."""
        rows = reversed(self.themes[["code", "label"]].to_numpy())  # the first of a code counts
        return {slug(str(code)): str(label) for code, label in rows}

    def item_label(self, item: str) -> str:
        """Return what an item is called: a variable, an option of a variable, or a theme."""
        variable, _, option = item.partition(".")
        labels = self.codebook.told["label"]
        if variable in labels:
            if option in labels:  # an item of a scale
                return self.item_label(option)
            if option:
                codes = {slug(code): code for code in self.codebook.codes(variable)}
                return self.codebook.label(variable, codes.get(option, option))
            return str(labels[variable])
        if item in self.theme_labels:
            return self.theme_labels[item]
        return FLOW.get(item) or CONVERSATIONS.get(item) or item.replace("_", " ")

    def shown_n(self, identifier: str) -> str:
        """Return the n that stands beside a number; nothing where that n is itself not public."""
        n = self.numbers[identifier].get("n")
        prefix = identifier.rpartition(".")[0]
        own = f"{PART.sub('', prefix)}.n"
        if n is None or not self.numbers.get(own, {"public": True})["public"]:
            return ""
        return f"{int(n):,}"


def lower_first(text: str) -> str:
    """Return words as they go on within a sentence; an abbreviation (AI) keeps its letters."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def text_cell(text: str) -> Cell:
    """Return a cell of words."""
    return {"text": text, "ids": []}


def other_n(study: Study, prefix: str) -> bool:
    """Return whether the public n of `prefix` (analysis.item.group) differs from that of the whole group."""
    analysis, group = prefix.split(".", maxsplit=1)[0], PART.sub("", prefix).rpartition(".")[2]
    own = study.numbers.get(f"{PART.sub('', prefix)}.n")
    whole = study.numbers.get(f"{analysis}.{PEOPLE}.{group}.count")
    return own is not None and whole is not None and own["public"] and own["value"] != whole["value"]


def number_cell(study: Study, form: str, prefix: str, why: str = "") -> Cell:
    """Return a cell with a house-style form of `prefix`; a dash when the ledger has no such number.

    `form` is a name of the house style or a form itself, `why` the reason of a dash. All numbers that are not
    public look alike: a mark for small counts alone would tell that the others are none, and with the totals
    how many each is.
    """
    try:
        filled = fill_form(study.forms.get(form, form), prefix, study.numbers)
    except UnknownNumber:
        return dash_cell(why or tell_absence(study, prefix))
    return cell_of(study, filled)


def dash_cell(why: str) -> Cell:
    """Return a dash, with the reason that the notes of its table give."""
    return {"text": EMPTY, "ids": [], "why": why}


def tell_absence(study: Study, prefix: str) -> str:
    """Return why a number of `prefix` (analysis.item.group) is not there, from what may be known of it."""
    analysis, _, rest = PART.sub("", prefix).partition(".")
    item, _, group = rest.rpartition(".")
    if (analysis, item, group) not in study.by_item:
        return "not analysed"
    size = study.numbers.get(f"{PART.sub('', prefix)}.n")
    if size is not None and size["public"] and size["value"] == 0:
        return "nobody answered"
    return "not defined for these answers"


def cell_of(study: Study, filled: Composite) -> Cell:
    """Return a cell for a composite, hidden where one of its numbers is."""
    if all(study.numbers[i]["public"] for i in filled.ids):
        return {"text": filled.text, "ids": list(filled.ids)}
    return {"text": SUPPRESSED, "ids": list(filled.ids), "hidden": True}


def head_interval(analysis: str, study: Study) -> str:
    """Return the head of a column of an analysis's intervals, with what they cover: 95% CI."""
    entries = (entry for name, entry in study.numbers.items() if name.startswith(f"{slug(analysis)}."))
    levels = {str(entry["shown_level"]) for entry in entries if entry.get("shown_level")}
    return f"{levels.pop()}% CI" if len(levels) == 1 else "Interval"


def row_of(cells: Sequence[Cell], level: int = 0, heading: bool = False) -> TableRow:
    """Return a row."""
    return {"cells": list(cells), "level": level, "heading": heading}


def heading_row(words: str, others: int) -> TableRow:
    """Return a row that heads the rows below: its words, and so many empty cells."""
    return row_of([text_cell(words), *[text_cell("")] * others], 0, heading=True)


def dash_notes(rows: Sequence[TableRow]) -> list[str]:
    """Return the note that gives the reasons of dashes, each once; it leaves the cells."""
    dashes = [cell for row in rows for cell in row["cells"] if cell["text"] == EMPTY]
    reasons = list(dict.fromkeys(cell.pop("why") for cell in dashes if "why" in cell))
    return [f"{EMPTY}: {'; '.join(reasons)}."] if reasons else []


def hiding_notes(study: Study, rows: Sequence[TableRow]) -> list[str]:
    """Return the note that explains hidden cells, where there are any."""
    if not any(cell.get("hidden") for row in rows for cell in row["cells"]):
        return []
    few = f"a count of 1 to {study.smallest_cell - 1} people"
    return [f"{SUPPRESSED}: {few}, or a number that would give one away; not shown to protect them."]
