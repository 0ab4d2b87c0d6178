"""Files that are never half-written: written beside, then renamed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial-"  # before the name of a file that is still being written


def name_beside(path: Path) -> Path:
    """Return where a file is written until it is whole."""
    return path.with_name(f"{PARTIAL}{path.name}")


@contextmanager
def write_whole(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Give where to write files that are there as a whole, and in the order of `paths`, or not at all."""
    beside = tuple(name_beside(path) for path in paths)
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        for path, here in zip(paths, beside, strict=True):
            here.replace(path)
    finally:
        for here in beside:
            here.unlink(missing_ok=True)
