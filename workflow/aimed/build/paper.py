"""Build the paper: the gate, then Snakemake behind its progress, then one page of problems."""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from aimed.build.clearing import clear_results, discard_results
from aimed.build.gate import inspect_results, list_leftovers
from aimed.build.profiles import name_profile
from aimed.build.quarto_project import write_extension
from aimed.build.up_to_date import is_unchanged, remember_state, set_back_dates
from aimed.build.warm_workers import SWITCH, keep_warm
from aimed.files.yaml_json import read_json
from aimed.manuscript.engines.choice import find_other_engine
from aimed.messages.diagnostics import Told, write_report
from aimed.messages.problems import REFUSED, ProblemsFound, describe_os_error
from aimed.running.problems_left import leave_problems, read_problems_left
from aimed.running.study_lock import hold_study
from aimed.study.declarations import read_config
from aimed.study.layout import LAID_OUT, list_documents

LOG = Path("logs/build.log")
SNAKEMAKE_LOCKS = Path(".snakemake/locks")  # a killed run leaves one, on which the next would stop
PROBLEMS = Path("logs/problems")
EVENTS = Path("logs/events.jsonl")
FINDINGS = Path("results/audit/findings.json")
TRIGGERS = ("code", "input", "params", "software-env")  # all but dates
SCANT = 2**20  # bytes of room, with which no step gets far
HOLDS = "holds"  # of PDF/UA-1, in engine.json
FORMATS = ("html", "pdf", "docx")


def build_paper(*, cores: int = 0, target: str = "paper", profile: str = "") -> int:
    """Build `target` and say what was made; return 0, or 1 when anything stopped it.

    `cores` 0 takes all there are; `profile` is one of Snakemake's, as `name_profile` takes it. Where nothing
    has changed since the last build that ended well, as digests of everything say, Snakemake is not started.
    All of its output goes to logs/build.log.
    """
    where = name_profile(profile)
    write_extension()
    if is_built(target):
        print("nothing to do: everything is up to date")
    else:
        with hold_study("aimed build") as lock:
            if not _make(cores, target, lock, where):
                return 1
    return print_summary() if target == "paper" else 0


def _make(cores: int, target: str, lock: int, where: list[str]) -> bool:
    """Make what is not up to date, and return whether all of it could be made."""
    before = _list_made()
    shutil.rmtree(LAID_OUT, ignore_errors=True)
    for sentence in clear_results():
        print(sentence)
    set_back_dates()
    shutil.rmtree(SNAKEMAKE_LOCKS, ignore_errors=True)
    shutil.rmtree(PROBLEMS, ignore_errors=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    code, jobs = _run_snakemake(cores, target, lock, where)
    if code != 0:
        _print_problems([left["text"] for left in read_problems_left(PROBLEMS)])
        _take_away_old_documents(before)
        return False
    made = "nothing to do: everything is up to date" if not jobs else f"{jobs} jobs"
    print(f"{made} ({time.monotonic() - started:.0f} s)")
    remember_state(target)
    return True


def is_built(target: str) -> bool:
    """Return whether there is nothing that a build of `target` would do: no file made, none deleted."""
    return is_unchanged(target) and inspect_results() == ([], []) and not list_leftovers()


def build_for_programs(*, cores: int = 0, target: str = "paper", profile: str = "") -> int:
    """Build as `build_paper` does, its sentences on stderr; print what stopped it, or was found, as JSON."""
    told: list[Told] = []
    with contextlib.redirect_stdout(sys.stderr):
        try:
            code = build_paper(cores=cores, target=target, profile=profile)
        except ProblemsFound as found:
            code, told = 1, [problem.as_json() for problem in found.problems]
        else:
            told = [one for left in read_problems_left(PROBLEMS) for one in left["problems"]] if code else []
    if not told and target == "paper":
        listed = read_json(FINDINGS)["findings"]
        told = [{part: said for part, said in one.items() if part != "text"} for one in listed]
    print(write_report(told, target=target))
    return code


def _list_made() -> list[str]:
    return [one for one in list_documents() if Path(f"results/manuscript/{one}.record.json").is_file()]


def _take_away_old_documents(before: list[str]) -> None:
    """Delete documents whose marks could not be bound to today's numbers: they may quote who withdrew.

    Says so, also of those that went before the build since they rest on what had changed.
    """
    for document in before:
        record = Path(f"results/manuscript/{document}.record.json")
        if record.is_file() and not Path(f"results/manuscript/{document}.binding.json").is_file():
            discard_results([record])
        if not record.is_file():
            print(f"results/manuscript/{document}.* were taken away: they do not fit today's data.")


def print_summary() -> int:
    """Print what was built, by which engine, from how much, and where it is; return 1 for a false claim."""
    ledger = read_json(Path("results/ledger/ledger.json"))
    study = ledger["study"]
    engine = read_json(Path("results/manuscript/paper.engine.json"))["engine"]
    print(
        f"Built by {engine} from {study['cohorts']} cohort{'s' * (study['cohorts'] != 1)}, "
        f"{study['respondents']} respondents and {len(ledger['numbers'])} numbers:"
    )
    for document in list_documents():
        lacks = read_json(Path(f"results/manuscript/{document}.engine.json")).get("pdf_ua", HOLDS)
        if lacks != HOLDS:
            print(f"  {document}.pdf is tagged, but does not keep to PDF/UA-1: {lacks}")
        print("  " + "  ".join(f"results/manuscript/{document}.{form}" for form in FORMATS))
    for other in find_other_engine(read_config()):
        print(other.describe("warning"))
    findings = read_json(FINDINGS)
    for finding in findings["findings"]:
        print(finding["text"])
    return 1 if findings["errors"] else 0


def _run_snakemake(cores: int, target: str, lock: int, where: list[str]) -> tuple[int, int]:
    """Return Snakemake's exit code and the number of jobs that it finished.

    It goes by content and not by dates, and holds the lock too, for as long as it lives.
    """
    from aimed.build.progress import show_progress  # rich: a build that has nothing to do goes without

    command = [sys.executable, "-m", "snakemake", target, "--cores", str(cores or "all"), "--nocolor"]
    command += ["--rerun-triggers", *TRIGGERS, "--logger", "aimed", *where]
    # the running Python's folder first, so that jobs use the same environment
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    own = {"AIMED_PROBLEMS": str(PROBLEMS), "AIMED_EVENTS": str(EVENTS), "PATH": path}
    found = {"PYTHONPATH": "workflow", "XDG_CACHE_HOME": str(Path(".venv/cache").absolute())}
    own |= {SWITCH: "1"} if where else {}  # jobs go to other machines
    around = {**found, **os.environ, **own}
    EVENTS.write_text("", encoding="utf-8")
    with LOG.open("w", encoding="utf-8") as log, keep_warm(read_config(), around, log) as workers:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=around | workers, pass_fds=(lock,))
        try:
            done = show_progress(EVENTS, lambda: process.poll() is None, PROBLEMS)
        except KeyboardInterrupt:
            print("Interrupted: what was finished is kept, the next build goes on from there.")
            done = 0
        return process.wait(), done


def _find_refusal() -> ProblemsFound | None:
    """Return what the disk or an owner refused while Snakemake ran, None where it was something else."""
    words = LOG.read_text(encoding="utf-8", errors="replace")
    full = shutil.disk_usage(LOG).free < SCANT
    for number in REFUSED:
        if os.strerror(number) in words or (full and number == errno.ENOSPC):
            return describe_os_error(OSError(number, os.strerror(number)))
    return None


def _print_problems(blocks: list[str]) -> None:
    refused = None if blocks else _find_refusal()
    blocks = blocks or ([str(refused)] if refused else [])
    print("Stopped. What is wrong:" if blocks else f"Stopped. Snakemake's own words are in {LOG}:")
    if refused:
        with contextlib.suppress(OSError):  # the same full disk
            leave_problems(refused, PROBLEMS)
    if blocks:
        print("\n\n".join(blocks))
    else:
        lines = LOG.read_text(encoding="utf-8").splitlines()
        print("\n".join(f"  {line}" for line in lines[-15:]))
        words = ("a build that stopped with no word of a step", "one that ends", "read the end of this log")
        leave_problems(ProblemsFound.at(LOG, *words, kind="build_stopped"), PROBLEMS)
