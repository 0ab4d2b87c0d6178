"""A study whose plans are frozen and changed after it: from the files to the ledger and the paper."""

import re
from pathlib import Path

import pytest
from aimed.audit.check.command import check_study
from aimed.files.yaml_json import read_json
from toy_study import run_aimed

pytestmark = pytest.mark.slow
TABLES = "- {id: plans, kind: plans}\n- {id: deviations, kind: deviations}\n"
TEXT = """
[Planned first]{.claim holds="study.plans_frozen_before_collection == 1"}, @tbl-plans, @tbl-gone.

::: {#tbl-plans from="plans"}
Plans.
:::

::: {#tbl-gone from="deviations"}
Deviations.
:::
"""


def text_of(page: Path) -> str:
    """Return the words of a page, without the list of evidence."""
    body = page.read_text(encoding="utf-8").partition("<body")[2].partition("<details")[0]
    return " ".join(re.sub(r"<[^>]+>", "", body.replace("<td", " <td")).split())


def test_plans_that_were_frozen_reach_ledger_check_and_paper(
    built_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toy was collected from 2020-03-01 on. Its ledger is made again for freeze and change."""
    support = Path("analyses/support.yaml")
    support.write_text(support.read_text().replace("planned: yes", "planned: no"))
    tables, paper = Path("manuscript/tables.yaml"), Path("manuscript/paper.qmd")
    tables.write_text(tables.read_text() + TABLES)
    paper.write_text(paper.read_text() + TEXT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1569931200")  # 2019-10-01
    assert run_aimed(built_toy, "plan", "freeze").returncode == 0
    assert run_aimed(built_toy, "build").returncode == 0
    ledger = read_json(Path("results/ledger/ledger.json"))
    assert ledger["study"]["plans_frozen_before_collection"] == 1
    assert ledger["plans"]["date"] == "2019-10-01" and ledger["plans"]["deviations"] == []
    by_plan = {entry["analysis"]: entry["planned"] for entry in ledger["numbers"].values()}
    assert by_plan == {"flow": True, "support": False, "wanted": True}
    shown = text_of(Path("results/manuscript/paper.html"))
    assert "Support was common†: 7 of 9" in shown
    assert "Support by income group. Exploratory: the analysis was not planned" in shown
    assert "None: no plan was added, dropped or changed after the freeze." in shown

    wanted = Path("analyses/wanted.yaml")
    wanted.write_text(wanted.read_text().replace("[topic, age, country]", "[topic, country]"))
    done = run_aimed(built_toy, "build")
    told = '"Planned first" does not hold: study.plans_frozen_before_collection is 0'
    assert told in done.stdout + done.stderr
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]
    since = {entry["analysis"]: entry.get("since_freeze") for entry in numbers.values()}
    assert since == {"flow": None, "support": None, "wanted": "changed"}
    shown = text_of(Path("results/manuscript/paper.html"))
    assert "5‡ countries" in shown
    assert "outcomes was topic, age, country, is topic, country" in shown
    kinds = {one.kind for one in check_study(Path())}
    assert "false_claim" in kinds and "unplanned_unmarked" not in kinds
