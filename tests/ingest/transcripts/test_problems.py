"""What a user reads when a transcript cannot be worked with: whole messages."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.files import archive
from aimed.ingest.transcripts.formats.captions import read_vtt
from aimed.ingest.transcripts.formats.docx import read_docx
from aimed.messages.problems import ProblemsFound
from transcript_cohort import docx, packed, read_transcripts, write_cohort

SPEAKERS = {"M": "moderator", "P1": "a1", "P2": "a2"}


def problems_of(cohort_file: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(cohort_file)
    return str(found.value)


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
          to do:    add it in {cohort_file} under speakers, a: a participant's id, moderator or unknown; text when these words were spoken
        {tmp_path}/a.txt, line 4
          found:    unknown speaker "[name]", 1 time
          expected: a speaker declared for a: M
          to do:    add it to {tmp_path}/roster.csv (name, participant), which is never committed and which {cohort_file} names: personal_data: {{roster: roster.csv}}; write as participant an id, moderator or unknown, or text when these words were spoken
        {tmp_path}/b.txt, line 1
          found:    no speaker in 2 lines
          expected: lines that begin with a speaker and a colon; declared for b: none so far
          to do:    declare the labels of this file in {cohort_file}, a speaker_pattern when they have no colon, or a greater lines_without_speaker when turns have many paragraphs
        {tmp_path}/c.txt, line 1
          found:    byte 7 of the file is not UTF-8
          expected: a text in UTF-8
          to do:    declare the encoding of this transcript in cohort.yaml, or save it as UTF-8""")  # noqa: E501
    assert not list(tmp_path.glob("*.parquet"))


def test_long_start_without_a_speaker(tmp_path):
    cohort_file = write_cohort(tmp_path, {"g.txt": "a\nb\nM: c\nd\n"}, {"g": SPEAKERS})
    expected = dedent(f"""\
        {tmp_path}/g.txt, line 1
          found:    2 of 3 lines without a speaker, this the first
          expected: at most 25% of the lines without a label; declared for g: M, P1, P2
          to do:    declare the labels of this file in {cohort_file}, a speaker_pattern when they have no colon, or a greater lines_without_speaker when turns have many paragraphs""")  # noqa: E501
    assert problems_of(cohort_file) == expected


def test_a_voice_is_never_speech(tmp_path):
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>x</v>\n"
    cohort_file = write_cohort(tmp_path, {"g.vtt": content}, {"g": {"Ana": "speech", "Bo": "a1"}})
    assert (
        problems_of(cohort_file)
        == dedent(f"""\
        {tmp_path}/g.vtt, line 4
          found:    unknown speaker "[name]", 1 time
          expected: a speaker declared for g: [name]
          to do:    add it to {tmp_path}/roster.csv (name, participant), which is never committed and which {cohort_file} names: personal_data: {{roster: roster.csv}}; write as participant an id, moderator or unknown, or text when these words were spoken""")  # noqa: E501
    )


def test_captions_without_header_and_without_times(tmp_path):
    cohort_file = write_cohort(
        tmp_path,
        {"a.vtt": "One\n00:01.000 --> 00:02.000\nM: x\n", "b.vtt": "WEBVTT\n\n00:1 --> 2\nM: x\n"},
        {},
    )
    assert problems_of(cohort_file) == dedent(f"""\
        {tmp_path}/a.vtt, line 1
          found:    a first line other than WEBVTT
          expected: a WebVTT file
          to do:    export the transcript as .vtt or correct its format
        {tmp_path}/b.vtt, line 3
          found:    a cue without valid times
          expected: an empty line, then times such as "00:01:02.500 --> 00:01:04.000"
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
    cohort_file = write_cohort(tmp_path, {"a.doc": "M: x"}, {})
    assert "'doc' is not one of ['docx', 'odt', 'rtf', 'txt', 'md', 'vtt', 'srt']" in problems_of(cohort_file)


@pytest.mark.slow
def test_captions_of_hostile_shape_do_not_hang(tmp_path):
    tmp_path.joinpath("g.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 20_000 + "M: x")
    assert len(read_vtt(tmp_path / "g.vtt")) == 1


def test_a_cue_that_is_cut_in_its_middle(tmp_path):
    """By an empty line, within a tag at the end of the file, or before its voice is closed."""
    cue = "00:0{0}.000 --> 00:0{0}.500\n<v M>so it is</v>\n\n"
    whole = "WEBVTT\n\n" + cue.format(1) + cue.format(2)
    files = {
        "a.vtt": whole + "00:03.000 --> 00:04.000\n<v P1>I thi</v>\n\nnk so\n",
        "b.vtt": whole + "00:03.000 --> 00:04.000\n<v P",
        "c.vtt": whole + "00:03.000 --> 00:04.000\n<v P1>I thi",
    }
    speakers = {"all": SPEAKERS}
    assert problems_of(write_cohort(tmp_path, files, speakers)) == dedent(f"""\
        {tmp_path}/a.vtt, line 12
          found:    words without times: an empty line cuts a cue in its middle, or its times are lost
          expected: an empty line, then times such as "00:01:02.500 --> 00:01:04.000"
          to do:    restore the line from the recording's export
        {tmp_path}/b.vtt, line 10
          found:    a last cue that is cut in its middle
          expected: a cue to its end, its tags closed
          to do:    restore the file from the recording's export; close the tag where the export ends so
        {tmp_path}/c.vtt, line 10
          found:    a last cue that is cut in its middle
          expected: a cue to its end, its tags closed
          to do:    restore the file from the recording's export; close the tag where the export ends so""")
