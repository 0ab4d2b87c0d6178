"""Broken and hostile files: a clear error with a place, or a correct reading; never a crash or a hang."""

import tempfile
import time
from pathlib import Path
from textwrap import dedent

import pytest
from aimed.files import archive
from aimed.ingest.transcripts import utterances
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.recognise import READERS
from aimed.ingest.transcripts.turns import assemble_turns
from aimed.messages.problems import ProblemsFound
from hypothesis import example, given, settings
from hypothesis import strategies as st
from transcript_cohort import packed, read_transcripts, write_cohort
from transcript_writers import WRITERS, Said

pytestmark = pytest.mark.slow

FILES = Path(__file__).parent / "files"
SPEAKERS = {"all": {"M": "moderator", "P1": "a1"}}


def read_file(path: Path) -> list[tuple[str, str]]:
    file = TranscriptFile("a", path, Path("cohort.yaml"), {"M": "moderator", "P1": "a1"}).recognised()
    turns, _, _ = assemble_turns(file.read(), file)
    return [(turn.speaker, turn.text) for turn in turns]


def problems_of(cohort_file: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(cohort_file)
    return str(found.value)


def read_or_refuse(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            read_file(path)
        except ProblemsFound as found:
            assert all(problem.place.startswith(str(path)) for problem in found.problems)


ENDINGS = st.sampled_from([*READERS, "log"])
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"{\\rtf1 ", b"WEBVTT\n\n", b"\xff\xfe", b"1\n00:00:01,000 --> "]
)


@settings(deadline=None, max_examples=150)
@given(ENDINGS, STARTS, st.binary(max_size=300))
@example("txt", b"\xff\xfe\0\0", b"\1")
def test_random_bytes(ending, start, content):
    read_or_refuse(f"a.{ending}", start + content)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(path.name for path in FILES.glob("*.*"))), st.floats(0, 1))
def test_truncated_files(name, share):
    content = (FILES / name).read_bytes()
    read_or_refuse(name, content[: int(share * len(content))])


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(["group.docx", "group.odt", "group.rtf", "teams.vtt", "otter.txt"]),
    st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_flipped_bytes(name, flips):
    content = bytearray((FILES / name).read_bytes())
    for place, value in flips:
        content[int(place * len(content))] = value
    read_or_refuse(name, bytes(content))


@pytest.mark.parametrize("ending", READERS)
def test_empty_files(tmp_path, ending):
    assert problems_of(write_cohort(tmp_path, {f"a.{ending}": b""}, {})) == dedent(f"""\
        {tmp_path}/a.{ending}
          found:    no words
          expected: a transcript
          to do:    restore the file from its source""")


def test_a_file_of_another_size(tmp_path, monkeypatch):
    monkeypatch.setattr(utterances, "BYTES", 1024**2)
    assert problems_of(write_cohort(tmp_path, {"a.txt": b"M: x\n" * 500_000}, SPEAKERS)) == dedent(f"""\
        {tmp_path}/a.txt
          found:    a file of 2 MB
          expected: a transcript of at most 1 MB
          to do:    name the transcript of this group""")


def test_zip_and_entity_bombs_in_opendocument(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "UNPACKED", 1024**2)
    kind = "application/vnd.oasis.opendocument.text"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "boom">{entities}]><x><p>&e11;</p></x>'
    files = {
        "a.odt": packed({"mimetype": kind, "content.xml": b" " * (1024**2 + 1)}),
        "b.odt": packed({"mimetype": kind, "content.xml": bomb}),
        "c.odt": packed({"mimetype": kind, "../content.xml": "<p>M: x</p>"}),
        "d.odt": packed(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
        ),
    }
    whole = problems_of(write_cohort(tmp_path, files, {}))
    for name, place, found in (
        ("a", "a.odt, content.xml", "more than 1 MB when unpacked"),
        ("c", "c.odt, content.xml", "no such file in the archive"),
    ):
        assert (
            dedent(f"""\
            {tmp_path}/{place}
              found:    {found}
              expected: an OpenDocument text (.odt)
              to do:    open it in LibreOffice and save it again as .odt""")
            in whole
        ), name
    assert f"{tmp_path}/b.odt, content.xml\n  found:    " in whole
    assert "d.odt\n  found:    no words" in whole


BOX = (
    '<draw:frame xmlns:draw="d"><draw:text-box><text:p xmlns:text="t">M: hidden</text:p></draw:text-box>'
    "</draw:frame>"
)


def test_words_in_a_text_box_are_never_passed_over(tmp_path):
    files = {
        "a.odt": packed({"content.xml": f'<d><text:p xmlns:text="t">M: x{BOX}</text:p></d>'}),
        "b.rtf": b"{\\rtf1 M: x{\\shp{\\*\\shpinst{\\shptxt M: hidden}}}}",
    }
    assert problems_of(write_cohort(tmp_path, files, SPEAKERS)) == dedent(f"""\
        {tmp_path}/a.odt, paragraph 2
          found:    words in a text box
          expected: all words in the text itself
          to do:    move them out of the box, or delete the box
        {tmp_path}/b.rtf, byte 37
          found:    words in a text box
          expected: a whole Rich Text file (.rtf)
          to do:    open it in the program that made it and save it again, as .docx if it can""")


def test_what_is_no_transcript_is_named(tmp_path):
    files = {
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "b.txt": b"%PDF-1.7", "c.txt": b"<!DOCTYPE html>",
        "d.zip": packed({"x": "y"}), "e.vtt": b"PK\x03\x04",
    }  # fmt: skip
    expected = "a transcript: " + ", ".join(reader.name for reader in READERS.values())
    found = [
        "an old Word file (.doc), or a file with a password", "a PDF", "a web page",
        *["a ZIP archive without a document, or a broken one"] * 2,
    ]  # fmt: skip
    assert problems_of(write_cohort(tmp_path, files, {}, formats=False)) == "\n".join(
        f"{tmp_path}/{name}\n  found:    {what}\n  expected: {expected}\n"
        "  to do:    save or export it as one of these"
        for name, what in zip(files, found, strict=True)
    )


def test_a_format_that_is_not_that_of_the_content(tmp_path):
    content = (FILES / "zoom.vtt").read_bytes()
    assert problems_of(write_cohort(tmp_path, {"a.txt": content}, {}, {"format": "txt"})) == dedent(f"""\
        {tmp_path}/a.txt
          found:    WebVTT captions (.vtt)
          expected: plain text, as its entry in cohort.yaml says
          to do:    take its format out of cohort.yaml: files are known by their content""")


@pytest.mark.parametrize("path", ["../a.txt", "/etc/passwd", "b/../../a.txt", "c:\\a.txt"])
def test_paths_that_leave_the_cohort_folder(tmp_path, path):
    cohort_file = write_cohort(tmp_path, {"a.txt": "M: x"}, SPEAKERS, {"path": path})
    assert "Path of the file, below this folder" in problems_of(cohort_file)
    translation = {"language": "es", "translation": {"path": path, "language": "en"}}
    cohort_file = write_cohort(tmp_path, {"a.txt": "M: x"}, SPEAKERS, translation)
    assert "Path of the translation, below this folder" in problems_of(cohort_file)


@pytest.mark.parametrize(
    "encoding", ["idna", "punycode", "undefined", "unicode_escape", "rot13", "zip", "x\0"]
)
def test_encodings_that_are_none(tmp_path, encoding):
    cohort_file = write_cohort(tmp_path, {"a.txt": "M: x"}, SPEAKERS, {"encoding": encoding})
    assert f"found:    encoding {encoding} for a.txt" in problems_of(cohort_file)


def test_utf16_without_a_mark_is_named_and_read_when_declared(tmp_path):
    content = "M: x\nP1: y".encode("utf-16-le")
    assert problems_of(write_cohort(tmp_path, {"a.txt": content}, SPEAKERS)) == dedent(f"""\
        {tmp_path}/a.txt, line 1
          found:    a NUL character, which no text has
          expected: a text in UTF-8
          to do:    declare the encoding of this transcript in cohort.yaml, or save it as UTF-8""")
    transcripts, _ = read_transcripts(
        write_cohort(tmp_path, {"a.txt": content}, SPEAKERS, {"encoding": "utf-16-le"})
    )
    assert transcripts.at[0, "text"] == "M: x\nP1: y\n"


def test_labels_with_characters_that_nobody_sees(tmp_path):
    content = "\u200eM\u200f: a\n\u202bP1\u202c：5 of us\n\ufeffP\u200b1\u00a0: c\n\u200eXY: d\n"
    cohort_file = write_cohort(tmp_path, {"g.txt": content}, SPEAKERS)
    assert 'found:    unknown speaker "XY", 1 time\n' in problems_of(cohort_file)
    cohort_file = write_cohort(tmp_path, {"g.txt": content.replace("XY", "M")}, SPEAKERS)
    assert read_transcripts(cohort_file)[0].at[0, "text"] == "M: a\nP1: 5 of us\nP1: c\nM: d\n"


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("words", ["a" * 1_000_000, "*a <v " * 20_000 + "x", "\\{a: " * 20_000 + "x"])
def test_lines_of_a_million_characters(tmp_path, name, words):
    path = tmp_path / name
    path.write_bytes(WRITERS[name]([Said("P1", (words,)), Said("M", ("b",))]))
    began = time.process_time()
    assert read_file(path) == [("P1", words), ("M", "b")]
    assert time.process_time() - began < 10


def test_a_turn_of_many_lines_and_a_clock_of_many_digits(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("P1: x\n" + "a\n" * 100_000)
    began = time.process_time()
    assert [len(text) for _, text in read_file(path)] == [200_001]
    assert time.process_time() - began < 10
    content = "WEBVTT\n\n" + "9" * 10_000 + ":00:01.000 --> 00:00:02.000\nM: x\n"
    assert "a.vtt, line 3\n  found:    a cue without valid times" in problems_of(
        write_cohort(tmp_path, {"a.vtt": content}, SPEAKERS)
    )


def test_captions_that_are_not_closed(tmp_path):
    """An open voice ends with its cue; times without an empty line above are a cue that was lost."""
    content = "WEBVTT\n00:01.000 --> 00:02.000\n<v M>a\n\n00:02.000 --> 00:03.000\n<v P1><i>b\n"
    path = tmp_path / "a.vtt"
    path.write_text(content)
    assert read_file(path) == [("M", "a"), ("P1", "b")]
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\nM: a\n00:02.000 --> 00:03.000\nP1: b\n"
    assert problems_of(write_cohort(tmp_path, {"a.vtt": content}, SPEAKERS)) == dedent(f"""\
        {tmp_path}/a.vtt, line 5
          found:    a cue that begins within another, without an empty line
          expected: an empty line, then times such as "00:01:02.500 --> 00:01:04.000"
          to do:    restore the line from the recording's export""")


def test_rich_text_that_is_broken(tmp_path):
    cases = {
        b"{\\rtf1 M: x": (11, "the end of the file within a group: it is cut short"),
        b"{\\rtf1 M: x}{\\rtf1 P1: y}": (13, "more after the end of the text"),
        b"{\\rtf1 M: x\\": (12, "a control word that is cut short"),
        b"{\\rtf1 M: x\\bin99 }": (12, "binary data that are cut short"),
        b"{\\rtf1 M: \\'zz}": (11, "a byte that is not written with two digits"),
        b"{\\rtf1 M: \\'81}": (8, "bytes that are not in the code page cp1252"),
        b"{\\rtf1 M: \\u-10179?}": (1, "half a character (a \\u without its other half)"),
        b"{\\rtf1 " + b"{" * 6000: (5007, "more than 5000 groups within each other"),
    }
    for content, (byte, found) in cases.items():
        tmp_path.joinpath("a.rtf").write_bytes(content)
        with pytest.raises(ProblemsFound) as problems:
            read_file(tmp_path / "a.rtf")
        (problem,) = problems.value.problems
        assert (problem.place, problem.found) == (f"{tmp_path}/a.rtf, byte {byte}", found)
