"""The README of a cohort that leaves its home: what is inside, what is not, how it enters a study."""

from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.onboarding.export.tables import Releasing
from aimed.study.declarations import CohortDescription


def write_readme(folder: Path, described: CohortDescription, how: Releasing, *, keep_ids: bool) -> None:
    """Write README.md into the folder."""
    spoken = "transcripts" in described["files"]
    text = str(read_beside(__file__)["text"]).format(
        title=described["title"],
        transcripts="| transcripts/ | what was said by those who are kept, and by moderators |\n" * spoken,
        withheld=", ".join(how.withheld) or "no variable",
        ids=f"Respondents have {'the ids of the raw file' if keep_ids else 'new ids, in their order'}.",
    )
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
