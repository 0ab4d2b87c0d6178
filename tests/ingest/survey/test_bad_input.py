"""Broken and hostile survey files and projects: a clear problem with its place, or a correct reading.

Expected values: the cells written here by hand. answers.xls and answers.ods were saved by LibreOffice.
"""

import datetime
import random
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from aimed.files import workbook_inspection
from aimed.files.archive import Archive
from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.questionnaires.limesurvey import read_questionnaire
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound
from workbooks import Formula, repack, write_workbook

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FRAME = pd.DataFrame({"id": ["a1", "a2", "a3"], "age": [21.0, None, 2.5], "day": [3.0, 4.0, -99.0]})
ROWS = [["id", "age"], ["a1", 21], ["a2", 2.5]]
STATISTICS: dict[str, Callable[..., None]] = {
    "sav": pyreadstat.write_sav,
    "por": pyreadstat.write_por,
    "dta": pyreadstat.write_dta,
    "xpt": pyreadstat.write_xport,
}
FORMATS = [*STATISTICS, "sas7bdat", "xlsx", "xls", "ods", "csv", "tsv"]
MARKS = {
    "sav": b"$FL2@(#)",
    "dta": b"<stata_dta>",
    "xlsx": b"PK\x03\x04",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Stop a test that takes more than a minute."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    for ending, write in STATISTICS.items():
        write(FRAME, str(folder / f"a.{ending}"))
    write_workbook(folder / "a.xlsx", ROWS)
    files = {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}
    files |= {ending: (HERE / f"workbooks/answers.{ending}").read_bytes() for ending in ("xls", "ods")}
    files["sas7bdat"] = (HERE / "statistics/answers.sas7bdat").read_bytes()
    return files | {"csv": b'id,age\r\na1,"21"\r\n', "tsv": b'id\tage\r\na1\t"21"\r\n'}


def read_cells(path: Path, **options: str) -> list[list[str | None]]:
    """Return the header and all cells of a survey file, held to the other count of its records."""
    export = read_export({"path": path.as_posix()} | options)
    cells = pd.concat([part for _, part in export.parts])
    assert len(cells) == export.counted
    blanked = cells.astype(object).where(cells.notna(), None)
    return [list(export.columns), *blanked.to_numpy().tolist()]


def read_or_refuse(path: Path) -> None:
    try:
        read_cells(path)
    except ProblemsFound as found:
        assert all(problem.place.startswith(path.as_posix()) for problem in found.problems)


def message_of(path: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_cells(path)
    return str(found.value)


@pytest.mark.parametrize("ending", FORMATS)
def test_random_bytes_cut_and_changed_files(tmp_path: Path, whole: dict[str, bytes], ending: str) -> None:
    dice, path = random.Random(7), tmp_path / f"a.{ending}"
    for turn in range(60):
        content = bytearray(whole[ending])
        if turn % 3 == 0:
            del content[dice.randrange(len(content)) :]
        elif turn % 3 == 1:
            for _ in range(dice.choice([1, 8, 30])):
                content[dice.randrange(len(content))] = dice.randrange(256)
        else:
            content = bytearray(MARKS.get(ending, b"") + dice.randbytes(dice.randrange(2000)))
        path.write_bytes(content)
        read_or_refuse(path)


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_file_is_an_error(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"")
    assert message_of(path) == (
        f"{path}\n  found:    an empty file\n"
        "  expected: a survey export: SPSS, Stata, SAS, Excel, OpenDocument, CSV or TSV\n"
        "  to do:    export or copy it again"
    )


def lie_about_sizes(path: Path, size: int) -> Path:
    """Make the archive say that each of its large parts has `size` bytes when unpacked."""
    with zipfile.ZipFile(path) as archive:
        large = [part.file_size for part in archive.infolist() if part.file_size > 10**6]
    content = path.read_bytes()
    for stated in large:
        content = content.replace(stated.to_bytes(4, "little"), size.to_bytes(4, "little"))
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_bomb_in_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes], ending: str, lying: bool
) -> None:
    monkeypatch.setattr(workbook_inspection, "UNPACKED", 2 * 1024**2)
    path = tmp_path / f"a.{ending}"
    path.write_bytes(whole[ending])
    repack(path, {"xl/media/bomb.bin": bytes(30 * 1024**2)})
    assert path.stat().st_size < 10**6
    text = message_of(lie_about_sizes(path, 77) if lying else path)
    refused = ["more than 2 MB when unpacked"] + ["a workbook that cannot be unpacked"] * lying
    assert any(f"{path}\n  found:    {one}" in text for one in refused)


def test_a_bomb_within_a_bomb_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_inspection, "UNPACKED", 2 * 1024**2)
    inner = write_workbook(tmp_path / "inner.xlsx", ROWS)
    repack(inner, {"bomb.bin": bytes(30 * 1024**2)})
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    repack(path, {"xl/embeddings/inner.xlsx": inner.read_bytes()})
    assert read_cells(path) == [["id", "age"], ["a1", "21"], ["a2", "2.5"]]


@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_bomb_in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lying: bool) -> None:
    monkeypatch.setattr("aimed.files.archive.UNPACKED", 1024**2)
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.qde", bytes(20 * 1024**2))
    if lying:
        lie_about_sizes(path, 77)
    with pytest.raises(ProblemsFound, match=r"more than 1 MB when unpacked|cannot be unpacked"):
        Archive(path, "a project", "export it again").read("a.qde")


def test_a_cell_far_from_all_others_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    repack(path, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)})
    assert message_of(path) == (
        f"{path}\n"
        "  found:    cells up to row 1,048,576 and column 16,384 in xl/worksheets/sheet1.xml\n"
        "  expected: at most 50,000,000 cells\n"
        "  to do:    delete what stands far from the answers, and save it again"
    )


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><x>&c;</x>'


@pytest.mark.parametrize("before", [b"", b"<!--" + b" " * 9000 + b"-->"])
def test_entities_in_a_workbook_a_project_and_a_questionnaire(tmp_path: Path, before: bytes) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    repack(path, {"xl/sharedStrings.xml": before + BOMB})
    assert message_of(path).startswith(f"{path}\n  found:    XML with a DOCTYPE in xl/sharedStrings.xml")
    project = tmp_path / "a.qdpx"
    with zipfile.ZipFile(project, "w") as archive:
        archive.writestr("a.qde", before + BOMB)
    with pytest.raises(ProblemsFound, match="XML with a DOCTYPE"):
        Archive(project, "a project", "export it again").read_xml("a.qde")
    questionnaire = tmp_path / "a.lss"
    questionnaire.write_bytes(before + BOMB)
    with pytest.raises(ProblemsFound, match="XML with a DOCTYPE"):
        read_questionnaire(questionnaire)


def test_parts_whose_names_lead_elsewhere_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "cohort"
    folder.mkdir()
    path = write_workbook(folder / "a.xlsx", ROWS)
    repack(path, {"../../evil.txt": b"x", "/evil.txt": b"x", "C:\\evil.txt": b"x"})
    assert len(read_cells(path)) == 3
    assert [one.name for one in tmp_path.rglob("*")] == ["cohort", "a.xlsx"]


CALL = "=cmd|'/C calc'!A0"


def test_formulas_are_read_as_text_or_as_their_stored_value(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id,answer\na1,{CALL}\na2,-5\n")
    assert read_cells(path) == [["id", "answer"], ["a1", CALL], ["a2", "-5"]]
    rows = [["id", "sum"], ["a1", Formula("1+1", 2)], ["a2", Formula(CALL[1:], "ok")]]
    book = write_workbook(tmp_path / "a.xlsx", rows)
    assert read_cells(book) == [["id", "sum"], ["a1", "2"], ["a2", "ok"]]
    rows.append(["a3", Formula("1+1")])
    assert message_of(write_workbook(book, rows)) == (
        f"{book}\n  found:    1 formulas whose values were not stored, in xl/worksheets/sheet1.xml\n"
        "  expected: values\n"
        "  to do:    open it in a spreadsheet program and save it, or export it with values alone"
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_ten_thousand_columns(tmp_path: Path, ending: str) -> None:
    names = [f"c{number}" for number in range(10_000)]
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        path.write_text("\n".join([",".join(names), ",".join("1" * 10_000)]) + "\n")
    else:
        write_workbook(path, [names, ["1"] * 10_000])
    header, row = read_cells(path)
    assert header == names
    assert row == ["1"] * 10_000


def test_a_cell_of_a_million_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\na1,"' + "ab\n" * 333_333 + '"\na2,x\n')
    rows = read_cells(path)
    assert [len(row[1] or "") for row in rows[1:]] == [999_998, 1]
    path.write_text('id,text\na1,"' + "a" * (9 * 1024**2) + '"\n')
    assert "found:    a cell of more than 8 million characters" in message_of(path)


def test_an_unclosed_quote_has_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\na1,x\na2,"y\na3,z\n')
    assert message_of(path).startswith(f"{path}, row 3\n  found:    a quotation mark that is never closed")


def test_two_columns_with_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,q,q,,q\na1,1,2,3,4\n")
    assert read_cells(path) == [["id", "q", "q (2)", "column D", "q (3)"], ["a1", "1", "2", "3", "4"]]


@pytest.mark.parametrize("date1904", [False, True])
def test_days_of_both_date_systems(tmp_path: Path, date1904: bool) -> None:
    days = [datetime.date(1904, 1, 2), datetime.date(2020, 2, 29), datetime.datetime(2020, 3, 1, 23, 59)]
    path = write_workbook(tmp_path / "a.xlsx", [["day"], *([day] for day in days)], date1904=date1904)
    assert read_cells(path) == [["day"], ["1904-01-02"], ["2020-02-29"], ["2020-03-01 23:59:00"]]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_workbooks_that_libreoffice_saved(ending: str) -> None:
    assert [cells for _, cells in open_sheet(HERE / f"workbooks/answers.{ending}").records()] == [
        ["id", "age", "day", "total", "land"],
        ["a1", "21", "2020-03-01", "42", "Österreich"],
        ["a2", "2.5", "1910-01-31", "xy", ""],
        ["a3", "", "2020-03-01 14:05:00", "1", "NA"],
    ]
