"""Verify: make the numbers again from the raw files, in a scratch copy, and compare with the release."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aimed.audit.lookup.built_study import LEDGER
from aimed.audit.release.change_reports import clean
from aimed.audit.release.changed_numbers import (
    TOLERANCE,
    ChangedNumbers,
    find_difference,
    is_same,
    show_change,
    show_entry,
)
from aimed.audit.release.diff import read_decimals
from aimed.audit.release.provenance import CONFIG, Changed, describe_changed, describe_origins, find_changed
from aimed.audit.release.published_files import ReleaseManifest, read_manifest, read_numbers
from aimed.build.up_to_date import PARTS
from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import Ledger, read_ledger
from aimed.ledger.public_numbers import select_public
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.study.cohort_file import list_cohorts
from aimed.study.declarations import read_config
from aimed.study.layout import MANIFEST, PUBLISHED

GUARD = "AIMED_STUDY_FOUND"
LEFT_OUT = ("__pycache__", "*.egg-info")
RESTORE = "restore its folder, or make release without it"


def verify_release() -> int:
    """Print how many numbers of the release were reproduced, and those that differ; return 1 if any does.

    The cohorts that the release names are built; others are named. Raises ProblemsFound where there is no
    release, a cohort of it is absent, or the copy cannot be built.
    """
    manifest = _read_manifest()
    config = read_config()
    now, then = list_cohorts(config), list(manifest["cohorts"])
    told = ("no such cohort", "every cohort that the release names", RESTORE)
    raise_problems(Problem(f"data/cohorts/{cohort}", *told) for cohort in then if cohort not in now)
    for cohort in now:
        if cohort not in then:
            print(f"cohort {cohort}: new since release {manifest['release']}, left out of what is compared")
    if sys.stdout.isatty():
        print("making the numbers again from the raw files, in a scratch copy; this takes as long as a build")
    with tempfile.TemporaryDirectory(prefix="aimed-verify-") as folder:
        study = copy_study(Path(folder, "study"), then if now != then else None)
        _build_numbers(study)
        ledger = read_ledger(study / LEDGER)
        changed = _find_changed(manifest, study)
    difference = find_difference(
        ("published", "rebuilt"),
        read_numbers(PUBLISHED.read_text(encoding="utf-8"), PUBLISHED.as_posix(), read_decimals()),
        select_public(ledger),
        known=select_public(ledger),
        changed_origins=changed,
        root=Path(),
        tolerance=float(manifest["tolerance"]),
    )
    edited = digest_file(PUBLISHED) != manifest["sha256"]
    differing, withheld = set_withheld_apart(difference, ledger)
    print(describe_verification(differing, withheld, edited=edited))
    return 1 if differing.changed or differing.went else 0


def set_withheld_apart(difference: ChangedNumbers, ledger: Ledger) -> tuple[ChangedNumbers, list[str]]:
    """Return what differs without what was made again and is withheld now, and the ids of the latter.

    A number is withheld, or nothing but the n beside it.
    """
    made = ledger["numbers"]
    gone = [name for name in difference.went if name in made and not made[name]["public"]]
    only_n = [
        change.identifier
        for change in difference.changed
        if change.new["n"] is None and is_same({**change.old, "n": None}, change.new, TOLERANCE)
    ]
    changed = tuple(change for change in difference.changed if change.identifier not in only_n)
    went = {name: entry for name, entry in difference.went.items() if name not in gone}
    return replace(difference, changed=changed, went=went), sorted([*gone, *only_n])


def copy_study(folder: Path, cohorts: list[str] | None) -> Path:
    """Copy what a build reads into an absent folder, limited to some cohorts or not, and return it."""
    for part in map(Path, PARTS):
        if part.is_dir():
            shutil.copytree(part, folder / part, ignore=shutil.ignore_patterns(*LEFT_OUT))
        elif part.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, folder / part)
    if cohorts is not None:
        import yaml

        config = folder / CONFIG
        limited = read_yaml(config) | {"cohorts": cohorts, "exclude_cohorts": []}
        config.write_text(yaml.safe_dump(limited, allow_unicode=True), encoding="utf-8")
    return folder


def describe_verification(
    difference: ChangedNumbers, withheld: Sequence[str] = (), *, edited: bool = False
) -> str:
    """Return the closing line of a verification, after a table of what differs: old, new, place, cause.

    `withheld` are the ids of what was made again and is not public any more. `edited` says that
    published.csv is not as the release wrote it.
    """
    lines = []
    by_hand = f"{PUBLISHED.as_posix()} was changed after the release" if edited else ""
    for change in difference.changed:
        old, new = map(clean, show_change(change.old, change.new))
        lines += _describe_one(change.identifier, old, new, list(change.places), by_hand or change.cause)
    why = by_hand or describe_changed(difference.changed_origins or [])
    for name, entry in difference.went.items():
        places = difference.places.get(name, [])
        lines += _describe_one(name, clean(show_entry(entry)), "not made, or not public", places, why)
    lines += [f"{clean(name)}\n  withheld since the release" for name in withheld]
    if came := len(difference.came):
        lines.append(f"{came} {'number is' if came == 1 else 'numbers are'} new since the release")
    same, differ = difference.same, len(difference.changed) + len(difference.went)
    reproduced = f"{same} number{'s' * (same != 1)} reproduced"
    told = f", {len(withheld)} withheld" if withheld else ""
    return "\n".join([*lines, f"{reproduced}, {differ} differ{'s' * (differ == 1)}{told}"])


def _describe_one(name: str, old: str, new: str, places: list[dict[str, str]], cause: str) -> list[str]:
    where = [f"  place: {place['place']}: {clean(place['text'])}" for place in places]
    lines = [clean(name), f"  old:   {old}", f"  new:   {new}", *(where or ["  place: not in the text"])]
    return [*lines, f"  cause: {clean(cause)}"]


def _read_manifest() -> ReleaseManifest:
    for path in (PUBLISHED, MANIFEST):
        if not path.is_file():
            again = "restore it from the release, or make release again"
            remedy = again if path == MANIFEST else "make release; then make verify"
            expected = "the numbers of a release to compare with"
            raise ProblemsFound.at(path, "no such file", expected, remedy)
    return read_manifest(MANIFEST.read_text(encoding="utf-8"), MANIFEST.as_posix())


def _build_numbers(study: Path) -> None:
    """Make the ledger of a copied study by the copy's own code. Raises ProblemsFound where it stops."""
    environment = {name: value for name, value in os.environ.items() if name != GUARD}
    environment["PYTHONPATH"] = str((study / "workflow").absolute())
    command = [sys.executable, "-m", "aimed.command", "build", "--target", "numbers"]
    done = subprocess.run(
        command, cwd=study, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        print(f"The scratch copy of the study could not be built:\n{done.stdout}{done.stderr}".rstrip())
        found, expected = "a build from the raw files that stops", "the numbers of the release"
        raise ProblemsFound.at("the study", found, expected, "correct what is named above, make paper")


def _find_changed(manifest: ReleaseManifest, study: Path) -> Changed:
    """Return what differs between the release and the copy, whose config.yaml may be limited to cohorts."""
    now = describe_origins(study)
    if CONFIG in now["plan"]:
        now["plan"][CONFIG] = digest_file(Path(CONFIG))
    return find_changed(manifest["origins"], now) or []
