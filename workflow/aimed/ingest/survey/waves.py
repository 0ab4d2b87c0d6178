"""Names of columns in several files of one cohort: written alike, and one name for two questions."""

from pathlib import Path

from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription
from aimed.language.likeness import OTHER_QUESTION, compare, normalise


def spell_alike(exports: list[tuple[Path, Export]]) -> list[tuple[Path, Export]]:
    """Return the exports with columns that differ only in capitals called as in the first file with one.

    A parquet file takes such names for one; `Age` of one wave and `age` of the next are one column.
    """
    known: dict[str, str] = {}
    return [
        (path, export.call_columns([known.setdefault(name.casefold(), name) for name in export.columns]))
        for path, export in exports
    ]


def find_reused(exports: list[tuple[Path, Export]]) -> dict[str, dict[str, str]]:
    """Return column -> file -> question text, of columns whose texts have little to do with each other.

    Files in two languages can say one question so, too: a person decides.
    """
    said: dict[str, dict[str, str]] = {}
    for path, export in exports:
        for name, description in export.columns.items():
            if text := _text_of(name, description):
                said.setdefault(name, {})[path.as_posix()] = text
    return {name: texts for name, texts in said.items() if _differ(list(texts.values()))}


def _text_of(name: str, description: ColumnDescription) -> str:
    text = str(description.get("label") or "")
    return "" if description.get("platform") or normalise(text) == normalise(name) else text


def _differ(texts: list[str]) -> bool:
    first = normalise(texts[0])
    return any(compare(first, normalise(text)) < OTHER_QUESTION for text in texts[1:])
