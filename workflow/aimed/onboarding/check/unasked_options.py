"""Options that a platform writes as not ticked where nobody saw them, and nothing tells where that was."""

from collections.abc import Iterator

from aimed.harmonise.recoding.blanks import find_judged, find_unticked, list_beside
from aimed.messages.problems import Problem
from aimed.onboarding.check.stages import Cohort


def find_unasked(cohort: Cohort) -> Iterator[Problem]:
    """Yield questions with a condition that was not judged, and rows in which no option is ticked."""
    columns = cohort.described["columns"]
    used = set(cohort.crosswalk.loc[cohort.crosswalk["variable"] != "", "source_variable"])
    told: set[str] = set()
    for name in cohort.rows.columns:
        said = columns.get(name, {})
        if name in told or name not in used or "asked_where" not in said or not said.get("shown_if"):
            continue
        told |= {*list_beside(cohort.rows, columns, name)}
        open_rows = ~find_judged(cohort.rows, cohort.described, name)
        rows = cohort.rows[open_rows & find_unticked(cohort.rows, columns, name) & cohort.rows[name].notna()]
        if len(rows):
            first = rows.iloc[0]
            yield Problem(
                f"{first['source_file']}, row {first['source_row']}, column {name}",
                f"no option of {said['question']!r} ticked, in {len(rows)} row{'s' * (len(rows) > 1)} from "
                f"this one on; it was asked only where {said['shown_if']}",
                "options that were seen: the platform writes the same where they were not shown",
                "where the condition was not met, blank the options in corrections.yaml (replace: null)",
            )
