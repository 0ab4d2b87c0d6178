"""The examples' raw files are what their written questionnaires and answers make, byte for byte."""

from pathlib import Path

import pytest
from aimed.simulate.exports.write import write_exports
from toy_study import REPOSITORY

EXAMPLES = REPOSITORY / "docs" / "examples"


QUESTIONNAIRES = sorted(EXAMPLES.glob("*/simulation/questionnaire.yaml"))


@pytest.mark.parametrize("example", [path.parent.parent.name for path in QUESTIONNAIRES])
def test_raw_files_are_what_their_plan_makes(example, tmp_path):
    write_exports(plan=EXAMPLES / example / "simulation", raw=tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    raw = EXAMPLES / example / "raw"
    kept = {p.relative_to(raw): p.read_bytes() for p in raw.rglob("*") if p.is_file()}
    kept.pop(Path("roster.csv"), None)
    assert made == kept
