"""The list of evidence at the end of the PDF: an entry for all that leads to it, and the way back."""

import json
import re
from pathlib import Path

import docx
import pytest
from lxml import html
from make_study import bind, render, write_paper
from pypdf import PdfReader

pytestmark = pytest.mark.slow
BREAK = "{{< pagebreak >}}\n\n"
BODY = f"""Of them [support.view.all]{{.num as=count_pct_ci}} agree, and
[most do]{{.claim holds="support.view.all.pct > 50"}}.

{BREAK}[warm milk helps]{{.quote turn="demo/g1/2"}}

{BREAK}::: {{#tbl-people from="people"}}
Who took part.
:::

{BREAK}::: {{#fig-support from="support"}}
Who agrees.
:::
"""
LIST = 5  # the page of the list, and after it none


def read_ways(pdf: Path) -> set[tuple[int, int]]:
    """Return the pages that links within a PDF lead from and to."""
    pages = PdfReader(pdf).pages
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(pages, start=1)}
    notes = [(at, note.get_object()) for at, page in enumerate(pages, 1) for note in page.get("/Annots", ())]
    return {(at, numbers[note["/Dest"].get_object()[0].idnum]) for at, note in notes if "/Dest" in note}


def text_of(pdf: Path, page: int) -> str:
    return " ".join(PdfReader(pdf).pages[page - 1].extract_text().split())


@pytest.fixture
def made(study: Path) -> dict[str, Path]:
    write_paper(BODY)
    bind("paper.qmd")
    return render()


def test_claims_quotations_tables_and_figures_have_entries_beside_the_numbers(made: dict[str, Path]) -> None:
    told = text_of(made["evidence"], LIST)
    assert "71.8% (56.2 to 83.5) view, pct. n = 40; Tea should be served daily: Agree;" in told
    assert "support.view.all.pct p. 1" in told
    for entry in (
        "Claims most do Holds while: support.view.all.pct > 50 Numbers: support.view.all.pct p. 1",
        "Quotations “warm milk helps” Drinker, north. Held to the words of the turn in the transcript. "
        "aimed trace manuscript/paper.qmd:10 p. 2",
        "Table 1 Who answered? Analysis: people aimed trace tbl-people p. 3",
        "Figure 1 Do people want tea every day? Analysis: support aimed trace fig-support p. 4",
    ):
        assert entry in told


def test_each_leads_to_its_entry_and_each_entry_back(made: dict[str, Path]) -> None:
    there, back = ({(page, LIST) for page in range(1, LIST + 1)}, {(LIST, page) for page in range(1, LIST)})
    assert read_ways(made["evidence"]) == there | back


def test_the_plain_pdf_has_neither_list_nor_links(made: dict[str, Path]) -> None:
    assert len(PdfReader(made["pdf"]).pages) == LIST - 1
    assert read_ways(made["pdf"]) == set()


def test_a_head_that_is_repeated_has_no_link_where_pdf_ua_allows_none(study: Path) -> None:
    rows = "\n".join(f"| Row {at} | b |" for at in range(90))
    head = "| Of [support.view.all.n]{.num} | b |\n|:--|:--|"
    write_paper(
        f"Of [support.view.all.n]{{.num}}.\n\n::: {{#tbl-own}}\nA table by hand.\n\n{head}\n{rows}\n:::"
    )
    bind("paper.qmd")
    reader = PdfReader(render()["evidence"])
    assert ["Of 40" in page.extract_text() for page in reader.pages] == [True, True, False]
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_all_that_is_said_of_evidence_is_said_in_the_language_of_the_document(study: Path) -> None:
    write_paper(
        BODY + '\n[All]{.claim holds="support.view.all.pct == 100"} agree.', "title: Thé\nlang: fr-CA"
    )
    bind("paper.qmd")
    made = render()
    page = html.fromstring(made["html"].read_bytes())
    heads = [" ".join(row.itertext()) for row in page.xpath("//details//thead/tr")]
    assert heads == [
        "Nombre Objet Valeur Intervalle n Comptés Méthode",
        "Affirmation Vrai tant que Nombres",
        "Citation Qui Commande",
        "Tableau ou figure Question Analyse Commande",
    ]
    assert page.xpath("string(//summary)") == "Justificatifs : les nombres de ce document"
    assert json.loads(page.xpath("string(//details/@data-words)"))["close"] == "Fermer"
    assert page.xpath("//a[@class='why']/@aria-label") == ["Ce sur quoi repose cette affirmation"]
    comments = [comment.text for comment in docx.Document(made["annotated"]).comments]
    assert any(
        "Parmi: personnes retenues: Tea should be served daily: connu (40)" in told for told in comments
    )
    printed = text_of(made["evidence"], LIST)
    for words in ("Affirmations most do Vrai tant que: support", "p. 3"):
        assert words in printed
    printed += text_of(made["evidence"], LIST - 1)
    assert "Nombres publics: " in printed
    told = [page.text_content(), printed, *comments]
    assert not any(
        re.search(r"Held|Holds|Out of|Left out|does not hold|trace ID follows|Made with", one) for one in told
    )
    assert "[n’est pas vérifié: support.view.all.pct == 100]" in page.text_content()
