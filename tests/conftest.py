"""Fixtures that several rooms use: a fresh copy of the toy study to stand in."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from aimed.harmonise.cohort_tables import CohortSources
from audited_study import write_study
from toy_study import SCORED, copy_toy, read_sources, run_aimed


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Count whatever stands on a built study as slow."""
    for item in items:
        if {"toy_once_built", "scored_once_built"} & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh, unbuilt copy of the toy study; its workflow is the repository's own."""
    study = copy_toy(tmp_path / "toy", linked=True)
    monkeypatch.chdir(study)
    return study


@pytest.fixture(scope="module")
def toy_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stand in one unbuilt copy of the toy study for all tests of a module that only read it."""
    study = copy_toy(tmp_path_factory.mktemp("study") / "toy", linked=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        yield study


@pytest.fixture
def sources(toy: Path) -> CohortSources:
    """Return the toy cohort's sources, read in a fresh copy."""
    return read_sources()


@pytest.fixture(scope="session")
def toy_once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the toy study once for the whole session; tests copy it."""
    study = copy_toy(tmp_path_factory.mktemp("built") / "toy")
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return study


@pytest.fixture
def built_toy(toy_once_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the built toy study, with its dates and Snakemake's own records."""
    study = tmp_path / "toy"
    shutil.copytree(toy_once_built, study)
    monkeypatch.chdir(study)
    return study


@pytest.fixture(scope="session")
def scored_once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the study of scores and derived variables once for the whole session; tests copy it."""
    study = copy_toy(tmp_path_factory.mktemp("built") / "scored", linked=True, half=SCORED)
    done = run_aimed(study, "build", around={**os.environ, "PYTHONPATH": str(study / "workflow")})
    assert done.returncode == 0, done.stdout + done.stderr
    return study


@pytest.fixture
def scored(scored_once_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the built study of scores and derived variables."""
    study = tmp_path / "scored"
    shutil.copytree(scored_once_built, study, symlinks=True)
    monkeypatch.chdir(study)
    return study


@pytest.fixture(scope="session")
def written_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a built study of four raw rows once; tests copy it."""
    return write_study(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def study(written_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh copy of the built study of four raw rows."""
    folder = shutil.copytree(written_study, tmp_path / "study", symlinks=True)
    monkeypatch.chdir(folder)
    return folder
