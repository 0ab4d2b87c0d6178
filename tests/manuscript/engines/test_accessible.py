"""What a reader needs who does not see the page: landmarks, heads of tables, contrast, tags of the PDF.

The documents of the demonstration were held to axe-core and to a screen of 390 pixels by hand; these tests
need no browser.
"""

import json
import re
from pathlib import Path

import pytest
from lxml import html
from make_study import ROOT, bind, make_study, render, write_paper
from pypdf import PdfReader

pytestmark = pytest.mark.slow
STYLE = (ROOT / "workflow/aimed/manuscript/layout/style.css").read_text(encoding="utf-8")
PICTURE = "![{alt}](figures/support.png)"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = make_study(tmp_path_factory.mktemp("a") / "tea")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        bind()
        return {kind: folder / path for kind, path in render().items()}


@pytest.fixture(scope="module")
def page(made):
    return html.fromstring(made["html"].read_bytes())


def test_all_that_is_said_stands_in_a_landmark(page):
    around = {element.tag for element in page.body.iterchildren()}
    assert around == {"aside", "header", "main"}
    assert page.xpath("string(//aside)") == "Synthetic data, made to test."
    assert len(page.xpath("//h1[@class='title']")) == 1


def test_heads_of_tables_say_what_they_are_the_head_of(page):
    assert len(page.xpath("//th")) > 20
    assert page.xpath("//th[not(@scope)]") == []
    assert {cell.get("scope") for cell in page.xpath("//thead//th")} == {"col"}
    rows = page.xpath("//table[@id='table_people']/tbody/tr")
    assert [[cell.tag + (cell.get("scope") or "") for cell in row] for row in rows[:3]] == [
        ["throw", "td", "td"],
        ["throw", "td", "td"],
        ["throwgroup"],
    ]


def test_a_wide_table_moves_in_a_frame_that_the_keyboard_reaches(page):
    tables = page.xpath("//table")
    frames = [table.getparent() for table in tables]
    assert {(frame.get("class"), frame.get("tabindex")) for frame in frames} == {("table-frame", "0")}
    names = [frame.get("aria-label") for frame in frames]
    lists = ["Numbers", "Claims", "Quotations", "Tables and figures"]
    assert names == [*(f"Table\u00a0{at}" for at in range(1, 5)), *lists]
    assert re.search(r"\.table-frame \{ overflow-x: auto; \}", STYLE)
    assert all(table.xpath("./caption") for table in tables[:4])


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_from_what_is_behind_them():
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE))
    assert luminance("#ffffff") == pytest.approx(1) and luminance("#777777") == pytest.approx(
        0.1845, abs=1e-3
    )
    for name in ("ink", "soft", "accent"):
        assert 1.05 / (luminance(colours[name]) + 0.05) >= 4.5, name
    assert (luminance("#fdf3d7") + 0.05) / (luminance("#5c4400") + 0.05) >= 4.5
    assert "a { color: var(--accent); text-decoration: underline;" in STYLE  # not by colour alone


def test_the_banner_covers_nothing_in_print(page):
    printed = STYLE.partition("@media print")[2]
    assert ".banner { position: static;" in printed and "fixed" not in printed
    styles = "".join(page.xpath("//style/text()"))
    assert '@page { @top-center { content: "Synthetic data, made to test.";' in styles
    assert "@page { size: A4; margin: 18mm 15mm; }" in STYLE


def test_signs_in_the_banner_end_no_style(study):
    write_paper("Text.")
    binding = json.loads(bind("paper.qmd").read_text(encoding="utf-8"))
    binding["study"]["banner"] = 'A "test" \\ </style> & more'
    Path("binding.json").write_text(json.dumps(binding), encoding="utf-8")
    page = html.fromstring(render()["html"].read_bytes())
    assert page.xpath("string(//aside)") == 'A "test" \\ </style> & more'
    assert (
        'content: "A \\000022test\\000022 \\00005c \\00003c/style> \\000026 more"'
        in page.xpath("//head/style/text()")[-1]
    )


def test_the_pdf_is_tagged_and_claims_pdf_ua(made):
    reader = PdfReader(made["pdf"])
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb"pdfuaid:part>\s*1\s*<", root["/Metadata"].get_data())
    kinds, alts = set(), set()

    def walk(element):
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            kinds.add(element.get("/S"))
            alts.add(element.get("/Alt"))
            walk(element.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/Caption", "/Link", "/Note"} <= kinds
    assert "Bars of agreement; 71.8% agree overall." in alts
    assert json.loads((made["pdf"].parent / "paper.engine.json").read_text())["pdf_ua"] == "holds"


@pytest.mark.parametrize(
    ("body", "lacks"),
    [
        (PICTURE.format(alt=""), "missing alt text"),
        ("# A\n\n### B", "skipped from heading level 1 to 3"),
        ("$x^2$ and $$ E = m $$", "holds"),
        (PICTURE.format(alt="A bar."), "holds"),
    ],
)
def test_what_a_pdf_lacks_is_recorded_and_stops_nothing(study, body, lacks):
    write_paper(body)
    bind("paper.qmd")
    assert PdfReader(render()["pdf"]).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert json.loads(Path("paper.engine.json").read_text())["pdf_ua"] == lacks
