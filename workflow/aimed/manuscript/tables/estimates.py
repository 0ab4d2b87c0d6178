"""Tables of models and of correlations: terms below each other, variables beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aimed.manuscript.tables.cells import (
    ALL,
    EMPTY,
    Cell,
    Study,
    TableRow,
    dash_cell,
    head_interval,
    heading_row,
    number_cell,
    row_of,
    slug,
    text_cell,
)
from aimed.manuscript.tables.columns import list_options, list_variables
from aimed.manuscript.tables.listings import Resolved

COEFFICIENTS = ("spearman", "pearson", "kendall", "point_biserial")
RATIO, PLAIN = "{odds_ratio} ({low} to {high})", "{estimate} ({low} to {high})"
AVERAGE = "{ame.bare} ({low} to {high})"
REFERENCE = "Reference"
AT_AVERAGE = 3  # the column of average effects
OF_MODEL = {
    "n": "People in the model",
    "left_out": "Left out for a missing answer",
    "clusters": "Clusters",
    "cluster_variance": "Variance between clusters",
    "residual_variance": "Variance within clusters",
    "icc": "Intraclass correlation",
    "pseudo_r2": "McFadden's pseudo R²",
    "adjusted_r2": "Adjusted R²",
    "events_per_variable": "Events per coefficient",
    "hosmer_lemeshow_p": "Hosmer-Lemeshow test of calibration, p",
    "breusch_pagan_p": "Breusch-Pagan test of equal spread, p",
    "proportional_odds_p": "Test of proportional odds, p",
}


def tabulate_model(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return a row per term of each outcome's model, then what says how far it may be trusted."""
    analysis = declared["analysis"]
    plan: Mapping[str, Any] = study.analyses.get(analysis, {})
    ratios = plan.get("model") != "linear"
    rows: list[TableRow] = []
    notes: list[str] = []
    outcomes = [
        item
        for name in list_variables(declared, study)
        for item in list_options(name, analysis, study) or [name]
    ]
    for outcome in outcomes:
        if len(outcomes) > 1:
            rows.append(heading_row(study.item_label(outcome), 5))
        terms = list(_list_terms(plan, f"{analysis}.{slug(outcome)}", ratios, study))
        notes += _note(outcome, terms, study)
        rows += terms
        rows += _list_measures(f"{analysis}.{slug(outcome)}", study)
    interval = head_interval(analysis, study)
    units = {_unit(outcome, study) for outcome in outcomes}
    unit = f", {units.pop()}" if not ratios and len(units) == 1 and units != {""} else ""
    effect = "Odds ratio" if ratios else f"Coefficient{unit}"
    people = "Events of people" if plan.get("model") == "logistic" else "People"
    points = f"Average effect{', percentage points' if plan.get('model') == 'logistic' else unit}"
    heads = [declared.get("first_column", "Term"), people, f"{effect} ({interval})", f"{points} ({interval})"]
    columns = [text_cell(head) for head in (*heads, "p", "Adjusted p")]
    if plan.get("model") == "ordinal":  # which has an effect on each answer, and no average one
        del columns[AT_AVERAGE]
        for row in rows:
            del row["cells"][AT_AVERAGE]
    return columns, rows, notes


def _unit(outcome: str, study: Study) -> str:
    """Return the unit of an outcome, nothing where it has none."""
    known = study.codebook.variables
    return str(known.at[outcome, "unit"] or "") if outcome in known.index else ""


def _note(outcome: str, rows: Sequence[TableRow], study: Study) -> list[str]:
    """Return the sentence for a model without estimates."""
    told = {cell["text"] for row in rows for cell in row["cells"][2:3]} - {EMPTY, REFERENCE, ""}
    why = "no estimates; the table of the analysis says why (not_estimated)."
    return [] if told else [f"{study.item_label(outcome)}: {why}"]


def _list_terms(plan: Mapping[str, Any], stem: str, ratios: bool, study: Study) -> Iterator[TableRow]:
    predictors = [*plan.get("predictors", []), *plan.get("covariates", [])]
    for name in predictors:
        if not isinstance(name, str):
            continue
        variable, _, option = name.partition(".")
        if study.codebook.variables.at[variable, "type"] == "multi":
            yield heading_row(study.item_label(variable), 5)
            for item in [name] if option else _spread(variable, study):
                ticked = f"{stem}.{_spell(item)}_yes"
                yield _term(study.item_label(slug(item)), ticked, ratios, 1, study)
            continue
        codes = study.codebook.codes(name)
        if not codes:
            yield _term(study.item_label(name), f"{stem}.{slug(name)}", ratios, 0, study)
            continue
        yield heading_row(study.item_label(name), 5)
        reference = _reference(plan, name, codes)
        for code in codes:
            if _has_people(f"{stem}.{slug(f'{name}_{code}')}", study):
                label, group = study.codebook.label(name, code), slug(f"{name}_{code}")
                yield _term(label, f"{stem}.{group}", ratios, 1, study, is_reference=code == reference)
    yield from _list_interactions(plan, stem, ratios, study)


def _spell(item: str) -> str:
    return slug(item).replace(".", "_")


def _reference(plan: Mapping[str, Any], name: str, codes: Sequence[str]) -> str:
    written = plan.get("reference", {}).get(name, codes[0])
    return {True: "yes", False: "no"}[written] if isinstance(written, bool) else str(written)


def _has_people(stem: str, study: Study) -> bool:
    entry = study.numbers.get(f"{stem}.n")
    return entry is not None and entry["value"] > 0


def _list_interactions(plan: Mapping[str, Any], stem: str, ratios: bool, study: Study) -> Iterator[TableRow]:
    analysis, _, item = stem.partition(".")
    for pair in plan.get("predictors", []):
        if isinstance(pair, str):
            continue
        found = (g for name, i, g in study.by_item if (name, i) == (analysis, item) and "_x_" in g)
        for group in found:
            first, _, second = group.partition("_x_")
            is_its = first.startswith(_spell(pair[0])) and second.startswith(_spell(pair[1]))
            if is_its and f"{stem}.{group}.estimate" in study.numbers:
                yield _term(study.group_label(analysis, group), f"{stem}.{group}", ratios, 0, study)


def _term(
    label: str, prefix: str, ratios: bool, level: int, study: Study, *, is_reference: bool = False
) -> TableRow:
    people = number_cell(study, "{events} of {n}", prefix)
    if people["text"] == EMPTY:
        people = number_cell(study, "{n}", prefix, "people: counted for each answer, which a number has not")
    cells = [text_cell(label), people]
    if is_reference:
        return row_of([*cells, text_cell(REFERENCE), *[text_cell("")] * 3], level)
    forms = (RATIO if ratios else PLAIN, AVERAGE, "{p}", "{p_adjusted}")
    return row_of([*cells, *(number_cell(study, form, prefix) for form in forms)], level)


def _list_measures(stem: str, study: Study) -> Iterator[TableRow]:
    for statistic, words in OF_MODEL.items():
        if f"{stem}.{ALL}.{statistic}" in study.numbers:
            cell = number_cell(study, f"{{{statistic}}}", f"{stem}.{ALL}")
            yield row_of([text_cell(words), cell, *[text_cell("")] * 4])


def tabulate_correlations(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return the coefficient of each pair of variables: a triangle, or outcomes by the others of the plan."""
    analysis = declared["analysis"]
    plan: Mapping[str, Any] = study.analyses.get(analysis, {})
    items = [item for name in list_variables(declared, study) for item in _spread(name, study)]
    others = [item for name in plan.get("with", []) for item in _spread(str(name), study)]
    across = others or items[:-1]
    form = declared.get("cell", "")
    heads = [text_cell(declared.get("first_column", "Variable"))]
    heads += [text_cell(study.item_label(name)) for name in across]
    rows = []
    for at, item in enumerate(items if others else items[1:], start=0 if others else 1):
        beside = across if others else across[:at]
        cells = [_pair(analysis, item, other, form, study) for other in beside]
        blank = [text_cell("")] * (len(across) - len(cells))
        rows.append(row_of([text_cell(study.item_label(item)), *cells, *blank]))
    return heads, rows, []


def _spread(name: str, study: Study) -> list[str]:
    """Return a variable, or each option of a multi-select: some are only the second of a pair."""
    if name in study.codebook.variables.index and study.codebook.variables.at[name, "type"] == "multi":
        return [f"{name}.{slug(code)}" for code in study.codebook.codes(name)]
    return [name]


def _pair(analysis: str, first: str, second: str, form: str, study: Study) -> Cell:
    for a, b in ((first, second), (second, first)):
        prefix = f"{analysis}.{slug(a)}.with_{_spell(b)}"
        for name in COEFFICIENTS:
            if f"{prefix}.{name}" in study.numbers:
                return number_cell(study, form or f"{{{name}}}", prefix)
    return dash_cell("the pair was not analysed")
