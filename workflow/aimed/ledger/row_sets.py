"""What a number rests on: row sets stored once, and the selection that decided who could be counted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from aimed.files.digests import digest_text
from aimed.files.row_selection import Filter, find_matches, read_filters
from aimed.files.tables import read_columns
from aimed.ledger.contents import DecidingColumns, DerivedRule, Lineage, PopulationSelection, RowSet
from aimed.stats.items import missing_rows
from aimed.study.derived_variables import DerivedVariable, trace_parts
from aimed.study.reference_columns import REFERENCES, list_feeding

IDENTIFIERS = {
    "responses": ["respondent"],
    "participants": ["participant"],
    "missing": ["respondent", "variable"],
    "exclusions": ["cohort", "source_file", "source_row"],
    "turns": ["cohort", "transcript", "turn"],
    "coded_turns": ["cohort", "transcript", "turn", "code"],
    "agreement": ["code", "unit", "coder_a", "coder_b"],
    "ratings": ["code", "unit", "readers", "given"],
}

OF_STUDY = {"participants": ["kept", "in_survey", "country"], "exclusions": ["cohort"], "missing": ["reason"]}
SPOKEN = ("turns", "coded_turns")  # whose rows are of one participant each
OF_STUDY |= {name: ["participant"] for name in SPOKEN}


def read_counted(paths: dict[str, Path], numbers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return name -> its rows, with the columns that identify them and those that some number's filters read.

    Rows of the table missing have those of their respondent's row.
    """
    asked = {name: {*IDENTIFIERS[name], *OF_STUDY.get(name, ())} for name in paths}
    for kind, where in (("table", "where"), ("table", "base"), ("base_table", "base")):
        filters = numbers[[kind, where]].dropna().drop_duplicates()
        for table, written in filters.itertuples(index=False):
            asked.get(table, set()).update(
                condition.column for condition in read_filters(json.loads(written))
            )
    asked["responses"] |= asked["missing"]
    known = {name: read_columns(path, asked[name]) for name, path in paths.items()}
    behind = [name for name in known["responses"].columns if name in {"respondent", *asked["missing"]}]
    known["missing"] = missing_rows(known["responses"][behind], known["missing"])
    return known


@dataclass
class RowSets:
    """Row sets and selections, each stored once under a key made from its content.

    tables: name -> table. recodes: the pooled recodes. deciding: cohort -> source columns that decide
    who is counted. raw_rows: cohort -> number of raw rows. shown_if: variable -> the variable that decides
    whether it was asked, hence why an answer is missing. derived: derived variable -> how it
    follows from others.
    """

    tables: dict[str, pd.DataFrame]
    recodes: pd.DataFrame
    deciding: dict[str, list[str]]
    raw_rows: dict[str, int]
    shown_if: dict[str, str] = field(default_factory=dict)
    derived: dict[str, DerivedRule] = field(default_factory=dict)
    row_sets: dict[str, RowSet] = field(default_factory=dict)
    selections: dict[str, PopulationSelection] = field(default_factory=dict)
    known_rows: dict[tuple[str, str], str] = field(default_factory=dict)
    known_ids: dict[str, np.ndarray] = field(default_factory=dict)
    matches: dict[tuple[str, Filter], np.ndarray] = field(default_factory=dict)
    known_selections: dict[tuple[bool, frozenset[str]], str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, list[str]]:
        """Derived variable -> the columns that cohorts answer which it follows from."""
        return {name: one["answered"] for name, one in self.derived.items()}

    def add_rows(self, table: str, where: str | None) -> str | None:
        """Return the key of the row set of a table and JSON filters, asking the table at most once."""
        if table not in self.tables or where is None or pd.isna(where):
            return None
        if (table, where) not in self.known_rows:
            self.known_rows[table, where] = self._add_rows(table, json.loads(where))
        return self.known_rows[table, where]

    def _add_rows(self, table: str, filters: list[list[Any]]) -> str:
        key = "rows_" + digest_text(json.dumps([table, filters], ensure_ascii=False))[:12]
        if key not in self.row_sets:
            matched = self._match(table, read_filters(filters))
            ids = self._identify(table)[matched]
            digest = digest_text("\n".join(ids))
            self.row_sets[key] = {"table": table, "where": filters, "n": len(ids), "digest": digest}
            if table in SPOKEN:
                speakers = np.unique(self._speakers[table][matched])
                self.row_sets[key]["people"] = int((speakers >= 0).sum())
        return key

    def _identify(self, table: str) -> np.ndarray:
        """Return the id of each row of a table as one text, made once."""
        if table not in self.known_ids:
            columns = self.tables[table][IDENTIFIERS[table]].astype(str)
            self.known_ids[table] = np.array(["/".join(row) for row in columns.to_numpy()], dtype=object)
        return self.known_ids[table]

    def _match(self, table: str, filters: tuple[Filter, ...]) -> np.ndarray:
        """Return which rows of a table meet all filters; each filter is asked once."""
        keep = np.ones(len(self.tables[table]), dtype=bool)
        for condition in filters:
            key = (table, condition)
            if key not in self.matches:
                column = self.tables[table][condition.column]
                self.matches[key] = find_matches(column, condition).to_numpy(dtype=bool)
            keep &= self.matches[key]
        return keep

    def add_selection(self, table: str, columns: frozenset[str]) -> str:
        """Return the key of the selection: for every raw row, the columns that decide who is counted.

        `columns` are those that the number's filters and values read.
        """
        # Whoever speaks in a transcript is a participant, with a row of the survey or without.
        spoken = table in ("turns", "coded_turns", "agreement", "ratings", "participants")
        known = (spoken, columns)
        if known not in self.known_selections:
            content = self._describe_selection(spoken, columns)
            key = "selection_" + digest_text(json.dumps(content))[:12]
            self.selections[key] = content
            self.known_selections[known] = key
        return self.known_selections[known]

    def reasons_read(self, table: str, where: tuple[Filter, ...]) -> frozenset[str]:
        """Return the columns behind missing answers that filters ask for: the item's, its condition's.

        Empty for other tables than missing, whose filters name the columns themselves.
        """
        asked_for = {str(f.value) for f in where if table == "missing" and f.column == "variable"}
        named = {part for name in asked_for for part in self.parts.get(name, [name])}
        asked = {self.shown_if.get(name.partition("__")[0]) for name in named}
        return frozenset(named | {name for name in asked if name})

    def _describe_selection(self, spoken: bool, columns: frozenset[str]) -> PopulationSelection:
        variables = set(list_feeding(columns, self.parts))
        answered = {part for column in columns for part in self.parts.get(column, [column])}
        references = {REFERENCES[column] for column in answered | variables if column in REFERENCES}
        cohorts: dict[str, DecidingColumns] = {}
        for cohort, deciding in sorted(self.deciding.items()):
            read = [source for variable, source in self._sources[cohort] if variable in variables]
            cohorts[cohort] = {
                "columns": list(dict.fromkeys([*deciding, *read])),
                "rows": self.raw_rows[cohort],
            }
        return {"cohorts": cohorts, "references": sorted(references), "transcripts": spoken}

    @cached_property
    def _speakers(self) -> dict[str, np.ndarray]:
        """Return table of turns -> the number of each row's participant, -1 for a moderator."""
        return {name: pd.factorize(self.tables[name]["participant"])[0] for name in SPOKEN}

    @cached_property
    def _sources(self) -> dict[str, list[tuple[str, str]]]:
        """Return cohort -> each variable with a source column of it, in the order of the recodes."""
        sources: dict[str, list[tuple[str, str]]] = {cohort: [] for cohort in self.deciding}
        pairs = self.recodes[["cohort", "variable", "source_variable"]].drop_duplicates()
        for cohort, variable, source in pairs.itertuples(index=False):
            sources.setdefault(cohort, []).append((variable, source))
        return sources


def describe_derived(derived: Iterable[DerivedVariable]) -> dict[str, DerivedRule]:
    """Return derived variable -> how it follows from others; `derived` is in the order of derivation."""
    listed = list(derived)
    parts = trace_parts(listed)
    return {
        one.name: {"parts": list(one.parts), "answered": parts[one.name], "rule": one.rule} for one in listed
    }


def list_lineage(
    recodes: pd.DataFrame, derived: Mapping[str, DerivedRule] = MappingProxyType({})
) -> dict[str, dict[str, Lineage]]:
    """Return column of responses -> cohort -> its source columns and the crosswalk lines that were used.

    A derived variable has those of the columns that it follows from.
    """
    lineage: dict[str, dict[str, Lineage]] = {}
    used = recodes[["variable", "cohort", "source_variable", "line"]].drop_duplicates()
    for (variable, cohort), rows in used.groupby(["variable", "cohort"], sort=True):
        lineage.setdefault(str(variable), {})[str(cohort)] = {
            "source_variables": list(dict.fromkeys(rows["source_variable"])),
            "crosswalk_lines": sorted({int(line) for line in rows["line"].dropna()}),
        }
    return lineage | {
        name: _join_lineage([lineage.get(column, {}) for column in list_feeding(one["answered"], {})])
        for name, one in derived.items()
    }


def _join_lineage(parts: list[dict[str, Lineage]]) -> dict[str, Lineage]:
    """Return cohort -> the source columns and crosswalk lines of several columns together."""
    joined: dict[str, Lineage] = {}
    for cohort in sorted({cohort for part in parts for cohort in part}):
        own = [part[cohort] for part in parts if cohort in part]
        joined[cohort] = {
            "source_variables": list(dict.fromkeys(s for one in own for s in one["source_variables"])),
            "crosswalk_lines": sorted({line for one in own for line in one["crosswalk_lines"]}),
        }
    return joined
