"""Read and write the tables that pass between rooms: parquet, by DuckDB."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pandas takes half a second to import, DuckDB a tenth, and not every reader needs them
    import duckdb
    import numpy as np
    import pandas as pd

PART = 50_000  # rows
FEW = 1_000  # different texts of a column that is kept as those and codes
VECTOR = 2_048  # rows that DuckDB handles at a time
MEMORY = "512MB"  # what it may hold of a table that is written in parts


def connect(**options: str) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection on one thread: sums must not vary with the core count."""
    import duckdb

    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": True, **options})


@cache
def one_connection() -> duckdb.DuckDBPyConnection:
    """Return the same connection each time, for many small look-ups: opening one takes a while."""
    return connect()


def read_table(path: Path, most: int | None = None) -> pd.DataFrame:
    """Return a parquet file as a data frame, rows in the order they were written; `most` of them at most."""
    with one_connection().cursor() as connection:
        return connection.execute("SELECT * FROM read_parquet(?) LIMIT ?", [str(path), most]).df()


def read_columns(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Return some columns of a parquet file as a data frame, columns and rows in its order.

    Of a file of more than PART rows, text columns of at most FEW different texts come as codes of these.
    """
    asked = set(columns)
    names = [name for name in list_columns(path) if name in asked]
    with one_connection().cursor() as connection:
        relation = f"read_parquet({quote_text(str(path))})"
        return connection.execute(_select_coded(connection, relation, names)).df()


def read_rows(path: Path, condition: str = "TRUE", values: list[Any] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a parquet file that meet a condition of `rows.sql_of`, in order, without pandas."""
    return _ask(f"SELECT * FROM read_parquet(?) WHERE {condition}", path, *(values or []))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a data frame as parquet; codes as their texts, a column that is wholly null as text."""
    coded = _list_coded(table)
    empty = {c for c in table.columns if (c in coded or table[c].dtype == object) and table[c].isna().all()}
    frame = table.astype(dict.fromkeys(empty, "string"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with one_connection().cursor() as connection:
        connection.register("frame", frame)
        connection.execute(f"COPY ({_as_text('frame', coded)}) TO {quote_text(str(path))} (FORMAT parquet)")


def code_texts(places: np.ndarray, texts: Sequence[str | None]) -> pd.api.extensions.ExtensionArray:
    """Return cells as different texts and codes: which of `texts` each is; blank for None and -1."""
    import pandas as pd

    kept = list(dict.fromkeys(filter(None, texts)))
    if not kept:
        return pd.array([None] * len(places), dtype="string")
    codes = pd.Index(kept, dtype=object).get_indexer([*texts, None])[places]
    return pd.Categorical.from_codes(codes, pd.Index(kept, dtype="str"))


def as_texts(frame: pd.DataFrame, names: Collection[str] | None = None) -> pd.DataFrame:
    """Return a copy of a frame with columns of codes, or those of some names, as the texts they stand for."""
    coded = [name for name in _list_coded(frame) if names is None or name in names]
    return frame.astype(dict.fromkeys(coded, "str"))


def write_pooled(paths: list[Path], target: Path) -> None:
    """Write the rows of parquet files one below the other, with the columns of the first.

    A column that is wholly null in one file takes the others' type.
    """
    known = [_find_known(path) for path in paths]
    filled = {name for columns in known for name, has_values in columns.items() if has_values}
    parts = []
    for path, columns in zip(paths, known, strict=True):
        read = {name for name, has_values in columns.items() if has_values or name not in filled}
        cells = ", ".join(_quote(name) if name in read else f"NULL AS {_quote(name)}" for name in known[0])
        parts.append(f"SELECT {cells} FROM read_parquet({quote_text(str(path))})")
    with one_connection().cursor() as connection:
        query = " UNION ALL ".join(parts)
        connection.execute(f"COPY ({query}) TO {quote_text(str(target))} (FORMAT parquet)")


def _find_known(path: Path) -> dict[str, bool]:
    """Return column -> whether any row has a value in it, in the order of the file."""
    names = list_columns(path)
    counts = ", ".join(f"count({_quote(name)}) > 0 AS {_quote(name)}" for name in names)
    return _ask(f"SELECT {counts} FROM read_parquet(?)", path)[0]


def _list_coded(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if frame[name].dtype == "category"]


def _as_text(frame: str, coded: Collection[str]) -> str:
    """Return the query for a frame with its codes as texts."""
    texts = ", ".join(f"{_quote(name)}::VARCHAR AS {_quote(name)}" for name in coded)
    return f"SELECT * {f'REPLACE ({texts}) ' if texts else ''}FROM {frame}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def list_columns(path: Path) -> list[str]:
    """Return the columns of a parquet file, in order."""
    return [str(row["column_name"]) for row in _ask("DESCRIBE SELECT * FROM read_parquet(?)", path)]


def list_values(path: Path, column: str) -> list[Any]:
    """Return the different values of a column of a parquet file, in ascending order."""
    query = f"SELECT DISTINCT {_quote(column)} AS value FROM read_parquet(?) ORDER BY value"
    return [row["value"] for row in _ask(query, path)]


def count_rows(path: Path) -> int:
    """Return the number of rows of a parquet file."""
    return int(_ask("SELECT count(*) AS n FROM read_parquet(?)", path)[0]["n"])


def read_parts(path: Path, columns: list[str]) -> Iterator[pd.DataFrame]:
    """Yield some columns of a parquet file, about PART rows at a time; a file without rows is one part.

    Of a file of several parts, text columns of at most FEW different texts come as those and their codes.
    """
    with one_connection().cursor() as connection:
        yield from cut_relation(connection, f"read_parquet({quote_text(str(path))})", columns)


def cut_relation(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: list[str]
) -> Iterator[pd.DataFrame]:
    """Yield some columns of a table that a connection knows, as `read_parts` does."""
    found = connection.execute(_select_coded(connection, relation, columns))
    part = found.fetch_df_chunk(PART // VECTOR)
    yield _text(part)
    while len(part := found.fetch_df_chunk(PART // VECTOR)):
        yield _text(part)


def _select_coded(connection: duckdb.DuckDBPyConnection, relation: str, columns: list[str]) -> str:
    """Return the query for some columns of a table; texts of few different ones as codes if large."""
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    several = row is not None and row[0] > PART
    codes = {name: _cast_to_few(connection, relation, name) for name in columns} if several else {}
    cells = ", ".join(f"{_quote(name)}{codes.get(name, '')} AS {_quote(name)}" for name in columns)
    return f"SELECT {cells} FROM {relation}"


def _cast_to_few(connection: duckdb.DuckDBPyConnection, relation: str, name: str) -> str:
    """Return the cast of a text column to its different texts; nothing for another, or one of many."""
    query = f"SELECT DISTINCT {_quote(name)} AS t FROM {relation} WHERE t IS NOT NULL ORDER BY t"
    found = connection.execute(f"{query} LIMIT {FEW + 1}").fetchall()
    texts = [row[0] for row in found if isinstance(row[0], str)]
    few = len(texts) == len(found) and 0 < len(texts) <= FEW
    return f"::ENUM({', '.join(map(quote_text, texts))})" if few else ""


def _text(part: pd.DataFrame) -> pd.DataFrame:
    return part.astype({name: "str" for name in part.columns if part[name].dtype == object})


class PartsWriter:
    """Writes data frames of equal columns as one parquet file, one after the other, without holding all.

    To be used in a `with` block; the file is there after it. A single part is written as `write_table` does.
    A column that is wholly null in all parts is written as text. What is beyond MEMORY lies beside the file
    meanwhile, in a folder `.store`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = path.with_name(f"{path.name}.store")
        self.held: pd.DataFrame | None = None
        self.connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> PartsWriter:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.store, ignore_errors=True)  # of a step that was killed
        return self

    def add(self, part: pd.DataFrame) -> None:
        """Add the rows of a part below the others."""
        if self.held is None and self.connection is None:
            self.held = part
            return
        if self.connection is None:
            self.connection = connect(memory_limit=MEMORY, temp_directory=str(self.store))
            self._insert(self.held, "CREATE TABLE whole AS")
            self.held = None
        self._insert(part, "INSERT INTO whole")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None and self.held is not None:
                null = self.held.columns[self.held.isna().all() & (self.held.dtypes != "int64")]
                write_table(self.held.astype({name: "string" for name in null}), self.path)
            elif kind is None and self.connection is not None:
                self._copy(self.connection)
        finally:
            if self.connection is not None:
                self.connection.close()
            shutil.rmtree(self.store, ignore_errors=True)

    def _insert(self, part: pd.DataFrame | None, how: str) -> None:
        assert self.connection is not None and part is not None
        self.connection.register("part", part)
        self.connection.execute(f"{how} {_as_text('part', _list_coded(part))}")
        self.connection.unregister("part")

    def _copy(self, connection: duckdb.DuckDBPyConnection) -> None:
        found = connection.execute("DESCRIBE whole").fetchall()
        names = [_quote(row[0]) for row in found]
        known = connection.execute(f"SELECT {', '.join(f'count({n})' for n in names)} FROM whole").fetchone()
        cells = [n if count else f"{n}::VARCHAR AS {n}" for n, count in zip(names, known or (), strict=True)]
        target = quote_text(str(self.path))
        connection.execute(f"COPY (SELECT {', '.join(cells)} FROM whole) TO {target} (FORMAT parquet)")


def write_parts(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """Write data frames of equal columns as one parquet file, as PartsWriter does."""
    with PartsWriter(path) as writer:
        for part in parts:
            writer.add(part)


def _ask(query: str, path: Path, *values: Any) -> list[dict[str, Any]]:
    found = one_connection().execute(query, [str(path), *values])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
