"""What was said in the focus groups, as it may leave a cohort's home: the words of those who are kept."""

from pathlib import Path

import pandas as pd

from aimed.files.tables import read_table
from aimed.onboarding.export.tables import Releasing
from aimed.study.declarations import CohortDescription, CohortFiles, TranscriptEntry

MODERATOR, WITHHELD = "Moderator", "Withheld"
NOT_SAID = "[not released]"


def describe_speakers(
    files: CohortFiles, cohort: str, participants: pd.DataFrame, how: Releasing
) -> CohortDescription:
    """Return `files` with the transcripts, and `speakers`, as cohort.yaml has them."""
    turns = _label_turns(cohort, participants, how)
    roles = {MODERATOR: "moderator", WITHHELD: "unknown"}
    names = sorted(turns["transcript"].unique())
    listed: list[TranscriptEntry] = [{"path": f"transcripts/{name}.txt", "format": "txt"} for name in names]
    spoken = turns.groupby("transcript")["label"].unique()
    speakers = {name: {label: roles.get(label, label) for label in sorted(spoken[name])} for name in names}
    return {"files": files | {"transcripts": listed}, "speakers": speakers} if names else {}


def write_transcripts(folder: Path, cohort: str, participants: pd.DataFrame, how: Releasing) -> None:
    """Write one text file per transcript, one line per turn; turns keep their numbers.

    The words are those after the personal data gate. Turns of people who are not kept are not released.
    """
    for name, rows in _label_turns(cohort, participants, how).groupby("transcript", sort=True):
        path = folder / "transcripts" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{row.label}: {row.said}\n" for row in rows.sort_values("turn").itertuples()]
        path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _label_turns(cohort: str, participants: pd.DataFrame, how: Releasing) -> pd.DataFrame:
    """Return the turns with label and said, what the file will have."""
    turns = read_table(Path("results/ingest") / cohort / "turns.parquet")
    flags = participants["kept"].astype(bool) & participants["consent_analysis"].astype(bool)
    kept = set(participants.loc[flags, "participant"])
    speaks = turns["participant"].isin(kept)
    labels = turns["participant"].where(speaks).map(how.rename, na_action="ignore")
    labels = labels.where(speaks, turns["role"].map({"moderator": MODERATOR})).fillna(WITHHELD)
    return turns.assign(label=labels, said=turns["text"].where(labels != WITHHELD, NOT_SAID))
