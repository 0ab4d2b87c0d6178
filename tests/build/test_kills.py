"""What is killed leaves nothing that the next run trusts: it ends with the bytes of one never killed.

KILLS, a variable of the environment, says how many of each kind: 2 here, 27 by `make prove`.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from toy_study import run_aimed

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "2"))
SHARES = [random.Random(kill).random() for kill in range(KILLS)]
AIMED = str(Path(sys.executable).with_name("aimed"))
NEW = ["cohort", "new", "second", "--survey", "data/cohorts/toy/survey.sav", "--transcripts", "talks"]


def list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest_files(folder: Path) -> dict[str, str]:
    """Return path -> sha256, for every file, half-written ones too."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in list_files(folder)
    }


def start(study: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([AIMED, *words], cwd=study, stdout=subprocess.DEVNULL, start_new_session=True)


def kill(running: subprocess.Popen[bytes]) -> None:
    """Kill a command and all that it started."""
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def kill_within(study: Path, words: list[str], share: float) -> None:
    """Start a command, and kill it after a share of the time that it takes when nobody kills it."""
    whole = shutil.copytree(study, study.with_name("whole"))
    begun = time.monotonic()
    assert run_aimed(whole, *words).returncode == 0
    taken = time.monotonic() - begun
    running = start(study, *words)
    try:
        running.wait(timeout=share * taken)
    except subprocess.TimeoutExpired:
        kill(running)


@pytest.mark.parametrize("share", SHARES)
def test_the_build_after_a_killed_one_gives_the_same_bytes(
    share: float, toy_once_built: Path, tmp_path: Path
) -> None:
    expected = digest_files(toy_once_built / "results")
    made_or_noted = shutil.ignore_patterns("results", "logs", "benchmarks", ".snakemake")
    study = Path(shutil.copytree(toy_once_built, tmp_path / "toy", ignore=made_or_noted))
    with start(study, "build") as build:
        while build.poll() is None and len(list_files(study / "results")) < int(share * 0.9 * len(expected)):
            time.sleep(0.01)
        time.sleep(share / 10)
        assert build.poll() is None, "the build ended before it was killed"
        kill(build)
    assert len(list_files(study / "results")) < len(expected)
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest_files(study / "results") == expected


@pytest.mark.parametrize("share", SHARES)
def test_a_cohort_is_drafted_whole_after_a_killed_draft(share: float, built_toy: Path) -> None:
    shutil.copytree("data/cohorts/toy/transcripts", "talks")
    kill_within(built_toy, NEW, share)
    done = run_aimed(built_toy, *NEW)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = digest_files(built_toy.with_name("whole") / "data/cohorts")
    assert digest_files(built_toy / "data/cohorts") == expected


@pytest.mark.parametrize("share", SHARES)
def test_a_release_is_whole_after_a_killed_one(share: float, built_toy: Path) -> None:
    kill_within(built_toy, ["release"], share)
    done = run_aimed(built_toy, "release")
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest_files(Path("manuscript")) == digest_files(built_toy.with_name("whole") / "manuscript")
