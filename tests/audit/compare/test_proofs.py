"""A publisher's proof, as PDF: what is new and gone in the text, among all that stands beside it."""

import json
import re
from pathlib import Path

import pytest
import typst
from aimed.audit.compare.command import print_comparison
from aimed.manuscript.engines.pandoc import render_with_pandoc
from aimed.manuscript.engines.staging import list_layout, stage_document

pytestmark = pytest.mark.slow

PAPER = Path("manuscript/paper.qmd")
FIRST = "Tea was drunk in the morning. It was taken with warm milk and nothing else."
SECOND = "Coffee came later in the day, and nobody counted how often that was so."
NOTE = "They wrote it down on paper."
THIRD = f"In the evening people talked about what they had learned.^[{NOTE}]"
REST = " Some said so twice, once at the end."
MORE = f"""
## What they drank

{FIRST}{REST}

{SECOND}

{THIRD}
"""
QUIET = "0 changes of words taken, 0 not, 0 comments"
NEW = "A lady from the town came by and asked for a cup of hers."
LAST = "It was the last one of that day."
ADDED = "new in the document, not taken: nothing became"
GONE = "not found in the document, not taken"


@pytest.fixture
def paper(built_toy: Path) -> str:
    """The toy's paper, longer and with a footnote; all its marks are bound already."""
    text = PAPER.read_text(encoding="utf-8") + MORE
    PAPER.write_text(text, encoding="utf-8")
    return text


def render(text: str, folder: Path) -> Path:
    """Return the PDF that the project makes of a text, with the binding of the toy's paper."""
    document = folder / "paper.qmd"
    folder.mkdir()
    document.write_text(text, encoding="utf-8")
    figures = [path for path in Path("results/figures").iterdir() if path.suffix in (".svg", ".png")]
    layout = [*map(Path, list_layout()), Path("results/ledger/public.csv")]
    binding, library = Path("results/manuscript/paper.binding.json"), Path("manuscript/references.bib")
    stage_document(
        folder / "stage", document, binding, (figures, layout), library, Path("manuscript/vancouver.csl")
    )
    made, _ = render_with_pandoc(folder / "stage", document, library)
    (folder / "proof.pdf").write_bytes(made["pdf"])
    return folder / "proof.pdf"


def typeset(body: str, head: str = "") -> Path:
    """Return a proof in another layout."""
    Path("proof.typ").write_text(f"{head}\n{body}", encoding="utf-8")
    typst.compile("proof.typ", output="proof.pdf", ignore_system_fonts=True)
    return Path("proof.pdf")


def compare(proof: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what is told; of a patch the lines that go and come alone."""
    print_comparison(Path(), proof, "paper", "", None)
    lines = capsys.readouterr().out.splitlines()
    return [one for one in lines if one[:1] not in "@ " and one[:3] not in ("+++", "---")]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_our_own_pdf_of_the_same_text_gives_nothing(paper, tmp_path, capsys):
    assert compare(render(paper, tmp_path / "same"), capsys) == [QUIET]


def test_our_own_pdf_of_an_edited_text(paper, tmp_path, capsys):
    edited = paper.replace(" It was taken", f" {NEW} It was taken").replace(f"{SECOND}\n\n", "")
    edited = edited.replace("[flow.raw.all.count]{.num}", "77").replace(THIRD, f"{THIRD}\n\n{NEW} {LAST}")
    told = compare(render(edited, tmp_path / "edited"), capsys)
    raw = re.search(r'"(\d+)" became "77"', told[0])
    number, second, third = (line_of(paper, words) for words in ("Of [flow", SECOND, THIRD))
    assert told[:4] == [
        f'{PAPER}:{number}:4: number, not taken: "{raw and raw[1]}" became "77"',
        f'{PAPER}:{second}:1: {GONE}: "{SECOND[:59]}…" became nothing',
        f'{PAPER}:{third}:{len(THIRD) + 1}: {ADDED} "{NEW} I…"',
        "1 changes of words taken, 3 not, 0 comments",
    ]
    assert told[4:] == [f"-{FIRST}{REST}", f"+{FIRST.replace(' It was', f' {NEW} It was')}{REST}"]


WORDS = """= A toy paper
A. Author, Toy University

We asked {kept} students in {countries} countries.

= Results
Of {raw} rows, {kept} were kept. Support was common: {support} agreed#super[1].

Table 1 shows the answers, and Figure 1 who gave them.

A student said: “I want to write a small program myself” (Student).

#text(size: 7pt)[*Table 1.* Support by income group.

#table(columns: 2, [Group], [Agreed], ..range(40).map(n => (str(n), "Row")).flatten())
Numbers are counts. They were rounded by the journal as the house wishes it to be.
]

#text(size: 7pt)[*Figure 1.* Who was counted.]

== What they drank
{first} Some said so twice, once at the end.

{second}

In the evening people talked about what they had learned.#footnote[They wrote it down on paper.]

= References
+ Wilson EB. Probable inference, the law of succession, and statistical inference. 1927.
"""
HEAD = """#set page(width: 15cm, height: 7cm, columns: 2, numbering: "1",
  header: context if calc.odd(here().page()) [Journal of Tea 12(3)] else [Author and others. All rights.])
#set text(size: 9pt, hyphenate: true, lang: "en")
"""
LINES = "#set par.line(numbering: n => text(size: 9pt)[#n])\n"


@pytest.fixture
def printed(paper: str) -> str:
    """What a publisher makes of the paper: two columns, running heads, raised citations, notes of its own."""
    numbers = json.loads(Path("results/ledger/ledger.json").read_text(encoding="utf-8"))["numbers"]
    bound = json.loads(Path("results/manuscript/paper.binding.json").read_text(encoding="utf-8"))["numbers"]
    shown = {name: numbers[f"{name}.count"]["shown"] for name in ("flow.kept.all", "flow.raw.all")}
    return WORDS.format(
        kept=shown["flow.kept.all"],
        raw=shown["flow.raw.all"],
        countries=numbers["wanted.country.all.distinct"]["shown"],
        support=bound["support.core_curriculum.all|count_pct_ci"]["text"],
        first=FIRST,
        second=SECOND,
    )


@pytest.mark.parametrize("head", [HEAD, HEAD + LINES], ids=["columns", "numbered lines"])
def test_a_publishers_layout_of_the_same_text_gives_nothing(printed, capsys, head):
    assert compare(typeset(printed, head), capsys) == [QUIET]


@pytest.mark.parametrize("head", [HEAD, HEAD + LINES], ids=["columns", "numbered lines"])
def test_what_a_publisher_changed_is_told_with_its_line(paper, printed, capsys, head):
    gone = "In the evening people talked about what they had learned."
    edited = printed.replace(SECOND, f"{NEW} {SECOND}").replace(f"{gone}#footnote[{NOTE}]", "")
    first, third = line_of(paper, FIRST), line_of(paper, THIRD)
    assert compare(typeset(edited, head), capsys) == [
        f'{PAPER}:{first}:{len(FIRST + REST) + 1}: {ADDED} "{NEW}"',
        f'{PAPER}:{third}:1: {GONE}: "{THIRD[:59]}…" became nothing',
        f'{PAPER}:{third}:60: {GONE}: "{NOTE}" became nothing',
        "0 changes of words taken, 3 not, 0 comments",
    ]
