"""The test workbooks are what they say. Read back by calamine."""

import datetime
import zipfile
from pathlib import Path

import pytest
from aimed.files import workbook_inspection
from aimed.files.spreadsheets import open_sheet
from aimed.files.workbook_inspection import check_workbook
from aimed.messages.problems import ProblemsFound
from python_calamine import CalamineWorkbook
from workbooks import Formula, Percent, count_days, write_workbook

ROWS = [
    ["id", 'head <&> "q"', None, "多选"],
    ["a1", 2.5, True, datetime.date(2020, 3, 1)],
    ["a2", 7, Formula("B2*2", 5), datetime.datetime(2020, 3, 1, 14, 5)],
    [" a3 ", Percent(0.5), Formula('"x"&"y"', "xy"), datetime.date(1910, 1, 31)],
]


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("strict", [False, True])
def test_cells_come_back_in_both_date_systems(tmp_path: Path, date1904: bool, strict: bool) -> None:
    path = write_workbook(tmp_path / "w.xlsx", {"Ä & B": ROWS}, date1904=date1904, strict=strict)
    sheet = open_sheet(path)
    assert sheet.name == "Ä & B"
    assert [cells for _, cells in sheet.records()] == [
        ["id", 'head <&> "q"', "", "多选"],
        ["a1", "2.5", "TRUE", "2020-03-01"],
        ["a2", "7", "5", "2020-03-01 14:05:00"],
        [" a3 ", "0.5", "xy", "1910-01-31"],
    ]


def test_days_are_those_that_spreadsheet_programs_store() -> None:
    # known serials: 1900-01-01 is 1, 1900-03-01 is 61, 2008-01-01 is 39448; 1904-01-02 is 1 on a Macintosh
    assert count_days(datetime.date(1900, 1, 1)) == 1
    assert count_days(datetime.date(1900, 3, 1)) == 61
    assert count_days(datetime.date(2008, 1, 1)) == 39448
    assert count_days(datetime.date(1904, 1, 2), date1904=True) == 1


def test_equal_calls_write_equal_bytes_and_merged_cells(tmp_path: Path) -> None:
    first = write_workbook(tmp_path / "a.xlsx", ROWS, merged=["B1:C1"])
    second = write_workbook(tmp_path / "b.xlsx", ROWS, merged=["B1:C1"])
    assert first.read_bytes() == second.read_bytes()
    sheet = CalamineWorkbook.from_path(str(first)).get_sheet_by_name("Sheet1")
    assert sheet.merged_cell_ranges == [((0, 1), (0, 2))]
    assert sheet.to_python()[2][3] == datetime.datetime(2020, 3, 1, 14, 5)
    with zipfile.ZipFile(first) as parts:
        assert b"<f>B2*2</f>" in parts.read("xl/worksheets/sheet1.xml")


SHEET = (
    b"<worksheet><sheetData>"
    b'<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>1</v></c></row>'
    b'<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    b"</sheetData></worksheet>"
)


def write_parts(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("block", [45, 60, 1000])
@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"xl/a.bin": SHEET}, "2 cells whose value is an error, as #REF! or #N/A, in xl/a.bin"),
        ({"a.xml": b"<a/>", "b.xml": b"<!DOCTYPE a>"}, "XML with a DOCTYPE in b.xml"),
        (
            {"a.bin": b"<!DOCTYPE a>", "b.xml": SHEET},
            "2 cells whose value is an error, as #REF! or #N/A, in b.xml",
        ),
        ({"a.bin": b"0" * 600_000, "b.bin": b"0" * 600_000}, "more than 1 MB when unpacked"),
    ],
)
def test_parts_are_looked_at_in_blocks_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: dict[str, bytes], found: str, block: int
) -> None:
    monkeypatch.setattr(workbook_inspection, "BLOCK", block)
    monkeypatch.setattr(workbook_inspection, "UNPACKED", 1024**2)
    with pytest.raises(ProblemsFound) as refused:
        check_workbook(write_parts(tmp_path / "w.xlsx", parts))
    assert [problem.found for problem in refused.value.problems] == [found]
