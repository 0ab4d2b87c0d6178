"""The personal data gate of a survey: nothing that tells who answered passes unless a line says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from aimed.ingest.personal.knowledge import Knowledge
from aimed.ingest.personal.patterns import Found
from aimed.ingest.personal.reports import (
    Tally,
    name_label_problem,
    name_problem,
    name_unknown_place,
    needs_column,
)
from aimed.ingest.personal.suspect_columns import HeadColumn, kind_of_head
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription
from aimed.messages.problems import Problem
from aimed.study.pseudonyms import KINDS

REMEMBERED = 500_000
IDENTIFIER = "identifier"
# what a description quotes from the answers, beside values_in
OF_ANSWERS: Final = ("values", "options", "order", "missing", "not_shown", "seen_unanswered", "unticked")


@dataclass
class PersonalDataGate:
    """Looks at a survey part by part, and lets through what may pass.

    columns: source column -> description, as an Export has them. A column that the platform itself adds
    and that identifies is dropped without a line. Nothing here shows a value: `problems` masks.
    """

    columns: dict[str, ColumnDescription]
    known: Knowledge
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    heads: dict[str, HeadColumn] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    hits: dict[str, list[Found]] = field(default_factory=dict)
    clean: set[str] = field(default_factory=set)
    source: str = ""

    def __post_init__(self) -> None:
        self.respondent = self.known.described["respondent_id"]
        self.identifying = {
            name: kind
            for name, description in self.columns.items()
            if (kind := self._platform_kind(name, description))
        }
        for name, description in self.columns.items():
            kind = kind_of_head(name, str(description.get("label") or ""), self.known.words)
            if kind and name not in self.identifying and not description.get("platform"):
                self.heads[name] = HeadColumn(kind)
            for text in (description.get("values") or {}).values():
                for found in self._find(str(text)):
                    self._tally(name, found.kind).add_aside(found.value)

    def look_at_labels(self, path: Path, export: Export) -> list[Problem]:
        """Look at what a statistics package's file says of its columns; return what no line can decide.

        The texts of other exports' questions the study wrote to those it asked, and published.
        """
        self.source = self.source or path.as_posix()
        for name, description in export.columns.items():
            for found in self._find(str(description.get("label") or "")):
                self._tally(name, found.kind).add_aside(found.value)
        label = str(export.reading.get("file_label") or "")
        return [name_label_problem(path, found) for found in self._find(label)]

    def look(self, rows: Sequence[int], part: pd.DataFrame, source: str) -> None:
        """Look at a part: row numbers, cells as text with blanks as null, and the file that they are of."""
        self.source = self.source or source
        country = self.known.described.get("country_column")
        if country in part.columns:
            self.known.hear_countries([str(name) for name in part[country].dropna().unique()])
        numbers = np.asarray(rows)
        for name in part.columns:
            if name not in self.identifying:
                self._look_at(name, part[name], numbers, source)

    def apply(self, part: pd.DataFrame) -> pd.DataFrame:
        """Return a part without the columns that are dropped, and with pseudonyms where a line says so."""
        kept = part.drop(columns=[name for name in part.columns if name in self.dropped()])
        changed = {
            name: self._replace_cells(name, kept[name]) for name in kept.columns if self._replaces(name)
        }
        return kept.assign(**changed) if changed else kept

    def dropped(self) -> dict[str, str]:
        """Return the columns that do not pass, each with the kind of what it holds."""
        lines = self.known.decisions.lines.values()
        named = {one.place: one.kind for one in lines if one.decision == "drop" and one.place in self.columns}
        platform = {
            name: kind for name, kind in self.identifying.items() if self._decided(name, kind) in ("", "drop")
        }
        return {name: kind for name, kind in (platform | named).items() if name != self.respondent}

    def describe(self) -> tuple[dict[str, ColumnDescription], dict[str, dict[str, str]]]:
        """Return the descriptions of the columns that pass, and of those that do not: label and kind."""
        dropped = self.dropped()
        passing = {
            name: description | self._described_values(name, description)
            for name, description in self.columns.items()
            if name not in dropped
        }
        left = {
            name: {"label": "" if self._find(label) else label, "kind": kind}
            for name, kind in dropped.items()
            for label in [str(self.columns[name].get("label") or "")]
        }
        return passing, left

    def problems(self) -> list[Problem]:
        """Return, after the last part, all that stops the cohort; what was found is masked."""
        for name, head in self.heads.items():
            if head.holds():
                self.tallies[name, head.kind] = Tally.of(head)
        problems = []
        for (name, kind), tally in sorted(self.tallies.items()):
            if tally.count and not self.known.decisions.use(name, kind, own=name == self.respondent):
                problems.append(name_problem(name, kind, tally, self._report()))
        for name, kind in self.identifying.items():
            decided = self.known.decisions.use(name, kind)
            if name == self.respondent and not decided:
                problems.append(name_problem(name, kind, Tally(self.source), self._report()))
        problems += needs_column(self.known, self.dropped(), self.columns)
        places = set(self.columns)
        transcripts = [entry["path"] for entry in self.known.described["files"].get("transcripts") or []]
        problems += name_unknown_place(self.known, places, transcripts)
        return problems + self.known.decisions.unused(places, everywhere=not transcripts)

    def _report(self) -> tuple[Knowledge, dict[str, int]]:
        return self.known, self.filled

    def _platform_kind(self, name: str, description: ColumnDescription) -> str:
        """Return what a platform's column tells about a person; an empty text for other columns."""
        said = description.get("identifies") or self.known.words.platform_columns.get(name, "")
        return said if not said or said in KINDS else IDENTIFIER

    def _decided(self, name: str, kind: str) -> str:
        return self.known.decisions.of(name, kind)

    def _tally(self, name: str, kind: str) -> Tally:
        return self.tallies.setdefault((name, kind), Tally(self.source))

    def _look_at(self, name: str, cells: pd.Series, rows: np.ndarray, source: str) -> None:
        codes, values = pd.factorize(cells)
        counts = np.bincount(codes[codes >= 0], minlength=len(values))
        self.filled[name] = self.filled.get(name, 0) + int(counts.sum())
        head = self.heads.get(name)
        texts = np.asarray(values, dtype=object).tolist()  # walking through anything else is slow
        for code, value in enumerate(texts) if head is not None else self.known.list_doubtful(texts):
            found = self._find(value)
            if not found and head is None:
                continue
            wanted = 3 if self._wants_rows(name, found, head) else 0
            first = rows[np.flatnonzero(codes == code)[:wanted]].tolist() if wanted else []
            if head is not None:
                head.add(value, int(counts[code]), first, source)
            for kind in dict.fromkeys(one.kind for one in found):
                sample = next(one.value for one in found if one.kind == kind)
                self._tally(name, kind).add(sample, int(counts[code]), first, source)

    def _wants_rows(self, name: str, found: list[Found], head: HeadColumn | None) -> bool:
        """Return whether rows are still to be shown: a column of addresses shows three."""
        if head is not None and len(head.first) < 3:
            return True
        return any(len(self._tally(name, one.kind).first) < 3 for one in found)

    def _find(self, value: str) -> list[Found]:
        if value in self.clean or len(value) < 2:
            return []
        if value not in self.hits:
            found = self.known.find(value)
            if not found:
                if len(self.clean) < REMEMBERED:
                    self.clean.add(value)
                return []
            self.hits[value] = found
        return self.hits[value]

    def _whole(self, name: str) -> str:
        """Return the kind by which every cell of a column is replaced as a whole; an empty text for none."""
        kinds = [self.identifying.get(name, ""), self.heads[name].kind if name in self.heads else ""]
        return next((kind for kind in kinds if kind and self._decided(name, kind) == "pseudonym"), "")

    def _replaces(self, name: str) -> bool:
        lines = self.known.decisions.lines.values()
        return any(one.decision == "pseudonym" and one.place in (name, "*") for one in lines)

    def _replace_cells(self, name: str, cells: pd.Series) -> pd.Series:
        hide = self._hiding(name)
        codes, values = pd.factorize(cells)
        looked_up = np.asarray([*map(hide, values), None], dtype=object)[codes]
        return pd.Series(looked_up, index=cells.index, dtype="string")

    def _hiding(self, name: str) -> Callable[[str], str]:
        """Return what replaces an answer of a column, whole or where the finds stand in it."""
        lines = self.known.decisions.lines.values()
        kinds = {one.kind for one in lines if self._decided(name, one.kind) == "pseudonym"}
        here = any(one.place == name and one.decision == "pseudonym" for one in lines)
        if name == self.respondent:
            return self.known.name_respondent if here else str
        if whole := self._whole(name):
            return lambda value: self.known.replace(Found(whole, 0, len(value), value))
        return lambda value: self.known.pseudonymise(value, kinds) if self._find(value) else value

    def _described_values(self, name: str, description: ColumnDescription) -> ColumnDescription:
        """Return what a description says of the answers, which are replaced as the cells are."""
        if not self._replaces(name):
            return {}
        hide = self._hiding(name)
        found: ColumnDescription = {}
        if label := str(description.get("label") or ""):
            kinds = {one.kind for one in self._find(label) if self._decided(name, one.kind) == "pseudonym"}
            found["label"] = self.known.pseudonymise(label, kinds) if kinds else label
        for what in OF_ANSWERS:
            if what in description:
                found[what] = replace_texts(description[what], hide)
        if "values_in" in description:
            said = description["values_in"].items()
            found["values_in"] = {language: replace_texts(values, hide) for language, values in said}
        return found


def replace_texts(said: Any, hide: Callable[[str], str]) -> Any:
    """Return texts in lists and dictionaries, keys among them, replaced; empty ones stay."""
    if isinstance(said, dict):
        return {replace_texts(key, hide): replace_texts(value, hide) for key, value in said.items()}
    if isinstance(said, list):
        return [replace_texts(one, hide) for one in said]
    return hide(said) if isinstance(said, str) and said else said
