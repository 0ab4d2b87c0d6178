"""The test workbooks are what they say. Read back by calamine."""

import datetime
import zipfile
from pathlib import Path

import pytest
from aimed.files.spreadsheets import open_sheet
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
