"""The results that a trace looks things up in, each read once and only when it is asked for."""

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.documents import read_json, read_yaml
from aimed.marks import Mark, scan_marks
from aimed.problems import MASK, Problem, ProblemsFound
from aimed.rows import read_filters, sql_of
from aimed.tables import one_connection, read_rows

LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
MANUSCRIPT = Path("results/manuscript")
POOLED = Path("results/harmonise/pooled")
CODING = Path("results/coding")
INGEST = Path("results/ingest")
TABLES = {
    **{name: POOLED / f"{name}.parquet" for name in ("responses", "participants", "exclusions")},
    **{name: CODING / f"{name}.parquet" for name in ("turns", "coded_turns", "agreement")},
}
Row = dict[str, Any]


@dataclass(frozen=True)
class TracedStudy:
    """A built study. Everything it returns is plain dictionaries, so that no trace needs pandas."""

    root: Path

    @cached_property
    def ledger(self) -> dict[str, Any]:
        """ledger.json. Raises ProblemsFound when it is not there."""
        return dict(read_json(self._built(LEDGER)))

    @cached_property
    def numbers(self) -> dict[str, Row]:
        """The ledger's numbers by id."""
        return dict(self.ledger["numbers"])

    @cached_property
    def evidence(self) -> dict[str, Any]:
        """evidence.json."""
        return dict(read_json(self._built(EVIDENCE)))

    @cached_property
    def binding(self) -> dict[str, Any]:
        """What the marks of all documents became; empty before the first build of the documents."""
        merged: dict[str, Any] = {}
        for path in sorted((self.root / MANUSCRIPT).glob("*.binding.json")):
            for part, content in read_json(path).items():
                merged.setdefault(part, {}).update(content)
        return merged

    @cached_property
    def texts(self) -> dict[str, str]:
        """The manuscript's documents by path, the paper first."""
        paths = sorted(
            (self.root / "manuscript").glob("*.qmd"), key=lambda path: (path.stem != "paper", path)
        )
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in paths}

    @cached_property
    def marks(self) -> dict[str, list[Mark]]:
        """The marks of each document."""
        return {path: scan_marks(text) for path, text in self.texts.items()}

    @cached_property
    def forms(self) -> dict[str, str]:
        """The composites of the house style by name."""
        path = self.root / "manuscript/forms.yaml"
        return dict(read_yaml(path)["forms"]) if path.is_file() else {}

    @cached_property
    def exclusions(self) -> list[Row]:
        """Every raw row of every cohort, kept or not, with the reason."""
        return self.rows("exclusions", [])

    @cached_property
    def recodes(self) -> list[Row]:
        """The crosswalk rows that were used, and how often."""
        return read_rows(self._built(POOLED / "recodes.parquet"))

    @cached_property
    def events(self) -> list[Row]:
        """Corrected, changed and blanked cells, and excluded rows."""
        return read_rows(self._built(POOLED / "events.parquet"))

    @cached_property
    def missing(self) -> list[Row]:
        """The reason of every null in responses."""
        return read_rows(self._built(POOLED / "missing.parquet"))

    @cached_property
    def personal(self) -> set[str]:
        """The variables of the codebook that may identify a person."""
        text = (self.root / "data/codebook/variables.csv").read_text(encoding="utf-8-sig")
        separator = ";" if text.partition("\n")[0].count(";") else ","
        rows = csv.DictReader(io.StringIO(text), delimiter=separator)
        return {row["variable"].strip() for row in rows if (row.get("personal") or "").strip() == "yes"}

    def rows(self, table: str, where: list[list[Any]]) -> list[Row]:
        """Return the rows of a table that meet the filters of a row set."""
        condition, values = sql_of(read_filters(where))
        return read_rows(self._built(TABLES[table]), condition, values)

    def ask(
        self, table: str, asked: list[tuple[str, list[Any]]], condition: str, values: list[Any]
    ) -> list[tuple[Any, ...]]:
        """Return, for each row that meets a condition, whether it meets each of the conditions asked."""
        answers = ", ".join(f"({question})" for question, _ in asked) or "TRUE"
        given = [value for _, part in asked for value in part]
        path = str(self._built(TABLES[table]))
        query = f"SELECT {answers} FROM read_parquet(?) WHERE {condition}"
        return one_connection().execute(query, [*given, path, *values]).fetchall()

    def survey(self, cohort: str) -> dict[tuple[str, int], Row]:
        """Return (source_file, source_row) -> raw cells of a cohort's survey."""
        return {
            (row["source_file"], int(row["source_row"])): row
            for row in read_rows(self._built(INGEST / cohort / "survey.parquet"))
        }

    def turns(self, cohort: str) -> dict[tuple[str, int], Row]:
        """Return (transcript, turn) -> turn of a cohort, with the transcript's source_file."""
        files = {
            row["transcript"]: row["source_file"]
            for row in read_rows(self._built(INGEST / cohort / "transcripts.parquet"))
        }
        rows = read_rows(self._built(INGEST / cohort / "turns.parquet"))
        return {
            (row["transcript"], int(row["turn"])): row | {"source_file": files[row["transcript"]]}
            for row in rows
        }

    @cached_property
    def fed(self) -> dict[tuple[str, str], list[str]]:
        """(cohort, source variable) -> the columns of responses that it feeds."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.recodes:
            columns = found.setdefault((row["cohort"], row["source_variable"]), [])
            if row["variable"] not in columns:
                columns.append(row["variable"])
        return found

    @cached_property
    def identifying(self) -> set[tuple[str, str]]:
        """(cohort, source variable) of raw cells that are masked.

        They feed a personal variable, or they tell duplicates apart and feed nothing.
        """
        found = {key for key, columns in self.fed.items() if any(map(self.is_personal, columns))}
        for path in sorted((self.root / "data/cohorts").glob("*/cohort.yaml")):
            cohort, content = path.parent.name, read_yaml(path)
            keys = [key for rule in content.get("exclusions", []) for key in rule.get("duplicates_of", [])]
            own = content.get("respondent_id")
            found |= {(cohort, key) for key in keys if key != own and (cohort, key) not in self.fed}
        return found

    def is_personal(self, column: str) -> bool:
        """Return whether a column of responses may identify a person."""
        return column.split("__", maxsplit=1)[0] in self.personal

    def mask_raw(self, cohort: str, source_variable: str, cell: Any) -> Any:
        """Return a raw cell, masked when its source variable is identifying."""
        return MASK if cell is not None and (cohort, source_variable) in self.identifying else cell

    def _built(self, path: Path) -> Path:
        if not (self.root / path).is_file():
            problem = Problem(path.as_posix(), "no such file", "a study that was built", "make paper")
            raise ProblemsFound([problem])
        return self.root / path
