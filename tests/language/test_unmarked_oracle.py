"""Pandoc is the oracle: the digits and marks our scanner sees are those in Pandoc's document tree."""

import json
import re
from functools import cache
from typing import Any

import pypandoc
import pytest
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from aimed.language.unmarked import find_digits, prose_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

TRACED = {"num", "literal", "quote"}
KINDS = {"num", "literal", "quote", "claim", "when"}


@cache
def tree_of(text: str) -> dict[str, Any]:
    return json.loads(pypandoc.convert_text(text, "json", format="markdown"))


def words_of(node: Any) -> str:
    """The words a reader sees, from Pandoc's tree, less code, citations, addresses and bound marks."""
    if isinstance(node, list):
        return "".join(words_of(item) for item in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    match kind:
        case "Str":
            return "" if content.startswith(("http://", "https://", "10.", "doi:")) else content
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Math":
            return " " + content[1] + " "
        case "Code" | "CodeBlock" | "Cite":
            return " "
        case "RawInline" | "RawBlock":
            return " " + re.sub("<[^<>]*>", "", content[1]) + " "
        case "Link" | "Image":
            return words_of(content[1]) + "\n" + content[2][1] + "\n"
        case "Span":
            return " " if TRACED & set(content[0][1]) else words_of(content[1])
        case "Note":
            return " " + words_of(content) + " "
        case "OrderedList":
            return words_of(content[1]) + "\n"
        case "Emph" | "Strong" | "Superscript" | "Subscript" | "Strikeout":
            return "*" + words_of(content) + "*"
        case "Quoted":
            return '"' + words_of(content[1]) + '"'
        case "Header":
            return words_of(content[2]) + "\n"
        case "Div":
            return words_of(content[1])
        case "MetaMap":
            return "\n".join(words_of(item) for item in content.values())
        case "LineBlock":
            return "\n".join(words_of(item) for item in content)
        case "DefinitionList":
            return "\n".join(words_of(part) + "\n" for pair in content for part in pair)
        case "MetaList":
            return "\n".join(words_of(item) for item in content)
        case None:
            return "".join(words_of(value) for value in node.values())
        case _:
            return words_of(content) + "\n"


def seen_by_pandoc(text: str) -> list[str]:
    tree = tree_of(text)
    scanned = {k: v for k, v in tree["meta"].items() if k in ("title", "subtitle", "abstract", "keywords")}
    words = "\n".join(words_of(part) for part in (*scanned.values(), tree["blocks"]))
    return sorted(token.replace("’", "'") for _, token in find_digits(words))


def seen_by_us(text: str) -> list[str]:
    return sorted(
        token.replace("---", "—").replace("--", "–") for _, token in find_digits(prose_of(readable_of(text)))
    )


def marks_in_tree(node: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    found = []
    if isinstance(node, dict):
        if node.get("t") in ("Span", "Div"):
            (name, classes, pairs), _ = node["c"]
            attributes = dict(pairs) | ({"id": name} if name else {})
            kinds = [c for c in classes if c in KINDS and (node["t"] == "Span" or c == "when")]
            if node["t"] == "Div" and not kinds:
                kinds = (
                    [{"tbl-": "table", "fig-": "figure"}[name[:4]]] if name[:4] in ("tbl-", "fig-") else []
                )
            found += [(kind, tuple(sorted(attributes.items()))) for kind in kinds]
        for value in node.values():
            found += marks_in_tree(value)
    elif isinstance(node, list):
        for item in node:
            found += marks_in_tree(item)
    return found


def marks_by_pandoc(text: str) -> list[Any]:
    tree = tree_of(text)
    scanned = {k: v for k, v in tree["meta"].items() if k in ("title", "subtitle", "abstract", "keywords")}
    return sorted(marks_in_tree([scanned, tree["blocks"]]))


def marks_by_us(text: str) -> list[Any]:
    return sorted((mark.kind, tuple(sorted(mark.attributes.items()))) for mark in scan_marks(text))


SNIPPETS = {
    "plain": "Of 128 students, 89.8% agreed (115/128; 1,000 more), 18–24, 18--24, 2.5.",
    "no blanks": "n=128, p<0.05, (5)ish, x:7, 3D, -5, +5, ~5, 5's",
    "letters first": "FY20, COVID-19, SARS-CoV-2, Q7.1, v2, T1w and mid-2020.",
    "emphasis": "**89**%, *115* of _128_, ***5***, snake_5_case, CO~2~, 10^5^, ~~7~~",
    "code": "`5` and ``6 ` 7`` then 8 and `` ` 9",
    "code with attributes": "`x <- 5`{.r n=6} 7",
    "unclosed code": "a ` 5 and 6\n\nb ` 7",
    "fenced": "a 1\n\n```\n2\n```\n\n~~~ {.r}\n3\n~~~\n\n4",
    "fence in a paragraph": "text 1\n```\n2\n```\nmore 3",
    "fence longer": "````\n1\n```\n2\n````\n\n3",
    "unclosed fence": "a 1\n\n```\n2",
    "tilde in text": "a\n\n~~~\n5",
    "indented code": "a 1\n\n    2\n    3\n\nb 4",
    "indented in a list": "- a 1\n\n    b 2\n\nc\n\n    3",
    "indented in a paragraph": "a 1\n    2 more",
    "comment": "a 1 <!-- 2\n\n3 --> 4",
    "unclosed comment": "a 1 <!-- 2\n\n3",
    "comment in code": "`<!--` 5 `-->` 6",
    "code in comment": "<!-- ` --> 5 `6`",
    "citations": "[@a2020; see @b2, p. 33; @c, 33-35, ch. 2] and @d2020 [p. 5] -@e3 9",
    "cite no blanks": "word[@a1; @b2]5 and a@b5",
    "links": "[5 students](http://a.b/6 'seven 7') <http://x.y/8> http://z/9 10.1000/11",
    "link brackets": "[a [5] b](c(6)d) ](7) [8]( 9",
    "link of images": "[![5](6.png)](7) ![8](<9 10.png>){#fig-x width=11%}",
    "reference link": '[a 5][r1] and [b 6][nope7]\n\n[r1]: http://x/9 "t"',
    "notes": "a[^1] and ^[inline 5]\n\n[^1]: note 6\n    and 7\n\n    and 8\n",
    "lists": "1. a 2\n3. b\n\n4) c\n\n(5) d\n\ntext\n6. not a list",
    "list in paragraph": "the count was\n128. Then more",
    "nested list": "- a\n  5. b 6\n\n- c",
    "example list": "(@good) first 5\n(@) second 6",
    "letters list": "a. five 5\nb. six",
    "quote block": "> 1. a 5\n>\n> ```\n> 6\n> ```\n\n7",
    "heading": "# Part 2 {#sec-3 .x n=4}\n\nSet\n===\n\n## 5. Next",
    "heading attributes": "# 1 a {.unnumbered}\n",
    "table": "| a1 | 2 |\n|----|---|\n| 3  | `4` |\n\n: Caption 5",
    "table attributes": "| a1 | 2 |\n|----|---|\n| 3  | 4 |\n\n: Caption 5 {#tbl-x6}",
    "definition": "Term 5\n:   Def 6\n\n    more 7",
    "line block": "| the 5\n| the 6",
    "math": "$p < 0.05$ and $$n = 128$$ costs $5 and $6.",
    "entities": "&#53; &nbsp;6 &frac12; &amp;7 &#160;8 &quot;9&quot;",
    "escapes": r"\[5\] \*6\* \5 \`7\` 8\% \@x9",
    "html": "<b title='x'>5</b> <br/> 6 < 7 and 8 > 9 <span class=\"n10\">11</span>",
    "div": "::: {.callout n=5}\n6\n:::\n\n::: note7\n8\n:::\n",
    "marks": "[a.b5.c]{.num} of [128]{.literal why=\"5\"} [6]{.other} [we 7]{.quote turn='a/8/9'}10",
    "claim": '[near [a.b]{.num as=x} 5]{.claim holds="a.b >= 6"} 7',
    "claim over lines": '[near\n[a.b]{.num} 5]{.claim\nholds="a.b >= 6"} 7',
    "mark across paragraphs": "[near\n\n5]{.num} 6",
    "escaped mark": r"\[5]{.num} [6\]{.num} 7] {.num} [8] {.num}",
    "mark in code": "`[5]{.num}` [6]{.num}",
    "mark with code": "[`]` 5]{.num} 6",
    "broken attributes": '[5]{.num as="} [6]{.num, x} [7]{num} [8]{.num x=} [9]{}',
    "attribute forms": "[a]{#x1 .num as='b c' d=e5f n=\"6\"} [b]{.num.strong}",
    "attribute spaces": "[c]{ .num } [d]{.num  }[e]{- .num} [f]{.num\n as=g} 5",
    "span in a link": "[[5]{.num} 6](http://x7)",
    "mark in note": "x^[[a]{.num} 5] [^n]\n\n[^n]: [b]{.claim holds='c > 6'} 7",
    "mark in heading": "# [a]{.num} and 5 {#sec-6}",
    "mark in table": "| [a]{.num} | 2 |\n|----|---|\n| 3  | [b]{.num} |\n",
    "divs": '::: {#tbl-a from="b"}\nCap 5 [x]{.num}\n:::\n',
    "divs in divs": ':::: {#fig-b from="c5"}\n6\n\n::: {.when holds="a > 5"}\n7\n:::\n::::\n',
    "when": '::: {.when holds="study.synthetic == 1"}\nSynthetic 5\n:::',
    "front matter": (
        '---\ntitle: "Of 5 \\"x\\" [a]{.num}"\nauthor: 6\n'
        "abstract: |\n  In 7 `8`.\n\n  - [b]{.num} 9\nkeywords: [10x, '11']\n---\n\n12"
    ),
    "front matter mark": "---\ntitle: \"[a 5]{.num as=\\\"b\\\"}\"\nabstract: 'it''s [7]{.num}'\n---\n",
    "front matter folded": "---\ntitle: Of 5 and\n  6\nabstract: >\n  7\n  8\nnumber: 9\n...\n10",
    "no front matter": "text\n\n- 5\n- 6",
    "quarto": "See @fig-support5 and [-@tbl-x6; @sec-7].",
    "raw": "`<b>5</b>`{=html} and `6`{=latex}",
    "raw block": "```{=html}\n<p>5</p>\n```\n\n6",
    "windows lines": "# a 1\r\n\r\n- b 2\r\n\r\n```\r\n3\r\n```\r\n\r\n[a]{.num}\r\n",
    "wide letters": "é 5 — ü[6]{.num} 7 数8 ９",
    "superscript digits": "m² and x³, ½ and ²",
    "rule": "a 1\n\n---\n\nb 2\n\n***\n",
    "abbreviations": "i.e. 5, Fig. 6, e.g. 7",
    "a bracket after a bracket": "[@k][a]{.num} 5 [a 1][b]{.num} [a][b][c]{.num} ![a][b]{.num}",
    "a bracket after nested brackets": "[a[b]][c]{.num} 5",
    "a bracket after a note": "x[^1][a]{.num} y^[z][b]{.num}\n\n[^1]: 5",
    "a bracket after a link": "[a 1](x)[b]{.num} [a 4] (5) [a 4] [b](5) [^6](7)",
    "undefined note": "x[^128] y",
    "code over lines before a list": "x ```\n- 28%```\n1. b",
    "comment before a list": "x\n\n<!-- y -->\n\n1. b 5",
    "mark in a formula": "$x [a]{.num}$ 5 and $$ [b]{.num} = 7 $$ and [c $x]{.num}$ d",
    "money": "US$[a]{.num} and US$[b]{.num} 5; cost $5 [c]{.num} and $6; \\$[d]{.num} $7",
    "escaped quotes": 'say \\"5\\" and [a]{.num as="b\\"c"} 6',
    "smart": "'5' \"6\" it's 7... 8--9 10---11",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_digits_are_those_that_pandoc_shows(name: str) -> None:
    assert seen_by_us(SNIPPETS[name]) == seen_by_pandoc(SNIPPETS[name])


@pytest.mark.parametrize("name", SNIPPETS)
def test_marks_are_those_that_pandoc_reads(name: str) -> None:
    assert marks_by_us(SNIPPETS[name]) == marks_by_pandoc(SNIPPETS[name])


PIECES = st.sampled_from(
    [
        "Of 128 students. ",
        "[support.all.pct]{.num} ",
        "[95]{.literal why='level 5'} ",
        '[near 4 [a.b]{.num as=word} x]{.claim holds="a.b > 6"} ',
        "`code 7` ",
        "*89.8*% ",
        "<!-- 10 --> ",
        "[@smith2020, p. 11] ",
        "[text 12](http://a.b/13) ",
        "^[note 14 [a]{.num}] ",
        "\\[15] ",
        "$p = 0.16$ ",
        "\n\n",
        "\n",
        "\n\n- item 17\n",
        "\n\n18. item 19\n",
        "\n\n```\n20\n```\n\n",
        "\n\n# Head 21 {#sec-22}\n\n",
        "\n\n> quoted 23\n\n",
        "\n\n::: {.when holds='a.b == 24'}\n\n",
        "\n\n:::\n\n",
        "FY25 ",
        "(n=26) ",
    ]
)


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(st.lists(PIECES, min_size=2, max_size=12))
def test_any_mixture_is_seen_as_pandoc_sees_it(pieces: list[str]) -> None:
    text = "Start. " + "".join(pieces)
    assert seen_by_us(text) == seen_by_pandoc(text)
    assert marks_by_us(text) == marks_by_pandoc(text)
