"""What a check found in a file: where, what, what was expected, what to do."""

from dataclasses import dataclass

from aimed.messages.diagnostics import Diagnostic

VERIFIED = "claims_verified"  # a figure of a check and no finding: its severity is off


@dataclass(frozen=True, order=True)
class Finding(Diagnostic):
    """One finding. `kind` names its line in workflow/schemas/severities.yaml.

    line and column count from 1, and are 0 where there is none.
    """

    path: str
    line: int
    column: int
    kind: str
    found: str
    expected: str
    remedy: str

    @property
    def place(self) -> str:
        """Return path:line:column, as editors read it."""
        return ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])

    def position(self) -> tuple[str, int, int]:
        """Return path, line and column."""
        return self.path, self.line, self.column

    def describe(self, severity: str) -> str:
        """Return the finding as text: place and what was found, what was expected, what to do."""
        note = "" if severity == "error" else f"{severity}: "
        return self.write(f"{self.place}: {note}{self.found}")


def shorten(words: str, most: int = 60) -> str:
    """Return words as a message shows them: at most so many letters, three points at the end for the rest."""
    return words if len(words) <= most else words[: most - 3] + "..."
