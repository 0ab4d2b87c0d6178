"""The workflow half of a study is brought up to date, and nothing else of it; two small halves, by hand."""

from pathlib import Path

import pytest
from aimed import __version__
from aimed.files.digests import digest_text
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.founding.halves import (
    LAID_DOWN,
    lay_down,
    list_workflow_half,
    read_laid_down,
    write_laid_down,
)
from aimed.onboarding.founding.update import update_study
from aimed.study.layout import STARTED_IN

OLD = {"Makefile": "old\n", "workflow/a.py": "a\n", "workflow/gone/b.py": "b\n", "docs/page.md": "page\n"}
NEW = {"Makefile": "new\n", "workflow/a.py": "a\n", "workflow/c.py": "c\n", "docs/page.md": "page\n"}
STUDY = {"config.yaml": "study: mine\n", "data/codebook/variables.csv": "mine\n", "README.md": "mine\n"}
BY_HAND = (
    "../mine/Makefile\n"
    "  found:    a file of the workflow half that was changed by hand\n"
    "  expected: the file as it was laid down\n"
    "  to do:    keep a copy, and update with --overwrite; or take the change into aimed itself"
)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LAID_DOWN.name)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a newer checkout, with a study beside it that an older one laid down."""
    older, newer, mine = (tmp_path / name for name in ("older", "newer", "mine"))
    write(older, OLD | {"data/theirs.csv": "theirs\n", "docs/examples/raw.csv": "theirs\n"})
    write(newer, NEW | {"data/theirs.csv": "theirs\n", "tests/demonstration/test_it.py": "theirs\n"})
    write(mine, STUDY)
    lay_down(older, mine, list_workflow_half(older))
    write_laid_down(older, mine)
    monkeypatch.chdir(newer)
    monkeypatch.setenv(STARTED_IN, str(newer))
    return mine


def test_what_is_laid_down_is_the_workflow_half_with_its_digests(study: Path) -> None:
    assert read(study) == STUDY | OLD
    assert read_laid_down(study) == {name: digest_text(text) for name, text in OLD.items()}


def test_the_workflow_half_becomes_that_of_the_checkout_and_the_study_half_stays(study: Path) -> None:
    told = update_study(Path("../mine"))
    assert read(study) == STUDY | NEW
    assert not (study / "workflow/gone").exists()
    assert told == [
        "Makefile: brought up to date",
        "workflow/c.py: brought up to date",
        "workflow/gone/b.py: gone",
        f"../mine has the workflow of aimed {__version__} now: run make paper there",
    ]
    assert update_study(Path("../mine")) == [
        f"../mine has the workflow of aimed {__version__}: nothing was to be done"
    ]


@pytest.mark.parametrize("name", ["Makefile", "workflow/gone/b.py", "workflow/c.py"])
def test_a_file_that_was_changed_by_hand_stops_it_with_nothing_changed(study: Path, name: str) -> None:
    write(study, {name: "by hand\n"})
    before = read(study)
    with pytest.raises(ProblemsFound) as found:
        update_study(Path("../mine"))
    assert str(found.value) == BY_HAND.replace("Makefile", name)
    assert read(study) == before
    update_study(Path("../mine"), overwrite=True)
    assert read(study) == STUDY | NEW


def test_a_file_that_is_as_the_checkout_has_it_is_not_changed_by_hand(study: Path) -> None:
    write(study, {"Makefile": NEW["Makefile"]})
    update_study(Path("../mine"))
    assert read(study) == STUDY | NEW


def test_the_study_whose_workflow_is_running_is_refused(study: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        update_study(Path())
    assert str(found.value).endswith(
        "\n  found:    the study whose workflow is running\n"
        "  expected: the folder of another study, which is to get this workflow\n"
        "  to do:    stand in a newer checkout of aimed, and name the study: aimed study update ../my-study"
    )


def test_a_folder_that_was_not_laid_down_is_refused(study: Path) -> None:
    (study / LAID_DOWN).unlink()
    with pytest.raises(ProblemsFound) as found:
        update_study(Path("../mine"))
    assert "expected: the list of a study that `aimed study new` made" in str(found.value)


@pytest.mark.parametrize("line", ["no digest", f"{'0' * 64}  ../../outside.txt", f"{'0' * 64}  /outside.txt"])
def test_a_list_that_was_changed_is_refused(study: Path, line: str) -> None:
    with (study / LAID_DOWN).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    with pytest.raises(ProblemsFound) as found:
        update_study(Path("../mine"))
    assert f"line {len(OLD) + 1}\n  found:    a line that is none of this list" in str(found.value)
