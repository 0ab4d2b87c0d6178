"""The tables of a built study, asked in SQL: a look-up reads no more than the few rows that it needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.row_selection import read_filters, sql_of
from aimed.messages.problems import Problem, ProblemsFound

POOLED = Path("results/harmonise/pooled")
CODING = Path("results/coding")
TABLES = {
    **{name: POOLED / f"{name}.parquet" for name in ("responses", "participants", "exclusions")},
    **{name: CODING / f"{name}.parquet" for name in ("turns", "coded_turns", "agreement")},
}
Row = dict[str, Any]


@dataclass(frozen=True)
class StudyTables:
    """The tables of the study at `root`, their rows as plain dictionaries, so that no trace needs pandas."""

    root: Path

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
            problem = Problem(
                path.as_posix(), "no such file", "a study that was built", "make paper", kind="not_built"
            )
            raise ProblemsFound([problem])
        return self.root / path
