"""Stand in a built study of four raw rows."""

import shutil
from pathlib import Path

import pytest
from audited_study import write_study


@pytest.fixture(scope="session")
def written_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def study(written_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the study, as the current folder."""
    folder = shutil.copytree(written_study, tmp_path / "study", symlinks=True)
    monkeypatch.chdir(folder)
    return folder
