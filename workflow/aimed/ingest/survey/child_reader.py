"""Call a reader in C in a process of its own: what crashes it ends that process, and is an error here."""

import faulthandler
import os
import pickle
import signal
from collections.abc import Callable
from typing import Any


class CrashedReader(Exception):
    """A reader that ended its process; the text says how."""


def call_apart(function: Callable[..., Any], *values: Any, **options: Any) -> Any:
    """Return what a function returns, called in a child process; raise what it raises.

    The child is a copy of this process, which takes a few milliseconds, and begins nothing again. Raises
    CrashedReader where it ends without an answer. Where there is no fork, the function is called here.
    """
    if not hasattr(os, "fork"):
        return function(*values, **options)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _answer(writing, function, values, options)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        try:
            worked, found = pickle.load(stream)  # noqa: S301 of our own child
        except (EOFError, pickle.UnpicklingError):
            worked, found = False, None
        except BaseException:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise
    _, status = os.waitpid(child, 0)
    if worked:
        return found
    if found is not None:
        raise found
    raise CrashedReader(f"its reader crashed: {_say_end(os.waitstatus_to_exitcode(status))}")


def _answer(writing: int, function: Callable[..., Any], values: Any, options: Any) -> None:
    """Call the function in the child, write its answer to the pipe, and end without anything else."""
    try:
        faulthandler.disable()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with os.fdopen(writing, "wb") as stream:
            try:
                answer = (True, function(*values, **options))
            except Exception as error:  # whatever it is belongs to the caller
                answer = (False, error)
            pickle.dump(answer, stream, protocol=5)
    finally:
        os._exit(0)


def _say_end(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"it ended with {code}"
