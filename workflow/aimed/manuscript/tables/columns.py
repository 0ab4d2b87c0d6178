"""Which rows and columns a table has when tables.yaml does not say, and what heads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from aimed.manuscript.number_forms import show_number
from aimed.manuscript.tables.cells import ALL, PEOPLE, Cell, Study, slug, text_cell


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
    items = [item for item in study.items(declared["analysis"]) if item != PEOPLE]
    return list(declared.get("rows") or plan.get("outcomes") or items)


def list_options(variable: str, analysis: str, study: Study) -> list[str]:
    """Return the items of a multi-select variable, in the order of its scale; none for any other."""
    found = set(study.items(analysis))
    return [item for code in list_codes(variable, study) if (item := f"{variable}.{slug(code)}") in found]


def list_items(analysis: str, study: Study) -> list[str]:
    """Return all items of an analysis, those of its outcomes first and in their order.

    What belongs to an outcome (the items of a scale) follows it, in the order of the codebook.
    """
    order = {slug(str(name)): at for at, name in enumerate(study.codebook.variables.index)}

    def place(item: str) -> tuple[int, int, str]:
        variable, _, part = item.partition(".")
        return order.get(variable, len(order)), order.get(part, -1 if not part else len(order)), item

    found = sorted(study.items(analysis), key=place)
    planned: list[str] = []
    for variable in study.analyses.get(analysis, {}).get("outcomes", []):
        own = [item for item in found if item.startswith(f"{slug(variable)}.")]
        planned += list_options(variable, analysis, study) or [variable, *own]
    return list(dict.fromkeys([*planned, *found]))


def list_codes(variable: str, study: Study) -> list[str]:
    """Return the codes of a variable's scale in order; none for a name that is no variable."""
    return study.codebook.codes(variable) if variable in study.codebook.variables.index else []


def head_group(declared: Mapping[str, Any], group: str, study: Study, counts: Sequence[str] = ()) -> Cell:
    """Return a column's head: the group and its n.

    n is the first of `counts` (ids), by default the respondents of the group, that the ledger has; else
    the largest n of any item. It is left out where it is not public.
    """
    analysis = declared["analysis"]
    label = declared.get("labels", {}).get(group) or study.group_label(analysis, group)
    names = [name for name in counts or [f"{analysis}.{PEOPLE}.{group}.count"] if name in study.numbers]
    names = names or [n for i in study.items(analysis) if (n := f"{analysis}.{i}.{group}.n") in study.numbers]
    if not names:
        return text_cell(label)
    largest = max(names, key=lambda name: study.numbers[name]["value"])
    if not study.numbers[largest]["public"]:
        return text_cell(label)
    return {"text": f"{label} (n = {show_number(largest, study.numbers).text})", "ids": [largest]}


def _has_people(analysis: str, group: str, study: Study) -> bool:
    counts = [
        study.numbers[identifier]["value"]
        for item in study.items(analysis)
        for identifier in study.by_item.get((analysis, item, group), [])
        if study.numbers[identifier]["statistic"] in ("n", "count")
    ]
    return not counts or max(counts) > 0
