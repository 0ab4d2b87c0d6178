"""One paper by both engines: the same words, numbers, authors, alternative texts and references in order.

Runs wherever there is a Quarto on the path. Quarto 1.7.34, run from its sources with Pandoc 3.6.1, passed it.
"""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypandoc
import pytest
import yaml
from aimed.manuscript.engines.quarto import stage_project
from lxml import etree, html
from make_study import ROOT, bind, make_study, render
from pypdf import PdfReader

LAYOUT = ROOT / "workflow/aimed/manuscript/layout/quarto.yml"
FILTERS = ROOT / "workflow/aimed/manuscript/filters"
FRENCH = "date: 2024-05-01\nlang: fr\nfunding: [The *Tea* Board, Milk Fund]"
MORE = """Tea <!-- a secret --> is drunk [@ejaz2022, p. 5], as @eq-tea says.

$$ E = m c^2 $$ {#eq-tea}

::: {.landscape}
## A wide page

Where $x^2$ is a square.
:::

{{< pagebreak >}}

![A bar.](figures/support.png)

::: {.content-visible when-format="docx"}
In Word alone.
:::

# References"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The paper and the supplement of the miniature study, by engine, document and format."""
    if shutil.which("quarto") is None:
        pytest.skip("no quarto on the path")
    folder = make_study(tmp_path_factory.mktemp("a") / "tea")
    made = {}
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        paper = Path("manuscript/paper.qmd")
        text = paper.read_text(encoding="utf-8").replace("date: 2024-05-01", FRENCH)
        text = text.replace(
            "email: ada@example.org", "email: ada@example.org\n    orcid: 0000-0002-1825-0097"
        )
        paper.write_text(text.replace("# References", MORE), encoding="utf-8")
        for document in ("paper", "supplement"):
            bind()
            for engine in ("quarto", "pandoc"):
                for kind, path in render(document, engine).items():
                    made[engine, document, kind] = path.read_bytes()
    return made


def words_of_page(content):
    page = html.fromstring(content)
    for element in page.xpath("//script|//style"):
        element.drop_tree()
    return " ".join(page.itertext()).split()


def words_of_word(content, folder):
    (folder / "a.docx").write_bytes(content)
    command = [pypandoc.get_pandoc_path(), "--to=plain", "--wrap=none", str(folder / "a.docx")]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def words_of_pdf(content, folder):
    (folder / "a.pdf").write_bytes(content)
    return " ".join(page.extract_text() for page in PdfReader(folder / "a.pdf").pages).split()


def descriptions(content, folder):
    """Return the alternative texts of a Word file, in order."""
    (folder / "a.docx").write_bytes(content)
    with zipfile.ZipFile(folder / "a.docx") as parts:
        root = etree.fromstring(parts.read("word/document.xml"))
    return [element.get("descr") for element in root.iter("{*}docPr")]


@pytest.mark.slow
@pytest.mark.parametrize("document", ["paper", "supplement"])
def test_the_same_words_in_order(both, document, tmp_path):
    def by(engine, kind):
        return both[engine, document, kind]

    assert words_of_page(by("quarto", "html")) == words_of_page(by("pandoc", "html"))
    assert words_of_word(by("quarto", "docx"), tmp_path) == words_of_word(by("pandoc", "docx"), tmp_path)
    assert words_of_pdf(by("quarto", "pdf"), tmp_path) == words_of_pdf(by("pandoc", "pdf"), tmp_path)


@pytest.mark.slow
def test_the_same_alternative_texts_captions_and_names(both, tmp_path):
    pages = [html.fromstring(both[engine, "paper", "html"]) for engine in ("quarto", "pandoc")]
    for path in ("//img/@alt", "//caption", "//figcaption", "//th/@scope", "//a/@href", "//main//@id"):
        quarto, pandoc = (page.xpath(path) for page in pages)
        told = [
            [getattr(one, "text_content", lambda one=one: one)() for one in found]
            for found in (quarto, pandoc)
        ]
        assert told[0] == told[1] and told[0], path
    alts = [descriptions(both[engine, "paper", "docx"], tmp_path) for engine in ("quarto", "pandoc")]
    assert alts[0] == alts[1] == ["Bars of agreement; 71.8% agree overall.", "A bar."]


@pytest.mark.slow
def test_both_pdfs_are_tagged_alike(both, tmp_path):
    for engine in ("quarto", "pandoc"):
        (tmp_path / "a.pdf").write_bytes(both[engine, "paper", "pdf"])
        root = PdfReader(tmp_path / "a.pdf").trailer["/Root"]
        assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"]
        assert re.search(rb"pdfuaid:part>\s*1\s*<", root["/Metadata"].get_data())


def test_the_project_of_a_study_keeps_what_it_adds(tmp_path):
    (tmp_path / "layout").mkdir()
    shutil.copy(LAYOUT, tmp_path / "layout")
    own = {
        "filters": [{"at": "pre-ast", "path": "filters/marks.lua"}, "own.lua"],
        "format": {"html": {"toc": True, "template": "other.html"}, "pdf": {"a": 1}},
        "number-sections": True,
        "title-prefix": "Tea",
    }
    (tmp_path / "_quarto.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
    stage_project(tmp_path)
    ours = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    made = yaml.safe_load((tmp_path / "_quarto.yml").read_text(encoding="utf-8"))
    assert made["filters"] == [*ours["filters"], "own.lua"]
    assert made["format"]["html"] == ours["format"]["html"] | {"toc": True}
    assert made["format"]["pdf"] == {"a": 1} and made["title-prefix"] == "Tea"
    assert made["number-sections"] is False


def test_an_empty_project_of_a_study(tmp_path):
    (tmp_path / "layout").mkdir()
    shutil.copy(LAYOUT, tmp_path / "layout")
    (tmp_path / "_quarto.yml").write_text("# nothing\n", encoding="utf-8")
    stage_project(tmp_path)
    ours = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    assert yaml.safe_load((tmp_path / "_quarto.yml").read_text(encoding="utf-8")) == ours
    assert {Path(entry["path"]).name for entry in ours["filters"]} == {
        path.name for path in FILTERS.glob("*.lua") if path.stem not in ("entries", "evidence", "links")
    }


TABLE = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [
    {"t": "Table", "c": [["", [], []], [None, []], [[{"t": "AlignLeft"}, {"t": "ColWidthDefault"}]],
        [["", [], []], []], [[["", [], []], 0, [], [[["", [], []], [[["", [], []], {"t": "AlignLeft"}, 1, 1,
        [{"t": "Plain", "c": [{"t": "Str", "c": "b"}]}]]]]]]], [["", [], []], []]]}
]}  # fmt: skip
KEPT = f"""::: {{#table_one .with-caption table='{json.dumps(TABLE)}'}}
**Table 1.** A caption.
:::

::: {{#figure_one .with-caption source="x.png" alternative="A bar."}}
**Figure 1.** Another.
:::
"""


def test_captions_come_back_when_quarto_is_done():
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=html", "--wrap=none"]
    command.append(f"--lua-filter={FILTERS / 'captions.lua'}")
    made = html.fromstring(
        subprocess.run(command, input=KEPT.encode(), capture_output=True, check=True).stdout
    )
    assert made.xpath("string(//table[@id='table_one']/caption)") == "Table 1. A caption."
    assert made.xpath("string(//table[@id='table_one']//td)") == "b"
    figure = made.xpath("//figure[@id='figure_one']")[0]
    assert figure.xpath("./img/@alt") == ["A bar."]
    assert figure.xpath("string(./figcaption)") == "Figure 1. Another."
