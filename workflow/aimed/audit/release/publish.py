"""Release: write the public numbers, what they came from and what changed, when nothing speaks against it."""

from pathlib import Path
from typing import Any

from aimed.audit.attack.command import stop_what_is_unsaid
from aimed.audit.check.command import print_check
from aimed.audit.release.change_reports import write_markdown
from aimed.audit.release.changed_numbers import TOLERANCE
from aimed.audit.release.diff import compare, read_side
from aimed.audit.release.published_files import ReleaseManifest, read_manifest
from aimed.build.up_to_date import is_unchanged
from aimed.files.digests import digest_file, digest_text
from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import write_json
from aimed.ledger.public_numbers import write_numbers
from aimed.manuscript.engines.choice import RECORDED, read_engine, tell_engine
from aimed.messages.problems import ProblemsFound
from aimed.study.cohort_file import list_cohorts
from aimed.study.declarations import read_config
from aimed.study.layout import CHANGES, MANIFEST, PUBLISHED

HEADING = "# Changes of the published numbers\n"


def make_release() -> int:
    """Write manuscript/published.csv, published.json and CHANGES.md; return 1 where the check has errors.

    Raises ProblemsFound when the results are not those of the study as it is, and when public numbers bound a
    hidden count more tightly than the ledger says.
    """
    if not is_unchanged("paper"):
        found, expected = "results that may be out of date", "a build of all documents after the last change"
        raise ProblemsFound.at("results/", found, expected, "make paper, then make release")
    if print_check(Path(), "release"):
        print("No release: correct the errors first.")
        return 1
    stop_what_is_unsaid(Path())
    table, manifest = describe_release()
    last = _read_last()
    beside: Any = {"release": 0, RECORDED: None}
    if last is not None and last | beside == manifest | beside:
        _keep_engine(last, manifest)
        return _restore_numbers(table, last)
    manifest["release"] = last["release"] + 1 if last else 1
    block = _describe_changes(manifest, first=last is None)
    before = CHANGES.read_text(encoding="utf-8").removeprefix(HEADING) if CHANGES.is_file() else ""
    with write_whole(CHANGES, MANIFEST, PUBLISHED) as (changes, origins, numbers):
        before = before.removeprefix(f"\n{block}")  # of a release that was cut short
        changes.write_text(f"{HEADING}\n{block}{before}", encoding="utf-8", newline="\n")
        write_json(manifest, origins)
        numbers.write_text(table, encoding="utf-8", newline="\n")
    print(f"Release {manifest['release']}: {manifest['numbers']} numbers in {PUBLISHED.as_posix()}")
    return 0


def _keep_engine(last: ReleaseManifest, manifest: ReleaseManifest) -> None:
    """Write into the last release which engine lays out the same numbers now, where it is another one."""
    made = manifest.get("laid_out_by")
    if made and made != last.get("laid_out_by"):
        with write_whole(MANIFEST) as (origins,):
            write_json({**last, RECORDED: made}, origins)
        print(f"{MANIFEST.as_posix()}: release {last['release']} is laid out by {tell_engine(made)}")


def _restore_numbers(table: str, last: ReleaseManifest) -> int:
    """Write the numbers of the last release where its file is not whole or not as it was; return 0."""
    if digest_file(PUBLISHED) == last["sha256"]:
        print(f"nothing has changed since release {last['release']}")
        return 0
    with write_whole(PUBLISHED) as (numbers,):
        numbers.write_text(table, encoding="utf-8", newline="\n")
    print(f"{PUBLISHED.as_posix()} is again as release {last['release']} wrote it")
    return 0


def describe_release() -> tuple[str, ReleaseManifest]:
    """Return published.csv as text, and published.json, whose number is not given yet."""
    current = read_side("current")
    table = write_numbers(current.numbers)
    manifest: ReleaseManifest = {
        "release": 0,
        "cohorts": list_cohorts(read_config()),
        "numbers": len(current.numbers),
        "tolerance": TOLERANCE,
        "sha256": digest_text(table),
        "origins": current.origins,
    }
    if made := read_engine("paper"):
        manifest["laid_out_by"] = made
    return table, manifest


def _read_last() -> ReleaseManifest | None:
    if not (MANIFEST.is_file() and PUBLISHED.is_file()):
        return None
    return read_manifest(MANIFEST.read_text(encoding="utf-8"), MANIFEST.as_posix())


def _describe_changes(manifest: ReleaseManifest, *, first: bool) -> str:
    """Return the entry of CHANGES.md, before published.csv is written anew."""
    heading = f"## Release {manifest['release']}\n\nCohorts: {', '.join(manifest['cohorts'])}.\n\n"
    if first:
        return f"{heading}The first release: {manifest['numbers']} numbers.\n"
    return f"{heading}{write_markdown(compare('published', 'current'))}\n"
