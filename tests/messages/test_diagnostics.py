"""Problems and findings in one shape. Expected: what docs/reference and docs/audit.md promise, by hand."""

import json

import pytest
from aimed.messages.diagnostics import write_report
from aimed.messages.findings import Finding
from aimed.messages.problems import Problem, ProblemsFound


@pytest.mark.parametrize(
    ("place", "position"),
    [
        ("data/cohorts/toy/crosswalk.csv, line 4", ("data/cohorts/toy/crosswalk.csv", 4, 0)),
        ("config.yaml:3", ("config.yaml", 3, 0)),
        ("manuscript/paper.qmd:13:16", ("manuscript/paper.qmd", 13, 16)),
        ("data/cohorts/toy/survey.sav, row 3, column q9", ("data/cohorts/toy/survey.sav", 0, 0)),
        ("data/cohorts/toy/survey.sav, column q9", ("data/cohorts/toy/survey.sav", 0, 0)),
        ("aimed cohort check nowhere", ("aimed cohort check nowhere", 0, 0)),
        ("", ("", 0, 0)),
    ],
)
def test_a_place_in_words_becomes_file_line_and_column(place: str, position: tuple[str, int, int]) -> None:
    assert Problem(place, "a", "b", "c").position() == position


def test_a_problem_and_a_finding_say_the_same_in_one_shape() -> None:
    problem = Problem("a.csv, line 4", "x", "y", "z", kind="unknown_value")
    finding = Finding("a.csv", 4, 0, "unknown_value", "x", "y", "z")
    said = {"path": "a.csv", "line": 4, "column": 0, "kind": "unknown_value", "severity": "error"}
    said |= {"found": "x", "expected": "y", "remedy": "z"}
    assert finding.as_json() == said
    assert problem.as_json() == said | {"place": "a.csv, line 4"}
    assert str(problem) == "a.csv, line 4\n  found:    x\n  expected: y\n  to do:    z"
    assert finding.describe("warning") == "a.csv:4: warning: x\n  expected: y\n  to do:    z"
    assert ProblemsFound.at("a", "x", "y", "z").problems == (Problem("a", "x", "y", "z", kind="problem"),)


def test_a_report_counts_what_it_lists() -> None:
    told = [Problem("a", "x", "y", "z").as_json(level) for level in ("error", "warning", "error")]
    report = json.loads(write_report(told, cohort="toy"))
    assert [report[name] for name in ("errors", "warnings", "cohort")] == [2, 1, "toy"]
    assert report["findings"] == told
