"""Transcripts to turns: expected texts are written out by hand after the rules in docs/ingest.md."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest import archive
from aimed.ingest.transcript_captions import read_vtt
from aimed.ingest.transcript_docx import read_docx
from aimed.ingest.turns import Turn, write_canonical
from aimed.problems import ProblemsFound
from aimed.tables import connect
from hypothesis import given
from hypothesis import strategies as st
from transcript_cohort import docx, packed, read_transcripts, write_cohort

SPEAKERS = {"M": "moderator", "P1": "a1", "P2": "a2"}


def problems_of(cohort_file: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(cohort_file)
    return str(found.value)


def text_of(tmp_path: Path, name: str, content: bytes | str, speakers=SPEAKERS, **options: str) -> str:
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {name: content}, {"g": speakers}, options))
    return transcripts.at[0, "text"]


def test_text_with_padding_bom_crlf_and_continuation(tmp_path):
    content = b"\xef\xbb\xbfM:     Hello   all.\r\n\r\nP1:\tYes.\r\n  and more, of\r\nP2:so\r\n"
    assert text_of(tmp_path, "g.txt", content) == "M: Hello   all.\nP1: Yes. and more, of\nP2: so\n"


def test_text_with_line_ends_of_old_macs(tmp_path):
    assert text_of(tmp_path, "g.txt", "M: a\rP1: b\r") == "M: a\nP1: b\n"


def test_text_is_not_normalised(tmp_path):
    # e with a combining acute, a no-break space and a curly quote stay as they were typed
    assert text_of(tmp_path, "g.txt", "P1: cafe\u0301\u00a0“x”\n") == "P1: cafe\u0301\u00a0“x”\n"


def test_turns_carry_participants_roles_places_and_source_lines(tmp_path):
    content = "Group one\n\nM: Hi.\nP1: A\nb\n??: mm\nP2: C\n"
    speakers = SPEAKERS | {"??": "unknown"}
    transcripts, turns = read_transcripts(write_cohort(tmp_path, {"g.txt": content}, {"g": speakers}))
    assert transcripts.at[0, "before"] == "Group one"
    assert turns["participant"].fillna("").tolist() == ["", "demo:a1", "", "demo:a2"]
    assert turns["role"].tolist() == ["moderator", "participant", "unknown", "participant"]
    assert turns["source_line"].tolist() == [3, 4, 6, 7]
    assert turns["turn"].tolist() == [1, 2, 3, 4]
    assert turns[["char_start", "char_end"]].values.tolist() == [[3, 6], [11, 14], [19, 21], [26, 27]]
    assert turns["time_start"].isna().all()


def test_labels_declared_for_all_transcripts_and_colons_in_speech(tmp_path):
    content = "M: Two things: one.\nP1: At 10:30 we met.\nNote: well: said.\nso: yes\n10:15 was late\n"
    content += "One of many Other things: more.\n"
    speakers = {"all": {"M": "moderator", "P1": "a1"}, "g": {"Note": "speech"}}
    transcripts, _ = read_transcripts(write_cohort(tmp_path, {"g.txt": content}, speakers))
    assert transcripts.at[0, "text"] == (
        "M: Two things: one.\nP1: At 10:30 we met. Note: well: said. so: yes 10:15 was late"
        " One of many Other things: more.\n"
    )


def test_label_pattern_and_declared_encoding(tmp_path):
    content = "Ana Lima  00:03\nOlá a todos.\n\nBo  1:02:09\nJa.\n".encode("cp1252")
    text = text_of(
        tmp_path, "g.txt", content, {"Ana Lima": "a1", "Bo": "moderator"},
        encoding="cp1252", speaker_pattern=r"(?P<speaker>.+?)  [\d:]+$",
    )  # fmt: skip
    assert text == "Ana Lima: Olá a todos.\nBo: Ja.\n"


def test_zoom_captions_join_cues_without_a_name(tmp_path):
    content = dedent("""\
        WEBVTT

        NOTE made by hand

        1
        00:00:01.500 --> 00:00:02.000
        P1 (she/her): One thing:

        00:00:02.000 --> 00:00:03.250 align:start
        it works.

        2
        00:00:04.000 --> 01:00:05.125
        P2: &lt;No&gt; &amp; yes
        """)
    speakers = {"P1 (she/her)": "a1", "P2": "a2"}
    transcripts, turns = read_transcripts(write_cohort(tmp_path, {"g.vtt": content}, {"g": speakers}))
    assert transcripts.at[0, "text"] == "P1 (she/her): One thing: it works.\nP2: <No> & yes\n"
    assert turns[["time_start", "time_end"]].values.tolist() == [[1.5, 3.25], [4.0, 3605.125]]
    assert turns["source_line"].tolist() == [7, 14]


def test_teams_voices_two_in_a_cue_and_one_over_several_cues(tmp_path):
    content = (
        "WEBVTT - Teams\r\n\r\n0f-1\r\n0:0:1.120 --> 0:0:3.000\r\n<v Ana Lima>Hello,\r\nWell: <i>all</i>.</v>"
        " <v.loud Bo &amp; Co>Hi</v>\r\n\r\n0:0:3.000 --> 0:0:4.000\r\n<v Bo &amp; Co>again.</v>\r\n"
    )
    speakers = {"Ana Lima": "a1", "Bo & Co": "a2"}
    transcripts, turns = read_transcripts(write_cohort(tmp_path, {"g.vtt": content}, {"g": speakers}))
    assert transcripts.at[0, "text"] == "Ana Lima: Hello, Well: all.\nBo & Co: Hi again.\n"
    assert turns[["time_start", "time_end"]].values.tolist() == [[1.12, 3.0], [1.12, 4.0]]


def test_captions_with_two_labels_in_a_cue_and_short_fractions(tmp_path):
    content = "WEBVTT\n\n00:01.5 --> 00:02.25\nM: a\nP1: b\n"
    transcripts, turns = read_transcripts(write_cohort(tmp_path, {"g.vtt": content}, {"g": SPEAKERS}))
    assert transcripts.at[0, "text"] == "M: a\nP1: b\n"
    assert turns[["time_start", "time_end", "source_line"]].values.tolist() == [
        [1.5, 2.25, 4],
        [1.5, 2.25, 5],
    ]


def test_subrip(tmp_path):
    content = "1\n00:00:01,000 --> 00:00:02,000\nP1: A\n\n2\n00:00:02,000 --> 00:00:03,500\nb\n"
    assert text_of(tmp_path, "g.srt", content) == "P1: A b\n"


def test_docx_breaks_tables_tracked_changes_and_fields(tmp_path):
    body = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>M:  Hello</w:t></w:r></w:p><w:p/>"
        "<w:p><w:r><w:t xml:space='preserve'>P1: one </w:t><w:br/><w:t>two</w:t><w:tab/>"
        "<w:t>three</w:t></w:r>"
        "<w:del><w:r><w:delText> not said</w:delText><w:br/></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<AlternateContent><Choice><w:r><w:t>!</w:t></w:r></Choice><Fallback><w:t>?</w:t></Fallback>"
        "</AlternateContent>"
        "<w:ins><w:r><w:t xml:space='preserve'> put in</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>P2:</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>in a cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert text_of(tmp_path, "g.docx", docx(body)) == (
        "M: Hello\nP1: one two\tthree! put in\nP2: in a cell\n"
    )


def test_docx_as_python_docx_writes_it(tmp_path):
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("P1: A").add_run("b")
    document.add_paragraph("P2: “c”\nd")
    document.save(tmp_path / "g.docx")
    content = tmp_path.joinpath("g.docx").read_bytes()
    assert text_of(tmp_path, "g.docx", content) == "P1: Ab\nP2: “c” d\n"


def test_no_transcripts_are_empty_typed_tables(tmp_path):
    read_transcripts(write_cohort(tmp_path, {}, {}))
    with connect() as connection:
        path = str(tmp_path / "made-turns.parquet")
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
        assert connection.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchone() == (0,)
    assert [(name, kind) for name, kind, *_ in described] == [
        ("transcript", "VARCHAR"), ("turn", "BIGINT"), ("speaker", "VARCHAR"), ("participant", "VARCHAR"),
        ("role", "VARCHAR"), ("time_start", "DOUBLE"), ("time_end", "DOUBLE"), ("char_start", "BIGINT"),
        ("char_end", "BIGINT"), ("text", "VARCHAR"), ("source_line", "BIGINT"),
    ]  # fmt: skip


WORDS = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=30)
TURNS = st.lists(st.builds(Turn, WORDS, WORDS, st.just(1)), max_size=8)


@given(TURNS)
def test_spans_reproduce_the_words_and_cover_the_text(turns):
    text, spans = write_canonical(turns)
    assert [text[start:end] for start, end in spans] == [turn.text for turn in turns]
    between = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    rest = [text[start:end] for start, end in zip(*between, strict=True)]
    assert "".join(rest) == "".join(f"{turn.speaker}: \n" for turn in turns)


# What a user reads


def test_all_problems_of_all_transcripts_at_once(tmp_path):
    cohort_file = write_cohort(
        tmp_path,
        {"a.txt": "M: x\nP9: y\nP9: z\nDr No: w\n", "b.txt": "nobody\nspeaks\n", "c.txt": b"M: caf\xe9\n"},
        {"a": {"M": "moderator", "aside": "speech"}, "c": {"M": "moderator"}},
    )
    assert problems_of(cohort_file) == dedent(f"""\
        {tmp_path}/a.txt, line 2
          found:    unknown speaker "P9", 2 times
          expected: a speaker declared for a: M
          to do:    add it in {cohort_file} under speakers, a: a participant's id, moderator or unknown; speech when these words were spoken
        {tmp_path}/a.txt, line 4
          found:    unknown speaker "Dr No", 1 time
          expected: a speaker declared for a: M
          to do:    add it in {cohort_file} under speakers, a: a participant's id, moderator or unknown; speech when these words were spoken
        {tmp_path}/b.txt
          found:    no speaker in 2 lines
          expected: lines that begin with a speaker and a colon; declared for b: none so far
          to do:    name the speaker of each turn in the file, and declare them in {cohort_file}
        {tmp_path}/c.txt, line 1
          found:    byte 7 of the file is not UTF-8
          expected: a text in UTF-8
          to do:    declare the encoding of this transcript in cohort.yaml, or save it as UTF-8""")  # noqa: E501
    assert not list(tmp_path.glob("*.parquet"))


def test_long_start_without_a_speaker(tmp_path):
    cohort_file = write_cohort(tmp_path, {"g.txt": "a\nb\nM: c\nd\n"}, {"g": SPEAKERS})
    assert problems_of(cohort_file) == dedent(f"""\
        {tmp_path}/g.txt, line 1
          found:    2 of 4 lines before the first speaker
          expected: lines that begin with a speaker and a colon; declared for g: M, P1, P2
          to do:    name the speaker of each turn in the file, and declare them in {cohort_file}""")


def test_a_voice_is_never_speech(tmp_path):
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>x</v>\n"
    cohort_file = write_cohort(tmp_path, {"g.vtt": content}, {"g": {"Ana": "speech", "Bo": "a1"}})
    assert (
        problems_of(cohort_file)
        == dedent(f"""\
        {tmp_path}/g.vtt, line 4
          found:    unknown speaker "Ana", 1 time
          expected: a speaker declared for g: Bo
          to do:    add it in {cohort_file} under speakers, g: a participant's id, moderator or unknown; speech when these words were spoken""")  # noqa: E501
    )


def test_captions_without_header_and_without_times(tmp_path):
    cohort_file = write_cohort(
        tmp_path, {"a.vtt": "1\n00:01.000 --> 00:02.000\nM: x\n", "b.vtt": "WEBVTT\n\n00:1 --> 2\nM: x\n"}, {}
    )
    assert problems_of(cohort_file) == dedent(f"""\
        {tmp_path}/a.vtt, line 1
          found:    a first line other than WEBVTT
          expected: a WebVTT file
          to do:    export the transcript as .vtt or correct its format
        {tmp_path}/b.vtt, line 3
          found:    a cue without valid times
          expected: times such as "00:01:02.500 --> 00:01:04.000"
          to do:    restore the line from the recording's export""")


def test_empty_files(tmp_path):
    files = {"a.txt": "\n \n", "b.vtt": "WEBVTT\n", "c.docx": docx("<w:p/>")}
    assert problems_of(write_cohort(tmp_path, files, {})) == "\n".join(
        f"{tmp_path}/{name}\n  found:    no words\n  expected: a transcript\n"
        "  to do:    restore the file from its source"
        for name in files
    )


def test_word_files_that_cannot_be_trusted(tmp_path):
    box = "<w:txbxContent><w:p><w:r><w:t>M: hidden</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:p><w:r><Choice>{box}</Choice><Fallback>{box}</Fallback></w:r></w:p>"
    doctype = '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>'
    files = {
        "a.docx": b"not a zip",
        "b.docx": packed({"other.xml": "<x/>"}),
        "c.docx": packed({"word/document.xml": "<x>"}),
        "d.docx": packed({"word/document.xml": doctype}),
        "e.docx": docx("<w:p><w:r><w:t>M: x</w:t></w:r></w:p>" + box),
    }
    assert problems_of(write_cohort(tmp_path, files, {})) == dedent(f"""\
        {tmp_path}/a.docx
          found:    a file that is not a ZIP archive
          expected: a Word document (.docx)
          to do:    open it in Word and save it again as .docx
        {tmp_path}/b.docx, word/document.xml
          found:    no such file in the archive
          expected: a Word document (.docx)
          to do:    open it in Word and save it again as .docx
        {tmp_path}/c.docx, word/document.xml
          found:    broken XML: line 1
          expected: a Word document (.docx)
          to do:    open it in Word and save it again as .docx
        {tmp_path}/d.docx, word/document.xml
          found:    XML with a DOCTYPE
          expected: a Word document (.docx)
          to do:    open it in Word and save it again as .docx
        {tmp_path}/e.docx, paragraph 3
          found:    words in a text box
          expected: all words in the text itself
          to do:    move them out of the box, or delete the box""")


def test_zip_bombs_are_refused_by_size_and_by_count(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "UNPACKED", 1024**2)
    monkeypatch.setattr(archive, "MEMBERS", 3)
    tmp_path.joinpath("a.docx").write_bytes(packed({"word/document.xml": b" " * (1024**2 + 1)}))
    tmp_path.joinpath("b.docx").write_bytes(packed({str(n): "" for n in range(4)}))
    for name, place, found in (
        ("a.docx", "a.docx, word/document.xml", "more than 1 MB when unpacked"),
        ("b.docx", "b.docx", "an archive of 4 files, more than 3"),
    ):
        with pytest.raises(ProblemsFound) as problems:
            read_docx(tmp_path / name)
        assert str(problems.value) == dedent(f"""\
            {tmp_path}/{place}
              found:    {found}
              expected: a Word document (.docx)
              to do:    open it in Word and save it again as .docx""")


def test_files_and_options_that_cohort_yaml_gets_wrong(tmp_path):
    cohort_file = write_cohort(
        tmp_path, {"a.txt": "M: x", "a.vtt": "WEBVTT"}, {}, {"encoding": "klingon", "speaker_pattern": "("}
    )
    tmp_path.joinpath("a.txt").unlink()
    assert problems_of(cohort_file) == dedent(f"""\
        {cohort_file}
          found:    encoding klingon for a.txt
          expected: the name of an encoding, as cp1252
          to do:    correct it under files, transcripts
        {cohort_file}
          found:    speaker_pattern ( for a.txt
          expected: a regular expression with the group (?P<speaker>...)
          to do:    correct it under files, transcripts
        {tmp_path}/a.txt
          found:    no such file
          expected: the transcript that {cohort_file} names
          to do:    restore it, or take its entry out of files, transcripts
        {cohort_file}
          found:    encoding klingon for a.vtt
          expected: the name of an encoding, as cp1252
          to do:    correct it under files, transcripts
        {cohort_file}
          found:    speaker_pattern ( for a.vtt
          expected: a regular expression with the group (?P<speaker>...)
          to do:    correct it under files, transcripts
        {cohort_file}
          found:    two transcripts named a: a.txt and a.vtt
          expected: one name for each transcript, its file's name without the ending
          to do:    rename one of the two files""")


def test_format_that_is_not_known_is_refused_by_the_schema(tmp_path):
    cohort_file = write_cohort(tmp_path, {"a.rtf": "M: x"}, {})
    assert "'rtf' is not one of ['docx', 'vtt', 'srt', 'txt']" in problems_of(cohort_file)


def test_captions_of_hostile_shape_do_not_hang(tmp_path):
    tmp_path.joinpath("g.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 20_000 + "M: x")
    assert len(read_vtt(tmp_path / "g.vtt")) == 1
