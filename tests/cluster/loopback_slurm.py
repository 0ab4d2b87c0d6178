"""A SLURM on this machine alone: its daemons listen at the loopback address, and end with the test."""

import os
import secrets
import shutil
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "sinfo")
CLIENTS = ("sbatch", "srun", "squeue", "scancel", "sinfo", "scontrol", "sacct", "sacctmgr")
SYSTEM = ("/usr/sbin", "/usr/bin", "/sbin", "/bin")
SECONDS = 30
CONFIGURATION = """ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort={controller}
SlurmdPort={node}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1
ReturnToService=2
MpiDefault=none
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory={memory} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def list_missing() -> list[str]:
    """Return the programs of SLURM and MUNGE that this machine lacks."""
    return [name for name in PROGRAMS if _find(name) is None]


@contextmanager
def run_slurm(folder: Path) -> Iterator[dict[str, str]]:
    """Run munged, slurmctld and slurmd below a folder; give the environment in which its clients find it.

    Raises RuntimeError, with the end of the logs, where no node is ready in time.
    """
    folder.chmod(0o755)
    for name in ("state", "spool", "bin"):
        (folder / name).mkdir()
    (folder / "munge.key").write_bytes(secrets.token_bytes(128))
    (folder / "munge.key").chmod(0o400)
    (folder / "slurm.conf").write_text(_write_configuration(folder), encoding="utf-8")
    around = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
    around["PATH"] = os.pathsep.join([str(folder / "bin"), *SYSTEM, os.environ.get("PATH", "")])
    for name in CLIENTS:  # a program of Snakemake's clears the environment of all that begins with SLURM_
        _write_client(folder, name)
    munge = [f"--{name}={folder}/munge.{name.split('-')[0]}" for name in ("socket", "key-file", "pid-file")]
    munge += [
        f"--log-file={folder}/munged.log",
        f"--seed-file={folder}/munge.seed",
        "--force",
        "--foreground",
    ]
    with ExitStack() as running:
        for command in (["munged", *munge], ["slurmctld", "-D"], ["slurmd", "-D", "-N", _host()]):
            running.enter_context(_run(command, around, folder))
        _wait_for_node(folder, around)
        yield around


def _write_configuration(folder: Path) -> str:
    controller, node = _free_ports(2)
    return CONFIGURATION.format(
        folder=folder,
        host=_host(),
        user=os.environ.get("USER") or "root",
        cores=os.cpu_count(),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        controller=controller,
        node=node,
    )


def _write_client(folder: Path, name: str) -> None:
    if program := _find(name):
        path = folder / "bin" / name
        text = f'#!/bin/sh\nSLURM_CONF="{folder}/slurm.conf" exec "{program}" "$@"\n'
        path.write_text(text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


@contextmanager
def _run(command: list[str], around: dict[str, str], folder: Path) -> Iterator[None]:
    program = _find(command[0])
    with (folder / f"{command[0]}.out").open("wb") as log:
        process = subprocess.Popen([program, *command[1:]], env=around, stdout=log, stderr=log)  # type: ignore[list-item]
    try:
        _wait_for_start(command[0], process, folder)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS)
        process.kill()


def _wait_for_start(name: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + SECONDS
    while name == "munged" and not (folder / "munge.socket").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    if process.poll() is not None:
        raise RuntimeError(f"{name} ended at once:\n{_read_logs(folder)}")


def _wait_for_node(folder: Path, around: dict[str, str]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        asked = [folder / "bin" / "sinfo", "--noheader", "--format=%T"]
        if (
            subprocess.run(asked, env=around, capture_output=True, text=True, check=False).stdout.strip()
            == "idle"
        ):
            return
        time.sleep(0.5)
    raise RuntimeError(f"no node is idle:\n{_read_logs(folder)}")


def _read_logs(folder: Path) -> str:
    logs = sorted([*folder.glob("*.log"), *folder.glob("*.out")])
    return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-2000:]}" for log in logs)


def _host() -> str:
    return socket.gethostname().split(".")[0]


def _find(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join(SYSTEM))


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
