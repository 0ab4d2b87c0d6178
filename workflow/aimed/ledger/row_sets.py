"""What a number rests on: row sets stored once, and the selection that decided who could be counted."""

import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from aimed.derived_columns import DERIVED_FROM, REFERENCES
from aimed.record import digest_text
from aimed.rows import Filter, read_filters, select_rows

IDENTIFIERS = {
    "responses": ["respondent"],
    "participants": ["participant"],
    "exclusions": ["cohort", "source_file", "source_row"],
    "turns": ["cohort", "transcript", "turn"],
    "coded_turns": ["cohort", "transcript", "turn", "code"],
    "agreement": ["code", "coder_a", "coder_b"],
}


@dataclass
class RowSets:
    """Row sets and selections, each stored once under a key made from its content.

    tables: name -> table. recodes: the pooled recodes. deciding: cohort -> source columns that decide
    who is counted. raw_rows: cohort -> number of raw rows.
    """

    tables: dict[str, pd.DataFrame]
    recodes: pd.DataFrame
    deciding: dict[str, list[str]]
    raw_rows: dict[str, int]
    row_sets: dict[str, dict[str, Any]] = field(default_factory=dict)
    selections: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add_rows(self, table: str, where: str | None) -> str | None:
        """Return the key of the row set of a table and JSON filters, asking the table at most once."""
        if table not in self.tables or where is None or pd.isna(where):
            return None
        filters = json.loads(where)
        key = "rows_" + digest_text(json.dumps([table, filters], ensure_ascii=False))[:12]
        if key not in self.row_sets:
            rows = select_rows(self.tables[table], read_filters(filters))
            ids = rows[IDENTIFIERS[table]].astype(str).agg("/".join, axis=1) if len(rows) else []
            self.row_sets[key] = {
                "table": table,
                "where": filters,
                "n": len(rows),
                "digest": digest_text("\n".join(ids)),
            }
        return key

    def add_selection(self, table: str, filters: tuple[Filter, ...]) -> str:
        """Return the key of the selection: for every raw row, the columns that decide who is counted."""
        columns = {DERIVED_FROM.get(f.column, f.column) for f in filters}
        references = [REFERENCES[f.column] for f in filters if f.column in REFERENCES]
        if set(DERIVED_FROM) & {f.column for f in filters}:
            references.append(REFERENCES["country"])
        cohorts = {}
        for cohort, deciding in sorted(self.deciding.items()):
            rows = self.recodes[(self.recodes["cohort"] == cohort) & self.recodes["variable"].isin(columns)]
            sources = list(dict.fromkeys([*deciding, *rows["source_variable"]]))
            cohorts[cohort] = {"columns": sources, "rows": self.raw_rows[cohort]}
        content = {
            "cohorts": cohorts,
            "references": sorted(set(references)),
            "transcripts": table in ("turns", "coded_turns", "agreement"),
        }
        key = "selection_" + digest_text(json.dumps(content, sort_keys=True))[:12]
        self.selections[key] = content
        return key

    def stored(self) -> dict[str, Any]:
        """Return the row sets and selections as evidence.json holds them."""
        return {"row_sets": self.row_sets, "selections": self.selections}


def list_lineage(recodes: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return column of responses -> cohort -> its source columns and the crosswalk lines that were used."""
    lineage: dict[str, dict[str, Any]] = {}
    for (variable, cohort), rows in recodes.groupby(["variable", "cohort"], sort=True):
        lineage.setdefault(str(variable), {})[str(cohort)] = {
            "source_variables": list(dict.fromkeys(rows["source_variable"])),
            "crosswalk_lines": sorted({int(line) for line in rows["line"].dropna()}),
        }
    return lineage
