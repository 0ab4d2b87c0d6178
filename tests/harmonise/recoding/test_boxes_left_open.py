"""Boxes that nobody ticked, as platforms write them. Expected values: read by hand from the cells here."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.recoding.recode import recode
from aimed.ingest.survey.read import read_export
from aimed.study.codebook import Codebook

from tests.harmonise.recoding.test_several_answers import NAMES, codebook, share

assert codebook  # a fixture
# five people: Ethics, Law, None of these, Other, and one who left the question out
TICKED = (0, 1, 2, 3, None)
REDCAP = ["record_id", "age", *(f"topic___{n}" for n in (1, 2, 88, 99)), "topics_complete"]
CHOICES = [f"Topics (choice={option})" for option in ("Ethics", "Law", "None of these", "Other")]
LABELS = ["Record ID", "Age", *CHOICES, "Complete?"]
LIMESURVEY = ["id", "submitdate", *(f"topic[{n}]" for n in ("SQ001", "SQ002", "SQ003", "other"))]
NOT_SHOWN = ["r6", "2024-01-01", *["N/A"] * 4]


def rows_of(before: list[str], yes: str, no: str, after: list[str]) -> list[list[str]]:
    return [
        [f"r{n}", *before, *(yes if at == tick else no for at in range(4)), *after]
        for n, tick in enumerate(TICKED, start=1)
    ]


@pytest.mark.parametrize(
    ("heads", "rows", "yes", "no", "answered"),
    [
        (REDCAP, rows_of(["20"], "1", "0", ["2"]), "1", "0", 4),
        (LABELS, rows_of(["20"], "Checked", "Unchecked", ["Complete"]), "Checked", "Unchecked", 4),
        (LIMESURVEY, [*rows_of(["2024-01-01"], "Yes", "No", []), NOT_SHOWN], "Yes", "No", 4),
        # without a platform, each may have been asked as a yes or no
        (["id", "age", *"abcd"], rows_of(["20"], "1", "0", []), "1", "0", 5),
    ],
)
def test_who_ticked_nothing_did_not_answer(
    heads: list[str],
    rows: list[list[str]],
    yes: str,
    no: str,
    answered: int,
    tmp_path: Path,
    codebook: Codebook,
) -> None:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(",".join(row) for row in [heads, *rows]), encoding="utf-8")
    export = read_export({"path": path.as_posix()})
    file = {"path": path.as_posix(), "layout": export.reading["layout"], "columns": heads}
    ethics, law = heads[2:4]
    lines = [(ethics, yes, "topic__ethics", "yes"), (ethics, no, "topic__ethics", "no")]
    lines += [(law, yes, "topic__law", "yes"), (law, no, "topic__law", "no")]
    given = [(*line, "", "") for line in lines]
    for one, option in ((ethics, "ethics"), (law, "law")):
        given.append((one, "N/A", f"topic__{option}", "", "not_asked", ""))
    crosswalk = pd.DataFrame(given, columns=NAMES)
    numbers, cells = next(iter(export.parts))
    survey = cells.assign(source_file=path.as_posix(), source_row=list(numbers))
    described = {"columns": dict(export.columns), "files": [file]}
    made = recode(survey, crosswalk.assign(line=range(2, 8)), codebook, "crosswalk.csv", described)  # type: ignore[arg-type]
    assert made.problems == []
    assert [share(made, option) for option in ("ethics", "law")] == [(1, answered)] * 2
    left_out = None if answered == 5 else "no_answer"
    assert made.reasons["topic__ethics"].tolist()[:5] == [None, None, None, None, left_out]
