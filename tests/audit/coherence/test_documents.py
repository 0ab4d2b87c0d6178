"""Statistics in rendered documents, ours or anyone's. Expected values are by hand or from R 4.2."""

import zipfile
from pathlib import Path

import pytest
from aimed.audit.check.command import print_rendered_check
from aimed.audit.coherence.documents.statistics import check_paragraphs
from aimed.audit.coherence.documents.text import read_paragraphs
from aimed.messages.problems import ProblemsFound

SENTENCES = {
    "115 of 128 (89.8%, 95% CI 83.4 to 94.0)": [],
    "62/128 (50.1%)": ["62/128 is 48.4%"],
    "1,843 of the 2,000 students (92.2%)": [],
    "1,843 out of 2,000 students (92.9%)": ["1843/2000 is 92.2%"],
    "3 of 8, 37%": [],  # 37.5 may be rounded to either side
    "3 of 8, 36%": ["3/8 is 38%"],
    "On 1/2/2020 (5%)": [],
    "12.4 of 128 (9.7%)": [],
    "t(30) = 2.10, p = .044": [],  # R: 2 * pt(-2.1, 30) is 0.0442
    "t(30) = 2.10, p = .022": [],  # one-sided
    "t(30) = 2.10, p = .030": ["the statistic gives p = 0.044"],
    "t(30) = −2.10, p < .05": [],
    "t(30) = 2.10, p < .01": ["the statistic gives p = 0.044"],
    "F(2, 40) = 4.20, p = .022": [],  # R: pf(4.2, 2, 40, lower = FALSE) is 0.0221
    "F(2, 40) = 4.20, p = .011": ["the statistic gives p = 0.022"],
    "χ2(2, N = 80) = 5.99, p = .05": [],
    "χ²(1) = 5.33, p < .01": ["the statistic gives p = 0.021"],
    "r(18) = .50, p = .025": [],
    "r(18) = .50, p > .05": ["the statistic gives p = 0.025"],
    "z = -1.96, p = 0.20": ["the statistic gives p = 0.050"],
    "OR 2.5 (95% CI 2.7 to 3.1)": ["the interval 2.7 to 3.1 misses 2.5"],
    "r = −0.03 (95% CI −0.19 to 0.15)": [],
    "r = 0.30, 95% CI [0.35, 0.45]": ["the interval 0.35 to 0.45 misses 0.30"],
    "On a 5-point Likert scale the mean was 3.47 (n = 20)": ["20 whole numbers give 3.45 or 3.50, not 3.47"],
    "On a 5-point Likert scale the mean was 3.45 (SD 1.2, n = 20)": [],
    "The mean was 3.47 hours (n = 20)": [],
    "Likert mean of 3.47 (n = 200)": [],  # two decimals cannot tell with more than 100 answers
}


@pytest.mark.parametrize("text", SENTENCES)
def test_statistics_in_a_sentence(text: str) -> None:
    found = [finding.found.rpartition('": ')[2] for finding in check_paragraphs("x.html", [(1, text)])]
    assert found == SENTENCES[text]


PAGE = """<!DOCTYPE html>
<html><head><title>9 of 10 (50%)</title></head><body>
<p>Of all, 9 of
<b>10</b>&nbsp;(50%)<br>agreed.</p><script>9 of 10 (50%)</script><!-- 9 of 10 (50%) -->
<table><tr><td>9 of 10</td><td>(50%)</td></tr></table></body></html>
"""


def test_html(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "other.html").write_text(PAGE)
    assert print_rendered_check(study, Path("other.html"), None, "text") == 1
    assert capsys.readouterr().out == (
        'other.html:3: "9 of 10 (50%": 9/10 is 90%\n'
        "  expected: a percentage that is n/N\n"
        "  to do:    correct the value that is wrong, at its source\n"
        "1 error, 0 warnings (stage draft)\n"
    )


def write_docx(path: Path, body: str) -> Path:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body.replace("<w:document", f"<w:document {word}"))
    return path


def test_docx(study: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    runs = "".join(run.format(text) for text in ("9 of ", "10 (50%)"))
    deleted = "<w:del><w:r><w:delText>1 of 2 (9%)</w:delText></w:r></w:del>"
    body = f"<w:document><w:body><w:p/><w:p>{deleted}{runs}</w:p></w:body></w:document>"
    paragraphs = read_paragraphs(write_docx(study / "other.docx", body))
    assert paragraphs == [(2, "9 of 10 (50%)")]
    finding = check_paragraphs("other.docx", paragraphs, "paragraph")[0]
    assert (finding.place, finding.found) == ("other.docx", 'paragraph 2: "9 of 10 (50%": 9/10 is 90%')


REFUSED = {
    "other.odt": "a file of kind .odt",
    "none.html": "no such file",
    "broken.docx": "BadZipFile: not a .docx file",
    "entities.docx": "ValueError: not a .docx file",
}


@pytest.mark.parametrize("name", REFUSED)
def test_documents_that_are_not_read(study: Path, name: str) -> None:
    (study / "broken.docx").write_bytes(b"nothing")
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><w:document><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>'
    write_docx(study / "entities.docx", laughs)
    with pytest.raises(ProblemsFound) as error:
        read_paragraphs(Path(name))
    assert str(error.value).splitlines()[:2] == [name, f"  found:    {REFUSED[name]}"]


def test_rendered_documents_of_a_study_that_has_none(study: Path) -> None:
    with pytest.raises(ProblemsFound) as error:
        print_rendered_check(Path(), None, None, "text")
    assert str(error.value) == (
        "results/manuscript\n  found:    no rendered document\n  expected: paper.html\n  to do:    make paper"
    )
