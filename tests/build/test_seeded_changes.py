"""Faults seeded in the files of the built toy: the gate names each, or what rests on it is made again."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aimed.build import paper
from aimed.build.up_to_date import is_unchanged
from aimed.files.yaml_json import read_json
from aimed.stats.freeze_plans import freeze_plans
from toy_study import run_aimed, write_toy_survey

SURVEY = Path("data/cohorts/toy/survey.sav")
RESPONSES = Path("results/harmonise/pooled/responses.parquet")
LEDGER = Path("results/ledger/ledger.json")
PLANS_AND_LATER = {"adjust_families", "make_ledger", "draw_figures", "bind_document", "render_document"}
LATER = PLANS_AND_LATER | {"check_manuscript", "paper"}


def edit_keeping_time(path: Path, old: bytes, new: bytes) -> bytes:
    """Change the first place of some bytes under the file's old time, and return the file as it was."""
    before, times = path.read_bytes(), path.stat()
    assert old in before
    path.write_bytes(before.replace(old, new, 1))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return before


def edited_by_hand(path: Path) -> str:
    return (
        f"{path}\n"
        "  found:    a file that was changed by hand after it was made\n"
        "  expected: the bytes that its rule wrote\n"
        f"  to do:    aimed rebuild {path}\n"
    )


@pytest.fixture
def list_jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[..., set[str]]:
    """Return a build that stops at Snakemake's list of the rules to run, and returns their names."""

    def list_jobs(*packages: Path) -> set[str]:
        jobs: set[str] = set()

        def ask_snakemake(_cores: int, target: str, _lock: int, _where: list[str]) -> tuple[int, int]:
            here = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, packages))}
            command = [sys.executable, "-m", "snakemake", target, "--nocolor", "--dry-run"]
            command += ["--rerun-triggers", *paper.TRIGGERS]
            done = subprocess.run(command, env=here, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            table = re.search(r"^job +count\n[- ]+\n(.*?)^total", done.stdout, re.M | re.S)
            jobs.update(line.split()[0] for line in (table[1] if table else "").splitlines())
            return 0, len(jobs)

        monkeypatch.setattr(paper, "_run_snakemake", ask_snakemake)
        monkeypatch.setattr(paper, "print_summary", lambda: 0)  # of documents that were not made
        assert paper.build_paper() == 0
        return jobs

    return list_jobs


def test_a_class_of_one_word_is_no_pattern_of_snakemake(
    built_toy: Path, list_jobs: Callable[..., set[str]]
) -> None:
    document = Path("manuscript/paper.qmd")
    document.write_text(document.read_text() + "\n::: {.landscape}\nWide words.\n:::\n")
    assert "bind_document" in list_jobs()


def test_a_results_file_edited_by_hand(built_toy: Path) -> None:
    edit_keeping_time(RESPONSES, b"toy:a2", b"toy:b2")
    for command in ("build", "gate"):
        done = run_aimed(built_toy, command)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", edited_by_hand(RESPONSES))


def test_figure_data_edited(built_toy: Path) -> None:
    plotted, drawn = Path("results/figures/flow.csv"), Path("results/figures/flow.svg")
    edit_keeping_time(plotted, b",11", b",12")
    edit_keeping_time(drawn, b"</svg>", b"<!-- --></svg>")
    done = run_aimed(built_toy, "gate")
    assert (done.returncode, done.stderr) == (1, f"{edited_by_hand(plotted)}{edited_by_hand(drawn)}")


def test_a_rendered_document_edited(built_toy: Path) -> None:
    paper, word = Path("results/manuscript/paper.html"), Path("results/manuscript/paper.docx")
    edit_keeping_time(paper, b"77.8", b"87.8")
    edit_keeping_time(word, b"PK", b"KP")
    done = run_aimed(built_toy, "gate")
    assert (done.returncode, done.stderr) == (1, f"{edited_by_hand(word)}{edited_by_hand(paper)}")


def test_a_raw_file_deleted(built_toy: Path) -> None:
    SURVEY.unlink()
    before = {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.*")}
    done = run_aimed(built_toy, "build")
    assert done.returncode == 1
    assert done.stderr == (
        "data/cohorts/toy/survey.sav\n"
        "  found:    no such file\n"
        "  expected: the file that data/cohorts/toy/cohort.yaml names under survey\n"
        "  to do:    restore it, or take it out of data/cohorts/toy/cohort.yaml\n"
    )
    assert {path: path.stat().st_mtime_ns for path in Path("results").rglob("*.*")} == before


@pytest.mark.slow
def test_an_intermediate_deleted(built_toy: Path) -> None:
    before = RESPONSES.read_bytes()
    RESPONSES.unlink()
    done = run_aimed(built_toy, "build")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{RESPONSES} was deleted: it is made again\n")
    assert RESPONSES.read_bytes() == before


@pytest.mark.slow
def test_a_helper_module_changed(built_toy: Path, list_jobs: Callable[..., set[str]]) -> None:
    assert list_jobs() == set()
    edit_keeping_time(Path("workflow/aimed/stats/methods/resampling.py"), b'"""', b'"""Anew: ')
    assert list_jobs() == LATER | {"compare_groups"}


@pytest.mark.slow
def test_a_package_version_changed(
    built_toy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    list_jobs: Callable[..., set[str]],
) -> None:
    packages = tmp_path / "packages"
    for path in Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info"):
        (packages / path.name).mkdir(parents=True)
    monkeypatch.setattr(sysconfig, "get_paths", lambda: {"purelib": str(packages)})
    assert is_unchanged("paper")
    name = "statsmodels"  # no step imports it, but pingouin does
    version = importlib.metadata.version(name)
    upgraded = (packages / f"{name}-{version}.dist-info").rename(packages / f"{name}-99.0.dist-info")
    (upgraded / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.0\n")
    assert not is_unchanged("paper")
    for path in set(packages.iterdir()) - {upgraded}:  # these hold nothing, and would hide the installed ones
        path.rmdir()
    assert list_jobs(packages) == LATER | {"compare_groups"}


@pytest.mark.slow
def test_a_plan_changed(built_toy: Path, list_jobs: Callable[..., set[str]]) -> None:
    edit_keeping_time(Path("analyses/wanted.yaml"), b"[topic, age, country]", b"[topic, country]")
    assert list_jobs() == LATER | {"describe_groups"}


def test_plans_frozen_after_a_build(built_toy: Path, list_jobs: Callable[..., set[str]]) -> None:
    freeze_plans(again=False)
    done = run_aimed(built_toy, "check")
    assert "results/: warning: analyses/frozen.json is new\n" in done.stdout
    assert list_jobs() == LATER - {"adjust_families"}


@pytest.fixture(scope="module")
def rebuilt(
    toy_once_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[subprocess.CompletedProcess[str]]:
    """Stand in a study that was built, got other answers under its survey's old time, and was built again."""
    study = shutil.copytree(toy_once_built, tmp_path_factory.mktemp("rebuilt") / "toy")
    times = (study / SURVEY).stat()
    disagree = {(person, "q7_1"): "1" for person in ("a2", "a4", "a5", "a6", "a7")}
    write_toy_survey(study / SURVEY, disagree)
    os.utime(study / SURVEY, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        yield run_aimed(study, "build")


@pytest.mark.slow
def test_raw_bytes_changed_under_an_old_time(rebuilt: subprocess.CompletedProcess[str]) -> None:
    cause = r"data/cohorts/toy/survey\.sav has changed: what follows from it is made again\n"
    assert re.match(rf"{cause}1[0-9] jobs \(\d+ s\)\n", rebuilt.stdout), rebuilt.stdout + rebuilt.stderr
    shown = {name: entry["shown"] for name, entry in read_json(LEDGER)["numbers"].items()}
    assert shown["support.core_curriculum.all.pct"] == "33.3%"  # 3 of the 9 who answered are left
    assert shown["flow.kept.all.count"] == "11"
    assert "3 of 9 (33.3%" in Path("results/manuscript/paper.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_claim_made_false_by_new_data(rebuilt: subprocess.CompletedProcess[str]) -> None:
    assert rebuilt.returncode == 1
    assert rebuilt.stdout.endswith(
        'manuscript/paper.qmd:15:76: "Support was common" does not hold: '
        "support.core_curriculum.all.pct is 33.3%\n"
        "  expected: support.core_curriculum.all.pct >= 50\n"
        "  to do:    change the words, or what they rest on\n"
    )


@pytest.mark.slow
def test_a_corrections_entry_that_no_longer_matches(built_toy: Path) -> None:
    write_toy_survey(SURVEY, {("a5", "q_age"): "22"})
    done = run_aimed(built_toy, "build")
    assert done.returncode == 1
    assert "stopped: harmonise cohort (toy)\n" in done.stderr
    assert (
        "data/cohorts/toy/corrections.yaml, correction age_typing_error (entry 1): "
        "another value in q_age than `found` says\n"
    ) in done.stderr
    assert done.stdout.startswith(
        "data/cohorts/toy/survey.sav has changed: what follows from it is made again\n"
        "Stopped. What is wrong:\n"
        "data/cohorts/toy/corrections.yaml, correction age_typing_error (entry 1)\n"
        "  found:    another value in q_age than `found` says\n"
        "  expected: exactly the cell that the correction was written for\n"
        "  to do:    the raw file has changed: correct or delete this entry\n"
    )
