"""Every fixture is found to be of its platform's layout, and of no other; scripts still write them."""

import runpy
from pathlib import Path

import pytest
from aimed.files.delimited import open_delimited
from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.cell_tables import LAYOUTS
from aimed.ingest.survey.export import read_head
from aimed.ingest.survey.read import read_export
from aimed.ingest.survey.recognise import recognise_format

EXPORTS = Path(__file__).parent / "exports"
FIXTURES = sorted(
    path
    for path in EXPORTS.glob("*/*")
    if path.is_file() and not path.name.startswith(("questionnaire", "."))
)
TABLES = [path for path in FIXTURES if recognise_format(path) in ("delimited", "workbook")]
SCRIPTS = sorted(EXPORTS.glob("make_*.py"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", TABLES, ids=name_of)
def test_an_export_is_of_its_own_layout_and_of_no_other(path: Path) -> None:
    table = open_delimited(path) if recognise_format(path) == "delimited" else open_sheet(path)
    head = read_head(table)
    takers = [name for name, layout in LAYOUTS.items() if layout.recognise(head)]
    assert [name for name in takers if name != "plain"] == [path.parent.name]
    assert read_export({"path": path.as_posix()}).reading["layout"] == path.parent.name


@pytest.mark.parametrize("path", TABLES, ids=name_of)
def test_every_record_of_an_export_is_read(path: Path) -> None:
    export = read_export({"path": path.as_posix()})
    parts = list(export.parts)
    assert sum(len(cells) for _, cells in parts) == export.counted
    assert all(list(cells.columns) == list(export.columns) for _, cells in parts)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_writes_the_fixtures_that_are_there(script: Path, tmp_path: Path) -> None:
    runpy.run_path(str(script))["write"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    folder = EXPORTS / script.stem.removeprefix("make_")
    assert made == {path.name: path.read_bytes() for path in folder.iterdir()}
