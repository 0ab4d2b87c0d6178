"""docs/trust.md: each row of its table names a test that exists, and no seeded fault is left out of it."""

import ast
import re

import pytest
from toy_study import REPOSITORY

ROWS = [
    line
    for line in (REPOSITORY / "docs/trust.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| what goes wrong", "| ---"))
]
TEST = re.compile(r"`(?P<file>tests/\S+\.py)::(?P<name>test_\w+)`")


def list_tests(file: str) -> set[str]:
    tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS)
def test_the_test_of_a_row_exists(row: str) -> None:
    cells = row.strip("| ").split(" | ")
    named = TEST.fullmatch(cells[-1])
    assert len(cells) == 3
    assert named, f"no test is named: {cells[-1]}"
    assert named["name"] in list_tests(named["file"])


def test_every_seeded_fault_has_a_row() -> None:
    named = {match["name"] for row in ROWS for match in TEST.finditer(row)}
    files = ("tests/audit/check/test_seeded_faults.py", "tests/build/test_seeded_changes.py")
    tests = {name for file in files for name in list_tests(file) if name.startswith("test_")}
    variants = {name for name in tests if any(name != other and name.startswith(other) for other in named)}
    assert tests - variants <= named
