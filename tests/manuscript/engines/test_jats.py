"""The document as JATS; what a valid one holds is read in the Journal Publishing tag library 1.2."""

import os
from pathlib import Path

import pytest
from aimed.manuscript.engines.jats import write_article
from aimed.messages.problems import ProblemsFound
from lxml import etree
from make_study import bind, render, stage_article, write_paper

FRONT = """title: Tea
lang: fr
author:
  - name: Ada Lovelace
    orcid: https://orcid.org/0000-0002-1825-0097
    corresponding: true
    email: ada@example.org
    affiliations: [school]
  - Plain Name
affiliations:
  - id: school
    name: School & Sons
abstract: "**Results.** [support.view.all.pct]{.num} agreed."
keywords: [tea, milk]
journal: {title: Digital Health, eissn: 2055-2076}
article: {doi: 10.1000/tea}
license: CC BY 4.0
funding: [{source: A Fund, award-id: 12}, Another]"""
BODY = """# Methods

See @eq-energy, @tbl-people and [methods](#methods) [@ejaz2022, p. 5]. <!-- secret -->

$$ E = m c^2 $$ {#eq-energy}

::: {#tbl-people from="people"}
People by region.

Counted once.
:::

::: {#fig-support from="support"}
Agreement.

A note below.
:::

## References

::: {#refs}
:::"""
PAGE = "{http://www.w3.org/1999/xlink}href"


def article_of(folder: str = "staged") -> tuple[bytes, list[str]]:
    bind("paper.qmd")
    return write_article(Path(folder), stage_article(Path(folder)))


def read(written: bytes):
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    return etree.fromstring(written, parser)


@pytest.fixture
def article(study):
    write_paper(BODY, FRONT)
    written, figures = article_of()
    assert figures == ["figures/support.png"]
    return read(written)


@pytest.mark.skipif(
    "JATS_DTD" not in os.environ, reason="JATS_DTD names no JATS-journalpublishing1-mathml3.dtd"
)
@pytest.mark.parametrize("written", [None, BODY])
def test_it_is_valid_by_the_dtd_where_there_is_one(study, written):
    if written:
        write_paper(written, FRONT)
        found = article_of()[0]
    else:
        bind()
        found = write_article(Path("staged"), stage_article(Path("staged")))[0]
    dtd = etree.DTD(os.environ["JATS_DTD"])
    assert dtd.validate(read(found)), dtd.error_log


def texts(root, path: str) -> list[str]:
    return [" ".join("".join(found.itertext()).split()) for found in root.findall(path)]


def test_what_is_known_of_the_article_stands_before_it(article):
    assert article.get("article-type") == "research-article"
    assert article.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    known = article.find("front/article-meta")
    assert texts(known, "contrib-group/contrib/contrib-id") == ["https://orcid.org/0000-0002-1825-0097"]
    assert texts(known, "contrib-group/contrib/string-name") == ["Ada Lovelace", "Plain Name"]
    assert [x.get("rid") for x in known.find("contrib-group/contrib").findall("xref")] == ["aff-1", "cor-1"]
    assert texts(known, "contrib-group/aff") == ["School & Sons"]
    assert texts(known, "author-notes/corresp") == ["* Correspondance: ada@example.org"]
    assert texts(known, "abstract") == ["Results. 71.8% agreed."]
    assert texts(known, "kwd-group/kwd") == ["tea", "milk"]
    assert texts(known, "funding-group/funding-statement") == ["A Fund (12); Another"]
    assert texts(article, "front/journal-meta/journal-title-group/journal-title") == ["Digital Health"]
    assert texts(article, "front/notes") == ["Synthetic data, made to test."]
    tags = [element.tag for element in known]  # the order that the tag library asks for
    assert texts(known, "permissions/license") == ["CC BY 4.0"]
    order = ["article-id", "title-group", "contrib-group", "author-notes", "permissions", "abstract"]
    assert tags == [*order, "kwd-group", "funding-group"]


def test_tables_figures_and_formulas_have_ids_labels_and_captions(article):
    table, figure = article.find("body//table-wrap"), article.find("body//fig")
    assert (table.get("id"), [part.tag for part in table]) == (
        "table_people",
        ["label", "caption", "table", "table-wrap-foot"],
    )
    assert texts(table, "label") + texts(table, "caption") == ["Tableau 1", "People by region."]
    assert texts(table, "table-wrap-foot/p")[-1] == "Counted once."
    assert texts(table, "table/thead/tr/th") == ["Characteristic", "All (n = 40)", "North"]
    assert (figure.get("id"), figure.find("graphic").get(PAGE)) == ("figure_support", "figures/support.png")
    assert texts(figure, "label") + texts(figure, "caption/p") == ["Figure 1", "Agreement.", "A note below."]
    assert texts(figure, "graphic/alt-text") == ["Bars of agreement; 71.8% agree overall."]
    formula = article.find("body//disp-formula")
    assert (formula.get("id"), texts(formula, "label")) == ("equation_energy", ["(1)"])
    assert article.find("body//boxed-text") is None


def test_each_reference_leads_to_what_it_names(article):
    leads = [(x.get("ref-type"), x.get("rid")) for x in article.findall("body//xref")]
    assert leads == [
        ("disp-formula", "equation_energy"),
        ("table", "table_people"),
        ("sec", "methods"),
        ("bibr", "ref-ejaz2022"),
    ]
    ids = {element.get("id") for element in article.iter()}
    assert ids.issuperset(name for _, name in leads)


def test_references_stand_at_the_end_with_their_numbers(article):
    assert [part.tag for part in article.find("back")] == ["ref-list", "notes"]
    assert texts(article, "back/ref-list/title") == ["References"]
    assert texts(article, "back/ref-list/ref/label") == ["1."]
    (cited,) = texts(article, "back/ref-list/ref/mixed-citation")
    assert cited.startswith("Ejaz H, McGrath H, Wong BLH, Guise A, Vercauteren T, Shapey J. Artificial")
    assert article.find("body//sec[@id='references']") is None


def test_neither_comments_nor_ids_nor_what_is_not_public_are_in_it(study):
    write_paper(BODY, FRONT)
    written = article_of()[0].decode()
    assert "secret" not in written
    assert "support.view" not in written
    assert "far_east" not in written
    assert "suppressed" in written  # in place of 75.0%


def test_the_same_document_is_the_same_bytes_wherever_it_is_staged(study, tmp_path, monkeypatch):
    write_paper(BODY, FRONT)
    first = article_of()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    assert article_of(str(tmp_path / "another place")) == first


def test_a_name_that_is_given_in_parts_keeps_them_and_is_shown_whole(study):
    write_paper("Tea.", "title: Tea\nauthor: [{name: {family: de la Cruz, given: Juana I.}}, {name: Ada L}]")
    names = read(article_of()[0]).findall("front//contrib/name")
    assert [(n.findtext("surname"), n.findtext("given-names")) for n in names] == [("de la Cruz", "Juana I.")]
    assert "Juana I. de la Cruz, Ada L" in render()["html"].read_text(encoding="utf-8")


def test_an_unknown_citation_is_named(study):
    write_paper("Tea [@nobody2020].")
    with pytest.raises(ProblemsFound) as found:
        article_of()
    assert str(found.value) == (
        "manuscript/paper.qmd:5:6\n"
        "  found:    @nobody2020\n"
        "  expected: a key of references.bib\n"
        "  to do:    add the reference or correct the key"
    )
