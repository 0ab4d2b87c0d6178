"""Words in their context. Expected values: read off the four turns below."""

import json
from pathlib import Path

import pandas as pd
import pytest
from aimed.audit.lookup.concordance import print_concordance
from aimed.files.tables import write_table
from aimed.messages.problems import ProblemsFound

PEOPLE = [("a", True), ("b", True), ("c", False)]
SAID = {
    2: ("a", "The network costs more than lunch.", ["cost"]),
    3: ("b", "Networks (and a net work) are cheap", ["cheap"]),
    4: ("c", "My network is free.", ["cheap", "cost"]),
}
THEMES = "code,parent,label,against\ncost,,Cost,\ncheap,,Cheap,cost\n"


@pytest.fixture
def said(toy: Path) -> Path:
    people = [
        {"participant": f"demo:{name}", "kept": True, "in_focus_groups": True, "consent_quotation": agreed,
         "income_group": "high"}
        for name, agreed in PEOPLE
    ]  # fmt: skip
    turns = [
        {"cohort": "demo", "transcript": "fg1", "turn": at, "participant": f"demo:{name}",
         "role": "participant", "text": text, "words": len(text.split())}
        for at, (name, text, _) in SAID.items()
    ]  # fmt: skip
    carried = [row | {"code": code, "coders": 1} for row in turns for code in SAID[row["turn"]][2]]
    for name, rows in (
        ("harmonise/pooled/participants", people),
        ("coding/turns", turns),
        ("coding/coded_turns", carried),
    ):
        write_table(pd.DataFrame(rows), toy / f"results/{name}.parquet")
    Path("data/codebook/themes.csv").write_text(THEMES, encoding="utf-8")
    return toy


def contexts(capsys: pytest.CaptureFixture[str], words: str, **asked: str) -> list[list[str]]:
    arguments = {"code": "", "against": "", **asked}
    assert print_concordance(Path(), words, as_json=True, **arguments) == 0
    found = json.loads(capsys.readouterr().out)
    return [[one["left"], one["word"], one["right"]] for one in found]


def test_whole_words_whatever_their_capitals(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contexts(capsys, "NETWORK") == [
        ["The", "network", "costs more than lunch."],
        ["My", "network", "is free."],
    ]
    assert [word for _, word, _ in contexts(capsys, "network*")] == ["network", "Networks", "network"]
    assert contexts(capsys, "net work") == [["Networks (and a", "net work", ") are cheap"]]
    assert contexts(capsys, "(a.d") == []  # no pattern of its own but *


def test_only_turns_with_a_code_or_against_one(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contexts(capsys, "network", code="cheap") == [["My", "network", "is free."]]
    assert [word for _, word, _ in contexts(capsys, "", against="cost")] == ["Networks", "My"]


def test_who_did_not_agree_to_be_quoted_is_marked(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_concordance(Path(), "network", code="", against="", as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 places in 2 turns. As people said it, for this machine alone: x may not be quoted."
    assert lines[1].startswith(f"{'The':>42} [network] costs more than lunch.")
    assert lines[1].endswith("  demo/fg1/2, Student, high income country, cost")
    assert lines[2].startswith(f"x {'My':>40} [network] is free.")
    assert lines[2].endswith(", cheap, cost")


def test_a_code_that_is_not_there_or_that_none_is_against(said: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        print_concordance(Path(), "network", code="costs", against="", as_json=False)
    assert str(caught.value) == (
        "data/codebook/themes.csv\n"
        "  found:    no code costs\n"
        "  expected: a code of the codebook; the nearest is cost\n"
        "  to do:    use a code as it stands there"
    )
    with pytest.raises(ProblemsFound) as caught:
        print_concordance(Path(), "network", code="", against="cheap", as_json=False)
    assert str(caught.value) == (
        "data/codebook/themes.csv\n"
        "  found:    no code against cheap\n"
        "  expected: a code that names it in the column against\n"
        "  to do:    say there which codes speak against it"
    )
