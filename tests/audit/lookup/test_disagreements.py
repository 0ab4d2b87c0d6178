"""The list of what coders differ in, on the terminal and as a table; one cell would be run as a formula."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.audit.lookup.disagreements import print_disagreements
from aimed.files.tables import write_table
from aimed.messages.problems import ProblemsFound

TABLE = Path("results/coding/disagreements.parquet")
ROWS = [
    ("demo", "fg1", 2, "P1", "cost", "Ann", "Bo", None, "=HYPERLINK(1)"),
    ("demo", "fg1", 2, "P1", "cost.care", "Bo", "Ann; Cy", "yes", "=HYPERLINK(1)"),
    ("demo", "fg2", 7, "P2", "trust", "Ann", "Bo", None, "We wait."),
]
COLUMNS = ["cohort", "transcript", "turn", "speaker", "code", "gave", "did_not", "consensus", "text"]


@pytest.fixture
def listed(toy: Path) -> Path:
    """The toy with three disagreements."""
    write_table(pd.DataFrame(ROWS, columns=COLUMNS), TABLE)
    return toy


def test_each_turn_is_told_once_with_who_gave_what(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_disagreements(Path(), "", None) == 0
    assert capsys.readouterr().out == (
        "demo/fg1/2  P1\n"
        "  cost: Ann, not Bo\n"
        "  cost.care: Bo, not Ann; Cy; consensus: yes\n"
        "    =HYPERLINK(1)\n"
        "demo/fg2/7  P2\n"
        "  trust: Ann, not Bo\n"
        "    We wait.\n"
        "3 disagreements in 2 turns. These are people's words: keep them on this machine.\n"
    )
    print_disagreements(Path(), "cost", None)
    assert "2 disagreements in 1 turns" in capsys.readouterr().out


def test_a_table_has_no_formula_and_room_for_the_decision(listed: Path) -> None:
    assert print_disagreements(Path(), "cost.care", Path("open.csv")) == 0
    assert Path("open.csv").read_text(encoding="utf-8-sig") == (
        "cohort,transcript,turn,speaker,code,gave,did_not,consensus,text,decision\n"
        "demo,fg1,2,P1,cost.care,Bo,Ann; Cy,yes,'=HYPERLINK(1),\n"
    )


@pytest.mark.parametrize(
    ("code", "to", "message"),
    [
        ("cots", None, "no turn that coders differ in about cots"),
        ("", "open.txt", "a file name that ends in .csv"),
        ("", "config.csv", "a file that is there already"),
    ],
)
def test_what_cannot_be_listed_is_said(listed: Path, code: str, to: str | None, message: str) -> None:
    Path("config.csv").write_text("decided\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        print_disagreements(Path(), code, Path(to) if to else None)
    assert message in str(found.value)
    assert Path("config.csv").read_text(encoding="utf-8") == "decided\n"


def test_a_study_that_was_not_built_is_told(toy: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        print_disagreements(Path(), "", None)
    assert str(found.value) == (
        "results/coding/disagreements.parquet\n"
        "  found:    no such file\n"
        "  expected: a study that was built\n"
        "  to do:    build it: aimed build"
    )
