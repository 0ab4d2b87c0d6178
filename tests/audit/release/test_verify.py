"""Verify: the numbers made again are compared with the release; the real build runs once, on the toy."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from aimed.audit.release.publish import make_release
from aimed.audit.release.verify import copy_study, verify_release
from aimed.files.yaml_json import read_json, read_yaml, write_json
from aimed.messages.problems import ProblemsFound
from toy_study import run_aimed

LEDGER = Path("results/ledger/ledger.json")
RECORD = Path("results/ledger/ledger.record.json")
RAW = "data/cohorts/demo/survey.sav"
CHANGED = "support.core.all.pct"


def record(raw: str, plan: str, packages: str = "pandas==2.0") -> dict[str, Any]:
    inputs = {RAW: raw, "analyses/flow.yaml": "f", "analyses/support.yaml": plan}
    return {"step": "aimed.ledger.make", "inputs": inputs, "outputs": {}, "versions": packages}


class Rebuilt:
    """Stands for the build of the scratch copy: leaves there a ledger and a record as told."""

    def __init__(self) -> None:
        self.record = record("r", "s")
        self.numbers: dict[str, dict[str, Any] | None] = {}  # None for one that is not made
        self.config: dict[str, Any] = {}

    def __call__(self, study: Path) -> None:
        assert Path() not in study.parents
        assert not (study / "results").exists()
        self.config = read_yaml(study / "config.yaml")
        ledger = read_json(LEDGER)
        for name, change in self.numbers.items():
            if change is None:
                del ledger["numbers"][name]
                continue
            ledger["numbers"][name] = ledger["numbers"].get(name, {}) | change
        write_json(ledger, study / LEDGER)
        write_json(self.record, study / RECORD)


@pytest.fixture
def rebuilt(study: Path, monkeypatch: pytest.MonkeyPatch) -> Rebuilt:
    """The worked example after its release, and the build that will follow."""
    monkeypatch.setattr("aimed.audit.release.publish.is_unchanged", lambda target: True)
    monkeypatch.setattr("aimed.build.stale.find_stale", lambda config: [])
    write_json(record("r", "s"), RECORD)
    assert make_release() == 0
    build = Rebuilt()
    monkeypatch.setattr("aimed.audit.release.verify._build_numbers", build)
    return build


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_all_reproduced(rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_release() == 0
    assert printed(capsys) == "5 numbers reproduced, 0 differ\n"


def test_the_last_digit_is_within_the_tolerance(rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]) -> None:
    rebuilt.numbers = {CHANGED: {"low": 20.7 * (1 + 1e-12)}}
    assert verify_release() == 0
    rebuilt.numbers = {CHANGED: {"low": 20.7 * (1 + 1e-8)}}
    assert verify_release() == 1


def test_what_differs_is_told_with_place_and_cause(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilt.record = record("other bytes", "s", "pandas==3.0")
    rebuilt.numbers = {
        CHANGED: {"value": 50.0, "shown": "50.0%", "shown_bare": "50.0", "low": 9.5, "shown_low": "9.5"},
        "support.country.all.distinct": None,
        "support.core.norway.pct": {"public": True},
    }
    assert verify_release() == 1
    cause = f"  cause: data ({RAW}); environment (pandas 2.0 -> 3.0)\n"
    assert printed(capsys) == (
        "support.core.all.pct\n"
        "  old:   100.0% (21 to 100)\n"  # the example says that its unit is a count
        "  new:   50.0% (9.5 to 100.0)\n"
        "  place: manuscript/paper.qmd:10:1: Everybody agreed: 1 of 1 (50.0%) of those with an answer"
        " [@wilson1927].\n"
        f"{cause}"
        "support.country.all.distinct\n"
        "  old:   2\n"
        "  new:   not made, or not public\n"
        "  place: not in the text\n"
        f"{cause}"
        "1 number is new since the release\n"
        "3 numbers reproduced, 2 differ\n"
    )


def test_a_number_that_is_not_made_any_more_differs(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilt.numbers = {"support.country.all.distinct": None}
    assert verify_release() == 1
    assert printed(capsys) == (
        "support.country.all.distinct\n"
        "  old:   2\n"
        "  new:   not made, or not public\n"
        "  place: not in the text\n"
        "  cause: none found: data, code, plan and environment are the same\n"
        "4 numbers reproduced, 1 differs\n"
    )


def test_the_cause_is_the_plan_of_the_number_itself(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilt.record = record("r", "another plan")
    rebuilt.numbers = {"support.core.all.n": {"value": 2.0, "shown": "2"}}
    assert verify_release() == 1
    assert "  cause: plan (analyses/support.yaml)\n" in printed(capsys)


def test_a_release_edited_by_hand_is_its_own_cause(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    published = Path("manuscript/published.csv")
    published.write_text(published.read_text().replace("all.n,1,1,1", "all.n,6,6,1"))
    assert verify_release() == 1
    assert printed(capsys) == (
        "support.core.all.n\n"
        "  old:   6\n"
        "  new:   1\n"
        "  place: manuscript/paper.qmd:10:65: Everybody agreed: 1 of 1 (100.0%) of those with an answer"
        " [@wilson1927].\n"
        "  cause: manuscript/published.csv was changed after the release\n"
        "4 numbers reproduced, 1 differs\n"
    )


def test_a_cohort_that_came_later_is_named_and_left_out(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree("data/cohorts/demo", "data/cohorts/later")
    assert verify_release() == 0
    assert printed(capsys) == (
        "cohort later: new since release 1, left out of what is compared\n5 numbers reproduced, 0 differ\n"
    )
    assert rebuilt.config["cohorts"] == ["demo"]
    assert read_yaml(Path("config.yaml"))["cohorts"] == "all"


def test_a_cohort_of_the_release_that_is_gone(rebuilt: Rebuilt) -> None:
    Path("data/cohorts/demo").rename("data/cohorts/renamed")
    with pytest.raises(ProblemsFound) as problems:
        verify_release()
    assert str(problems.value) == (
        "data/cohorts/demo\n"
        "  found:    no such cohort\n"
        "  expected: every cohort that the release names\n"
        "  to do:    restore its folder, or make release without it"
    )


def test_without_a_release(study: Path) -> None:
    with pytest.raises(ProblemsFound) as problems:
        verify_release()
    assert str(problems.value) == (
        "manuscript/published.csv\n"
        "  found:    no such file\n"
        "  expected: the numbers of a release to compare with\n"
        "  to do:    make release; then make verify"
    )


def test_the_copy_has_what_a_build_reads_and_nothing_else(study: Path, tmp_path: Path) -> None:
    copied = copy_study(tmp_path / "copy", None)
    assert sorted(path.name for path in copied.iterdir()) == [
        "analyses",
        "config.yaml",
        "data",
        "manuscript",
        "workflow",
    ]
    assert (copied / "config.yaml").read_bytes() == Path("config.yaml").read_bytes()
    assert not list(copied.rglob("__pycache__"))


@pytest.mark.slow
def test_the_toy_is_rebuilt_from_raw_without_a_later_cohort(built_toy: Path) -> None:
    released = run_aimed(built_toy, "release")
    assert released.returncode == 0, released.stdout + released.stderr
    numbers = read_json(Path("manuscript/published.json"))["numbers"]
    shutil.copytree("data/cohorts/toy", "data/cohorts/other")
    before = {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.*")}
    done = run_aimed(built_toy, "verify")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "cohort other: new since release 1, left out of what is compared\n"
        f"{numbers} numbers reproduced, 0 differ\n",
        "",
    )
    assert {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.*")} == before


def test_what_is_withheld_now_does_not_differ(rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]) -> None:
    rebuilt.numbers = {CHANGED: {"public": False, "hidden_because": "small"}}
    assert verify_release() == 0
    told = printed(capsys)
    assert f"{CHANGED}\n  withheld since the release\n" in told
    assert told.endswith(", 0 differ, 1 withheld\n")


def test_an_n_that_is_withheld_now_does_not_differ(
    rebuilt: Rebuilt, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilt.numbers = {CHANGED: {"n": None}}
    assert verify_release() == 0
    assert printed(capsys).endswith(", 0 differ, 1 withheld\n")
