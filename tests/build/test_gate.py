"""What dates cannot show, on a copy of the built toy study; the seeded faults are in test_seeded_changes."""

import os
import time
from pathlib import Path

import pytest
from aimed.build.clearing import clear_results, delete_leftovers, discard_results
from aimed.build.gate import inspect_results, report_gate
from aimed.build.up_to_date import set_back_dates
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.problems import ProblemsFound
from aimed.running.study_lock import LOCK, hold_study
from toy_study import run_aimed

pytestmark = pytest.mark.slow

RESPONSES = Path("results/harmonise/pooled/responses.parquet")
LEDGER = Path("results/ledger/ledger.json")
AHEAD = time.time() + 2 * 24 * 3600


def test_a_second_build_rebuilds_nothing(built_toy: Path) -> None:
    done = run_aimed(built_toy, "build")
    assert done.returncode == 0
    assert done.stdout.startswith("nothing to do: everything is up to date")


def test_the_cure_of_a_result_edited_by_hand_works(built_toy: Path) -> None:
    before = RESPONSES.read_bytes()
    RESPONSES.write_bytes(before.replace(b"toy:a2", b"toy:b2"))
    assert run_aimed(built_toy, "build").returncode == 1
    assert run_aimed(built_toy, "rebuild", str(RESPONSES)).returncode == 0
    assert run_aimed(built_toy, "build").returncode == 0
    assert RESPONSES.read_bytes() == before


def test_a_file_ahead_of_the_clock_that_cannot_be_dated_is_named(
    built_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Path("analyses/wanted.yaml")
    os.utime(plan, (AHEAD, AHEAD))

    def refuse(*_given: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    with pytest.raises(ProblemsFound) as found:
        set_back_dates()
    assert str(found.value) == (
        "analyses/wanted.yaml\n"
        "  found:    a file that is dated ahead of the clock and belongs to someone else\n"
        "  expected: a date that is past, or a file that may be dated\n"
        "  to do:    touch analyses/wanted.yaml"
    )


def test_what_nothing_makes_any_more_is_deleted_and_named(built_toy: Path) -> None:
    folder = Path("results/ingest/gone")
    folder.mkdir()
    (folder / "survey.parquet").write_bytes(b"answers of people")
    write_json({"outputs": {f"{folder}/survey.parquet": "0"}}, folder / "survey.record.json")
    assert delete_leftovers() == [
        "results/ingest/gone/survey.parquet was deleted: nothing in the study makes it any more"
    ]
    assert not folder.exists()
    assert inspect_results() == ([], [])


def test_a_leftover_is_not_taken_for_a_fault(built_toy: Path) -> None:
    folder = Path("results/ingest/gone")
    folder.mkdir()
    (folder / "survey.parquet").write_bytes(b"answers of people")
    write_json({"outputs": {f"{folder}/survey.parquet": "0"}}, folder / "survey.record.json")
    assert clear_results() == [
        "results/ingest/gone/survey.parquet was deleted: nothing in the study makes it any more"
    ]


def test_the_gate_reports_and_changes_nothing(built_toy: Path) -> None:
    leftover, rest = Path("results/ingest/gone/survey.parquet"), Path("results/ledger/.partial-ledger.json")
    leftover.parent.mkdir()
    for path in (leftover, rest):
        path.write_bytes(b"answers of people")
    RESPONSES.unlink()
    before = sorted(Path("results").rglob("*"))
    assert report_gate() == [
        "results/harmonise/pooled/responses.parquet was deleted: the next build makes it again",
        "results/ingest/gone/survey.parquet is made by nothing in the study: the next build deletes it",
    ]
    assert sorted(Path("results").rglob("*")) == before


def test_rebuild_names_a_file_that_no_run_made(built_toy: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        discard_results([Path("results/nothing.csv")])
    assert str(found.value) == (
        "results/nothing.csv\n"
        "  found:    no run record names it\n"
        "  expected: a result of this study\n"
        "  to do:    look under results/ for its name"
    )


def test_half_written_files_of_a_killed_run_go(built_toy: Path) -> None:
    rest = Path("results/harmonise/toy/.partial-responses.parquet")
    rest.write_bytes(b"answers of people")
    assert clear_results() == []
    assert not rest.exists()


def test_files_that_every_study_has_are_named_when_gone(built_toy: Path) -> None:
    for name in ("data/codebook/scales.csv", "manuscript/forms.yaml", "data/cohorts/toy/crosswalk.csv"):
        Path(name).unlink()
    done = run_aimed(built_toy, "build")
    assert done.returncode == 1
    assert done.stderr == "".join(
        f"{name}\n  found:    no such file\n  expected: a file that every study has\n"
        "  to do:    restore it, or write it as in docs/own-study.md\n"
        for name in ("data/codebook/scales.csv", "manuscript/forms.yaml", "data/cohorts/toy/crosswalk.csv")
    )


def test_broken_plans_and_declarations_are_named_together_before_any_job(built_toy: Path) -> None:
    Path("manuscript/figures.yaml").write_text("- {kind: bars}\nfoo: [")
    plan = Path("analyses/support.yaml")
    plan.write_text(plan.read_text().replace("planned: yes", "planned: perhaps"))
    done = run_aimed(built_toy, "build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Snakemake" not in done.stdout
    assert "analyses/support.yaml:2\n  found:    'perhaps' is not of type 'boolean'" in done.stderr
    assert "manuscript/figures.yaml:" in done.stderr


def test_a_broken_run_record_is_made_again(built_toy: Path) -> None:
    before = LEDGER.read_bytes()
    Path("results/ledger/ledger.record.json").write_text("{")
    done = run_aimed(built_toy, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert LEDGER.read_bytes() == before


def test_a_quoted_speaker_who_withdraws_takes_the_old_paper_along(built_toy: Path) -> None:
    withdrawals = Path("data/cohorts/toy/withdrawals.csv")
    withdrawals.write_text(withdrawals.read_text() + "a2,2020-04-03,all\n")
    done = run_aimed(built_toy, "build")
    assert done.returncode == 1
    assert "turn toy/talk/2, whose speaker withdrew or is not kept in the study" in done.stdout
    assert "results/manuscript/paper.* were taken away: they do not fit today's data." in done.stdout
    assert not list(Path("results/manuscript").glob("paper.*"))


def test_a_second_build_stops_at_once_and_touches_nothing(built_toy: Path) -> None:
    RESPONSES.unlink()
    rest = Path("results/ledger/.partial-ledger.json")
    rest.write_bytes(b"half")
    with hold_study("aimed build"):
        done = run_aimed(built_toy, "build")
        assert run_aimed(built_toy, "gate").returncode == 0
        held = read_json(LOCK)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        ".snakemake/aimed.lock\n"
        f"  found:    `aimed build` is running since {held['since']} (process {os.getpid()})\n"
        "  expected: one command at a time that writes results\n"
        "  to do:    wait until it has ended, or stop it\n"
    )
    assert rest.exists()


def test_a_copied_tree_runs_its_own_code(built_toy: Path) -> None:
    helper = Path("workflow/aimed/ledger/shown_values.py")
    text = helper.read_text(encoding="utf-8")
    assert "{'%' if unit" in text
    helper.write_text(text.replace("{'%' if unit", "{' per cent' if unit"), encoding="utf-8")
    assert run_aimed(built_toy, "build").returncode == 0
    assert read_json(LEDGER)["numbers"]["support.core_curriculum.all.pct"]["shown"].endswith(" per cent")


def test_the_lock_of_a_killed_run_is_removed(built_toy: Path) -> None:
    locks = Path(".snakemake/locks")
    locks.mkdir(exist_ok=True)
    (locks / "0.output.lock").write_text("results/ledger/ledger.json\n")
    RESPONSES.unlink()
    assert run_aimed(built_toy, "build").returncode == 0
