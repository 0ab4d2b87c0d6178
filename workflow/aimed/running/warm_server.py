"""A process that has imported what steps import, and forks one worker a step. `aimed build` starts it.

`python workflow/aimed/running/warm_server.py PARENT DOOR MODULE ...`: the process that it ends with, the
socket it listens on, the modules. None of them is the own code of the study: that may be edited meanwhile.
Nothing but imports happens here: a fork of a process with a second thread or an open DuckDB may stand still.
It is not multiprocessing's forkserver, which serves the process that started it: a launcher has no way in
but by its private parts, which differ between versions of Python, and importing them takes 30 ms a step.
"""

import atexit
import ctypes
import gc
import importlib
import marshal
import os
import runpy
import selectors
import signal
import socket
import sys
import tempfile
import threading
import types
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl: what a process is sent when the one that forked it has ended
SAME_PREFIXES = ("PYTHON", "LC_", "LD_", "MPL")  # variables that count when an interpreter starts or imports
SAME = ("LANG", "TZ")
THREADS = "_THREADS"  # at the end of those that numerical libraries look at
LENGTH, STATUS = 8, 4  # bytes, as start_step has them


class Worker(NamedTuple):
    """A running step: its process, a handle that becomes readable when it ends, and its launcher's link."""

    process: int
    ended: int
    link: int


class Request(NamedTuple):
    """What a step has from its launcher."""

    executable: str
    folder: str
    umask: int
    environment: dict[str, str]
    arguments: list[str]


def serve(door: socket.socket, modules: list[str]) -> None:
    """Fork a worker for each launcher that comes, and import the next module while none does."""
    watch = selectors.DefaultSelector()
    watch.register(door, selectors.EVENT_READ)
    running: set[Worker] = set()
    while True:
        events = watch.select(0 if modules else None)
        for key, _ in events:
            if key.fileobj is door:
                if worker := _answer(door, watch):
                    running.add(worker)
                    for descriptor in (worker.ended, worker.link):
                        watch.register(descriptor, selectors.EVENT_READ, worker)
            elif key.data in running and key.fd == key.data.link:
                _hand_on(key.data, watch)
            elif key.data in running:
                running.remove(key.data)
                _tell_end(key.data, watch)
        if not events:
            with suppress(Exception):  # one that is not there: the step that needs it says so
                importlib.import_module(modules.pop(0))


def _answer(door: socket.socket, watch: selectors.BaseSelector) -> Worker | None:
    """Fork the worker for a launcher; None where it must run its step cold, as a closed link tells it."""
    link, _ = door.accept()
    streams: list[int] = []
    try:
        head, streams, _, _ = socket.recv_fds(link, LENGTH, 3)
        size = int.from_bytes(head, "big")
        request = Request(*marshal.loads(link.recv(size, socket.MSG_WAITALL)))  # noqa: S302 - our own
        if not _can_fork(request):
            return None
        gc.freeze()  # so that the worker's collections do not copy what was imported
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads, which _can_fork has looked for
            process = os.fork()
        if process == 0:
            _become(request, streams, watch)
        return Worker(process, os.pidfd_open(process), os.dup(link.fileno()))
    except (OSError, EOFError, ValueError, TypeError):  # a launcher that was killed
        return None
    finally:
        for stream in streams:
            os.close(stream)
        link.close()


def _can_fork(request: Request) -> bool:
    """Return whether a fork is what the launcher's own interpreter would be, and safe."""
    here = (sys.executable, os.getcwd(), _what_counts(dict(os.environ)))
    same = here == (request.executable, request.folder, _what_counts(request.environment))
    return same and len(os.listdir("/proc/self/task")) == 1


def _what_counts(environment: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(SAME_PREFIXES) or name in SAME or name.endswith(THREADS)
    }


def _hand_on(worker: Worker, watch: selectors.BaseSelector) -> None:
    """Send a worker the signal that its launcher had; one without a launcher is killed."""
    try:
        number = os.read(worker.link, 1)
    except OSError:
        number = b""
    if not number:
        watch.unregister(worker.link)
    os.kill(worker.process, number[0] if number else signal.SIGKILL)


def _tell_end(worker: Worker, watch: selectors.BaseSelector) -> None:
    _, status = os.waitpid(worker.process, 0)
    with suppress(OSError):
        os.write(worker.link, os.waitstatus_to_exitcode(status).to_bytes(STATUS, "big", signed=True))
    for descriptor in (worker.ended, worker.link):
        with suppress(KeyError):
            watch.unregister(descriptor)
        os.close(descriptor)


def _become(request: Request, streams: list[int], watch: selectors.BaseSelector) -> None:
    """Run a step in this process, a worker, as `python -m` runs it, and end with it."""
    code = 1
    try:
        end_with(PROCESS)
        for key in list(watch.get_map().values()):  # what is the server's alone
            os.close(key.fd)
        watch.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.umask(request.umask)
        os.environ.clear()
        os.environ.update(request.environment)
        _forget_process()
        sys.argv = ["-m", *request.arguments[1:]]
        sys.modules["__main__"] = types.ModuleType("__main__")
        runpy._run_module_as_main(request.arguments[0])  # type: ignore[attr-defined]
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException as error:  # told as the interpreter tells it, without this function
        told = error.with_traceback(error.__traceback__ and error.__traceback__.tb_next)
        sys.excepthook(type(told), told, told.__traceback__)
        if isinstance(error, KeyboardInterrupt):
            code = -signal.SIGINT
    finally:
        _end(code)


def _forget_process() -> None:
    """Make anew what an interpreter makes once and this one has from its parent."""
    gc.enable()
    importlib.invalidate_caches()
    tempfile.tempdir = None
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _end(code: int) -> None:
    """End this process as an interpreter does, without taking all that was imported apart."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        if code < 0:
            signal.signal(-code, signal.SIG_DFL)
            os.kill(os.getpid(), -code)
    finally:
        os._exit(code & 0xFF)


def end_with(parent: int) -> None:
    """Have this process killed when its parent ends, in whatever way."""
    LIBRARY.prctl(DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before
        os._exit(1)


if __name__ == "__main__":
    PROCESS, LIBRARY = os.getpid(), ctypes.CDLL(None)
    end_with(int(sys.argv[1]))
    os.close(os.pidfd_open(PROCESS))  # a kernel without: there is no server then
    door = socket.socket(socket.AF_UNIX)
    Path(sys.argv[2]).unlink(missing_ok=True)
    umask = os.umask(0o177)  # for nobody else
    door.bind(sys.argv[2])
    os.umask(umask)
    door.listen(128)
    sys.path[0] = os.getcwd()  # as `python -m` has it
    gc.disable()
    serve(door, sys.argv[3:])
