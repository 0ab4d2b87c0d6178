"""Check names each fault with file, line and column; the whole text is compared."""

from pathlib import Path

import pytest
from aimed.audit.check.command import check_study, print_check
from audited_study import PAPER


def check(study: Path, capsys: pytest.CaptureFixture[str], stage: str | None = None) -> tuple[int, str]:
    code = print_check(Path(), stage)
    return code, capsys.readouterr().out


def replace(study: Path, old: str, new: str, name: str = "manuscript/paper.qmd") -> None:
    text = (study / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (study / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_manuscript_has_no_findings(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(study, capsys) == (0, "0 errors, 0 warnings (stage draft)\n")


FAULTS = {
    "a typed digit in the abstract": (
        "[flow.kept.all.count]{.num} students",
        "2 students",
        """manuscript/paper.qmd:4:3: a typed number that no mark covers: 2
  expected: a number of the ledger, or a reason why it is not one
  to do:    """
        """[id]{.num} (aimed numbers WORD lists the ids), or [2]{.literal why="..."}
""",
    ),
    "a falsified claim": (
        "pct >= 100",
        "pct > 100",
        """manuscript/paper.qmd:10:1: "Everybody agreed" does not hold: support.core.all.pct is 100.0%
  expected: support.core.all.pct > 100
  to do:    change the words, or what they rest on
""",
    ),
    "an altered word of a quotation": (
        "warm milk helps",
        "cold milk helps",
        """manuscript/paper.qmd:13:16: the quotation "cold …"
  expected: words of turn demo/talk/2, in order, at word boundaries
  to do:    quote word by word; declare what you leave out […] and what you add [so]
""",
    ),
    "an unknown number": (
        "[flow.kept.all.count]",
        "[flow.kept.all.counts]",
        """manuscript/paper.qmd:4:3: no number flow.kept.all.counts
  expected: an id of results/ledger/ledger.json
  to do:    did you mean flow.kept.all.count?
""",
    ),
    "a number that is not public": (
        "[flow.kept.all.count]",
        "[support.core.norway.pct]",
        """manuscript/paper.qmd:4:3: support.core.norway.pct, which is not public
  expected: numbers of 1 people or more that give no smaller one away
  to do:    leave it out, or use a larger group
""",
    ),
    "a composite without one of its numbers": (
        "[support.core.all]{.num",
        "[support.core.norway]{.num",
        """manuscript/paper.qmd:10:65: no number support.core.norway.count (for support.core.norway)
  expected: an id of results/ledger/ledger.json
  to do:    did you mean support.core.all.count or support.core.all.pct or support.core.all.n?
""",
    ),
    "an expression that cannot be read": (
        "pct >= 100",
        "pct => 100",
        """manuscript/paper.qmd:10:1: "support.core.all.pct => 100": """
        """character 22: '=' has no meaning here; write == to compare
  expected: a comparison of ids and numbers
  to do:    correct holds
""",
    ),
    "a mark with an open quote": (
        'pct >= 100"}',
        "pct >= 100}",
        """manuscript/paper.qmd:10:19: {.claim that belongs to no bracket
  expected: [text]{.kind key=value}, without a blank between ] and {, and with all quotes closed
  to do:    correct the brackets, braces or quotes
manuscript/paper.qmd:10:33: quotation marks that no mark covers: "
  expected: a quotation that names its turn
  to do:    [...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} for a term
manuscript/paper.qmd:10:58: a typed number that no mark covers: 100
  expected: a number of the ledger, or a reason why it is not one
  to do:    [id]{.num} (aimed numbers WORD lists the ids), or [100]{.literal why="..."}
""",
    ),
    "a literal without a reason": (
        "Another sentence",
        "Another [95]{.literal} sentence",
        """manuscript/paper.qmd:11:48: [95] without a reason
  expected: why="..."
  to do:    say why this is not a result
""",
    ),
    "a citation that is not in the bibliography": (
        "@wilson1927",
        "@wilson1972",
        """manuscript/paper.qmd:11:26: @wilson1972 is in no .bib file
  expected: an entry of the bibliography; the nearest is wilson1927
  to do:    correct the key, or add the entry
""",
    ),
    "a reference to no table": (
        "@tbl-support",
        "@tbl-suport",
        """manuscript/paper.qmd:13:62: @tbl-suport leads nowhere
  expected: the id of a table, figure or section; the nearest is tbl-support
  to do:    correct the reference, or add the id
manuscript/paper.qmd:15:1: warning: the table tbl-support, which no sentence mentions
  expected: @tbl-support in the text of the paper or the supplement
  to do:    refer to it where it is discussed, or leave it out
""",
    ),
    "a table that is not declared": (
        'from="support"',
        'from="suport"',
        """manuscript/paper.qmd:15:1: table suport
  expected: a table of manuscript/tables.yaml; the nearest is support
  to do:    correct from=, or add it to manuscript/tables.yaml
""",
    ),
    "a table without a source": (
        ' from="support"',
        "",
        """manuscript/paper.qmd:15:1: table tbl-support without from=
  expected: a table of manuscript/tables.yaml; the nearest is support
  to do:    correct from=, or add it to manuscript/tables.yaml
""",
    ),
    "a number in words": (
        "Another sentence",
        "Another two sentences",
        """manuscript/paper.qmd:11:48: a number in words that no mark covers: two
  expected: a number of the ledger, or a reason why it is not one
  to do:    [id]{.num} (aimed numbers WORD lists the ids), or [two]{.literal why="..."}
""",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(study: Path, capsys: pytest.CaptureFixture[str], fault: str) -> None:
    old, new, text = FAULTS[fault]
    replace(study, old, new)
    code, printed = check(study, capsys)
    warnings = text.count(": warning: ")
    errors = text.count("expected: ") - warnings
    closing = f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}"
    assert printed == f"{text}{closing} (stage draft)\n"
    assert code == 1


def test_shown_values_that_would_decide_otherwise(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = study / "results/ledger/ledger.json"
    ledger.write_text(ledger.read_text().replace('"public": false', '"public": true'))
    replace(study, "support.core.all.pct >= 100", "80 < support.core.norway.pct < 100")
    replace(study, "[Everybody agreed]", "[Nearly all agreed]")
    text = """the claim is true, and not so by the shown values: """
    text += """support.core.norway.pct is 99.96, shown 100.0%
  expected: a claim that readers can check
  to do:    move the limit away from the value
"""
    place = "manuscript/paper.qmd:10:1: "
    assert check(study, capsys) == (0, f"{place}warning: {text}0 errors, 1 warning (stage draft)\n")
    assert check(study, capsys, "release") == (1, f"{place}{text}1 error, 0 warnings (stage release)\n")


def test_alt_texts_of_figures_are_read(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = """- id: support
  analysis: support
  alt: "Bars; 5 of [support.core.all.m]{.num} and [support.core.all.n]{.num}"
"""
    (study / "manuscript/figures.yaml").write_text(figures)
    code, printed = check(study, capsys)
    assert code == 1
    assert [line for line in printed.splitlines() if line[0] != " "] == [
        "manuscript/figures.yaml:3:15: a typed number that no mark covers: 5",
        "manuscript/figures.yaml:3:20: no number support.core.all.m",
        "2 errors, 0 warnings (stage draft)",
    ]


def test_the_supplement_is_checked_and_its_tables_may_be_referred_to(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "manuscript/supplement.qmd").write_text('::: {#tbl-more from="support"}\nMore: 7.\n:::\n')
    replace(study, "@tbl-support shows more", "@tbl-support and @tbl-more show more")
    _, printed = check(study, capsys)
    assert printed.splitlines()[0] == ("manuscript/supplement.qmd:2:7: a typed number that no mark covers: 7")
    assert printed.splitlines()[-1] == "1 error, 0 warnings (stage draft)"


def test_without_a_ledger_the_form_is_still_checked(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "results/ledger/ledger.json").unlink()
    replace(study, "Another sentence", "Another 5 sentences")
    code, printed = check(study, capsys)
    assert code == 1
    assert [line for line in printed.splitlines() if line[0] != " "] == [
        "manuscript/paper.qmd:11:48: a typed number that no mark covers: 5",
        "results/ledger/ledger.json: no such file: numbers, claims and quotations were not checked",
        "2 errors, 0 warnings (stage draft)",
    ]


def test_a_raw_file_that_is_gone_is_named(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "data/cohorts/demo/survey.sav").unlink()
    code, printed = check(study, capsys)
    assert code == 1
    assert printed.startswith("data/cohorts/demo/survey.sav: no such file\n")


def test_findings_are_sorted_by_place(study: Path) -> None:
    text = PAPER.replace("# Results", "# Results of 5").replace("Another", "\n\nSix others and 7")
    (study / "manuscript/paper.qmd").write_text(text)
    found = [(finding.line, finding.column) for finding in check_study(Path())]
    assert found == sorted(found)
    assert len(found) == 3
