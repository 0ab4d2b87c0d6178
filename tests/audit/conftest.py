"""Stand in a built study of four raw rows."""

from pathlib import Path

import pytest
from audited_study import write_study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_study(tmp_path)
    monkeypatch.chdir(folder)
    return folder
