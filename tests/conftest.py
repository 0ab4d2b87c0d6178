"""Fixtures that several rooms use: a fresh copy of the toy study to stand in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from aimed.harmonise.harmonised import CohortSources
from toy_study import copy_toy, read_sources


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh, unbuilt copy of the toy study."""
    study = copy_toy(tmp_path / "toy")
    monkeypatch.chdir(study)
    return study


@pytest.fixture(scope="module")
def toy_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stand in one unbuilt copy of the toy study for all tests of a module that only read it."""
    study = copy_toy(tmp_path_factory.mktemp("study") / "toy")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        yield study


@pytest.fixture
def sources(toy: Path) -> CohortSources:
    """Return the toy cohort's sources, read in a fresh copy."""
    return read_sources()
