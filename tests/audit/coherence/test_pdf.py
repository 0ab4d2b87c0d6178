"""Statistics in PDF files: the pages as readers see them, and files that cannot be read."""

import io
from pathlib import Path

import pypdf
import pytest
import typst
from aimed.audit.check.command import print_rendered_check
from aimed.audit.coherence.documents.pdf import join_pages
from aimed.audit.coherence.documents.text import read_paragraphs
from aimed.messages.problems import ProblemsFound

SOURCE = """
#set page(width: 9cm, height: 5cm, header: [A running head], footer: context [#counter(page).display("1 / 1", both: true)])
#set par(justify: true)
#set text(hyphenate: true, lang: "en")
Efficient offices are difficult to find. The test gave $t(30) = 2.10$, $p = .044$.
#pagebreak()
Of all who were asked whether they had received any internationalisation, indifferent or sufficient, a total of
62 of 128 (50.1%) agreed. The odds ratio was 2.5 (95% confidence
interval 2.7–3.1). In the second office the test gave $t(30) = 2.10$, $p = .030$, which was not what the office
wanted; 9 of 10 (90%, 95% CI 60 to
#pagebreak()
98) were indifferent. Then it ended with 3 of 4 (80%).
"""  # noqa: E501


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    typst.compile(SOURCE.encode(), output=str(path))
    return path


def test_a_fault_is_named_with_its_page(study: Path, pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "other.pdf").write_bytes(pdf.read_bytes())
    assert print_rendered_check(study, Path("other.pdf"), None, "text") == 1
    found = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("  ")]
    assert found == [
        'other.pdf: page 2: "62 of 128 (50.1%": 62/128 is 48.4%',
        'other.pdf: page 2: "t(30) = 2.10, p = .030": the statistic gives p = 0.044',
        'other.pdf: page 2: "2.5 (95% confidence interval 2.7–3.1": the interval 2.7 to 3.1 misses 2.5',
        'other.pdf: page 3: "3 of 4 (80%": 3/4 is 75%',
        "4 errors, 0 warnings (stage draft)",
    ]


def test_words_and_sentences_are_whole(pdf: Path) -> None:
    pages = dict(read_paragraphs(pdf))
    assert pages[1].startswith("Efficient offices are difficult to find.")
    assert "internationalisation" in pages[2]
    assert pages[2].endswith("90%, 95% CI 60 to 98) were indifferent.")
    assert "running head" not in "".join(pages.values())


LINES = {
    "a con-\nfidence interval": "a confidence interval",
    "Mann-\nWhitney": "Mann-Whitney",
    "a 5-\npoint scale": "a 5-point scale",
    "0.2‑\n0.9": "0.2‑0.9",
    "p =\n.03": "p = .03",
    "soft\xad\nware": "software",
}


@pytest.mark.parametrize("text", LINES)
def test_lines_are_joined(text: str) -> None:
    assert join_pages([text]) == [LINES[text]]


def test_a_table_of_numbers_keeps_its_lines_but_not_the_page_number() -> None:
    assert join_pages(["Count\n12\n13\nEnd.\n4"]) == ["Count 12 13 End."]


def write(writer: pypdf.PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def damage(pdf: Path, how: str) -> bytes:
    """Return the bytes of a PDF that cannot be read."""
    whole = pdf.read_bytes()
    writer = pypdf.PdfWriter(clone_from=pdf)
    if how in ("encrypted", "locked"):
        writer.encrypt("secret" if how == "encrypted" else "", "owner", algorithm="RC4-128")
        return write(writer)
    if how == "image":
        blank = pypdf.PdfWriter()
        blank.add_blank_page(100, 100)
        return write(blank)
    cut = {"truncated": len(whole) // 3, "head": 9, "empty": 0}
    return whole[: cut[how]] if how in cut else b"no PDF at all\n" * 50


REFUSED = {
    "encrypted": ("a PDF file that is encrypted", "save it without a password"),
    "image": (
        "a PDF file without text: its pages are images",
        "make a PDF with text, by text recognition (OCR)",
    ),
    "truncated": ("not a whole PDF file", "get the file again"),
    "head": ("not a whole PDF file", "get the file again"),
    "empty": ("not a whole PDF file", "get the file again"),
    "other": ("not a whole PDF file", "get the file again"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_pdf_files_that_are_not_read(study: Path, pdf: Path, how: str) -> None:
    (study / "other.pdf").write_bytes(damage(pdf, how))
    with pytest.raises(ProblemsFound) as error:
        read_paragraphs(Path("other.pdf"))
    found, remedy = REFUSED[how]
    assert str(error.value) == (
        f"other.pdf\n  found:    {found}\n  expected: a PDF file with text\n  to do:    {remedy}"
    )


def test_a_pdf_that_only_forbids_copying_is_read(study: Path, pdf: Path) -> None:
    (study / "other.pdf").write_bytes(damage(pdf, "locked"))
    assert read_paragraphs(Path("other.pdf")) == read_paragraphs(pdf)
