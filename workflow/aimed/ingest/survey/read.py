"""Read one cohort's survey files as they came: text cells in source order, labels beside."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from aimed.files.tables import write_parts
from aimed.files.yaml_json import write_json
from aimed.ingest.personal.knowledge import read_knowledge
from aimed.ingest.survey.cell_tables import read_delimited, read_workbook
from aimed.ingest.survey.export import Export, Reader, tell_apart
from aimed.ingest.survey.labels import ColumnDescription, ReadFile, SurveyLabels
from aimed.ingest.survey.personal_gate import PersonalDataGate
from aimed.ingest.survey.recognise import recognise_format
from aimed.ingest.survey.refusals import check_headings, check_there, check_used
from aimed.ingest.survey.rows.declared_people import read_declared_people
from aimed.ingest.survey.statistics_files import STATISTICS
from aimed.ingest.survey.waves import find_reused, spell_alike
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem
from aimed.messages.unseen_characters import note_unseen
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.cohort_file import list_survey_files
from aimed.study.declarations import CohortDescription, SurveyFile, read_cohort_file

READERS: dict[str, Reader] = STATISTICS | {"delimited": read_delimited, "workbook": read_workbook}


def ingest_survey(
    *,
    cohort_file: InputFile,
    files: InputFiles,
    personal: InputFiles = (),
    table: OutputFile,
    labels: OutputFile,
) -> None:
    """Write the survey as text (source_file, source_row, then every source column) and its labels.

    `files` are all files that cohort.yaml names for the survey, questionnaires among them; `personal` are
    the decisions, roster and key that stand beside it. Raises ProblemsFound for a file of no known format,
    a broken file, other rows and columns than cohort.yaml expects, records that were read but not counted,
    or the reverse, and personal data that nobody decided about.
    """
    described, problems = read_cohort_file(cohort_file), Collector()
    exports = open_survey(described, cohort_file, problems)
    gate = PersonalDataGate(merge_columns(exports), read_knowledge(described, cohort_file, problems))
    write_json(read_survey(exports, gate, partial(write_parts, path=table), problems), labels)


def open_survey(
    described: CohortDescription, cohort_file: Path, problems: Collector
) -> list[tuple[Path, Export]]:
    """Return the files of a survey, opened; without one the people whom cohort.yaml declares."""
    entries = list_survey_files(described, cohort_file.parent)
    if entries or "transcripts" not in described["files"]:
        return read_exports(entries, problems)
    with problems.collecting("survey"):
        return [(cohort_file, read_declared_people(described, cohort_file))]
    return []


def read_exports(entries: list[SurveyFile], problems: Collector) -> list[tuple[Path, Export]]:
    """Return the files of a survey, opened; `entries` as `list_survey_files` gives them.

    problems: of the stage "survey", what `read_export` raises; without that file the others go on.
    """
    exports = []
    for entry in entries:
        with problems.collecting("survey"):
            exports.append((Path(entry["path"]), read_export(entry)))
    return spell_alike(exports)


def read_survey(
    exports: list[tuple[Path, Export]],
    gate: PersonalDataGate,
    store: Callable[[Iterator[pd.DataFrame]], None],
    problems: Collector,
) -> SurveyLabels:
    """Send the rows of all files through the gate to `store`, part by part, and return their labels.json.

    problems: of the stages "survey" and "personal data". Raises ProblemsFound for rows that cannot be read.
    """
    read: dict[str, int] = {}
    for path, export in exports:
        if export.reading["format"] in STATISTICS:
            problems.add("personal data", gate.look_at_labels(path, export))
    store(stack_parts(exports, gate, read))
    cohort, cohort_file = gate.known.described, gate.known.cohort_file
    people = sum(read.values()) - sum(len(one.reading.get("no_people", {})) for _, one in exports)
    shape = {"rows": people, "columns": len(gate.columns)}
    problems.add("survey", compare_counts(exports, read))
    problems.add("personal data", gate.problems())
    problems.add("survey", compare_shape(shape, cohort.get("expected") or {}, exports[0][0], cohort_file))
    problems.stop()
    files = [
        ReadFile(**one.reading, path=path.as_posix(), rows=read[path.as_posix()], columns=list(one.columns))
        for path, one in exports
    ]
    columns, dropped = gate.describe()
    reused = find_reused(exports)
    return SurveyLabels(columns=columns, order=[*columns], files=files, dropped=dropped, reused=reused)


def read_export(entry: SurveyFile) -> Export:
    """Return one file of the survey, opened by the reader of its format; cells are read later.

    Raises ProblemsFound for a file that cannot be read, and for one beside it that is absent or not read,
    and headings that are personal data.
    """
    path = Path(entry["path"])
    reader = READERS[recognise_format(path)]
    check_there(entry)
    export = reader(path, entry)
    check_headings(path, export)
    check_used(path, entry, export.reading)
    return export.call_columns(tell_apart(list(export.columns)))


def merge_columns(exports: list[tuple[Path, Export]]) -> dict[str, ColumnDescription]:
    """Return the columns of all files in the order they first come; the first description counts."""
    merged: dict[str, ColumnDescription] = {}
    for _, export in exports:
        for name, description in export.columns.items():
            merged.setdefault(name, description)
    return merged


def stack_parts(
    exports: list[tuple[Path, Export]], gate: PersonalDataGate, read: dict[str, int]
) -> Iterator[pd.DataFrame]:
    """Yield the parts of all files under one header, each row with its file and row; count them in `read`.

    The gate looks at every cell, and only what it lets through is yielded.
    """
    for path, export in exports:
        read[path.as_posix()] = 0
        for numbers, cells in export.parts:
            read[path.as_posix()] += len(cells)
            place = pd.DataFrame(
                {"source_file": path.as_posix(), "source_row": list(numbers)}, index=cells.index
            )
            text = cells.reindex(columns=list(gate.columns))
            text = text.astype(dict.fromkeys(text.columns[text.dtypes != "category"], "string"))
            gate.look(numbers, text, path.as_posix())
            note_unseen(export.reading, text[list(export.columns)])
            yield pd.concat([place.astype({"source_row": "int64"}), gate.apply(text)], axis=1)


def compare_counts(exports: list[tuple[Path, Export]], read: dict[str, int]) -> list[Problem]:
    """Return a problem for each file without records, or whose records are not those counted otherwise."""
    empty = [
        Problem(path.as_posix(), "no answers below its header", "at least one record", "export it again")
        for path, _ in exports
        if not read[path.as_posix()]
    ]
    return empty + [
        Problem(
            path.as_posix(),
            f"{read[path.as_posix()]} records read and {export.counted} counted",
            "the same number by both roads",
            "look for a quotation mark that is not closed, or a line that ends within a cell",
        )
        for path, export in exports
        if export.counted is not None and read[path.as_posix()] != export.counted
    ]


def compare_shape(
    shape: dict[str, int], expected: dict[str, int], survey: Path, cohort_file: Path
) -> list[Problem]:
    """Return a problem for each of rows and columns that differs from what cohort.yaml expects."""
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
