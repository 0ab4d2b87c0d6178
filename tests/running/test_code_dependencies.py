"""Which files a step depends on: a helper of a helper counts, a stranger is an error."""

import ast
import importlib.metadata
import platform
import shutil
from pathlib import Path

import pytest
from aimed.running.code_dependencies import (
    _list_rules,
    digest_code,
    list_imports,
    sources_of,
    versions_of,
)
from toy_study import REPOSITORY


@pytest.fixture(autouse=True)
def repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the repository: sources are named relative to it."""
    monkeypatch.chdir(REPOSITORY)


def test_a_step_depends_on_what_it_imports_directly_or_not() -> None:
    sources = sources_of("aimed.harmonise.cohort")
    assert "workflow/aimed/harmonise/recoding/values.py" in sources
    assert "workflow/aimed/files/tables.py" in sources
    assert "workflow/aimed/stats/methods/plain_pingouin.py" not in sources


def test_a_rule_that_gets_one_more_output_is_other_code_for_its_step_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("workflow/aimed", tmp_path / "workflow/aimed")
    shutil.copytree("workflow/rules", tmp_path / "workflow/rules")
    monkeypatch.chdir(tmp_path)
    steps = ("aimed.ledger.make", "aimed.figures.draw", "aimed.harmonise.pool_cohorts")
    _list_rules.cache_clear()
    before = [digest_code(step) for step in steps]
    rules = Path("workflow/rules/figures.smk")
    written = rules.read_text(encoding="utf-8").replace(
        "    output:\n", '    output:\n        more="results/x",\n'
    )
    rules.write_text(written, encoding="utf-8")
    _list_rules.cache_clear()
    after = [digest_code(step) for step in steps]
    _list_rules.cache_clear()
    assert [was == now for was, now in zip(before, after, strict=True)] == [True, False, True]


def imported(file: Path) -> list[str]:
    """Return what Python's own parser finds that a file imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    return sorted(names)


@pytest.mark.parametrize("file", sorted(Path("workflow/aimed").rglob("*.py")), ids=str)
def test_imports_are_those_that_the_parser_of_python_finds(file: Path) -> None:
    assert sorted(list_imports(file)) == imported(file)


def test_imports_of_every_form(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        "import os.path as p  # why\nfrom a.b import (  # noqa\n    c as d,\n    e,\n)\n"
        "def f():\n    from g import h, i as j  # k\n    text = 'import z'\n",
        encoding="utf-8",
    )
    assert sorted(list_imports(file)) == imported(file)
    relative = tmp_path / "b.py"
    relative.write_text("import os\nfrom . import b\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.py:2: relative import; write it in full"):
        list_imports(relative)


def test_what_a_module_knows_in_yaml_beside_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "workflow/aimed_words"
    folder.mkdir(parents=True)
    (folder / "step.py").write_text("from aimed_words.known import WORDS\n")
    (folder / "known.py").write_text("WORDS = 1\n")
    (folder / "known.yaml").write_text("[yes, no]\n")
    (folder / "other.yaml").write_text("[]\n")
    monkeypatch.chdir(tmp_path)
    assert sources_of("aimed_words.step") == [
        f"workflow/aimed_words/{name}" for name in ("known.py", "known.yaml", "step.py")
    ]


def test_an_unknown_module_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"aimed\.nowhere is not below workflow/"):
        sources_of("aimed.nowhere")


def test_versions_name_the_packages_that_a_step_imports() -> None:
    assert "pandas==" in versions_of("aimed.harmonise.cohort")
    assert "pingouin==" not in versions_of("aimed.harmonise.cohort")


def test_versions_name_python_and_what_the_packages_require() -> None:
    versions = versions_of("aimed.stats.compare_groups").split()
    assert f"python=={platform.python_version()}" in versions
    assert f"patsy=={importlib.metadata.version('patsy')}" in versions  # pingouin: statsmodels: patsy
    assert not [part for part in versions if part.startswith("pytest==")]  # an extra of many
    assert versions == sorted(versions)
