"""Run a step: in a worker that `aimed build` keeps warm where there is one, else by itself.

`python -IS workflow/aimed/running/start_step.py aimed.stats.count_flow --plan ...` in the study's folder.
C modules alone are imported, so that this costs no more than an interpreter that does nothing.
"""

import _signal
import _socket
import marshal
import os
import sys

DOOR = "AIMED_WORKERS"  # a variable of jobs: the socket of the warm server
HANDED_ON = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP) if os.name == "posix" else ()
LENGTH = 8  # bytes that say how long a request is
STATUS = 4  # bytes that say how a step ended: its exit code, or the signal that killed it below zero


def ask_worker(door: str) -> int | None:
    """Return how the step ended in a worker, below zero for a signal; None where it must be run cold.

    The worker holds the other end too: it is closed only when the server and the step are both gone.
    """
    received: list[int] = []
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)

    def hand_on(number: int, _: object) -> None:
        received.append(number)
        link.send(bytes([number]))

    try:
        link.connect(door)
        send_request(link)
        for number in HANDED_ON:
            if _signal.getsignal(number) != _signal.SIG_IGN:
                _signal.signal(number, hand_on)
        status = link.recv(STATUS)
    except OSError:
        status = b""
    if len(status) == STATUS:
        return int.from_bytes(status, "big", signed=True)
    return -received[0] if received else None


def send_request(link: _socket.socket) -> None:
    """Send what the step has from here: streams, interpreter, folder, umask, environment, command line."""
    umask = os.umask(0)
    os.umask(umask)
    request = marshal.dumps((sys.executable, os.getcwd(), umask, dict(os.environ), sys.argv[1:]))
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    link.sendmsg([len(request).to_bytes(LENGTH, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
    link.sendall(request)


def run_cold() -> None:
    """Become `python -m STEP`."""
    command = [sys.executable, "-m", *sys.argv[1:]]
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
    import subprocess

    sys.exit(subprocess.call(command))  # there, a process cannot become another


if __name__ == "__main__":
    status = ask_worker(os.environ[DOOR]) if os.environ.get(DOOR) else None
    if status is None:
        run_cold()
    elif status < 0:  # a signal ended the step: it ends this process too, for the shell to see
        if -status != _signal.SIGKILL:
            _signal.signal(-status, _signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status)
