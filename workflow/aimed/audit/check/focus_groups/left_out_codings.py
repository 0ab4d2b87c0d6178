"""Codings that coded projects have and the results do not, without a reason of the author."""

from collections.abc import Iterator
from pathlib import Path

from aimed.files.yaml_json import read_json
from aimed.messages.findings import Finding

ACCOUNTS = ("results/ingest/*/coding.json", "results/coding/*/answers.json")
CODINGS = "codings"  # other kinds, as memos, hold no code


def find_left_out_codings(root: Path) -> Iterator[Finding]:
    """Yield a finding for each kind of codings that is left out of the results without a reason."""
    for path in sorted(path for pattern in ACCOUNTS for path in root.glob(pattern)):
        for project in read_json(path)["projects"]:
            for one in project["left_out"]:
                if one["kind"].startswith(CODINGS) and one["reason"] is None:
                    yield Finding(
                        f"data/cohorts/{path.parent.name}/cohort.yaml",
                        0,
                        0,
                        "coding_left_out",
                        f"{one['number']} {one['kind']} of {project['path']}, left out",
                        "codings that are counted, or a reason under left_out at the project",
                        f"aimed cohort check {path.parent.name} lists them",
                    )
