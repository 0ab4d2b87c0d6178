"""Relative ids: what a person reads as the whole id stands beside each."""

from aimed.language.marks import scan_marks
from aimed.language.relative_ids import complete_document, complete_part

TEXT = """---
abstract: |
  [.a.pct]{.num}
---

# Results

[.a.pct]{.num} and [support.core.pct]{.num}.

## Access {#sec-access of="access"}

[.internet.hic.pct]{.num as=pct_ci} of [support.core.pct]{.num}; [over [.internet.pct]{.num}]{.claim
holds="largest(.*.all.pct) == internet and .5 < 1 and all(.*.hic.p except (device) > 0.05) and a.b > .c.d"}.

### Data {.unnumbered of='.local_data'}

[.pct]{.num} [we]{.claim holds=".n>5"}

### Other

[.device.pct]{.num}

::: {.when of=topics-wanted.topic holds="hic > lmic in .coding.pct"}
[.ethics.pct]{.num}

# Inside {of="deep"}

[.x.y]{.num}
:::

[.device.n]{.num}

# Discussion

[.a.pct]{.num}
"""
WHOLE = [
    (3, "num", ".a.pct", None),
    (8, "num", ".a.pct", None),
    (8, "num", "support.core.pct", None),
    (12, "num", "access.internet.hic.pct", None),
    (12, "num", "support.core.pct", None),
    (
        12,
        "claim",
        "over [access.internet.pct]{.num}",
        "largest(access.*.all.pct) == internet and .5 < 1 and all(access.*.hic.p except (device) > 0.05) "
        "and a.b > access.c.d",
    ),
    (12, "num", "access.internet.pct", None),
    (17, "num", "access.local_data.pct", None),
    (17, "claim", "we", "access.local_data.n>5"),
    (21, "num", "access.device.pct", None),
    (23, "when", None, "hic > lmic in topics_wanted.topic.coding.pct"),
    (24, "num", "topics_wanted.topic.ethics.pct", None),
    (28, "num", "deep.x.y", None),
    (31, "num", "access.device.n", None),
    (35, "num", ".a.pct", None),
]


def test_marks_have_whole_ids_at_their_own_places() -> None:
    found = [
        (mark.line, mark.kind, mark.text if mark.kind != "when" else None, mark.attributes.get("holds"))
        for mark in scan_marks(TEXT)
    ]
    assert [(*one[:3], one[3] and " ".join(one[3].split())) for one in found] == WHOLE
    columns = [TEXT.splitlines()[mark.line - 1][mark.column - 1] for mark in scan_marks(TEXT)]
    assert set(columns) == {"[", ":"}


def test_a_whole_document_reads_as_if_it_had_been_written_so() -> None:
    written = complete_document(TEXT)
    assert [(m.kind, m.text, m.attributes) for m in scan_marks(written) if m.kind != "when"] == [
        (m.kind, m.text, m.attributes) for m in scan_marks(TEXT) if m.kind != "when"
    ]
    assert "of=" not in written
    assert written.count("\n") == TEXT.count("\n")
    assert complete_document(written) == written


def test_a_part_of_a_document_has_whole_ids() -> None:
    start = TEXT.index("[.internet.hic")
    assert complete_part(TEXT, start, start + 35) == "[access.internet.hic.pct]{.num as=pct_ci}"
    assert complete_part("[.a]{.num}", 0, 10) == "[.a]{.num}"


def test_code_and_other_points_stay() -> None:
    text = '## A {of="a"}\n\n`[.x.y]{.num}` [3.5 ... .x]{.literal why="so .b"} [.x](of=.y)\n'
    assert complete_document(text) == text.replace(' {of="a"}', " {}")
