"""One command at a time, told who holds it since when; no process that is gone locks a study out."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.running.study_lock import LOCK, hold_study

HOLD = """
import subprocess, sys
from aimed.running.study_lock import hold_study
with hold_study("aimed build") as lock:
    if sys.argv[1] == "outlived":
        subprocess.Popen(["sleep", "100"], pass_fds=(lock,), stdout=subprocess.DEVNULL)
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, how]
    holder = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    return holder


@pytest.fixture(autouse=True)
def stand_in_an_empty_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path("workflow").absolute()))
    monkeypatch.chdir(tmp_path)


def test_who_comes_second_is_told_who_holds_the_study_since_when() -> None:
    with start_holder("alone") as holder:
        with pytest.raises(ProblemsFound) as found, hold_study("aimed verify"):
            pass
        holder.communicate()
    assert re.fullmatch(
        r"\.snakemake/aimed\.lock\n"
        rf"  found:    `aimed build` is running since \d{{4}}(-\d\d){{2}} \d\d(:\d\d){{2}} UTC "
        rf"\(process {holder.pid}\)\n"
        r"  expected: one command at a time that writes results\n"
        r"  to do:    wait until it has ended, or stop it",
        str(found.value),
    )
    with hold_study("aimed verify"):
        pass


def test_a_killed_holder_or_a_process_that_has_its_number_locks_nothing_out() -> None:
    with start_holder("alone") as holder:
        holder.kill()
    LOCK.write_text(f'{{"command": "aimed build", "process": {os.getpid()}, "since": "today"}}')
    with hold_study("aimed build"):
        assert f'"process": {os.getpid()}' in LOCK.read_text()


def test_what_a_killed_build_started_goes_on_holding_the_study() -> None:
    with start_holder("outlived") as holder:
        holder.kill()
    with pytest.raises(ProblemsFound), hold_study("aimed build"):
        pass
    os.killpg(holder.pid, signal.SIGKILL)
