"""The toy cohort as a folder that came in harmonised, and edits of it by somebody who can count digests."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from aimed.files.tables import read_table
from aimed.files.yaml_json import read_yaml, write_json
from aimed.harmonise.cohort_tables import CohortSources
from aimed.harmonise.received.accept_cohort import accept_cohort
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.export.command import describe_export, write_folder, write_manifest
from aimed.onboarding.export.tables import Releasing, release_tables
from aimed.study.cohort_file import HARMONISED_FILES
from toy_study import harmonise

AWAY = Path("data/cohorts/away")
INSIDE = AWAY / "harmonised"
KINDS = ("responses", "missing", "events", "recodes", "exclusions", "participants")
AGAIN = "have the folder made again at its home by `aimed cohort export`; nothing in it is edited"
RAW = "data/cohorts/toy/survey.sav"


def release_toy(sources: CohortSources, withheld: tuple[str, ...] = ("remark",)) -> Releasing:
    """Write the toy cohort as data/cohorts/away/, with the ids that it has, and return how."""
    made = harmonise(sources)
    built = dict(zip(KINDS, made.tables(), strict=True))
    how = Releasing(
        sources.codebook,
        list(withheld),
        rename=lambda person: person.partition(":")[2],
        folder="data/cohorts/toy",
        raw_files={RAW: "0" * 64},
        keep_order=True,
    )
    described = describe_export("toy", built["participants"], [])
    write_folder(AWAY, described, release_tables(built, how), made.accounts | {"events": {}})
    return replace(how)


def accept_away() -> dict[str, pd.DataFrame]:
    """Accept data/cohorts/away/ and return its tables."""
    book, reference = Path("data/codebook"), Path("data/reference")
    accept_cohort(
        cohort="away",
        files=tuple(INSIDE / name for name in HARMONISED_FILES),
        cohort_file=AWAY / "cohort.yaml",
        codebook=tuple(book / f"{name}.csv" for name in ("variables", "scales", "missing")),
        reference=tuple(reference / f"{name}.csv" for name in ("countries", "income_groups", "who_regions")),
        tables=tuple(Path(f"accepted/{kind}.parquet") for kind in KINDS),
        accounts=Path("accepted/accounts.json"),
    )
    return {kind: read_table(Path(f"accepted/{kind}.parquet")) for kind in KINDS}


def refused() -> list[tuple[str, str, str, str]]:
    """Return what is told of data/cohorts/away/, which is not accepted."""
    with pytest.raises(ProblemsFound) as found:
        accept_away()
    return [(one.place, one.found, one.expected, one.remedy) for one in found.value.problems]


def forge(table: str, edit: Callable[[list[list[str]]], object]) -> None:
    """Edit the rows of a table, header first, and write the manifest anew."""
    path = INSIDE / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    write_manifest(INSIDE)


def set_cell(table: str, line: int, column: str, value: str) -> None:
    """Give one cell of a table another value."""

    def edit(rows: list[list[str]]) -> None:
        rows[line - 1][rows[0].index(column)] = value

    forge(table, edit)


def describe(change: Callable[[dict], object]) -> None:
    """Change the folder's cohort.yaml."""
    content = read_yaml(AWAY / "cohort.yaml")
    change(content)
    write_json(content, AWAY / "cohort.yaml")  # JSON is YAML
