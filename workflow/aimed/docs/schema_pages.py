"""Write docs/reference/results.md and study-files.md from the schemas of what rooms make and people write."""

from pathlib import Path
from typing import Any

from aimed.docs.markdown import escape, write_page, write_table
from aimed.docs.schema_keys import HEADS, list_keys, list_rules
from aimed.files.yaml_json import SCHEMAS, read_yaml

ORDER = ("ingest", "harmonise", "coding", "stats", "ledger", "figures", "manuscript", "audit", "run_records")
RESULTS = """# Files of results

Every file that a build makes, below `results/`. A table (`.parquet`, `.csv`) has these columns in this order;
`null` says when a cell is. A column whose type is told by the codebook is text where it has no value at all.
In JSON, `*` stands for any key and `[]` for each entry of a list."""
STUDY_FILES = """# Files that people write

Every file of a study that has a schema, with its keys (YAML) or columns (CSV). `*` stands for any key and
`[]` for each entry of a list; true/false is written `yes` or `no`. When a key is required that is so
sometimes, its meaning or the lines below the table say."""


def read_result_schemas() -> dict[str, dict[str, Any]]:
    """Return room -> its schema: title, description, and under files path -> meaning and columns or json."""
    return {room: read_yaml(Path(SCHEMAS, "results", f"{room}.schema.yaml")) for room in ORDER}


def write_results() -> str:
    """Return the page, one heading per room and one per file."""
    blocks = [RESULTS]
    for schema in read_result_schemas().values():
        blocks += [f"## {schema['title'].capitalize()}", escape(schema["description"])]
        for path, file in schema["files"].items():
            columns = file.get("columns", {}).items()
            rows = [(f"`{n}`", c["type"], c.get("null_when", "never"), c["meaning"]) for n, c in columns]
            blocks += [f"### {escape(path)}", escape(file["meaning"])]
            blocks += [write_table(("column", "type", "null", "meaning"), rows)]
            blocks += [write_table(HEADS, list_keys(file.get("json", {})))]
    return write_page(blocks)


def write_study_files() -> str:
    """Return the page, one heading per file."""
    blocks = [STUDY_FILES]
    schemas = [(read_yaml(path), path.as_posix()) for path in SCHEMAS.glob("*.schema.yaml")]
    for schema, path in sorted(schemas, key=lambda pair: str(pair[0]["file"])):
        rules = [f"- {escape(rule)}" for rule in list_rules(schema)]
        said = f"{schema['description'].rstrip('.')}. Schema: `{path}`."
        blocks += [f"## {escape(schema['file'])}", escape(said), write_table(HEADS, list_keys(schema))]
        blocks += ["Needed together:", "\n".join(rules)] if rules else []
    return write_page(blocks)
