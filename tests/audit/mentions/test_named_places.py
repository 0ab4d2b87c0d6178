"""Lines and marks of the manuscript, and what stands on them; every expected text was written by hand."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import write_json
from audited_study import as_json, refused, traced

PAPER = Path("manuscript/paper.qmd")


def test_a_line_with_claim_numbers_and_quotation_is_one_json(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (
        '[Cohorts]{.claim holds="study.cohorts == 1"}, [odd]{.claim holds="no.such.all.pct > 3"}, '
        "[support.core.all.n]{.num}, [support.core.all.pct]{.num}, "
        '[warm milk helps]{.quote turn="demo/talk/2"}.'
    )
    PAPER.write_text(f"{PAPER.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    found = as_json("paper.qmd:19", capsys)
    assert [claim["text"] for claim in found["claims"]] == ["Cohorts", "odd"]
    assert [turn["turn"] for turn in found["quotations"]] == ["demo/talk/2"]
    assert found["numbers"] == [
        {"id": name, "shown": shown, "n": 1, "label": f"In the core curriculum, {words}", "public": True}
        for name, shown, words in (
            ("support.core.all.n", "1", "respondents"),
            ("support.core.all.pct", "100.0%", "percent"),
        )
    ]
    assert traced("paper.qmd:19:3", capsys) == (
        "manuscript/paper.qmd:19  Cohorts, odd, 1, 100.0%, warm milk helps.\n\n"
        "claim: Cohorts, while study.cohorts == 1: not built yet\n\n"
    )


def test_what_is_not_printed_is_left_out_of_its_sentence_and_named_as_such(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = '[, of [support.core.all.n]{.num} asked,]{.when holds="study.cohorts > 1"}'
    line = f"There were [support.core.all.count]{{.num}} here{hidden} in all."
    PAPER.write_text(f"{PAPER.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert "There were 1 here, of 1 asked, in all." in traced("paper.qmd:19", capsys)
    write_json({"conditions": {"study.cohorts > 1": False}}, Path("results/manuscript/other.binding.json"))
    assert "There were 1 here in all." in traced("paper.qmd:19", capsys)
    assert "(not printed now) , of 1 asked,\n" in traced("support.core.all.n", capsys)


def test_a_row_of_a_table_by_hand_stands_for_its_sentence(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "| Who | n |\n|:---|:---|\n| all | [support.core.all.n]{.num} |\n| none | . |\n"
    PAPER.write_text(f"{PAPER.read_text(encoding='utf-8')}\n{table}", encoding="utf-8")
    assert traced("paper.qmd:21", capsys).startswith("manuscript/paper.qmd:21  | all | 1 |\n")


def test_a_place_without_a_mark_names_the_nearest(study: Path) -> None:
    refusal = "manuscript/paper.qmd:{}\n  found:    no number, claim or quotation\n"
    refusal += "  expected: a line with a mark\n  to do:    the nearest: {}"
    assert refused("paper.qmd:8") == refusal.format(8, "paper.qmd:4 and paper.qmd:10")
    assert refused("paper.qmd:11:60") == refusal.format(11, "paper.qmd:10 and paper.qmd:13")
    assert refused("paper.qmd:13:2") == refusal.format(13, "paper.qmd:13:16")
