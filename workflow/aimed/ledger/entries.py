"""Write each number as ledger.json and evidence.json hold it."""

import json
from typing import Any

import pandas as pd

from aimed.files.row_selection import Filter, read_filters
from aimed.ledger.contents import FrozenFacts, LedgerNumber, NumberEvidence, StudyFacts
from aimed.ledger.disclosure import Disclosure
from aimed.ledger.labels import label_number
from aimed.ledger.row_sets import RowSets
from aimed.ledger.shown_values import show, show_interval
from aimed.study.codebook import Codebook
from aimed.study.cohort_file import is_yes
from aimed.study.declarations import CohortDescription, PlannedAnalysis, StudyConfig


def make_entries(
    numbers: pd.DataFrame,
    codebook: Codebook,
    names: dict[str, str],
    plans: dict[str, PlannedAnalysis],
    choices: StudyConfig,
    disclosure: Disclosure,
) -> dict[str, LedgerNumber]:
    """Return id -> what the manuscript may read: value, shown forms, unit, n, interval, label, public.

    `plans` maps an analysis to its plan, which says what intervals cover.
    """
    decimals = choices.get("ledger", {}).get("decimals", {})
    hidden, without_n = disclosure
    entries = {}
    for row in numbers.to_dict("records"):
        value, unit = float(row["value"]), str(row["unit"])
        entry: LedgerNumber = {
            "analysis": row["analysis"],
            "item": row["item"],
            "group": row["group"],
            "statistic": row["statistic"],
            "value": value,
            "shown": show(value, unit, decimals),
            "shown_bare": show(value, unit, decimals, bare=True),
            "unit": unit,
            "n": None if row["id"] in without_n else _whole(row["n"]),
            "low": _known(row["low"]),
            "high": _known(row["high"]),
            "method": _known(row["method"]),
            "label": label_number(
                str(row["item"]), str(row["group"]), str(row["statistic"]), codebook, names, unit
            ),
            "public": row["id"] not in hidden,
        }
        show_interval(entry, decimals)
        if "shown_low" in entry or "shown_high" in entry:
            entry["shown_level"] = f"{100 * plans.get(str(row['analysis']), {}).get('interval', 0.95):g}"
        if row["id"] in hidden:
            entry["hidden_because"] = hidden[row["id"]]
        entries[str(row["id"])] = entry
    return entries


def make_evidence(numbers: pd.DataFrame, row_sets: RowSets) -> dict[str, NumberEvidence]:
    """Return id -> what the number rests on: rows, selection and numbers, and how it was computed."""
    return {str(row["id"]): _evidence(row, row_sets) for row in numbers.to_dict("records")}


def describe_study(
    name: str,
    cohorts: dict[str, CohortDescription],
    participants: pd.DataFrame,
    frozen: FrozenFacts | None = None,
) -> StudyFacts:
    """Return what the ledger says of the whole study; `synthetic` is 1 while any cohort is."""
    kept = participants[participants["kept"]]
    facts: StudyFacts = {
        "name": name,
        "synthetic": int(any(is_yes(cohort.get("synthetic")) for cohort in cohorts.values())),
        "synthetic_cohorts": sorted(
            key for key, cohort in cohorts.items() if is_yes(cohort.get("synthetic"))
        ),
        "cohorts": len(cohorts),
        "respondents": int(kept["in_survey"].sum()),
        "countries": int(kept["country"].nunique()),
        "plans_frozen_before_collection": int(bool(frozen and frozen["before_collection"])),
    }
    if frozen and frozen["date"]:
        facts["plans_frozen_on"] = frozen["date"]
    return facts


def _evidence(row: dict[str, Any], row_sets: RowSets) -> NumberEvidence:
    table = str(row["table"])
    columns = json.loads(row["columns"] or "[]")
    asked = _filters(row["where"]) + _filters(row["base"])
    read = frozenset(columns) | {f.column for f in asked} | row_sets.reasons_read(table, asked)
    made_in = "adjusted" if str(row["statistic"]).endswith("_adjusted") else row["analysis"]
    return {
        "analysis": row["analysis"],
        "kind": row["kind"],
        "rows": row_sets.add_rows(table, row["where"]),
        "base": row_sets.add_rows(_known(row["base_table"]) or table, row["base"]),
        "distinct": _known(row["distinct"]),
        "columns": columns,
        "selection": row_sets.add_selection(table, read) if table in row_sets.tables else None,
        "numbers": json.loads(row["numbers"] or "[]"),
        "numerator": _whole(row["numerator"]),
        "denominator": _whole(row["denominator"]),
        "formula": _known(row["formula"]),
        "seed": _whole(row["seed"]),
        "draws": _whole(row["draws"]),
        "plan": f"analyses/{row['analysis']}.yaml",
        "command": f"snakemake results/stats/{made_in}.parquet --force",
    }


def _filters(written: Any) -> tuple[Filter, ...]:
    return () if _known(written) is None else read_filters(json.loads(written))


def _known(value: Any) -> Any:
    """Return the value, or None for any kind of null."""
    if value is None or pd.isna(value):
        return None
    return float(value) if isinstance(value, float) else value


def _whole(value: Any) -> int | None:
    return None if _known(value) is None else int(value)
