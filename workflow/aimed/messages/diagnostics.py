"""What stops a step and what a check finds, told in one shape: where, what was found, expected, to do."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable

Told = dict[str, str | int]


class Diagnostic(ABC):
    """What a problem and a finding have in common. kind: what programs tell them apart by.

    found, expected and remedy are plain sentences without a final full stop.
    """

    kind: str
    found: str
    expected: str
    remedy: str

    @abstractmethod
    def position(self) -> tuple[str, int, int]:
        """Return file, line and column; these count from 1, and are 0 where there is none."""

    def write(self, head: str) -> str:
        """Return the lines that a user reads, below `head`: place and what was found."""
        return f"{head}\n  expected: {self.expected}\n  to do:    {self.remedy}"

    def as_json(self, severity: str = "error") -> Told:
        """Return path, line, column, kind, severity, found, expected and remedy."""
        path, line, column = self.position()
        said: Told = {"found": self.found, "expected": self.expected, "remedy": self.remedy}
        return {"path": path, "line": line, "column": column, "kind": self.kind, "severity": severity, **said}


def write_report(told: Iterable[Told], **about: str) -> str:
    """Return JSON for programs: an object with errors, warnings, findings, and what else it is `about`."""
    findings = list(told)
    counts = {f"{name}s": sum(one["severity"] == name for one in findings) for name in ("error", "warning")}
    return json.dumps({**about, **counts, "findings": findings}, ensure_ascii=False, indent=2, sort_keys=True)
