"""Raw data that are kept beyond their day: the one place of the workflow that reads the clock."""

import datetime
from collections.abc import Iterator

from aimed.files.yaml_json import line_of
from aimed.messages.findings import Finding
from aimed.study.cohort_file import COHORTS, list_cohorts, read_cohort
from aimed.study.declarations import read_config


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
