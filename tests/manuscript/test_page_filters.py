"""What the filters make of the head, of formulas and of Quarto's classes, compared by hand."""

import json
import subprocess

import pypandoc
import pytest
from filtered_text import BINDING, FOLDER, cell, filter_text

REFERENCES = BINDING["references"] | {
    "eq-one": {"label": "Equation 1", "document": "paper"},
    "eq-far": {"label": "Equation S2", "document": "supplement"},
}
FRENCH = {
    "tag": "fr-CA",
    "words": {
        **BINDING["language"]["words"],
        **{"abstract": "Résumé", "keywords": "Mots clés", "and": "et", "correspondence": "Correspondance"},
    },
}


@pytest.mark.parametrize("target", ["html", "typst", "opendocument", "plain"])
def test_comments_reach_no_reader(run, target):
    text = (
        "---\ntitle: A <!-- secret --> title\nkeywords: ['k <!-- secret -->']\n"
        "funding: [{statement: 'Own <!-- secret --> means.'}]\n"
        "abstract: |\n  Asked. <!-- secret -->\n\n  B\n---\n"
        "One <!-- secret\n\nsecret --> two.\n\n<!--\nsecret\n-->\n\n- a\n- b<!--secret-->\n\n"
        "| a <!-- secret --> |\n|---|\n| b <!-- secret --> |\n\n: Caption <!-- secret -->\n"
    )
    made = run(text, target)
    assert "secret" not in made and "<!--" not in made.replace("<!-- -->", "")


def test_a_comment_among_words_leaves_one_blank(run):
    assert run("One <!-- a --> two<!-- b -->, three.") == "One two, three."


def test_raw_html_keeps_what_is_no_comment(run):
    assert run("<b class='x'>A</b> <i><!-- b --></i>", "html") == "<p><b class='x'>A</b> <i></i></p>"


def test_words_of_the_head_are_those_of_the_language(run):
    front = "---\nlang: fr-CA\nauthor:\n- {name: Ada, corresponding: true}\nabstract: Ici.\nkeywords: [x]\n"
    text = front + "---\nVoir [@tbl-one; @fig-one; @tbl-far]."
    assert run(text, language=FRENCH).split("\n\n") == [
        "Ada^(*)",
        "* Correspondance: Ada",
        "Résumé",
        "Ici.",
        "Mots clés: x",
        "Voir Table\u00a01, Figure\u00a01 et Table\u00a0S3.",
    ]


def test_the_identifiers_of_authors_and_the_funding(run):
    front = (
        "---\ntitle: T\nauthor:\n- {name: Ada B, orcid: 0000-0002-1825-0097}\n"
        "- {name: Cy, orcid: 'https://orcid.org/0000-0001-5109-3700'}\n- Dee\n"
        "funding:\n- The *Tea* Board, grant 12\n- {statement: Own means.}\n"
        "- {source: Milk Fund, award-id: 7}\n---\nText."
    )
    assert run(front).split("\n\n") == [
        "Ada B, Cy, Dee",
        "ORCID: Ada B 0000-0002-1825-0097; Cy 0000-0001-5109-3700",
        "Funding: The Tea Board, grant 12; Own means.; Milk Fund (7)",
        "Text.",
    ]
    assert '<a href="https://orcid.org/0000-0001-5109-3700">0000-0001-5109-3700</a>' in run(front, "html")


def test_authors_as_quarto_hands_them_on(run):
    """Quarto 1.7 makes bare names of author, and a list of its own, authors, of what was written there."""
    front = (
        "---\ntitle: T\nauthor: [Ada O'Brien, Bo]\nauthors:\n"
        "- {id: 1, name: {literal: Ada O'Brien, given: Ada, family: O'Brien}, email: a@b.org,\n"
        "   attributes: {corresponding: true}, affiliations: [{ref: aff-1}]}\n"
        "- {id: 2, name: {literal: Bo}, affiliations: [{ref: aff-2}, {ref: aff-1}]}\n"
        "affiliations: [{id: aff-1, name: First}, {id: aff-2, name: Second}]\n---\nText."
    )
    assert run(front).split("\n\n") == [
        "Ada O’Brien^(1,*), Bo^(2,1)",
        "¹ First",
        "² Second",
        "* Correspondence: Ada O’Brien, a@b.org",
        "Text.",
    ]


FORMULA = "See @eq-one and [-@eq-far].\n\n$$ E = m $$ {#eq-one}\n\nHere $x^2$ is meant.\n"


def test_formulas_are_numbered_and_referred_to(run):
    html = run(FORMULA, "html", references=REFERENCES)
    assert '<a href="#equation_one">Equation\u00a01</a>' in html
    assert '<a href="supplement.html#equation_far">S2</a>' in html
    assert '<span id="equation_one" class="equation"><span class="math display">' in html
    assert '<span class="equation-number">(1)</span></span></p>' in html
    typst = run(FORMULA, "typst", references=REFERENCES)
    assert '#[#set math.equation(numbering: _ => "(1)", alt: "E = m")\n$ E = m $ <equation_one>]' in typst
    assert "#link(<equation_one>)[Equation~1]" in typst
    assert '#[#set math.equation(alt: "x^2");$x^2$]' in typst
    word = docx_of(FORMULA, references=REFERENCES)
    assert 'w:name="equation_one"' in word and "<m:t>(</m:t>" in word and "{#eq" not in word


def test_a_formula_without_a_name_has_no_number(run):
    assert "(1)" not in run("$$ E = m $$\n", "html") and "numbering" not in run("$$ E = m $$\n", "typst")


def test_content_for_some_formats_alone(run):
    def shown(attributes, target):
        return "Words." in run(f"::: {{{attributes}}}\nWords.\n:::\n\nMore.", target)

    page, screen = '.content-visible when-format="pdf"', '.content-hidden when-format="html"'
    assert [shown(page, "typst"), shown(page, "html")] == [True, False]
    assert [shown(screen, "typst"), shown(screen, "html")] == [True, False]
    unless = '.content-visible unless-format="html"'
    assert [shown(unless, "typst"), shown(unless, "html"), shown(".content-hidden", "html")] == [
        True,
        False,
        False,
    ]


def refusal(folder, text):
    with pytest.raises(AssertionError) as caught:
        filter_text(folder, text)
    return str(caught.value)


def test_what_quarto_alone_can_do_is_said(tmp_path):
    assert (
        "{{< video >}} is known to Quarto alone: only {{< pagebreak >}} is done by every engine"
        in refusal(tmp_path, "{{< video >}}")
    )
    assert ".content-visible can be with when-format or unless-format, not with when-meta" in refusal(
        tmp_path, '::: {.content-visible when-meta="x"}\nA\n:::'
    )


def test_page_breaks_and_wide_pages(run):
    text = "A\n\n{{< pagebreak >}}\n\n::: {.landscape}\nWide.\n:::\n\nB"
    assert run(text, "typst") == "A\n\n#pagebreak(weak: true)\n#page(flipped: true)[\nWide.\n\n]\nB"
    assert run(text, "html") == (
        '<p>A</p>\n<div class="page-break"></div>\n<div class="landscape">\n<p>Wide.</p>\n</div>\n<p>B</p>'
    )


def docx_of(text, **more):
    """Return what Word's format is made of; the format is named docx to filters when a file is made."""
    import tempfile
    import zipfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "binding.json").write_text(json.dumps(BINDING | more), encoding="utf-8")
        filters = [f"--lua-filter={FOLDER / one}.lua" for one in ("classes", "titleblock", "references")]
        command = [pypandoc.get_pandoc_path(), "--from=markdown", "--output=out.docx", *filters]
        subprocess.run(command, input=text.encode(), cwd=folder, check=True)
        with zipfile.ZipFile(folder / "out.docx") as parts:
            return parts.read("word/document.xml").decode()


LONG = "Donaudampfschifffahrtselektrizitaeten"


def test_long_words_in_tables_can_be_broken(run):
    table = f"::: {{#tbl-one}}\nA caption.\n\n| A | B |\n|---|---|\n| {LONG} | a_name/of.{'x' * 30} |\n:::"
    html = run(table, "html")
    assert "<td>Donaud&shy;ampfsc&shy;hifffa&shy;hrtsel&shy;ektriz&shy;itaete&shy;n</td>" in html
    assert "<td>a_<wbr>name/<wbr>of.<wbr>xxxxxx&shy;xxxxxx" in html
    wide = table.replace("| A | B |\n|---|---|", "|".join(["", *"ABCDEFGH", ""]) + "\n" + "|---" * 8 + "|")
    assert "Donaud\u00adampfsc\u00ad" in run(wide, "typst")
    assert "&shy;" not in run("| A |\n|---|\n| suppressed |\n", "html")


def test_a_long_word_with_a_dagger_is_broken_in_a_table(run):
    """The dagger holds a byte of the no-break space."""
    table = BINDING["tables"]["one"] | {"columns": [cell("What"), cell("†" + "x" * 40)]}
    out = run("::: {#tbl-one from=one}\nWords.\n:::", "markdown", tables={"one": table})
    assert "†" in out


def test_a_table_that_fits_floats_unless_a_long_one_follows_that_it_could_come_behind(run):
    def table(name, rows):
        lines = "\n".join(f"| {at} | a |" for at in range(rows))
        return f"::: {{#tbl-{name}}}\nCaption.\n\n| A | B |\n|:--|:--|\n{lines}\n:::\n\n"

    references = {f"tbl-{name}": {"label": f"Table {name}", "document": "paper"} for name in "123"}
    text = "Some words of text. " * 200
    long, short = table("3", 60), table("1", 5)

    def placed(document):
        made = run(document, "typst", references=references)
        return [line for line in made.splitlines() if line.startswith(("#whole", "#kept", "#place"))]

    assert placed(short) == ["#kept-table(5)["]  # not above the title
    assert placed(f"{text}\n\n{short}") == ["#whole-table(5)["]
    assert placed(f"{text}\n\n{short}{text}\n\n{long}") == ["#whole-table(5)[", "#place.flush()"]
    assert placed(f"{text}\n\n{short}Few words.\n\n{long}{table('2', 7)}") == [
        "#kept-table(5)[",
        "#place.flush()",
        "#whole-table(7)[",
    ]
