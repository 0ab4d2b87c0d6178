"""The miniature study as tables read it."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.manuscript.binding.opening import read_study
from make_study import LEDGER


@pytest.fixture
def tea(study):
    house = read_yaml(Path("manuscript/forms.yaml"))
    codebook = tuple(Path("codebook", f"{n}.csv") for n in ("variables", "scales", "missing", "themes"))
    return read_study(LEDGER, house, codebook, tuple(Path("analyses").glob("*.yaml")), 5)
