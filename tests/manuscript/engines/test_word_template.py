"""The reference document of DOCX: what each style of a manuscript looks like, written down by hand."""

import subprocess
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pytest
from aimed.manuscript.engines.word_template import make_reference

# in points: size, space before, space after; lines; bold, italic
STYLES = {
    "Body Text": (11, 0, 8, 1.5, False, False),
    "First Paragraph": (11, 0, 8, 1.5, False, False),
    "Compact": (9.5, 1, 1, 1.0, False, False),
    "Title": (18, 12, 10, 1.1, True, False),
    "Heading 1": (14, 18, 6, 1.1, True, False),
    "Heading 2": (12, 14, 4, 1.1, True, False),
    "Heading 3": (11, 12, 4, 1.1, False, True),
    "Table Caption": (10, 14, 4, 1.15, False, False),
    "Image Caption": (10, 4, 14, 1.15, False, False),
    "Table Note": (9, 3, 2, 1.1, False, False),
    "Bibliography": (10, 0, 4, 1.15, False, False),
    "Footnote Text": (9, 0, 2, 1.1, False, False),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("template")
    asked = [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"]
    default = subprocess.run(asked, check=True, capture_output=True).stdout
    make_reference(default, "", folder / "reference.docx")
    return docx.Document(str(folder / "reference.docx"))


@pytest.mark.parametrize("name", STYLES)
def test_a_style_has_the_size_and_spaces_of_a_manuscript(template: Any, name: str) -> None:
    style = template.styles[name]
    layout = style.paragraph_format
    spaces = (layout.space_before.pt, layout.space_after.pt, layout.line_spacing)
    assert (style.font.size.pt, *spaces, style.font.bold, style.font.italic) == STYLES[name]
    assert style.font.name == "Times New Roman"


def test_a_page_is_a4_with_margins_of_25_mm(template: Any) -> None:
    page = template.sections[0]
    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [round(margin.mm) for margin in margins] == [25] * 4


def test_footnotes_have_the_style_that_pandoc_gives_them(template: Any) -> None:
    """Pandoc writes <w:pStyle w:val="FootnoteText"/> into footnotes.xml."""
    assert template.styles["Footnote Text"].style_id == "FootnoteText"
