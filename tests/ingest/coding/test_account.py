"""What is said of coded projects: what was placed, how, and what is left out and why."""

import random
from pathlib import Path

import pandas as pd
import pytest
import yaml
from aimed.ingest.coding.account import say_account
from aimed.ingest.coding.read import CodingRead, read_coding
from aimed.messages.problems import raise_problems
from coding_project import Dialect, selection, write_project
from transcript_cohort import read_transcripts, write_cohort

LINES = [
    "M: Which things would you like to learn?",
    "P1: I'd like small programs, and the network here is slow.",
    "P2: We have no power in our ward. The lamps went out twice.",
    "P3: Two days with engineers would be good, we said so.",
    "P2: I agree with that, umm, and so do the others here.",
    "P1: Who answers when it is wrong?",
]
TEXT = "\n".join(LINES) + "\n"
CODED = [
    ("the network here is slow", "C1", "U1"),
    ("no power in our ward", "C0", "U2"),
    ("Two days with engineers would be good", "C3", "U1"),
    ("I agree with that, umm, and so do the others", "C1", "U1"),
    ("Who answers when it is wrong", "C0", "U2"),
]
THEMES = "code,parent,label\naccess,,Access\naccess.devices,access,Devices\naccess.internet,access,Internet\n"
SPEAKERS = {"M": "moderator", "P1": "a1", "P2": "a2", "P3": "a3"}
BARE = Dialect(quotes=False)


def read(tmp_path: Path, *entries: dict[str, object], text: str = TEXT, quotation: bool = True) -> CodingRead:
    """Return what the projects named give, against one transcript, g."""
    cohort_file = write_cohort(tmp_path, {"g.txt": text}, {"g": SPEAKERS})
    described = yaml.safe_load(cohort_file.read_text())
    described["files"]["coding"] = list(entries)
    described["consent"]["quotation"] = quotation
    tmp_path.joinpath("themes.csv").write_text(THEMES)
    files = tuple(tmp_path / str(entry["path"]) for entry in entries)
    tables = read_transcripts(cohort_file)
    return read_coding(described, cohort_file, files, (), *tables, tmp_path / "themes.csv")


def write(tmp_path: Path, coded=CODED, text: str = TEXT, dialect: Dialect = BARE, name: str = "g") -> Path:
    chosen = [selection(text, *one, dialect) for one in coded]
    return write_project(tmp_path / "p.qdpx", {name: (text, chosen)}, dialect)


def noticed(found: CodingRead) -> list[str]:
    return [f"{problem.place.rpartition('/')[2]}: {problem.found}" for problem in found.noticed]


def kinds(found: CodingRead) -> dict[str, int]:
    return {one["kind"]: one["number"] for one in found.accounts[0]["left_out"]}


def test_spans_before_punctuation_are_no_oddity(tmp_path):
    """The case before_punctuation.qdpx: by the guess, and with what is said of its offsets."""
    write(tmp_path)
    guessed = read(tmp_path, {"path": "p.qdpx"})
    said = read(
        tmp_path, {"path": "p.qdpx", "offsets": {"unit": "code_points", "crlf": 2, "end": "exclusive"}}
    )
    for found in (guessed, said):
        assert (found.problems, found.noticed) == ([], [])
        assert sorted(found.segments()["text"]) == sorted(words for words, *_ in CODED)
    assert say_account(guessed.accounts[0]) == (
        "p.qdpx: 5 codings read, 5 placed, 5 segments; offsets count characters, a line end of two counts "
        "two, the end is exclusive, by the borders of words: 5 of 5 selections fit; left out: nothing."
    )
    assert "as cohort.yaml says" in say_account(said.accounts[0])


def test_whole_paragraphs_are_no_oddity(tmp_path):
    write(tmp_path, [(f"{line}\n", "C1", "U1") for line in LINES])
    found = read(tmp_path, {"path": "p.qdpx"})
    assert (found.problems, found.noticed) == ([], [])
    assert found.segments()["text"].tolist() == [f"{line}\n" for line in LINES]


EDITS = {
    "two letters": ("no power", "n0 pover"),
    "a curly quote": ("I'd like", "I’d like"),
    "a filler taken out": (" umm,", ""),
    "a sentence before": ("P2: We have", "P2: Well, let me think. We have"),
    "punctuation": ("would be good, we", "would be good; we"),
    "blanks": ("Two days with", "Two  days with"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("dialect", [BARE, Dialect(crlf=True)], ids=["places alone", "words too"])
def test_small_edits_of_the_transcript_after_coding_are_placed_by_the_text(tmp_path, edit, dialect):
    write(tmp_path, dialect=dialect)
    edited = TEXT.replace(*EDITS[edit])
    assert edited != TEXT
    found = read(tmp_path, {"path": "p.qdpx"}, text=edited)
    assert found.problems == []
    expected = [words.replace(*EDITS[edit]) for words, *_ in CODED]
    assert sorted(found.segments()["text"]) == sorted(expected)
    for row in found.segments().itertuples():
        assert edited[row.char_start : row.char_end] == row.text
    assert kinds(found) == {}


def test_what_is_edited_is_said_with_its_turn(tmp_path):
    write(tmp_path)
    found = read(tmp_path, {"path": "p.qdpx"}, text=TEXT.replace("no power", "n0 pover"))
    assert noticed(found) == [
        "p.qdpx, source g: a text that differs from g in 2 places, the first in turn 3; codings placed by "
        "their words: 1, not placed: 0"
    ]
    assert found.accounts[0]["placed_by_words"] == 1


def test_words_that_were_cut_are_listed_and_the_others_are_read(tmp_path):
    """Ten codings; the words of one were taken out of the transcript, and stand nowhere else."""
    many = [*CODED, *((words, "C1", "U2") for words, *_ in CODED)]
    write(tmp_path, [*many, ("The lamps went out twice", "C1", "U1")])
    cut = TEXT.replace(" The lamps went out twice.", "")
    found = read(tmp_path, {"path": "p.qdpx"}, text=cut)
    assert found.problems == []
    assert len(found.segments()) == 10
    [told] = [problem for problem in found.noticed if "lamps" in problem.found]
    place = f"{tmp_path}/p.qdpx, source g, selection at {TEXT.index('The lamps')}"
    assert (told.place, told.found) == (
        place, 'words that are not in the transcript: "The lamps went out twice"',
    )  # fmt: skip
    assert told.expected == "the coded words once in g, near turn 3"
    assert told.remedy == (
        "select the words again, or restore them in the transcript; or write under left_out at the project "
        "in cohort.yaml {unplaced: 1, reason: ...}"
    )
    assert kinds(found) == {"codings whose words were not found in the transcripts": 1}
    decided = {"path": "p.qdpx", "left_out": [{"unplaced": 1, "reason": "cut before publication"}]}
    found = read(tmp_path, decided, text=cut)
    assert not [problem for problem in found.noticed if "lamps" in problem.found]
    assert found.accounts[0]["left_out"][0]["reason"] == "cut before publication"
    found = read(tmp_path, {"path": "p.qdpx"}, text=cut, quotation=False)
    assert [p.found for p in found.noticed if "not in the transcript" in p.found] == [
        "words that are not in the transcript: 24 characters"
    ]


def test_many_words_that_are_not_found_stop_the_cohort_until_it_is_decided(tmp_path):
    write(tmp_path)
    cut = TEXT.replace(" We have no power in our ward. The lamps went out twice.", " So it is.")
    found = read(tmp_path, {"path": "p.qdpx"}, text=cut)
    assert [problem.found for problem in found.problems] == [
        'words that are not in the transcript: "no power in our ward"'
    ]
    decided = {"path": "p.qdpx", "left_out": [{"unplaced": 1, "reason": "cut"}]}
    assert read(tmp_path, decided, text=cut).problems == []


def test_words_that_moved_are_found_where_they_stand_once(tmp_path):
    write(tmp_path)
    moved = "\n".join([LINES[0], LINES[5], *LINES[1:5]]) + "\n"
    found = read(tmp_path, {"path": "p.qdpx"}, text=moved)
    assert sorted(found.segments()["text"]) == sorted(words for words, *_ in CODED)


def test_another_text_under_the_name_of_a_transcript(tmp_path):
    random.seed(1)
    other = "P1: " + "".join(random.choices("zqxjkv ", k=300)) + " stop here\n"
    write(tmp_path, [("stop here", "C1", "U1")], text=other)
    [problem] = read(tmp_path, {"path": "p.qdpx"}).problems
    assert problem.place == f"{tmp_path}/p.qdpx, source g"
    assert problem.found.startswith("a text of which g has ")


def test_selections_without_words_are_counted(tmp_path):
    project = write(tmp_path)
    label = selection(TEXT, "P3:", "C1", "U1", BARE)
    start = TEXT.index("Two days")
    empty = selection(TEXT, "Two days", "C1", "U1", BARE).replace(f'="{start + 8}"', f'="{start}"')
    chosen = [selection(TEXT, *one, BARE) for one in CODED]
    write_project(project, {"g": (TEXT, [*chosen, label, empty])}, BARE)
    found = read(tmp_path, {"path": "p.qdpx"})
    assert found.problems == []
    assert kinds(found) == {
        "codings of selections without words": 1, "codings of words outside of all turns": 1,
    }  # fmt: skip
    assert len(found.segments()) == 5
    assert [told.found for told in found.noticed] == [
        "1 codings of selections without words, left out",
        "1 codings of words outside of all turns, left out",
    ]


def test_a_source_that_is_no_transcript_stops_until_it_is_left_out(tmp_path):
    chosen = [selection(TEXT, *one, BARE) for one in CODED]
    guide = "Ask everybody once."
    sources = {"g": (TEXT, chosen), "guide": (guide, [selection(guide, "everybody", "C1", "U1", BARE)])}
    write_project(tmp_path / "p.qdpx", sources, BARE)
    found = read(tmp_path, {"path": "p.qdpx"})
    assert [problem.found for problem in found.problems] == ["1 codings of a text that is no transcript"]
    left = [{"source": "guide", "reason": "the guide of the interviews"}]
    found = read(tmp_path, {"path": "p.qdpx", "left_out": left})
    assert (found.problems, len(found.segments())) == ([], 5)
    assert kinds(found) == {"codings of the source guide": 1}


def test_a_project_without_codings_is_said(tmp_path):
    """The case no_codings.qdpx."""
    write_project(tmp_path / "p.qdpx", {"g": (TEXT, [])}, BARE)
    found = read(tmp_path, {"path": "p.qdpx"})
    assert (found.problems, noticed(found)) == ([], ["p.qdpx: a project without coded words"])
    assert found.accounts[0]["codings"] == 0


def test_several_projects_of_a_cohort(tmp_path):
    """Two coders with a project each; a coding in both is one segment, and a problem of each is named."""
    write(tmp_path, CODED[:3]).rename(tmp_path / "one.qdpx")
    write(tmp_path, CODED[2:]).rename(tmp_path / "two.qdpx")
    found = read(tmp_path, {"path": "one.qdpx"}, {"path": "two.qdpx"})
    raise_problems(found.problems)
    assert len(found.segments()) == 5
    assert [one["codings"] for one in found.accounts] == [3, 3]
    tmp_path.joinpath("one.qdpx").write_bytes(b"")
    write(tmp_path, [("slow", "C4", "U1")]).rename(tmp_path / "two.qdpx")
    places = [one.place for one in read(tmp_path, {"path": "one.qdpx"}, {"path": "two.qdpx"}).problems]
    assert places == [f"{tmp_path}/one.qdpx", f"{tmp_path}/two.qdpx, code acess"]


def test_codings_without_a_coder_are_those_of_the_coder_that_is_said(tmp_path):
    project = write(tmp_path)
    nobody = Dialect(quotes=False)
    chosen = [selection(TEXT, words, code, "U9", nobody) for words, code, _ in CODED]
    write_project(project, {"g": (TEXT, chosen)}, nobody)
    found = read(tmp_path, {"path": "p.qdpx"})
    assert set(found.segments()["coder"]) == {"not named"}
    assert noticed(found) == [
        "p.qdpx: 5 codings that name no coder, counted as those of one coder, not named"
    ]
    found = read(tmp_path, {"path": "p.qdpx", "coder": "Ann"})
    assert (set(found.segments()["coder"]), found.noticed) == ({"Ann"}, [])


SPANISH = "M: ¿Qué les gustaría?\nP1: Internet lento. Y caro.\nP2: Una sola tableta.\n"
ENGLISH = "M: What would you like?\nP1: Slow internet. And expensive.\nP2: One tablet only.\n"


@pytest.mark.parametrize("name", ["g", "g.txt", "grupo uno"])
def test_codes_on_the_original_are_carried_to_the_turns_of_the_translation(tmp_path, name):
    """By hand: the first coding is of turn 2, the second reaches from turn 2 into turn 3."""
    chosen = [("lento", "C1", "U1"), ("Y caro.\nP2: Una sola", "C0", "U2")]
    write(tmp_path, chosen, SPANISH, name=name)
    tmp_path.joinpath("g_en.txt").write_text(ENGLISH)
    entry = {"language": "es", "translation": {"path": "g_en.txt", "language": "en"}}
    cohort_file = write_cohort(tmp_path, {"g.txt": SPANISH}, {"g": SPEAKERS}, entry, formats=False)
    tmp_path.joinpath("themes.csv").write_text(THEMES)
    described = yaml.safe_load(cohort_file.read_text())
    tables = read_transcripts(cohort_file)
    files = (tmp_path / "p.qdpx",)
    found = read_coding(described, cohort_file, files, (), *tables, tmp_path / "themes.csv")
    raise_problems(found.problems)
    assert found.segments()[["coder", "code", "text"]].values.tolist() == [
        ["Ann", "access.devices", "Slow internet. And expensive."],
        ["Bo", "access", "Slow internet. And expensive."],
        ["Bo", "access", "One tablet only."],
    ]
    [source] = found.accounts[0]["sources"]
    assert (source["transcript"], source["original"], source["placed"]) == ("g", True, 2)
    # the translation itself may be coded too
    write(tmp_path, [("tablet", "C1", "U1")], ENGLISH, name="g_en")
    found = read_coding(described, cohort_file, files, (), *tables, tmp_path / "themes.csv")
    assert found.segments()["text"].tolist() == ["tablet"]


def test_segments_have_their_types_without_any_row(tmp_path):
    assert isinstance(CodingRead().segments(), pd.DataFrame)
