"""Read who withdrew; a line that is not exactly right stops the cohort: it would leave the person in."""

import difflib
import re
from pathlib import Path

import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.messages.problems import Problem

COLUMNS = ("participant", "date", "scope")
SCOPES = ("all", "quotation")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_withdrawals(path: Path | None, cohort: str) -> pd.DataFrame:
    """Return the withdrawals (participant, date, scope, line, respondent); none where there is no file."""
    table = pd.DataFrame(columns=[*COLUMNS, "line"]) if path is None else read_people_csv(path, COLUMNS)
    table["respondent"] = [f"{cohort}:{name}" for name in table["participant"]]
    return table


def check_withdrawals(withdrawn: pd.DataFrame, people: set[str], path: str) -> list[Problem]:
    """Return a problem for each line with an unknown participant, scope or date.

    `people` are the bare ids of the cohort's respondents and speakers.
    """
    problems = []
    for row in withdrawn.itertuples():
        place = f"{path}, line {row.line}"
        if row.participant not in people:
            near = difflib.get_close_matches(str(row.participant), sorted(people), n=1)
            hint = f"; the nearest is {near[0]}" if near else ""
            expected = f"the id of a respondent or speaker of this cohort{hint}"
            problems.append(Problem(place, f"participant {row.participant!r}", expected, "correct the id"))
        if row.scope not in SCOPES:
            problems.append(Problem(place, f"scope {row.scope!r}", " or ".join(SCOPES), "correct the scope"))
        if not DAY.fullmatch(str(row.date)):
            problems.append(Problem(place, f"date {row.date!r}", "a day as 2020-03-19", "correct the date"))
    return problems
