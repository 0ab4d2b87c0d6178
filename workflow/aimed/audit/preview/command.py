"""Show the paper in a browser while it is written: watch the files, draw, publish."""

import contextlib
import tempfile
import time
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from aimed.audit.check.command import check_around, grade
from aimed.audit.check.inputs import MANUSCRIPT
from aimed.audit.check.report_formats import count
from aimed.audit.preview.draft import PaperDraft, as_finding, telling
from aimed.audit.preview.pages import write_pages
from aimed.audit.preview.server import ADDRESS, PreviewServer
from aimed.messages.findings import Finding
from aimed.messages.problems import ProblemsFound

WRITTEN = (".qmd", ".yaml", ".bib", ".csl")
AROUND = ("data", "analyses", "results")
OFTEN, SELDOM = 0.05, 1.0  # seconds between looks at what is being written, and at what is around it
SETTLED = 0.02  # seconds without a change after which a save has ended
States = dict[Path, tuple[int, int, int]]  # time of change, size and number of each file


def show_preview(port: int, *, browser: bool) -> int:
    """Serve the paper of the study one stands in until Ctrl-C, and return 0. Writes nothing into the study.

    port: 0 takes a free one. browser: whether to open one. Raises ProblemsFound for a port that is taken.
    """
    with (
        tempfile.TemporaryDirectory(prefix="aimed-preview-") as folder,
        PreviewServer(port) as server,
        contextlib.suppress(KeyboardInterrupt),
    ):
        watch = Watch(PaperDraft(Path(folder)), server)
        watch.look()
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{ADDRESS}:{server.server_port}/"
        print(f"the paper is shown at {address} (Ctrl-C ends)", flush=True)
        if browser:
            webbrowser.open(address)
        while True:
            time.sleep(OFTEN)
            watch.look()
    return 0


class Watch:
    """Follows the files of a study, and publishes its pages after each change."""

    def __init__(self, draft: PaperDraft, server: PreviewServer) -> None:
        self.draft, self.server = draft, server
        self.drawn: tuple[States, States] = {}, {}
        self.seen = self.around = read_states(AROUND)
        self.looked = time.monotonic()
        self.stale: list[Finding] = []

    def look(self) -> bool:
        """Draw and publish when something changed since the last look; return whether it was published."""
        if time.monotonic() - self.looked >= SELDOM:
            rest, self.seen, self.looked = self.seen, read_states(AROUND), time.monotonic()
            if rest == self.seen:  # a build, or a copy of data, has come to rest
                self.around = self.seen
        now = list_written()
        if (now, self.around) == self.drawn:
            return False
        time.sleep(SETTLED)
        started = time.monotonic()
        found = self.draft.draw() if list_written() == now else []
        if list_written() != now:  # saved meanwhile: what was read may be half of it
            return False
        changed, self.drawn = name_changed(self.drawn, (now, self.around)), (now, self.around)
        summary = self._publish(found)
        took = time.monotonic() - started
        before, self.stale = self.stale, []
        with telling(self.stale):
            self.stale += check_around(Path())
        if self.stale != before:
            summary = self._publish(found)
        print(f"{time.strftime('%H:%M:%S')} {changed}: drawn in {took:.2f} s, {summary}", flush=True)
        return True

    def _publish(self, found: list[Finding]) -> str:
        """Publish the pages with these findings, and return their number in words."""
        every = keep_first([*found, *self.stale])
        try:
            graded, stage = grade(Path(), every, None)
        except ProblemsFound as broken:  # config.yaml
            graded = [("error", one) for one in keep_first([*every, *map(as_finding, broken.problems)])]
            stage = "draft"
        self.server.publish(write_pages(self.draft.documents, graded, count(graded, stage)))
        return count(graded, stage)


def keep_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted, each once; of a problem of the build and a finding at one place the latter."""
    every = sorted(set(findings))
    named = {(one.path, one.line, one.column) for one in every if one.kind != "problem" and one.line}
    return [one for one in every if one.kind != "problem" or (one.path, one.line, one.column) not in named]


def list_written() -> States:
    """Return the states of the files that are written while the preview runs."""
    every = read_states([MANUSCRIPT.as_posix(), "config.yaml"])
    return {path: state for path, state in every.items() if path.suffix in WRITTEN}


def read_states(names: Iterable[str]) -> States:
    """Return the state of each file below some folders, and of each file named itself."""
    states = {}
    for path in (path for name in names for path in (Path(name), *Path(name).rglob("*"))):
        with contextlib.suppress(OSError):  # taken away meanwhile
            told = path.stat()
            if path.is_file():
                states[path] = (told.st_mtime_ns, told.st_size, told.st_ino)
    return states


def name_changed(before: tuple[States, States], now: tuple[States, States]) -> str:
    """Return the first file that is not as it was before, and how many more there are."""
    if not before[0]:
        return "the study"
    names = [
        path.as_posix()
        for old, new in zip(before, now, strict=True)
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    ]
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "")
