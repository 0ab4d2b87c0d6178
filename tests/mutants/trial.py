"""Trying mutants: each in a scratch copy of the tree, by the tests that are likeliest to notice it first."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, util
from pathlib import Path

from mutants.places import Mutant

HEAVY = ("pytest", "hypothesis", "pandas", "duckdb", "scipy.stats", "statsmodels.api", "jsonschema", "docx")
SECONDS = 60  # of the processor, for one run of tests
PATIENCE = 10  # as many times longer by the clock: the machine may be shared
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "--no-header", "--hypothesis-seed=0")
NOTICED, SILENT, NO_TESTS, OUT_OF_TIME = 1, 0, 5, -1


@dataclass(frozen=True)
class Trial:
    """What became of a mutant: killed, out of time (killed too) or survived; the test that noticed it."""

    room: str
    mutant: Mutant
    outcome: str
    noticed_by: str
    seconds: float


def copy_tree(root: Path, folder: Path) -> Path:
    """Copy what git would keep of a tree, changes that are not committed too, as a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name, follow_symlinks=False)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    return folder


def load_heavy() -> None:
    """Import what tests import most, so that each run of tests, a fork of this process, has it already."""
    for name in HEAVY:
        if util.find_spec(name.partition(".")[0]):
            import_module(name)


def list_runs(tree: Path, room: str, file: str) -> Iterator[list[str]]:
    """Yield the arguments of pytest, run by run: tests that import the module, its wing, its room, the house.

    What is slow of the room comes last. Files keep the order in which they are named.
    """
    module = ".".join(Path(file).with_suffix("").parts[1:])
    wing = Path("tests", *Path(file).parent.parts[2:])
    tests = sorted((tree / "tests" / room).rglob("test_*.py"))

    def rank(path: Path) -> tuple[bool, bool, str]:
        return (module not in path.read_text(encoding="utf-8"), (tree / wing) not in path.parents, str(path))

    ordered = [path.relative_to(tree).as_posix() for path in sorted(tests, key=rank)]
    direct = [name for name in ordered if module in (tree / name).read_text(encoding="utf-8")]
    house = ["tests/house"] if (tree / "tests/house").is_dir() else []
    if direct:
        yield [*direct, "-m", "not slow"]
    yield [*(name for name in ordered if name not in direct), *house, "-m", "not slow"]
    yield [*ordered, "-m", "slow"]


def run_tests(tree: Path, arguments: list[str], output: Path) -> int:
    """Run pytest in a tree, in a fork of this process; return its exit code, or OUT_OF_TIME."""
    child = os.fork()
    if child == 0:
        _become_pytest(tree, arguments, output)
    end = time.monotonic() + SECONDS * PATIENCE
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else OUT_OF_TIME
        time.sleep(0.05)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return OUT_OF_TIME


def _become_pytest(tree: Path, arguments: list[str], output: Path) -> None:
    code = 3
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(written, 1)
        os.dup2(written, 2)
        sys.stdout = sys.stderr = os.fdopen(written, "w", encoding="utf-8")
        os.chdir(tree)
        for name in [name for name in sys.modules if name.partition(".")[0] == "aimed"]:
            del sys.modules[name]
        sys.path[:] = [path for path in sys.path if not path.endswith(("/tests", "/mutants", "/workflow"))]
        import pytest

        code = int(pytest.main([*OPTIONS, *arguments]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def prove_tests_pass(tree: Path, rooms: list[str]) -> None:
    """Raise RuntimeError where a test fails without a mutant: it would seem to notice every one."""
    for room in rooms:
        for arguments in list_runs(tree, room, f"workflow/aimed/{room}/__init__.py"):
            output = tree.parent / f"{tree.name}.txt"
            if run_tests(tree, arguments, output) not in (SILENT, NO_TESTS):
                raise RuntimeError(f"{room}: tests fail without a mutant\n{output.read_text()}")


def try_mutant(tree: Path, room: str, mutant: Mutant, number: int) -> Trial:
    """Change the tree as a mutant says, run the tests until one fails, and restore the tree.

    Each mutant has a date of its own, so that no compiled file of another is taken for its.
    """
    path, output = tree / mutant.file, tree.parent / f"{tree.name}.txt"
    source, dates = path.read_text(encoding="utf-8"), path.stat()
    begun = time.monotonic()
    outcome, noticed_by = "survived", ""
    try:
        path.write_text(mutant.make(source), encoding="utf-8")
        os.utime(path, (dates.st_atime, int(dates.st_mtime) + 60 * (number + 1)))
        for arguments in list_runs(tree, room, mutant.file):
            code = run_tests(tree, arguments, output)
            if code not in (SILENT, NO_TESTS):
                outcome = "out of time" if code == OUT_OF_TIME else "killed"
                noticed_by = _first_failure(output.read_text(encoding="utf-8", errors="replace"))
                break
    finally:
        path.write_text(source, encoding="utf-8")
        os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))
    return Trial(room, mutant, outcome, noticed_by, time.monotonic() - begun)


def _first_failure(printed: str) -> str:
    lines = [line for line in printed.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].split(" - ")[0] if lines else ""
