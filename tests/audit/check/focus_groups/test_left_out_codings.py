"""Codings that are left out without a reason are findings, each kind with its number."""

from pathlib import Path

from aimed.audit.check.focus_groups.left_out_codings import find_left_out_codings
from aimed.files.yaml_json import write_json


def test_codings_left_out_without_a_reason(tmp_path: Path):
    left = [
        {"kind": "codings of a memo", "number": 2, "reason": None},
        {"kind": "codings of a picture", "number": 1, "reason": "of the town, not of the talk"},
        {"kind": "memos", "number": 4, "reason": None},
    ]
    path = tmp_path / "results/ingest/demo/coding.json"
    path.parent.mkdir(parents=True)
    write_json({"projects": [{"path": "data/cohorts/demo/p.qdpx", "left_out": left}]}, path)
    [found] = find_left_out_codings(tmp_path)
    assert (found.path, found.kind) == ("data/cohorts/demo/cohort.yaml", "coding_left_out")
    assert found.found == "2 codings of a memo of data/cohorts/demo/p.qdpx, left out"
    assert found.remedy == "aimed cohort check demo lists them"


def test_codings_of_answers_left_out_are_findings_too(tmp_path: Path):
    left = [{"kind": "codings whose words were not found in the transcripts", "number": 1, "reason": None}]
    path = tmp_path / "results/coding/demo/answers.json"
    path.parent.mkdir(parents=True)
    write_json({"projects": [{"path": "data/cohorts/demo/answers.csv", "left_out": left}]}, path)
    [found] = find_left_out_codings(tmp_path)
    assert (found.path, found.kind) == ("data/cohorts/demo/cohort.yaml", "coding_left_out")
