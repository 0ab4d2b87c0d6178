"""The README of a cohort that leaves its home: what is inside, what is not, how it enters a study."""

from pathlib import Path

from aimed.onboarding.export.tables import Releasing
from aimed.study.declarations import CohortDescription

TEXT = """\
# {title}, harmonised

Made by `aimed cohort export` where the raw data are. Nothing here is edited: the receiving study holds every
file to its digest. If something is wrong, or somebody withdraws, the folder is made again at home.

| file | what is inside |
| --- | --- |
| cohort.yaml | title, days of collection, languages, steps of exclusion, how many consented to what, ethics |
| harmonised/responses.csv | one row per respondent who is kept, one column per variable of the codebook |
| harmonised/missing.csv | the reason of each blank |
| harmonised/recodes.csv | how many cells each line of the crosswalk recoded, without the raw values |
| harmonised/exclusions.csv | each raw row: kept or not, step and reason |
| harmonised/participants.csv | each person: in which arms, kept or not, groups, consents |
| harmonised/raw_digests.csv | the raw files that stayed: name, sha256, rows |
| harmonised/accounts.json | where every raw row and cell went |
| harmonised/manifest.json | the sha256 of each of these files |
{transcripts}
What is not inside: raw cells; answers of those who were left out; the crosswalk; corrections and withdrawals
with what they found. Variables that stayed at home: {withheld}. {ids}

To enter it: put this folder under `data/cohorts/` of the study, under an id of its own, and `make paper`.
"""


def write_readme(folder: Path, described: CohortDescription, how: Releasing, *, keep_ids: bool) -> None:
    """Write README.md into the folder."""
    spoken = "transcripts" in described["files"]
    text = TEXT.format(
        title=described["title"],
        transcripts="| transcripts/ | what was said by those who are kept, and by moderators |\n" * spoken,
        withheld=", ".join(how.withheld) or "no variable",
        ids="Respondents have the ids of the raw file."
        if keep_ids
        else "Respondents have new ids, in their order.",
    )
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
