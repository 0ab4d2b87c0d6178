"""Two co-authors with different engines: `engine: auto` that takes another one than is on record is told."""

import json
import shutil
from pathlib import Path

import pytest
from aimed.audit.check.command import check_around
from aimed.build.paper import print_summary
from aimed.files.yaml_json import read_json
from aimed.manuscript.engines.choice import find_other_engine
from aimed.study.declarations import read_config
from stand_in_quarto import put_on_path
from toy_study import run_aimed

CONFIG, RELEASE = Path("config.yaml"), Path("manuscript/published.json")
SAID = (
    "config.yaml:6: warning: engine: auto, which takes quarto on this machine; {} laid out by pandoc 3.9 and "
    "typst 0.15.2\n"
    "  expected: one engine for all who build this study\n"
    "  to do:    write engine: pandoc; or, if quarto is meant, write that, build and release"
)
BY_PANDOC = {"engine": "pandoc", "versions": {"pandoc": "3.9", "typst": "0.15.2"}}


def tell():
    return [one.describe("warning") for one in find_other_engine(read_config())]


@pytest.fixture
def auto(toy, monkeypatch):
    """The toy study with `engine: auto`, never built, where there is a Quarto."""
    CONFIG.write_text(CONFIG.read_text(encoding="utf-8").replace("engine: pandoc", "engine: auto"))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return toy


def write_release():
    RELEASE.write_text(json.dumps({"release": 5, "laid_out_by": BY_PANDOC}), encoding="utf-8")


def test_a_release_by_the_other_engine_is_told(auto):
    assert tell() == []
    RELEASE.write_text(json.dumps({"release": 4}), encoding="utf-8")  # of before
    assert tell() == []
    write_release()
    assert tell() == [SAID.format("release 5 was")]
    assert [one.kind for one in check_around(Path()) if one.path == "config.yaml"] == ["other_engine"]


def test_so_are_documents_by_the_other_engine(auto):
    Path("results/manuscript").mkdir(parents=True)
    made = BY_PANDOC | {"pdf_ua": "holds"}
    Path("results/manuscript/paper.engine.json").write_text(json.dumps(made), encoding="utf-8")
    assert tell() == [SAID.format("results/manuscript/paper.* were")]


def test_whoever_names_the_engine_or_has_the_same_is_not_told(auto, monkeypatch):
    write_release()
    text = CONFIG.read_text(encoding="utf-8")
    for named in ("pandoc", "quarto"):
        CONFIG.write_text(text.replace("engine: auto", f"engine: {named}"), encoding="utf-8")
        assert tell() == []
    CONFIG.write_text(text, encoding="utf-8")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert tell() == []


def test_a_release_keeps_the_engine_and_a_build_tells_of_the_other(built_toy, monkeypatch, capsys):
    assert run_aimed(built_toy, "release").returncode == 0
    released = read_json(RELEASE)
    assert released["laid_out_by"]["engine"] == "pandoc"
    assert released["laid_out_by"].keys() == {"engine", "versions"}
    RELEASE.write_text(json.dumps({**released, "laid_out_by": None}), encoding="utf-8")
    again = run_aimed(built_toy, "release").stdout.splitlines()[-2:]
    assert again[0].startswith("manuscript/published.json: release 1 is laid out by pandoc ")
    assert again[1] == "nothing has changed since release 1"
    assert read_json(RELEASE) == released
    put_on_path(built_toy, monkeypatch)
    CONFIG.write_text(CONFIG.read_text(encoding="utf-8").replace("engine: pandoc", "engine: auto"))
    capsys.readouterr()
    print_summary()
    assert "config.yaml:6: warning: engine: auto, which takes quarto" in capsys.readouterr().out
