"""A traced number told to a person: from the sentence down to the raw cells."""

from collections.abc import Iterator
from typing import Any

from aimed.audit.lookup.held_files import describe_held

FIRST = 10
Row = dict[str, Any]


def narrate(traced: Row, *, every: bool = False) -> str:
    """Return a trace from `lineage.trace_number` as text; all rows with `every`, else the first ten."""
    parts = [
        _head(traced),
        _section("In the manuscript", list(_places(traced)) or ["nowhere"]),
        _section("Planned in", list(_plan(traced))),
        _section("Rows", list(_rows(traced))),
        _section("Computed from", list(_terms(traced))),
        _section("Who could be counted", list(_selection(traced, every))),
        _section("Reference tables", traced["references"]),
        _section("Derived variables", [f"{one['variable']}: {one['rule']}" for one in traced["derived"]]),
        _section("Crosswalk rows used", _limit([_recode(r) for r in traced["crosswalk"]], every)),
        _section("Corrections and other changes", _limit([_event(e) for e in traced["events"]], every)),
        _section("Different values", list(_distinct(traced))),
        *(_section(title, lines) for title, lines in _sources(traced, every)),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


def _head(traced: Row) -> str:
    about = [f"value {traced['value']:.10g}"]
    about += [f"n {traced['n']}"] if traced["n"] is not None else []
    about += (
        [f"interval {traced['shown_low']} to {traced['shown_high']}"] if traced["low"] is not None else []
    )
    about += [str(traced["method"])] if traced["method"] else []
    public = "public" if traced["public"] else f"NOT public: {traced['hidden_because']}"
    return f"{traced['id']} = {traced['shown']}\n  {traced['label']}\n  {', '.join(about)}; {public}"


def _places(traced: Row) -> Iterator[str]:
    for place in traced["places"]:
        kind = {"claim": "claim: ", "when": "block: "}.get(place["kind"], "")
        yield f"{place['place']}  {kind}{place['text']}"


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
        yield f"{traced['rows']['words']}  (table {traced['rows']['table']})"
    if traced["base"]:
        yield f"out of {traced['base']['words']}"
    for row in traced["unanswered"]:
        yield f"without {row['variable']}: {row['n']} kept respondents ({row['reason']})"


def _terms(traced: Row) -> Iterator[str]:
    for term in traced["terms"]:
        yield f"{term['id']} = {term['shown']}  ({term['label']})"
        if term["rows"] and not traced["rows"]:
            yield f"  of {term['rows']}"
    if traced["terms"] and not traced["rows"]:
        yield "aimed trace follows each of them to its rows"


def _selection(traced: Row, every: bool) -> Iterator[str]:
    for part in traced["selection"]:
        files = ", ".join(part["files"])
        yield f"{part['cohort']}: {part['raw_rows']} raw rows of {files}: {part['kept']} kept"
        if part["held"]:
            yield f"  {describe_held(part['cohort'], part['held'])}"
        else:
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
    value = row["source_value"]
    if value is None:
        source, became = f"{row['source_variable']} blank", f"{row['variable']} missing"
    elif row["value"] is None:
        source, became = f"{row['source_variable']}, every other value {value}", row["variable"]
    else:
        source, became = f"{row['source_variable']} = {value}", f"{row['variable']} = {row['value']}"
    return f"{row['place']}  {source} → {became} ({row['n']} cell{'' if row['n'] == 1 else 's'})"


def _event(event: Row) -> str:
    where = f"{event['cohort']}, row {event['source_row']}, {event['source_variable']}"
    why = f"{event['kind']}, {event['rule']}: {event['reason']}"
    return f"{where}: {event['found']} → {show_value(event['became'])} ({why})"


def _distinct(traced: Row) -> Iterator[str]:
    if traced["values"]:
        listed = ", ".join(f"{value} ({n})" for value, n in traced["values"])
        yield f"{len(traced['values'])}: {listed}"


def _sources(traced: Row, every: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield a title and lines for the rows that were counted, and for those of the base that were not."""
    counted = f"Source rows ({traced['counted']}{' counted' if traced['not_counted'] else ''})"
    others = f"Source rows not counted ({traced['not_counted']})"
    for title, part in ((counted, "counted"), (others, "not_counted")):
        rows = [_source(row) for row in traced["sources"] if row["counted"] == (part == "counted")]
        yield title, _limit(rows, every, traced[part])


def _source(row: Row) -> str:
    person = f" ({row['person']})" if row["person"] else ""
    cells = "; ".join(_cell(cell) for cell in row["cells"])
    parts = [f"{row['place']}{person}", row.get("outcome", ""), row.get("text", ""), cells]
    return "  ".join(part for part in parts if part)


def _cell(cell: Row) -> str:
    if cell["source_variable"] is None:
        return f"{cell['variable']} {show_value(cell['value'])}"
    raw = f"{cell['source_variable']} {show_value(cell['raw'])}"
    return raw if cell["variable"] is None else f"{raw} → {cell['variable']} {show_value(cell['value'])}"


def show_value(value: Any, nothing: str = "(blank)") -> str:
    """Return a value as text, and what stands for none."""
    if value is None:
        return nothing
    return f"{value:g}" if isinstance(value, float) else str(value)


def _limit(lines: list[str], every: bool, total: int | None = None) -> list[str]:
    """Return the first lines and how many more there are, of `total` where not all were given."""
    left = (len(lines) if total is None else total) - FIRST
    return lines if every or left <= 0 else [*lines[:FIRST], f"... and {left} more (--all shows them)"]
