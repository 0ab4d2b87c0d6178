"""The people of a cohort without a survey, from what cohort.yaml declares."""

from pathlib import Path

import pytest
from aimed.ingest.survey.rows.declared_people import read_declared_people
from aimed.messages.problems import ProblemsFound

SPEAKERS = {"one": {"M": "moderator", "P1": "a1", "X": "unknown"}, "two": {"P1": "a2", "Note": "text"}}


def test_speakers_and_what_is_known_of_them():
    described = {"speakers": SPEAKERS, "participants": {"a2": {"country": "Norway", "age": 30}, "a3": {}}}
    export = read_declared_people(described, Path("cohort.yaml"))
    [(rows, cells)] = export.parts
    assert (list(rows), export.counted, list(export.columns)) == (
        [1, 2, 3], 3, ["participant", "country", "age"],
    )  # fmt: skip
    assert cells.astype(object).where(cells.notna(), None).values.tolist() == [
        ["a1", None, None], ["a2", "Norway", "30"], ["a3", None, None],
    ]  # fmt: skip


def test_a_cohort_in_which_nobody_takes_part():
    with pytest.raises(ProblemsFound) as found:
        read_declared_people({"speakers": {"one": {"M": "moderator"}}}, Path("cohort.yaml"))
    assert str(found.value).splitlines()[1:] == [
        "  found:    a cohort without a survey in which nobody takes part",
        "  expected: participants under speakers",
        "  to do:    declare under speakers whom each label stands for",
    ]
