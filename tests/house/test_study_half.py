"""The study half here holds to the schemas, whichever study it is; the schemas say what each key means."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.study.codebook import read_study_codebook
from toy_study import REPOSITORY

SCHEMAS = sorted((REPOSITORY / "workflow/schemas").glob("*.schema.yaml"))
CODEBOOK = REPOSITORY / "data/codebook"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def parts_of(rules: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return (path, rules) of every property of a schema."""
    found = []
    if isinstance(rules, dict):
        properties = rules.get("properties")
        found += [(f"{path}/{name}", part) for name, part in (properties or {}).items()]
        for name, part in rules.items():
            if name not in ("if", "then"):
                found += parts_of(part, f"{path}/{name}")
    elif isinstance(rules, list):
        for number, part in enumerate(rules):
            found += parts_of(part, f"{path}/{number}")
    return found


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_schemas_are_valid_and_describe_every_key(path: Path) -> None:
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    parts = parts_of(rules)
    assert parts
    bare = [place for place, part in parts if not ("description" in part or "$ref" in part)]
    assert bare == []


@pytest.mark.parametrize("name", ["variables", "scales", "missing", "themes"])
def test_the_codebook_holds_to_its_schemas(name: str) -> None:
    rules = yaml.safe_load((REPOSITORY / f"workflow/schemas/{name}.schema.yaml").read_text(encoding="utf-8"))
    rows = read_people_csv(CODEBOOK / f"{name}.csv").to_dict("records")
    validator = jsonschema.Draft202012Validator(rules)
    wrong = [
        (row["line"], error.message)
        for row in rows
        for error in validator.iter_errors({key: cell for key, cell in row.items() if key != "line"})
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((REPOSITORY / "analyses").glob("*.yaml")), ids=lambda path: path.stem)
def test_analyses_name_variables_of_the_codebook(path: Path) -> None:
    plan, variables = read_yaml(path, schema="analysis"), read_study_codebook().variables
    named = [*plan.get("outcomes", []), *plan.get("also_by", []), *([plan["by"]] if "by" in plan else [])]
    assert set(named) <= set(variables.index)
