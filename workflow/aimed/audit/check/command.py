"""Check the manuscript as it is written, in under a second and without Snakemake."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from aimed.audit.check.focus_groups.left_out_codings import find_left_out_codings
from aimed.audit.check.kept import read_kept
from aimed.audit.check.report_formats import FORMATS
from aimed.audit.check.severities import read_severities, read_stage
from aimed.files.yaml_json import line_of
from aimed.manuscript.engines.choice import find_other_engine
from aimed.messages.findings import VERIFIED, Finding
from aimed.study.cohort_file import COHORTS, list_cohorts, read_cohort
from aimed.study.declarations import read_config
from aimed.study.guessed_coders import EXPECTED, FOUND, REMEDY, find_guessed

OWN_KINDS = (
    "undecided_personal_data",
    "unusable_name",
    "no_cohort",
)  # of the gate, that have severities of their own
DESCRIBED = {
    ("countries", "country_column"): "where people were asked",
    ("collected",): "when they were asked",
    ("languages",): "in which languages they were asked",
}


def check_study(root: Path) -> list[Finding]:
    """Return everything that is wrong with the manuscript and the results of the study at `root`, sorted.

    Raises ProblemsFound for YAML or CSV that cannot be read at all.
    """
    found = {*find_in_documents(root), *check_around(root)}
    if any(finding.kind == "no_cohort" for finding in found):  # there is nothing yet to make a ledger of
        found = {finding for finding in found if finding.kind != "ledger_missing"}
    return sorted(found)


def find_in_documents(root: Path) -> list[Finding]:
    """Return what is wrong with the documents: as the build found it, where all that it read is the same."""
    kept = read_kept(root)
    if kept.findings is not None:
        return kept.findings
    from aimed.audit.check.documents import check_documents  # all that reads words: a fifth of a second
    from aimed.audit.check.inputs import read_material

    return check_documents(read_material(root, kept))


def check_around(root: Path) -> list[Finding]:
    """Return what is wrong with the results and the cohorts of the study at `root`: all but the documents."""
    described = [*find_kept_too_long(), *find_undescribed(), *find_guessed_coders()]
    other_engine = find_other_engine(read_config())
    return [*_gate_findings(), *described, *other_engine, *find_left_out_codings(root)]


def print_check(root: Path, stage: str | None, form: str = "text") -> int:
    """Print the findings of a check as text, json, sarif or github; return 1 when one of them is an error."""
    return print_findings(root, check_study(root), stage, form)


def print_rendered_check(root: Path, document: Path | None, stage: str | None, form: str) -> int:
    """Print what does not cohere in a document, in the study's own when None; return 1 with an error."""
    from aimed.audit.coherence.documents.statistics import check_rendered, count_statistics, list_rendered

    documents = list_rendered(root) if document is None else [document]
    found = [finding for path in documents for finding in check_rendered(path)]
    if form == "text":
        for path in documents:
            print(f"{path.as_posix()}: read {count_statistics(path)}", file=sys.stderr)
    return print_findings(root, found, stage, form)


def print_findings(root: Path, found: list[Finding], stage: str | None, form: str) -> int:
    """Print findings graded by stage (config.yaml's when None); return 1 when one of them is an error."""
    graded, stage = grade(root, found, stage)
    claims = next((finding.found for finding in found if finding.kind == VERIFIED), "")
    if written := FORMATS[form](graded, stage, claims):
        print(written)
    return int(any(severity == "error" for severity, _ in graded))


def grade(root: Path, found: list[Finding], stage: str | None) -> tuple[list[tuple[str, Finding]], str]:
    """Return each finding that is not off with its severity, and the stage that decides it."""
    stage = read_stage(root, stage)
    severities = read_severities(root, stage)
    graded = [(severities.get(finding.kind, "error"), finding) for finding in found]
    return [(severity, finding) for severity, finding in graded if severity != "off"], stage


def _gate_findings() -> Iterator[Finding]:
    from aimed.build.gate import inspect_results
    from aimed.build.stale import find_stale_numbers

    problems, deleted = inspect_results()
    for problem in problems:
        kind = problem.kind if problem.kind in OWN_KINDS else "result_changed"
        yield Finding(*problem.position(), kind, problem.found, problem.expected, problem.remedy)
    told = ("a result that was deleted", "the file that its run record names", "make paper makes it again")
    yield from (Finding(path.as_posix(), 0, 0, "result_deleted", *told) for path in deleted)
    expected, remedy = "results of the study as it is", "make paper makes it again"
    # not those of documents: the check reads their text itself
    for why in dict.fromkeys(one.why for one in find_stale_numbers(read_config())):
        yield Finding("results/", 0, 0, "result_stale", why, expected, remedy)


def find_undescribed() -> Iterator[Finding]:
    """Yield a finding for each thing that a cohort.yaml of the study one stands in leaves open.

    Raises ProblemsFound for a cohort.yaml against its schema.
    """
    for cohort in list_cohorts(read_config()):
        said = read_cohort(cohort).keys()
        path = (COHORTS / cohort / "cohort.yaml").as_posix()
        for names, what in DESCRIBED.items():
            if not said & set(names):
                found, expected = f"no {' or '.join(names)}", f"{what}: a release says so"
                yield Finding(path, 0, 0, "undescribed", found, expected, "write it")


def find_guessed_coders() -> Iterator[Finding]:
    """Yield one finding for all cohorts of the study one stands in that were coded by nobody knows whom."""
    paths = [path for cohort in list_cohorts(read_config()) if (path := find_guessed(cohort))]
    if paths:
        more = f" (nor in {len(paths) - 1} more)" if len(paths) > 1 else ""
        yield Finding(paths[0].as_posix(), 0, 0, "coders_guessed", FOUND + more, EXPECTED, REMEDY)


def find_kept_too_long(today: datetime.date | None = None) -> Iterator[Finding]:
    """Yield a finding for each cohort of the study one stands in whose `retention: until` has passed.

    today is the day by the clock when nothing is said. Raises ProblemsFound for a cohort.yaml against its
    schema.
    """
    day = (today or datetime.date.today()).isoformat()
    for cohort in list_cohorts(read_config()):
        retention = read_cohort(cohort).get("retention")
        path = COHORTS / cohort / "cohort.yaml"
        if retention and retention["until"] < day:
            line = line_of(path, ["retention", "until"])
            found = f"raw data of {cohort} that were to be kept until {retention['until']}"
            expected = f"raw data within their time ({retention['reason']})"
            remedy = "delete the raw files, or have the time extended and write the new day here"
            yield Finding(path.as_posix(), line, 0, "kept_too_long", found, expected, remedy)
