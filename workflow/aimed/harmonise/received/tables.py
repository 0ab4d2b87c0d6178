"""Turn the folder of a cohort that came in harmonised into the tables that every cohort has."""

import pandas as pd

from aimed.harmonise.corrections import EVENT_COLUMNS
from aimed.harmonise.participation.participants import GROUPS
from aimed.harmonise.received.folder import Received
from aimed.harmonise.received.rows import FLAGS, YES
from aimed.harmonise.recoding.totals import RecodeCount

NOT_HERE = "{}"  # of the raw columns that decided who is counted


def make_tables(received: Received) -> tuple[pd.DataFrame, ...]:
    """Return responses, missing, events, recodes, exclusions and participants, as every cohort's are.

    source_file and source_row are the file of the folder and its line: a kept row is one of responses, a
    row that was left out is one of exclusions. What is known of the raw rows stays at the cohort's home.
    """
    exclusions = _make_exclusions(received)
    tables = (
        _make_responses(received),
        _with_person(received, received.tables["missing"][["respondent", "variable", "reason"]]),
        _make_events(exclusions),
        _make_recodes(received),
        exclusions,
        _make_participants(received),
    )
    return tuple(table.assign(cohort=received.name) for table in tables)


def _make_responses(received: Received) -> pd.DataFrame:
    rows = received.tables["responses"]
    heads = pd.DataFrame(
        {
            "respondent": rows["respondent"],
            "source_file": received.place("responses"),
            "source_row": rows["line"],
        }
    )
    book = received.codebook
    values = {}
    for column in received.columns():
        cells = rows[column].where(rows[column] != "", None)
        match str(book.variables.at[book.variable_of(column), "type"]):
            case "multi":
                values[column] = cells.map(YES, na_action="ignore").astype("boolean")
            case "number":
                values[column] = pd.to_numeric(cells).astype(float)
            case _:
                values[column] = cells.astype("string")
    return pd.concat([_with_person(received, heads), pd.DataFrame(values)], axis=1)


def _make_exclusions(received: Received) -> pd.DataFrame:
    rows = received.tables["exclusions"]
    kept = rows["kept"].map(YES)
    answers = received.tables["responses"].set_index("respondent")["line"]
    table = pd.DataFrame(
        {
            "source_file": kept.map({True: received.place("responses"), False: received.place("exclusions")}),
            "source_row": rows["line"].where(~kept, rows["respondent"].map(answers)).astype("int64"),
            "respondent": rows["respondent"].where(rows["respondent"] != "", None),
            "kept": kept,
            "step": rows["step"].where(rows["step"] != "", None),
            "reason": rows["reason"].where(rows["reason"] != "", None),
            "columns_decided": NOT_HERE,
        }
    )
    return _with_person(received, table)


def _make_events(exclusions: pd.DataFrame) -> pd.DataFrame:
    out = exclusions[~exclusions["kept"]]
    table = pd.DataFrame(None, index=out.index, columns=list(EVENT_COLUMNS), dtype=object)
    table["respondent"], table["source_row"] = out["respondent"], out["source_row"]
    table["kind"], table["rule"], table["reason"] = "excluded", out["step"], out["reason"]
    return table.astype({"source_row": "int64"}).reset_index(drop=True)


def _make_recodes(received: Received) -> pd.DataFrame:
    rows = received.tables["recodes"]
    lines = pd.to_numeric(rows["crosswalk_line"].where(rows["crosswalk_line"] != "", None))
    table = rows.assign(line=lines.astype("Int64"), n=rows["n"].astype("int64"))[list(RecodeCount._fields)]
    texts = ["source_value", "value"]
    return table.assign(**{name: rows[name].where(rows[name] != "", None) for name in texts})


def _make_participants(received: Received) -> pd.DataFrame:
    rows = received.tables["participants"].drop(columns="line")
    texts = {name: rows[name].where(rows[name] != "", None) for name in ("reason", *GROUPS)}
    flags = {name: rows[name].map(YES).astype(bool) for name in FLAGS}
    people = f"{received.name}:" + rows["participant"]
    return rows.assign(participant=people, **texts, **flags)


def _with_person(received: Received, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the cohort before each id, as all tables have them."""
    people = f"{received.name}:" + table["respondent"]
    return table.assign(respondent=people.where(table["respondent"].notna(), None))
