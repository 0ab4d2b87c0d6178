"""`quarto render` in a study that was built: bound and staged by our scripts, with what stops it in words."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from aimed.build.gate import list_leftovers
from aimed.build.quarto_project import EXTENSION, STAGED, lay_out, stage, write_extension
from aimed.build.up_to_date import describe_study
from aimed.study.layout import LAID_OUT
from document_words import words_of_page, words_of_pdf, words_of_word
from stand_in_quarto import put_on_path
from toy_study import run_aimed

PAPER, MANUSCRIPT = Path("manuscript/paper.qmd"), Path("manuscript")
PROJECT = "project: {type: aimed}\n"


def run_script(script, capsys, monkeypatch, **told):
    """Run one of our scripts as Quarto does, in manuscript/; return what it says, of its failure too."""
    study = Path.cwd()
    for name, value in told.items():
        monkeypatch.setenv(f"QUARTO_PROJECT_{name}", value)
    monkeypatch.chdir("manuscript")
    try:
        script()
    except SystemExit as ended:
        assert ended.code == 1
    assert Path.cwd() == study
    return capsys.readouterr().err


def test_the_extension_is_a_project_type_written_where_it_is_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_extension()
    told = yaml.safe_load((EXTENSION / "_extension.yml").read_text(encoding="utf-8"))
    project = told["contributes"]["project"]
    assert project["project"]["output-dir"] == "../results/manuscript/quarto"
    assert project["project"]["pre-render"].endswith('own.stage()"')
    assert project["project"]["post-render"].endswith('own.lay_out()"')
    assert all((MANUSCRIPT / one["path"]).is_file() for one in project["filters"])
    files = sorted(EXTENSION.iterdir())
    before = [path.stat().st_ino for path in files]
    write_extension()
    assert [path.stat().st_ino for path in files] == before
    files[0].write_text("other", encoding="utf-8")
    write_extension()
    assert files[0].read_text(encoding="utf-8").startswith("# Written by aimed build.")


def test_what_was_staged_takes_the_place_of_what_quarto_wrote(built_toy, monkeypatch, capsys):
    put_on_path(built_toy, monkeypatch)
    state = describe_study("paper")
    assert run_script(stage, capsys, monkeypatch, INPUT_FILES="paper.qmd") == ""
    assert "csl: style.csl" in (STAGED / "paper/paper.qmd").read_text(encoding="utf-8")
    outputs = [LAID_OUT / f"paper.{kind}" for kind in ("html", "pdf", "docx")]
    for path in outputs:
        path.write_text("nothing", encoding="utf-8")
    named = "\n".join(f"../{path.as_posix()}" for path in outputs)
    assert run_script(lay_out, capsys, monkeypatch, OUTPUT_FILES=named) == ""
    assert outputs[0].read_text(encoding="utf-8") == "html\n"
    assert [path.read_bytes()[:4] for path in outputs[1:]] == [b"%PDF", b"PK\3\4"]
    assert sorted(LAID_OUT.iterdir()) == sorted(outputs) and list_leftovers() == []
    assert describe_study("paper") == state


def test_another_form_is_named_and_nothing_of_quartos_own_is_left(built_toy, monkeypatch, capsys):
    put_on_path(built_toy, monkeypatch)
    run_script(stage, capsys, monkeypatch, INPUT_FILES="paper.qmd")
    (LAID_OUT / "paper.md").write_text("nothing", encoding="utf-8")
    said = run_script(lay_out, capsys, monkeypatch, OUTPUT_FILES="../results/manuscript/quarto/paper.md")
    assert said == (
        "manuscript/paper.qmd\n"
        "  found:    a document of form md\n"
        "  expected: html, docx or typst, which is a PDF\n"
        "  to do:    quarto render manuscript/paper.qmd --to html\n"
    )
    assert list(LAID_OUT.iterdir()) == []


def test_a_number_that_is_not_known_stops(built_toy, monkeypatch, capsys):
    text = PAPER.read_text(encoding="utf-8").replace("[flow.kept.all.count]", "[flow.kept.all.countt]", 1)
    PAPER.write_text(text, encoding="utf-8")
    assert run_script(stage, capsys, monkeypatch, INPUT_FILES="paper.qmd") == (
        "manuscript/paper.qmd:7:12\n"
        "  found:    no number flow.kept.all.countt\n"
        "  expected: an id of results/ledger/ledger.json\n"
        "  to do:    did you mean flow.kept.all.count or flow.turns.all.count or flow.speakers.all.count?\n"
    )
    assert not STAGED.exists()


def test_results_that_are_stale_or_absent_stop(built_toy, monkeypatch, capsys):
    scales = Path("data/codebook/variables.csv")
    scales.write_bytes(scales.read_bytes() + b"\n")
    assert run_script(stage, capsys, monkeypatch, INPUT_FILES="paper.qmd") == (
        "results/\n"
        "  found:    data/codebook/variables.csv has changed\n"
        "  expected: results of the study as it is\n"
        "  to do:    aimed build\n"
    )
    shutil.rmtree("results/ledger")
    said = run_script(stage, capsys, monkeypatch, INPUT_FILES="paper.qmd")
    assert (
        said
        == "\n".join(
            f"results/ledger/{name}\n"
            "  found:    no such file\n"
            "  expected: what a build makes of the study\n"
            "  to do:    aimed build"
            for name in ("ledger.json", "evidence.json", "public.csv")
        )
        + "\n"
    )


def test_a_build_takes_away_what_quarto_laid_out(built_toy):
    LAID_OUT.mkdir()
    (LAID_OUT / "paper.html").write_text("who withdrew", encoding="utf-8")
    assert run_aimed(built_toy, "build").stdout.startswith("nothing to do")
    assert LAID_OUT.is_dir() and (EXTENSION / "empty.lua").is_file()
    PAPER.write_text(PAPER.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert run_aimed(built_toy, "build").returncode == 0
    assert not LAID_OUT.exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("quarto") is None, reason="no quarto on the path")
def test_a_real_quarto_gives_what_a_build_gives(built_toy, tmp_path):
    (MANUSCRIPT / "_quarto.yml").write_text(PROJECT, encoding="utf-8")
    beside = set(MANUSCRIPT.iterdir())
    around = {**os.environ, "PYTHONPATH": str(built_toy / "workflow")}
    command = ["quarto", "render", PAPER.as_posix()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
    assert done.returncode == 0, done.stderr
    assert set(MANUSCRIPT.iterdir()) - beside <= {MANUSCRIPT / ".quarto"}
    assert {path.name for path in LAID_OUT.iterdir()} == {"paper.html", "paper.pdf", "paper.docx"}
    for name, words_of in (("paper.html", words_of_page), ("paper.pdf", words_of_pdf)):
        ours, quartos = ((folder / name).read_bytes() for folder in (LAID_OUT.parent, LAID_OUT))
        assert words_of(quartos) == words_of(ours)
    ours, quartos = ((folder / "paper.docx").read_bytes() for folder in (LAID_OUT.parent, LAID_OUT))
    assert words_of_word(quartos, tmp_path) == words_of_word(ours, tmp_path)
    PAPER.write_text(PAPER.read_text(encoding="utf-8").replace("all.count]", "all.x]", 1), encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
    assert done.returncode == 1 and "no number flow.kept.all.x" in done.stderr
