"""The tables of a cohort as they may leave its home: no raw cell, no id of its own, nothing withheld."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from aimed.harmonise.participation.participants import GROUPS
from aimed.harmonise.received.folder import COLUMNS
from aimed.study.codebook import NOT_RELEASED, Codebook

HELD, WITHHELD = "(held)", f"({NOT_RELEASED})"
IN_ORDER: dict[str, tuple[str, ...]] = {
    "responses": ("respondent",),
    "missing": ("respondent", "variable"),
    "recodes": (),
    "exclusions": ("respondent", "kept", "step", "reason", "raw_file"),
    "participants": ("participant",),
    "raw_digests": (),
}


@dataclass(frozen=True)
class Releasing:
    """How a cohort leaves its home. withheld: variables that do not. rename: `<cohort>:<id>` -> new id.

    folder: the cohort's own, which no path is to name. keep_order: rows stay in the order of the raw file;
    otherwise they stand by their new ids, which say nothing of it.
    """

    codebook: Codebook
    withheld: list[str]
    rename: Callable[[str], str]
    folder: str
    raw_files: dict[str, str] = field(default_factory=dict)
    keep_order: bool = False

    def columns(self) -> list[str]:
        """Return the columns of responses."""
        book = self.codebook
        return [column for name in book.variables.index for column in book.columns(str(name))]

    def keeps(self, column: str) -> bool:
        """Return whether a column of responses stays at home."""
        return self.codebook.variable_of(column) in self.withheld

    def path_at_home(self, path: str) -> str:
        """Return a raw file's path without the cohort's folder."""
        return path.removeprefix(f"{self.folder}/")


def release_tables(built: dict[str, pd.DataFrame], how: Releasing) -> dict[str, list[list[str]]]:
    """Return name -> header and rows, as text, of the tables of received.COLUMNS.

    `built` are responses, missing, recodes, exclusions and participants of results/harmonise/<cohort>/.
    """
    made = {
        "responses": _responses(built["responses"], how),
        "missing": _missing(built["missing"], built["responses"], how),
        "recodes": _recodes(built["recodes"], how),
        "exclusions": _exclusions(built["exclusions"], how),
        "participants": _participants(built["participants"], how),
        "raw_digests": _raw_digests(built["exclusions"], how),
    }
    return {name: _as_text(table, name, how) for name, table in made.items()}


def _responses(rows: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    columns = how.columns()
    table = rows[["respondent", *columns]].astype(object)
    for column in columns:
        if how.keeps(column):
            table[column] = None
    return table.assign(respondent=rows["respondent"].map(how.rename))


def _missing(rows: pd.DataFrame, responses: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    """Return the reasons; of what is withheld not even which cells were blank."""
    known = rows[~rows["variable"].map(how.keeps).astype(bool)][list(COLUMNS["missing"])]
    kept = pd.DataFrame(
        [
            {"respondent": person, "variable": column, "reason": NOT_RELEASED}
            for column in filter(how.keeps, how.columns())
            for person in responses["respondent"]
        ],
        columns=list(COLUMNS["missing"]),
    )
    table = pd.concat([known, kept], ignore_index=True)
    return table.assign(respondent=table["respondent"].map(how.rename))


def _recodes(rows: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    """Return how many cells each line recoded, without the values of raw cells."""
    withheld = rows["variable"].map(how.keeps).astype(bool)
    open_rows = rows[~withheld].astype(object)
    open_rows["source_value"] = open_rows["source_value"].where(open_rows["value"].isna(), HELD)
    kept = rows[withheld].groupby(["source_variable", "variable"], sort=False, as_index=False)["n"].sum()
    kept = kept.assign(source_value=WITHHELD, value=None, line=None).astype(object)
    table = pd.concat([open_rows, kept], ignore_index=True)
    return table.rename(columns={"line": "crosswalk_line"})[list(COLUMNS["recodes"])]


def _exclusions(rows: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    table = rows.assign(
        respondent=rows["respondent"].map(how.rename, na_action="ignore"),
        raw_file=rows["source_file"].map(how.path_at_home),
    )
    return table[list(COLUMNS["exclusions"])]


def _participants(rows: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    table = rows.assign(participant=rows["participant"].map(how.rename))
    for group in filter(how.keeps, GROUPS):
        table[group] = None
    return table[list(COLUMNS["participants"])]


def _raw_digests(exclusions: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    rows = exclusions["source_file"].value_counts()
    return pd.DataFrame(
        [
            {"path": how.path_at_home(path), "sha256": digest, "rows": int(rows.get(path, 0))}
            for path, digest in how.raw_files.items()
        ],
        columns=list(COLUMNS["raw_digests"]),
    )


def _as_text(table: pd.DataFrame, name: str, how: Releasing) -> list[list[str]]:
    cells = table.astype(object).where(table.notna(), None).map(_write)
    if IN_ORDER[name] and not how.keep_order:
        cells = cells.sort_values(list(IN_ORDER[name]), kind="stable")
    return [list(cells.columns), *cells.to_numpy().tolist()]


def _write(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return {"True": "yes", "False": "no"}.get(str(value), str(value)) if _is_flag(value) else str(value)


def _is_flag(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")
