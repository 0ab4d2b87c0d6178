"""A reader that crashes ends a process of its own. The broken file: labels of a variable that it has not."""

import os
import signal
from pathlib import Path

import pytest
from aimed.ingest.survey.child_reader import CrashedReader, call_apart
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.check.command import check_cohort
from toy_study import COHORT, write_toy_survey

LABELLED = b"\x04\0\0\0\x01\0\0\0\x08\0\0\0"  # a record of one variable that has labels, the eighth


def write_crashing(path: Path) -> None:
    write_toy_survey(path)
    content = path.read_bytes()
    assert content.count(LABELLED) == 1
    path.write_bytes(content.replace(LABELLED, LABELLED[:-3] + b"\x15\0\0"))  # the 5,384th


def test_a_file_that_crashes_its_reader_is_a_problem_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    write_crashing(path)
    with pytest.raises(ProblemsFound) as found:
        read_export({"path": path.as_posix()})
    assert str(found.value) == (
        f"{path}\n"
        "  found:    an SPSS file that cannot be read (its reader crashed: SIGSEGV)\n"
        "  expected: a whole .sav file\n"
        "  to do:    export it again, or copy it again: it may be cut short"
    )


def test_the_other_problems_of_the_cohort_are_told_all_the_same(toy: Path) -> None:
    write_crashing(COHORT / "survey.sav")
    lines, code = check_cohort("toy")
    assert code == 1
    assert "data/cohorts/toy/survey.sav\n  found:    an SPSS file that cannot be read" in "\n".join(lines)


def _end(how: str) -> None:
    if how == "raise":
        raise KeyError("no such column")
    if how == "leave":
        os._exit(3)
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_child_returns_and_how_it_ends_comes_back() -> None:
    assert call_apart(divmod, 7, 2) == (3, 1)
    assert call_apart(sorted, [1, 3, 2], reverse=True) == [3, 2, 1]
    with pytest.raises(KeyError, match="no such column"):
        call_apart(_end, "raise")
    with pytest.raises(CrashedReader, match=r"^its reader crashed: it ended with 3$"):
        call_apart(_end, "leave")
    with pytest.raises(CrashedReader, match=r"^its reader crashed: SIGKILL$"):
        call_apart(_end, "kill")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left
