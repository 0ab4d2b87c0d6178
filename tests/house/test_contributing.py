"""CONTRIBUTING.md: each recipe gives what the page says it gives; versions are one."""

import re
import tomllib
import types
from pathlib import Path

import pytest
from aimed import __version__
from aimed.audit.check.report_formats import write_text
from aimed.files.yaml_json import read_yaml
from aimed.ingest.survey import cell_tables
from aimed.ingest.survey.read import read_export
from aimed.manuscript.number_forms import fill_form
from toy_study import REPOSITORY

PAGE = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(heading: str) -> list[str]:
    """Return the code blocks below a heading of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```\w+\n(.*?)^```", section, re.M | re.S)


def run(code: str) -> types.ModuleType:
    """Return a module made of a block of the page."""
    module = types.ModuleType("recipe")
    exec(compile(code, "CONTRIBUTING.md", "exec"), module.__dict__)
    return module


def test_the_layout_reads_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, export, expected = blocks("A layout of a survey tool")
    layout = run(code)
    monkeypatch.setattr(cell_tables, "LAYOUTS", {layout.NAME: layout, **cell_tables.LAYOUTS})
    path = tmp_path / "export.csv"
    path.write_text(export, encoding="utf-8")
    found = read_export({"path": path.as_posix()})
    head = "layout {layout}, {header_rows} header rows".format(**found.reading)
    told = [f"{name} {column['label']}" for name, column in found.columns.items() if not column["platform"]]
    rows = [
        f"{row} {cell}" for rows, cells in found.parts for row, cell in zip(rows, cells["q1"], strict=True)
    ]
    assert "\n".join([head, *told, *rows, ""]) == expected


def test_the_finding_prints_what_the_page_says() -> None:
    code, expected = blocks("A finding of check")
    found = list(run(code).find_shouting("manuscript/paper.qmd", "A title\nIt works!\n"))
    printed = write_text([("error", finding) for finding in found], "draft")
    assert printed.startswith(expected.strip())


def test_the_form_is_filled_as_the_page_says(tmp_path: Path) -> None:
    written, expected = blocks("A form of number")
    path = tmp_path / "forms.yaml"
    path.write_text(written, encoding="utf-8")
    numbers = {
        f"support.core_curriculum.all.{name}": {"shown": n} for name, n in (("count", "115"), ("n", "128"))
    }
    filled = fill_form(read_yaml(path)["count_of_n"], "support.core_curriculum.all", numbers)
    assert f"{filled.text}\n" == expected


def test_targets_and_paths_of_the_page_are_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)", PAGE)) <= targets
    paths = [path for path in re.findall(r"`([\w./-]+/[\w./-]*)`", PAGE)]
    assert paths
    there = [path for path in paths if "demonstration" not in path]  # which a study of one's own has not
    assert [path for path in there if not (REPOSITORY / path).exists()] == []


def test_the_version_is_one() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "aimed.__version__"}
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)$", changes, re.M)
    assert newest
    assert newest[1] == __version__
