"""The gate before Snakemake: what dates cannot show is found by digests. It reports and changes nothing."""

from pathlib import Path

from aimed.build.stale import find_stale, tell_causes
from aimed.build.up_to_date import read_state
from aimed.files.digests import digest_file
from aimed.files.written_whole import PARTIAL
from aimed.ingest.personal.written_files import find_personal_data_in_written_files
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.rule_inputs import list_records
from aimed.running.run_records import RESULTS, SUFFIX, read_record
from aimed.study.cohort_file import COHORTS, list_cohorts, raw_files
from aimed.study.declarations import StudyConfig, read_config
from aimed.study.layout import LAID_OUT, find_absent_style, find_unusable_names, list_needed_files
from aimed.study.raw_digests import KINDS


def inspect_results() -> tuple[list[Problem], list[Path]]:
    """Return what cannot be meant (a source file gone, a result edited by hand), and the deleted results.

    A run record that cannot be read counts as deleted. Starts nothing and changes nothing.
    """
    config = read_config()
    problems = find_unusable_names() + find_absent_files(config) + find_absent_raw_files(config)
    problems += find_personal_data_in_written_files(read_state())
    deleted: list[Path] = []
    for record in (Path(name) for name in list_records(config)):
        outputs = read_outputs(record)
        if outputs is None:
            deleted += [record] if record.is_file() else []
            continue
        for name, digest in outputs.items():
            path = Path(name)
            if not path.is_file():
                deleted.append(path)
            elif digest_file(path) != digest:
                found = "a file that was changed by hand after it was made"
                problems.append(
                    Problem(
                        name,
                        found,
                        "the bytes that its rule wrote",
                        f"aimed rebuild {name}",
                        kind="result_changed",
                    )
                )
    return problems, deleted


def read_outputs(record: Path) -> dict[str, str] | None:
    """Return path -> sha256 of what a run record says was made; None for one that is absent or broken."""
    try:
        return read_record(record)["outputs"]
    except (FileNotFoundError, ProblemsFound, KeyError, TypeError, ValueError):
        return None


def find_absent_files(config: StudyConfig) -> list[Problem]:
    """Return a problem for each file that every study has or names and is not there, and for no cohort."""
    told = ("no such file", "a file that every study has", "restore it, or write it as in docs/own-study.md")
    absent = [path for path in list_needed_files(config) if not Path(path).is_file()]
    problems = [Problem(path, *told, kind="absent_file") for path in absent] + find_absent_style(config)
    if not list_cohorts(config):
        expected = "a folder with a cohort.yaml below it"
        remedy = "aimed cohort new ID --survey FILE, as docs/adding-a-cohort.md tells"
        problems.append(Problem(COHORTS.as_posix(), "no cohort", expected, remedy, kind="no_cohort"))
    return problems


def find_absent_raw_files(config: StudyConfig) -> list[Problem]:
    """Return a problem for each raw file that a cohort.yaml names and that is not there."""
    problems = []
    for cohort in list_cohorts(config):
        named = (COHORTS / cohort / "cohort.yaml").as_posix()
        remedy = f"restore it, or take it out of {named}"
        for kind in KINDS:
            told = ("no such file", f"the file that {named} names under {kind}", remedy)
            absent = [path for path in raw_files(cohort, kind) if not Path(path).is_file()]
            problems += [Problem(path, *told, kind="absent_file") for path in absent]
    return problems


def list_leftovers() -> list[Path]:
    """Return the files under results/ that neither the study nor `quarto render` makes, sorted."""
    records = [Path(name) for name in list_records(read_config())]
    made = {name for record in records for name in read_outputs(record) or {}}
    wanted = made | {path.as_posix() for path in [*records, RESULTS / "README.md"]}
    found = (p for p in RESULTS.rglob("*") if p.is_file() and LAID_OUT not in p.parents)
    return sorted(p for p in found if p.as_posix() not in wanted)


def is_silent(leftover: Path) -> bool:
    """Return whether a leftover is not worth a word: a run record, or what a killed run left half-written."""
    return leftover.name.startswith(PARTIAL) or leftover.name.endswith(SUFFIX)


def report_gate() -> list[str]:
    """Return in plain sentences what the next build would clear away. Changes nothing.

    Raises ProblemsFound for everything that cannot be meant.
    """
    problems, deleted = inspect_results()
    raise_problems(problems)
    told = [f"{path.as_posix()} was deleted: the next build makes it again" for path in deleted]
    told += tell_causes(find_stale(read_config()))
    return told + [
        f"{path.as_posix()} is made by nothing in the study: the next build deletes it"
        for path in list_leftovers()
        if not is_silent(path)
    ]
