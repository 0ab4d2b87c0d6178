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
            yield Finding(
                path.as_posix(),
                line_of(path, ["retention", "until"]),
                0,
                "kept_too_long",
                f"raw data of {cohort} that were to be kept until {retention['until']}",
                f"raw data within their time ({retention['reason']})",
                "delete the raw files, or have the time extended and write the new day here",
            )
