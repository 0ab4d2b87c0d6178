"""The formats of coded projects that can be read, and which of them a file is."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from aimed.ingest.coding.formats import code_books, qdpx, qualcoder, rqda, segment_tables, taguette
from aimed.ingest.coding.project import CodedProject
from aimed.messages.problems import ProblemsFound


class ProjectReader(Protocol):
    """A module of formats/: what it reads, whether a file is that, and what is in it."""

    NAME: str  # in words, as "a REFI-QDA project (.qdpx)"

    def recognise(self, path: Path) -> bool:
        """Return whether a file is of this format, by its content."""

    def read(self, path: Path, options: Mapping[str, Any]) -> CodedProject:
        """Return the project; `options` are those of its entry in cohort.yaml. Raises ProblemsFound."""


# the first that recognises a file takes it: what has a signature stands before what is a table
READERS: dict[str, ProjectReader] = {
    "qdpx": qdpx,
    "qualcoder": qualcoder,
    "taguette": taguette,
    "rqda": rqda,
    "qdc": code_books,
    "table": segment_tables,
}


def read_coded_project(path: Path, options: Mapping[str, Any]) -> CodedProject:
    """Return a coded project, by the reader that `format` names or the first that recognises the file.

    Raises ProblemsFound for a file that is of no known format, or not of the one named.
    """
    named = options.get("format")
    for name, reader in READERS.items():
        if name == named or (named is None and reader.recognise(path)):
            return replace(reader.read(path, options), format=name)
    expected = "a coded project: " + ", ".join(reader.NAME for reader in READERS.values())
    raise ProblemsFound.at(path, "a file of another kind", expected, "export the project as one of these")
