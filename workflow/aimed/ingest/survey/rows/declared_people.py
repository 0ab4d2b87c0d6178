"""The people of a cohort without a survey: those who speak, with what cohort.yaml says of each."""

from pathlib import Path

import pandas as pd

from aimed.ingest.survey.export import Export
from aimed.ingest.survey.labels import ColumnDescription, FileReading
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import CohortDescription, spoken_labels

PERSON = "participant"  # the column of their ids
NOBODY = ("moderator", "unknown", "text", "speech")  # what a label stands for that is no participant
FORMAT = "declared"


def read_declared_people(described: CohortDescription, cohort_file: Path) -> Export:
    """Return one row per participant, in the order of `speakers`, then of `participants` in cohort.yaml.

    Columns: participant, and each attribute that `participants` gives anybody; blank where it gives none.
    Raises ProblemsFound for a cohort in which nobody takes part.
    """
    speakers = (spoken_labels(labels).values() for labels in (described.get("speakers") or {}).values())
    said = {str(who): attributes or {} for who, attributes in (described.get("participants") or {}).items()}
    people = dict.fromkeys([*(who for own in speakers for who in own if who not in NOBODY), *said])
    if not people:
        found = "a cohort without a survey in which nobody takes part"
        expected, remedy = "participants under speakers", "declare under speakers whom each label stands for"
        raise ProblemsFound.at(cohort_file, found, expected, remedy)
    names = dict.fromkeys(name for attributes in said.values() for name in attributes if name != PERSON)
    rows = [[who, *(said.get(who, {}).get(name) for name in names)] for who in people]
    texts = [[None if cell is None or cell == "" else str(cell) for cell in row] for row in rows]
    cells = pd.DataFrame(texts, columns=[PERSON, *names], dtype="string")
    columns = {name: ColumnDescription(label="") for name in cells.columns}
    return Export(columns, [(range(1, len(cells) + 1), cells)], FileReading(format=FORMAT), len(cells))
