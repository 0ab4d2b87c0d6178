"""A joint display and a paper beside it, checked as a study: faults seeded in them, messages as a whole."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.audit.check.command import print_check
from aimed.files.tables import write_table
from aimed.files.yaml_json import read_json, write_json
from audited_study import PAPER, entry, traced

LEDGER, JOINT = Path("results/ledger/ledger.json"), Path("manuscript/joint.yaml")
DISPLAY = """alike:
  - {item: support.core, codes: [cost]}
rows:
  - id: price
    subject: Price
    statement: It is too dear.
    survey:
      numbers: [support.core.all.pct]
      says: "[support.core.all.pct]{.num} say so."
      for: support.core.all.pct > 50
    groups:
      numbers: [talk.cost.all.participants]
      codes: [cost]
      quotations: [demo/talk/2]
      says: "[talk.cost.all.participants]{.num} spoke of it."
      for: talk.cost.all.participants > 5
    verdict: confirmed
    means: Make it cheaper.
"""
PROSE = """
@tbl-joint joins both. [The strands confirm each other]{.claim row="price"}.

::: {#tbl-joint from="joint"}
Both.
:::
"""
NOW = "(support.core.all.pct is 100.0%, talk.cost.all.participants is 7)"


@pytest.fixture
def joined(study: Path) -> Path:
    """The worked example with a joint display of one row that holds."""
    ledger = read_json(LEDGER)
    counted = {"analysis": "talk", "item": "cost", "n": 9}
    for statistic, value in (("participants", 7), ("turns", 8)):
        told = entry(str(value), float(value), f"Cost, {statistic}", **counted, statistic=statistic)
        ledger["numbers"][f"talk.cost.all.{statistic}"] = told
    for name in ("all.pct", "all.n", "all.count"):
        ledger["numbers"][f"support.core.{name}"]["statistic"] = name.partition(".")[2]
    ledger["numbers"]["support.core.all.pct"]["unit"] = "percent"
    write_json(ledger, LEDGER)
    coded = [{"cohort": "demo", "transcript": "talk", "turn": 2, "participant": "demo:a2", "coders": 2}]
    write_table(pd.DataFrame(coded).assign(code="cost"), Path("results/coding/coded_turns.parquet"))
    Path("data/codebook/themes.csv").write_text("code,parent,label\ncost,,Cost\ntaste,,Taste\n", "utf-8")
    tables = Path("manuscript/tables.yaml")
    tables.write_text(tables.read_text("utf-8") + "- {id: joint, kind: joint}\n", encoding="utf-8")
    JOINT.write_text(DISPLAY, encoding="utf-8")
    Path("manuscript/paper.qmd").write_text(PAPER + PROSE, encoding="utf-8")
    return study


def check(capsys: pytest.CaptureFixture[str], stage: str = "draft") -> str:
    print_check(Path(), stage)
    return capsys.readouterr().out


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("stage", ["draft", "submission"])
def test_a_display_that_holds(joined: Path, capsys: pytest.CaptureFixture[str], stage: str) -> None:
    assert check(capsys, stage) == f"0 errors, 0 warnings (stage {stage})\n"


def test_a_verdict_turned_into_its_opposite(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(JOINT, "verdict: confirmed", "verdict: discordant")
    assert check(capsys) == (
        "manuscript/joint.yaml:17: the verdict discordant of row price\n"
        f"  expected: confirmed: the survey is for it and the groups are for it {NOW}\n"
        "  to do:    correct the verdict, or the conditions that it follows from\n"
        'manuscript/paper.qmd:19:24: "The strands confirm each other" does not hold: '
        "the verdict discordant of row price\n"
        "  expected: row price\n"
        "  to do:    correct the row, or the words\n"
        'manuscript/paper.qmd:19:37: "confirm" of row price of the joint display\n'
        "  expected: the verdict discordant\n"
        "  to do:    use the verdict of the row, or correct the row\n"
        "3 errors, 0 warnings (stage draft)\n"
    )


def test_a_condition_that_became_false(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(JOINT, "talk.cost.all.participants > 5", "talk.cost.all.participants > 7")
    told = check(capsys)
    assert told.startswith(
        "manuscript/joint.yaml:17: the verdict confirmed of row price\n"
        f"  expected: silent: the survey is for it and the groups are silent {NOW}\n"
    )
    assert told.endswith("2 errors, 0 warnings (stage draft)\n")


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("support.core.all.pct >= 0", "holds whatever the numbers are"),
        ("support.core.all.pct > 50 or support.core.all.pct <= 50", "holds whatever the numbers are"),
        ("support.core.all.pct <= 100", "holds whatever the numbers are"),
    ],
)
def test_a_verdict_that_no_number_could_turn(
    joined: Path, capsys: pytest.CaptureFixture[str], condition: str, what: str
) -> None:
    change(JOINT, "for: support.core.all.pct > 50", f"for: {condition}")
    assert check(capsys) == (
        f'manuscript/joint.yaml:10: warning: "{condition}" in row price, which {what}\n'
        "  expected: a condition that some numbers meet and others do not\n"
        "  to do:    compare with a value that the numbers may lie on either side of\n"
        "0 errors, 1 warning (stage draft)\n"
    )
    assert check(capsys, "submission").endswith("1 error, 0 warnings (stage submission)\n")


def test_a_count_cannot_be_more_than_it_is_out_of(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(JOINT, "for: talk.cost.all.participants > 5", "for: talk.cost.all.participants <= 9")
    assert '"talk.cost.all.participants <= 9" in row price, which holds whatever' in check(capsys)


def test_a_condition_against_that_no_number_meets(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = "      for: support.core.all.pct > 50\n"
    change(JOINT, old, f"{old}      against: support.core.all.pct < 0\n")
    assert '"support.core.all.pct < 0" in row price, which holds for no numbers' in check(capsys)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The strands contradict each other", '"contradict" of row price'),
        ("The strands do not confirm each other", '"confirm" of row price'),
        ("Here the strands are in tension", '"tension" of row price'),
    ],
)
def test_words_that_name_another_verdict(
    joined: Path, capsys: pytest.CaptureFixture[str], words: str, found: str
) -> None:
    change(Path("manuscript/paper.qmd"), "The strands confirm each other", words)
    told = check(capsys)
    assert f"{found} of the joint display\n  expected: the verdict confirmed\n" in told
    assert told.endswith("1 error, 0 warnings (stage draft)\n")


def test_words_beside_the_claim_are_read_too(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(Path("manuscript/paper.qmd"), '{.claim row="price"}.', '{.claim row="price"}, in some tension.')
    assert '"tension" of row price of the joint display' in check(capsys)


def test_a_verdict_outside_a_claim(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(Path("manuscript/paper.qmd"), "joins both.", "joins both, and leaves a tension.")
    assert check(capsys) == (
        'manuscript/paper.qmd:19:37: warning: "tension" outside a claim\n'
        "  expected: a claim that is bound to a row of the joint display\n"
        "  to do:    [...]{.claim row=ID}, or other words\n"
        "0 errors, 1 warning (stage draft)\n"
    )


def test_unlike_beside_unlike(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(JOINT, "codes: [cost]}", "codes: [taste]}")
    told = check(capsys)
    assert told.startswith(
        "manuscript/joint.yaml:8: warning: support.core of the survey beside cost in row price\n"
        "  expected: what is like it: taste\n"
    )
    assert told.endswith("0 errors, 2 warnings (stage draft)\n")
    assert check(capsys, "submission").endswith("2 errors, 0 warnings (stage submission)\n")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[demo/talk/2]", "[demo/talk/3]",
         "turn demo/talk/3\n  expected: a turn that the paper or the supplement quotes\n"),
        ("      codes: [cost]", "      codes: [taste]",
         "turn demo/talk/2, which carries no code of row price\n"),
        ("[talk.cost.all.participants]\n", "[talk.cost.all.shares]\n",
         "talk.cost.all.shares in row price\n"
         "  expected: the id of a count of participants, turns or groups\n"),
        ("[support.core.all.pct]\n", "[support.core.all.n]\n",
         "support.core.all.n in row price\n  expected: the id of a percentage\n"),
        ("spoke of it.", "spoke of it, 3 times.", "a typed number that no mark covers: 3\n"),
        ("[support.core.all.pct]{.num}", "[support.core.all.pc]{.num}", "no number support.core.all.pc\n"),
    ],
)  # fmt: skip
def test_what_else_a_row_gets_wrong(
    joined: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    change(JOINT, old, new)
    assert told in check(capsys)


def test_a_claim_of_no_row(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(Path("manuscript/paper.qmd"), 'row="price"', 'row="prize"')
    assert "no row prize\n  expected: a row of manuscript/joint.yaml: price\n" in check(capsys)


def test_a_claim_of_a_row_rests_on_the_numbers_of_its_conditions(
    joined: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(Path("manuscript/paper.qmd"), '{.claim row="price"}', '{.claim  row="price"}')
    assert traced("paper.qmd:19:30", capsys).startswith(
        "manuscript/paper.qmd:19  The strands confirm each other.\n\n"
        "claim: The strands confirm each other, while row price: not built yet\n\n"
        "2 numbers; aimed trace ID follows one of them:\n"
        "[support.core.all.pct]{.num} "
    )
