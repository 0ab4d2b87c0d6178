"""A deposit of the built toy study: JATS, figures, a MECA bundle; and when nothing is written."""

import zipfile
from pathlib import Path

import pytest
from aimed.audit.release.deposit import make_deposit
from aimed.messages.problems import ProblemsFound
from lxml import etree


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_deposit_is_whole_and_the_same_bytes_twice(
    built_toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert make_deposit("paper", first) == 0, capsys.readouterr().out
    assert make_deposit("paper", second) == 0
    files = files_of(first)
    assert files_of(second) == files
    with zipfile.ZipFile(first / "paper.meca.zip") as bundle:
        inside = {name: bundle.read(name) for name in bundle.namelist()}
    assert inside["article.xml"] == files["paper.jats.xml"]
    assert inside["paper.pdf"] == Path("results/manuscript/paper.pdf").read_bytes()
    named = [
        graphic.get("{http://www.w3.org/1999/xlink}href")
        for graphic in etree.fromstring(inside["article.xml"]).iter("graphic")
    ]
    for name in named:
        assert files[name] == inside[name] == Path("results", name).read_bytes()
    assert {"paper.jats.xml", "paper.meca.zip", *named} == set(files)


def test_results_of_another_study_are_not_deposited(built_toy: Path, tmp_path: Path) -> None:
    with Path("manuscript/references.bib").open("a", encoding="utf-8") as library:
        library.write("\n")
    with pytest.raises(ProblemsFound) as found:
        make_deposit("paper", tmp_path / "new")
    assert str(found.value) == (
        "results/\n"
        "  found:    results that may be out of date\n"
        "  expected: a build of all documents after the last change\n"
        "  to do:    aimed build, then aimed deposit"
    )
    assert not (tmp_path / "new").exists()


def test_a_folder_in_use_and_an_unknown_document_are_refused(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        make_deposit("paper", tmp_path / "used")
    assert str(found.value) == (
        f"{(tmp_path / 'used').as_posix()}\n"
        "  found:    something that is there already\n"
        "  expected: a new folder\n"
        "  to do:    name another folder, or move it away"
    )
    with pytest.raises(ProblemsFound) as found:
        make_deposit("poster", tmp_path / "new")
    assert str(found.value).startswith("manuscript/\n  found:    no document poster\n  expected: one of ")
