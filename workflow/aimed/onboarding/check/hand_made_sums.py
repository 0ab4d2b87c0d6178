"""Numbers that somebody worked out by hand in the raw file, and that are not what their parts give."""

from collections.abc import Iterator

from aimed.messages.problems import MASK, Problem
from aimed.onboarding.check.stages import Cohort

FIRST = 5
CLOSE = 1e-9


def find_unequal(cohort: Cohort) -> Iterator[Problem]:
    """Yield each variable named by compare_with whose known values are not those of the derived variable."""
    for one in cohort.codebook.derived.values():
        by_hand = one.written.get("compare_with")
        if not by_hand or not {by_hand, one.name} <= set(cohort.responses.columns):
            continue
        rows = cohort.responses[["source_file", "source_row"]].assign(
            told=cohort.responses[by_hand].astype(float), found=cohort.responses[one.name].astype(float)
        )
        both = rows.dropna()
        off = both[(both["told"] - both["found"]).abs() > CLOSE]
        if off.empty:
            continue
        masked = cohort.codebook.is_personal(by_hand) or cohort.codebook.is_personal(one.name)
        listed = [
            f"{MASK if masked else f'{row.told:g} for {row.found:g}'} in row {row.source_row}"
            for row in off.head(FIRST).itertuples()
        ]
        more = f" and {len(off) - FIRST} more" if len(off) > FIRST else ""
        yield Problem(
            f"{off['source_file'].iloc[0]}, variable {by_hand}",
            f"{len(off)} of {len(both)} values that are not what its parts give: {', '.join(listed)}{more}",
            f"{one.name}, the {one.rule}",
            "look for an item that is reversed or was corrected later; analyse the derived variable",
        )
