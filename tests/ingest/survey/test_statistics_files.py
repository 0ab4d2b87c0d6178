"""Files of statistics packages, written by pyreadstat and haven; expected values are those handed to them."""

import datetime
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from aimed.ingest.survey import statistics_files
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

SAS = Path(__file__).parent / "statistics" / "answers.sas7bdat"
CATALOG = bytes(12) + bytes.fromhex("c2ea8163b31411cfbd92080009c7318c181f1011")
LABELS = {1.0: "Agree – strongly", 2.0: "Disagree"}


def read(path: Path, **options: Any) -> tuple[Export, pd.DataFrame]:
    export = read_export({"path": path.as_posix()} | options)
    parts = list(export.parts)
    assert sum(len(numbers) for numbers, _ in parts) == export.counted
    assert [number for numbers, _ in parts for number in numbers] == list(range(1, export.counted + 1))
    cells = pd.concat([cells for _, cells in parts]).astype(object)
    return export, cells.where(cells.notna(), None)


def message_of(path: Path, **options: Any) -> str:
    with pytest.raises(ProblemsFound) as found:
        list(read_export({"path": path.as_posix()} | options).parts)
    return str(found.value).replace(path.parent.as_posix(), "")


def answers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a1", "a2", "a3", "a4"],
            "agree": [1.0, 2.0, -99.0, None],
            "hours": [1.5, 2.0, 0.1, None],
            "day": [datetime.date(2020, 3, 1), datetime.date(1899, 12, 31), None, datetime.date(2020, 2, 29)],
            "at": [datetime.datetime(2020, 3, 1, 9, 30), None, datetime.datetime(2020, 3, 2), None],
            "time": [datetime.time(9, 5), None, datetime.time(23, 59, 59), None],
            "comment": ["NA", "", "été 東京", " x "],
        }
    )


DAYS = ["2020-03-01", "1899-12-31", None, "2020-02-29"]
MOMENTS = ["2020-03-01 09:30:00", None, "2020-03-02 00:00:00", None]
TIMES = ["09:05:00", None, "23:59:59", None]
COMMENTS = ["NA", None, "été 東京", "x"]


@pytest.mark.parametrize("compress", [False, True], ids=["sav", "zsav"])
def test_spss(tmp_path: Path, compress: bool) -> None:
    path = tmp_path / "answers.dat"
    pyreadstat.write_sav(
        answers(),
        path,
        column_labels={"agree": "AI should be taught"},
        variable_value_labels={"agree": LABELS | {-99.0: "Refused"}},
        missing_ranges={"agree": [-99], "hours": [{"lo": 90, "hi": 99}], "comment": ["NA"]},
        compress=compress,
    )
    export, cells = read(path)
    assert list(cells.columns) == ["id", "agree", "hours", "day", "at", "time", "comment"]
    assert list(cells["agree"]) == ["1", "2", "-99", None]
    assert list(cells["hours"]) == ["1.5", "2", "0.1", None]
    assert [list(cells[name]) for name in ("day", "at", "time", "comment")] == [
        *[DAYS, MOMENTS, TIMES, COMMENTS]
    ]
    assert export.columns["agree"] == {
        "label": "AI should be taught",
        "values": {"1": "Agree – strongly", "2": "Disagree", "-99": "Refused"},
        "missing": [["-99", "-99"]],
        "type": "double",
    }
    assert export.columns["hours"]["missing"] == [["90", "99"]]
    assert export.columns["comment"]["missing"] == [["NA", "NA"]]
    assert export.columns["day"]["type"] == "date"
    assert export.reading == {"format": "spss", "encoding": "UTF-8", "file_label": ""}


def write_portable(path: Path) -> None:
    """Write a .por file, then declare 9 missing in Q as the format has it: tag 8 and the value."""
    frame = pd.DataFrame({"ID": ["a", "b"], "Q": [1.0, 9.0], "D": [datetime.date(2020, 3, 1), None]})
    pyreadstat.write_por(frame, path, column_labels={"Q": "AI should be taught"})
    text = path.read_bytes().decode("ascii").replace("\r\n", "").rstrip("Z")
    declared = text.replace("/1/Q5/8/2/5/8/2/", "/1/Q5/8/2/5/8/2/89/", 1)
    assert declared != text
    declared += "Z" * (-len(declared) % 80)
    lines = [declared[start : start + 80] for start in range(0, len(declared), 80)]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))


def test_spss_portable_keeps_declared_missing_values_too(tmp_path: Path) -> None:
    write_portable(tmp_path / "answers.por")
    export, cells = read(tmp_path / "answers.por")
    assert cells.to_dict("list") == {"ID": ["a", "b"], "Q": ["1", "9"], "D": ["2020-03-01", None]}
    assert (export.columns["Q"]["label"], export.columns["Q"]["missing"]) == (
        *["AI should be taught", [["9", "9"]]],
    )
    assert export.reading["format"] == "spss_portable"


@pytest.mark.parametrize("version", [8, 10, 11, 12, 13, 14, 15])
def test_stata_letters_are_codes_that_are_declared_missing(tmp_path: Path, version: int) -> None:
    frame = answers().drop(columns="comment" if version < 14 else [])
    frame["agree"] = pd.Series([1.0, 2.0, "b", None], dtype=object)
    pyreadstat.write_dta(
        frame,
        tmp_path / "answers.dta",
        version=version,
        variable_value_labels={"agree": {1: "Agree", 2: "Disagree", "a": "Don't know"}},
        missing_user_values={"agree": ["a", "b"]},
    )
    export, cells = read(tmp_path / "answers.dta")
    assert list(cells["agree"]) == ["1", "2", ".b", None]
    assert [list(cells[name]) for name in ("day", "at", "time")] == [DAYS, MOMENTS, TIMES]
    assert export.columns["agree"]["values"] == {"1": "Agree", "2": "Disagree", ".a": "Don't know"}
    assert export.columns["agree"]["missing"] == [[".a", ".a"], [".b", ".b"]]
    assert export.columns["id"]["missing"] == []


def test_stata_columns_of_bytes_and_of_single_precision(tmp_path: Path) -> None:
    """In a column of bytes the file holds 101 for . and 102 for .a; pandas writes the file without them."""
    path = tmp_path / "answers.dta"
    frame = pd.DataFrame({"q": np.array([1, 2, 3, 4], dtype="int8")})
    frame.to_stata(path, write_index=False, version=114)
    head, _, rest = path.read_bytes().rpartition(bytes([1, 2, 3, 4]))
    path.write_bytes(head + bytes([1, 2, 101, 102]) + rest)
    assert list(read(path)[1]["q"]) == ["1", "2", None, ".a"]
    few = pd.DataFrame({"few": np.array([0.1, 3, 1e-7, 2.5], dtype="float32")})
    few.to_stata(path, write_index=False)
    assert list(read(path)[1]["few"]) == ["0.1", "3", "1e-07", "2.5"]


def test_a_text_that_is_one_letter_is_no_missing_letter(tmp_path: Path) -> None:
    pyreadstat.write_dta(pd.DataFrame({"grade": ["a", "b", ""]}), tmp_path / "answers.dta")
    export, cells = read(tmp_path / "answers.dta")
    assert list(cells["grade"]) == ["a", "b", None]
    assert export.columns["grade"]["missing"] == []


@pytest.mark.parametrize("version", [5, 8])
def test_sas_transport(tmp_path: Path, version: int) -> None:
    path = tmp_path / "answers.csv"
    pyreadstat.write_xport(answers(), path, column_labels=["Id"] + [None] * 6, file_format_version=version)
    export, cells = read(path)
    assert list(cells["agree"]) == ["1", "2", "-99", None]
    assert [list(cells[name]) for name in ("day", "at", "time", "comment")] == [
        *[DAYS, MOMENTS, TIMES, COMMENTS]
    ]
    assert (export.reading["format"], export.counted) == ("sas_transport", 4)
    assert export.columns["id"]["label"] == "Id"


def write_catalog(path: Path, name: str, labels: dict[float, str]) -> None:
    """Write one format into a 64-bit .sas7bcat: four pages, the index on the second, labels on the fourth.

    Its first kilobytes are those of the .sas7bdat, with the marks of a catalogue.
    """
    header_size, size = struct.unpack_from("<ii", SAS.read_bytes(), 196)
    header = bytearray(SAS.read_bytes()[:header_size])
    header[:32], header[84:100] = CATALOG, b"SAS FILECATALOG "
    struct.pack_into("<q", header, 204, 4)
    block = bytearray(138)
    block[8:16] = name.ljust(8).encode()
    struct.pack_into("<qq", block, 42, len(labels), len(labels))
    for place, code in enumerate(labels):
        entry = bytearray(30)
        struct.pack_into("<h", entry, 2, 24)
        struct.pack_into("<i", entry, 10, place)
        entry[22:30] = struct.pack(">d", -code)
        block += entry
    for text in labels.values():
        block += bytes(8) + struct.pack("<h", len(text.encode())) + text.encode() + bytes(1)
    index = bytearray(size)
    index[1000:1004], index[1074] = b"XLSR", ord("O")
    struct.pack_into("<qh", index, 1008, 4, 16)
    page = bytes(16) + struct.pack("<qhh", 0, 0, len(block)) + bytes(20) + bytes(block)
    path.write_bytes(bytes(header) + bytes(size) + bytes(index) + bytes(size) + page.ljust(size, b"\0"))


def test_sas_with_its_catalogue(tmp_path: Path) -> None:
    write_catalog(tmp_path / "formats.sas7bcat", "AGREE", LABELS)
    export, cells = read(SAS, catalog=tmp_path / "formats.sas7bcat")
    assert list(cells["agree"]) == ["1", "2", ".R", None]
    assert list(cells["day"]) == ["2020-03-01", "1959-12-31", None, "2020-03-04"]
    assert list(cells["at"]) == ["2020-03-01 09:30:00", None, "2020-03-03 00:00:00", "2020-03-04 23:59:59"]
    assert list(cells["text"]) == ["5 o’clock", None, "NA", "été"]
    assert export.columns["agree"] == {
        "label": "AI should be in the core curriculum",
        "values": {"1": "Agree – strongly", "2": "Disagree"},
        "missing": [[".R", ".R"]],
        "type": "double",
    }
    assert export.reading == {"format": "sas", "encoding": "UTF-8", "file_label": ""}


def test_sas_without_its_catalogue_has_codes_and_no_labels() -> None:
    export, cells = read(SAS)
    assert list(cells["agree"]) == ["1", "2", ".R", None]
    assert export.columns["agree"]["values"] == {}


def test_a_broken_catalogue_and_one_beside_another_format_are_refused(tmp_path: Path) -> None:
    (tmp_path / "formats.sas7bcat").write_bytes(CATALOG + b"cut")
    path = tmp_path / "formats.sas7bcat"
    with pytest.raises(ProblemsFound) as found:
        read_export({"path": SAS.as_posix(), "catalog": path})
    assert str(found.value).replace(tmp_path.as_posix(), "") == (
        "/formats.sas7bcat\n"
        "  found:    a catalogue that cannot be read (Unable to read from file)\n"
        "  expected: the .sas7bcat that belongs to the .sas7bdat\n"
        "  to do:    copy it again"
    )
    pyreadstat.write_dta(answers(), tmp_path / "answers.dta")
    assert message_of(tmp_path / "answers.dta", catalog=path) == (
        "/answers.dta\n"
        "  found:    a Stata file, and the catalogue formats.sas7bcat beside it\n"
        "  expected: a catalogue (.sas7bcat) beside a .sas7bdat file only\n"
        "  to do:    take `catalog` out of cohort.yaml"
    )


def test_an_encoding_that_is_told_counts_before_the_one_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(pd.DataFrame({"city": ["Zürich"]}), path)
    path.write_bytes(path.read_bytes().replace("Zürich".encode(), "Zürich ".encode("cp1252")))
    assert list(read(path, encoding="cp1252")[1]["city"]) == ["Zürich"]
    assert message_of(path) == (
        "/answers.sav\n"
        "  found:    an SPSS file that cannot be read (Unable to convert string to the requested encoding "
        "(invalid byte sequence))\n"
        "  expected: a whole .sav file\n"
        "  to do:    name its `encoding` in cohort.yaml, as cp1252"
    )


def test_dates_out_of_range_stay_numbers_and_are_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"day": [1.380240e10, 9e13, -5.0, 99.0, None], "at": [0.0, 1.5, 60.0, 1e300, None]})
    pyreadstat.write_sav(
        frame,
        tmp_path / "answers.sav",
        variable_format={"day": "DATE11", "at": "DATETIME20"},
        missing_ranges={"day": [99]},
        variable_value_labels={"day": {99: "Refused"}},
    )
    export, cells = read(tmp_path / "answers.sav")
    assert list(cells["day"]) == ["2020-03-01", "90000000000000", "-5", "99", None]
    assert list(cells["at"])[:3] == [
        "1582-10-14 00:00:00",
        "1582-10-14 00:00:01.500000",
        "1582-10-14 00:01:00",
    ]
    assert export.reading["dates_out_of_range"] == {"day": 2, "at": 1}
    assert export.columns["day"]["missing"] == [["99", "99"]]


def test_formats_of_weeks_and_quarters_are_named_as_left(tmp_path: Path) -> None:
    frame = pd.DataFrame({"week": [3129.0], "n": [1.0]})
    pyreadstat.write_dta(frame, tmp_path / "answers.dta", variable_format={"week": "%tw"})
    export, cells = read(tmp_path / "answers.dta")
    assert list(cells["week"]) == ["3129"]
    assert export.reading["formats_left_as_numbers"] == {"week": "%tw"}


def test_a_file_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics_files, "PART", 3)
    frame = pd.DataFrame({"n": [float(number) for number in range(7)], "d": [0.0, 1, 2, 1e300, 4, 5, 1e300]})
    pyreadstat.write_sav(frame, tmp_path / "answers.sav", variable_format={"d": "DATE11"})
    export, cells = read(tmp_path / "answers.sav")
    assert list(cells["n"]) == ["0", "1", "2", "3", "4", "5", "6"]
    assert export.reading["dates_out_of_range"] == {"d": 2}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("ending", ["sav", "dta", "xpt", "sas7bdat", "por"])
def test_a_file_cut_short_is_an_error_or_keeps_every_whole_case(
    tmp_path: Path, ending: str, share: float
) -> None:
    path = tmp_path / f"answers.{ending}"
    frame = pd.concat([answers()] * 50, ignore_index=True)
    if ending == "sas7bdat":
        path.write_bytes(SAS.read_bytes())
    elif ending == "por":
        pyreadstat.write_por(frame.drop(columns="comment").rename(columns=str.upper), path)
    else:
        {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta, "xpt": pyreadstat.write_xport}[ending](
            frame, path
        )
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ProblemsFound):
        list(read_export({"path": path.as_posix()}).parts)
