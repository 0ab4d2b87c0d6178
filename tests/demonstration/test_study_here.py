"""What the repository of aimed has beside its workflow: files of the study here, the picture in README.md."""

import re
from pathlib import Path

import pytest
from aimed import __version__
from aimed.docs import pipeline
from aimed.files.yaml_json import read_yaml
from toy_study import REPOSITORY

pytestmark = pytest.mark.filterwarnings("ignore:get_parser:DeprecationWarning")


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def test_the_study_declares_its_figures_by_the_schema(at_home: None) -> None:
    declared = read_yaml(Path("manuscript/figures.yaml"), schema="figures")
    known = ["flow", "participants", "support", "topics", "themes", "robustness", "joint"]
    assert [entry["id"] for entry in declared] == known


def test_the_version_is_that_of_the_citation() -> None:
    cited = read_yaml(REPOSITORY / "CITATION.cff")
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+) \((\d{4}-\d{2}-\d{2})\)$", changes, re.M)
    assert newest
    assert (cited["version"], cited["date-released"]) == (__version__, newest[2])


@pytest.mark.slow
def test_picture_of_the_pipeline_is_current(at_home: None) -> None:
    pipeline.redraw(check=True)


def test_every_schema_of_what_people_write_names_its_file() -> None:
    """Where the file is one of the study here, it is there."""
    for path in (REPOSITORY / "workflow/schemas").glob("*.schema.yaml"):
        file = re.sub("<cohort>", "ifmsa-2020", read_yaml(path)["file"])
        optional = ("personal_data", "derived", "frozen", "code_map")
        if "<" not in file and " " not in file and Path(file).stem not in optional:
            assert (REPOSITORY / file).is_file(), path
