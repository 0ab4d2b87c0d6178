"""The same findings as text, JSON, SARIF and annotations."""

import json
from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.report_formats import write_github, write_json, write_sarif, write_text
from aimed.messages.findings import Finding

ERROR = Finding("manuscript/a b.qmd", 3, 7, "number", "no number x", "an id", "did you mean y?")
WARNING = Finding("results/x:y,z.json", 0, 0, "result_deleted", "50% gone\nnow", "a file", "make paper")
GRADED = [("error", ERROR), ("warning", WARNING)]


def test_text() -> None:
    assert write_text(GRADED, "draft") == (
        "manuscript/a b.qmd:3:7: no number x\n  expected: an id\n  to do:    did you mean y?\n"
        "results/x:y,z.json: warning: 50% gone\nnow\n  expected: a file\n  to do:    make paper\n"
        "1 error, 1 warning (stage draft)"
    )


def test_json() -> None:
    first = {"path": "manuscript/a b.qmd", "line": 3, "column": 7, "kind": "number", "severity": "error"}
    first |= {"found": "no number x", "expected": "an id", "remedy": "did you mean y?"}
    content = json.loads(write_json(GRADED, "draft"))
    assert content["findings"][0] == first
    assert {key: content[key] for key in ("stage", "errors", "warnings")} == {
        "stage": "draft",
        "errors": 1,
        "warnings": 1,
    }


def test_sarif() -> None:
    content = json.loads(write_sarif(GRADED, "draft"))
    run = content["runs"][0]
    assert content["version"] == "2.1.0"
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["number", "result_deleted"]
    assert run["results"][0] == {
        "ruleId": "number",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "no number x. Expected: an id. To do: did you mean y?."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "manuscript/a%20b.qmd"},
                    "region": {"startLine": 3, "startColumn": 7},
                }
            }
        ],
    }
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_github() -> None:
    assert write_github(GRADED, "draft") == (
        "::error file=manuscript/a b.qmd,line=3,col=7,title=number"
        "::no number x. Expected: an id. To do: did you mean y?.\n"
        "::warning file=results/x%3Ay%2Cz.json,title=result_deleted"
        "::50%25 gone%0Anow. Expected: a file. To do: make paper."
    )


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_sound_study_in_each_format(study: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert print_check(Path(), None, form) == 0
    out = capsys.readouterr().out
    assert out == "" if form == "github" else json.loads(out)


def test_exit_code_is_that_of_the_text(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = study / "manuscript/paper.qmd"
    paper.write_text(paper.read_text().replace("Another", "Another 7"))
    assert print_check(Path(), None, "github") == 1
    assert capsys.readouterr().out.startswith(
        "::error file=manuscript/paper.qmd,line=11,col=48,title=untraced"
    )
