"""The results that a trace looks things up in, each read once and only when it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.audit.lookup.held_cells import name_holder, read_held
from aimed.audit.lookup.tables import POOLED, Row, StudyTables
from aimed.audit.lookup.texts import StudyTexts
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import EvidenceFile, Ledger, LedgerNumber, read_evidence, read_ledger
from aimed.messages.problems import MASK
from aimed.study.raw_digests import RawFile
from aimed.study.written_tables import VARIABLES, read_written_rows

LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
INGEST = Path("results/ingest")


@dataclass(frozen=True)
class TracedStudy(StudyTables, StudyTexts):
    """A built study: its tables and texts, and all else that is known of its numbers, cohorts and cells."""

    @cached_property
    def ledger(self) -> Ledger:
        """ledger.json. Raises ProblemsFound when it is not there."""
        return read_ledger(self.built(LEDGER))

    @cached_property
    def numbers(self) -> dict[str, LedgerNumber]:
        """The ledger's numbers by id."""
        return self.ledger["numbers"]

    @cached_property
    def evidence(self) -> EvidenceFile:
        """evidence.json."""
        return read_evidence(self.built(EVIDENCE))

    @cached_property
    def surveys(self) -> dict[str, str]:
        """Raw file of a survey -> its cohort, in the order of the exclusions."""
        query = "SELECT DISTINCT source_file, cohort FROM read_parquet(?) ORDER BY cohort, source_file"
        return {row["source_file"]: row["cohort"] for row in self.ask(query, [self.path("exclusions")])}

    @cached_property
    def cohorts(self) -> list[str]:
        """The cohorts that were harmonised."""
        return list(dict.fromkeys(self.surveys.values()))

    @cached_property
    def held(self) -> dict[str, list[RawFile]]:
        """Cohorts that came in harmonised -> the raw files that stayed there."""
        return read_held(self.root, self.cohorts)

    @cached_property
    def recodes(self) -> list[Row]:
        """The crosswalk rows that were used, and how often."""
        return self.all(POOLED / "recodes.parquet")

    @cached_property
    def events(self) -> list[Row]:
        """Corrected, changed and blanked cells, and excluded rows."""
        return self.all(POOLED / "events.parquet")

    @cached_property
    def personal(self) -> set[str]:
        """The variables of the codebook that may identify a person."""
        return {row["variable"] for row in self.variables if row["personal"] == "yes"}

    @cached_property
    def shown_if(self) -> dict[str, str]:
        """Variable -> the variable that decides whether it was asked."""
        conditions = {row["variable"]: row["shown_if"] for row in self.variables}
        return {variable: written.split()[0] for variable, written in conditions.items() if written}

    @cached_property
    def variables(self) -> list[dict[str, str]]:
        """The rows of the codebook's variables."""
        return read_written_rows(self.root / VARIABLES).rows

    def survey(self, cohort: str, rows: Iterable[int]) -> dict[tuple[str, int], Row]:
        """Return (source_file, source_row) -> raw cells, of some rows of a cohort's survey.

        Of a cohort that came in harmonised each cell says who holds it.
        """
        if cohort in self.held:
            cells = dict.fromkeys(self.survey_columns(cohort), name_holder(cohort))
            where = "cohort = ? AND source_row IN (SELECT unnest(?))"
            asked = [cohort, sorted({int(row) for row in rows})]
            known = self.select("exclusions", where, asked, "source_file, source_row")
            return {(row["source_file"], int(row["source_row"])): row | cells for row in known}
        path = str(self.built(INGEST / cohort / "survey.parquet"))
        query = "SELECT * FROM read_parquet(?) WHERE source_row IN (SELECT unnest(?))"
        found = self.ask(query, [path, sorted({int(row) for row in rows})])
        return {(row["source_file"], int(row["source_row"])): row for row in found}

    def survey_columns(self, cohort: str) -> list[str]:
        """Return the raw columns of a cohort's survey; those that answers came from, where it stayed away."""
        if cohort in self.held:
            return [source for own, source in self.fed if own == cohort]
        path = str(self.built(INGEST / cohort / "survey.parquet"))
        names = [row["column_name"] for row in self.ask("DESCRIBE SELECT * FROM read_parquet(?)", [path])]
        return [name for name in names if name not in ("source_file", "source_row")]

    def transcripts(self, cohort: str) -> dict[str, str]:
        """Return transcript -> its file, of a cohort."""
        path = str(self.built(INGEST / cohort / "transcripts.parquet"))
        rows = self.ask("SELECT transcript, source_file FROM read_parquet(?)", [path])
        return {row["transcript"]: row["source_file"] for row in rows}

    def originals(self, cohort: str) -> dict[str, str]:
        """Return transcript -> the file of the words as spoken, of a cohort's translated transcripts."""
        rows = self.all(INGEST / cohort / "transcripts.parquet")
        return {row["transcript"]: row["original_file"] for row in rows if row.get("original_file")}

    def line(self, path: str, line: int) -> Row | None:
        """Return the cells of a line of a table that a person wrote, or None where there is no row."""
        table = read_written_rows(self.root / path)
        return dict(zip(table.lines, table.rows, strict=True)).get(line)

    def turns(self, cohort: str) -> dict[tuple[str, int], Row]:
        """Return (transcript, turn) -> turn of a cohort, with the transcript's source_file."""
        files = self.transcripts(cohort)
        rows = self.all(INGEST / cohort / "turns.parquet")
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
        shown = (
            cell is None or cell == name_holder(cohort) or (cohort, source_variable) not in self.identifying
        )
        return cell if shown else MASK
