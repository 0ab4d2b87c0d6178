"""One command at a time writes into a study; the lock goes with the processes that hold it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from aimed.files.yaml_json import read_json
from aimed.messages.problems import ProblemsFound

LOCK = Path(".snakemake/aimed.lock")


@contextmanager
def hold_study(command: str) -> Iterator[int]:
    """Hold the lock of the study; give its descriptor, for a process that may outlive this one.

    Raises ProblemsFound at once where another command holds it, with who does since when.
    """
    from filelock import FileLock, Timeout  # a tenth of a second, which reading commands go without

    opened: list[int] = []
    LOCK.parent.mkdir(exist_ok=True)
    lock = FileLock(LOCK, blocking=False, on_acquired=opened.append, preserve_lock_file=True)
    try:
        lock.acquire()
    except Timeout:
        raise _tell_holder() from None
    try:
        _write_holder(opened[0], command)
        yield opened[0]
    finally:
        lock.release()


def _write_holder(descriptor: int, command: str) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    os.ftruncate(descriptor, 0)
    os.pwrite(
        descriptor, json.dumps({"command": command, "process": os.getpid(), "since": since}).encode(), 0
    )


def _tell_holder() -> ProblemsFound:
    try:
        held = read_json(LOCK)
        found = f"`{held['command']}` is running since {held['since']} (process {held['process']})"
    except (ProblemsFound, OSError, KeyError, TypeError):
        found = "another command of this study is running"
    expected, remedy = "one command at a time that writes results", "wait until it has ended, or stop it"
    return ProblemsFound.at(LOCK, found, expected, remedy, "study_locked")
