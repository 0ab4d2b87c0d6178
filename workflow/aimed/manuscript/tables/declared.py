"""The tables of tables.yaml, resolved: every cell is words of the codebook or numbers of the ledger."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from aimed.manuscript.number_forms import name_form
from aimed.manuscript.tables.cells import (
    ALL,
    EMPTY,
    Cell,
    Study,
    TableRow,
    head_interval,
    heading_row,
    hiding_notes,
    number_cell,
    row_of,
    slug,
    text_cell,
)
from aimed.manuscript.tables.columns import head_group, list_codes, list_columns, list_options, list_variables
from aimed.manuscript.tables.estimates import tabulate_correlations, tabulate_model
from aimed.manuscript.tables.listings import Resolved, list_flow, list_numbers, list_shown_cells, list_themes
from aimed.messages.problems import Problem

Rows = list[dict[str, Any]]
Table = dict[str, Any]
NUMBER_CELL = "median_iqr"
EFFECTS = {
    "difference": "Difference, points",
    "rank_biserial": "Rank-biserial r",
    "v": "Cramér's V",
    "odds_ratio": "Odds ratio",
    "mean_difference": "Difference of means",
    "hedges_g": "Hedges' g",
}


OF_WORDS = ("listing", "shown_cells")  # kinds whose columns are all left-aligned


class ResolvedTable(TypedDict):
    """A table with all its cells."""

    columns: list[Cell]  # the heads
    align: list[str]  # left or right, one per column
    rows: list[TableRow]
    notes: list[str]
    question: str  # of the analysis


def resolve_table(declared: Mapping[str, Any], study: Study) -> ResolvedTable:
    """Return a declared table, one entry of tables.yaml, with all its cells."""
    declared = {**declared, "analysis": slug(declared.get("analysis", ""))}
    columns, rows, notes = KINDS[declared["kind"]](declared, study)
    alignment = ["left", *("left" if declared["kind"] in OF_WORDS else "right" for _ in columns[1:])]
    return {
        "columns": columns,
        "align": declared.get("align", alignment),
        "rows": rows,
        "notes": [*notes, *hiding_notes(study, rows), *declared.get("notes", [])],
        "question": str(study.analyses.get(declared["analysis"], {}).get("question", "")),
    }


def check_table(place: str, declared: Mapping[str, Any], study: Study) -> list[Problem]:
    """Return what is wrong with a declared table: analysis, rows, columns or form unknown to the study."""
    if "analysis" not in declared:
        return []
    analysis = slug(declared["analysis"])
    if not study.items(analysis):
        names = ", ".join(sorted({name for name, _, _ in study.by_item}))
        return [Problem(place, f"analysis {analysis}", f"an analysis of the ledger: {names}", "correct it")]
    form = declared.get("cell", "count_pct")
    known = {
        "rows": [*study.items(analysis), *(item.partition(".")[0] for item in study.items(analysis))],
        "columns": study.groups(analysis),
    }
    expected = {name: f"of {analysis}: {', '.join(dict.fromkeys(values))}" for name, values in known.items()}
    problems = [
        Problem(place, f"{name} {value}", expected[name], "correct it")
        for name in known
        for value in declared.get(name, [])
        if value not in known[name]
    ]
    if form not in study.forms and "{" not in form:
        forms = f"a form of forms.yaml: {', '.join(study.forms)}"
        problems.append(Problem(place, f"cell {form}", forms, "name a form or add it"))
    return problems


def _characteristics(declared: Mapping[str, Any], study: Study) -> Resolved:
    analysis, groups = declared["analysis"], list_columns(declared, study)
    rows: list[TableRow] = []
    for variable in list_variables(declared, study):
        rows += _described(variable, analysis, groups, declared, study)
    head = [text_cell(declared.get("first_column", "Characteristic"))]
    return head + [head_group(declared, group, study) for group in groups], rows, []


def _described(
    variable: str, analysis: str, groups: Sequence[str], declared: Mapping[str, Any], study: Study
) -> list[TableRow]:
    """Return the rows of one variable: one line for a number, a heading and its levels or options else."""
    label, form = study.item_label(variable), declared.get("cell", "count_pct")
    options = list_options(variable, analysis, study)
    if options:
        inner = [(study.item_label(item), f"{analysis}.{item}.{{group}}") for item in options]
    else:
        inner = [
            (study.codebook.label(variable, code), f"{analysis}.{variable}.{{group}}.level.{slug(code)}")
            for code in list_codes(variable, study)
        ]
    lines = [row_of([text_cell(name), *_cells(study, form, prefix, groups)], 1) for name, prefix in inner]
    lines = [line for line in lines if any(cell["text"] != EMPTY for cell in line["cells"][1:])]
    if lines:
        lines.insert(0, heading_row(label, len(groups)))
    else:
        lines = [_one_line(variable, label, analysis, groups, declared, study)]
    return lines + _missing_rows(variable, analysis, groups, study)


def _one_line(
    variable: str, label: str, analysis: str, groups: Sequence[str], declared: Mapping[str, Any], study: Study
) -> TableRow:
    prefix = f"{analysis}.{variable}.{{group}}"
    if f"{analysis}.{variable}.{ALL}.median" in study.numbers:
        form = declared.get("number_cell", NUMBER_CELL)
    else:
        form = "{distinct}"
    what = name_form(study.forms.get(form, form))
    return row_of([text_cell(f"{label}, {what}"), *_cells(study, form, prefix, groups)])


def _missing_rows(variable: str, analysis: str, groups: Sequence[str], study: Study) -> list[TableRow]:
    rows = []
    for reason, label in study.codebook.missing.items():
        prefix = f"{analysis}.{variable}.{{group}}.missing.{slug(reason)}"
        found = [study.numbers.get(prefix.format(group=group) + ".count") for group in groups]
        if any(entry is not None and entry["value"] > 0 for entry in found):
            rows.append(row_of([text_cell(label), *_cells(study, "{count}", prefix, groups)], 1))
    return rows


def _comparison(declared: Mapping[str, Any], study: Study) -> Resolved:
    analysis, groups = declared["analysis"], list_columns(declared, study)
    effects = declared.get("effects") or [_first_effect(analysis, study)]
    rows: list[TableRow] = []
    for variable in list_variables(declared, study):
        items = list_options(variable, analysis, study) or [variable]
        if items != [variable]:
            rows.append(heading_row(study.item_label(variable), len(groups) + len(effects) + 2))
        for item in items:
            level = int(item != variable)
            rows.append(_compared_row(item, analysis, groups, effects, declared, level, study))
    heads = [text_cell(declared.get("first_column", "Item"))]
    heads += [head_group(declared, group, study) for group in groups]
    interval = head_interval(analysis, study)
    heads += [text_cell(f"{EFFECTS.get(effect, effect)} ({interval})") for effect in effects]
    return [*heads, text_cell("p"), text_cell("Adjusted p")], rows, _event_notes(declared, study)


def _compared_row(
    item: str,
    analysis: str,
    groups: Sequence[str],
    effects: Sequence[str],
    declared: Mapping[str, Any],
    level: int,
    study: Study,
) -> TableRow:
    label, described = study.item_label(item), f"{analysis}.{item}.{{group}}"
    cells = [text_cell(label), *_cells(study, declared.get("cell", "count_pct"), described, groups)]
    if all(cell["text"] == EMPTY for cell in cells[1:]):  # a number, or answers of which none is the event
        form = declared.get("number_cell", NUMBER_CELL)
        what = name_form(study.forms.get(form, form))
        cells = [text_cell(f"{label}, {what}"), *_cells(study, form, described, groups)]
    prefix = f"{analysis}.{item}.{study.compared(analysis, item)}"
    cells += [number_cell(study, f"{{{effect}.bare}} ({{low}} to {{high}})", prefix) for effect in effects]
    cells += [number_cell(study, form, prefix) for form in ("{p}", "{p_adjusted}")]
    return row_of(cells, level)


def _first_effect(analysis: str, study: Study) -> str:
    compared = {study.compared(analysis, item) for item in study.items(analysis)} - {None}
    there = [f"{analysis}.{item}.{group}" for item in study.items(analysis) for group in compared]
    found = (one for one in EFFECTS if any(f"{name}.{one}" in study.numbers for name in there))
    return next(found, next(iter(EFFECTS)))


def _event_notes(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return what the headline percentage counts, once where all outcomes count the same answers."""
    events = study.analyses.get(declared["analysis"], {}).get("event", {})
    listed = list_variables(declared, study)
    shown = {v: _event_label(v, str(code), study) for v, code in events.items() if v in listed}
    if len(set(shown.values())) == 1:
        return [f"Percentages: {next(iter(shown.values())).lower()}."]
    return [f"{study.item_label(variable)}: {label.lower()}." for variable, label in shown.items()]


def _event_label(variable: str, code: str, study: Study) -> str:
    """Return the words of a coarser code, which may share its name with one of the codes it covers."""
    coarser = study.codebook.scales.get(f"{study.codebook.variables.at[variable, 'scale']}_collapsed")
    if coarser is not None and code in coarser.index:
        return str(coarser.at[code, "label"])
    return study.codebook.label(variable, code)


def _cells(study: Study, form: str, prefix: str, groups: Sequence[str]) -> list[Cell]:
    return [number_cell(study, form, prefix.replace("{group}", group)) for group in groups]


KINDS: dict[str, Callable[[Mapping[str, Any], Study], Resolved]] = {
    "characteristics": _characteristics,
    "comparison": _comparison,
    "model": tabulate_model,
    "correlations": tabulate_correlations,
    "flow": list_flow,
    "codes": list_themes,
    "listing": list_numbers,
    "shown_cells": list_shown_cells,
}
