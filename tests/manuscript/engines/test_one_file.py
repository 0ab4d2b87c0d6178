"""A page that takes its style and pictures in. Expected: the data URIs of RFC 2397, written by hand."""

from pathlib import Path

import pytest
from aimed.manuscript.engines.one_file import put_in_one

HEAD = '<link rel="stylesheet" href="layout/style.css">\n'
BODY = '<p>Text.</p>\n<img src="figures/a.svg" style="width:100%" alt="A &lt; b" />\n<a href="x.html">x</a>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("layout/style.css", "p { margin: 0 }\n"), ("figures/a.svg", "<svg/>")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_style_and_pictures_are_taken_in_and_the_rest_stays(folder: Path) -> None:
    made = put_in_one(HEAD + BODY, folder)
    assert made == (
        "<style>\np { margin: 0 }\n</style>\n<p>Text.</p>\n"
        '<img src="data:image/svg+xml;base64,PHN2Zy8+" style="width:100%" alt="A &lt; b" />\n'
        '<a href="x.html">x</a>'
    )


@pytest.mark.parametrize(
    "other",
    [
        '<img src="figures/gone.svg" />',
        '<img src="https://example.org/a.png" />',
        '<img src="figures/a.tiff" />',
        "<img src=figures/a.svg>",
        '<img srcset="figures/a.svg 2x" src="figures/a.svg">',
        '<script defer src="a.js"></script>',
        '<link rel="icon" href="a.ico">',
        '<iframe src="a.html"></iframe>',
        '<video poster="a.png"></video>',
        "<style>p { background: url(a.png) }</style>",
        '<style>@import "a.css";</style>',
    ],
)
def test_what_loads_anything_else_is_left_to_pandoc(folder: Path, other: str) -> None:
    assert put_in_one(f"{HEAD}{BODY}\n{other}", folder) is None


def test_a_script_within_the_page_and_data_are_no_files(folder: Path) -> None:
    page = '<script>let a = 1;</script><img src="data:image/png;base64,AA==">'
    assert put_in_one(page, folder) == page
