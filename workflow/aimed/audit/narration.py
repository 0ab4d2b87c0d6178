"""A traced number told to a person: from the sentence down to the raw cells."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

FIRST = 10
Row = dict[str, Any]


def narrate(traced: Row, *, every: bool = False) -> str:
    """Return a trace from `lineage.trace_number` as text; all rows with `every`, else the first ten."""
    parts = [
        _head(traced),
        _section(
            "In the manuscript", [f"{p['place']}  {p['text']}" for p in traced["places"]] or ["nowhere"]
        ),
        _section("Planned in", list(_plan(traced))),
        _section("Rows", list(_rows(traced))),
        _section("Computed from", [f"{t['id']} = {t['shown']}  ({t['label']})" for t in traced["terms"]]),
        _section("Who could be counted", list(_selection(traced, every))),
        _section("Reference tables", traced["references"]),
        _section("Crosswalk rows used", _limit([_recode(r) for r in traced["crosswalk"]], every)),
        _section("Corrections and other changes", _limit([_event(e) for e in traced["events"]], every)),
        _section("Different values", list(_distinct(traced))),
        _section("Source rows", list(_sources(traced, every))),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


def _head(traced: Row) -> str:
    about = [f"value {traced['value']:.10g}"]
    if traced["n"] is not None:
        about.append(f"n {traced['n']}")
    if traced["low"] is not None:
        about.append(f"interval {traced['shown_low']} to {traced['shown_high']}")
    about += [str(traced["method"])] if traced["method"] else []
    public = "public" if traced["public"] else f"NOT public: {traced['hidden_because']}"
    return f"{traced['id']} = {traced['shown']}\n  {traced['label']}\n  {', '.join(about)}; {public}"


def _plan(traced: Row) -> Iterator[str]:
    plan = traced["plan"]
    question = f": {plan['question']}" if plan["question"] else ""
    yield f"{plan['file']}{question}"
    made = [traced["kind"]]
    made += [f"formula {traced['formula']}"] if traced["formula"] else []
    made += [f"seed {traced['seed']}, {traced['draws']} draws"] if traced["seed"] is not None else []
    yield f"kind: {', '.join(made)}; made by: {traced['command']}"


def _rows(traced: Row) -> Iterator[str]:
    if traced["rows"]:
        yield f"{traced['rows']['n']} {traced['rows']['words']}"
    if traced["base"]:
        yield f"out of {traced['base']['n']} {traced['base']['words']}"
    for row in traced["unanswered"]:
        yield f"without {row['variable']}: {row['n']} kept respondents ({row['reason']})"


def _selection(traced: Row, every: bool) -> Iterator[str]:
    for part in traced["selection"]:
        files = ", ".join(part["files"])
        yield f"{part['cohort']}: {part['raw_rows']} raw rows of {files}: {part['kept']} kept"
        yield f"  decided by the columns {', '.join(part['decided_by'])}"
        for group in part["excluded"]:
            rows = [str(row) for row in group["rows"]]
            more = f" and {len(rows) - FIRST} more" if len(rows) > FIRST and not every else ""
            listed = ", ".join(rows if every else rows[:FIRST])
            yield f"  {group['n']} left out at {group['step']} ({group['reason']}): row {listed}{more}"
    for group in traced["focus_groups"]:
        outcome = "kept" if group["kept"] else f"left out: {group['reason']}"
        yield f"focus groups: {group['n']} people {outcome}"


def _recode(row: Row) -> str:
    source = "any other value" if row["source_value"] in (None, "") else row["source_value"]
    became = f"{row['variable']} = {row['value']}"
    return f"{row['place']}  {row['source_variable']} = {source} → {became} ({row['n']} rows)"


def _event(event: Row) -> str:
    where = f"{event['cohort']}, row {event['source_row']}, {event['source_variable']}"
    why = f"{event['kind']}, {event['rule']}: {event['reason']}"
    return f"{where}: {event['found']} → {_blank(event['became'])} ({why})"


def _distinct(traced: Row) -> Iterator[str]:
    if traced["distinct"]:
        names = traced["distinct"].split(",")
        values = Counter(
            " ".join(str(cell["value"]) for cell in row["cells"] if cell["variable"] in names)
            for row in traced["sources"]
            if row["counted"]
        )
        if list(values) != [""]:
            yield f"{len(values)}: " + ", ".join(f"{value} ({n})" for value, n in sorted(values.items()))


def _sources(traced: Row, every: bool) -> Iterator[str]:
    sources = traced["sources"]
    marked = any(not row["counted"] for row in sources)
    yield from _limit([_source(row, marked) for row in sources], every)


def _source(row: Row, marked: bool) -> str:
    person = f" ({row['person']})" if row["person"] else ""
    cells = "; ".join(_cell(cell) for cell in row["cells"])
    parts = [f"{row['place']}{person}", row.get("outcome", ""), row.get("text", ""), cells]
    counted = ("  counted" if row["counted"] else "  not counted") if marked else ""
    return "  ".join(part for part in parts if part) + counted


def _cell(cell: Row) -> str:
    if cell["source_variable"] is None:
        return f"{cell['variable']} {_blank(cell['value'])}"
    raw = f"{cell['source_variable']} {_blank(cell['raw'])}"
    return raw if cell["variable"] is None else f"{raw} → {cell['variable']} {_blank(cell['value'])}"


def _blank(value: Any) -> str:
    if value is None:
        return "(blank)"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _limit(lines: Iterable[str], every: bool) -> list[str]:
    found = list(lines)
    if every or len(found) <= FIRST:
        return found
    return [*found[:FIRST], f"... and {len(found) - FIRST} more (--all shows them)"]
