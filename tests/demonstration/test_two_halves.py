"""The workflow knows no variable, option or cohort of the demonstration."""

import re
import subprocess
from pathlib import Path

from toy_study import REPOSITORY


def tracked(*patterns: str) -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    return [REPOSITORY / line for line in done.stdout.splitlines()]


def test_the_workflow_knows_nothing_of_this_study() -> None:
    """Study words come from the study half itself: its variables, options and cohorts."""
    import csv

    with (REPOSITORY / "data/codebook/variables.csv").open(encoding="utf-8") as stream:
        structural = {
            "country",
            "income_group",
            "who_region",
            "age",
            "gender",
            "source",
            "format",
            "topic",
            "phase",
        }
        words = {row["variable"] for row in csv.DictReader(stream)} - structural
    words |= {path.name for path in (REPOSITORY / "data/cohorts").iterdir() if path.is_dir()}
    found = [
        (path.relative_to(REPOSITORY).as_posix(), word)
        for path in tracked("workflow/*.py", "workflow/*.smk", "workflow/*.lua", "Snakefile")
        for word in words
        if re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", path.read_text(encoding="utf-8"))
    ]
    assert found == []
