"""Corrections that cannot be read stop the cohort before anything is changed by them."""

from dataclasses import replace
from pathlib import Path

import pytest
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from toy_study import harmonise


def test_corrections_of_another_shape(sources: CohortSources, tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text("- {id: typing_error, where: {respondent: a2}, found: '1', replace: '2'}\n")
    with pytest.raises(ProblemsFound) as found:
        harmonise(replace(sources, corrections_path=path))
    assert "corrections.yaml:1\n  found:    " in str(found.value)
    assert "'variable' is a required property" in str(found.value)
