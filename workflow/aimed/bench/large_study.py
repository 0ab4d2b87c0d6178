"""Make a built study large: its respondents many times over, and more numbers that rest on them."""

from collections.abc import Iterator
from pathlib import Path

from aimed.audit.lookup.built_study import EVIDENCE, LEDGER, POOLED, Row
from aimed.files.digests import digest_file
from aimed.files.row_selection import read_filters, sql_of
from aimed.files.tables import connect, count_rows
from aimed.files.yaml_json import read_json, read_yaml, write_json
from aimed.running.run_records import RESULTS, SUFFIX

MULTIPLIED = ("responses", "missing", "exclusions")
PEOPLE = ("respondent", "participant")
AGAIN = "_again"


def enlarge_study(study: Path, respondents: int, numbers: int) -> None:
    """Multiply a built study in place, until it has at least so many kept respondents and numbers.

    Every raw row of every cohort comes again under another id and row, with its values, missing answers,
    corrections and exclusion; only the first was in a focus group. Row sets are counted anew. More numbers
    come from whole analyses under another name. The values in the ledger stay those of the few: check,
    trace, impact and diff read them and compute none. Run records are renewed, so that the gate is open.
    The raw files stay as they are. The same study gives the same bytes.
    """
    copies = -(-respondents // count_rows(study / POOLED / "responses.parquet"))
    for path in _tables_of_people(study):
        cohort = study / "data/cohorts" / path.parent.name / "cohort.yaml"
        raw_id = str(read_yaml(cohort)["respondent_id"]) if path.stem == "survey" else None
        _multiply_table(path, copies, raw_id)
    ledger, evidence = read_json(study / LEDGER), read_json(study / EVIDENCE)
    _count_again(evidence["row_sets"], copies, study / POOLED / "participants.parquet")
    for selection in evidence["selections"].values():
        for part in selection["cohorts"].values():
            part["rows"] *= copies
    ledger["study"]["respondents"] *= copies
    for analysis in sorted({entry["analysis"] for entry in ledger["numbers"].values()}):
        if len(ledger["numbers"]) < numbers:
            _add_analysis(analysis, ledger["numbers"], evidence["numbers"], study)
    write_json(ledger, study / LEDGER)
    write_json(evidence, study / EVIDENCE)
    _renew_records(study)


def change_ledger(source: Path, target: Path) -> None:
    """Write a ledger in which every number is larger than in its source, to compare with it."""
    ledger = read_json(source)
    for entry in ledger["numbers"].values():
        entry["value"] = 1.5 * entry["value"] + 0.5
        entry["shown"] = entry["shown_bare"] = f"{entry['value']:.1f}"
    write_json(ledger, target)


def _tables_of_people(study: Path) -> list[Path]:
    """Return the tables that have rows of the survey, or count them."""
    harmonised = ("responses", "missing", "exclusions", "participants", "events", "recodes")
    tables = sorted((study / RESULTS / "harmonise").glob("*/*.parquet"))
    surveys = sorted((study / RESULTS / "ingest").glob("*/survey.parquet"))
    return [*(path for path in tables if path.stem in harmonised), *surveys]


def _multiply_table(path: Path, copies: int, raw_id: str | None) -> None:
    """Write a table's rows `copies` times, the first as they are, the others with ids and rows of their own.

    Recodes are counts of cells, which grow instead.
    """
    source, target = path.with_name(f"few-{path.name}"), str(path).replace("'", "''")
    path.rename(source)
    with connect() as connection:
        connection.execute("CREATE TABLE few AS SELECT * FROM read_parquet(?)", [str(source)])
        names = [row[0] for row in connection.execute("DESCRIBE few").fetchall()]
        replaced = ", ".join(_replacements(names, raw_id, copies))
        times = 1 if path.stem == "recodes" else copies
        query = f"SELECT few.* REPLACE ({replaced}) FROM few, range({times}) AS copies(copy) "
        connection.execute(f"COPY ({query} ORDER BY copy, few.rowid) TO '{target}' (FORMAT parquet)")
    source.unlink()


def _replacements(names: list[str], raw_id: str | None, copies: int) -> Iterator[str]:
    """Yield, as SQL, what becomes of the columns that tell one copy of a row from another."""
    suffix = "CASE WHEN copy = 0 THEN '' ELSE '_' || copy END"
    for name in (*PEOPLE, raw_id):
        if name in names:
            yield f'"{name}" || {suffix} AS "{name}"'
    if "source_row" in names:
        yield "source_row + copy * (SELECT max(source_row) FROM few) AS source_row"
    if "in_focus_groups" in names:
        yield "in_focus_groups AND copy = 0 AS in_focus_groups"
    if "columns_decided" in names:
        own = "split_part(respondent, ':', 2)"
        quoted = f"""'"' || {own} || '"', '"' || {own} || {suffix} || '"'"""
        yield f"coalesce(replace(columns_decided, {quoted}), columns_decided) AS columns_decided"
    if "line" in names:
        yield f"CAST(n * {copies} AS BIGINT) AS n"


def _count_again(row_sets: dict[str, Row], copies: int, participants: Path) -> None:
    """Set the number of rows of each row set of the tables that grew."""
    with connect() as connection:
        for rows in row_sets.values():
            if rows["table"] in MULTIPLIED:
                rows["n"] *= copies
            if rows["table"] == "participants":  # of whom the first alone was in a focus group
                condition, values = sql_of(read_filters(rows["where"]))
                query = f"SELECT count(*) FROM read_parquet(?) WHERE {condition}"
                rows["n"] = connection.execute(query, [str(participants), *values]).fetchall()[0][0]


def _add_analysis(analysis: str, numbers: dict[str, Row], evidence: dict[str, Row], study: Path) -> None:
    """Add the numbers of an analysis a second time under another name, with a plan of its own."""

    def renamed(name: str) -> str:
        return f"{analysis}{AGAIN}.{name.partition('.')[2]}" if name.startswith(f"{analysis}.") else name

    plan = ""
    for name in [name for name in numbers if name.startswith(f"{analysis}.")]:
        own, plan = evidence[name], str(evidence[name]["plan"])
        numbers[renamed(name)] = numbers[name] | {"analysis": f"{analysis}{AGAIN}"}
        evidence[renamed(name)] = own | {
            "analysis": f"{analysis}{AGAIN}",
            "numbers": [renamed(term) for term in own["numbers"]],
            "plan": plan.replace(".yaml", f"{AGAIN}.yaml"),
        }
    text = (study / plan).read_text(encoding="utf-8").replace("planned: yes", "planned: no")
    (study / plan.replace(".yaml", f"{AGAIN}.yaml")).write_text(text, encoding="utf-8")


def _renew_records(study: Path) -> None:
    """Write the digests of what changed into the run records."""
    for path in sorted((study / RESULTS).rglob(f"*{SUFFIX}")):
        record = read_json(path)
        there = {name: study / name for name in record["outputs"]}
        record["outputs"] = {name: digest_file(output) for name, output in there.items() if output.is_file()}
        write_json(record, path)
