"""The annotated DOCX: comments by hand from a binding, and nothing of them in the plain one."""

import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from make_study import bind, render, write_paper
from pypdf import PdfReader

pytestmark = pytest.mark.slow

RANGE = ("commentRangeStart", "commentRangeEnd", "commentReference")
BODY = """Of them [support.view.all]{.num as=count_pct} agree,
[most do]{.claim holds="support.view.all.pct > 50"}:
[it helps]{.quote turn="demo/g1/2"}. See @tbl-people and table [-@tbl-people].

::: {#tbl-people from="people"}
Who took part.
:::
"""


@pytest.fixture
def made(study: Path) -> dict[str, Path]:
    write_paper(BODY.replace("it helps", "warm milk helps"))
    bind("paper.qmd")
    return render()


def comments_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as parts:
        written = parts.read("word/comments.xml").decode("utf-8")
    comments = re.findall(r"<w:comment .*?</w:comment>", written, re.S)
    return ["\n".join(re.findall("<w:t[^>]*>([^<]*)</w:t>", comment)) for comment in comments]


def document_of(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode("utf-8")


def test_each_number_claim_quotation_and_row_has_a_comment(made: dict[str, Path]) -> None:
    number, claim, quotation, *rows = comments_of(made["annotated"])
    assert number.splitlines()[:7] == [
        "view, count: 28",
        "n: 40",
        "Counted: Tea should be served daily: Agree",
        "Out of: people who were kept: Tea should be served daily: known (40)",
        "Left out: Tea should be served daily: not known",
        "Method: count",
        "aimed trace support.view.all.count",
    ]
    assert claim.splitlines() == [
        "Holds while: support.view.all.pct &gt; 50",
        "view, pct: 71.8%",
        "Interval: 56.2 to 83.5",
        "n: 40",
        "Counted: Tea should be served daily: Agree",
        "Out of: people who were kept: Tea should be served daily: known (40)",
        "Left out: Tea should be served daily: not known",
        "Method: Wilson score interval",
        "Computed: 100 * count / n",
        "aimed trace support.view.all.pct",
    ]
    assert quotation == "Said by: Drinker, north\nHeld to the words of the turn in the transcript"
    assert rows and all(row.endswith("aimed trace ID follows each to its rows") for row in rows)
    assert not any("suppressed" in row for row in rows)


def test_the_ranges_of_comments_are_whole(made: dict[str, Path]) -> None:
    written = document_of(made["annotated"])
    ids = [re.findall(rf'<w:{name} w:id="(\d+)"', written) for name in RANGE]
    assert ids[0] and sorted(ids[0]) == sorted(ids[1]) == sorted(ids[2])


def test_the_plain_document_has_the_same_words_and_neither_comment_nor_bookmark(
    made: dict[str, Path],
) -> None:
    plain = document_of(made["docx"])
    assert "aimed_" not in plain and "comment" not in plain and comments_of(made["docx"]) == []
    texts = [[p.text for p in docx.Document(made[kind]).paragraphs] for kind in ("docx", "annotated")]
    assert texts[0] == texts[1]


def test_captions_and_references_are_fields_of_word(made: dict[str, Path]) -> None:
    fields = re.findall(r"<w:instrText[^>]*> ?([^<]*?) ?</w:instrText>", document_of(made["docx"]))
    assert fields == ["REF _Ref_Table1 \\h", "REF _Ref_Table1_n \\h", "SEQ Table \\* ARABIC"]
    names = re.findall(r'w:name="(_Ref_[^"]*)"', document_of(made["docx"]))
    assert names == ["_Ref_Table1", "_Ref_Table1_n"]


def test_lines_are_numbered_where_the_study_asks(study: Path) -> None:
    config = Path("config.yaml").read_text(encoding="utf-8")
    Path("config.yaml").write_text(config + "  line_numbers: yes\n", encoding="utf-8")
    write_paper("One line.")
    bind("paper.qmd")
    made = render()
    assert '<w:lnNumType w:countBy="1" w:restart="continuous"' in document_of(made["docx"])
    assert "1\n2\n" in PdfReader(made["pdf"]).pages[0].extract_text()


def test_the_pdf_with_evidence_has_links_a_list_and_the_public_numbers(made: dict[str, Path]) -> None:
    plain, evidence = PdfReader(made["pdf"]), PdfReader(made["evidence"])
    assert evidence.attachments == {"public.csv": [b"id,value\n"]}
    assert not plain.attachments
    listed = " ".join("".join(page.extract_text() for page in evidence.pages).split())
    assert "people who were kept: Tea should be served daily: known (40)" in listed
    assert "support.view.all.pct" in listed
    assert "support.view.all.pct" not in "".join(page.extract_text() for page in plain.pages)
    targets = [a.get_object() for page in evidence.pages for a in page.get("/Annots", [])]
    assert len(targets) > 5


def test_repository_and_version_stand_in_every_format(study: Path) -> None:
    config = Path("config.yaml").read_text(encoding="utf-8")
    config += '  repository: https://example.org/tea\n  version: "1.2"\n'
    Path("config.yaml").write_text(config, encoding="utf-8")
    write_paper("Tea.")
    bind("paper.qmd")
    made = render()
    told = json.loads(Path("binding.json").read_text(encoding="utf-8"))["study"]["version"]
    assert told.startswith("Repository: https://example.org/tea, version 1.2. Public numbers: ")
    assert told in re.sub("<[^>]+>", "", made["html"].read_text(encoding="utf-8"))
    assert told in [paragraph.text for paragraph in docx.Document(made["docx"]).paragraphs]
    for kind in ("pdf", "evidence"):
        printed = "".join(PdfReader(made[kind]).pages[0].extract_text().split())
        assert told.replace(" ", "") in printed
