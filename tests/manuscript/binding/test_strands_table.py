"""The joint display of the miniature study: its table, its claims, and when the build stops."""

from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from make_study import bind, read_binding, shown, write_paper

DISPLAY = """alike:
  - {item: support.topic.milk, codes: [taste.bitter]}
rows:
  - id: milk
    subject: Milk
    statement: Half want milk.
    survey:
      numbers: [support.topic.milk.all.pct]
      says: "[support.topic.milk.all.pct]{.num} do."
      for: support.topic.milk.all.pct >= 50
    groups:
      numbers: [themes.taste.bitter.all.turns]
      codes: [taste.bitter]
      quotations: [demo/g1/2]
      says: "Bitter in [themes.taste.bitter.all.turns]{.num} turns."
      for: themes.taste.bitter.all.turns > 5
    verdict: confirmed
    means: Serve it.
"""
PAPER = (
    'One said [warm milk helps]{.quote turn="demo/g1/2"}. [Both say so]{.claim row="milk"}.\n\n'
    '::: {#tbl-joint from="joint"}\nBoth.\n:::'
)
QUOTED = "“warm milk helps” (Drinker, north)."
FALSE = (
    "manuscript/joint.yaml:17\n"
    "  found:    the verdict discordant of row milk\n"
    "  expected: confirmed: the survey is for it and the groups are for it "
    "(support.topic.milk.all.pct is 50.0%, themes.taste.bitter.all.turns is 7)\n"
    "  to do:    correct the verdict, or the conditions that it follows from"
)


@pytest.fixture
def joined(study):
    Path("manuscript/joint.yaml").write_text(DISPLAY, encoding="utf-8")
    Path("manuscript/tables.yaml").write_text("- {id: joint, kind: joint}\n", encoding="utf-8")
    write_paper(PAPER)
    return study


def turn(verdict):
    path = Path("manuscript/joint.yaml")
    path.write_text(path.read_text("utf-8").replace("verdict: confirmed", verdict), encoding="utf-8")


def test_the_table(joined):
    bound = read_binding("paper.qmd")
    assert shown(bound["tables"]["joint"]) == [
        ["Statement", "Survey", "Focus groups", "Together"],
        ["Milk. Half want milk.", "50.0% do.", f"Bitter in 7 turns. {QUOTED}", "Confirmed. Serve it."],
    ]
    (row,) = bound["tables"]["joint"]["rows"]
    assert [cell["ids"] for cell in row["cells"]] == [
        [], ["support.topic.milk.all.pct"], ["themes.taste.bitter.all.turns"], [],
    ]  # fmt: skip
    assert bound["conditions"] == {"row milk": True}


def test_what_is_added_and_who_is_silent(joined):
    turn("verdict: expanded\n    adds: {by: groups, says: warmth., holds: themes.taste.all.turns > 0}")
    assert shown(read_binding("paper.qmd")["tables"]["joint"])[1][3] == "Expanded: warmth. Serve it."
    path = Path("manuscript/joint.yaml")
    text = DISPLAY.replace("turns > 5", "turns > 9").replace("verdict: confirmed", "verdict: silent")
    path.write_text(text, encoding="utf-8")
    assert shown(read_binding("paper.qmd")["tables"]["joint"])[1][3] == "Silent (the groups). Serve it."


def test_a_false_verdict_is_marked_in_a_draft_and_stops_the_build_later(joined):
    turn("verdict: discordant")
    bound = read_binding("paper.qmd")
    assert bound["conditions"] == {"row milk": False}
    assert shown(bound["tables"]["joint"])[1][3] == "Discordant [does not hold: confirmed]. Serve it."
    config = Path("config.yaml")
    config.write_text(config.read_text("utf-8").replace("stage: draft", "stage: submission"), "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        bind("paper.qmd")
    assert FALSE in str(caught.value)
    assert '"Both say so" does not hold: the verdict discordant of row milk' in str(caught.value)


def test_a_table_without_a_display_and_a_claim_of_no_row(joined):
    Path("manuscript/joint.yaml").unlink()
    with pytest.raises(ProblemsFound) as caught:
        bind("paper.qmd")
    assert str(caught.value) == (
        "manuscript/paper.qmd:5:54\n"
        "  found:    no row milk\n"
        "  expected: a row of manuscript/joint.yaml: none\n"
        "  to do:    correct row=\n"
        "manuscript/paper.qmd:5:54\n"
        "  found:    a .claim without holds\n"
        '  expected: holds="an expression"\n'
        "  to do:    say when it holds\n"
        "manuscript/tables.yaml, joint\n"
        "  found:    a joint display\n"
        "  expected: manuscript/joint.yaml, which it shows\n"
        "  to do:    write it, or take the table out"
    )


CLAIMED = {
    '[Over half, [support.view.all.pct]{.num}]{.claim holds="support.view.all.pct > 50"} agree.': (
        "Over half, 71.8% agree."
    ),
    '[Most]{.claim holds="support.view.all.pct > 90"} agree.': (
        "Most [does not hold: support.view.all.pct > 90] agree."
    ),
    'All[ of the north]{.when holds="study.cohorts > 1"}.': "All.",
}


@pytest.mark.parametrize("alt", CLAIMED)
def test_claims_of_alternative_texts_are_decided(study, alt):
    figures = Path("manuscript/figures.yaml")
    whole = figures.read_text("utf-8")
    old = whole[whole.index("alt:") :].splitlines()[0]
    figures.write_text(whole.replace(old, f"alt: '{alt}'"), encoding="utf-8")
    write_paper('::: {#fig-s from="support"}\nBars.\n:::')
    assert read_binding("paper.qmd")["figures"]["support"]["alt"] == CLAIMED[alt]
