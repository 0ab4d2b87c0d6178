"""The tables of tables.yaml, resolved: every cell is words of the codebook or numbers of the ledger."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from aimed.ledger.labels import RANKS
from aimed.manuscript.number_forms import name_form
from aimed.manuscript.tables.cells import (
    ALL,
    EMPTY,
    Cell,
    Study,
    TableRow,
    dash_notes,
    head_interval,
    hiding_notes,
    number_cell,
    other_n,
    row_of,
    slug,
    text_cell,
)
from aimed.manuscript.tables.columns import head_group, list_codes, list_columns, list_options, list_variables
from aimed.manuscript.tables.effects import EFFECTS, name_effect, why_no_effect, why_no_test
from aimed.manuscript.tables.estimates import tabulate_correlations, tabulate_model
from aimed.manuscript.tables.listings import (
    Resolved,
    list_flow,
    list_numbers,
    list_shown_cells,
    list_specifications,
    list_themes,
)
from aimed.manuscript.tables.notes import cluster_of, comparison_notes
from aimed.manuscript.tables.plan_lists import list_deviations, list_plans
from aimed.messages.problems import Problem

Rows = list[dict[str, Any]]
Table = dict[str, Any]
NUMBER_CELL = "median_iqr"
OF_WORDS = ("listing", "shown_cells", "plans", "deviations", "quotations", "joint", "code_tree")


class ResolvedTable(TypedDict):
    """A table with all its cells."""

    columns: list[Cell]  # the heads
    align: list[str]  # left or right, one per column
    rows: list[TableRow]
    notes: list[str]
    question: str  # of the analysis
    analysis: NotRequired[str]
    caption: NotRequired[str]  # what the caption ends with, of an analysis that was not planned


def resolve_table(declared: Mapping[str, Any], study: Study, made: Resolved | None = None) -> ResolvedTable:
    """Return a declared table, one entry of tables.yaml, with all its cells; `made` are those of texts."""
    declared = {**declared, "analysis": slug(declared.get("analysis", ""))}
    columns, rows, notes = made or KINDS[declared["kind"]](declared, study)
    alignment = ["left", *("left" if declared["kind"] in OF_WORDS else "right" for _ in columns[1:])]
    return {
        "columns": columns,
        "align": declared.get("align", alignment),
        "rows": rows,
        "notes": [*notes, *hiding_notes(study, rows), *dash_notes(rows), *declared.get("notes", [])],
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
        lines.insert(0, _head_row(label, inner[0][1].partition(".level.")[0], groups, 0, study))
    else:
        lines = [_one_line(variable, label, analysis, groups, declared, study)]
    return lines + _missing_rows(variable, analysis, groups, study)


def _one_line(
    variable: str, label: str, analysis: str, groups: Sequence[str], declared: Mapping[str, Any], study: Study
) -> TableRow:
    prefix = f"{analysis}.{variable}.{{group}}"
    if "number_cell" in declared or f"{analysis}.{variable}.{ALL}.median" in study.numbers:
        form = declared.get("number_cell", NUMBER_CELL)
    else:
        form = "{distinct}"
    what = _name_what(form, f"{analysis}.{variable}.{ALL}", study)
    named = label if study.forms.get(form, form) == "{count}" else f"{label}, {what}"
    return row_of([text_cell(named), *_sized_cells(study, form, prefix, groups)])


def _name_what(form: str, prefix: str, study: Study) -> str:
    """Return what a form shows of an item in words; of ordered answers without scores, that it is ranks."""
    what = name_form(study.forms.get(form, form))
    return f"{what}, of ranks" if _is_of_ranks(form, prefix, study) else what


def _is_of_ranks(form: str, prefix: str, study: Study) -> bool:
    asked = [name for name in ("median", "q1", "q3") if f"{{{name}}}" in study.forms.get(form, form)]
    found = (study.numbers.get(f"{prefix}.{name}") for name in asked)
    return any(entry is not None and entry["unit"] == RANKS for entry in found)


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
    tests = _list_tests(analysis, study)
    rows: list[TableRow] = []
    for variable in list_variables(declared, study):
        items = list_options(variable, analysis, study) or [variable]
        if items != [variable]:
            first, others = f"{analysis}.{items[0]}.{{group}}", len(effects) + len(tests)
            rows.append(_head_row(study.item_label(variable), first, groups, others, study))
        for item in items:
            level = int(item != variable)
            rows.append(_compared_row(item, analysis, groups, effects, declared, level, study))
    heads = [text_cell(declared.get("first_column", "Item"))]
    heads += [head_group(declared, group, study) for group in groups]
    interval = head_interval(analysis, study)
    heads += [text_cell(f"{name_effect(effect, analysis, study)} ({interval})") for effect in effects]
    heads += [text_cell(head) for head in tests.values()]
    return heads, rows, comparison_notes(declared, study)


def _list_tests(analysis: str, study: Study) -> dict[str, str]:
    """Return the p-values that a comparison shows, with what stands above them."""
    clustered = {"p_cluster_adjusted": "Adjusted p, clusters whole"} if cluster_of(analysis, study) else {}
    return {"p": "p", "p_adjusted": "Adjusted p", **clustered}


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
    form = declared.get("cell", "count_pct")
    what, shares = _name_what(form, f"{analysis}.{item}.{ALL}", study), study.forms.get(form, form)
    named = label if "{pct" in shares or "{count" in shares else f"{label}, {what}"
    written = _cells if level else _sized_cells  # what stands above options says their n
    cells = [text_cell(named), *written(study, form, described, groups)]
    if all(cell["text"] == EMPTY for cell in cells[1:]):  # a number, or answers of which none is the event
        form = declared.get("number_cell", NUMBER_CELL)
        what = _name_what(form, f"{analysis}.{item}.{ALL}", study)
        cells = [text_cell(f"{label}, {what}"), *written(study, form, described, groups)]
    prefix = f"{analysis}.{item}.{study.compared(analysis, item)}"
    for effect in effects:
        why = why_no_effect(effect, prefix, study)
        cells.append(number_cell(study, f"{{{effect}.bare}} ({{low}} to {{high}})", prefix, why))
    no_test = {
        test: why_no_test(test, head, prefix, study) for test, head in _list_tests(analysis, study).items()
    }
    cells += [number_cell(study, f"{{{test}}}", prefix, why) for test, why in no_test.items()]
    return row_of(cells, level)


def _first_effect(analysis: str, study: Study) -> str:
    compared = {study.compared(analysis, item) for item in study.items(analysis)} - {None}
    there = [f"{analysis}.{item}.{group}" for item in study.items(analysis) for group in compared]
    found = (one for one in EFFECTS if any(f"{name}.{one}" in study.numbers for name in there))
    return next(found, next(iter(EFFECTS)))


def _cells(study: Study, form: str, prefix: str, groups: Sequence[str]) -> list[Cell]:
    return [number_cell(study, form, prefix.replace("{group}", group)) for group in groups]


def _sized_cells(study: Study, form: str, prefix: str, groups: Sequence[str]) -> list[Cell]:
    """Return cells that say their n where it is not the one in their column's head."""
    written = study.forms.get(form, form)
    sized = written.replace("{count}", "{count}/{n}") if "{count}" in written else f"{written}, n = {{n}}"
    own = [prefix.replace("{group}", group) for group in groups]
    return [
        number_cell(study, sized if "{n}" not in written and other_n(study, name) else form, name)
        for name in own
    ]


def _head_row(label: str, prefix: str, groups: Sequence[str], others: int, study: Study) -> TableRow:
    """Return the row above levels or options, with each n where one is not that in its column's head."""
    own = [prefix.replace("{group}", group) for group in groups]
    other = any(other_n(study, name) for name in own)
    cells = [number_cell(study, "n = {n}", name) if other else text_cell("") for name in own]
    return row_of([text_cell(label), *cells, *[text_cell("")] * others], 0, heading=True)


KINDS: dict[str, Callable[[Mapping[str, Any], Study], Resolved]] = {
    "characteristics": _characteristics,
    "comparison": _comparison,
    "model": tabulate_model,
    "correlations": tabulate_correlations,
    "flow": list_flow,
    "codes": list_themes,
    "listing": list_numbers,
    "shown_cells": list_shown_cells,
    "plans": list_plans,
    "deviations": list_deviations,
    "specifications": list_specifications,
}
