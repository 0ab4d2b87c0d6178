"""Draft what keeps people unknown: decisions on personal data, and the roster of speakers who are named."""

from aimed.files.formula_cells import write_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.personal.decisions import COLUMNS
from aimed.onboarding.new.cohort_file import find_respondent_id
from aimed.onboarding.profiling import Profile
from aimed.study.pseudonyms import KINDS

MOSTLY = 0.5


def find_mostly_personal(profile: Profile) -> dict[str, str]:
    """Return the columns of which half the cells or more are personal data -> what they are."""
    respondent = find_respondent_id(profile)
    return {
        column.name: KINDS[kind][0]
        for column in profile.columns.values()
        for kind, n in column.personal.items()
        if column.name not in profile.dropped
        and column.name != respondent
        and n >= MOSTLY * max(column.filled, 1)
    }


def draft_personal(profile: Profile) -> str:
    """Return the CSV text with a line for each find: columns that are mostly personal are to be dropped.

    What becomes of single cells is left to a person. Nothing where nothing was found.
    """
    mostly, respondent = find_mostly_personal(profile), find_respondent_id(profile)
    drop = ("drop", "drafted: most cells are personal", "", "")
    rows = [
        (column.name, kind, *(drop if column.name in mostly else (TO_DECIDE, "", "", "")))
        for column in profile.columns.values()
        for kind in column.personal
        if column.name not in profile.dropped and column.name != respondent
    ]
    return write_csv([COLUMNS, *rows]) if rows else ""


def draft_roster(named: list[str]) -> str:
    """Return the CSV text that asks whom each named speaker stands for; nothing where none is named."""
    rows = [(name, TO_DECIDE) for name in named]
    return write_csv([("name", "participant"), *rows]) if rows else ""
