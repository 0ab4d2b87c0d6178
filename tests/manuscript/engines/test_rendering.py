"""Rendering a miniature study: what the three formats hold, that they hold it twice alike, and what stops."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import docx
import pypandoc
import pytest
from aimed.manuscript.engines.choice import choose_engine
from aimed.manuscript.engines.dates import date_of
from aimed.messages.problems import ProblemsFound
from make_study import ROOT, bind, make_study, render, write_paper
from pypdf import PdfReader
from stand_in_quarto import put_on_path

pytestmark = pytest.mark.slow

PROGRAM = "from make_study import bind, render; bind(); render('paper'); render('supplement')"


def build(folder, **environment):
    """Bind and render in a process of its own and return name -> digest of what it made."""
    make_study(folder)
    paths = os.pathsep.join([str(ROOT / "workflow"), str(ROOT / "tests" / "manuscript")])
    here = {**os.environ, "PYTHONPATH": paths, **environment}
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=folder, env=here, check=True)
    kinds = (".html", ".pdf", ".docx", "-annotated.docx", "-evidence.pdf")
    names = [f"{name}{kind}" for name in ("paper", "supplement") for kind in kinds]
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a") / "tea"
    digests = build(folder, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    return folder, digests


def test_another_folder_locale_zone_and_seed_give_the_same_bytes(built, tmp_path):
    other = tmp_path / "a much longer path" / "tea"
    home = {"HOME": str(tmp_path), "SOURCE_DATE_EPOCH": "7"}
    assert build(other, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="2", **home) == built[1]


def test_html_needs_nothing_from_elsewhere(built):
    html = (built[0] / "paper.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|data)=["'](?!data:)|<link|@import|url\((?!["']?data:)""", html)
    assert '<html lang="en-GB">' in html
    assert "<title>Tea of 40 people &amp; more</title>" in html
    assert f'<meta name="generator" content="Pandoc {pypandoc.get_pandoc_version()}">' in html
    assert '<aside class="banner"><p>Synthetic data, made to test.</p></aside>' in html
    assert 'alt="Bars of agreement; 71.8% agree overall."' in html
    assert "does not hold: support.view.all.pct == 100" in html
    assert '<a href="supplement.html#table_s-all">S1</a>' in html
    assert "This one does not." not in html


def test_docx_has_word_tables_styles_numbers_and_a_header(built):
    document = docx.Document(built[0] / "paper.docx")
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Author", "Affiliation", "Abstract", "Heading 1", "Table Caption"} <= styles
    assert {"Captioned Figure", "Image Caption", "Table Note", "Bibliography"} <= styles
    people = next(table for table in document.tables if "Characteristic" in table.cell(0, 0).text)
    assert people.style.name == "Table"
    assert [cell.text for cell in people.rows[5].cells] == ["\u2003Agree", "28 (70.0%)", "suppressed"]
    assert document.sections[0].header.paragraphs[0].text == "Synthetic data, made to test."
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.core_properties.author == "Ada O’Brien; Béla “B” Kovács"
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Twenty-eight people agreed, and\ntwenty-eight" in text.replace(" and twenty", " and\ntwenty")
    assert ".num" not in text and "support.view" not in text.replace(
        "[does not hold: support.view.all.pct", ""
    )


def test_docx_is_made_of_parts_of_one_date(built):
    with zipfile.ZipFile(built[0] / "paper.docx") as parts:
        assert {entry.date_time[:3] for entry in parts.infolist()} == {
            (1980, 1, 1),
            (2024, 5, 1),
        }


def test_every_format_names_what_laid_it_out(built):
    """Two co-authors whose documents differ see in the files by which engine each was made."""
    engine = f"Pandoc {pypandoc.get_pandoc_version()}"
    assert PdfReader(built[0] / "paper.pdf").metadata.subject == f"Laid out by {engine}"
    with zipfile.ZipFile(built[0] / "paper.docx") as parts:
        assert engine in parts.read("docProps/custom.xml").decode()


def test_pdf_has_its_properties_and_no_system_font(built):
    content = (built[0] / "paper.pdf").read_bytes()
    assert b"D:20240501000000" in content
    fonts = set(re.findall(rb"/FontName ?/[A-Z]{6}\+([A-Za-z-]+?)-", content))
    assert fonts <= {b"LibertinusSerif", b"DejaVuSans"} and fonts


def test_the_engine_is_recorded_and_the_staging_folder_is_gone(built):
    recorded = json.loads((built[0] / "paper.engine.json").read_text())
    assert recorded["engine"] == "pandoc"
    assert sorted(recorded["versions"]) == ["pandoc", "typst"]
    assert not (built[0] / "results/manuscript/build/pandoc/paper").exists()


def test_without_a_banner_there_is_none(study):
    write_paper("Text.")
    binding = json.loads(bind("paper.qmd").read_text(encoding="utf-8"))
    binding["study"]["banner"] = ""
    Path("binding.json").write_text(json.dumps(binding), encoding="utf-8")
    made = render()
    assert 'class="banner"' not in made["html"].read_text(encoding="utf-8")
    assert docx.Document(made["docx"]).sections[0].header.paragraphs[0].text == ""


def problems_of(body):
    write_paper(body)
    bind("paper.qmd")
    with pytest.raises(ProblemsFound) as caught:
        render()
    assert not list(Path().glob("paper.*"))
    assert not Path("results/manuscript/build/pandoc/paper").exists()
    return str(caught.value)


def test_a_glyph_that_the_fonts_lack_stops(study):
    assert problems_of("Tea is 차, not ก.") == (
        "manuscript/paper.qmd:5:15\n"
        "  found:    the character ก (U+0E01, THAI CHARACTER KO KAI)\n"
        "  expected: Latin, Greek, Cyrillic, Arabic, Hebrew or Japanese letters and common signs:"
        " what the PDF's fonts have\n"
        "  to do:    write it in letters that they have\n"
        "manuscript/paper.qmd:5:8\n"
        "  found:    the character 차 (U+CC28, HANGUL SYLLABLE CA)\n"
        "  expected: Latin, Greek, Cyrillic, Arabic, Hebrew or Japanese letters and common signs:"
        " what the PDF's fonts have\n"
        "  to do:    write it in letters that they have"
    )


def test_letters_outside_the_first_font_take_the_second(study):
    write_paper("Чай, τσάι, شاي, Kraków, ‰ ≥ → ☐ ½.")
    bind("paper.qmd")
    assert b"DejaVuSans" in render()["pdf"].read_bytes()


def test_japanese_in_a_title_and_a_quotation_has_glyphs(study):
    spoken = "AIについて学びたい。"
    write_paper(f"> {spoken}\n\n`診断` and **診療**.", front="title: 日本語 Tea")
    bind("paper.qmd")
    made = render()
    pdf = PdfReader(made["pdf"])
    text = "".join(pdf.pages[0].extract_text().split())
    for words in ("日本語Tea", spoken, "診断and診療"):
        assert words in text
    assert pdf.metadata.title == "日本語 Tea"
    fonts = pdf.pages[0]["/Resources"]["/Font"].values()
    drawn = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert "IPAexGothic" in drawn
    # glyph 0 is the empty box of a letter that a font lacks
    japanese = next(font.get_object() for font in fonts if "IPAexGothic" in font.get_object()["/BaseFont"])
    assert b"<0000>" not in japanese["/ToUnicode"].get_data().partition(b"beginbfchar")[2]
    word = docx.Document(made["docx"])
    assert word.paragraphs[0].text == "日本語 Tea"
    assert 'w:eastAsia="MS Mincho"' in word.styles["Title"].element.xml


def test_an_unknown_citation_is_named_with_its_place(study):
    assert problems_of("Tea is old [@ejaz2022; @nobody1999].") == (
        "manuscript/paper.qmd:5:24\n"
        "  found:    @nobody1999\n"
        "  expected: a key of references.bib\n"
        "  to do:    add the reference or correct the key"
    )


def test_a_table_without_a_caption_is_refused(study):
    assert problems_of("::: {#tbl-flow from=flow}\n- A list.\n:::") == (
        "manuscript/paper.qmd\n"
        "  found:    Pandoc: in #tbl-flow only paragraphs and a table can stand, not a BulletList\n"
        "  expected: a document that Pandoc can read\n"
        "  to do:    correct it"
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("---\ndate: 2024-05-01\n---\n", 1714521600),
        ('---\ntitle: T\ndate: "1970-01-02"\n---\nText', 86400),
        ("---\ndate: last Monday\n---\n", 315532800),
        ("No front matter.", 315532800),
    ],
)
def test_the_date_of_a_document(text, seconds):
    assert date_of(text) == seconds


def test_the_engine_follows_the_config(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert choose_engine({"manuscript": {"engine": "auto"}}) == "pandoc"
    with pytest.raises(ProblemsFound) as caught:
        choose_engine({"manuscript": {"engine": "quarto"}})
    assert str(caught.value) == (
        "config.yaml, manuscript.engine\n"
        "  found:    quarto, which is not on the path\n"
        "  expected: an installed Quarto\n"
        "  to do:    install Quarto, or write auto: Pandoc and Typst are there already"
    )
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/quarto")
    assert choose_engine({"manuscript": {"engine": "auto"}}) == "quarto"
    assert choose_engine({"manuscript": {"engine": "pandoc"}}) == "pandoc"


@pytest.fixture
def quarto(study, monkeypatch):
    put_on_path(study, monkeypatch)


def test_quarto_renders_the_same_staged_files(quarto):
    write_paper("Text.", "title: T\ndate: 2024-05-01")
    bind("paper.qmd")
    made = render(engine="quarto")
    assert made["html"].read_text().strip() == "html"
    assert "PAGE" in docx.Document(made["docx"]).sections[0].footer._element.xml
    for kind in ("pdf", "evidence"):
        assert PdfReader(made[kind]).pages[0].extract_text() == "typst"
    calls = Path("results/manuscript/build/quarto/calls").read_text().splitlines()
    assert calls == [f"render paper.qmd --to {kind} 1714521600" for kind in ("html", "typst", "docx")]
    assert json.loads(Path("paper.engine.json").read_text()) == {
        "engine": "quarto",
        "pdf_ua": "missing document title",
        "versions": {"quarto": "1.7.34", "typst": importlib.metadata.version("typst")},
    }


def test_what_quarto_refuses(quarto):
    write_paper("Trouble.")
    bind("paper.qmd")
    with pytest.raises(ProblemsFound) as caught:
        render(engine="quarto")
    assert str(caught.value) == (
        "manuscript/paper.qmd\n"
        "  found:    Quarto: ERROR: no way\n"
        "  expected: a document that Quarto can read\n"
        "  to do:    correct it"
    )
