"""What stands behind a number that was not planned: by its entry in the ledger, and as config.yaml says."""

import json
import re
from pathlib import Path

import pytest
from aimed.manuscript.binding.unplanned_marks import kinds_of, kinds_of_entry, write_mark
from aimed.manuscript.tables.cells import Study
from aimed.messages.problems import ProblemsFound
from make_study import LEDGER, read_binding, render, write_paper

PLANNED = {"planned": True}
EXPLORED = {"planned": False}
CHANGED = {"planned": True, "since_freeze": "changed"}
BOTH = {"planned": False, "since_freeze": "added"}


@pytest.mark.parametrize(
    ("entry", "signs", "words"),
    [
        (PLANNED, "", ""),
        ({}, "", ""),
        (EXPLORED, "†", " (exploratory)"),
        (CHANGED, "‡", " (plan changed after the freeze)"),
        (BOTH, "†‡", " (exploratory) (plan changed after the freeze)"),
    ],
)
def test_marks_by_entry(entry, signs, words):
    kinds = kinds_of(["a", "unknown"], {"a": entry})
    assert [write_mark(kinds, style) for style in ("signs", "words", "written")] == [signs, words, ""]


def test_a_composite_has_the_mark_of_its_parts():
    numbers = LEDGER["numbers"] | {"x.y.all.count": EXPLORED}
    assert kinds_of(["support.view.all.n", "x.y.all.count"], numbers) == ["exploratory"]


FIGURES = [
    ({"analysis": "flow", "boxes": [{"label": "All. In", "number": "flow.raw.all.count"}]}, []),
    ({"analysis": "flow", "boxes": [{"parts": [{"number": "x-y.a.all.count"}]}]}, []),
    ({"analysis": "flow", "boxes": [{"parts": [{"number": "x_y.a.all.count"}]}]}, ["exploratory"]),
    ({"analysis": "x-y"}, ["exploratory"]),
    ({"analysis": "flow", "items": ["x_y", {"analysis": "x-y", "item": "a"}]}, ["exploratory"]),
    ({"analysis": "flow", "items": ["x_y"], "draws": 3}, []),
    ({"kind": "plans"}, []),
]


@pytest.mark.parametrize(("entry", "kinds"), FIGURES)
def test_a_figure_has_the_mark_of_all_that_it_shows(entry, kinds):
    numbers = {"flow.raw.all.count": PLANNED, "x_y.a.all.count": EXPLORED}
    assert kinds_of_entry(entry, Study(numbers, {}, None, {}, None, 5)) == kinds


PAPER = """[Half agreed]{.claim holds="support.view.all.pct > 50"}: [support.view.all.pct]{.num} of
[flow.kept.all.count]{.num}; the age was [people.age.all.median]{.num}.

::: {#tbl-s from=all-support}
All.
:::

::: {#tbl-f from=flow}
Flow.
:::
"""
STYLES = {
    "signs": ("†", "‡", {"†": "† ", "‡": "‡ "}),
    "words": (" (exploratory)", " (plan changed after the freeze)", {}),
    "written": (None, None, {}),
}
EXPLORATORY = "Exploratory: the analysis was not planned before the data were seen."


@pytest.mark.parametrize("style", STYLES)
def test_what_the_filters_are_told(study, style):
    """The analysis support is exploratory, people was changed after the freeze, flow is as it was."""
    contents = json.loads(Path("ledger.json").read_text())
    for name, entry in contents["numbers"].items():
        entry["planned"] = not name.startswith("support.")
        if name.startswith("people."):
            entry["since_freeze"] = "changed"
    contents["plans"] = {"date": "2020-01-01", "digest": "d", "earlier": [], "deviations": []}
    Path("ledger.json").write_text(json.dumps(contents))
    config = Path("config.yaml")
    config.write_text(config.read_text().replace("engine:", f"unplanned: {style}\n  engine:"))
    write_paper(PAPER)
    bound = read_binding("paper.qmd")
    explored, changed, notes = STYLES[style]
    marks = {name: number.get("mark") for name, number in bound["numbers"].items()}
    assert marks == {
        "support.view.all.pct": explored,
        "flow.kept.all.count": None,
        "people.age.all.median": changed,
    }
    assert bound["claim_marks"] == ({"support.view.all.pct > 50": explored} if explored else {})
    last = "The plan of the analysis was added or changed after the plans were frozen on 2020-01-01."
    told = {sign: f"{start}{EXPLORATORY if sign == '†' else last}" for sign, start in notes.items()}
    assert bound["mark_notes"] == told
    captions = {name: table.get("caption") for name, table in bound["tables"].items()}
    assert captions == {"all-support": EXPLORATORY if explored else None, "flow": None}


def test_the_day_of_the_freeze_can_be_quoted(study):
    contents = json.loads(Path("ledger.json").read_text())
    contents["plans"] = {"date": "2020-01-01", "digest": "d", "earlier": [], "deviations": []}
    contents["study"]["plans_frozen_before_collection"] = 1
    Path("ledger.json").write_text(json.dumps(contents))
    claim = "[Planned first]{.claim holds='study.plans_frozen_before_collection == 1'}"
    write_paper(f"{claim}: [study.plans_frozen_on]{{.num}}.")
    bound = read_binding("paper.qmd")
    assert bound["numbers"] == {"study.plans_frozen_on": {"text": "2020-01-01", "ids": []}}
    assert bound["conditions"] == {"study.plans_frozen_before_collection == 1": True}
    render()
    assert "Planned first: 2020-01-01." in re.sub("<[^>]+>", "", Path("paper.html").read_text())


def test_the_day_of_no_freeze_is_an_unknown_number(study):
    write_paper("On [study.plans_frozen_on]{.num}.")
    with pytest.raises(ProblemsFound, match="no number study"):
        read_binding("paper.qmd")


def test_a_study_of_planned_analyses_has_no_marks(bound):
    assert not any("mark" in number for number in bound["numbers"].values())
    assert bound["claim_marks"] == {}
    assert not any("caption" in one for kind in ("tables", "figures") for one in bound[kind].values())
