"""One paper by both engines: the same words, numbers, authors, alternative texts and references in order.

Runs wherever there is a Quarto on the path, on the miniature study and on the study here where it is built.
Quarto 1.7.34, run from its sources with Pandoc 3.6.1, passed it, on the demonstration as well.
"""

import json
import re
import shutil
import subprocess
from io import BytesIO
from itertools import product
from pathlib import Path

import pypandoc
import pytest
import yaml
from aimed.files.digests import digest_file
from aimed.manuscript.engines.pandoc import render_with_pandoc
from aimed.manuscript.engines.quarto import mend_typeset, render_with_quarto, stage_project
from aimed.manuscript.engines.staging import list_layout, stage_document
from aimed.running.run_records import read_record
from aimed.study.declarations import read_config
from aimed.study.layout import list_documents, name_style
from document_words import descriptions, list_tags, words_of_page, words_of_pdf, words_of_word
from lxml import html
from make_study import ROOT, bind, make_study, render
from pypdf import PdfReader

LAYOUT = ROOT / "workflow/aimed/manuscript/layout/quarto.yml"
FILTERS = ROOT / "workflow/aimed/manuscript/filters"
ENGINES = {"quarto": render_with_quarto, "pandoc": render_with_pandoc}
FRENCH = "date: 2024-05-01\nlang: fr\nfunding: [The *Tea* Board, Milk Fund]"
MORE = """Tea <!-- a secret --> is drunk [@ejaz2022, p. 5], as @eq-tea says.

$$ E = m c^2 $$ {#eq-tea}

::: {.landscape}
## A wide page

Where $x^2$; is a square, of [support.view.all.count]{.num}; and [support.view.all.n]{.num}(all).
[It is]{.claim holds="support.view.all.n > 1"}; [all]{.claim holds="support.view.all.n < 1"};
![A bar](figures/support.png){width=1cm}; so.
:::

{{< pagebreak >}}

![A bar.](figures/support.png)

::: {.content-visible when-format="docx"}
In Word alone.
:::

# References"""


@pytest.fixture(scope="module", params=["miniature", "here"])
def both(request, tmp_path_factory):
    """Return the documents of the miniature study, or of the study here where it is built, by engine."""
    if shutil.which("quarto") is None:
        pytest.skip("no quarto on the path")
    folder = tmp_path_factory.mktemp("a")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(make_study(folder / "tea") if request.param == "miniature" else ROOT)
        return render_miniature() if request.param == "miniature" else render_here(folder)


def render_miniature():
    paper = Path("manuscript/paper.qmd")
    text = paper.read_text(encoding="utf-8").replace("date: 2024-05-01", FRENCH)
    text = text.replace("email: ada@example.org", "email: ada@example.org\n    orcid: 0000-0002-1825-0097")
    paper.write_text(text.replace("# References", MORE), encoding="utf-8")
    made = {}
    for document, engine in product(("paper", "supplement"), ENGINES):
        bind()
        for kind, path in render(document, engine).items():
            made[engine, document, kind] = path.read_bytes()
    return made


def render_here(folder):
    library, style = Path("manuscript/references.bib"), Path(name_style(read_config()))
    figures = [path for kind in ("svg", "png") for path in sorted(Path("results/figures").glob(f"*.{kind}"))]
    layout = [*map(Path, list_layout()), Path("manuscript/_quarto.yml"), Path("results/ledger/public.csv")]
    made = {}
    for document, engine in product(list_documents(), ENGINES):
        source = Path(f"manuscript/{document}.qmd")
        binding = Path(f"results/manuscript/{document}.binding.json")
        record = binding.with_suffix(".record.json")
        if not record.is_file() or read_record(record)["inputs"][str(source)] != digest_file(source):
            pytest.skip("the study here is not built as it is")
        stage_document(folder / engine, source, binding, (figures, layout), library, style)
        for kind, content in ENGINES[engine](folder / engine, source, library)[0].items():
            made[engine, document, kind] = content
    return made


def by_both(both, kind):
    """Yield what each engine made of a document, quarto first."""
    for document in sorted({document for _, document, _ in both}):
        yield [both[engine, document, kind] for engine in ENGINES]


@pytest.mark.slow
def test_the_same_words_in_order(both, tmp_path):
    told = {"html": words_of_page, "pdf": words_of_pdf, "docx": lambda one: words_of_word(one, tmp_path)}
    for kind, words_of in told.items():
        for quarto, pandoc in by_both(both, kind):
            assert words_of(quarto) == words_of(pandoc)


@pytest.mark.slow
def test_the_same_alternative_texts_captions_and_names(both, tmp_path):
    for pages in by_both(both, "html"):
        for path in ("//img/@alt", "//caption", "//figcaption", "//th/@scope", "//a/@href", "//main//@id"):
            quarto, pandoc = (html.fromstring(page).xpath(path) for page in pages)
            told = [
                [getattr(one, "text_content", lambda one=one: one)() for one in found]
                for found in (quarto, pandoc)
            ]
            assert told[0] == told[1], path
    for documents in by_both(both, "docx"):
        quarto, pandoc = (descriptions(content, tmp_path) for content in documents)
        assert quarto == pandoc and None not in quarto


@pytest.mark.slow
def test_both_pdfs_are_tagged_alike(both, tmp_path):
    for kind in ("pdf", "evidence"):
        for quarto, pandoc in by_both(both, kind):
            assert list_tags(quarto) == list_tags(pandoc)
            assert len(list_tags(quarto)) > 20
    for content in (both[engine, "paper", "pdf"] for engine in ENGINES):
        root = PdfReader(BytesIO(content)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"]
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


WRITTEN = """#block[
#heading(
level:\x20
1
,\x20
numbering:\x20
none
,\x20
[
A #emph[list]; (1)
]
)
]
#block[
12. Wilson EB. 1927. Of
13. Noether.

] <ref-wilson1927>
"""


def test_references_are_no_lists_and_headings_no_blocks():
    assert mend_typeset(WRITTEN) == (
        "#heading(level: 1, numbering: none)[A #emph[list]; (1)]\n"
        "#block[\n\\12. Wilson EB. 1927. Of\n13. Noether.\n\n] <ref-wilson1927>\n"
    )


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
