"""What `aimed study new` says: what was drafted, what is not used and why, where to go on."""

from pathlib import Path

from aimed.onboarding.founding.codebook import DraftedCodebook
from aimed.onboarding.founding.first_cohort import find_consent
from aimed.onboarding.profiling import Profile

SHOWN = 6
WRITE = "analyses/, manuscript/: what you ask and what you write"
WITH_SURVEY = (
    "make paper: the first run sets up .venv; then look at results/manuscript/paper.html",
    "data/cohorts/{cohort}/cohort.yaml: each line marked `check`, and what nobody has said yet",
    "data/codebook/: labels, types, and the columns that are not used, each with its line in crosswalk.csv",
    WRITE,
)
WITHOUT_SURVEY = ("aimed cohort new ID --survey FILE: the first cohort", WRITE)


def tell_codebook(drafted: DraftedCodebook, profile: Profile) -> list[str]:
    """Return how many variables there are, and the columns that answer none, by why; no answers are shown."""
    used = sum(len(one.columns) for one in drafted.variables)
    told = [
        f"codebook: {len(drafted.variables)} variables of {used} columns, "
        f"{len(profile.columns) - used} not used"
    ]
    reasons: dict[str, list[str]] = {}
    for column, why in drafted.unused.items():
        reasons.setdefault(why, []).append(column)
    return told + [f"not used, {why}: {_few(columns)}" for why, columns in reasons.items()]


def tell_cohort(cohort: str, profile: Profile, stopping: int) -> list[str]:
    """Return what was decided for the first cohort, and how many problems stop it; no answers are shown."""
    consent = find_consent(profile)
    if consent:
        column, value = consent
        told = [
            f"consent: of {profile.rows} rows, the {column.counts[value]} with {value!r} in {column.name} "
            "are analysed"
        ]
    else:
        told = [
            "consent: no column asks for it outright; all rows are analysed. Correct it where that is not so"
        ]
    told.append("nobody is quoted, and no answers are deposited, until cohort.yaml says so")
    stops = f"{stopping} problems stop the cohort: aimed cohort check {cohort} tells them"
    return [*told, stops] if stopping else told


def tell_study(folder: Path, cohort: str) -> list[str]:
    """Return where to go on. cohort: the id of the first one, empty where there is none."""
    steps = WITH_SURVEY if cohort else WITHOUT_SURVEY
    listed = [f"  {place}. {step.format(cohort=cohort)}" for place, step in enumerate(steps, start=1)]
    return [
        "",
        f"{folder.as_posix()} is a study. Stand in it, and go on:",
        *listed,
        "docs/own-study.md tells the whole way.",
    ]


def _few(columns: list[str]) -> str:
    more = len(columns) - SHOWN
    return ", ".join(columns[:SHOWN]) + (f" and {more} more" if more > 0 else "")
