"""The Lua filters, alone: Pandoc reads a short text, and the tree that comes out is compared by hand."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pypandoc
import pytest
from filtered_text import BINDING, FOLDER, METHODS, cell
from make_study import ROOT


def test_numbers_words_and_composites(run):
    word = "[a.k]{.num as=word}"
    text = f"{word} of [a.n]{{.num}}: [a]{{.num as=count_pct}}. {word} or {word}."
    assert run(text) == "Forty-eight of 128: 3 (2%). Forty-eight or forty-eight."


def test_a_word_inside_a_claim_is_capital_only_where_the_sentence_begins(run):
    claim = '{.claim holds="a.n > 100 and a.k < 50"}'
    text = f"So [[a.k]{{.num as=word}} came]{claim}. [*[a.k]{{.num as=word}}* left]{claim}"
    assert run(text) == "So forty-eight came. Forty-eight left"


def test_claims_stand_or_are_marked(run):
    text = '[True]{.claim holds="a.n > 100 and\n  a.k < 50"}, [*very* false]{.claim holds="a.n > 200"}.'
    assert run(text) == "True, very false [does not hold: a.n > 200]."
    assert '<span class="false-claim" data-custom-style="False Claim"><em>very</em> false' in run(
        text, "html"
    )
    printed = run(text, "typst", evidence={})
    assert printed.endswith("#highlight[#emph[very] false \\[does not hold: a.n \\> 200\\]];.")


UNPLANNED = {
    "numbers": BINDING["numbers"] | {"a.n": {"text": "128", "ids": ["a.n"], "mark": "†"}},
    "claim_marks": {"a.n > 100 and a.k < 50": "†"},
    "mark_notes": {"†": "† Not planned.", "‡": "‡ Changed."},
}


def test_what_was_not_planned_is_marked_once_in_a_sentence_and_explained_before_the_references(run):
    claim = '[they agree]{.claim holds="a.n > 100 and a.k < 50"}'
    text = (
        "Of [a.n]{.num}, [a.n]{.num} say ([a.n]{.num}) so. Then [a.n]{.num} of [a.k]{.num as=word}. "
        f"And {claim}: [a.n]{{.num}}.^[In a note [a.n]{{.num}}.]\n\n"
        "# References {.unnumbered}\n\n::: {#refs}\n:::"
    )
    assert run(text, **UNPLANNED).split("\n\n") == [
        "Of 128†, 128 say (128) so. Then 128† of forty-eight. And they agree†: 128.[1]",
        "† Not planned.",
        "References",
        "[1] In a note 128†.",
    ]
    assert '<a href="#number-a.n" class="number">128</a>†' in run(text, "html", **UNPLANNED)
    assert "planned" not in run("Of [a.k]{.num as=word}.", **UNPLANNED)


def test_what_was_not_planned_in_words(run):
    words = {"numbers": {"a.n": {"text": "128", "ids": ["a.n"], "mark": " (exploratory)"}}}
    assert run("Of [a.n]{.num} and [a.n]{.num}.", **words) == "Of 128\u00a0(exploratory) and 128."


def test_a_caption_says_what_was_not_planned(run):
    tables = {"one": BINDING["tables"]["one"] | {"caption": "Exploratory: not planned."}}
    text = run('::: {#tbl-one from="one"}\nA *caption*.\n:::', "markdown", tables=tables)
    assert ": **Table\u00a01.** A *caption*. Exploratory: not planned." in text
    figures = {"one": BINDING["figures"]["one"] | {"caption": "Exploratory: not planned."}}
    assert "A caption. Exploratory: not planned." in run(
        '::: {#fig-one from="one"}\nA caption.\n:::', "markdown", figures=figures
    )


def test_quotes_get_their_attribution_and_literals_their_text(run):
    text = '[I don\'t [...] know]{.quote turn="c/t/1"} at [95]{.literal why="level"}%'
    assert run(text) == "“I don’t […] know” (Student, low-income country) at 95%"


def test_blocks_that_do_not_hold_go(run):
    text = (
        '::: {.when holds="a.n > 200"}\nGone.\n:::\n\n'
        '::: {.when holds="a.n > 100 and a.k < 50"}\nStays [a.n]{.num}.\n\n'
        '::: {.when holds="a.n > 200"}\nGone too.\n:::\n:::\n\nAnd [not]{.when holds="a.n > 200"}.'
    )
    assert run(text) == "Stays 128.\n\nAnd ."


def test_marks_in_notes_captions_lists_tables_and_titles(run):
    text = (
        "---\ntitle: Of [a.n]{.num}\nabstract: We asked [a.n]{.num}.\nkeywords: [x, z]\n---\n"
        "Text.^[Note [a.n]{.num}.]\n\n- [a.n]{.num}\n\n"
        "| [a.n]{.num} |\n|----|\n| [a.n]{.num} |\n\n: Caption [a.n]{.num}\n\n![Of [a.n]{.num}](x.png)\n"
    )
    tree = run(text, "json")
    assert '"num"' not in tree
    assert tree.count('"128"') == 9 and "a.n" not in tree  # a picture's caption is its alt text as well


def test_html_links_numbers_to_the_evidence_at_the_end(run):
    html = run("[a.n]{.num}, [a.k]{.num as=word}, [a]{.num as=count_pct}, [a.n]{.num}", "html")
    assert '<a href="#number-a.n" class="number">128</a>' in html
    assert '<a href="#number-a.count" class="number" data-ids="a.count a.pct">3 (2%)</a>' in html
    assert html.count('id="number-a.n"') == 1
    row = (
        '<tr id="number-a.n"><th scope="row"><code>a.n</code></th><td>All &amp; sundry</td><td>128</td>'
        "<td></td><td>128</td><td></td><td>count</td></tr>"
    )
    assert row in html
    assert "evidence" not in run("No numbers.", "html", evidence={})


def test_tables_are_filled_numbered_and_noted(run):
    tree = json.loads(run('::: {#tbl-one from="one"}\nA *caption*.\n\nOwn note.\n:::', "json"))
    table, note, own = tree["blocks"]
    assert table["t"] == "Table" and table["c"][0][0] == "table_one"
    text = run('::: {#tbl-one from="one"}\nA *caption*.\n:::', "markdown")
    assert ": **Table\u00a01.** A *caption*." in text
    assert "B\\*b\\*" in text  # text of the codebook is text, not markup
    assert [cell[3] for cell in table["c"][4][0][3][0][1]] == [2]  # the heading spans both columns
    assert (note["c"][1][0]["c"][0]["c"], own["c"][1][0]["c"][0]["c"]) == ("A", "Own")


def test_tables_on_the_page_have_widths_and_in_html_have_none(run):
    widths = [
        spec[1]
        for spec in json.loads(run('::: {#tbl-one from="one"}\nCaption.\n:::', "json"))["blocks"][0]["c"][2]
    ]
    assert [width["t"] for width in widths] == ["ColWidth", "ColWidth"]
    assert 0.99 < sum(width["c"] for width in widths) <= 1
    assert "<colgroup>" not in run('::: {#tbl-one from="one"}\nCaption.\n:::', "html")


@pytest.mark.parametrize(("target", "ending"), [("html", "svg"), ("typst", "svg"), ("docx", "png")])
def test_figures_take_the_picture_that_the_format_can_hold(run, target, ending, tmp_path):
    if target == "docx":
        script = tmp_path / "docx.lua"
        source = (FOLDER / "floats.lua").read_text(encoding="utf-8")
        script.write_text('FORMAT = "docx"\n' + source, encoding="utf-8")
        (tmp_path / "filters").mkdir()
        shutil.copyfile(FOLDER / "links.lua", tmp_path / "filters" / "links.lua")
        command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=native", f"--lua-filter={script}"]
        (tmp_path / "binding.json").write_text(json.dumps(BINDING), encoding="utf-8")
        text = b'::: {#fig-one from="one"}\nCaption.\n:::'
        out = subprocess.run(
            command, input=text, cwd=tmp_path, capture_output=True, check=True
        ).stdout.decode()
    else:
        out = run('::: {#fig-one from="one"}\nCaption.\n:::', target)
        assert "A picture." in out
    assert f"figures/one.{ending}" in out


def test_references_within_and_between_documents(run):
    here = '::: {#tbl-one from="one"}\nCaption.\n:::\n\n'
    text = here + "See @tbl-one, [@tbl-one; @fig-one] and [see @tbl-far, row 2]; table [-@tbl-far]."
    html = run(text, "html")
    assert '<a href="#table_one">Table\u00a01</a>' in html
    assert '<a href="supplement.html#table_far">Table\u00a0S3</a>' in html
    assert '<a href="supplement.html#table_far">S3</a>' in html
    plain = run(text).split("\n\n")[-1]
    assert plain == (
        "See Table\u00a01, Table\u00a01 and Figure\u00a01 and see Table\u00a0S3, row 2; table S3."
    )


def test_authors_and_affiliations_once_each(run):
    front = (
        "---\ntitle: T\nauthor:\n"
        "- {name: Ada O'Brien, affiliations: [{ref: b}, {ref: a}], corresponding: true, email: a@b.org}\n"
        "- {name: Bo, affiliations: [{ref: b}, New place]}\n"
        "affiliations: [{id: a, name: First}, {id: b, name: Second}]\n---\nText."
    )
    assert run(front, "html").split("<p>Text.</p>")[0].strip() == (
        '<div class="authors" data-custom-style="Author">\n'
        "<p>Ada O’Brien<sup>1,2,*</sup>, Bo<sup>1,3</sup></p>\n</div>\n"
        '<div class="affiliations" data-custom-style="Affiliation">\n'
        "<p><sup>1</sup> Second</p>\n<p><sup>2</sup> First</p>\n<p><sup>3</sup> New place</p>\n"
        '<p>* Correspondence: Ada O’Brien, <a href="mailto:a@b.org">a@b.org</a></p>\n</div>'
    )


def test_a_mark_that_the_binding_does_not_know_stops(tmp_path):
    (tmp_path / "binding.json").write_text(json.dumps(BINDING), encoding="utf-8")
    command = [pypandoc.get_pandoc_path(), "--to=plain", f"--lua-filter={FOLDER / 'marks.lua'}"]
    done = subprocess.run(command, input=b"[b.n]{.num}", cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode != 0
    assert "binding.json has no numbers for: b.n" in done.stderr.decode()


def test_every_filter_is_short():
    for path in sorted(Path(FOLDER).glob("*.lua")):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path


@pytest.mark.parametrize(
    ("method", "read"),
    [
        ("Wilson score interval (Wilson\u00a01927)", "Wilson score interval [@wilson1927]"),
        ("exact (Fisher 1935; Freeman & Halton 1951); all", "exact [@fisher1935; @freeman1951]; all"),
        ("score interval (Newcombe 1998, method 10)", "score interval, method 10 [@newcombe1998]"),
        ("type 7 of Hyndman & Fan 1996", "type 7 of Hyndman & Fan [@hyndman1996]"),
        ("Cramér's V (Cramér 1946)", "Cramér's V [@cramer1946]"),
        ("by hand (Nobody 1901; Wilson 1927)", "by hand (Nobody 1901; Wilson 1927)"),
        ("of those asked (12 of 20)", "of those asked (12 of 20)"),
    ],
)
def test_the_source_of_a_method_is_cited_in_its_table(run, method, read):
    table = BINDING["tables"]["one"] | {"columns": [cell("What"), cell(method)]}
    out = run("::: {#tbl-one from=one}\nWords.\n:::", "markdown", tables={"one": table})
    head = next(line for line in out.replace("\u00a0", " ").splitlines() if "What" in line)
    assert f"**{read}**" in head.replace("\\", "").replace("&nbsp;", " "), head


def test_each_method_that_names_its_source_has_a_reference():
    known = set(re.findall(r"^@\w+\{(\w+),", METHODS.read_text(encoding="utf-8"), re.MULTILINE))
    named = set()
    for file in sorted((ROOT / "workflow/aimed/stats").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        words = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)]
        words = [word for word in words if isinstance(word, str)]
        for text in (word for word in words if "\n" not in word and word[-1:] != "."):
            named |= {
                f"{name.lower().replace('é', 'e')}{year}"
                for name, year in re.findall(r"(?:\(|; | of )([A-Z]\w+)[^();:]*? ((?:18|19|20)\d\d)", text)
            }
    assert len(named) > 40
    assert named - known == set()
