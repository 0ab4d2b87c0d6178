"""The gate of transcripts, and coded offsets that go through it. Expected texts: written by hand."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.files.tables import read_table
from aimed.ingest.coding.read import ingest_coding
from aimed.ingest.personal.replacements import Edit, EditedPlaces, edit_text
from aimed.messages.problems import ProblemsFound
from coding_project import Dialect, selection, utf16, write_project
from hypothesis import given
from hypothesis import strategies as st
from personal_cohort import HEADER
from transcript_cohort import read_transcripts, write_cohort

SPEAKERS = {"g": {"Ana Lima": "a1", "Bo Berg": "moderator", "P3": "a3"}}
CONTENT = (
    "A talk of Ana Lima and Bo Berg\n\nBo Berg: Ana, what did you hear? 👋🏽\n"
    "Ana Lima: Bo, lima beans 😀, and mail me at ana@uni.edu or call me: 0712 345 678.\n"
    "P3: No network 📵 for Ana.\n"
)


def write(
    folder: Path, decisions: str = "g,name,pseudonym,,,\ng,email,pseudonym,,,\ng,phone,pseudonym,,,\n"
) -> Path:
    cohort_file = write_cohort(folder, {"g.txt": CONTENT}, SPEAKERS)
    cohort_file.write_text(cohort_file.read_text().replace("GBR", "KEN"))
    if decisions:
        (folder / "personal_data.csv").write_text(HEADER + decisions)
    (folder / "personal_data.key").write_text("key\n")
    return cohort_file


def test_labels_that_are_names_are_replaced_without_a_line_and_words_need_one(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(write(tmp_path, ""))
    header = "below the header place,kind,decision,reason,reviewer,date,"
    add = f"add to {tmp_path}/personal_data.csv, {header} the line"
    assert str(found.value) == "\n".join(
        dedent(f"""\
        {tmp_path}/g.txt
          found:    {said}
          expected: a reviewed line for {kind} at g in {tmp_path}/personal_data.csv
          to do:    decide pseudonym or allow (with reason and reviewer), and {add} g,{kind},pseudonym,,,""")
        for kind, said in (
            ("email", "1 e-mail address, as a***@***, turn 2"),
            ("name", "4 names, as [name], turns 1, 2, 3 and more"),
            ("phone", "1 telephone number, as [phone], turn 2"),
        )
    )


def test_what_a_person_must_decide_is_told_from_other_problems(tmp_path: Path):
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(write(tmp_path, ""))
    assert {problem.kind for problem in found.value.problems} == {"undecided_personal_data"}


def test_names_do_not_reach_the_tables(tmp_path: Path):
    transcripts, turns = read_transcripts(write(tmp_path))
    # printf 'ana@uni.edu' | openssl dgst -sha256 -hmac key -binary | base32 | head -c 8; so the number
    assert transcripts.at[0, "text"] == (
        "moderator: a1, what did you hear? 👋🏽\n"
        "a1: [moderator], a1 beans 😀, and mail me at [email aclifh6c] or call me: [phone 5ddgora2].\n"
        "P3: No network 📵 for a1.\n"
    )
    assert transcripts.at[0, "before"] == "A talk of a1 and [moderator]"
    assert transcripts.at[0, "edits"] == 8
    assert turns["speaker"].tolist() == ["moderator", "a1", "P3"]
    for turn in turns.itertuples():
        assert transcripts.at[0, "text"][turn.char_start : turn.char_end] == turn.text


def test_a_line_that_matches_nothing_and_a_drop_are_problems(tmp_path: Path):
    lines = "g,name,pseudonym,,,\ng,email,drop,,,\ng,phone,pseudonym,,,\ng,ip,pseudonym,,,\n"
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(write(tmp_path, lines))
    said = [line for line in str(found.value).splitlines() if line.startswith("  found:")]
    assert said == [
        "  found:    drop at g, a transcript",
        "  found:    pseudonym of IP addresses at g, where none was found",
    ]


@pytest.mark.parametrize("stem", ["ana_lima", "AnaLima", "ana@uni.edu"])
def test_a_file_that_is_called_after_a_person_is_a_problem_without_the_name(tmp_path: Path, stem: str):
    speakers = {stem: {"Ana Lima": "a1"}}
    with pytest.raises(ProblemsFound) as found:
        read_transcripts(write_cohort(tmp_path, {f"{stem}.txt": "Ana Lima: yes\n"}, speakers))
    assert "a file under files that is called after a person, [name]" in str(found.value)
    assert "ana" not in str(found.value).replace(tmp_path.as_posix(), "").casefold()


def test_names_of_a_roster_are_labels_that_stand_nowhere_in_cohort_yaml(tmp_path: Path):
    cohort_file = write_cohort(tmp_path, {"g.txt": "Ana Lima: yes\nM: so?\n"}, {"g": {"M": "moderator"}})
    (tmp_path / "roster.csv").write_text("name,participant\nAna Lima,a1\n")
    cohort_file.write_text(cohort_file.read_text() + "personal_data: {roster: roster.csv}\n")
    transcripts, turns = read_transcripts(cohort_file)
    assert transcripts.at[0, "text"] == "a1: yes\nM: so?\n"
    assert turns["participant"].tolist()[0] == "demo:a1"


CODED = [
    ("lima beans 😀", "C1", "U1", "a1 beans 😀"),
    ("beans 😀, and mail me at ana", "C1", "U2", "beans 😀, and mail me at [email aclifh6c]"),
    ("for Ana", "C0", "U1", "for a1"),
    ("No network 📵", "C3", "U2", "No network 📵"),
]


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(utf16, crlf=True, mark="\ufeff")])
def test_coded_words_are_found_in_the_text_that_was_coded_and_written_as_edited(
    tmp_path: Path, dialect: Dialect
):
    cohort_file = write(tmp_path)
    read_transcripts(cohort_file)
    raw = CONTENT.split("\n\n")[1]
    project = write_project(
        tmp_path / "p.qdpx", {"g": (raw, [selection(raw, *coded[:3], dialect) for coded in CODED])}, dialect
    )
    themes = tmp_path / "themes.csv"
    themes.write_text("code,parent,label\naccess,,Access\naccess.devices,access,Devices\n")
    ingest_coding(
        cohort_file=cohort_file,
        files=(project,),
        raw=(tmp_path / "g.txt",),
        transcripts=tmp_path / "made-transcripts.parquet",
        turns=tmp_path / "made-turns.parquet",
        themes=themes,
        segments=tmp_path / "segments.parquet",
        account=tmp_path / "coding.json",
    )
    segments = read_table(tmp_path / "segments.parquet")
    text = read_table(tmp_path / "made-transcripts.parquet").at[0, "text"]
    assert sorted(segments["text"]) == sorted(coded[3] for coded in CODED)
    for row in segments.itertuples():
        assert text[row.char_start : row.char_end] == row.text


@given(st.data())
def test_spans_beside_the_edits_hold_the_same_words(data: st.DataObject):
    text = data.draw(st.text(alphabet="abc ", min_size=1, max_size=40))
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    edits = [Edit(start, end, data.draw(st.text(alphabet="XYZ", max_size=4))) for start, end in spans]
    edited = edit_text(text, edits)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    first, last = EditedPlaces(edits).map((start, end))
    assert 0 <= first <= last <= len(edited)
    kept = "".join(
        c for n, c in enumerate(text) if start <= n < end and all(not a <= n < b for a, b in spans)
    )
    assert "".join(c for c in edited[first:last] if c not in "XYZ") == kept
