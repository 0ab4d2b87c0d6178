"""The tables of a cohort as they may leave its home: no raw cell, no id of its own, nothing withheld.

And what was said in the focus groups: the words of those who are kept.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from aimed.files.tables import read_table
from aimed.harmonise.participation.participants import GROUPS
from aimed.harmonise.received.folder import COLUMNS
from aimed.study.codebook import NOT_RELEASED, Codebook
from aimed.study.declarations import CohortDescription, CohortFiles, TranscriptEntry

HELD, WITHHELD = "(held)", f"({NOT_RELEASED})"
MODERATOR, NOBODY, NOT_SAID = "Moderator", "Withheld", "[not released]"
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
    withheld = itertools.product(filter(how.keeps, how.columns()), responses["respondent"])
    kept = [(person, column, NOT_RELEASED) for column, person in withheld]
    table = pd.concat([known, pd.DataFrame(kept, columns=list(COLUMNS["missing"]))], ignore_index=True)
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
    files = [(how.path_at_home(p), digest, int(rows.get(p, 0))) for p, digest in how.raw_files.items()]
    return pd.DataFrame(files, columns=list(COLUMNS["raw_digests"]))


def _as_text(table: pd.DataFrame, name: str, how: Releasing) -> list[list[str]]:
    cells = table.astype(object).where(table.notna(), None).map(_write)
    if IN_ORDER[name] and not how.keep_order:
        cells = cells.sort_values(list(IN_ORDER[name]), kind="stable")
    return [list(cells.columns), *cells.to_numpy().tolist()]


def _write(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


def describe_speakers(
    files: CohortFiles, cohort: str, participants: pd.DataFrame, how: Releasing
) -> CohortDescription:
    """Return `files` with the transcripts, and `speakers`, as cohort.yaml has them."""
    turns = label_turns(cohort, participants, how)
    roles = {MODERATOR: "moderator", NOBODY: "unknown"}
    names = sorted(turns["transcript"].unique())
    listed: list[TranscriptEntry] = [{"path": f"transcripts/{name}.txt", "format": "txt"} for name in names]
    spoken = turns.groupby("transcript")["label"].unique()
    speakers = {name: {label: roles.get(label, label) for label in sorted(spoken[name])} for name in names}
    return {"files": files | {"transcripts": listed}, "speakers": speakers} if names else {}


def write_transcripts(folder: Path, cohort: str, participants: pd.DataFrame, how: Releasing) -> None:
    """Write one text file per transcript, one line per turn; turns keep their numbers.

    The words are those after the personal data gate. Turns of people who are not kept are not released.
    """
    for name, rows in label_turns(cohort, participants, how).groupby("transcript", sort=True):
        path = folder / "transcripts" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{row.label}: {row.said}\n" for row in rows.sort_values("turn").itertuples()]
        path.write_text("".join(lines), encoding="utf-8", newline="\n")


def label_turns(cohort: str, participants: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    """Return the turns with label and said, what the file will have.

    Turns of people who are not kept, or did not agree to be analysed, have the label NOBODY and no words.
    """
    turns = read_table(Path("results/ingest") / cohort / "turns.parquet")
    flags = participants["kept"].astype(bool) & participants["consent_analysis"].astype(bool)
    kept = set(participants.loc[flags, "participant"])
    speaks = turns["participant"].isin(kept)
    labels = turns["participant"].where(speaks).map(how.rename, na_action="ignore")
    labels = labels.where(speaks, turns["role"].map({"moderator": MODERATOR})).fillna(NOBODY)
    return turns.assign(label=labels, said=turns["text"].where(labels != NOBODY, NOT_SAID))
