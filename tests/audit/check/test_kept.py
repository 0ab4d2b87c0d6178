"""What the build kept for a check: taken where nothing has changed, and never instead of what is there now.

Expected values: what the same check finds without it.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aimed.audit.check import kept as kept_module
from aimed.audit.check.command import find_in_documents
from aimed.audit.check.documents import check_documents
from aimed.audit.check.inputs import read_material
from aimed.audit.check.kept import KEPT, describe_read, read_kept
from aimed.audit.claims.unbound import wording
from aimed.audit.coherence import ledger_numbers
from aimed.files import tables, yaml_json
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config

PAPER = Path("manuscript/paper.qmd")
# file -> what is put in place of what
EDITS = {
    "manuscript/paper.qmd": lambda text: f"{text}\nMost students wanted it: 95 of 128.\n",
    "manuscript/tables.yaml": lambda text: text.replace("id: support", "id: other"),
    "manuscript/figures.yaml": lambda text: text.replace("alt: ", "alt: 17 of ", 1),
    "manuscript/references.bib": lambda text: text.replace("@", "@comment", 1),
    "data/codebook/variables.csv": lambda text: text.replace("yes", "no"),
    "data/codebook/scales.csv": lambda text: text.replace("Ethics", "Morals"),
    "data/cohorts/toy/cohort.yaml": lambda text: text.replace("title: Toy", "title: Other"),
    "config.yaml": lambda text: f"{text}\n# changed\n",
    "workflow/schemas/comparison_words.yaml": lambda text: text.replace("more", "moar"),
}


def find_anew() -> list[object]:
    wording.SILENT.clear()
    return list(check_documents(read_material(Path())))


@pytest.fixture(autouse=True)
def unheld() -> Iterator[None]:
    """Let what one study's files were held to be nothing to the next."""
    yaml_json.HELD.clear()
    yield
    yaml_json.HELD.clear()


def test_what_the_build_found_is_taken(built_toy: Path) -> None:
    kept = read_kept(Path())
    assert kept.findings == find_anew() == find_in_documents(Path())
    assert {"turns", "participants", "coded", "whole", "evidence", "silent"} <= kept.parts.keys()


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_after_the_build_is_checked_as_without_it(built_toy: Path, name: str) -> None:
    path, before = Path(name), find_in_documents(Path())
    text = path.read_text(encoding="utf-8")
    edited = EDITS[name](text)
    assert edited != text
    path.write_text(edited, encoding="utf-8")
    assert read_kept(Path()).findings is None
    found = find_in_documents(Path())
    assert found == find_anew()
    if name == PAPER.as_posix():
        assert {one.kind for one in found} > {one.kind for one in before}
    path.write_text(text, encoding="utf-8")
    assert read_kept(Path()).findings == before


def test_a_file_that_came_or_went_is_an_edit(built_toy: Path) -> None:
    letter = Path("manuscript/letter.qmd")
    letter.write_text("Some 17 of them.\n", encoding="utf-8")
    assert (letter.as_posix(), "untraced_digit") in {(f.path, f.kind) for f in find_in_documents(Path())}
    letter.unlink()
    assert read_kept(Path()).findings is not None
    Path("manuscript/references.bib").unlink()
    assert find_in_documents(Path()) == find_anew()


def test_parts_are_those_of_the_tables_that_are_there(built_toy: Path) -> None:
    turns = Path("results/coding/turns.parquet")
    turns.write_bytes(turns.read_bytes() + b" ")
    assert not {"turns", "participants"} & read_kept(Path()).parts.keys()
    assert "coded" in read_kept(Path()).parts


def test_what_was_kept_and_edited_by_hand_is_not_taken(built_toy: Path) -> None:
    KEPT.write_text(KEPT.read_text(encoding="utf-8").replace('"line": 1', '"line": 9'), encoding="utf-8")
    Path(KEPT).write_text(KEPT.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_kept(Path()).findings is None
    assert not read_kept(Path()).parts


def test_what_other_code_or_packages_found_is_not_taken(
    built_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_module, "list_installed", lambda: frozenset({"python==2.7"}))
    assert read_kept(Path()).findings is None
    monkeypatch.undo()
    monkeypatch.chdir(built_toy)
    monkeypatch.setattr(kept_module, "digest_code", lambda step: "other")
    assert read_kept(Path()).findings is None


def test_no_file_is_read_that_the_digests_leave_out(built_toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    note_opened(read.add)
    for module in (tables, ledger_numbers):
        monkeypatch.setattr(module, "one_connection", lambda: Noting(tables.connect(), read.add))
    find_anew()
    note_opened(None)
    study, here = built_toy.resolve(), {Path(path).resolve() for path in read}
    inside = {path.relative_to(study).as_posix() for path in here if study in path.parents}
    assert {"manuscript/paper.qmd", "results/coding/turns.parquet", "data/codebook/scales.csv"} <= inside
    code = {path for path in inside if path.startswith("workflow/aimed/")}
    assert inside - code - describe_read(Path()).keys() == set()


def test_a_file_that_kept_to_its_schema_is_held_to_it_when_it_changes(built_toy: Path) -> None:
    read_config()
    config = Path("config.yaml")
    config.write_text(config.read_text(encoding="utf-8").replace("smallest_cell: ", "smallest_cell: x"))
    with pytest.raises(ProblemsFound, match="'x2' is not of type 'integer'"):
        read_config()


NOTE: list[Callable[[str], None] | None] = [None]


def note_opened(note: Callable[[str], None] | None) -> None:
    """Call `note` with each file that Python opens; None ends it, as a hook cannot be taken away."""
    if not NOTE[1:]:
        NOTE.append(None)
        sys.addaudithook(_note)
    NOTE[0] = note


def _note(event: str, args: tuple[object, ...]) -> None:
    if NOTE[0] and event == "open" and isinstance(args[0], str | Path):
        NOTE[0](str(args[0]))


class Noting:
    """A connection that notes the files that it is asked to read."""

    def __init__(self, connection: object, note: Callable[[str], None]) -> None:
        self.connection, self.note = connection, note

    def execute(self, query: str, values: list[object]) -> object:
        for value in values:
            if isinstance(value, str) and value.endswith(".parquet"):
                self.note(value)
        return self.connection.execute(query, values)
