"""Renaming in a small study, byte by byte. Expected texts: written by hand beside the old ones."""

from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.rename.command import rename
from onboarding.rename.small_study import CHANGED, FILES

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("utf-8"))
    (tmp_path / "workflow").symlink_to(REPOSITORY / "workflow")
    monkeypatch.chdir(tmp_path)


def read_all() -> dict[str, str]:
    found = [path for path in sorted(Path().rglob("*")) if path.is_file() and path.parts[0] != "workflow"]
    return {path.as_posix(): path.read_bytes().decode("utf-8") for path in found}


@pytest.mark.parametrize("case", CHANGED)
def test_a_thing_is_renamed_where_it_stands_and_nothing_else_changes(case: str) -> None:
    (old, new), changes = CHANGED[case]
    expected = dict(FILES)
    for name, pairs in changes.items():
        for before, after in pairs:
            assert expected[name].count(before) == 1, before
            expected[name] = expected[name].replace(before, after)
    if case == "an analysis":
        expected["analyses/wish-for.yaml"] = expected.pop("analyses/support.yaml")
    told = rename(old, new)
    assert read_all() == expected
    places = {line.partition(": ")[0].rpartition(":")[0] for line in told[:-1]} - {
        "analyses/support.yaml",
        "",
    }
    assert places == set(changes) - {"analyses/support.yaml"}


def test_the_lines_are_told_and_a_dry_run_writes_nothing() -> None:
    assert rename("topic.coding", "programs", dry_run=True) == [
        "analyses/support.yaml:12: population: [[gender, in, [woman, man]], [topic__programs, is, yes]]",
        "data/codebook/scales.csv:12: topic,programs,1,Coding,",
        "data/cohorts/a/crosswalk.csv:4: q2;1;topic__programs;yes;;;",
        "manuscript/paper.qmd:13: [Coding first]{.claim holds="
        '"largest(support.topic.*.all.pct) == programs"}: [support.t...',
        "manuscript/tables.yaml:6: labels: {hic: net of hic, net: The net, topic.programs: Coding}",
        "6 places of 5 files would change; "
        "manuscript/published.csv and analyses/frozen.json keep the names of their day",
    ]
    assert read_all() == FILES


def test_there_and_back_is_what_was() -> None:
    rename("hic", "rich")
    rename("rich", "hic")
    rename("support", "wish")
    rename("analysis:wish", "support")
    assert read_all() == FILES


REFUSED = {
    ("nett", "web"): "nothing is called nett\n  expected: a name of this study\n  to do:    the nearest: net",
    ("yes", "sure"): "2 things called yes\n  expected: one thing\n"
    "  to do:    write one of code:view.yes, code:view_collapsed.yes",
    ("variable:net", "topic"): "topic, which is a variable already\n  expected: a name that nothing has\n"
    "  to do:    choose another name",
    ("variable:net", "net"): "net, which is the old name\n  expected: a name that nothing has\n"
    "  to do:    choose another name",
    ("hic", "low"): "low, which is a code already\n  expected: a name that nothing has\n"
    "  to do:    choose another name",
    ("variable:net", "The net"): "The net as variable\n"
    "  expected: small letters and digits, a letter first, parts with _\n  to do:    choose another name",
    ("access.net", "ethics.net"): "ethics.net for access.net\n  expected: a code below access, as it is now\n"
    "  to do:    keep it where it is",
    ("analysis:support", "More"): "More as analysis\n"
    "  expected: small letters, digits, - and _, a letter first\n  to do:    choose another name",
}


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(old: str, new: str) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        rename(old, new)
    assert str(stopped.value) == f"aimed rename\n  found:    {REFUSED[old, new]}"
    assert read_all() == FILES


def test_a_name_that_the_workflow_fills_is_refused() -> None:
    path = Path("data/codebook/variables.csv")
    path.write_text(path.read_text() + "country,Country,text,,,,,group,no,\n")
    with pytest.raises(ProblemsFound, match="country, which the workflow fills by itself"):
        rename("country", "land")


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, content: bytes) -> int:
        if "tables" in self.name:
            raise OSError(28, "No space left on device")
        return write(self, content)

    write = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OSError, match="No space left"):
        rename("hic", "rich")
    assert read_all() == FILES


def test_bytes_of_another_encoding_stay() -> None:
    path = Path("data/codebook/scales.csv")
    path.write_bytes(FILES["data/codebook/scales.csv"].replace("High-income", "Élevé").encode("cp1252"))
    rename("hic", "rich")
    assert b"income_collapsed,rich,1,\xc9lev\xe9," in path.read_bytes()


def test_a_workbook_is_refused() -> None:
    Path("data/cohorts/a/code_map.xlsx").write_bytes(b"PK")
    with pytest.raises(ProblemsFound) as stopped:
        rename("hic", "rich")
    assert str(stopped.value) == (
        "data/cohorts/a/code_map.xlsx\n"
        "  found:    a workbook\n"
        "  expected: a table as .csv, of which single cells can be changed\n"
        "  to do:    save it as .csv, and delete it"
    )
