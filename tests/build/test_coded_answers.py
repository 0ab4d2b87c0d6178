"""Coded answers to a text question from raw files to the ledger, counted by hand, beside a focus group."""

import json
from pathlib import Path
from typing import Any

import pytest
from aimed.files.yaml_json import read_json
from result_contracts import find_breaches
from toy_study import COHORT, run_aimed, write_toy_survey

SHOWN = (
    "planned: no\nkind: codes\nsmall_cells: shown\nsmall_cells_reason: the people of the toy are made up\n"
)
REMARKS = {  # a1 did not consent, a9 withdrew; a5 said Thanks
    ("a1", "q9"): "no internet here",
    ("a2", "q9"): "Coding lessons, and\nbetter internet",
    ("a3", "q9"): "slow internet",
    ("a6", "q9"): "internet is dear",
    ("a7", "q9"): "I want coding",
    ("a9", "q9"): "Nothing",
}
CODED = """document,respondent,words,code,coder
remark,a1,,access.internet,Ann
remark,a2,better internet,access.internet,Ann
remark,a2,Coding lessons,learning.coding,Bo
remark,,slow internet,access.internet,Ann
remark,a6,,access,Bo
remark,a7,coding,learning.coding,Ann
talk,,The connection at home,WLAN,Ann
"""
CODE_MAP = "name,code,note\nWLAN,access.internet,as Ann calls it\n"


def read_impact(study: Path, what: str) -> dict[str, Any]:
    return dict(json.loads(run_aimed(study, "impact", what, "--json").stdout))


@pytest.mark.slow
def test_answers_are_counted_apart_from_the_focus_group(toy: Path) -> None:
    write_toy_survey(COHORT / "survey.sav", REMARKS)
    (COHORT / "coded.csv").write_text(CODED)
    (COHORT / "code_map.csv").write_text(CODE_MAP)
    described = (COHORT / "cohort.yaml").read_text()
    named = "format: txt}\n  coding: {path: coded.csv, answers: [remark]}\n"
    (COHORT / "cohort.yaml").write_text(described.replace("format: txt}\n", named, 1))
    for name, asked in (("groups", ""), ("remarks", "population: [[transcript, is, remark]]\nby: prior\n")):
        Path("analyses", f"{name}.yaml").write_text(f"question: Which codes did they raise?\n{SHOWN}{asked}")
    for name, kind in (("spoke", "participation"), ("new", "saturation")):
        asked = SHOWN.replace("codes", kind) + ("base: 1\nrun: 1\n" if name == "new" else "")
        Path("analyses", f"{name}.yaml").write_text(f"question: What came of the talk?\n{asked}")
    for name, material in (("agreed", "answers"), ("agreed_groups", "focus_groups")):
        asked = SHOWN.replace("codes", "agreement") + f"material: {material}\n"
        Path("analyses", f"{name}.yaml").write_text(f"question: Did they agree?\n{asked}")
    done = run_aimed(toy, "build")
    assert done.returncode == 0, done.stdout
    numbers = read_json(Path("results/ledger/ledger.json"))["numbers"]

    def value(name: str) -> float:
        return numbers[name]["value"]

    # a2, a3, a5, a6 and a7 answered; a2, a3 and a6 raise access; a2 alone was taught before, with a5
    assert [value(f"remarks.{name}") for name in ("turns.all.count", "participants.all.count")] == [5, 5]
    by_group = [value(f"remarks.access.{group}.turns") for group in ("all", "yes", "no", "remark")]
    assert by_group == [3, 1, 2, 3]
    assert value("remarks.access.internet.all.turns") == 2
    # the talk has 5 turns of 4 people who count, one of them coded
    assert [value(f"groups.{name}") for name in ("turns.all.count", "participants.all.count")] == [5, 4]
    assert value("groups.access.all.turns") == 1
    assert not any(name.startswith("groups.") and ".remark." in name for name in numbers)
    assert [value(f"spoke.{name}.all.count") for name in ("turns", "transcripts")] == [5, 1]
    assert value("new.codes.all.total") == 1
    assert not any(".remark." in name for name in numbers if name.startswith(("spoke.", "new.")))
    # of 5 answers Ann gives access to a2 and a3, Bo to a6: kappa (.4 - .56) / .44, AC1 (.4 - .42) / .58
    agreed = [value(f"agreed.access.all.{name}") for name in ("n", "agreement", "kappa", "gwet_ac1")]
    assert agreed == pytest.approx([5, 40, -4 / 11, -2 / 58])
    method = numbers["agreed.access.all.kappa"]["method"]
    assert method == "Cohen's kappa, unit the respondent's answer (Cohen 1960)"
    # by letters: Ann 15 and 13 of 35 + 13 + 6 + 16 + 13, Bo all 16
    assert value("agreed.access.all.agreement_characters") == pytest.approx(100 * (1 - (15 + 13 + 16) / 83))
    assert not any(name.startswith("agreed_groups.") for name in numbers)  # Ann alone coded the talk
    flow = [value(f"flow.{box}.all.count") for box in ("focus_groups", "turns", "transcripts", "speakers")]
    assert flow == [4, 5, 1, 4]
    traced = run_aimed(toy, "trace", "remarks.access.all.turns").stdout
    assert "data/cohorts/toy/survey.sav, row 6 (toy:a6)" in traced
    assert "internet is dear" not in traced  # the codebook says personal
    line = read_impact(toy, "code_map.csv:2")
    assert line["title"] == "data/cohorts/toy/code_map.csv:2  WLAN → access.internet"
    moved = set(line["numbers"]["rows"])
    assert {"groups.access.all.turns", "groups.access.internet.all.turns", "agreed.access.all.n"} <= moved
    assert not any(".learning" in name for name in moved)
    whole = read_impact(toy, "data/cohorts/toy/code_map.csv")
    assert moved < set(whole["numbers"]["rows"] + whole["numbers"]["selection"])
    told = run_aimed(toy, "trace", "code_map.csv:2").stdout
    assert told.startswith("data/cohorts/toy/code_map.csv:2  WLAN → access.internet (code map row)")
    again = run_aimed(toy, "recompute").stdout
    assert "0 ids differ, 0 cannot be recomputed" in again
    assert find_breaches(toy) == []
    quotable = run_aimed(toy, "quotes", "access").stdout
    assert "toy/talk/3" in quotable and "toy/remark" not in quotable
