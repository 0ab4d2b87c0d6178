"""Transcripts to turns: expected texts are written out by hand after the rules in docs/ingest.md."""

from pathlib import Path
from textwrap import dedent

from aimed.files.tables import connect
from aimed.ingest.transcripts.turns import Turn, write_canonical
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from transcript_cohort import docx, read_transcripts, write_cohort

SPEAKERS = {"M": "moderator", "P1": "a1", "P2": "a2"}


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
    assert text == "a1: Olá a todos.\nmoderator: Ja.\n"


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
    assert transcripts.at[0, "text"] == "a1: Hello, Well: all.\na2: Hi again.\n"
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
    document = Document()
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
        ("char_end", "BIGINT"), ("text", "VARCHAR"), ("source_line", "BIGINT"), ("language", "VARCHAR"),
        ("original_text", "VARCHAR"), ("original_line", "BIGINT"),
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
