"""Citation styles as both engines need them: the page of a citation is printed, and names are alike."""

import re
import shutil
import subprocess
from pathlib import Path

import lxml.etree
import lxml.html
import pypandoc
import pytest
from aimed.manuscript.engines.citation_style import write_style
from aimed.messages.problems import ProblemsFound
from make_study import ROOT, bind, render

AUTHOR_DATE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2026-01-01T00:00:00Z</updated></info>
<citation><layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">
<names variable="author"><name form="short"/></names><text variable="locator"/></group></layout></citation>
<bibliography><layout><names variable="author"><substitute><names variable="editor"/></substitute></names>
</layout></bibliography></style>"""


@pytest.fixture
def cite(tmp_path):
    def written(text, style):
        write_style(style, tmp_path / "style.csl")
        library = ROOT / "tests/manuscript/study/references.bib"
        command = [pypandoc.get_pandoc_path(), "--to=plain", "--wrap=none", "--citeproc"]
        command += [f"--bibliography={library}", f"--csl={tmp_path / 'style.csl'}", "--metadata=lang:en-GB"]
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
        return done.stdout.decode().split("\n\n")[0].strip()

    return written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tea [@ejaz2022, p. 5].", "Tea (1 p. 5)."),
        ("Tea [@ejaz2022, pp. 5-7].", "Tea (1 pp. 5–7)."),
        ("Tea [@ejaz2022, p. 2; @ejaz2022, p. 9].", "Tea (1 p. 2,1 p. 9)."),
        ("Tea [@ejaz2022].", "Tea (1)."),
    ],
)
def test_the_page_of_a_citation_is_printed(cite, written, read, vancouver):
    assert cite(written, vancouver) == read


@pytest.fixture
def vancouver():
    from toy_study import STYLES

    return STYLES / "vancouver.csl"


def test_the_british_word_for_an_edition_is_that_of_every_pandoc(tmp_path, vancouver):
    for style, terms in ((vancouver, ["edn."]), (tmp_path / "own.csl", ["Aufl."])):
        if not style.is_file():
            own = '<locale xml:lang="en"><terms><term name="edition">Aufl.</term></terms></locale><citation>'
            style.write_text(AUTHOR_DATE.replace("<citation>", own), encoding="utf-8")
        write_style(style, tmp_path / "style.csl")
        written = lxml.etree.parse(str(tmp_path / "style.csl"))
        assert [term.text for term in written.iterfind(".//{*}term[@name='edition']")] == terms


def test_a_style_that_prints_it_itself_is_left(cite, tmp_path):
    (tmp_path / "own.csl").write_text(AUTHOR_DATE, encoding="utf-8")
    assert (
        cite("Tea [@ejaz2022, p. 5].", tmp_path / "own.csl")
        == "Tea (Ejaz, McGrath, Wong, Guise, Vercauteren, Shapey, 5)."
    )


def test_each_list_of_names_has_its_form(tmp_path):
    (tmp_path / "own.csl").write_text(AUTHOR_DATE, encoding="utf-8")
    write_style(tmp_path / "own.csl", tmp_path / "style.csl")
    made = (tmp_path / "style.csl").read_text(encoding="utf-8")
    assert made.count("<name/>") == 1  # not twice in one, and not in what stands in for another
    assert (
        '<names variable="author"><name/><substitute><names variable="editor"/></substitute></names>' in made
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("no xml", "XML that cannot be read: Start tag expected, '<' not found, line 1, column 1"),
        ("<style/>", "a file without a citation's layout"),
        (
            '<!DOCTYPE style [<!ENTITY e SYSTEM "file:///etc/hostname">]><style>&e;</style>',
            "a file without a citation's layout",
        ),
    ],
)
def test_what_is_no_style(tmp_path, content, found):
    path = tmp_path / "own.csl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        write_style(path, tmp_path / "style.csl")
    assert str(caught.value) == (
        f"{path.as_posix()}\n  found:    {found}\n"
        "  expected: a citation style (CSL)\n  to do:    download the style again"
    )


DEPENDENT = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info>
<title>Digital Health</title>
<link href="http://www.zotero.org/styles/sage-vancouver" rel="independent-parent"/></info></style>"""


def test_a_style_that_only_names_another(tmp_path):
    path = tmp_path / "own.csl"
    path.write_text(DEPENDENT, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        write_style(path, tmp_path / "style.csl")
    assert str(caught.value) == (
        f"{path.as_posix()}\n"
        "  found:    a file without a citation's layout, only the name of another style "
        "(http://www.zotero.org/styles/sage-vancouver)\n"
        "  expected: a citation style (CSL)\n  to do:    save that style in its place"
    )


# Read by hand from the styles: SAGE names three of four or more authors, "2022; 8: page", and no DOI where
# there is a page; BMC names six, ";8:page" and the DOI as an address.
TITLE = (
    "Artificial intelligence and medical education: A global mixed-methods study of medical students’ "
    "perspectives. Digital Health"
)
SAGE = f"1. Ejaz H, McGrath H, Wong BLH, et al. {TITLE} 2022; 8: 20552076221089099."
BMC = (
    f"1. Ejaz H, McGrath H, Wong BLH, Guise A, Vercauteren T, Shapey J. {TITLE}. 2022;8:20552076221089099. "
    "https://doi.org/10.1177/20552076221089099."
)


@pytest.mark.parametrize(
    ("style", "cited", "reference"), [("sage", "<sup>1</sup>", SAGE), ("bmc", "[1]", BMC)]
)
def test_the_styles_of_journals_that_come_along(study, style, cited, reference):
    shutil.copyfile(ROOT / f"manuscript/{style}.csl", "manuscript/vancouver.csl")
    paper = Path("manuscript/paper.qmd")
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text.replace("---\n", "---\ncsl: own.csl\n", 1), encoding="utf-8")
    bind()
    page = render()["html"].read_text(encoding="utf-8")
    listed = lxml.html.fromstring(page.encode()).get_element_by_id("ref-ejaz2022").text_content()
    assert " ".join(listed.split()) == reference
    sentence = re.search(r"Tea is old.*?</span>", page, re.S)
    assert cited in re.sub(r"</?(?:a|span)\b[^>]*>", "", sentence[0])


@pytest.mark.parametrize("style", ["vancouver", "sage", "bmc"])
def test_a_style_keeps_its_licence(style):
    text = (ROOT / f"manuscript/{style}.csl").read_text(encoding="utf-8")
    assert '<rights license="http://creativecommons.org/licenses/by-sa/3.0/">' in text
