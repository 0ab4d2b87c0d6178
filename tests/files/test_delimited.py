"""Delimited text as programs save it. Expected values: the cells written here by hand."""

import codecs
from pathlib import Path

import pytest
from aimed.files.delimited import find_separator, open_delimited
from aimed.files.people_tables import read_people_csv
from aimed.messages.problems import ProblemsFound
from hypothesis import given, settings
from hypothesis import strategies as st

CELLS = [["land", "größe"], ["Österreich", "2,5"], ["Côte d'Ivoire", 'a "b"']]


def write(path: Path, encoding: str, separator: str, end: str = "\r\n") -> Path:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in CELLS]
    path.write_bytes(end.join(separator.join(row) for row in [*quoted, []]).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found(tmp_path: Path, encoding: str, separator: str) -> None:
    table = open_delimited(write(tmp_path / "a.csv", encoding, separator))
    assert [record for _, record in table.records()] == CELLS
    assert table.count_records() == 3
    assert table.guessed == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Ø Stunden;Weiß nicht;Österreich;„gefährlich“"),
        ("cp1252", "¿Año?;Sí;género"),
        ("cp1252", "Prénom;âge;études – œuvre"),
        ("cp1252", "São Paulo;não;opiniões"),
        ("cp1250", "Łódź;źródło;mężczyzna"),
        ("cp1250", "Egyetértek;nő;győr"),
        ("cp1251", "Согласен;женщина;не знаю"),
        ("cp932", "性別;女性;わからない"),
        ("gb18030", "性别;女;不知道"),
        ("cp949", "성별;여성;모름"),
        ("cp1256", "أوافق;امرأة;لا أعرف"),
    ],
)
def test_a_table_that_excel_saved_in_a_code_page_is_read_in_it(
    tmp_path: Path, encoding: str, words: str
) -> None:
    path = tmp_path / "a.csv"
    text = "ID;Q1;Q2;Q3;Q4\r\n" + "".join(f"{row};{words};42\r\n" for row in range(5))
    path.write_bytes(text.encode(encoding))
    table = open_delimited(path)
    assert (table.encoding, table.guessed) == (encoding, True)


def test_the_line_with_which_excel_declares_its_separator_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\na;b,c\r\n1;2,5\r\n")
    table = open_delimited(path)
    assert list(table.records()) == [(2, ["a", "b,c"]), (3, ["1", "2,5"])]
    assert table.count_records() == 2


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'a,b\r\n1,"2\r\n3,4\r\n', "row 2\n  found:    a quotation mark that is never closed"),
        (b'a,b\r\n1,"2"x\r\n', "row 2\n  found:    text after a closing quotation mark"),
        (b"a,b\r\n1,\x00\r\n", "found:    NUL characters"),
        (b"\r\n \r\n", "found:    a file without any text"),
    ],
)
def test_what_is_broken_is_named_with_its_row(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(ProblemsFound) as told:
        list(open_delimited(path).records())
    assert found in str(told.value)


def test_a_told_encoding_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "cp1252", ",")
    for told, found in (("utf-8", "bytes that are not utf-8"), ("klingon", "the encoding 'klingon'")):
        with pytest.raises(ProblemsFound, match=found):
            open_delimited(path, told)


def test_a_table_of_a_person_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffa;b;\r\n"x\ny";1;\r\n\r\n2;3;\r\n'.encode())
    table = read_people_csv(path, ("a", "b"))
    assert table.to_dict("records") == [{"a": "x\ny", "b": "1", "line": 2}, {"a": "2", "b": "3", "line": 5}]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=8), separator=st.sampled_from(",;\t|"))
def test_every_cell_comes_back_and_records_are_counted_two_ways(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    path = tmp_path_factory.mktemp("property") / "a.csv"
    table = [["first", "second"], *rows]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    path.write_bytes("\r\n".join([*quoted, ""]).encode("utf-8-sig"))
    read = open_delimited(path, separator=separator)
    assert [record for _, record in read.records()] == table
    assert read.count_records() == 1 + sum(any(cell.strip() for cell in row) for row in rows)


@pytest.mark.parametrize(
    ("start", "separator"),
    [
        ("a,b;c\n1,2;3\n", ","),  # both cut equally well
        ("a;b\n1,5;2\n", ";"),  # a comma cuts one record alone
        ("a;b;c,d\n1;2;3,4\n", ";"),  # equally often, into more cells
        ("a\n1\n", ","),
        ("", ","),
        ("a;b\n" * 14 + "a,b\n" * 16, ","),
        ("a;b\n" * 16 + "a,b\n" * 100, ";"),  # the first thirty count
    ],
)
def test_the_separator_cuts_the_first_records_most_equally(start: str, separator: str) -> None:
    assert find_separator(start) == separator


LINES = ["id,gender,topic", "r1,Female,Ética y más", "r2,Male,café “quoted” words", "r3,Female,ok"]


def mixed(folder: Path, encodings: list[str], start: bytes = b"") -> str:
    path = folder / "a.csv"
    rows = [line.encode(encoding) for line, encoding in zip(LINES, encodings, strict=True)]
    path.write_bytes(start + b"\r\n".join(rows))
    with pytest.raises(ProblemsFound) as found:
        open_delimited(path)
    return str(found.value)


@pytest.mark.parametrize("start", [b"", codecs.BOM_UTF8])
def test_a_file_in_two_encodings_names_the_rows_that_differ(tmp_path: Path, start: bytes) -> None:
    assert mixed(tmp_path, ["utf-8", "utf-8", "cp1252", "utf-8"], start) == (
        f"{tmp_path}/a.csv, row 3\n"
        "  found:    a file in UTF-8 but for 1 row; this one is in UTF-8 'caf\ufffd \ufffdquoted\ufffd', in "
        "cp1252 'café “quoted”'\n"
        "  expected: one encoding in the whole file; no reading is right for all of it\n"
        "  to do:    correct these rows in a copy, or export them again, and take that copy in; where one "
        "reading is right for all, name its `encoding` in cohort.yaml"
    )


def test_one_encoding_is_no_two_and_a_told_one_is_taken(tmp_path: Path) -> None:
    mixed(tmp_path, ["utf-8", "utf-8", "cp1252", "utf-8"])
    assert open_delimited(tmp_path / "a.csv", "cp1252").encoding == "cp1252"
    texts = {"cp1252": "é è ü ñ\né\n", "gb18030": "一,联通\n学生,姓名\n", "cp1251": "Ёж,Да\n"}
    for encoding, text in texts.items():
        (tmp_path / "b.csv").write_bytes(f"a,b\n{text * 9}".encode(encoding))
        assert open_delimited(tmp_path / "b.csv").path
