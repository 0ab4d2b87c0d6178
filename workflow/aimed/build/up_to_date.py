"""Whether anything that a build depends on has changed since the last one that ended well, by content."""

import os
import sys
import sysconfig
import time
from pathlib import Path

from aimed.build.stale import find_stale
from aimed.files.digests import digest_file, digest_text
from aimed.files.written_whole import PARTIAL
from aimed.files.yaml_json import read_yaml
from aimed.manuscript.engines.choice import choose_engine
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_records import RESULTS, SUFFIX
from aimed.study.declarations import read_config
from aimed.study.layout import CHANGES, MANIFEST, PUBLISHED

STATE = Path(".snakemake/aimed.state")
PARTS = (
    *("Snakefile", "config.yaml", "requirements.txt"),
    *("profiles", "workflow", "analyses", "data", "manuscript"),
)
LEFT_OUT = ("__pycache__", "aimed.egg-info", "_extensions", ".quarto", ".gitignore")
RELEASED = (PUBLISHED, MANIFEST, CHANGES)  # nothing is made from them


def describe_study(target: str) -> str:
    """Return all that a build of `target` reads, and the run records that it made: `path sha256`, one a line.

    The first line holds the digest of what lies in no file: target, engine, Python and packages.
    """
    files = [path for part in PARTS for path in _files(Path(part))]
    records = sorted(RESULTS.rglob(f"*{SUFFIX}"))
    installed = sorted(path.name for path in Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info"))
    engine = choose_engine(read_yaml(Path("config.yaml")))
    around = digest_text("\n".join([target, engine, sys.version, *installed]))
    return "\n".join([around, *(f"{path.as_posix()} {digest_file(path)}" for path in [*files, *records])])


def is_unchanged(target: str) -> bool:
    """Return whether the last build of `target` ended well and nothing has changed since."""
    return STATE.is_file() and STATE.read_text(encoding="utf-8") == describe_study(target)


def read_state() -> frozenset[str]:
    """Return the lines `path sha256` of all that the last good build read; none before there was one."""
    return frozenset(STATE.read_text(encoding="utf-8").splitlines()[1:]) if STATE.is_file() else frozenset()


def set_back_dates() -> None:
    """Give the files of the study that are dated ahead of the clock its date of now.

    Snakemake stops at them in its own words. Raises ProblemsFound for those that cannot be dated.
    """
    now = time.time()
    problems = []
    for path in (path for part in (*PARTS, RESULTS.name) for path in _files(Path(part))):
        if path.stat().st_mtime > now:
            try:
                os.utime(path, (now, now))
            except PermissionError:
                found = "a file that is dated ahead of the clock and belongs to someone else"
                expected = "a date that is past, or a file that may be dated"
                problems.append(Problem(path.as_posix(), found, expected, f"touch {path.as_posix()}"))
    raise_problems(problems)


def remember_state(target: str) -> None:
    """Keep what was just built from, unless a part of the study alone was built and the rest is stale.

    Raises ProblemsFound where the whole was built and a record is not of what is there now.
    """
    left = find_stale(read_config())
    if left and target != "paper":
        return
    raise_problems(
        Problem(
            stale.record.as_posix(),
            f"results that the build left as they were, though {stale.why}",
            "results of the study as it is",
            f"aimed rebuild {' '.join(stale.outputs)}",
            kind="result_stale",
        )
        for stale in left
    )
    STATE.parent.mkdir(exist_ok=True)
    STATE.write_text(describe_study(target), encoding="utf-8")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = (p for p in path.rglob("*") if p.is_file() and not p.name.startswith(PARTIAL))
    return sorted(p for p in found if p not in RELEASED and not set(p.parts) & set(LEFT_OUT))
