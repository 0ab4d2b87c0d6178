"""The joint display drawn: values of both strands, what is withheld, and a verdict that does not follow."""

from pathlib import Path
from typing import Any

import pytest
from aimed.figures.declared import read_figure
from aimed.figures.draw import draw, save_figure
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.ledger.joint.rows import read_joint
from aimed.ledger.joint.verdicts import judge_rows
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_codebook
from figures_study import read_rows, write_study
from matplotlib.figure import Figure
from matplotlib.text import Text

FIGURE = "- {id: joint, kind: joint, alt: What both strands say of the same thing.}\n"
DISPLAY = """alike:
  - {item: wants.topic.ethics, codes: [ethics]}
rows:
  - id: ethics
    subject: Ethics
    statement: '[Half]{.literal why="limit"} want it.'
    survey:
      numbers: [wants.topic.ethics.north.pct, wants.topic.ethics.south.pct]
      says: Some do.
      for: wants.topic.ethics.north.pct > 50
    groups:
      numbers: [talk.ethics.all.participants]
      codes: [ethics]
      says: Some do.
      for: talk.ethics.all.participants > 5
    verdict: confirmed
    means: Teach it.
"""


def number(name: str, value: float, **more: Any) -> dict[str, Any]:
    *_, group, statistic = name.split(".")
    shown = {"value": value, "shown": f"{value:g}", "label": name, "public": True, "low": None, "high": None}
    item = name.split(".", 1)[1].rsplit(".", 2)[0]
    return shown | {"unit": "percent", "n": 40, "group": group, "item": item, "statistic": statistic} | more


LEDGER = {
    name: number(name, value, **more)
    for name, value, more in (
        ("wants.topic.ethics.north.pct", 60.0, {"low": 50.0, "high": 70.0}),
        ("wants.topic.ethics.south.pct", 3.0, {"public": False}),
        ("talk.ethics.all.participants", 10.0, {"unit": "count"}),
    )
}


@pytest.fixture
def study(tmp_path: Path, toy_once: Path) -> Path:
    """Where a figure is drawn; schemas are those of the study that one stands in."""
    write_study(tmp_path)
    (tmp_path / "figures.yaml").write_text(FIGURE, encoding="utf-8")
    return tmp_path


def draw_joint(study: Path, display: str = DISPLAY) -> tuple[Figure, list[str], Numbers]:
    (study / "joint.yaml").write_text(display, encoding="utf-8")
    joint = read_joint(study / "joint.yaml")
    judged = judge_rows(joint, {name: one["value"] for name, one in LEDGER.items()}, LEDGER)
    declared = read_figure(study / "figures.yaml", "joint")
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    numbers = Numbers(LEDGER, declared, joint=joint, judged=judged)
    figure = draw(declared, numbers, Words(codebook, {"ethics": "Ethics"}, declared))
    return figure, [text.get_text() for text in figure.findobj(Text)], numbers


def test_values_of_both_strands_and_the_verdict(study: Path) -> None:
    _, texts, numbers = draw_joint(study)
    for words in ("Ethics", "Half want it.", "North", "60", "All", "10 of 40", "Confirmed", "withheld"):
        assert words in texts
    assert "3" not in texts
    write_plotted(numbers, study / "joint.csv")
    rows = {row["id"]: row["value"] for row in read_rows(study / "joint.csv")}
    assert rows == {
        "wants.topic.ethics.north.pct": "60.0",
        "wants.topic.ethics.south.pct": "",
        "talk.ethics.all.participants": "10.0",
    }


def test_dots_stand_where_their_values_are(study: Path) -> None:
    figure, _, _ = draw_joint(study)
    (axes,) = figure.axes
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() not in ("None", None, "")]
    # 44 and 100 mm to the strands, 17 to their axes, which are 26 long: 60 %, and 10 of 40
    assert dots == pytest.approx([44 + 17 + 0.6 * 26, 100 + 17 + 0.25 * 26])


def test_a_verdict_that_does_not_follow_says_so(study: Path) -> None:
    _, texts, _ = draw_joint(study, DISPLAY.replace("verdict: confirmed", "verdict: discordant"))
    assert "Discordant\ndoes not\nhold" in texts


def test_same_numbers_same_bytes(study: Path) -> None:
    drawn = []
    for at in (1, 2):
        save_figure(draw_joint(study)[0], {"svg": study / f"{at}.svg", "png": study / f"{at}.png"})
        drawn.append([(study / f"{at}.{kind}").read_bytes() for kind in ("svg", "png")])
    assert drawn[0] == drawn[1]


def test_a_study_without_a_display(study: Path) -> None:
    declared = read_figure(study / "figures.yaml", "joint")
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    with pytest.raises(ProblemsFound) as caught:
        draw(declared, Numbers(LEDGER, declared), Words(codebook, {}, declared))
    assert str(caught.value).replace(study.as_posix(), "study") == (
        "study/figures.yaml:1\n"
        "  found:    a joint display\n"
        "  expected: manuscript/joint.yaml, which it draws\n"
        "  to do:    write it, or take the figure out"
    )
