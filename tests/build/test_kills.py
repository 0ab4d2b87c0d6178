"""A build that is killed leaves nothing that the next one trusts: it ends with the bytes of one never killed.

KILLS, a variable of the environment, says how many: 2 here, 20 by `make prove`.
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


def list_results(study: Path) -> list[Path]:
    return sorted(path for path in (study / "results").rglob("*") if path.is_file())


def digest_results(study: Path) -> dict[str, str]:
    return {
        path.relative_to(study).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in list_results(study)
    }


def kill_build(study: Path, files: int, pause: float) -> None:
    """Start a build, and kill it and all that it started when so many results are there, after a pause."""
    program = str(Path(sys.executable).with_name("aimed"))
    with subprocess.Popen(
        [program, "build"], cwd=study, stdout=subprocess.DEVNULL, start_new_session=True
    ) as build:
        while build.poll() is None and len(list_results(study)) < files:
            time.sleep(0.01)
        time.sleep(pause)
        assert build.poll() is None, "the build ended before it was killed"
        os.killpg(build.pid, signal.SIGKILL)


@pytest.mark.parametrize("share", SHARES)
def test_the_build_after_a_killed_one_gives_the_same_bytes(
    share: float, toy_once_built: Path, tmp_path: Path
) -> None:
    expected = digest_results(toy_once_built)
    made_or_noted = shutil.ignore_patterns("results", "logs", "benchmarks", ".snakemake")
    study = Path(shutil.copytree(toy_once_built, tmp_path / "toy", ignore=made_or_noted))
    kill_build(study, int(share * 0.9 * len(expected)), share / 10)
    assert len(list_results(study)) < len(expected)
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest_results(study) == expected
