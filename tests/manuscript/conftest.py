import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from make_study import LEDGER, make_study, read_binding


@pytest.fixture
def study(tmp_path, monkeypatch):
    """The miniature study, as the current folder."""
    folder = make_study(tmp_path / "tea")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def bound(study):
    return read_binding()


@pytest.fixture
def ledger():
    return LEDGER
