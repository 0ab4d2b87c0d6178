"""A step in a warm worker is a cold one but for its start; what is killed leaves nothing running.

Expected values: those of the same step run cold, by the interpreter itself.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aimed.build.warm_workers import ONE_THREAD
from toy_study import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")

RUNNING = REPOSITORY / "workflow/aimed/running"
STEP = """
import json, locale, os, signal, sys, tempfile, threading, time
what, *rest = sys.argv[1:]
if what == "describe":
    given = {
        "name": [__name__, __spec__.name, sys.argv, sys.path, str(sys.flags)],
        "streams": [(s.encoding, s.errors, s.line_buffering) for s in (sys.stdin, sys.stdout, sys.stderr)],
        "read": sys.stdin.read(),
        "locale": [hash("text"), locale.setlocale(locale.LC_ALL), time.tzname, sys.getfilesystemencoding()],
        "process": [os.getcwd(), os.umask(0), dict(os.environ), tempfile.gettempdir()],
        "signals": {n.name: str(signal.getsignal(n)) for n in signal.valid_signals() if hasattr(n, "name")},
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "threads": threading.active_count(),
        "descriptors": sorted(os.listdir("/proc/self/fd"))[:3],
    }
    print(json.dumps([os.getppid(), given]))
if what == "end":
    print("said", end=" ")
    print("told", file=sys.stderr)
    exec(rest[0])
if what == "wait":
    def stop(number, frame):
        print("stopped", number, flush=True)
        sys.exit(143)
    signal.signal(signal.SIGTERM, stop)
    print(os.getpid(), os.getppid(), flush=True)
    time.sleep(float(rest[0]))
    print("done", flush=True)
"""
ENDS = [
    "pass",
    "sys.exit(0)",
    "sys.exit(3)",
    "sys.exit(300)",
    "sys.exit('a word')",
    "sys.exit(['a', 'list'])",
    "raise KeyError('lost')",
    "raise KeyboardInterrupt",
    "os.kill(os.getpid(), signal.SIGKILL)",
    "os.kill(os.getpid(), signal.SIGTERM)",
    "os.abort()",
    "threading.Thread(target=lambda: (time.sleep(0.1), print('later'))).start()",
    "__import__('atexit').register(print, 'at the end')",
]


class Study:
    """A folder with one step, and the environment of its jobs; its server is the child of a shell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "workflow").mkdir()
        (folder / "workflow/step.py").write_text(STEP, encoding="utf-8")
        self.cold = {**os.environ, "PYTHONPATH": "workflow", "PYTHONHASHSEED": "0", "TZ": "UTC"}
        self.cold |= ONE_THREAD
        self.warm = self.cold | {"AIMED_WORKERS": "door"}

    def keep_server(self) -> subprocess.Popen[str]:
        """Start a process that starts a server, which ends with it; its line is the server's process."""
        start = "import os, subprocess, sys; server = subprocess.Popen([sys.executable, sys.argv[1], "
        start += (
            "str(os.getpid()), 'door', 'json', 'numpy.random']); print(server.pid, flush=True); server.wait()"
        )
        command = [sys.executable, "-c", start, str(RUNNING / "warm_server.py")]
        keeper = subprocess.Popen(command, cwd=self.folder, env=self.cold, stdout=subprocess.PIPE, text=True)
        wait_until(self.is_open)
        return keeper

    def is_open(self) -> bool:
        with socket.socket(socket.AF_UNIX) as link:
            return link.connect_ex(str(self.folder / "door")) == 0

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-IS", str(RUNNING / "start_step.py"), "step", *words]

    def run(self, *words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=environment,
            input="from a pipe",
            capture_output=True,
            text=True,
            check=False,
            umask=0o027,
        )

    def start(self, *words: str) -> tuple[subprocess.Popen[str], int, int]:
        """Start a step that waits; return its launcher, its process, and the parent of that."""
        launcher = subprocess.Popen(
            self.command("wait", *words), cwd=self.folder, env=self.warm, stdout=subprocess.PIPE, text=True
        )
        assert launcher.stdout
        process, parent = map(int, launcher.stdout.readline().split())
        return launcher, process, parent


def wait_until(holds, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(tmp_path_factory.mktemp("study"))


@pytest.fixture
def server(study: Study) -> Iterator[int]:
    (study.folder / "door").unlink(missing_ok=True)
    keeper = study.keep_server()
    assert keeper.stdout
    yield int(keeper.stdout.readline())
    keeper.kill()
    keeper.wait()


def test_a_warm_step_finds_what_a_cold_one_finds(study: Study, server: int) -> None:
    cold, warm = (study.run("describe", "a b", "é", environment=e) for e in (study.cold, study.warm))
    assert (warm.returncode, warm.stderr) == (cold.returncode, cold.stderr) == (0, "")
    (parent, expected), (forked_by, found) = json.loads(cold.stdout), json.loads(warm.stdout)
    assert forked_by == server != parent
    assert found["process"][2].pop("AIMED_WORKERS") == "door"
    assert found == expected


@pytest.mark.parametrize("end", ENDS)
def test_a_warm_step_ends_as_a_cold_one(end: str, study: Study, server: int) -> None:
    cold, warm = (study.run("end", end, environment=e) for e in (study.cold, study.warm))
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout, cold.stderr)


@pytest.mark.parametrize(
    "other",
    [{"OMP_NUM_THREADS": "2"}, {"PYTHONHASHSEED": "7"}, {"LC_ALL": "C"}, {"TZ": "Asia/Kathmandu"}],
    ids=lambda other: next(iter(other)),
)
def test_another_environment_than_the_servers_runs_cold(
    other: dict[str, str], study: Study, server: int
) -> None:
    told = [study.run("describe", environment=e | other).stdout for e in (study.cold, study.warm)]
    (_, expected), (parent, found) = map(json.loads, told)
    assert parent != server
    assert found["locale"] == expected["locale"]


def test_the_code_of_the_study_is_read_for_each_step(study: Study, server: int) -> None:
    assert study.run("end", "pass", environment=study.warm).stdout == "said "
    code = study.folder / "workflow/step.py"
    code.write_text(STEP.replace('"said"', '"what is new"'), encoding="utf-8")
    try:
        assert study.run("end", "pass", environment=study.warm).stdout == "what is new "
    finally:
        code.write_text(STEP, encoding="utf-8")


def test_a_step_is_stopped_by_the_signal_that_its_launcher_has(study: Study, server: int) -> None:
    launcher, process, parent = study.start("60")
    assert parent == server
    launcher.terminate()
    assert launcher.communicate(timeout=10)[0] == "stopped 15\n"
    assert launcher.returncode == 143
    assert not is_running(process)


def test_a_killed_launcher_takes_its_step_along(study: Study, server: int) -> None:
    launcher, process, _ = study.start("60")
    launcher.kill()
    launcher.wait()
    wait_until(lambda: not is_running(process))
    assert study.run("end", "sys.exit(3)", environment=study.warm).returncode == 3


def test_a_killed_worker_is_told_as_a_killed_step(study: Study, server: int) -> None:
    launcher, process, _ = study.start("60")
    os.kill(process, signal.SIGKILL)
    assert launcher.wait(timeout=10) == -signal.SIGKILL


def test_a_killed_server_takes_its_steps_along_and_they_run_cold(study: Study, server: int) -> None:
    launcher, process, parent = study.start("0.2")
    assert parent == server
    os.kill(server, signal.SIGKILL)
    assert launcher.stdout
    again, its_parent = map(int, launcher.stdout.readline().split())
    assert not is_running(process)
    assert again == launcher.pid
    assert its_parent == os.getpid()
    assert launcher.communicate(timeout=10)[0].endswith("done\n")
    assert launcher.returncode == 0
    assert json.loads(study.run("describe", environment=study.warm).stdout)[0] == os.getpid()


def test_a_server_ends_with_the_process_that_keeps_it(study: Study) -> None:
    (study.folder / "door").unlink(missing_ok=True)
    keeper = study.keep_server()
    assert keeper.stdout
    server = int(keeper.stdout.readline())
    launcher, process, _ = study.start("0.2")
    keeper.kill()
    keeper.wait()
    wait_until(lambda: not is_running(server) and not is_running(process))
    assert launcher.wait(timeout=10) == 0
