"""`aimed build --format json`: what stopped a build, for programs. Expected: written by hand."""

import json
from pathlib import Path

import pytest
from toy_study import run_aimed

pytestmark = pytest.mark.slow
CROSSWALK = Path("data/cohorts/toy/crosswalk.csv")


def test_a_build_tells_programs_what_stopped_it(built_toy: Path) -> None:
    done = run_aimed(built_toy, "build", "--format", "json")
    assert (done.returncode, done.stderr.splitlines()[0]) == (0, "nothing to do: everything is up to date")
    report = json.loads(done.stdout)
    assert (report["target"], report["errors"], report["warnings"]) == ("paper", 0, 2)
    assert {one["kind"] for one in report["findings"]} == {"outcome_unreported"}
    parts = {"path", "line", "column", "kind", "severity", "found", "expected", "remedy"}
    assert all(set(one) == parts for one in report["findings"])

    lines = CROSSWALK.read_text(encoding="utf-8")
    CROSSWALK.write_text(lines.replace("q7_1,4,core_curriculum,agree", "q7_1,4,core_curriculum,agre"))
    done = run_aimed(built_toy, "build", "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["errors"] == len(report["findings"]) > 0
    assert {
        "place": "data/cohorts/toy/crosswalk.csv, line 11",
        "path": "data/cohorts/toy/crosswalk.csv",
        "line": 11,
        "column": 0,
        "kind": "unknown_name",
        "severity": "error",
        "found": "value 'agre'",
        "expected": "a value of the scale of core_curriculum; the nearest is agree",
        "remedy": "correct this line",
    } in report["findings"]

    CROSSWALK.unlink()
    done = run_aimed(built_toy, "build", "--format", "json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["path"], finding["kind"]) == (CROSSWALK.as_posix(), "absent_file")
