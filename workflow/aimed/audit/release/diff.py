"""Compare two sets of numbers: releases, ledgers, commits."""

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from aimed.audit.lookup.built_study import LEDGER
from aimed.audit.release.change_reports import FORMATS
from aimed.audit.release.changed_numbers import ChangedNumbers, find_difference
from aimed.audit.release.provenance import Origins, describe_origins, find_changed, find_stale
from aimed.audit.release.published_files import read_manifest, read_numbers
from aimed.files.yaml_json import read_json
from aimed.ledger.contents import Numbers
from aimed.ledger.public_numbers import select_public
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config
from aimed.study.layout import MANIFEST, PUBLISHED

COMMIT = re.compile(r"[\w./~^@{}][\w./~^@{}-]*")
Format = Literal["text", "html", "markdown", "json"]


@dataclass(frozen=True)
class NumbersCompared:
    """One side of a comparison: what it was called and its public numbers.

    released: what they came from, as a release tells; current: whether they are the study's own ledger.
    """

    name: str
    numbers: Numbers
    released: Origins | None = None
    current: bool = False

    @cached_property
    def origins(self) -> Origins | None:
        """What the numbers came from, if that is known; of the current ones it takes a tenth of a second."""
        return describe_origins(Path()) if self.current else self.released


def print_diff(old: str, new: str, form: Format) -> int:
    """Print what differs from `old` to `new` as text, HTML or Markdown; return 0.

    A note on stderr says when `current` is older than what it was made from.
    """
    print(FORMATS[form](compare(old, new)))
    stale = find_stale(Path()) if "current" in (old, new) else []
    if stale:
        more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
        told = f"current: {stale[0]}{more} changed or gone since these numbers were made"
        print(f"{told}; make paper, then compare again", file=sys.stderr)
    return 0


def compare(old: str, new: str) -> ChangedNumbers:
    """Return what differs between two sides, each named as `read_side` takes it, in the current study."""
    before, after = read_side(old), read_side(new)
    told = any("group" in entry for side in (before, after) for entry in side.numbers.values())
    known = read_json(LEDGER)["numbers"] if LEDGER.is_file() and not told else {}
    both = all(side.current or side.released is not None for side in (before, after))
    return find_difference(
        (before.name, after.name),
        before.numbers,
        after.numbers,
        known={name: entry for name, entry in known.items() if entry["public"]},
        changed_origins=find_changed(before.origins, after.origins) if both else None,
        root=Path(),
    )


def read_side(name: str) -> NumbersCompared:
    """Return the side that a word, a file or a commit names.

    `published` is the last release, `current` the ledger as it is; a file is a ledger.json or a
    published.csv; anything else is a commit of git, and means its release. Raises ProblemsFound.
    """
    path = {"published": PUBLISHED, "current": LEDGER}.get(name, Path(name))
    if path.suffix == ".json":
        return _read_ledger(name, path)
    if path.suffix == ".csv":
        manifest = path.with_suffix(".json")
        told = manifest.read_text(encoding="utf-8") if manifest.is_file() else None
        return _read_release(name, _read_text(path), path.as_posix(), told, manifest.as_posix())
    return _read_commit(name)


def read_decimals() -> dict[str, int]:
    """Return the decimals of each unit as config.yaml names them."""
    return dict(read_config().get("ledger", {}).get("decimals", {}))


def _read_ledger(name: str, path: Path) -> NumbersCompared:
    try:
        content: Any = read_json(path) if path.is_file() else _read_text(path)
        numbers = select_public(content)
    except (ValueError, TypeError, KeyError, AttributeError):
        expected, remedy = f"{LEDGER.as_posix()} of a study", "give a ledger.json or a published.csv"
        raise ProblemsFound.at(path, "a file that is no ledger", expected, remedy) from None
    return NumbersCompared(name, numbers, current=path.resolve() == LEDGER.resolve())


def _read_text(path: Path) -> str:
    if path.is_file():
        return path.read_text(encoding="utf-8")
    remedy = {PUBLISHED: "make release", LEDGER: "make paper"}.get(path, "correct the path")
    raise ProblemsFound.at(path, "no such file", "numbers to compare", remedy)


def _read_commit(name: str) -> NumbersCompared:
    asked = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    commit = _git(*asked) if COMMIT.fullmatch(name) else None
    if commit is None:
        expected = "published, current, a ledger.json, a published.csv or a commit"
        remedy = "correct the name; git log lists the commits"
        raise ProblemsFound.at(name, "no file and no commit", expected, remedy)
    text, told = (_git("show", f"{commit.strip()}:./{one.as_posix()}") for one in (PUBLISHED, MANIFEST))
    if text is None:
        found = f"no {PUBLISHED.as_posix()} in this commit"
        raise ProblemsFound.at(name, found, "a commit with a release", "name a commit after a release")
    places = (f"{name}:{one.as_posix()}" for one in (PUBLISHED, MANIFEST))
    return _read_release(name, text, next(places), told, next(places))


def _read_release(name: str, text: str, place: str, manifest: str | None, its_place: str) -> NumbersCompared:
    origins = read_manifest(manifest, its_place)["origins"] if manifest else None
    return NumbersCompared(name, read_numbers(text, place, read_decimals()), origins)


def _git(*arguments: str) -> str | None:
    """Return what git prints, or None where it ends with an error."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout if done.returncode == 0 else None
