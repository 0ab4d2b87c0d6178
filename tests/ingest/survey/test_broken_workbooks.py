"""Workbooks whose cells a reader would lose without a word. Sheets are written by hand after ECMA-376."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from aimed.files import workbook_inspection
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound
from workbooks import Formula, repack, write_workbook

ROWS = [["id", "age"], ["a1", 21], ["a2", 2.5]]


def read_cells(path: Path) -> list[list[str | None]]:
    export = read_export({"path": path.as_posix()})
    cells = pd.concat([part for _, part in export.parts])
    blanked = cells.astype(object).where(cells.notna(), None)
    return [list(export.columns), *blanked.to_numpy().tolist()]


def message_of(path: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_cells(path)
    return str(found.value)


def change_sheet(path: Path, old: bytes, new: bytes) -> Path:
    """Write a workbook again with something else in its first sheet."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert old in sheet
    return repack(path, {"xl/worksheets/sheet1.xml": sheet.replace(old, new)})


def test_a_sheet_that_stands_elsewhere_in_the_archive_is_bounded_too(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    moved = relations.replace(b"worksheets/sheet1.xml", b"data/s1.part")
    repack(path, {"xl/_rels/workbook.xml.rels": moved, "xl/data/s1.part": sheet})
    assert read_cells(path) == [["id", "age"], ["a1", "21"], ["a2", "2.5"]]
    repack(path, {"xl/data/s1.part": sheet.replace(b"</sheetData>", far)})
    assert "found:    cells up to row 1,048,576 and column 16,384 in xl/data/s1.part" in message_of(path)


@pytest.mark.parametrize("stored", ["<v></v>", "<v/>", "<v />", "<v> </v>"])
def test_a_formula_with_an_empty_stored_value_is_refused_and_an_empty_text_is_not(
    tmp_path: Path, stored: str
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "sum"], ["a1", Formula("1+1", 2)]])
    change_sheet(path, b"<v>2</v>", stored.encode())
    assert f"{path}\n  found:    1 formulas whose values were not stored" in message_of(path)
    change_sheet(path, b'<c r="B2">', b'<c r="B2" t="str">')
    assert read_cells(path) == [["id", "sum"], ["a1", None]]


def test_an_error_for_a_value_and_a_row_that_comes_twice_are_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "sum"], ["a1", Formula("A9", 2)]])
    change_sheet(path, b'<c r="B2"><f>A9</f><v>2</v>', b'<c r="B2" s="0" t="e"><f>A9</f><v>#N/A</v>')
    assert message_of(path) == (
        f"{path}\n"
        "  found:    1 cells whose value is an error, as #REF! or #N/A, in xl/worksheets/sheet1.xml\n"
        "  expected: values\n"
        "  to do:    export the answers without formulas, or correct these cells and save it again"
    )
    twice = change_sheet(write_workbook(tmp_path / "b.xlsx", ROWS), b'<row r="3">', b'<row r="2">')
    assert message_of(twice) == (
        f"{twice}\n  found:    row 2 twice, or after a later one, in xl/worksheets/sheet1.xml\n"
        "  expected: each row once, in order\n"
        "  to do:    open it in a spreadsheet program and save it, or export it again"
    )


def test_a_sheet_longer_than_a_block_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_inspection, "BLOCK", 700)
    monkeypatch.setattr(workbook_inspection, "OVERLAP", 300)
    rows = [["id", "sum"], *([f"a{n}", Formula("1+1", 2)] for n in range(200))]
    path = write_workbook(tmp_path / "a.xlsx", rows)
    assert len(read_cells(path)) == 201
    change_sheet(path, b"<v>2</v>", b"<v/>")
    assert "found:    200 formulas whose values were not stored" in message_of(path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<v>21</v>", b"<v>21</0>", "not well-formed (invalid token)"),
        (b"<v>21</v>", b"<v>21</w>", "mismatched tag"),
        (b"<v>21</v></c></row>", b"<v>21</v></c>", "mismatched tag"),
        (b"a1", b"a1 & a9", "not well-formed (invalid token)"),
        (b'r="B2"', b"r=B2", "not well-formed (invalid token)"),
    ],
)
def test_broken_xml_stops_with_the_row_where_it_breaks(
    tmp_path: Path, old: bytes, new: bytes, why: str
) -> None:
    path = change_sheet(write_workbook(tmp_path / "a.xlsx", ROWS), old, new)
    row = 3 if b"</row>" in old else 2  # a row that never ends shows at the end of the next one
    text = message_of(path)
    assert text.startswith(f"{path}, row {row}\n") or b"</row>" in old
    assert text.split("\n", 1)[1] == (
        f"  found:    broken XML in xl/worksheets/sheet1.xml ({why}), after which a reader would lose rows\n"
        "  expected: a whole sheet\n"
        "  to do:    open it in a spreadsheet program and save it, or export it again; compare the number "
        "of rows"
    )


def test_what_the_cells_refer_to_is_whole_too_and_pictures_need_not_be(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    repack(path, {"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>", "xl/media/a.xml": b"<a"})
    assert len(read_cells(path)) == 3
    repack(path, {"xl/sharedStrings.xml": b"<sst><si><t>a</t></sst>"})
    assert f"{path}\n  found:    broken XML in xl/sharedStrings.xml (mismatched tag)" in message_of(path)


def test_a_second_table_of_rows_is_not_lost(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    more = b'</sheetData><sheetData><row r="4"><c r="A4"><v>1</v></c></row></sheetData>'
    change_sheet(path, b"</sheetData>", more)
    assert "found:    2 tables of rows in xl/worksheets/sheet1.xml" in message_of(path)


def test_only_cells_with_a_value_count_for_how_far_a_sheet_reaches(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    far = b'<row r="4"><c r="XFD4" s="1"/><c r="XFD4" s="1" t="n"></c></row><row r="1048576" ht="12"></row>'
    change_sheet(path, b"</sheetData>", far + b"</sheetData>")
    assert read_cells(path) == [["id", "age"], ["a1", "21"], ["a2", "2.5"]]
    change_sheet(path, b'<row r="1048576" ht="12">', b'<row r="1048576"><c r="XFD1048576"><v>1</v></c>')
    assert "found:    cells up to row 1,048,576 and column 16,384" in message_of(path)
