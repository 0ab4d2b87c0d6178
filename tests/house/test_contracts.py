"""Every file of results/ is what workflow/schemas/results/ says, and breaking it is noticed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from aimed.files.yaml_json import write_json
from result_contracts import FILES, TYPES, find_breaches, find_lost
from toy_study import REPOSITORY


@pytest.mark.slow
def test_every_result_is_as_its_schema_says(toy_once_built: Path) -> None:
    assert find_breaches(toy_once_built) == []
    assert find_lost(toy_once_built) == []


def rewrite(path: Path, query: str) -> None:
    """Replace a table by what a query makes of it, as `old`."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE old AS SELECT * FROM '{path}'")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def rename_key(study: Path) -> None:
    path = study / "results/ledger/ledger.json"
    ledger = json.loads(path.read_text(encoding="utf-8"))
    ledger["study"]["people"] = ledger["study"].pop("respondents")
    write_json(ledger, path)


MISSING = "results/harmonise/toy/missing.parquet"
BREACHES: dict[str, tuple[Callable[[Path], Any], list[str]]] = {
    "a column more": (
        lambda study: rewrite(study / MISSING, "SELECT *, 1 AS more FROM old"),
        [
            "harmonise/toy/missing.parquet: columns respondent, variable, reason, cohort, more, "
            "not respondent, variable, reason, cohort"
        ],
    ),
    "a column fewer": (
        lambda study: rewrite(study / MISSING, "SELECT respondent, variable, reason FROM old"),
        [
            "harmonise/toy/missing.parquet: columns respondent, variable, reason, "
            "not respondent, variable, reason, cohort"
        ],
    ),
    "another type": (
        lambda study: rewrite(
            study / "results/harmonise/pooled/responses.parquet",
            "SELECT * REPLACE (CAST(age AS BIGINT) AS age) FROM old",
        ),
        ["harmonise/pooled/responses.parquet: column age is whole number, not number"],
    ),
    "a null": (
        lambda study: rewrite(
            study / MISSING, "SELECT * REPLACE (nullif(reason, 'refused') AS reason) FROM old"
        ),
        ["harmonise/toy/missing.parquet: column reason has nulls"],
    ),
    "another key": (
        rename_key,
        [
            "ledger/ledger.json: $.study 'respondents' is a required property",
            "ledger/ledger.json: $.study Additional properties are not allowed ('people' was unexpected)",
        ],
    ),
    "a file without a schema": (
        lambda study: (study / "results/stats/more.csv").write_text("a\n1\n"),
        ["stats/more.csv: no schema"],
    ),
    "a schema without a file": (
        lambda study: (study / "results/coding/agreement.parquet").unlink(),
        ["coding/agreement.parquet"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BREACHES)
def test_what_is_broken_is_named(name: str, toy_once_built: Path, tmp_path: Path) -> None:
    study = tmp_path / "toy"
    shutil.copytree(toy_once_built / "results", study / "results")
    shutil.copytree(toy_once_built / "data", study / "data")
    break_it, expected = BREACHES[name]
    break_it(study)
    assert sorted([*find_breaches(study), *find_lost(study)]) == expected


def test_schemas_say_a_type_and_a_meaning_everywhere() -> None:
    kinds = {*TYPES.values(), "by the codebook"}
    for path, file in FILES.items():
        assert file["meaning"].endswith("."), path
        assert set(file) <= {"meaning", "columns", "json"}, path
        for name, column in file.get("columns", {}).items():
            assert set(column) <= {"type", "meaning", "null_when"}, (path, name)
            assert column["type"] in kinds, (path, name)
            assert column["meaning"].endswith("."), (path, name)
        if "json" in file:
            jsonschema.Draft202012Validator.check_schema(file["json"])
            assert list_undescribed(file["json"]) == [], path


def list_undescribed(schema: Any, place: str = "$") -> list[str]:
    """Return the places of properties and entries without a description."""
    inner = dict(schema.get("properties", {})) | dict(schema.get("$defs", {}))
    inner |= {
        name: schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)
    }
    found = [f"{place}.{name}" for name, part in inner.items() if not part.get("description")]
    return found + [one for name, part in inner.items() for one in list_undescribed(part, f"{place}.{name}")]


def test_pages_that_the_workflow_names_are_there() -> None:
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in (REPOSITORY / "workflow").rglob("*")
        if path.suffix in (".py", ".smk", ".yaml", ".lua")
    }
    named = {(path, page) for path, text in texts.items() for page in re.findall(r"docs/[\w/-]+\.md", text)}
    assert len(named) > 10
    assert [(path, page) for path, page in sorted(named) if not (REPOSITORY / page).is_file()] == []
    assert [path for path, text in texts.items() if "CONTRACTS" in text] == []
