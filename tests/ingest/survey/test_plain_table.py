"""Plain tables read by columns. Expected values: what the reader of records gives for the same file."""

import random
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.files import plain_text, tables
from aimed.files.delimited import Delimited
from aimed.ingest.personal.patterns import find_patterns, is_plain
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey import cell_tables, export
from aimed.ingest.survey.cell_tables import read_delimited
from aimed.ingest.survey.rows import plain_table
from aimed.messages.problems import ProblemsFound

WORDS = ["é\u00a0", "\ufeffz", "id", "Q1", "Total", "mean", "12,5", "don't"]
CELLS = ["1", "-99", "a b", " x", "", "  ", *WORDS]
SIGNS = [*CELLS, '"', '"', '""', "\n", "\r\n", "\r", ",", ";", "\u2028", "\x0b"]


def read(path: Path) -> tuple[Any, ...]:
    """Return the rows, numbers, count and reading of a file, or the text of what is wrong with it."""
    try:
        read = read_delimited(path, {"path": path.as_posix(), "separator": ","})
        rows, numbers = [], []
        for part_numbers, part in read.parts:
            numbers += [*part_numbers]
            text = tables.as_texts(part).astype(object)
            rows += text.where(text.notna(), None).to_numpy().tolist()
    except ProblemsFound as problems:
        return (str(problems),)
    return list(read.columns), numbers, rows, read.counted, read.reading


def write(path: Path, seed: int) -> None:
    """Write a table that is mostly well formed, sometimes with something odd in one of its places."""
    chosen = random.Random(seed)
    end, odd = chosen.choice(["\n", "\r\n"]), chosen.random()
    lines = ["id,Q1,Q2"]
    for number in range(chosen.randint(1, 9)):
        names = [*[f"p{number}", str(number)] * 20, *CELLS]
        cells = [chosen.choice(names), *chosen.choices(CELLS, k=2)]
        if odd < 0.3:
            cells[chosen.randrange(3)] = "".join(chosen.choices(SIGNS, k=3))
        quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
        bare = [chosen.random() < 0.6 and "," not in cell for cell in cells]
        mixed = [cell if one else other for one, cell, other in zip(bare, cells, quoted, strict=True)]
        lines.append(",".join(mixed if odd < 0.9 else cells[: chosen.randint(1, 3)]))
    text = end.join([*lines, chosen.choice(["", "", end, "1,2"])])
    path.write_bytes(text.encode(chosen.choice(["utf-8", "utf-8-sig"])))


def compare(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[Any, ...], bool]:
    """Return what is read of a file by both roads, which is one and the same, and whether it was plain."""
    stored, taken = cell_tables._hold_plain, []
    with monkeypatch.context() as patch:
        patch.setattr(cell_tables, "_hold_plain", lambda *told: taken.append(stored(*told)) or taken[-1])
        found = []
        for smallest in (sys.maxsize, 0):
            patch.setattr(plain_text, "SMALLEST", smallest)
            found.append(read(path))
    assert found[0] == found[1], path.read_bytes()
    return found[0], taken[-1] is not None if taken else False


def test_a_plain_table_is_what_the_reader_of_records_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (export, plain_table, tables):
        monkeypatch.setattr(module, "PART", 4)
    monkeypatch.setattr(tables, "VECTOR", 1)
    taken = 0
    for seed in range(100):
        write(tmp_path / "a.csv", seed)
        taken += compare(tmp_path / "a.csv", monkeypatch)[1]
    assert taken > 20


@pytest.mark.parametrize("heading", ["id", " ID", "\ufeffId"])
def test_rows_of_a_plain_table_that_are_no_people_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heading: str
) -> None:
    """By hand: the 201st record repeats the headings, the last one begins with a word for totals."""
    rows = [f"p{number},{number % 5},x" for number in range(500)]
    lines = ["id,Q1,Q2", *rows[:199], f"{heading},Q1,Q2", *rows[199:], "Total:,500,"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (_, numbers, _, counted, reading), taken = compare(tmp_path / "a.csv", monkeypatch)
    assert (taken, counted, numbers) == (True, 502, list(range(2, 504)))
    assert reading["no_people"] == {"201": "headings_again", "503": "totals"}


@pytest.mark.parametrize(("answered", "units"), [(48, {}), (49, {"2": "note"})])
def test_units_below_the_headings_and_means_at_the_end_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answered: int, units: dict[str, str]
) -> None:
    """By hand: record 2 says units, unless one of the 49 people below it answers "text" too.

    Records 3 to 6 repeat the headings; the last but one is the mean of 1,001 in 501 rows.
    """
    rows = [f"p{number},{number % 5},{'text' if number == answered else 'a'}" for number in range(500)]
    lines = ["id,Q1,Q2", "Unit,points,text", *["id,Q1,Q2"] * 4, *rows, "Durchschn.,1.998,", "p500,1,a"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (_, numbers, _, counted, reading), taken = compare(tmp_path / "a.csv", monkeypatch)
    assert (taken, counted, len(numbers)) == (True, 507, 507)
    assert reading["no_people"] == units | dict.fromkeys("3456", "headings_again") | {"507": "totals"}


@pytest.mark.parametrize(
    ("content", "taken"),
    [
        ("id;Q1\nä;2\n".encode("cp1252"), False),
        ("id,Q1\nä,2\n".encode("utf-16"), False),
        (b"id,Q1\n1,\x002\n", False),
        (b"id,Q1\n1,2\n\n3,4\n", False),
        (b"sep=,\nid,Q1\n1,2\n", False),
        (b"id,Q1\n1,2\n3\n", False),
        (b'id,Q1\n1,"2\n3,4\n', False),
        (b"id,Q1\r1,2\r3,4\r", True),
        (b'id,Q1\n1,"2\n3"\n4,5', True),
    ],
)
def test_what_is_out_of_the_ordinary_is_read_or_refused_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, taken: bool
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert compare(tmp_path / "a.csv", monkeypatch)[1] == taken


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (b'x,"2\r\n', "row 502\n  found:    a quotation mark that is never closed"),
        (b'x,"2"y\r\n', "row 502\n  found:    text after a closing quotation mark"),
        (b"x\r\n", "row 502\n  found:    1 cells"),
        (b"x,2,3\r\n", "row 502\n  found:    3 cells"),
    ],
)
def test_a_broken_row_of_a_large_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes, found: str
) -> None:
    monkeypatch.setattr(plain_text, "SMALLEST", 0)
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,q\r\n" + b"1,2\r\n" * 500 + broken + b"1,2\r\n" * 500)
    assert found in read(path)[0]


def test_a_file_whose_bytes_are_not_those_of_its_cells_is_not_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: 3 + 2 + 4 + 2 + 1 bytes; a reader that loses one, or a record, is not believed."""
    monkeypatch.setattr(plain_text, "SMALLEST", 0)
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\r\n"1","2\n"\r\n')
    plain = plain_text.hold_plain(Delimited(path, "utf-8", ","), 2)
    assert plain is not None and plain.counted == 2
    assert plain.ask("SELECT * FROM records") == [(1, "a", "b"), (2, "1", "2\n")]
    path.write_bytes(b'a,b\r\n"1","2\n" \r\n')
    assert plain_text._account(path, plain) == -1


def test_a_column_of_a_large_table_may_be_wholly_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: one column holds blanks, one nothing, and one an answer beside the same with blanks."""
    for name, value in (("PART", 3), ("VECTOR", 1)):
        monkeypatch.setattr(tables, name, value)
    rows = [f"p{number},  ,, {number % 2}{' ' * (number % 3)}" for number in range(9)]
    (tmp_path / "a.csv").write_text("\n".join(["id,a,b,c", *rows]), encoding="utf-8")
    (_, _, cells, _, _), taken = compare(tmp_path / "a.csv", monkeypatch)
    assert taken
    assert cells == [[f"p{number}", None, None, str(number % 2)] for number in range(9)]


def test_blank_for_the_query_is_what_is_blank_for_python() -> None:
    every = pd.DataFrame({"text": [chr(n) for n in range(1, sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]})
    with tables.connect() as connection:
        connection.register("every", every)
        query = "SELECT text FROM every WHERE NOT regexp_matches(text, ?)"
        blank = connection.execute(query, [plain_table.FILLED]).fetchall()
    assert {text for (text,) in blank} == {text for text in every["text"] if not text.strip()}


def test_nothing_is_found_in_a_plain_word() -> None:
    chosen, words = random.Random(7), read_words()
    letters = "aAzZ019_-.,TZ:"
    tried = ["".join(chosen.choices(letters, k=chosen.randint(1, 9))) for _ in range(20_000)]
    plain = [text for text in tried if is_plain(text)]
    assert len(plain) > 500
    assert [text for text in plain if find_patterns(text, words)] == []
