"""Forest plots, means and correlations: where marks stand, and nothing that is not public."""

from pathlib import Path
from typing import Any

import pytest
from aimed.figures.declared import read_figure
from aimed.figures.dots import INTERVAL
from aimed.figures.draw import draw
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_codebook
from figures_study import draw_figure, read_rows, write_study

pytestmark = pytest.mark.slow

FIGURES = """- id: forest
  analysis: model
  kind: forest
  alt: Odds ratios of place and age, by outcome.
  items: [wants, topic]
  groups: [place_south, age]
- id: means
  analysis: mean
  kind: means
  alt: Mean age by place, with intervals.
  items: [age]
  groups: [north, south]
- id: matrix
  analysis: pairs
  kind: correlations
  alt: How age, wish and topics go together.
  items: [age, wants, topic]
"""
# id: value, low, high
VALUES: dict[str, tuple[float, float, float]] = {
    "model.wants.place_south.odds_ratio": (2.0, 1.0, 4.0), "model.wants.age.odds_ratio": (0.5, 0.25, 1.0),
    "model.wants.age.se": (0.3, 0.3, 0.3), "model.topic.ethics.place_south.odds_ratio": (8.0, 7.0, 9.0),
    "model.topic.ethics.age.odds_ratio": (1.0, 0.9, 1.1), "model.topic.ethics.age.se": (0.1, 0.1, 0.1),
    "model.topic.coding.all.n": (40, 40, 40), "model.topic.coding.place_south.n": (9, 9, 9),
    "mean.age.north.mean": (30.0, 28.0, 32.0), "mean.age.south.mean": (40.0, 36.0, 44.0),
    "pairs.age.with_wants.spearman": (-0.75, -0.9, -0.5),
    "pairs.age.with_topic_ethics.spearman": (0.5, 0.2, 0.7),
    "pairs.age.with_topic_coding.spearman": (0.0, -0.2, 0.2),
    "pairs.wants.with_topic_ethics.spearman": (0.3, 0, 0.5),
    "pairs.wants.with_topic_coding.spearman": (0.2, 0, 0.4),
    "pairs.topic.ethics.with_topic_coding.spearman": (0.1, 0, 0.2),
}  # fmt: skip
HIDDEN = (
    "model.topic.ethics.place_south.odds_ratio",
    "mean.age.south.mean",
    "pairs.wants.with_topic_ethics.spearman",
)


def make_numbers(**changed: Any) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "value": value, "low": low, "high": high, "shown": f"{value:.2f}", "unit": "effect",
            "label": name,
            "public": name not in HIDDEN,
        } | (changed if name in HIDDEN else {})
        for name, (value, low, high) in VALUES.items()
    }  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(tmp_path)
    (tmp_path / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def axes_of(study: Path, figure: str, numbers: dict[str, Any]) -> Any:
    declared = read_figure(study / "figures.yaml", figure)
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    return draw(declared, Numbers(numbers, declared), Words(codebook, {}, declared)).axes[0]


@pytest.mark.parametrize("figure", ["forest", "means", "matrix"])
def test_hidden_values_leave_no_trace_in_any_file(study: Path, figure: str) -> None:
    first = draw_figure(study, figure, make_numbers(), study / "first")
    other = make_numbers(value=0.77, low=0.01, high=99.0, shown="777")
    assert draw_figure(study, figure, other, study / "second") == first
    hidden = [row for row in read_rows(study / "first" / f"{figure}.csv") if row["shown"] == "withheld"]
    assert len(hidden) == 1
    assert not hidden[0]["value"]


def test_ratios_stand_on_an_axis_of_equal_ratios_about_one(study: Path) -> None:
    axes = axes_of(study, "forest", make_numbers())
    assert axes.get_xscale() == "log"
    assert axes.collections[0].get_offsets()[:, 0].tolist() == [2.0, 0.5, 1.0]
    intervals = [list(line.get_xdata()) for line in axes.lines if line.get_linewidth() == INTERVAL]
    assert sorted(intervals) == [[0.25, 1.0], [0.9, 1.1], [1.0, 4.0]]
    assert [line.get_xdata() for line in axes.lines if list(line.get_xdata()) == [1, 1]]
    low, high = axes.get_xlim()
    assert low < 0.25
    assert 4 < high < 7  # the withheld interval of 7 to 9 does not widen the axis
    assert [text.get_text() for text in axes.texts] == ["withheld", "no estimate", "no estimate"]
    legend = [text.get_text() for text in axes.figure.legends[0].get_texts()]
    assert legend[:2] == ["Place: South", "Age"]


def test_means_have_no_line_of_no_effect(study: Path) -> None:
    axes = axes_of(study, "means", make_numbers())
    assert axes.get_xlabel() == "Mean"
    low, high = axes.get_xlim()
    assert (low, high) == pytest.approx((27.8, 32.2))  # 28 to 32 and a twentieth more


def test_a_pair_is_found_whichever_comes_first_in_its_id(study: Path) -> None:
    axes = axes_of(study, "matrix", make_numbers())
    shown = {text.get_text() for text in axes.texts}
    assert {"-0.75", "0.50", "0.00", "0.20", "0.10"} <= shown
    assert "0.30" not in shown  # withheld
    colours = [colour for colour in axes.collections[0].get_facecolors() if colour[3]]
    assert colours[0][0] > colours[0][2]  # -0.75 is orange: more red than blue
    assert colours[1][2] > colours[1][1]  # 0.5 is purple


def test_a_term_that_the_model_does_not_have_is_told_with_its_line(study: Path) -> None:
    path = study / "figures.yaml"
    path.write_text(FIGURES.replace("place_south, age", "place_sout, age"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        axes_of(study, "forest", make_numbers())
    assert "figures.yaml:5\n  found:    figure forest asks for model.wants.place_sout.odds_ratio\n" in str(
        found.value
    )
    assert "the nearest is model.wants.place_south.odds_ratio" in str(found.value)


def test_correlations_want_two_items(study: Path) -> None:
    path = study / "figures.yaml"
    path.write_text(FIGURES.replace("[age, wants, topic]", "[age]"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="two items or more for correlations"):
        read_yaml(path, schema="figures")
