"""Pages for the browsers of this machine, at the loopback address: what was published, and nothing else."""

import contextlib
import hashlib
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition
from urllib.parse import urlsplit

from aimed.messages.problems import ProblemsFound

ADDRESS = "127.0.0.1"
EVENTS = "/events"
ALIVE = 15.0  # seconds after which a word goes to a browser, so that one that left is noticed
Answers = Mapping[str, tuple[str, bytes]]  # path -> type and content
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PreviewServer(ThreadingHTTPServer):
    """Serves what was published last. Raises ProblemsFound for a port that it cannot have; 0 is any."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.answers: Answers = {}
        self.version = ""
        self.changed = Condition()
        try:
            super().__init__((ADDRESS, port), PreviewHandler)
        except (OSError, OverflowError) as error:
            found = getattr(error, "strerror", None) or "no number of a port"
            remedy = "name another, or leave --port out: a free one is taken"
            told = (f"--port {port}", str(found).lower(), "a port that is free", remedy)
            raise ProblemsFound.at(*told) from None
        self.hosts = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}

    def publish(self, answers: Answers) -> None:
        """Put these answers in the place of those before, and tell the browsers where they differ."""
        with self.changed:
            self.answers, self.version = answers, hashlib.sha256(repr(answers).encode()).hexdigest()
            self.changed.notify_all()

    def wait(self, seen: str) -> str:
        """Return the version of what is published as soon as it is not the one seen, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=ALIVE)
            return self.version


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers GET for the paths that were published, to those who asked for this machine by its name."""

    server: PreviewServer
    server_version, sys_version = "aimed", ""

    def handle(self) -> None:
        """Answer a browser; one that leaves in the middle is no error."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Send a published page, or the events of it; 403 for another host's name, 404 for the rest."""
        path = urlsplit(self.path).path
        if self.headers.get("Host", "") not in self.server.hosts:  # a name that leads here from outside
            self._send(403, "text/plain; charset=utf-8", b"ask for the address that aimed preview printed\n")
        elif path == EVENTS:
            self._tell_changes()
        elif path in self.server.answers:
            self._send(200, *self.server.answers[path])
        else:
            self._send(404, "text/plain; charset=utf-8", b"no such page\n")

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self._begin(status, kind, {"Content-Length": str(len(content))})
        self.wfile.write(content)

    def _begin(self, status: int, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def _tell_changes(self) -> None:
        """Send the version of what is published at once and after each change, while the browser listens."""
        self._begin(200, "text/event-stream")
        seen = ""
        while True:
            version = self.server.wait(seen)
            self.wfile.write(f"data: {version}\n\n".encode() if version != seen else b": alive\n\n")
            seen = version

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal shows a line for each drawing."""
