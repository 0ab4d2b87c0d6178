"""Scripts of focus groups: turns, cues and marks, and what is wrong in them."""

import subprocess
import sys
from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.simulate.focus_groups import read_scripts
from aimed.simulate.scripts import SpokenTurn, canonical_text, read_marks, read_script, read_turns
from aimed.simulate.transcript_files import format_time, split_into_cues

pytestmark = pytest.mark.slow

THEMES = Path("data/codebook/themes.csv")


def test_cues_joined_are_the_turn_again_and_none_looks_like_a_label() -> None:
    turn = SpokenTurn("R1", "one two three four five Result: six seven eight nine ten")
    cues = split_into_cues(turn, 5)
    assert cues == ["R1: one two three four five Result:", "six seven eight nine ten"]
    assert " ".join(cues) + "\n" == canonical_text((turn,))


def test_time_is_written_as_webvtt_has_it() -> None:
    assert format_time(3723.4567) == "01:02:03.457"


def test_problems_of_a_script_are_told_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "R1: hello there\n\nno label here\n\nR1: and  again\n\nR2: yes\n\nR2: no\n", encoding="utf-8"
    )
    with pytest.raises(ProblemsFound) as caught:
        read_turns(path)
    no_turn = (
        "  found:    no turn\n"
        '  expected: a paragraph such as "R1: words", with single blanks between words\n'
        "  to do:    correct the line\n"
    )
    assert str(caught.value) == (
        f"{path}, line 3\n{no_turn}{path}, line 5\n{no_turn}{path}, line 9\n"
        "  found:    R2 speaks again\n"
        "  expected: another speaker than in the turn before\n"
        "  to do:    join the two turns"
    )


def test_problems_of_marks_are_told_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.coding.csv"
    path.write_text(
        "coder,turn,code,text\nz,1,x.y,good\na,1,x.q,good\na,3,x.y,good\na,1,x.y,o\na,1,x.y,good\na,1,x.y,good\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsFound) as caught:
        read_marks(path, (SpokenTurn("R1", "a good book"),), {"a"}, {"x.y"})
    told = [(p.place.rsplit(" ", 1)[1], p.found, p.expected, p.remedy) for p in caught.value.problems]
    assert told == [
        ("2", "coder z", "a coder of the plan", "correct it or add it to the plan"),
        ("3", "code x.q", "a code below a theme of the codebook", "correct it or define the code"),
        ("4", "turn 3", "a number from 1 to 1", "correct it"),
        (
            "5",
            "words that stand 4 times in turn 1",
            "words that stand there once",
            "copy them from the script, with more of what surrounds them",
        ),
        ("7", "a mark made before", "each mark once", "delete this line"),
    ]


def test_a_missing_script_and_a_missing_table_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("R1: hello there\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_scripts(tmp_path, ["a", "b"], {"a"}, {"x.y"})
    assert [p.place for p in caught.value.problems] == [f"{tmp_path}/a.txt", f"{tmp_path}/b.coding.csv"]


def test_marks_count_in_code_points_of_the_canonical_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("R1: é 𝄞 ja\n\nR2: “so” it is\n", encoding="utf-8")
    (tmp_path / "a.coding.csv").write_text("coder,turn,code,text\na,2,x.y,“so”\n", encoding="utf-8")
    script = read_script(tmp_path / "a.txt", {"a"}, {"x.y"})
    assert [(mark.start, mark.end) for mark in script.marks] == [(15, 19)]


def test_a_bad_plan_on_the_command_line_ends_without_a_traceback_and_writes_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        'project: p\nmade: "2020-01-01T00:00:00Z"\ncoders: {a: a}\ntranscripts:\n  fg9: {format: docx}\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "aimed.simulate.focus_groups", "--plan", str(plan)]
    command += ["--scripts", str(tmp_path), "--themes", str(THEMES)]
    command += ["--transcripts", str(tmp_path / "t"), "--coding", str(tmp_path / "c.qdpx")]
    ended = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": "workflow"}, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"{tmp_path}/fg9.txt\n"
        "  found:    no such file\n"
        "  expected: a script\n"
        "  to do:    write it, or take it out of the plan\n"
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.yaml"]
