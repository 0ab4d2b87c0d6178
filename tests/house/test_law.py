"""The law of the house: one word in five places, small files, plain rules, nothing of another place."""

import ast
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from toy_study import REPOSITORY

ROOMS = ["ingest", "harmonise", "coding", "stats", "ledger", "figures", "manuscript", "audit"]
COMMANDS = ["onboarding", "simulate"]  # with wings of their own, and no rules
BESIDE = ["build", "bench", "docs", *COMMANDS]
FURNITURE = ["running", "study", "language", "files", "messages"]
PACKAGE = REPOSITORY / "workflow" / "aimed"


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git keeps; in a study that git does not know yet, all that are there."""
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=REPOSITORY, check=False, capture_output=True, text=True
    )
    found = [REPOSITORY / line for line in done.stdout.splitlines()]
    return found or [path for pattern in patterns for path in every_file(pattern)]


def every_file(pattern: str) -> list[Path]:
    folder, _, name = pattern.rpartition("/") if "*" in pattern else (pattern, "", "*.py")
    tree = REPOSITORY / folder
    return [path for path in tree.rglob(name) if not {".venv", ".snakemake"} & set(path.parts)]


def folders_of(tree: Path) -> list[Path]:
    """Return the packages of a tree, the tree itself left out."""
    return sorted(p.parent for p in tree.rglob("__init__.py") if p.parent != tree)


WINGS = [p for room in [*ROOMS, *COMMANDS] for p in folders_of(PACKAGE / room) if p.parent.name == room]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_its_five_places(room: str) -> None:
    rules = (REPOSITORY / "workflow/rules" / f"{room}.smk").read_text(encoding="utf-8")
    assert (PACKAGE / room / "__init__.py").is_file()
    assert list((REPOSITORY / "tests" / room).rglob("test_*.py"))
    assert (REPOSITORY / "docs" / f"{room}.md").is_file()
    made = re.findall(r'"results/([a-z]+)/', "\n".join(re.findall(r"output:\n(?:        .*\n)+", rules)))
    assert made
    assert set(made) == {room}


@pytest.mark.parametrize("wing", WINGS, ids=lambda wing: f"{wing.parent.name}/{wing.name}")
def test_a_wing_has_its_three_places_and_says_what_each_file_is_for(wing: Path) -> None:
    room = wing.parent.name
    assert list((REPOSITORY / "tests" / room / wing.name).rglob("test_*.py"))
    page = (REPOSITORY / "docs" / f"{room}.md").read_text(encoding="utf-8")
    assert re.search(rf"^##+ {wing.name}\b", page, re.M | re.I)
    told = ast.get_docstring(ast.parse((wing / "__init__.py").read_text(encoding="utf-8"))) or ""
    inside = {path.stem for path in wing.iterdir() if path.suffix == ".py"} - {"__init__"}
    inside |= {f"{path.name}/" for path in folders_of(wing)}
    assert {name for name in inside if not re.search(rf"`{name}`|`{name}", told)} == set()


@pytest.mark.parametrize("room", [*FURNITURE, *BESIDE])
def test_furniture_has_its_three_places(room: str) -> None:
    assert (PACKAGE / room / "__init__.py").is_file()
    assert list((REPOSITORY / "tests" / room).rglob("test_*.py"))
    page = (REPOSITORY / "docs/house.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{room}` \| .+ \|$", page, re.M)


def test_there_is_no_room_beside_the_law() -> None:
    assert sorted(p.stem for p in (REPOSITORY / "workflow/rules").glob("*.smk")) == sorted([*ROOMS, "common"])
    assert {p.parent.name for p in PACKAGE.glob("*/__init__.py")} == {*ROOMS, *FURNITURE, *BESIDE}
    beside = {p.parent.name for p in (REPOSITORY / "workflow").glob("*/__init__.py")}
    assert beside == {"aimed", "snakemake_logger_plugin_aimed"}  # Snakemake finds the second by its name
    assert {p.name for p in PACKAGE.glob("*.py")} == {"__init__.py", "command.py", "options.py", "set_up.py"}
    assert len((REPOSITORY / "Snakefile").read_text().splitlines()) < 60
    assert len((REPOSITORY / "workflow/rules/common.smk").read_text().splitlines()) <= 60


def test_no_folder_is_crowded_and_no_name_repeats_its_folder() -> None:
    files = tracked("workflow/aimed", "tests")
    for folder in {path.parent for path in files if path.suffix == ".py"}:
        inside = [p for p in files if p.parent == folder and p.name not in ("__init__.py", "conftest.py")]
        assert len(inside) <= 15, folder
        words = {folder.name, folder.name.removesuffix("s")}
        assert not {p for p in inside if words & set(p.stem.split("_"))}, folder


@pytest.mark.parametrize("room", ROOMS)
def test_rules_are_plain(room: str) -> None:
    text = (REPOSITORY / "workflow/rules" / f"{room}.smk").read_text(encoding="utf-8")
    assert text.startswith("# REQUIRED INPUTS:")
    assert "# OUTPUTS:" in text
    assert not re.search(r"^\s+run:|lambda|\bdef ", text, re.M)
    rules = re.split(r"^(use rule \w+ as \w+|rule \w+)", text, flags=re.M)[1:]
    for head, rule in zip(rules[::2], rules[1::2], strict=True):
        name = head.split()[-1]
        assert re.search(r'^    """.+\."""$', rule, re.M), name
        step = re.search(r'code=code_of\("aimed\.([\w.]+)"\)', rule)
        assert step, name
        assert set(name.split("_")) <= set(re.split(r"[._]", step[1])), f"{name} runs {step[1]}"
        if head.startswith("rule"):
            for part in ("log:", "benchmark:", "record="):
                assert part in rule, (name, part)
            record = re.search(
                r'record="results/[^"{]*({(cohort|analysis|document)}[^"{]*)?\.record\.json"', rule
            )
            assert record, f"{name}: list_records knows no other wildcard"


def test_files_and_functions_are_small() -> None:
    for path in tracked("*.py", "*.smk", "*.lua"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
    for path in tracked("workflow/aimed/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 45, (path, node.name)


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in tracked("workflow/aimed/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_only_one_module_imports_pingouin_and_imports_are_absolute() -> None:
    for path in tracked("workflow/aimed/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            assert "pingouin" not in names or path.name == "plain_pingouin.py", path


def test_raw_data_that_are_not_synthetic_stay_out_of_the_repository(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    names = ["survey.sav", "withdrawals.csv", "roster.csv", "personal_data.key", "personal_data.csv"]
    ignored = subprocess.run(
        ["git", "check-ignore", *(f"data/cohorts/real-2025/{name}" for name in names)],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ignored.stdout.split() == [f"data/cohorts/real-2025/{name}" for name in names[:-1]]


def test_the_lock_file_has_hashes_and_no_addresses() -> None:
    text = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=[a-z])", text)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_no_folder_of_tests_is_left_out(request: pytest.FixtureRequest) -> None:
    left_out = request.config.getini("norecursedirs")
    folders = {path.parent for path in (REPOSITORY / "tests").rglob("test_*.py")}
    parts = {part for folder in folders for part in folder.relative_to(REPOSITORY).parts}
    assert {"tests", "build"} <= parts
    assert not [part for part in sorted(parts) if any(fnmatch(part, pattern) for pattern in left_out)]
