"""Read one cohort's survey file as it came: text cells in source order, labels beside."""

from pathlib import Path
from typing import Any

import pandas as pd

from aimed.documents import read_yaml, write_json
from aimed.ingest.survey_spss import read_spss
from aimed.problems import Problem, raise_problems
from aimed.step import InputFile, OutputFile, run
from aimed.tables import write_table

READERS = {"spss": read_spss}
MAGIC = {b"$FL2": "spss", b"$FL3": "spss"}


def ingest_survey(
    *, cohort_file: InputFile, survey: InputFile, table: OutputFile, labels: OutputFile
) -> None:
    """Write the survey as text (source_file, source_row, then every source column) and its labels.

    Raises ProblemsFound for a file of no known format, a broken file, or other rows and columns
    than cohort.yaml expects.
    """
    cohort = read_yaml(cohort_file, schema="cohort")
    frame, described = READERS[recognise_format(survey)](survey)
    raise_problems(compare_shape(frame, cohort.get("expected", {}), survey, cohort_file))
    first = described["first_row"]
    frame.insert(0, "source_row", range(first, first + len(frame)))
    frame.insert(0, "source_file", survey.as_posix())
    write_table(frame, table)
    write_json(described, labels)


def recognise_format(survey: Path) -> str:
    """Return the name of the reader for a file, from its first bytes and never from its name."""
    with survey.open("rb") as stream:
        start = stream.read(4)
    found = MAGIC.get(start, "")
    if not found:
        raise_problems(
            [
                Problem(
                    survey.as_posix(),
                    f"a file that begins with the bytes {start.hex(' ') or '(none: it is empty)'}",
                    "an SPSS file (.sav or .zsav)",
                    "export the survey as SPSS and name that file in cohort.yaml",
                )
            ]
        )
    return found


def compare_shape(
    frame: pd.DataFrame, expected: dict[str, int], survey: Path, cohort_file: Path
) -> list[Problem]:
    """Return a problem for each of rows and columns that differs from what cohort.yaml expects."""
    shape: dict[str, Any] = {"rows": len(frame), "columns": frame.shape[1]}
    return [
        Problem(
            survey.as_posix(),
            f"{shape[what]} {what}",
            f"{number} {what}, as {cohort_file.as_posix()} says under expected",
            "look at what came or went, then correct `expected`",
        )
        for what, number in expected.items()
        if shape[what] != number
    ]


if __name__ == "__main__":
    run(ingest_survey)
