"""What a number rests on, from its evidence: rows, selection, terms, recodes, corrections."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aimed.audit.lineage.source_rows import Rows, count_sources, count_values, list_people, list_sources
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.mentions.number_places import find_places
from aimed.files.row_selection import read_filters, sql_of
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import DecidingColumns, NumberEvidence, PopulationSelection, RowSet
from aimed.messages.problems import MASK
from aimed.study.cohort_file import COHORTS, find_table_in
from aimed.study.reference_columns import list_feeding, list_steps

WORDS = {
    "is": "is",
    "in": "is one of",
    "not_in": "is none of",
    "known": "is known",
    "missing": "is missing",
    "at_least": "is at least",
    "at_most": "is at most",
}
NOUNS = {
    "responses": "kept respondents",
    "missing": "missing answers",
    "participants": "people",
    "exclusions": "raw rows",
    "turns": "turns",
    "coded_turns": "coded turns",
    "agreement": "codes by pair of coders",
    "ratings": "codes by numbers of readers and of those who gave them",
}
NOBODY: PopulationSelection = {"cohorts": {}, "references": [], "transcripts": False}
SHOWN = ("label", "shown", "value", "unit", "n", "low", "high", "shown_low", "shown_high", "method", "public")


def trace_number(identifier: str, study: TracedStudy, most: int | None = None) -> dict[str, Any]:
    """Return all that is known of where a number comes from, as plain JSON values.

    Keys: id, those of SHOWN, places, plan, kind, formula, seed, draws, command, rows, base, distinct,
    values, terms, selection, derived, unanswered, focus_groups, references, crosswalk, events, sources,
    counted, not_counted. sources are all rows of the base, or the first `most` that were counted and the
    first that were not; counted and not_counted say how many there are. values: how often each value that is
    counted distinctly comes, where it is one of a survey.
    """
    entry, evidence = study.numbers[identifier], study.evidence["numbers"][identifier]
    base = _row_set(evidence["base"] or evidence["rows"], study)
    columns = _columns(evidence, base)
    rows = Rows(base, _row_set(evidence["rows"], study), columns) if base else None
    selection = study.evidence["selections"].get(evidence["selection"] or "", NOBODY)
    return {
        "id": identifier,
        **{key: entry.get(key) for key in (*SHOWN, "hidden_because")},
        "places": find_places(identifier, study),
        "plan": _plan(evidence, study),
        **{key: evidence.get(key) for key in ("kind", "formula", "seed", "draws", "command", "distinct")},
        "rows": _described(evidence["rows"], study),
        "base": _described(evidence["base"], study) if evidence["base"] != evidence["rows"] else None,
        "terms": [_term(name, study) for name in evidence["numbers"]],
        "selection": [_selected(name, part, study) for name, part in selection["cohorts"].items()],
        "derived": [{"variable": c, "rule": study.derived[c]["rule"]} for c in _derived(columns, study)],
        "unanswered": list(_unanswered(base, study)),
        "focus_groups": _focus_groups(study) if selection["transcripts"] else [],
        "references": selection["references"],
        "crosswalk": list(_crosswalk(columns, selection, study)),
        "events": list(_events(columns, rows, study)),
        "values": count_values(rows, evidence["distinct"], study) if rows else [],
        "sources": list_sources(rows, study, most) if rows else [],
        **(count_sources(rows, study) if rows else {"counted": 0, "not_counted": 0}),
    }


def describe_rows(table: str, where: list[list[Any]], n: int) -> str:
    """Return a row set in words, as in `126 kept respondents where country is known`."""
    if not where:
        return f"all {n} {NOUNS[table]}"
    return f"{n} {NOUNS[table]} where " + " and ".join(dict.fromkeys(_condition(*part) for part in where))


def _derived(columns: list[str], study: TracedStudy) -> list[str]:
    """Return the derived variables among columns, and those that they follow from."""
    return [column for column in list_steps(columns, study.derived) if column in study.derived]


def _condition(column: str, comparison: str, value: Any) -> str:
    if isinstance(value, list):
        shown = ", ".join(str(item) for item in value)
        comparison = "is" if comparison == "in" and len(value) == 1 else comparison
    else:
        shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"{column} {WORDS[comparison]} {shown}".rstrip()


def _row_set(key: str | None, study: TracedStudy) -> RowSet | None:
    return study.evidence["row_sets"][key] if key else None


def _columns(evidence: NumberEvidence, base: RowSet | None) -> list[str]:
    """Return the columns of the table that the number reads: its own, then those its filters ask."""
    asked = [part[0] for part in base["where"]] if base else []
    return list(dict.fromkeys([*evidence["columns"], *asked, *named_variables(base)]))


def named_variables(rows: RowSet | None) -> list[str]:
    """Return the variables whose missing answers a row set of the table missing holds; none for others."""
    if rows is None or rows["table"] != "missing":
        return []
    return [value for column, how, value in rows["where"] if (column, how) == ("variable", "is")]


def _described(key: str | None, study: TracedStudy) -> Row | None:
    if (rows := _row_set(key, study)) is None:
        return None
    words = describe_rows(rows["table"], rows["where"], rows["n"])
    return {"table": rows["table"], "words": words, "n": rows["n"]}


def _plan(evidence: NumberEvidence, study: TracedStudy) -> Row:
    path = study.root / evidence["plan"]
    plan = read_yaml(path) if path.is_file() else {}
    return {"file": evidence["plan"], "question": plan.get("question"), "planned": plan.get("planned")}


def _term(name: str, study: TracedStudy) -> Row:
    entry, evidence = study.numbers.get(name), study.evidence["numbers"].get(name)
    rows = _described(evidence["rows"], study) if evidence else None
    shown = {"shown": entry["shown"], "label": entry["label"]} if entry else {"shown": None, "label": None}
    return {"id": name, **shown, "rows": rows["words"] if rows else None}


def _selected(cohort: str, part: DecidingColumns, study: TracedStudy) -> Row:
    """Return how many raw rows of a cohort were kept, and which were not, with step and reason."""
    counted = "count(*) AS raw_rows, count(*) FILTER (WHERE kept) AS kept"
    rows = study.select("exclusions", "cohort = ?", [cohort], counted)[0]
    grouped = "step, reason, count(*) AS n, list(source_row ORDER BY source_row) AS rows"
    order = "GROUP BY step, reason ORDER BY min(source_row)"
    return {
        "cohort": cohort,
        "files": sorted(file for file, own in study.surveys.items() if own == cohort),
        **rows,
        "decided_by": part["columns"],
        "held": study.held.get(cohort, []),
        "excluded": study.select("exclusions", "cohort = ? AND NOT kept", [cohort], grouped, order),
    }


def _unanswered(base: RowSet | None, study: TracedStudy) -> Iterator[Row]:
    """Yield how many who meet all other filters have no value in a column that must be known, by reason."""
    if base is None or base["table"] != "responses":
        return
    for variable in sorted({part[0] for part in base["where"] if part[1] != "missing"}):
        others = [part for part in base["where"] if part[0] != variable]
        condition, values = sql_of(read_filters([*others, ["variable", "is", variable]]))
        counted = "variable, reason, count(*) AS n"
        order = "GROUP BY variable, reason ORDER BY reason"
        yield from study.select("missing", condition, values, counted, order)


def _focus_groups(study: TracedStudy) -> list[Row]:
    """Return how many people of the focus groups are kept, and how many are not, with the reason."""
    people = study.rows("participants", [["in_focus_groups", "is", True]])
    counts = Counter((bool(row["kept"]), row["reason"]) for row in people)
    found = [{"kept": kept, "reason": reason, "n": n} for (kept, reason), n in counts.items()]
    return sorted(found, key=lambda row: (not row["kept"], str(row["reason"])))


def _crosswalk(columns: list[str], selection: PopulationSelection, study: TracedStudy) -> Iterator[Row]:
    """Yield the crosswalk rows that filled the columns, with how often each was used."""
    fed = list_feeding(columns, study.parts)
    for row in study.recodes:
        cohort, source = row["cohort"], row["source_variable"]
        if row["variable"] in fed and cohort in selection["cohorts"]:
            table = find_table_in(study.root / COHORTS / cohort, "crosswalk.csv").name
            place = f"{table}:{int(row['line'])}" if row["line"] is not None else table
            at_home = cohort in study.held
            yield {
                "place": f"{place} held by {cohort}" if at_home else f"data/cohorts/{cohort}/{place}",
                "source_variable": source,
                "variable": row["variable"],
                **{key: study.mask_raw(cohort, source, row[key]) for key in ("source_value", "value")},
                "n": int(row["n"]),
            }


def _events(columns: list[str], rows: Rows | None, study: TracedStudy) -> Iterator[Row]:
    """Yield the corrections and changes of cells behind the columns, of the people counted."""
    fed = {*_derived(columns, study), *list_feeding(columns, study.parts)}
    people = list_people(rows, study) if rows else set()
    for row in study.events:
        cohort, source = row["cohort"], row["source_variable"]
        touches = row["variable"] in fed or (source and fed & set(study.fed.get((cohort, source), [])))
        if row["kind"] != "excluded" and touches and row["respondent"] in people:
            own = not source and study.is_personal(row["variable"])  # of a derived variable
            cells = {key: MASK if own and row[key] else row[key] for key in ("found", "became")}
            yield {
                "source_row": int(row["source_row"]),
                **{key: row[key] for key in ("cohort", "kind", "rule", "reason")},
                "source_variable": source or row["variable"],
                **{key: study.mask_raw(cohort, source, cell) for key, cell in cells.items()},
            }
