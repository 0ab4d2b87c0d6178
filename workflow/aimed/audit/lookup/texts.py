"""What a study's authors wrote, and what its marks became: the manuscript as look-ups read it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import read_json, read_yaml
from aimed.language.marks import Mark, scan_marks


@dataclass(frozen=True)
class StudyTexts:
    """The documents of the study at `root`, and the files beside them; paths are counted from `root`."""

    root: Path

    @cached_property
    def binding(self) -> dict[str, Any]:
        """What the marks of all documents became; empty before the first build of the documents."""
        merged: dict[str, Any] = {}
        for path in sorted((self.root / "results/manuscript").glob("*.binding.json")):
            for part, content in read_json(path).items():
                merged.setdefault(part, {}).update(content)
        return merged

    @cached_property
    def texts(self) -> dict[str, str]:
        """The manuscript's documents by path, the paper first."""
        paths = sorted(
            (self.root / "manuscript").glob("*.qmd"), key=lambda path: (path.stem != "paper", path)
        )
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in paths}

    @cached_property
    def declarations(self) -> dict[str, str]:
        """The files that declare figures and tables, by path; their alternative texts show numbers too."""
        paths = [self.root / "manuscript" / name for name in ("figures.yaml", "tables.yaml")]
        found = [path for path in paths if path.is_file()]
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in found}

    @cached_property
    def marks(self) -> dict[str, list[Mark]]:
        """The marks of each document."""
        return {path: scan_marks(text) for path, text in self.texts.items()}

    @cached_property
    def inline_spans(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Where the marks inside sentences begin and end, of each document."""
        blocks = ("table", "figure", "when")
        return {
            path: tuple((mark.start, mark.end) for mark in marks if mark.kind not in blocks)
            for path, marks in self.marks.items()
        }

    @cached_property
    def forms(self) -> dict[str, str]:
        """The composites of the house style by name."""
        path = self.root / "manuscript/forms.yaml"
        return dict(read_yaml(path)["forms"]) if path.is_file() else {}
