"""What the disk, an owner, or a file of the study refuses is one plain problem, without a traceback."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from aimed.build import paper
from aimed.build.gate import find_absent_raw_files
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "room on the disk\n  to do:    make room; what was finished is kept"),
        (
            errno.EACCES,
            "a file or folder that may be read and written\n"
            "  to do:    change its owner or rights, or work in a copy",
        ),
    ],
)
def test_what_was_refused_while_snakemake_ran_is_told_without_its_words(
    number: int,
    expected: str,
    toy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run_snakemake(*_given: object) -> tuple[int, int]:
        paper.LOG.write_text(f"Traceback\nOSError: [Errno {number}] {os.strerror(number)}\n")
        return 1, 0

    monkeypatch.setattr(paper, "_run_snakemake", run_snakemake)
    assert paper.build_paper() == 1
    assert capsys.readouterr().out == (
        "Stopped. What is wrong:\n"
        "the disk of the study\n"
        f"  found:    {os.strerror(number).lower()}\n"
        f"  expected: {expected}\n"
    )


@pytest.mark.parametrize("file", ["config.yaml", "analyses/wanted.yaml", "manuscript/forms.yaml"])
def test_a_yaml_bomb_is_refused_at_once(file: str, toy: Path) -> None:
    Path(file).write_text(BOMB)
    with pytest.raises(ProblemsFound) as found:
        paper.build_paper()
    assert str(found.value) == (
        f"{file}\n"
        "  found:    aliases (*name) that spell out 490,329,055 entries\n"
        "  expected: at most 1,000,000\n"
        "  to do:    write each value out where it stands"
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "a: &a [*a]\n", "- " * 5_000 + "x"])
def test_yaml_within_yaml_without_end_is_refused(text: str, toy: Path) -> None:
    Path("analyses/wanted.yaml").write_text(text)
    with pytest.raises(ProblemsFound) as found:
        paper.build_paper()
    assert str(found.value) == (
        "analyses/wanted.yaml\n"
        "  found:    entries within entries without end\n"
        "  expected: at most 100 levels\n"
        "  to do:    write each value out where it stands"
    )


def test_a_manuscript_that_is_not_utf8_is_named_with_its_line(toy: Path) -> None:
    path = Path("manuscript/paper.qmd")
    path.write_bytes(path.read_bytes() + b"\ncaf\xe9\n")
    line = path.read_bytes().count(b"\n")
    with pytest.raises(ProblemsFound) as found:
        paper.build_paper()
    assert str(found.value) == (
        f"manuscript/paper.qmd:{line}\n"
        "  found:    bytes that are not UTF-8\n"
        "  expected: text in UTF-8\n"
        "  to do:    save the file in UTF-8"
    )


@pytest.mark.parametrize(("errors", "code"), [(0, 0), (1, 1), (3, 1)])
def test_a_build_whose_claims_are_false_ends_with_1(errors: int, code: int, toy: Path) -> None:
    study = {"cohorts": 1, "respondents": 11}
    write_json({"study": study, "numbers": {}}, Path("results/ledger/ledger.json"))
    write_json({"engine": "pandoc"}, Path("results/manuscript/paper.engine.json"))
    write_json({"findings": [], "errors": errors}, paper.FINDINGS)
    assert paper.print_summary() == code


def test_a_raw_file_that_is_gone_is_named_by_kind(toy: Path) -> None:
    Path("data/cohorts/toy/survey.sav").unlink()
    (problem,) = find_absent_raw_files(read_config())
    assert (problem.kind, str(problem)) == (
        "absent_file",
        "data/cohorts/toy/survey.sav\n"
        "  found:    no such file\n"
        "  expected: the file that data/cohorts/toy/cohort.yaml names under survey\n"
        "  to do:    restore it, or take it out of data/cohorts/toy/cohort.yaml",
    )


def test_a_build_for_programs_is_the_build_that_was_asked_for(
    toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    monkeypatch.setattr(paper, "build_paper", lambda **options: asked.append(options) or 0)
    assert paper.build_for_programs(cores=3, target="numbers", profile="slurm") == 0
    assert asked == [{"cores": 3, "target": "numbers", "profile": "slurm"}]
    assert '"target": "numbers"' in capsys.readouterr().out


@pytest.mark.parametrize(("free", "found"), [(2**20 - 1, "no space left on device"), (2**20, None)])
def test_a_disk_without_room_for_a_step_is_full(
    free: int, found: str | None, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.LOG.parent.mkdir(exist_ok=True)
    paper.LOG.write_text("killed\n")
    monkeypatch.setattr(paper.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    refused = paper._find_refusal()
    assert (refused and refused.problems[0].found) == found
