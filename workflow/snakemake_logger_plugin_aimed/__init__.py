"""Snakemake's events as lines of JSON for `aimed build`. Snakemake finds this package by its name."""

import ctypes
import json
import os
import signal
import sys
from logging import FileHandler, LogRecord
from typing import Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG: what a process is sent when its parent ends
EVENTS = "AIMED_EVENTS"  # the file to write to


def describe_event(record: LogRecord) -> dict[str, Any] | None:
    """Return what a build shows of a record: jobs planned, started, ended well or not; None for others."""
    said = record.__dict__
    match said.get("event"):
        case LogEvent.RUN_INFO:
            return {"planned": said["stats"]["total"]}
        case LogEvent.JOB_INFO:
            return {
                "started": said["jobid"],
                "rule": said["rule_name"],
                "of": list(said["wildcards"].values()),
            }
        case LogEvent.JOB_FINISHED:
            return {"ended": said["job_id"], "well": True}
        case LogEvent.JOB_ERROR:
            return {"ended": said["jobid"], "well": False}
    return None


def stop_with_build() -> None:
    """Have Snakemake end with the jobs that run when `aimed build` is killed; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)


class LogHandler(LogHandlerBase, FileHandler):
    """Writes events to a file; Snakemake's own words go on as they are."""

    writes_to_stream = False
    writes_to_file = True
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        FileHandler.__init__(self, os.environ[EVENTS], encoding="utf-8")
        stop_with_build()

    def emit(self, record: LogRecord) -> None:
        """Write a record that is an event as one line."""
        if describe_event(record):
            FileHandler.emit(self, record)

    def format(self, record: LogRecord) -> str:
        """Return an event as JSON."""
        return json.dumps(describe_event(record))
