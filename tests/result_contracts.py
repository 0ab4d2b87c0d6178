"""Compare the files below a study's results/ with workflow/schemas/results/: columns, keys, types, nulls."""

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas as pd
from aimed.docs.schema_pages import read_result_schemas
from aimed.study.codebook import read_study_codebook

FILES: dict[str, dict[str, Any]] = {
    path: file for schema in read_result_schemas().values() for path, file in schema["files"].items()
}
SPECIFICATIONS = "stats/<analysis>.specifications.parquet"  # of a multiverse, which the toy has none of
TYPES = {"BIGINT": "whole number", "DOUBLE": "number", "BOOLEAN": "true/false", "VARCHAR": "text"}
ANSWERS = "coding/<cohort>/"  # of coded answers, which the toy has none of
Column = tuple[str, str, bool]
Found = tuple[str, str, bool, bool]


def find_breaches(study: Path) -> list[str]:
    """Return what is not as the schemas say, of every file below results/."""
    folder = study / "results"
    return [
        f"{name}: {what}"
        for name in list_results(study)
        for what in compare(folder / name, choose(name), study)
    ]


def find_lost(study: Path) -> list[str]:
    """Return the kinds of file that a schema has and results/ has not, but for what not every study has."""
    made = {choose(name) for name in list_results(study)}
    lost = [kind for kind in FILES if kind not in made and kind != SPECIFICATIONS]
    return [kind for kind in lost if not kind.startswith(ANSWERS)]


def list_results(study: Path) -> list[str]:
    folder = study / "results"
    return sorted(p.relative_to(folder).as_posix() for p in folder.glob("*/**/*") if p.is_file())


def choose(name: str) -> str | None:
    """Return the kind of a file: of those that its path matches, the one with the least in brackets."""
    matching = [kind for kind in FILES if re.fullmatch(write_pattern(kind), name)]
    return min(matching, key=lambda kind: (kind.count("<"), -len(kind)), default=None)


def write_pattern(kind: str) -> str:
    """Return the regular expression of a kind's paths; only a run record may lie below a cohort's folder."""
    return re.sub("<[a-z ]+>", "[^/]+", re.escape(kind).replace("<room>", ".+"))


def compare(path: Path, kind: str | None, study: Path) -> list[str]:
    if kind is None:
        return ["no schema"]
    if "columns" in FILES[kind]:
        said = list_columns(FILES[kind]["columns"], path, study)
        return compare_columns(read_csv(path, said) if path.suffix == ".csv" else read_columns(path), said)
    if "json" in FILES[kind]:
        validator = jsonschema.Draft202012Validator(FILES[kind]["json"])
        errors = validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))
        return [f"{error.json_path} {error.message}" for error in errors]
    return []


def read_columns(path: Path) -> list[Found]:
    """Return name, type, whether there are nulls, and whether there is nothing else, of each column."""
    with duckdb.connect() as connection:
        asked = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        counts = ", ".join('count("' + row[0].replace('"', '""') + '")' for row in asked)
        rows, *known = connection.execute(
            f"SELECT count(*), {counts} FROM read_parquet(?)", [str(path)]
        ).fetchone()  # type: ignore[misc]
    return [
        (row[0], TYPES.get(row[1], row[1]), n < rows, n == 0) for row, n in zip(asked, known, strict=True)
    ]


def read_csv(path: Path, said: list[Column]) -> list[Found]:
    """Return the same of a CSV file, whose cells are all text: those of a number must read as one."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    wanted = {name: kind for name, kind, _ in said}
    found = []
    for name in table.columns:
        cells = table.loc[table[name] != "", name]
        reads = pd.to_numeric(cells, errors="coerce").notna().all()
        kind = "number" if wanted.get(name) == "number" and reads else "text"
        found.append((name, kind, len(cells) < len(table), False))
    return found


def list_columns(said: dict[str, Any], path: Path, study: Path) -> list[Column]:
    """Return name, type and whether it may be null of each column, the study's own in their place."""
    columns: list[Column] = []
    for name, column in said.items():
        null = "null_when" in column
        if name == "<codebook variable>":
            columns += [(variable, kind, null) for variable, kind in list_codebook(study)]
        elif name == "<attribute>":
            columns += [(column, kind, null) for column, kind in list_attributes_of(study, set(said))]
        elif name == "<source column>":
            described = json.loads((path.parent / "labels.json").read_text(encoding="utf-8"))
            columns += [(source, "text", null) for source in described["order"]]
        else:
            columns.append((name, column["type"], null))
    return columns


def list_codebook(study: Path) -> list[tuple[str, str]]:
    book = read_study_codebook(study)
    kinds = {"number": "number", "multi": "true/false"}
    return [
        (column, kinds.get(str(book.variables.at[variable, "type"]), "text"))
        for variable in book.variables.index
        for column in book.columns(variable)
    ]


def list_attributes_of(study: Path, taken: set[str]) -> list[tuple[str, str]]:
    """Return the answers that stand beside turns: none in words, dates, personal or with a column above."""
    kinds = {"category": "text", "ordered": "text", "number": "number", "multi": "true/false"}
    book = read_study_codebook(study)
    own = {name for kind in ("turns", "coded_turns") for name in FILES[f"coding/{kind}.parquet"]["columns"]}
    own |= set(FILES["harmonise/<cohort>/participants.parquet"]["columns"]) | taken
    return [
        (column, kinds[str(row["type"])])
        for variable, row in book.variables.iterrows()
        if row["type"] in kinds and row["personal"] != "yes"
        for column in book.columns(str(variable))
        if column not in own
    ]


def compare_columns(found: list[Found], said: list[Column]) -> list[str]:
    names = [name for name, *_ in found], [name for name, *_ in said]
    if names[0] != names[1]:
        return [f"columns {', '.join(names[0])}, not {', '.join(names[1])}"]
    wrong = []
    for (name, kind, has_null, blank), (_, expected, may) in zip(found, said, strict=True):
        # an outcome without any value is written as text, whatever the codebook says
        if kind != expected and not (blank and may and kind == "text"):
            wrong.append(f"column {name} is {kind}, not {expected}")
        if has_null and not may:
            wrong.append(f"column {name} has nulls")
    return wrong
