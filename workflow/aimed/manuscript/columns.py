"""Which rows and columns a table has when tables.yaml does not say, and what heads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from aimed.manuscript.cells import ALL, Cell, Study, slug, text_cell
from aimed.manuscript.composites import show_number


def list_columns(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return the groups that are a table's columns: those declared, or all and the groups of `by`.

    Groups without anybody are left out unless they are declared.
    """
    if declared.get("columns"):
        return [slug(group) for group in declared["columns"]]
    analysis = declared["analysis"]
    plan = study.analyses.get(analysis, {})
    variable = str(plan.get("by", ""))
    codes: list[str] = []
    if variable in study.codebook.variables.index:
        coarser = list(study.codebook.collapsed(variable)) if plan.get("collapsed") else []
        codes = coarser or study.codebook.codes(variable)
    found = study.groups(analysis)
    return [
        g for g in [ALL, *map(slug, codes)] if g in found and (g == ALL or _has_people(analysis, g, study))
    ]


def list_variables(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return the variables that are a table's rows: those declared, or the outcomes of the plan."""
    plan = study.analyses.get(declared["analysis"], {})
    return list(declared.get("rows") or plan.get("outcomes") or study.items(declared["analysis"]))


def list_options(variable: str, analysis: str, study: Study) -> list[str]:
    """Return the items of a multi-select variable, in the order of its scale; none for any other."""
    found = set(study.items(analysis))
    return [item for code in list_codes(variable, study) if (item := f"{variable}.{slug(code)}") in found]


def list_items(analysis: str, study: Study) -> list[str]:
    """Return all items of an analysis, those of its outcomes first and in their order."""
    planned: list[str] = []
    for variable in study.analyses.get(analysis, {}).get("outcomes", []):
        planned += list_options(variable, analysis, study) or [variable]
    return list(dict.fromkeys([*planned, *study.items(analysis)]))


def list_codes(variable: str, study: Study) -> list[str]:
    """Return the codes of a variable's scale in order; none for a name that is no variable."""
    return study.codebook.codes(variable) if variable in study.codebook.variables.index else []


def head_group(declared: Mapping[str, Any], group: str, study: Study, counts: Sequence[str] = ()) -> Cell:
    """Return a column's head: the group and its n.

    n is the largest public one of `counts`, or else of all items of the analysis in this group.
    """
    analysis = declared["analysis"]
    label = declared.get("labels", {}).get(group) or study.group_label(analysis, group)
    names = counts or [f"{analysis}.{item}.{group}.n" for item in study.items(analysis)]
    known = [name for name in names if name in study.numbers and study.numbers[name]["public"]]
    if not known:
        return text_cell(label)
    largest = max(known, key=lambda name: study.numbers[name]["value"])
    return {"text": f"{label} (n = {show_number(largest, study.numbers).text})", "ids": [largest]}


def _has_people(analysis: str, group: str, study: Study) -> bool:
    counts = [
        study.numbers[identifier]["value"]
        for item in study.items(analysis)
        for identifier in study.by_item.get((analysis, item, group), [])
        if study.numbers[identifier]["statistic"] in ("n", "count")
    ]
    return not counts or max(counts) > 0
