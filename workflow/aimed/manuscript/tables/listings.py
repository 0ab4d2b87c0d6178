"""Tables that list: steps of the participant flow, themes by group, an analysis's numbers, what is shown."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from aimed.ledger.labels import KNOWN, STATISTICS
from aimed.manuscript.number_forms import UnknownNumber, show_number
from aimed.manuscript.tables.cells import (
    ALL,
    Cell,
    Study,
    TableRow,
    head_interval,
    heading_row,
    number_cell,
    row_of,
    slug,
    text_cell,
)
from aimed.manuscript.tables.columns import head_group, list_columns, list_items
from aimed.manuscript.tables.notes import event_notes, level_notes

Resolved = tuple[list[Cell], list[TableRow], list[str]]
RECEIVED = ("raw",)
KEPT = ("kept", "survey", "countries", "cohorts", "focus_groups", "speakers", "transcripts", "turns")
TURNS = "turns"
INTERVAL = 2  # the column of a listing
EVERY = "comparisons"  # all of a multiverse
HOLDS = {
    "Other choices": "{specifications}",
    "Same sign": "{same_sign}",
    "Interval says the same": "{same_interval}",
    "Same decision": "{same_decision}",
    "One left out": "{one_left_out}",
    "Same decision then": "{one_left_out_same_decision}",
    "Effect": "{smallest} to {largest}",
}
OF_LEFT_OUT = "one_left_out"
HELD = (
    "Same: percentage of the other choices, which differ from the planned one in more than who is left out, "
    "that say the same as it; of the interval, that it lies on the same side of 0 or holds 0; of the "
    "decision, by p below 0.05, not adjusted. All are measured in one way: rank-biserial correlation with "
    "its closed interval, or difference of shares with Newcombe's, and the asymptotic Mann-Whitney test, so "
    "that interval and p of the planned one can differ from those of its own table."
)
HELD_WITHOUT = "One left out: the planned choice without each cluster in turn."
HELD_EXTENT = "Effect: smallest and largest of all that may be shown."
SHOWN_CELLS = {"large_groups": "Every cell of large groups", "shown": "Every cell"}
BOX_LABELS = {
    "raw": "Submissions received",
    "kept": "Submissions kept",
    "survey": "Participants in the survey",
    "countries": "Countries",
    "cohorts": "Cohorts",
    "focus_groups": "Participants in a focus group",
    "speakers": "Participants who spoke in a focus group",
    "transcripts": "Transcripts",
    "turns": "Participants' turns",
}


def list_flow(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per box of the flow: received, left out for each reason (indented), kept.

    Without `rows`, the reasons that took most rows come first, and the sums of steps are left out.
    With `across`, the boxes are columns, and the rows the cohorts and their total.
    """
    if declared.get("across"):
        return _list_cohorts(declared, study)
    analysis, labels = declared["analysis"], declared.get("labels", {})
    rows: list[TableRow] = []
    for item in declared.get("rows") or _boxes(analysis, study):
        label = _label_box(item, labels, study)
        level = 0 if item in (*RECEIVED, *KEPT) else 1
        cells = [text_cell(label), number_cell(study, "{count}", f"{analysis}.{slug(item)}.{ALL}")]
        rows.append(row_of(cells, level))
    return [text_cell(declared.get("first_column", "Step")), text_cell("n")], rows, []


def _list_cohorts(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per cohort and one for all; with one cohort, the latter alone."""
    analysis, labels = declared["analysis"], declared.get("labels", {})
    items = [slug(item) for item in declared.get("rows") or _boxes(analysis, study)]
    rows: list[TableRow] = []
    for group in [*(one for one in study.groups(analysis) if one != ALL), ALL]:
        cells = [text_cell(labels.get(group) or study.group_label(analysis, group))]
        cells += [number_cell(study, "{count}", f"{analysis}.{item}.{group}") for item in items]
        rows.append(row_of(cells))
    heads = [declared.get("first_column", "Cohort"), *(_label_box(item, labels, study) for item in items)]
    return [text_cell(head) for head in heads], rows, []


def _label_box(item: str, labels: Mapping[str, str], study: Study) -> str:
    """Return what a box is called: as declared, as in every study, or by the label of its exclusion."""
    entry = study.numbers.get(f"flow.{slug(item)}.{ALL}.count")
    written = str(entry.get("label") or "").rpartition(", ")[0] if entry else ""
    named = (written or study.item_label(item)).replace("_", " ")
    return labels.get(item) or BOX_LABELS.get(item) or named[:1].upper() + named[1:]


def _boxes(analysis: str, study: Study) -> list[str]:
    def count(item: str) -> float:
        return float(study.numbers[f"{analysis}.{item}.{ALL}.count"]["value"])

    found = [i for i in study.items(analysis) if f"{analysis}.{i}.{ALL}.count" in study.numbers]
    reasons = [i for i in found if i not in (*RECEIVED, *KEPT) and not i.startswith(("at_", "after_"))]
    ordered = [*RECEIVED, *sorted(reasons, key=count, reverse=True), *KEPT]
    return [item for item in ordered if item in found]


def list_themes(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per theme in the order of themes.csv, indented by depth; columns are groups by cells."""
    analysis, groups = declared["analysis"], list_columns(declared, study)
    cells = declared.get("cells") or [{"head": "", "cell": declared.get("cell", "{turns} ({pct})")}]
    known = set(map(slug, declared.get("rows") or study.items(analysis)))
    rows = []
    for code, label in zip(study.themes["code"], study.themes["label"], strict=True):
        if slug(code) in known:
            parts = [(cell["cell"], f"{analysis}.{slug(code)}.{group}") for group in groups for cell in cells]
            shown = [number_cell(study, *part) for part in parts]
            rows.append(row_of([text_cell(str(label)), *shown], code.count(".")))
    heads, notes = [text_cell(declared.get("first_column", "Theme"))], [""]
    for group in groups:
        head = head_group(declared, group, study, [f"{analysis}.{TURNS}.{group}.count"])
        heads += [_join_heads(head, cell["head"], len(groups)) for cell in cells]
        notes = ["n: participants' turns."] if head["ids"] else notes
    return heads, rows, [note for note in notes if note]


def _join_heads(group: Cell, head: str, groups: int) -> Cell:
    if not head:
        return group
    return text_cell(head) if groups == 1 else {**group, "text": f"{group['text']}: {head}"}


def list_numbers(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return every public number of an analysis, in the order of its plan, under its item and group."""
    analysis = declared["analysis"]
    wanted = declared.get("statistics")
    rows: list[TableRow] = []
    for item in declared.get("rows") or list_items(analysis, study):
        for group in declared.get("columns") or study.groups(analysis):
            listed = [
                identifier
                for identifier in study.by_item.get((analysis, slug(item), slug(group)), [])
                if study.numbers[identifier]["public"]
                and (not wanted or study.numbers[identifier]["statistic"] in wanted)
            ]
            own = study.group_label(analysis, slug(group))
            rows += _listed_group(listed, own, declared.get("labels", {}).get(slug(group), own), study)
    heads = [text_cell(head) for head in ("Number", "Value", head_interval(analysis, study), "n", "Method")]
    if not any(row["cells"][INTERVAL]["text"] for row in rows):
        del heads[INTERVAL]
        for row in rows:
            del row["cells"][INTERVAL]
    return heads, rows, [*event_notes(declared, study), *level_notes(declared, study)]


def list_specifications(declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return one row per item of a multiverse, in the order of the analyses that it makes again, then all."""
    analysis, known = declared["analysis"], set(study.items(declared["analysis"]))
    of = [slug(str(name)) for name in study.analyses.get(analysis, {}).get("of", [])]
    ordered = [item for name in of for item in list_items(name, study) if item in known - {EVERY}]
    rows: list[TableRow] = []
    left = f"{analysis}.{EVERY}.{ALL}.{OF_LEFT_OUT}" in study.numbers
    holds = {head: form for head, form in HOLDS.items() if left or OF_LEFT_OUT not in form}
    for item in declared.get("rows") or [*dict.fromkeys(ordered), EVERY]:
        group = study.compared(analysis, slug(item)) or ALL
        why = "effects of different comparisons have no range in common" if slug(item) == EVERY else ""
        cells = [number_cell(study, form, f"{analysis}.{slug(item)}.{group}", why) for form in holds.values()]
        rows.append(row_of([text_cell(_label_compared(slug(item), declared, study)), *cells]))
    heads = [declared.get("first_column", "Comparison"), *holds]
    notes = [HELD, *([HELD_WITHOUT] if len(holds) == len(HOLDS) else []), HELD_EXTENT]
    return [text_cell(head) for head in heads], rows, notes


def _label_compared(item: str, declared: Mapping[str, Any], study: Study) -> str:
    if item == EVERY:
        return str(declared.get("labels", {}).get(item, "All comparisons"))
    variable, _, option = item.partition(".")
    label = f"{study.item_label(variable)}: {study.item_label(item)}" if option else study.item_label(item)
    return str(declared.get("labels", {}).get(item, label))


def list_shown_cells(_declared: Mapping[str, Any], study: Study) -> Resolved:
    """Return the analyses whose plan shows small cells, those of one reason in a row, with the reason."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for name, plan in sorted(study.analyses.items()):
        if (rule := str(plan.get("small_cells", "hidden"))) in SHOWN_CELLS:
            by_reason.setdefault((rule, str(plan.get("small_cells_reason", ""))), []).append(name)
    rows = [
        row_of([text_cell(", ".join(names).replace("_", " ")), text_cell(SHOWN_CELLS[rule]), text_cell(why)])
        for (rule, why), names in by_reason.items()
    ]
    return [text_cell(head) for head in ("Analysis", "Shown", "Reason")], rows, []


def _listed_group(identifiers: list[str], group: str, shown: str, study: Study) -> list[TableRow]:
    """Return a heading (what the labels begin with alike, the group as shown) and a row for each number."""
    labels = {name: str(study.numbers[name].get("label") or name) for name in identifiers}
    if not labels:
        return []
    split = [_without_statistic(name, label, study).split(", ") for name, label in labels.items()]
    alike = [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*split, strict=False))]
    start = f"{', '.join(alike)}, " if alike else ""
    heading = f"{start.replace(f'{group}, ', '')}{shown}"
    rows = [heading_row(heading, 4)]
    for name, label in labels.items():
        words = label.removeprefix(start).replace(f"{group}, ", "")
        rows.append(row_of(_listed(name, words[:1].upper() + words[1:], study), 1))
    return rows


def _without_statistic(identifier: str, label: str, study: Study) -> str:
    """Return the words of a number but for its statistic, whose own may have commas."""
    last = study.numbers[identifier]["statistic"].rpartition(".")[2]
    ends = (STATISTICS.get(last, last.replace("_", " ")), KNOWN["ranks"].get(last, ""))
    return next(
        (label.removesuffix(f", {end}") for end in ends if end and label.endswith(f", {end}")),
        label.rpartition(", ")[0],
    )


def _listed(identifier: str, label: str, study: Study) -> list[Cell]:
    entry = study.numbers[identifier]
    try:
        low, high = (show_number(identifier, study.numbers, part).text for part in ("low", "high"))
        interval = f"{low} to {high}"
    except UnknownNumber:
        interval = ""
    n = study.shown_n(identifier)
    return [
        text_cell(label),
        {"text": show_number(identifier, study.numbers).text, "ids": [identifier]},
        {"text": interval, "ids": [identifier] if interval else []},
        {"text": n, "ids": [identifier] if n else []},
        text_cell(str(entry.get("method") or "")),
    ]
