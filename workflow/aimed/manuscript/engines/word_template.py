"""The reference document of DOCX: Pandoc's own, with a manuscript's styles, page numbers and banner."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from aimed.files.yaml_json import read_beside

FONT = "Times New Roman"
EAST_ASIAN_FONT = "MS Mincho"  # comes with Word; other programs put their own in its place
INK = RGBColor(0, 0, 0)
SOFT = RGBColor(0x59, 0x59, 0x59)
ALARM = RGBColor(0xB0, 0x00, 0x20)
CELL_MARGIN = "60"  # twentieths of a point
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
PARAGRAPHS: dict[str, tuple[float, float, float, float, bool, bool]] = read_beside(__file__)
TABLE_BORDERS = """<w:tblBorders {space}>
  <w:top w:val="single" w:sz="10" w:space="0" w:color="000000"/>
  <w:bottom w:val="single" w:sz="10" w:space="0" w:color="000000"/></w:tblBorders>"""


def make_reference(default: bytes, banner: str, target: Path, *, line_numbers: bool = False) -> None:
    """Write a reference.docx made from Pandoc's default one; `banner` stands in the header of every page."""
    document: Any = docx.Document(io.BytesIO(default))
    for name, values in PARAGRAPHS.items():
        _set_paragraph_style(document, name, *values)
    _set_table_style(document.styles["Table"])
    _set_false_claim(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    if line_numbers:
        numbering = OxmlElement("w:lnNumType")
        numbering.set(qn("w:countBy"), "1")
        numbering.set(qn("w:restart"), "continuous")
        section._sectPr.find(qn("w:pgMar")).addnext(numbering)
    if banner:
        _write_banner(section.header.paragraphs[0], banner)
    _write_page_number(section.footer.paragraphs[0])
    beside = io.BytesIO()
    document.save(beside)
    _repack(beside.getvalue(), target)


def _set_paragraph_style(
    document: Any, name: str, size: float, before: float, after: float, line: float, bold: bool, italic: bool
) -> None:
    known = [style.name for style in document.styles]
    if name not in known:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    style = document.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, italic, INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    fonts.set(qn("w:cs"), FONT)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if name == "Bibliography":
        layout.left_indent, layout.first_line_indent = Cm(0.9), Cm(-0.9)
    layout.keep_with_next = name.startswith(("Heading", "Table Caption", "Captioned", "Abstract Title"))


def _set_table_style(style: Any) -> None:
    """Three horizontal rules, above and below and under the head, and little room between columns."""
    properties = style.element.find(qn("w:tblPr"))
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = parse_xml(TABLE_BORDERS.format(space=nsdecls("w")))
    for side in properties.findall(f"{qn('w:tblCellMar')}/*"):
        if side.tag in (qn("w:left"), qn("w:right")):
            side.set(qn("w:w"), CELL_MARGIN)
    indent = properties.find(qn("w:tblInd"))
    properties.insert(0 if indent is None else list(properties).index(indent) + 1, borders)


def _set_false_claim(document: Any) -> None:
    style = document.styles.add_style("False Claim", WD_STYLE_TYPE.CHARACTER)
    style.font.bold, style.font.color.rgb = True, ALARM
    shading = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FFD9D9")):
        shading.set(qn(key), value)
    style.element.get_or_add_rPr().append(shading)


def _write_banner(paragraph: Any, banner: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(banner)
    run.font.name, run.font.size, run.font.color.rgb = FONT, Pt(8.5), SOFT


def _write_page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.name, run.font.size = FONT, Pt(9)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _repack(content: bytes, target: Path) -> None:
    """Write the parts of a zip file under one fixed date, in order of name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, source.read(name))
