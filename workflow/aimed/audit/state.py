"""Whether anything that a build depends on has changed since the last one that ended well, by content."""

import sys
import sysconfig
from pathlib import Path

from aimed.audit.released import CHANGES, MANIFEST, PUBLISHED
from aimed.documents import read_yaml
from aimed.manuscript.engine import choose_engine
from aimed.record import RESULTS, SUFFIX, digest_file, digest_text

STATE = Path(".snakemake/aimed.state")
PARTS = (
    "Snakefile",
    "config.yaml",
    "requirements.txt",
    "profiles",
    "workflow",
    "analyses",
    "data",
    "manuscript",
)
LEFT_OUT = ("__pycache__", "aimed.egg-info")
RELEASED = (PUBLISHED, MANIFEST, CHANGES)  # nothing is made from them


def digest_study(target: str) -> str:
    """Return one digest of all that a build of `target` reads, and of the run records that it made."""
    files = [path for part in PARTS for path in _files(Path(part))]
    records = sorted(RESULTS.rglob(f"*{SUFFIX}"))
    lines = [f"{path.as_posix()} {digest_file(path)}" for path in [*files, *records]]
    installed = sorted(path.name for path in Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info"))
    engine = choose_engine(read_yaml(Path("config.yaml")))
    return digest_text("\n".join([target, engine, sys.version, *installed, *lines]))


def is_unchanged(target: str) -> bool:
    """Return whether the last build of `target` ended well and nothing has changed since."""
    return STATE.is_file() and STATE.read_text(encoding="utf-8") == digest_study(target)


def remember_state(target: str) -> None:
    """Keep the digest of what was just built."""
    STATE.parent.mkdir(exist_ok=True)
    STATE.write_text(digest_study(target), encoding="utf-8")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(
        p for p in path.rglob("*") if p.is_file() and p not in RELEASED and not set(p.parts) & set(LEFT_OUT)
    )
