"""Figures: same numbers same bytes, nothing that is not public, messages for what cannot be drawn."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aimed.figures.declared import read_figure
from aimed.figures.draw import draw
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers
from aimed.files.fonts import font_files
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_codebook
from figures_study import HIDDEN, draw_figure, make_numbers, read_rows, write_study
from fontTools.ttLib import TTFont

pytestmark = pytest.mark.slow

KINDS = ["flow", "people", "support", "topics", "themes"]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_study(tmp_path)
    return tmp_path


def message(study: Path, figure: str, numbers: dict[str, Any]) -> str:
    with pytest.raises(ProblemsFound) as problems:
        draw_figure(study, figure, numbers, study / "made", [])
    return str(problems.value).replace(study.as_posix(), "STUDY")


@pytest.mark.parametrize("figure", KINDS)
def test_hidden_values_leave_no_trace_in_any_file(study: Path, figure: str) -> None:
    # Drawing anew with other hidden values must not change a byte; that two draws are alike is in it too.
    first = draw_figure(study, figure, make_numbers(), study / "first")
    numbers = make_numbers()
    for name in HIDDEN:
        entry = numbers[name]
        entry |= {"value": entry["value"] + 1, "shown": "777", "low": 0.5, "high": 99.0}
    assert draw_figure(study, figure, numbers, study / "second") == first
    assert sorted(first) == [f"{figure}.{kind}" for kind in ("csv", "pdf", "png", "svg")]


@pytest.mark.parametrize(
    ("figure", "name"),
    [
        ("flow", "flow.kept.all.count"),
        ("people", "people.place.a.level.north.count"),
        ("support", "support.wants.a.level.no.pct"),
        ("topics", "topics.topic.ethics.all.pct"),
        ("themes", "themes.ethics.bias.fg2.turns"),
    ],
)
def test_a_public_value_changes_the_drawing(study: Path, figure: str, name: str) -> None:
    first = draw_figure(study, figure, make_numbers(), study / "first", ["svg"])
    numbers = make_numbers()
    numbers[name] |= {"value": 17.0, "shown": "17"}
    second = draw_figure(study, figure, numbers, study / "second", ["svg"])
    assert [file for file in first if first[file] == second[file]] == []


@pytest.mark.parametrize("figure", KINDS)
def test_plotted_values_are_those_of_the_ledger(study: Path, figure: str) -> None:
    numbers = make_numbers()
    draw_figure(study, figure, numbers, study / "made", [])
    rows = read_rows(study / "made" / f"{figure}.csv")
    assert len(rows) >= 4
    for row in rows:
        entry = numbers[row["id"]]
        if entry["public"]:
            assert row == {
                "id": row["id"],
                "label": f"'={row['id']}",  # a label that begins like a formula is defused
                "value": repr(entry["value"]),
                "low": "" if entry["low"] is None else repr(entry["low"]),
                "high": "" if entry["high"] is None else repr(entry["high"]),
                "shown": entry["shown"],
                "unit": entry["unit"],
            }
        else:
            assert (row["value"], row["low"], row["high"], row["shown"]) == ("", "", "", "withheld")


def test_every_hidden_number_of_the_figures_is_withheld_or_not_asked_for(study: Path) -> None:
    # The share `yes` of group a is hidden, so the whole side is drawn instead and the level is not plotted.
    draw_figure(study, "support", make_numbers(), study / "made", [])
    plotted = {row["id"]: row["shown"] for row in read_rows(study / "made" / "support.csv")}
    assert "support.wants.a.level.rather_yes.pct" not in plotted
    assert plotted["support.wants.a.collapsed.for.pct"] == "55.0%"
    assert plotted["support.wants.b.collapsed.for.pct"] == "withheld"
    assert plotted["support.wants.a.level.no.pct"] == "10.0%"


def test_the_first_item_is_that_of_the_largest_value_of_the_first_group(study: Path) -> None:
    draw_figure(study, "topics", make_numbers(), study / "made", [])
    ids = [row["id"] for row in read_rows(study / "made" / "topics.csv")]
    assert ids == [
        "topics.topic.coding.all.pct",
        "topics.topic.coding.a.pct",
        "topics.topic.ethics.all.pct",
        "topics.topic.ethics.a.pct",
    ]


def test_clock_locale_and_hash_seed_do_not_change_a_byte(study: Path) -> None:
    write_json({"numbers": make_numbers()}, study / "ledger.json")
    (study / "data").symlink_to(study)
    (study / "workflow").symlink_to(Path("workflow").absolute())
    made = []
    for at, (zone, seed, locale) in enumerate((("UTC", "0", "C.UTF-8"), ("Asia/Tokyo", "7", "C"))):
        folder = study / f"run{at}"
        drawings = [f"{folder}/support.{kind}" for kind in ("svg", "pdf", "png")]
        files = ["--drawings", *drawings, "--plotted", f"{folder}/support.csv"]
        sources = ("figures.yaml", "ledger.json", "variables.csv", "scales.csv", "missing.csv", "themes.csv")
        given = [part for name in sources for part in (f"--{name.split('.')[0]}", f"data/{name}")]
        environment = os.environ | {
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONPATH": "workflow",
        }
        command = [sys.executable, "-m", "aimed.figures.draw", *given, *files]
        subprocess.run(
            [*command, "--record", f"{folder}/support.record.json"], env=environment, cwd=study, check=True
        )
        made.append({p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".json"})
    assert made[0] == made[1]
    assert sorted(made[0]) == ["support.csv", "support.pdf", "support.png", "support.svg"]


def test_ids_that_the_ledger_lacks_are_all_named_with_line_and_nearest(study: Path) -> None:
    numbers = make_numbers()
    numbers["flow.no_consents.all.count"] = numbers.pop("flow.no_consent.all.count")
    del numbers["flow.kept.all.count"]
    assert message(study, "flow", numbers) == (
        "STUDY/figures.yaml:10\n"
        "  found:    figure flow asks for flow.no_consent.all.count\n"
        "  expected: a number of the ledger; the nearest is flow.no_consents.all.count\n"
        "  to do:    correct the item, group or number here, or the plan analyses/flow.yaml\n"
        "STUDY/figures.yaml:12\n"
        "  found:    figure flow asks for flow.kept.all.count\n"
        "  expected: a number of the ledger; the nearest is flow.blank.all.count\n"
        "  to do:    correct the item, group or number here, or the plan analyses/flow.yaml"
    )


def relabel_theme(study: Path, label: str) -> None:
    text = (study / "themes.csv").read_text(encoding="utf-8").replace("Bias", label)
    (study / "themes.csv").write_text(text, encoding="utf-8")


def test_japanese_is_drawn_in_its_own_font(study: Path) -> None:
    relabel_theme(study, "偏り Bias")
    drawn = draw_figure(study, "themes", make_numbers(), study / "made", ["svg"])
    with TTFont(font_files()["IPAexGothic"], lazy=True) as font:
        glyphs = {f"IPAexGothic-{font.getGlyphID(font.getBestCmap()[ord(letter)]):x}" for letter in "偏り"}
    assert set(re.findall(r'id="(IPAexGothic-\w+)"', drawn["themes.svg"].decode())) == glyphs


def test_a_character_that_no_font_has_stops_the_figure(study: Path) -> None:
    relabel_theme(study, "치우침 Bias")
    assert message(study, "themes", make_numbers()) == (
        "STUDY/figures.yaml, themes\n"
        "  found:    the text '치우침 Bias' with U+C6B0 HANGUL SYLLABLE U, U+CE58 HANGUL SYLLABLE CI,"
        " U+CE68 HANGUL SYLLABLE CIM\n"
        "  expected: Latin, Greek, Cyrillic, Arabic, Hebrew or Japanese letters and common signs\n"
        "  to do:    give other words under labels, or correct the codebook"
    )
    assert not (study / "made").exists()


def test_a_figure_that_is_not_declared(study: Path) -> None:
    assert message(study, "flows", make_numbers()) == (
        "STUDY/figures.yaml\n"
        "  found:    no figure with the id flows\n"
        "  expected: one; the ids are flow, people, support, topics, themes\n"
        "  to do:    correct the id"
    )


def test_items_that_do_not_fit_their_kind(study: Path) -> None:
    text = (study / "figures.yaml").read_text(encoding="utf-8")
    text = text.replace("items: [place]", "items: [age]").replace("items: [wants]", "items: [wants, place]")
    (study / "figures.yaml").write_text(text, encoding="utf-8")
    assert message(study, "people", make_numbers()) == (
        "STUDY/figures.yaml:17\n"
        "  found:    age in a figure of kind bars\n"
        "  expected: a variable of data/codebook/variables.csv that has a scale\n"
        "  to do:    name another variable or leave it out"
    )
    assert message(study, "support", make_numbers()) == (
        "STUDY/figures.yaml:24\n"
        "  found:    place in a figure of kind diverging\n"
        "  expected: variables of one scale that has two or three coarser codes\n"
        "  to do:    leave the item out, or give its scale coarser codes in data/codebook/scales.csv"
    )


@pytest.mark.parametrize(
    ("was", "becomes", "line", "found", "expected"),
    [
        (
            "kind: bars",
            "kind: pie",
            15,
            "'pie' is not one of ['flow', 'bars', 'diverging', 'dots_with_intervals', 'heat', "
            "'forest', 'means', 'correlations', 'specifications', 'participation', 'saturation', 'joint']",
            "flow (boxes and arrows), bars (levels of variables, stacked by group), diverging (answers on an "
            "agreement scale), dots_with_intervals (percentages with intervals), heat (codes by group), "
            "forest (effects with intervals about the line of no effect), means (means with intervals), "
            "correlations (variables by variables), specifications (the effects of a multiverse)",
        ),
        (
            "  groups: [fg1, fg2]\n",
            "",
            35,
            "'groups' is a required property",
            "groups for a heat",
        ),
    ],
)
def test_entries_against_the_schema(
    study: Path, was: str, becomes: str, line: int, found: str, expected: str
) -> None:
    text = (study / "figures.yaml").read_text(encoding="utf-8").replace(was, becomes)
    (study / "figures.yaml").write_text(text, encoding="utf-8")
    got = message(study, "flow", make_numbers())
    assert got.startswith(f"STUDY/figures.yaml:{line}\n  found:    {found}\n  expected: {expected}")


def test_the_value_of_a_long_middle_stays_on_the_page(study: Path) -> None:
    numbers = make_numbers()
    for side in ("against", "for"):
        numbers[f"support.wants.a.collapsed.{side}.pct"] |= {"value": 5.0, "shown": "5.0%"}
    numbers["support.wants.a.collapsed.neutral.pct"] |= {"value": 90.0, "shown": "90.0%", "public": True}
    declared = read_figure(study / "figures.yaml", "support")
    codebook = read_codebook(*(study / f"{name}.csv" for name in ("variables", "scales", "missing")))
    figure = draw(declared, Numbers(numbers, declared), Words(codebook, {}, declared))
    figure.draw_without_rendering()
    texts = {one.get_text(): one.get_window_extent() for axes in figure.axes for one in axes.texts}
    assert texts["90.0%"].x1 <= figure.bbox.x1
    assert texts["90.0%"].x0 >= 0


def test_dollar_signs_in_a_label_are_drawn_as_they_are(study: Path) -> None:
    # "$\frac$" is a broken formula to matplotlib unless formulas are off.
    text = (study / "themes.csv").read_text(encoding="utf-8").replace("Bias", "Cost of $\\frac$")
    (study / "themes.csv").write_text(text, encoding="utf-8")
    assert "themes.svg" in draw_figure(study, "themes", make_numbers(), study / "made", ["svg"])
