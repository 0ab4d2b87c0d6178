"""Read surveys that come as tables of cells: delimited text and workbooks, in the layout of a platform."""

from pathlib import Path

from aimed.files.delimited import Delimited, open_delimited
from aimed.files.plain_text import PlainText, hold_plain
from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.export import (
    Export,
    ExportLayout,
    HeadProblem,
    Records,
    cut_in_parts,
    name_columns,
    read_head,
)
from aimed.ingest.survey.labels import FileReading
from aimed.ingest.survey.layouts import (
    google_forms,
    jisc,
    kobo,
    limesurvey,
    microsoft_forms,
    plain,
    qualtrics,
    redcap,
    surveymonkey,
)
from aimed.ingest.survey.refusals import check_taken_apart
from aimed.ingest.survey.rows.no_people import RowTests, clean_head, name_changed
from aimed.ingest.survey.rows.plain_table import cut_plain, look_at_doubtful
from aimed.ingest.survey.waves import join_occasions
from aimed.messages.problems import ProblemsFound, raise_problems
from aimed.study.declarations import SurveyFile

# asked in this order; any table is a plain one
IN_ORDER = (qualtrics, limesurvey, redcap, kobo, jisc, google_forms, microsoft_forms, surveymonkey, plain)
LAYOUTS = {layout.NAME: layout for layout in IN_ORDER}


def read_delimited(path: Path, options: SurveyFile) -> Export:
    """Return a CSV or TSV export in any encoding and with any separator; options may tell both."""
    table = open_delimited(path, options.get("encoding"), options.get("separator"))
    found: FileReading = {"format": "delimited", "encoding": table.encoding, "separator": table.separator}
    return _read(table, found | ({"encoding_guessed": True} if table.guessed else {}), options)


def read_workbook(path: Path, options: SurveyFile) -> Export:
    """Return one sheet of a workbook (.xlsx, .xls, .ods); options may name the sheet."""
    table = open_sheet(path, options.get("sheet"))
    unused = [f"sheet {name} ({rows} rows)" for name, rows in table.others.items()]
    return _read(table, {"format": "workbook", "sheet": table.name, "not_used": unused}, options)


def _read(table: Records, reading: FileReading, options: SurveyFile) -> Export:
    head = clean_head(read_head(table))
    if "layout" not in options:
        check_taken_apart(table.path, head)
    layout = find_layout(head, table.path, options)
    names = name_columns([name for name, _ in layout.columns])
    columns = {name: description for name, (_, description) in zip(names, layout.columns, strict=True)}
    reading |= {"layout": layout.name, "header_rows": layout.header_rows}
    if layout.not_used:
        reading["not_used"] = [*reading.get("not_used", []), *layout.not_used]
    reading |= FileReading(forms=layout.forms) if layout.forms else {}
    kept = frozenset(options.get("people_in_rows", []))
    tests = RowTests(head[: layout.header_rows], kept)
    plain = None if kept or layout.occasions else _hold_plain(table, tests, len(names))
    counted = (plain.counted if plain else table.count_records(tests.look)) - layout.header_rows
    no_people = tests.judge(table)
    raise_problems(name_changed(table, tests))
    if no_people:
        reading["no_people"] = {str(row): kind for row, kind in sorted(no_people.items())}
    whole = cut_plain(plain, layout.header_rows, names) if plain else None
    parts = whole or cut_in_parts(table, layout, names, no_people)
    export = Export(columns, parts, reading, counted)
    if layout.occasions:
        return join_occasions(
            table.path, export, names[layout.person], [names[at] for at in layout.occasions]
        )
    return export


def _hold_plain(table: Records, tests: RowTests, width: int) -> PlainText | None:
    """Return a large table by columns, its doubtful rows looked at; None for one to be read row by row."""
    plain = hold_plain(table, width) if isinstance(table, Delimited) else None
    return plain if plain and look_at_doubtful(plain, tests) else None


def find_layout(head: list[list[str]], path: Path, options: SurveyFile) -> ExportLayout:
    """Return the layout of a table: the one that cohort.yaml names, else the first that recognises itself.

    Raises ProblemsFound for a table without a header, and for a head or questionnaire the layout refuses.
    """
    named = options.get("layout")
    chosen = [LAYOUTS[named]] if named else [one for one in LAYOUTS.values() if one.recognise(head)]
    if not head or not chosen:
        expected, remedy = "column names, then answers", "export it again"
        raise ProblemsFound.at(path, "a table without a header", expected, remedy)
    try:
        return chosen[0].describe(head, options.get("questionnaire"))
    except HeadProblem as problem:
        row, *told = problem.args
        raise ProblemsFound.at(f"{path.as_posix()}, row {row}", *told) from None
