"""Transcripts as tables of Word and LibreOffice, with a turn in each row."""

from pathlib import Path
from typing import Any

import pytest
from aimed.messages.problems import ProblemsFound
from transcript_cohort import docx, packed, read_transcripts, write_cohort

SPEAKERS = {"g": {"Moderator": "moderator", "P1": "a1", "P2": "a2"}}
ROWS = [
    ["00:01", "Moderator", "What did you learn?"],
    ["00:05", "P1", "Nothing.|And then more."],
    ["", "", "It went on."],
    ["01:00:09", "P2", "A little: so."],
]
TURNS = [
    ["Moderator", "What did you learn?", 1.0],
    ["P1", "Nothing. And then more. It went on.", 5.0],
    ["P2", "A little: so.", 3609.0],
]


def word_table(rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        return (
            "<w:tc>" + "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in text.split("|")) + "</w:tc>"
        )

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def turns_of(folder: Path, name: str, content: bytes, columns: tuple[str, ...]) -> list[list[Any]]:
    _, turns = read_transcripts(write_cohort(folder, {name: content}, SPEAKERS))
    shown = turns[list(columns)].astype(object)
    return shown.where(shown.notna(), None).values.tolist()


def of_word(folder: Path, body: str) -> list[list[Any]]:
    return turns_of(folder, "g.docx", docx(body), ("speaker", "text", "time_start"))


QUIET = [["P2", "", 30.0], ["P1", "Yes.", 40.0]]
PARAGRAPH = "<w:p><w:r><w:t>Group 3</w:t></w:r></w:p>"


def test_time_speaker_and_words(tmp_path: Path):
    assert of_word(tmp_path, PARAGRAPH + word_table(ROWS)) == TURNS
    headed = [["Time", "Speaker", "Transcript"], *ROWS]
    assert of_word(tmp_path, word_table(headed)) == TURNS
    parted = [*ROWS[:3], ["Part two"], ROWS[3]]
    assert of_word(tmp_path, word_table(parted) + PARAGRAPH + word_table(ROWS)) == TURNS + TURNS
    transcripts, _ = read_transcripts(tmp_path / "cohort.yaml")
    assert transcripts.at[0, "before"] == "Part two\nGroup 3"


def test_a_row_without_words_stays_a_turn(tmp_path: Path):
    rows = [*ROWS[:2], ["00:30", "P2", ""], ["00:40", "P1", "Yes."]]
    assert of_word(tmp_path, word_table(rows)) == [*TURNS[:1], ["P1", "Nothing. And then more.", 5.0], *QUIET]


def test_other_orders_and_numbers_of_rows(tmp_path: Path):
    said = [[n, who, words] for n, (_, who, words) in enumerate(ROWS, start=1) if who]
    plain = [[who, words] for _, who, words in ROWS if who]
    turned = [[words, who + ":"] for who, words in plain]
    expected = [[who, words, None] for who, words, _ in TURNS]
    expected[1][1] = "Nothing. And then more."
    for rows in (said, plain, turned):
        assert of_word(tmp_path, word_table([list(map(str, row)) for row in rows])) == expected


def test_a_speaker_who_is_not_declared_and_a_label_within_a_cell_stop(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        of_word(tmp_path, word_table([*ROWS, ["01:01:00", "P9", "I too. P1: yes"]]))
    assert [(one.place, one.found) for one in found.value.problems] == [
        (f"{tmp_path}/g.docx, paragraph 16", 'unknown speaker "P9", 1 time'),
        (f"{tmp_path}/g.docx, paragraph 16", 'the label "P1" inside a turn, 1 time'),
    ]


def test_a_table_of_who_takes_part_is_no_talk(tmp_path: Path):
    people = word_table([["P1", "Female", "23"], ["P2", "Male", "31"]])
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ["P1: a", "P2: b"] * 12)
    assert of_word(tmp_path, people + lines) == [["P1", "a", None], ["P2", "b", None]] * 12


def test_a_table_with_more_columns_of_words_stops(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        of_word(tmp_path, word_table([["P1", "Yes I do.", "a note"], ["P2", "No.", "another"]]))
    assert "no speaker in 6 paragraphs" in str(found.value)


def test_tables_of_opendocument(tmp_path: Path):
    def cell(text: str) -> str:
        return f"<table-cell>{''.join(f'<p>{t}</p>' for t in text.split('|'))}</table-cell>"

    cells = "".join(f"<table-row>{''.join(map(cell, row))}</table-row>" for row in ROWS)
    kind = "application/vnd.oasis.opendocument.text"
    content = packed({"mimetype": kind, "content.xml": f"<text><table>{cells}</table></text>"})
    assert turns_of(tmp_path, "g.odt", content, ("speaker", "text", "time_start")) == TURNS


@pytest.mark.parametrize("begun", [r"\trowd\cellx900", r"\pard\intbl", r"\trowd\pard\intbl"])
@pytest.mark.parametrize("ended", [r"\row", r"\pard\intbl{\trowd\cellx900\row}"])
def test_tables_of_rich_text(tmp_path: Path, begun: str, ended: str):
    """Writers say where a row begins before it, in each of its paragraphs, or again at its end."""

    def row(cells: list[str]) -> str:
        return begun + "".join(f" {text.replace('|', chr(92) + 'par ')}\\cell" for text in cells) + ended

    table = "".join(map(row, [["Time", "Speaker", "Words"], *ROWS]))
    content = rf"{{\rtf1\ansi Group 3\par {table}\pard The end\par}}".encode()
    assert turns_of(tmp_path, "g.rtf", content, ("speaker", "text", "time_start")) == TURNS
    transcripts, _ = read_transcripts(tmp_path / "cohort.yaml")
    assert transcripts.at[0, "before"] == "Group 3\nThe end"


def test_marks_of_rows_in_the_words_of_rich_text_are_no_rows(tmp_path: Path):
    content = rb"{\rtf1\ansi Moderator: One\'1e two \u31? three.\par P1: Four\'1d.\par}"
    turns = turns_of(tmp_path, "g.rtf", content, ("speaker", "text"))
    assert turns == [["Moderator", "One two  three."], ["P1", "Four."]]
