"""A killed worker, a killed server and a killed build leave nothing running and nothing wrong."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone"),
]

AIMED = str(Path(sys.executable).with_name("aimed"))
SERVER = "warm_server.py"


@pytest.fixture
def unbuilt(toy_once_built: Path, tmp_path: Path) -> Path:
    made = shutil.ignore_patterns("results", "logs", "benchmarks", ".snakemake")
    return Path(shutil.copytree(toy_once_built, tmp_path / "toy", ignore=made))


def digest_results(study: Path) -> dict[str, str]:
    files = sorted(path for path in (study / "results").rglob("*") if path.is_file())
    return {path.relative_to(study).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def list_running(study: Path) -> dict[int, str]:
    """Return process -> command line, of every process that stands in a study."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(place / "cwd") == str(study):
                found[int(place.name)] = (place / "cmdline").read_bytes().decode().replace("\0", " ")
        except OSError:  # it has ended
            continue
    return found


def parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def list_servers(study: Path) -> list[int]:
    servers = [process for process, command in list_running(study).items() if SERVER in command]
    return [process for process in servers if parent_of(process) not in servers]


def list_workers(study: Path) -> list[int]:
    servers = list_servers(study)
    return [process for process in list_running(study) if parent_of(process) in servers]


def start(study: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [AIMED, "build"], cwd=study, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def wait_for(find: Callable[[], list[int]], seconds: float = 60) -> int:
    until = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < until
        time.sleep(0.005)
    return found[0]


def wait_until_nothing_runs(study: Path) -> None:
    until = time.monotonic() + 60
    while running := list_running(study):
        assert time.monotonic() < until, running
        time.sleep(0.05)


def test_a_build_after_a_killed_worker_and_with_a_killed_server(unbuilt: Path, toy_once_built: Path) -> None:
    with start(unbuilt) as build:
        os.kill(wait_for(lambda: list_workers(unbuilt)), signal.SIGKILL)
        told = build.communicate()[0]
    assert build.returncode == 1
    assert told.startswith("Stopped.")
    wait_until_nothing_runs(unbuilt)
    with start(unbuilt) as build:
        wait_for(lambda: list_workers(unbuilt))
        os.kill(list_servers(unbuilt)[0], signal.SIGKILL)
        told = build.communicate()[0]
    assert build.returncode == 0, told
    assert digest_results(unbuilt) == digest_results(toy_once_built)
    wait_until_nothing_runs(unbuilt)


def test_a_killed_build_stops_and_the_next_one_ends_it_cold(
    unbuilt: Path, toy_once_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(unbuilt) as build:
        wait_for(lambda: list_workers(unbuilt))
        build.kill()
    wait_until_nothing_runs(unbuilt)
    assert len(digest_results(unbuilt)) < len(digest_results(toy_once_built))
    monkeypatch.setenv("AIMED_COLD", "1")
    with start(unbuilt) as build:
        while build.poll() is None:
            assert list_servers(unbuilt) == []
            time.sleep(0.1)
    assert build.returncode == 0
    assert digest_results(unbuilt) == digest_results(toy_once_built)
    for warm in [*toy_once_built.glob("logs/*/**/*.log"), *toy_once_built.glob("benchmarks/**/*.tsv")]:
        cold = unbuilt / warm.relative_to(toy_once_built)
        assert cold.read_text().splitlines()[:1] == warm.read_text().splitlines()[:1]
