"""Where the tests of this wing write a joint.yaml."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def joint(toy_once: Path, tmp_path: Path) -> Path:
    """Where a joint.yaml is written; schemas are those of the study that one stands in."""
    return tmp_path / "joint.yaml"
