"""Block quotations without a turn; shortcodes and code cells, which would be printed as they stand."""

from pathlib import Path

import pytest
from aimed.audit.check.blocks import find_loose_blocks
from aimed.audit.check.command import print_check
from aimed.language.prose_regions import readable_of

QUOTED = "a block quotation that no mark covers: "
CELL = ", a code cell, which is not run"
SHORTCODE = ", a shortcode, which is not filled in"
TEXTS = {
    "One said:\n\n> I never said\n> this.\n\nMore.": [f"3:3 {QUOTED}I never said"],
    "# Results\n> I never said this.": [f"2:3 {QUOTED}I never said this."],
    "> One.\n\nText.\n\n> *Two*": [f"1:3 {QUOTED}One.", f"5:4 {QUOTED}Two*"],
    '> [I said]{.quote turn="a/b/1"}\n> to them.': [],
    '> [The call]{.literal why="words of the invitation"}': [],
    '> "With quotation marks" it is found already.': [],
    "It was\n> 5 of them, no block.": [],
    "> `code` 5": [],
    "    > indented code": [],
    "```\n> code\n```": [],
    "<!--\n> a comment\n-->": [],
    "{{< include other.qmd >}}": ["1:1 {{< include other.qmd >}}" + SHORTCODE],
    "`{{< include other.qmd >}}`": [],
    "```{python}\nprint(5)\n```": ["1:4 {python}" + CELL],
    "```{r, echo=FALSE}\n5\n```": ["1:4 {r, echo=FALSE}" + CELL],
    "So `{python} n` and `r n`.": ["1:4 `{python} n`" + CELL, "1:21 `r n`" + CELL],
    "```{.python}\nprint(5)\n```\n\n```python\nprint(5)\n```\n\n``` {=html}\n<b>\n```": [],
    "<!-- `r n` {{< include x >}} --> `range` and `r`": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_loose_blocks(text: str) -> None:
    found = find_loose_blocks("p", text, readable_of(text))
    assert [f"{finding.line}:{finding.column} {finding.found}" for finding in found] == TEXTS[text]


def test_the_findings_as_printed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = study / "manuscript/paper.qmd"
    end = "\n> They never said this.\n\n{{< include more.qmd >}}\n\n```{python}\nprint(5)\n```\n"
    paper.write_text(paper.read_text(encoding="utf-8") + end, encoding="utf-8")
    assert print_check(Path(), None) == 1
    assert capsys.readouterr().out == (
        "manuscript/paper.qmd:19:3: a block quotation that no mark covers: They never said this.\n"
        "  expected: a quotation that names its turn\n"
        '  to do:    [...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} '
        "for other words\n"
        "manuscript/paper.qmd:21:1: {{< include more.qmd >}}, a shortcode, which is not filled in\n"
        "  expected: text and marks alone\n"
        "  to do:    write the words themselves into the document\n"
        "manuscript/paper.qmd:23:4: {python}, a code cell, which is not run\n"
        "  expected: text and marks alone\n"
        "  to do:    compute it in an analysis, and name the number with [id]{.num}\n"
        "3 errors, 0 warnings (stage draft)\n"
    )
