"""Set up .venv for this study: locked packages, compiled, everything below .venv. Standard library only."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LOWEST = (3, 11)
VENV = Path(".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
CACHE = VENV.resolve() / "cache"
READY = VENV / "ready"
LOG = VENV / "set_up.log"
PIP = [PYTHON, "-m", "pip", "--no-cache-dir", "--disable-pip-version-check", "install", "--quiet"]


def set_up() -> None:
    """Make .venv hold exactly requirements.txt, try Quarto once, and say in plain lines what is missing."""
    refuse_link()
    if sys.version_info[:2] < LOWEST:
        stop(
            "Python %d.%d is too old: aimed needs 3.11 or newer (make PYTHON=python3.12 paper)"
            % sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        stop("Python's venv module is missing: install it (on Debian and Ubuntu: apt install python3-venv)")
    print("Setting up .venv (once; about a minute) ...", flush=True)
    READY.unlink(missing_ok=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    CACHE.mkdir(parents=True, exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    install_locked()
    engine = find_engine()
    call([PYTHON, "-c", "import matplotlib.font_manager"], "the font list cannot be made")
    READY.write_text(engine + "\n", encoding="utf-8")
    print(engine)


def refuse_link() -> None:
    """Stop where .venv is a link: what it leads to is another study's, and would be changed."""
    if VENV.is_symlink():
        stop(
            "%s is a link to %s, which may be another study's: remove the link (rm %s) and set up again"
            % (VENV, os.readlink(str(VENV)), VENV)
        )


def install_locked() -> None:
    """Install requirements.txt with its hashes, by uv from the same file, and the study's own package."""
    own = write_requirement(r"^uv==.*?(?=^[a-z#]|\Z)", "uv.txt")
    call([*PIP, "--require-hashes", "--no-deps", "-r", own], "uv cannot be installed")
    uv = [BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    locked = [*uv, "--require-hashes", "--compile-bytecode", "-r", "requirements.txt"]
    call(locked, "the packages cannot be installed")
    editable = [*uv, "--no-deps", "--no-build-isolation", "--editable", "."]
    call(editable, "the aimed command cannot be installed")
    call([PYTHON, "-m", "compileall", "-q", "workflow/aimed"], "workflow/aimed cannot be compiled")


def install_extra(name: str) -> None:
    """Install the packages that requirements.txt names behind `# name: `, with their hashes."""
    refuse_link()
    own = write_requirement(r"(?<=^# %s: ).*$" % re.escape(name), name + ".txt")
    if not own.read_text(encoding="utf-8").strip():
        stop("requirements.txt names nothing for " + name)
    locked = [BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--no-deps"]
    call([*locked, "--compile-bytecode", "-r", own], "the packages for %s cannot be installed" % name)


def find_engine() -> str:
    """Return a sentence on what lays the documents out; quarto-cli is tried once where no quarto is found."""
    if shutil.which("quarto"):
        return "Documents are laid out by Quarto (found on the path)."
    own = write_requirement(r"(?<=^# quarto: ).*$", "quarto.txt")
    tried = run([*PIP, "--retries", "0", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", own])
    if tried == 0 and run([BIN / "quarto", "--version"]) == 0:
        return "Documents are laid out by Quarto (installed in .venv)."
    return "Quarto's program cannot be had here: Pandoc and Typst lay the same documents out."


def write_requirement(pattern: str, name: str) -> Path:
    """Write the part of requirements.txt that a pattern finds to a file of its own, and return its path."""
    flags = re.M if "$" in pattern else re.M | re.S
    found = re.findall(pattern, Path("requirements.txt").read_text(encoding="utf-8"), flags)
    (VENV / name).write_text("\n".join(found) + "\n", encoding="utf-8")
    return VENV / name


def call(command: list, failure: str) -> None:
    """Run a command with its output in the log; stop with one line when it fails."""
    if run(command) != 0:
        stop("%s; its words are in %s" % (failure, LOG))


def run(command: list) -> int:
    """Return the exit code of a command whose output goes to the log and whose caches stay below .venv."""
    here = dict(os.environ)
    here.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in ("UV_CACHE_DIR", "XDG_CACHE_HOME", "PIP_CACHE_DIR", "MPLCONFIGDIR"):
        here[name] = str(CACHE / name.lower())
    here["MPLCONFIGDIR"] = str(CACHE / "matplotlib")
    with LOG.open("a", encoding="utf-8") as log:
        try:
            return subprocess.call([str(part) for part in command], stdout=log, stderr=log, env=here)
        except OSError as error:
            log.write("%s\n" % error)
            return 1


def stop(sentence: str) -> None:
    """End with one plain line."""
    print("Set-up stopped: " + sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    install_extra(sys.argv[1]) if sys.argv[1:] else set_up()
