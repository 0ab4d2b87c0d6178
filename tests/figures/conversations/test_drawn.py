"""Figures of conversations: where marks stand, what is withheld, and what the CSV holds."""

from pathlib import Path
from typing import Any

import pytest
from aimed.figures.declared import read_figure
from aimed.figures.draw import draw
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_codebook
from figures_study import write_study
from matplotlib.patches import Rectangle

pytestmark = pytest.mark.slow

FIGURES = """- id: new
  analysis: held
  kind: saturation
  groups: [fg2, fg1, fg3]
  alt: New codes came in the first two groups alone.
- id: talk
  analysis: spoken
  kind: participation
  groups: [fg1, fg2]
  alt: In each group the most talkative said less than a third.
- id: time
  analysis: spoken
  kind: participation
  groups: [fg1]
  statistic: seconds
  alt: In each group the most talkative spoke less than a third of the time.
"""
VALUES = {
    "held.codes.fg2.new": 7, "held.codes.fg2.cumulative": 7, "held.codes.fg1.new": 2,
    "held.codes.fg1.cumulative": 9, "held.codes.fg3.new": 0, "held.codes.fg3.cumulative": 9,
    "held.codes.all.reached": 2, "spoken.balance.fg1.largest_pct": 31.5, "spoken.balance.fg2.largest_pct": 40,
    "spoken.moderator.fg1.words_pct": 12, "spoken.moderator.fg2.words_pct": 8.5,
    "spoken.balance.fg1.seconds_largest_pct": 29, "spoken.moderator.fg1.seconds_pct": 10,
}  # fmt: skip


def numbers(*hidden: str, without: str = "") -> dict[str, dict[str, Any]]:
    return {
        name: {
            "value": value,
            "shown": f"{value:g}",
            "unit": "count",
            "label": name,
            "low": None,
            "high": None,
        }
        | {"public": name not in hidden}
        for name, value in VALUES.items()
        if name != without
    }


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(tmp_path)
    (tmp_path / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def drawn(study: Path, figure: str, known: dict[str, Any]) -> tuple[Any, Numbers]:
    declared = read_figure(study / "figures.yaml", figure)
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    taken = Numbers(known, declared)
    return draw(declared, taken, Words(codebook, {}, declared)).axes[0], taken


def bars_of(axes: Any) -> list[tuple[float, float]]:
    """Return the middle and the height of each bar that is not hatched."""
    bars = [one for one in axes.patches if isinstance(one, Rectangle) and not one.get_hatch()]
    return [(round(one.get_x() + one.get_width() / 2, 6), one.get_height()) for one in bars]


def test_new_codes_stand_in_the_order_of_the_entry(study: Path) -> None:
    axes, taken = drawn(study, "new", numbers())
    assert bars_of(axes) == [(0, 7), (1, 2), (2, 0)]
    line, stop = axes.lines
    assert line.get_xydata().tolist() == [[0, 7], [1, 9], [2, 9]]
    assert stop.get_xdata() == [1.5, 1.5]  # two groups come before the run that meets the rule
    assert [label.get_text() for label in axes.get_xticklabels()] == ["fg2", "fg1", "fg3"]
    assert list(taken.plotted) == [
        "held.codes.fg2.new", "held.codes.fg1.new", "held.codes.fg3.new", "held.codes.fg2.cumulative",
        "held.codes.fg1.cumulative", "held.codes.fg3.cumulative", "held.codes.all.reached",
    ]  # fmt: skip


def test_a_rule_that_is_not_met_has_no_line(study: Path) -> None:
    axes, _ = drawn(study, "new", numbers(without="held.codes.all.reached"))
    assert len(axes.lines) == 1


def test_what_is_withheld_is_hatched_and_has_no_value(study: Path) -> None:
    axes, taken = drawn(study, "new", numbers("held.codes.fg1.new", "held.codes.fg1.cumulative"))
    assert bars_of(axes) == [(0, 7), (2, 0)]
    assert sum(bool(one.get_hatch()) for one in axes.patches) == 1
    assert axes.lines[0].get_xydata().tolist() == [[0, 7], [2, 9]]
    write_plotted(taken, study / "new.csv")
    written = (study / "new.csv").read_text(encoding="utf-8").splitlines()
    assert "held.codes.fg1.new,held.codes.fg1.new,,,,withheld,count" in written


def test_shares_of_words_and_of_time(study: Path) -> None:
    axes, taken = drawn(study, "talk", numbers())
    places = sorted(point for dots in axes.collections for point in dots.get_offsets().tolist())
    assert [x for x, _ in places] == [8.5, 12, 31.5, 40]
    assert axes.get_xlim() == (0, 100)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["fg1", "fg2"]
    assert list(taken.plotted) == [
        "spoken.balance.fg1.largest_pct", "spoken.moderator.fg1.words_pct",
        "spoken.balance.fg2.largest_pct", "spoken.moderator.fg2.words_pct",
    ]  # fmt: skip
    _, timed = drawn(study, "time", numbers())
    assert list(timed.plotted) == [
        "spoken.balance.fg1.seconds_largest_pct",
        "spoken.moderator.fg1.seconds_pct",
    ]


def test_a_transcript_that_the_analysis_does_not_have_is_named(study: Path) -> None:
    path = study / "figures.yaml"
    path.write_text(FIGURES.replace("groups: [fg1, fg2]", "groups: [fg1, fg9]"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        drawn(study, "talk", numbers())
    assert str(found.value).startswith(
        f"{path}:9\n"
        "  found:    figure talk asks for spoken.balance.fg9.largest_pct\n"
        "  expected: a number of the ledger; the nearest is spoken.balance.fg2.largest_pct\n"
    )
