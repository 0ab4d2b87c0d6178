"""What was meant for a mark and is none, and claims that rest on nothing."""

import json
from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.marks import find_slips
from aimed.language.prose_regions import readable_of

SLIPS = {
    "It was [x.i.all.pct]{num}.": ["1:21 {num}"],
    "It was [x.i.all.pct]{num as=pct_ci}.": ["1:21 {num as=pct_ci}"],
    "It was [x.i.all.pct]{.nums}.": ["1:8 [x.i.all.pct]{.nums}"],
    "It was [x.i.all.pct]{.number}.": ["1:8 [x.i.all.pct]{.number}"],
    "It was [x.i.all.pct]{.Num}.": ["1:8 [x.i.all.pct]{.Num}"],
    "It was [x.i.all.pct]{.nmu}.": ["1:8 [x.i.all.pct]{.nmu}"],
    "It was [x.i.all.pct].": ["1:8 [x.i.all.pct]"],
    'So [we said]{.quotation turn="x/y/23"}.': ['1:4 [we said]{.quotation turn="x/y/23"}'],
    'So [we said]{turn="x/y/23"}.': ['1:4 [we said]{turn="x/y/23"}'],
    '::: {.wen holds="1 == 0"}\nHidden.\n:::': ['1:1 ::: {.wen holds="1 == 0"}'],
    '::: {when holds="1 == 0"}\nHidden.\n:::': ['1:5 {when holds="1 == 0"}'],
    "It was [x.i.all.pct]{.num} and [x.i.all]{.num .red as=pct_ci}.": [],
    '[Most]{.claim holds="x.i.all.pct > 50"}, [CI]{.literal why="a term"}, [we]{.quote turn="x/y/2"}.': [],
    '::: {.when holds="study.synthetic == 1"}\nSimulated.\n:::': [],
    "[www.example.org](https://www.example.org), [words]{.smallcaps}, [a.b] `[x.i.all.pct]`.": [],
    '::: {.callout-note title="why = wherefore"}\nA note {.red}.\n:::': [],
    "[www.example.org][site] and \\[x.i.all.pct\\].\n\n[site.of.it]: https://example.org": [],
}


@pytest.mark.parametrize("text", SLIPS)
def test_slips_in_a_mark(text: str) -> None:
    found = list(find_slips("p", text, readable_of(text)))
    assert {finding.kind for finding in found} <= {"broken_mark"}
    ending = " that is no mark"
    assert [
        f"{finding.line}:{finding.column} {finding.found.removesuffix(ending)}" for finding in found
    ] == SLIPS[text]


def checked(study: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> str:
    paper = study / "manuscript/paper.qmd"
    text = paper.read_text(encoding="utf-8")
    assert text.count(old) == 1
    paper.write_text(text.replace(old, new), encoding="utf-8")
    print_check(Path(), None)
    return capsys.readouterr().out


def test_a_mark_without_its_class(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """manuscript/paper.qmd:4:3: [flow.kept.all.count]{.nums} that is no mark
  expected: [id]{.num}, {.claim holds=}, {.quote turn=}, {.literal why=} or {.when holds=}
  to do:    correct the name of the class, with the point before it
1 error, 0 warnings (stage draft)
"""
    assert checked(study, capsys, "[flow.kept.all.count]{.num}", "[flow.kept.all.count]{.nums}") == text


def test_a_claim_that_names_no_number(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """manuscript/paper.qmd:10:1: "1 == 1" names no number
  expected: an expression of ids
  to do:    name the numbers that the words rest on
1 error, 0 warnings (stage draft)
"""
    assert checked(study, capsys, "support.core.all.pct >= 100", "1 == 1") == text


def test_a_percent_sign_behind_a_percentage(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """manuscript/paper.qmd:10:65: support.core.all.pct, which is shown as 100.0%, before another %
  expected: one percent sign
  to do:    [support.core.all.pct]{.num as=bare}, or take the % away
1 error, 0 warnings (stage draft)
"""
    ledger = study / "results/ledger/ledger.json"
    content = json.loads(ledger.read_text())
    content["numbers"]["support.core.all.pct"]["unit"] = "percent"
    ledger.write_text(json.dumps(content))
    mark = "[support.core.all]{.num as=count_pct}"
    assert checked(study, capsys, mark, "[support.core.all.pct]{.num}%") == text
    once = "[support.core.all.pct]{.num as=bare}%"
    assert checked(study, capsys, "[support.core.all.pct]{.num}%", once).startswith("0 errors")
