"""Which files a step depends on: a helper of a helper counts, a stranger is an error."""

import importlib.metadata
import platform

import pytest
from aimed.sources import sources_of, versions_of
from toy_study import REPOSITORY


@pytest.fixture(autouse=True)
def repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the repository: sources are named relative to it."""
    monkeypatch.chdir(REPOSITORY)


def test_a_step_depends_on_what_it_imports_directly_or_not() -> None:
    sources = sources_of("aimed.harmonise.cohort")
    assert "workflow/aimed/harmonise/values.py" in sources
    assert "workflow/aimed/tables.py" in sources
    assert "workflow/aimed/stats/plain_pingouin.py" not in sources


def test_an_unknown_module_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"aimed\.nowhere is not below workflow/"):
        sources_of("aimed.nowhere")


def test_versions_name_the_packages_that_a_step_imports() -> None:
    assert "pandas==" in versions_of("aimed.harmonise.cohort")
    assert "pingouin==" not in versions_of("aimed.harmonise.cohort")


def test_versions_name_python_and_what_the_packages_require() -> None:
    versions = versions_of("aimed.stats.analysis").split()
    assert f"python=={platform.python_version()}" in versions
    assert f"patsy=={importlib.metadata.version('patsy')}" in versions  # pingouin: statsmodels: patsy
    assert not [part for part in versions if part.startswith("pytest==")]  # an extra of many
    assert versions == sorted(versions)
