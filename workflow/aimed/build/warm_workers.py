"""Keep a process warm for a build: it has imported what jobs import, and forks a worker for each."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from aimed.running.code_dependencies import list_foreign
from aimed.running.job_environment import describe_environment
from aimed.running.rule_inputs import count_jobs
from aimed.study.declarations import StudyConfig

SERVER = "workflow/aimed/running/warm_server.py"
DOOR = Path(".snakemake/workers")  # a socket; relative, since the path of one may have 107 bytes at most
VARIABLE = "AIMED_WORKERS"  # where jobs read it
SWITCH = "AIMED_COLD"  # set to anything, each step starts an interpreter of its own
# As Snakemake sets them for a job of one thread: OpenBLAS then starts none, which makes a fork safe.
THREADS = ("OMP", "GOTO", "OPENBLAS", "MKL", "NUMEXPR")
SLOW = ("seaborn",)
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in THREADS} | {"VECLIB_MAXIMUM_THREADS": "1"}


@contextmanager
def keep_warm(config: StudyConfig, around: Mapping[str, str], log: IO[str]) -> Iterator[dict[str, str]]:
    """Keep a server of workers, and give the variables by which jobs find it; none where steps run cold.

    around: the environment that Snakemake is started in.
    """
    if sys.platform != "linux" or around.get(SWITCH):
        yield {}
        return
    DOOR.parent.mkdir(exist_ok=True)
    command = [sys.executable, SERVER, str(os.getpid()), str(DOOR), *list_shared_imports(config)]
    server = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=describe_environment(around) | ONE_THREAD,
        start_new_session=True,
    )
    try:
        yield {VARIABLE: str(DOOR)}
    finally:
        server.kill()
        server.wait()
        DOOR.unlink(missing_ok=True)


def list_shared_imports(config: StudyConfig) -> list[str]:
    """Return what more than one of the jobs to run imports of other packages, that of most jobs first.

    What takes a second to import comes last, though one job alone needs it: other jobs run meanwhile.
    """
    jobs: Counter[str] = Counter()
    for step, number in count_jobs(config).items():
        jobs.update(dict.fromkeys(sorted(list_foreign(step)), number))
    shared = [name for name, number in jobs.most_common() if number > 1]
    return shared + [name for name in SLOW if shared and jobs[name] == 1]
