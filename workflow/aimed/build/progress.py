"""The progress of a build, from Snakemake's events: one line on a terminal, plain lines elsewhere."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from aimed.running.problems_left import read_problems_left

PAUSE = 0.1  # seconds between two looks at the events


def show_progress(events: Path, is_running: Callable[[], bool], problems: Path) -> int:
    """Show a build on stderr until it ends, and return how many jobs were finished.

    events: the file of Snakemake's events, one JSON object a line. problems: the folder in which steps leave
    what stopped them; each problem is told once, in a line.
    """
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    columns = (SpinnerColumn(), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    running: dict[int, str] = {}
    done, planned, told = 0, 0, set[str]()
    with Progress(
        *columns,
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as display:
        bar = display.add_task("looking at what has changed", total=None)
        for event in read_events(events, is_running):
            if "planned" in event:
                planned = event["planned"]
                display.update(bar, total=planned)
            elif "started" in event:
                running[event["started"]] = name_job(event)
            else:
                name = running.pop(event["ended"], "a job")
                done += event["well"]
                if not event["well"]:
                    console.print(f"stopped: {name}")
                elif not console.is_terminal:
                    console.print(f"[{done}/{planned}] {name}")
                for line in sorted(summarise_problems(problems) - told):
                    told.add(line)
                    console.print(line)
            display.update(bar, completed=done, description=", ".join(running.values()))
    return done


def read_events(events: Path, is_running: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """Yield the events of a build as they are written, until it has ended and all are read."""
    with events.open(encoding="utf-8") as stream:
        rest, going = "", True
        while going or rest:
            going = is_running()
            *lines, rest = (rest + stream.read()).split("\n")
            yield from map(json.loads, lines)
            if going:
                time.sleep(PAUSE)
            else:
                rest = ""  # a line that a killed run left half-written


def name_job(event: dict[str, Any]) -> str:
    """Return a job as a person reads it: its rule, and the cohort, analysis or document it is for."""
    of = f" ({', '.join(event['of'])})" if event["of"] else ""
    return f"{event['rule'].replace('_', ' ')}{of}"


def summarise_problems(folder: Path) -> set[str]:
    """Return the first problem of each step that left some in a folder, as one line: place and found."""
    first = [left["problems"][0] for left in read_problems_left(folder)]
    return {f"{problem['place']}: {str(problem['found']).splitlines()[0]}" for problem in first}
