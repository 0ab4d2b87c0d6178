"""The progress of a build: events of Snakemake in, lines for people out. Expected lines: written by hand."""

import json
import logging
from pathlib import Path

import pytest
from aimed.build.progress import name_job, read_events, show_progress
from aimed.messages.problems import Problem, ProblemsFound
from aimed.running.problems_left import leave_problems
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_aimed import describe_event

EVENTS = [
    {"planned": 3},
    {"started": 7, "rule": "ingest_survey", "of": ["kenya-2025"]},
    {"started": 8, "rule": "count_codes", "of": []},
    {"ended": 8, "well": True},
    {"ended": 7, "well": False},
]
PROBLEM = Problem(
    "data/cohorts/kenya-2025/crosswalk.csv, line 4",
    "'agre', a value that the codebook lacks",
    "a code of scale agreement",
    "correct the line",
)


def write_events(path: Path) -> Path:
    path.write_text("".join(json.dumps(event) + "\n" for event in EVENTS), encoding="utf-8")
    return path


def test_where_there_is_no_terminal_lines_are_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = tmp_path / "problems"
    leave_problems(ProblemsFound([PROBLEM, PROBLEM]), problems)
    leave_problems(ProblemsFound([PROBLEM]), problems)
    assert show_progress(write_events(tmp_path / "events"), lambda: False, problems) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "[1/3] count codes\n"
        "data/cohorts/kenya-2025/crosswalk.csv, line 4: 'agre', a value that the codebook lacks\n"
        "stopped: ingest survey (kenya-2025)\n"
    )


def test_on_a_terminal_what_runs_is_shown_and_only_what_stopped_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    show_progress(write_events(tmp_path / "events"), lambda: False, tmp_path / "none")
    told = capsys.readouterr().err
    assert "stopped: ingest survey (kenya-2025)\n" in told
    assert "1/3" in told
    assert "[1/3]" not in told


def test_events_are_read_as_they_come_and_half_a_line_of_a_killed_run_is_none(tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_text('{"planned": 1}\n{"sta')
    looks = iter(['rted": 1, "rule": "a", "of": []}\n', '{"ended": 1, "we', ""])

    def is_running() -> bool:
        with path.open("a") as stream:
            stream.write(more := next(looks))
        return bool(more)

    found = list(read_events(path, is_running))
    assert found == [{"planned": 1}, {"started": 1, "rule": "a", "of": []}]


def test_a_job_is_named_by_its_rule_and_what_it_is_for() -> None:
    assert name_job(EVENTS[1]) == "ingest survey (kenya-2025)"
    assert name_job(EVENTS[2]) == "count codes"


@pytest.mark.parametrize(
    ("event", "said", "expected"),
    [
        (LogEvent.RUN_INFO, {"stats": {"total": 3}}, EVENTS[0]),
        (
            LogEvent.JOB_INFO,
            {"jobid": 7, "rule_name": "ingest_survey", "wildcards": {"cohort": "kenya-2025"}},
            EVENTS[1],
        ),
        (LogEvent.JOB_FINISHED, {"job_id": 8}, EVENTS[3]),
        (LogEvent.JOB_ERROR, {"jobid": 7}, EVENTS[4]),
        (LogEvent.SHELLCMD, {"cmd": "python"}, None),
    ],
)
def test_records_of_snakemake_become_events(event: LogEvent, said: dict, expected: dict | None) -> None:
    record = logging.makeLogRecord({"event": event, **said})
    assert describe_event(record) == expected
