"""Codings of the times of a recording, against captions whose turns were timed by hand."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import yaml
from aimed.ingest.coding.account import say_account
from aimed.ingest.coding.read import CodingRead, read_coding
from coding_project import CODES, USERS
from transcript_cohort import packed, read_transcripts, write_cohort

VTT = """WEBVTT

00:00.000 --> 00:04.000
M: What is missing?

00:04.000 --> 00:10.000
P1: The network, and tablets.

00:10.000 --> 00:12.000
P2: Yes.

00:12.000 --> 00:20.000
P1: And time.
"""
THEMES = "code,parent,label\naccess,,Access\naccess.devices,access,Devices\naccess.internet,access,Internet\n"
SPEAKERS = {"M": "moderator", "P1": "a1", "P2": "a2"}
QUALCODER = Path(__file__).parent / "formats/projects/wards.qda/data.qda"


def read(
    folder: Path,
    name: str,
    text: str = VTT,
    ending: str = "vtt",
    code_map: Path | None = None,
    **entry: object,
) -> CodingRead:
    cohort_file = write_cohort(folder, {f"g.{ending}": text}, {"g": SPEAKERS})
    tables = read_transcripts(cohort_file)
    described = yaml.safe_load(cohort_file.read_text())
    described["files"]["coding"] = [{"path": name, **entry}]
    folder.joinpath("themes.csv").write_text(THEMES)
    files = (folder / name,)
    return read_coding(described, cohort_file, files, (), *tables, folder / "themes.csv", code_map)


def write(folder: Path, *spans: tuple[int, int], recording: str = "g.mp3", points: str = "") -> str:
    """Write a project with one AudioSource, in which Ann gave Devices to each span of milliseconds."""
    coding = '<Coding creatingUser="U1"><CodeRef targetGUID="C1"/></Coding>'
    chosen = "".join(
        f'<AudioSelection guid="A{at}" begin="{begin}" end="{end}">{coding}</AudioSelection>'
        for at, (begin, end) in enumerate(spans)
    )
    transcript = f'<Transcript name="g">{points.format(coding=coding)}</Transcript>' if points else ""
    users = "".join(f'<User guid="{guid}" name="{name}"/>' for guid, name in USERS.items())
    project = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        f"<Users>{users}</Users><CodeBook>{CODES}</CodeBook>"
        f'<Sources><AudioSource guid="a" name="{recording}">'
        f"{chosen}{transcript}</AudioSource></Sources></Project>"
    )
    path = folder.parent / "p.qdpx"  # beside the transcripts all files are transcripts
    path.write_bytes(packed({"project.qde": project}))
    return "../p.qdpx"


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    folder = tmp_path / "cohort"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((4000, 10000), ["The network, and tablets."]),
        ((4500, 5500), ["The network, and tablets."]),  # within a turn
        ((10000, 20000), ["Yes.", "And time."]),
        ((9000, 12500), ["Yes."]),  # of the turns beside it less than half, and less than half of it
        ((0, 20000), ["What is missing?", "The network, and tablets.", "Yes.", "And time."]),
        ((11000, 11000), ["Yes."]),  # a moment
    ],
)
def test_a_stretch_is_of_the_turns_said_meanwhile(cohort, span, words):
    found = read(cohort, write(cohort, span))
    [row] = found.segments().to_dict("records")
    assert (row["coder"], row["code"], row["transcript"]) == ("Ann", "access.devices", "g")
    written = [line.partition(": ")[2] for line in row["text"].splitlines()]
    assert [written[0] or row["text"].splitlines()[0], *written[1:]] == words
    assert found.problems == []
    account = found.accounts[0]
    assert (account["codings"], account["placed"], account["placed_by_times"]) == (1, 1, 1)
    assert account["left_out"] == [{"kind": "audio recordings", "number": 1, "reason": None}]


def test_an_account_tells_of_times(cohort):
    found = read(cohort, write(cohort, (4000, 10000), (30000, 31000)))
    assert say_account(found.accounts[0]) == (
        "p.qdpx: 1 codings read, 1 placed (1 of them by the times of a recording), 1 segments; "
        "left out: 1 audio recordings, 1 codings of an audio recording."
    )


def test_times_of_sync_points(cohort):
    points = (
        '<SyncPoint guid="Y" timeStamp="12000" position="9"/>'
        '<SyncPoint guid="Z" timeStamp="20000" position="20"/>'
        '<TranscriptSelection guid="T" fromSyncPoint="y" toSyncPoint="z">{coding}</TranscriptSelection>'
    )
    found = read(cohort, write(cohort, points=points, recording="other.mp3"))
    assert found.segments()["text"].tolist() == ["And time."]


@pytest.mark.parametrize(
    ("recording", "text", "ending", "entry"),
    [
        ("other.mp3", VTT, "vtt", {}),
        ("g.mp3", "M: What is missing?\nP1: The network.\n", "txt", {}),
        ("g.mp3", VTT, "vtt", {"left_out": [{"kind": "codings of an audio recording", "reason": "noise"}]}),
    ],
)
def test_without_its_transcript_or_times_or_where_the_author_says_so_it_is_left_out(
    cohort, recording, text, ending, entry
):
    found = read(cohort, write(cohort, (4000, 10000), recording=recording), text, ending, **entry)
    assert found.segments().empty
    assert found.problems == []
    kinds = {one["kind"]: one["number"] for one in found.accounts[0]["left_out"]}
    assert kinds["codings of an audio recording"] == 1


def test_begins_alone_reach_to_the_next_turn(cohort):
    text = "M  0:00\nWhat is missing?\n\nP1  0:04\nThe network.\n\nP2  0:10\nYes.\n"
    found = read(cohort, write(cohort, (4200, 9800), (10500, 99000)), text, "txt")
    assert found.segments()["text"].tolist() == ["The network.", "Yes."]


def test_qualcoders_codings_of_a_recording(cohort):
    path = Path(shutil.copy(QUALCODER, cohort.parent / "data.qda"))
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM code_text")
        database.execute("INSERT INTO source (id, name, mediapath) VALUES (50, 'g.mp4', '/video/g.mp4')")
        database.execute(
            "INSERT INTO code_av (avid, id, pos0, pos1, cid, owner) SELECT 1, 50, 4000, 10000, cid, 'Bo' "
            "FROM code_name WHERE name = 'internet'"
        )
    database.close()
    (cohort.parent / "code_map.csv").write_text("name,code,note\nAccess > internet,access.internet,\n")
    found = read(cohort, "../data.qda", code_map=cohort.parent / "code_map.csv")
    assert found.segments()[["coder", "text"]].values.tolist() == [["Bo", "The network, and tablets."]]
    kinds = {one["kind"] for one in found.accounts[0]["left_out"]}
    assert "codings of audio or video" not in kinds
