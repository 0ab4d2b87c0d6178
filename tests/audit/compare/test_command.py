"""What a co-author or a publisher did to a paper, and what comes back: its words are written by hand."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from aimed.audit.compare.command import print_comparison
from aimed.messages.problems import ProblemsFound
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

pytestmark = pytest.mark.slow

SOURCE = """---
title: A toy paper
abstract: |
  We asked [flow.kept.all.count]{.num} students about their tea.
keywords: [toy]
---

# What [flow.kept.all.count]{.num} students say

It is the students' own view -- and a *first* one [@smith2020]. A sentence that goes. This one stays.

Of [flow.raw.all.count]{.num} rows, [flow.kept.all.count]{.num} were kept.
[Support was common]{.claim holds="support.core_curriculum.all.pct >= 50"}, at [95]{.literal why="level"}%.

A student said: [I want to write a small program myself]{.quote turn="toy/talk/2"}, in @tbl-support.

A paragraph that moves to the end of the paper.

Nobody asked twice.

::: {#tbl-support from="support"}
Support by income group.
:::
"""
Words = list[str]
Compare = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def shown(built_toy: Path) -> dict[str, str]:
    numbers = json.loads(Path("results/ledger/ledger.json").read_text(encoding="utf-8"))["numbers"]
    return {name: entry["shown"] for name, entry in numbers.items()}


@pytest.fixture
def words(shown: dict[str, str]) -> Words:
    """The paragraphs that a reader sees."""
    Path("manuscript/paper.qmd").write_text(SOURCE, encoding="utf-8")
    kept, raw = shown["flow.kept.all.count"], shown["flow.raw.all.count"]
    return [
        "A toy paper",
        f"We asked {kept} students about their tea.",
        f"What {kept} students say",
        "It is the students’ own view – and a first one (1). A sentence that goes. This one stays.",
        f"Of {raw} rows, {kept} were kept. Support was common, at 95%.",
        "A student said: “I want to write a small program myself” (Student), in Table 1.",
        "A paragraph that moves to the end of the paper.",
        "Nobody asked twice.",
        "Table 1. Support by income group.",
    ]


@pytest.fixture
def compare(capsys: pytest.CaptureFixture[str]) -> Compare:
    def run(paragraphs: Words, edit: Callable[[Any], None] | None = None, **more: Any) -> tuple[int, Words]:
        paper = docx.Document()
        for text in paragraphs:
            paper.add_paragraph(text)
        if edit:
            edit(paper)
        paper.save("edited.docx")
        asked = {"document": "paper", "base": "", "to": None} | more
        code = print_comparison(Path(), Path("edited.docx"), **asked)
        return code, capsys.readouterr().out.splitlines()

    return run


def changed_lines(told: Words) -> Words:
    """Return the lines of the patch that say what goes and comes."""
    return [line for line in told if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def swap(words: Words, before: str, after: str) -> Words:
    assert any(before in text for text in words)
    return [text.replace(before, after) for text in words]


def track(paper: Any, before: str, after: str) -> None:
    """Change words of one paragraph by a tracked deletion and insertion."""
    paragraph = next(one for one in paper.paragraphs if before in one.text)
    head, tail = paragraph.text.split(before, 1)
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)
    space, who = nsdecls("w"), 'w:author="Co Author" w:date="2026-01-01T00:00:00Z"'
    text = '<w:t xml:space="preserve">'
    gone = f"{text.replace('w:t', 'w:delText')}{before}</w:delText>"
    for written in (
        f"<w:r {space}>{text}{head}</w:t></w:r>",
        f'<w:del {space} w:id="1" {who}><w:r>{gone}</w:r></w:del>',
        f'<w:ins {space} w:id="2" {who}><w:r>{text}{after}</w:t></w:r></w:ins>',
        f"<w:r {space}>{text}{tail}</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(written))


def test_an_unchanged_document_gives_nothing(compare: Compare, words: Words) -> None:
    assert compare(words) == (0, ["0 changes of words taken, 0 not, 0 comments"])


def test_what_word_corrects_by_itself_is_no_change(compare: Compare, words: Words) -> None:
    straight = [
        text.replace("’", "'").replace("–", "—").replace("“", '"').replace("”", '"') for text in words
    ]
    assert compare(straight) == (0, ["0 changes of words taken, 0 not, 0 comments"])
    assert compare(swap(words, "own view – and", "own\u00a0view - and"))[0] == 0


def test_plain_words_come_back_as_a_patch_that_git_applies(compare: Compare, words: Words) -> None:
    edited = swap(swap(words, " A sentence that goes.", ""), "about their tea", "about the tea")
    code, told = compare(edited, to=Path("tea.patch"))
    assert (code, told) == (
        0,
        [
            "2 changes of words taken, 0 not, 0 comments",
            "wrote tea.patch: git apply tea.patch takes it into manuscript/paper.qmd",
        ],
    )
    subprocess.run(["git", "apply", "tea.patch"], check=True)
    assert Path("manuscript/paper.qmd").read_text(encoding="utf-8") == SOURCE.replace(
        " A sentence that goes.", ""
    ).replace("about their tea", "about the tea")


@pytest.mark.parametrize("tracked", [False, True])
def test_numbers_quotations_and_claims_are_not_taken_but_listed(
    compare: Compare, words: Words, shown: dict[str, str], tracked: bool
) -> None:
    changes = [
        (f"Of {shown['flow.raw.all.count']} rows", "Of 77 rows"),
        ("Support was common", "Support was rare"),
        ("a small program", "a large program"),
        ("at 95%", "at 90%"),
        ("a first one", "a very first one"),
    ]
    edited = words
    for before, after in () if tracked else changes:
        edited = swap(edited, before, after)
    edits = (lambda paper: [track_all(paper, changes)]) if tracked else None
    code, told = compare(edited, edits)
    assert code == 1
    assert told[:10] == [
        f'manuscript/paper.qmd:12:4: number, not taken: "{shown["flow.raw.all.count"]}" became "77"',
        "  stands on: flow.raw.all.count",
        'manuscript/paper.qmd:13:14: claim, not taken: "common" became "rare"',
        "  stands on: support.core_curriculum.all.pct >= 50",
        'manuscript/paper.qmd:13:81: literal, not taken: "95" became "90"',
        "  stands on: level",
        'manuscript/paper.qmd:15:36: quotation, not taken: "small" became "large"',
        "  stands on: toy/talk/2",
        "1 changes of words taken, 4 not, 0 comments",
        "--- a/manuscript/paper.qmd",
    ]
    assert changed_lines(told)[1] == changed_lines(told)[0].replace("-", "+", 1).replace(
        "*first*", "very *first*"
    )


def track_all(paper: Any, changes: list[tuple[str, str]]) -> None:
    """Track each change in a paragraph of its own run order: those of one paragraph in one stretch."""
    for paragraph in list(paper.paragraphs):
        inside = [change for change in changes if change[0] in paragraph.text]
        if inside:
            text = paragraph.text
            first = min(text.index(before) for before, _ in inside)
            last = max(text.index(before) + len(before) for before, _ in inside)
            after = text[first:last]
            for old, new in inside:
                after = after.replace(old, new)
            track(paper, text[first:last], after)


def test_a_number_in_a_heading_and_one_in_the_abstract(compare: Compare, words: Words) -> None:
    edited = [words[0], "We asked 99 students about their tea.", "What 99 students say", *words[3:]]
    _, told = compare(edited)
    assert [line for line in told if "not taken" in line] == [
        f'manuscript/paper.qmd:4:12: number, not taken: "{words[1].split()[2]}" became "99"',
        f'manuscript/paper.qmd:8:8: number, not taken: "{words[1].split()[2]}" became "99"',
    ]


def test_a_paragraph_that_moved_is_no_change_of_words(compare: Compare, words: Words) -> None:
    assert compare([*words[:6], *words[7:], words[6]])[1] == ["0 changes of words taken, 0 not, 0 comments"]


def test_a_citation_in_raised_figures_is_no_change(compare: Compare, words: Words) -> None:
    assert compare(swap(words, "first one (1).", "first one1."))[0] == 0


def test_new_and_deleted_paragraphs(compare: Compare, words: Words) -> None:
    code, told = compare([*words[:6], "It is new.", *words[7:]])
    assert code == 0
    assert changed_lines(told) == ["-A paragraph that moves to the end of the paper.", "+It is new."] or (
        sorted(changed_lines(told))
        == sorted(["+It is new.", "+", "-A paragraph that moves to the end of the paper.", "-"])
    )
    code, told = compare([*words[:4], *words[5:]])
    assert code == 1 and "left out with its marks, not taken" in told[0]


def test_a_typed_number_is_not_taken(compare: Compare, words: Words) -> None:
    code, told = compare(swap(words, "Nobody asked twice.", "Nobody asked 2 times."))
    assert told[:1] == ['manuscript/paper.qmd:19:14: typed number, not taken: "twice" became "2 times"']
    assert code == 1


def test_a_footnote_comes_back_where_it_is_called(compare: Compare, words: Words) -> None:
    _, told = compare(swap(words, "Nobody asked twice.", "Nobody asked twice.^[As far as we know.]"))
    assert changed_lines(told) == ["-Nobody asked twice.", "+Nobody asked twice.^[As far as we know.]"]


def test_a_changed_cell_is_listed_with_its_numbers(compare: Compare, words: Words) -> None:
    rows = json.loads(Path("results/manuscript/paper.binding.json").read_text())["tables"]["support"]
    cells = [cell for row in [{"cells": rows["columns"]}, *rows["rows"]] for cell in row["cells"]]
    at = next(n for n, cell in enumerate(cells) if cell["ids"] and cell["text"] not in ("suppressed", "–"))

    def edit(paper: Any) -> None:
        table = paper.add_table(1, len(cells))
        for number, cell in enumerate(cells):
            table.rows[0].cells[number].text = "changed" if number == at else cell["text"]

    code, told = compare(words, edit)
    assert told[:2] == [
        f'manuscript/tables.yaml, support: cell, not taken: "{cells[at]["text"]}" became "changed"',
        f"  stands on: {', '.join(cells[at]['ids'])}",
    ]
    assert code == 1


def test_comments_come_along_with_author_and_place(compare: Compare, words: Words) -> None:
    def edit(paper: Any) -> None:
        paragraph = next(one for one in paper.paragraphs if "Nobody" in one.text)
        paper.add_comment(paragraph.runs, text="Is this so?", author="Co Author", initials="CA")
        paper.add_comment(paragraph.runs, text="71.8%: of 40", author="aimed", initials="a")

    assert compare(words, edit)[1] == [
        "comment by Co Author: Is this so?",
        '  at: "Nobody asked twice."',
        "0 changes of words taken, 0 not, 1 comments",
    ]


def test_a_proof_in_html_or_text_is_compared_in_the_same_way(
    words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, joint in (("proof.html", "<p>{}</p>"), ("proof.txt", "{}\n\n")):
        written = "".join(
            joint.format(text) for text in swap(words, "Support was common", "Support was rare")
        )
        Path(name).write_text(written, encoding="utf-8")
        assert print_comparison(Path(), Path(name), "paper", "", None) == 1
        assert capsys.readouterr().out.splitlines() == [
            'manuscript/paper.qmd:13:14: claim, not taken: "common" became "rare"',
            "  stands on: support.core_curriculum.all.pct >= 50",
            "0 changes of words taken, 1 not, 0 comments",
        ]


def test_numbers_that_moved_since_the_base_are_told_apart_from_tracked_ones(
    compare: Compare, words: Words, shown: dict[str, str]
) -> None:
    kept = shown["flow.kept.all.count"]
    older = swap(words, f"{kept} were kept", "78 were kept")
    code, told = compare(older, lambda paper: track(paper, "a first one", "our first one"))
    assert told[:2] == [
        "1 numbers and labels are others by now, and nobody changed them: lines 12",
        "1 changes of words taken, 0 not, 0 comments",
    ]
    assert code == 0


def test_what_cannot_be_read_is_said(built_toy: Path) -> None:
    Path("broken.docx").write_bytes(b"PK no")
    with pytest.raises(ProblemsFound) as caught:
        print_comparison(Path(), Path("broken.docx"), "paper", "", None)
    assert str(caught.value) == (
        "broken.docx\n  found:    a file that is no whole DOCX document\n"
        "  expected: a DOCX document\n  to do:    save it again from Word"
    )
    with pytest.raises(ProblemsFound) as caught:
        print_comparison(Path(), Path("broken.docx"), "paper", "no-such-commit", None)
    assert "--base no-such-commit" in str(caught.value)
