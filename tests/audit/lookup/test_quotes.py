"""Turns that may be quoted for a code: those without consent are counted, and nobody is named by an id."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.audit.lookup.quotes import print_quotes
from aimed.files.tables import write_table
from aimed.messages.problems import ProblemsFound

PEOPLE = [("a", "high", True), ("b", "high", True), ("c", "low", True), ("d", "high", False)]
LONG = "We share " + "one " * 100
SAID = {2: ("a", "It’s expensive."), 3: ("b", LONG), 4: ("c", "No."), 5: ("d", "Never.")}
PAPER = 'One said [expensive]{.quote turn="demo/fg1/2"}, again [It\'s]{.quote turn="demo/fg1/2"}.\n'


@pytest.fixture
def spoken(toy: Path) -> Path:
    """The toy with three speakers who agreed to be quoted and one who did not."""
    people = [
        {"participant": f"demo:{name}", "kept": True, "in_focus_groups": True, "consent_quotation": agreed,
         "income_group": code}
        for name, code, agreed in PEOPLE
    ]  # fmt: skip
    turns = [
        {"cohort": "demo", "transcript": "fg1", "turn": at, "participant": f"demo:{name}",
         "role": "participant", "text": text, "words": len(text.split())}
        for at, (name, text) in SAID.items()
    ]  # fmt: skip
    carried = [row | {"code": "cost", "coders": 1 + (row["turn"] == 2)} for row in turns]
    for name, rows in (
        ("harmonise/pooled/participants", people),
        ("coding/turns", turns),
        ("coding/coded_turns", carried),
    ):
        write_table(pd.DataFrame(rows), toy / f"results/{name}.parquet")
    Path("data/codebook/themes.csv").write_text("code,parent,label\ncost,,Cost\n", encoding="utf-8")
    Path("manuscript/paper.qmd").write_text(PAPER, encoding="utf-8")
    return toy


def test_the_least_quoted_come_first(spoken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_quotes(spoken, "cost", every=False, as_json=False) == 0
    assert capsys.readouterr().out == (
        "4 turns carry cost; 3 of speakers who agreed to be quoted\n"
        "\ndemo/fg1/3  Student, high income country, 102 words, 1 coder, speaker not quoted yet\n"
        f"  {LONG[:297]}...\n"
        "\ndemo/fg1/4  Student, 1 word, 1 coder, speaker not quoted yet\n  No.\n"
        "\ndemo/fg1/2  Student, high income country, 2 words, 2 coders, speaker quoted 2 times\n"
        "  It's expensive.\n"
    )


def test_a_code_that_is_none(spoken: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        print_quotes(spoken, "costs", every=False, as_json=False)
    assert str(caught.value) == (
        "data/codebook/themes.csv\n"
        "  found:    no code costs\n"
        "  expected: a code of the codebook; the nearest is cost\n"
        "  to do:    use a code as it stands there"
    )


def test_as_data(spoken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_quotes(spoken, "cost", every=True, as_json=True)
    told = capsys.readouterr().out
    assert '"without_consent": 1' in told
    assert "demo:" not in told
    assert "Never." not in told
