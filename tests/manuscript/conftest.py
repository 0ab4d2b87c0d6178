import sys
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from filtered_text import filter_text
from make_study import LEDGER, make_study, read_binding


@pytest.fixture
def study(tmp_path, monkeypatch):
    """The miniature study, as the current folder."""
    folder = make_study(tmp_path / "tea")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(tmp_path):
    """Pandoc on a short text, with all filters and the binding of filtered_text."""
    return partial(filter_text, tmp_path)


@pytest.fixture
def bound(study):
    return read_binding()


@pytest.fixture
def ledger():
    return LEDGER
