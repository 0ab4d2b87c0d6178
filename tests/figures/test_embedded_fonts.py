"""The fonts within the PDF of a figure: its letters, without what only lays text out. Read with fontTools."""

import io
import re
import zlib
from pathlib import Path

from aimed.figures.draw import save_figure
from aimed.figures.style import LAYOUT_TABLES, set_style
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TRUE_TYPE = b"\x00\x01\x00\x00"


def read_fonts(pdf: bytes) -> list[TTFont]:
    unpacked = []
    for stream in STREAM.findall(pdf):
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return [TTFont(io.BytesIO(one)) for one in unpacked if one.startswith(TRUE_TYPE)]


def test_a_font_has_the_letters_of_the_figure_and_no_table_of_layout(tmp_path: Path) -> None:
    set_style()
    figure, given = Figure((2, 1)), subset.Options
    figure.text(0.1, 0.5, "fi AVA")
    save_figure(figure, {"pdf": tmp_path / "figure.pdf"})
    fonts = read_fonts((tmp_path / "figure.pdf").read_bytes())
    tables = [set(font.keys()) for font in fonts]
    assert fonts
    assert all(own >= {"glyf", "loca", "hmtx"} and not own & set(LAYOUT_TABLES) for own in tables)
    drawn = {n for font in fonts for n in font.getGlyphOrder() if font["glyf"][n].numberOfContours > 0}
    assert {"A", "V"} <= drawn
    assert subset.Options is given
