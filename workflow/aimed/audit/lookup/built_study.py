"""The results that a trace looks things up in, each read once and only when it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.audit.lookup.held_files import name_holder
from aimed.files.people_tables import read_people_table
from aimed.files.row_selection import read_filters, sql_of
from aimed.files.yaml_json import read_json, read_yaml
from aimed.language.marks import Mark, scan_marks
from aimed.language.own_words import NAME
from aimed.ledger.contents import DerivedRule, EvidenceFile, Ledger, LedgerNumber, read_evidence, read_ledger
from aimed.messages.problems import MASK, ProblemsFound
from aimed.study.derived_variables import read_variables
from aimed.study.raw_digests import RawFile
from aimed.study.reference_columns import list_feeding
from aimed.study.written_tables import read_written_rows

LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
INGEST = Path("results/ingest")
POOLED = Path("results/harmonise/pooled")
CODING = Path("results/coding")
TABLES = {
    **{name: POOLED / f"{name}.parquet" for name in ("responses", "participants", "exclusions")},
    **{name: CODING / f"{name}.parquet" for name in ("turns", "coded_turns", "agreement", "ratings")},
}
Row = dict[str, Any]
ACCOUNTS = "results/harmonise/{}/accounts.json"


@dataclass(frozen=True)
class TracedStudy:
    """The built study at `root`: its tables and texts, and what is known of its numbers, cohorts and cells.

    Rows are plain dictionaries, so that no trace needs pandas; paths of documents are counted from `root`.
    """

    root: Path

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
        asked = ("DISTINCT source_file, cohort", "ORDER BY cohort, source_file")
        return {row["source_file"]: row["cohort"] for row in self.select("exclusions", "TRUE", [], *asked)}

    @cached_property
    def cohorts(self) -> list[str]:
        """The cohorts that were harmonised."""
        return list(dict.fromkeys(self.surveys.values()))

    @cached_property
    def held(self) -> dict[str, list[RawFile]]:
        """Cohorts that came in harmonised -> the raw files that stayed there: path, sha256, rows."""
        paths = {cohort: self.root / ACCOUNTS.format(cohort) for cohort in self.cohorts}
        accounts = {cohort: read_json(path) for cohort, path in paths.items() if path.is_file()}
        return {cohort: one["raw_files"] for cohort, one in accounts.items() if "raw_files" in one}

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
        """The rows of the codebook's variables, the derived ones below."""
        return read_variables(self.root)

    @cached_property
    def derived(self) -> dict[str, DerivedRule]:
        """Derived variable -> how it followed from others when the study was built."""
        return self.evidence.get("derived", {})

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Derived variable -> the columns that cohorts answer which it follows from."""
        return {name: one["answered"] for name, one in self.derived.items()}

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
        rows = self.all(INGEST / cohort / "transcripts.parquet")
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
        """Return (transcript, turn) -> turn or coded answer, with source_file and `unit` of source_line."""
        files, spoken = self.transcripts(cohort), self.all(INGEST / cohort / "turns.parquet")
        rows = [row | {"source_file": files[row["transcript"]], "unit": "line"} for row in spoken]
        answers = CODING / cohort / "turns.parquet"
        for row in self.all(answers) if (self.root / answers).is_file() else ():
            masked = {"text": MASK} if self.is_personal(row["transcript"]) else {}
            rows.append(row | {"unit": "row"} | masked)
        return {(row["transcript"], int(row["turn"])): row for row in rows}

    @cached_property
    def fed(self) -> dict[tuple[str, str], list[str]]:
        """(cohort, source variable) -> the columns of responses that it feeds."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.recodes:
            columns = found.setdefault((row["cohort"], row["source_variable"]), [])
            if row["variable"] not in columns:
                columns.append(row["variable"])
        for columns in found.values():
            columns += [name for name in self.parts if set(columns) & set(list_feeding([name], self.parts))]
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

    @cached_property
    def own_words(self) -> dict[tuple[str, str], list[str]]:
        """(cohort, source variable) -> what single people answered in words of their own."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in sorted((self.root / "data/cohorts").glob("*/cohort.yaml")):
            named = (read_yaml(path).get("files") or {}).get("own_words")
            table = path.parent / named["path"] if named else None
            for row in read_people_table(table).rows if table and table.is_file() else []:
                if row.get("source_value"):
                    found.setdefault((path.parent.name, row["source_variable"]), []).append(
                        row["source_value"]
                    )
        return found

    def is_personal(self, column: str) -> bool:
        """Return whether a column of responses may identify a person."""
        return column.split("__", maxsplit=1)[0] in self.personal

    def mask_raw(self, cohort: str, source_variable: str, cell: Any) -> Any:
        """Return a raw cell, masked when its source variable is identifying or it holds own words."""
        if any(words in str(cell) for words in self.own_words.get((cohort, source_variable), ())):
            return f"({NAME})"
        known = cell in (None, name_holder(cohort)) or (cohort, source_variable) not in self.identifying
        return cell if known else MASK

    def rows(self, table: str, where: list[list[Any]]) -> list[Row]:
        """Return the rows of a table that meet the filters of a row set."""
        condition, values = sql_of(read_filters(where))
        return self.select(table, condition, values)

    def select(
        self, table: str, condition: str, values: list[Any], what: str = "*", rest: str = ""
    ) -> list[Row]:
        """Return what SQL chooses from the rows of a table that meet a condition; `rest` orders or limits."""
        source, paths = self.source(table)
        return self.ask(f"SELECT {what} FROM {source} WHERE {condition} {rest}", [*paths, *values])

    def ask(self, query: str, values: list[Any]) -> list[Row]:
        """Return the answer to a query. Of a large study, look-ups ask for the few rows that they need."""
        from aimed.files.tables import one_connection  # DuckDB: a tenth of a second, and a diff goes without

        found = one_connection().execute(query, values)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def source(self, table: str) -> tuple[str, list[Any]]:
        """Return a table as SQL with placeholders for its files; `missing` beside its respondent's row."""
        if table != "missing":
            return "read_parquet(?)", [self.path(table)]
        missing = str(self.built(POOLED / "missing.parquet"))
        joined = "read_parquet(?) AS reasons JOIN read_parquet(?) AS people USING (respondent)"
        chosen = "people.*, reasons.variable, reasons.reason"
        return f"(SELECT {chosen} FROM {joined})", [missing, self.path("responses")]

    def all(self, path: Path) -> list[Row]:
        """Return all rows of a file."""
        return self.ask("SELECT * FROM read_parquet(?)", [str(self.built(path))])

    def path(self, table: str) -> str:
        """Return the file of a table as SQL takes it. Raises ProblemsFound when it is not there."""
        return str(self.built(TABLES[table]))

    def built(self, path: Path) -> Path:
        """Return a result's path from here. Raises ProblemsFound when it is not there."""
        if not (self.root / path).is_file():
            raise ProblemsFound.at(path, "no such file", "a study that was built", "make paper", "not_built")
        return self.root / path

    @cached_property
    def binding(self) -> dict[str, Any]:
        """What the marks of all documents became, by name; empty before the first build of the documents."""
        merged: dict[str, Any] = {}
        for path in sorted((self.root / "results/manuscript").glob("*.binding.json")):
            named = {part: one for part, one in read_json(path).items() if isinstance(one, dict)}
            for part, content in named.items():
                merged.setdefault(part, {}).update(content)
        return merged

    @cached_property
    def texts(self) -> dict[str, str]:
        """The manuscript's documents by path, the paper first."""
        paths = (self.root / "manuscript").glob("*.qmd")
        return self._read(sorted(paths, key=lambda path: (path.stem != "paper", path)))

    @cached_property
    def declarations(self) -> dict[str, str]:
        """The files that declare figures and tables, by path; their alternative texts show numbers too."""
        paths = [self.root / "manuscript" / name for name in ("figures.yaml", "tables.yaml")]
        return self._read([path for path in paths if path.is_file()])

    def _read(self, paths: list[Path]) -> dict[str, str]:
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in paths}

    @cached_property
    def marks(self) -> dict[str, list[Mark]]:
        """The marks of each document."""
        return {path: scan_marks(text) for path, text in self.texts.items()}

    @cached_property
    def inline_spans(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Where the marks inside sentences begin and end, of each document."""
        blocks = ("table", "figure", "when")
        return {
            path: tuple((mark.start, mark.end) for mark in marks if mark.kind not in blocks)
            for path, marks in self.marks.items()
        }

    @cached_property
    def forms(self) -> dict[str, str]:
        """The composites of the house style by name."""
        path = self.root / "manuscript/forms.yaml"
        return dict(read_yaml(path)["forms"]) if path.is_file() else {}
