"""A cohort that was asked more than once: in several files, spelled alike, or in several rows."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription
from aimed.language.likeness import OTHER_QUESTION, compare, normalise
from aimed.messages.problems import Problem, raise_problems

ROW = "\0row"  # no column of an export is called so
FIRST = "first"  # of a row that says no event, instrument and instance


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


def join_occasions(path: Path, export: Export, person: str, occasions: list[str]) -> Export:
    """Return an export with the rows of each person joined into the first; as it is if nobody has two.

    A field keeps its name for the first occasion (event, repeated form) that filled it; each other one gets a
    column, as `mood [followup_arm_1]`. Raises ProblemsFound for two rows of one person and occasion.
    """
    parts = list(export.parts)
    cells = pd.concat([part.assign(**{ROW: list(numbers)}) for numbers, part in parts], ignore_index=True)
    if not cells[person].dropna().duplicated().any():
        return replace(export, parts=parts)
    whose = cells[person].fillna(cells[ROW].map("row {}".format))
    said = cells[occasions].fillna("").agg(" ".join, axis=1).str.split().str.join(" ").replace("", FIRST)
    raise_problems(_find_twice(path, cells.assign(whose=whose, said=said), person))
    first = cells.assign(whose=whose).groupby("whose", sort=False)[ROW].min()
    fields = [name for name in export.columns if name not in (person, *occasions)]
    used = {name: list(dict.fromkeys(said[cells[name].notna()])) for name in fields}
    joined = {person: cells.groupby(whose, sort=False)[person].first()}
    columns = {person: export.columns[person]}
    for name in fields:
        for place, occasion in enumerate(used[name] or [FIRST]):
            own = cells[name].where(said == occasion)
            called = f"{name} [{occasion}]" if place else name
            joined[called] = own.groupby(whose, sort=False).first()
            columns[called] = _describe_occasion(export.columns[name], occasion if place else "", used)
    table = pd.DataFrame(joined, dtype="string").loc[first.index].reset_index(drop=True)
    into = zip(cells[ROW], whose.map(first), strict=True)
    skipped = {str(row): f"joined to row {to} by {person}" for row, to in into if row != to}
    reading = export.reading | {"skipped": export.reading.get("skipped", {}) | skipped}
    if "forms" in reading:
        reading["forms"] = _list_forms(reading["forms"], used)
    counted = None if export.counted is None else export.counted - len(skipped)
    return Export(columns, [(first.tolist(), table)], reading, counted)


def _describe_occasion(
    described: ColumnDescription, occasion: str, used: dict[str, list[str]]
) -> ColumnDescription:
    """Return the description of a field on a later occasion, with conditions on the same occasion."""
    if not occasion:
        return described
    found = described | ColumnDescription(loop=occasion)
    for key in ("label", "question"):
        if key in described:
            found[key] = f"{described[key]} [{occasion}]"
    if "asked_where" in described:
        later = {name: f"{name} [{occasion}]" for name, said in used.items() if occasion in said[1:]}
        found["asked_where"] = [
            [[later.get(name, name), *rest] for name, *rest in way] for way in described["asked_where"]
        ]
    return found


def _list_forms(forms: dict[str, list[str]], used: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the columns that say how complete a form is on an occasion -> its fields on this occasion."""

    def call(name: str, occasion: str) -> str:
        return name if occasion == used[name][0] else f"{name} [{occasion}]"

    return {
        call(complete, occasion): [call(name, occasion) for name in fields if occasion in used.get(name, [])]
        for complete, fields in forms.items()
        for occasion in used.get(complete, [])
    }


def _find_twice(path: Path, rows: pd.DataFrame, person: str) -> list[Problem]:
    """Return a problem for the rows that say the same person and occasion as one before."""
    again = rows[rows.duplicated(["whose", "said"])]
    if again.empty:
        return []
    where = ", ".join(map(str, again[ROW][:5])) + (" and more" if len(again) > 5 else "")
    found = f"a person and event that an earlier row has, too, in row {where}"
    expected = f"one row for each {person}, event and instance, which are joined by {person}"
    remedy = "export all columns of events and repeated forms, or give these rows an instance of their own"
    return [Problem(path.as_posix(), found, expected, remedy)]
