"""`aimed check --document` and `--rendered`, from command line to exit code, in each format and kind."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import typst
from aimed.command import main
from toy_study import run_aimed

pytestmark = pytest.mark.slow

SOUND = "It was 62 of 128 (48.4%); t(30) = 2.10, p = .044; OR 2.9 (95% CI 2.7 to 3.1)."
FAULTY = SOUND.replace("48.4", "50.1")
FOUND = '"62 of 128 (50.1%": 62/128 is 48.4%'


def write_docx(path: Path, text: str) -> None:
    document = docx.Document()
    document.add_heading("Results")
    document.add_paragraph(text)
    document.save(str(path))


def write_pdf(path: Path, text: str) -> None:
    source = f"#set page(width: 9cm, height: 6cm)\nResults\n#pagebreak()\n{text}"
    typst.compile(source.encode(), output=str(path))


def write_html(path: Path, text: str) -> None:
    path.write_text(f"<html><body><h1>Results</h1>\n<p>{text}</p></body></html>", encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    path.write_text(f"Results\n\n{text}\n", encoding="utf-8")


KINDS: dict[str, tuple[Callable[[Path, str], None], str, int]] = {
    "other.docx": (write_docx, "paragraph 2: ", 0),
    "other.pdf": (write_pdf, "page 2: ", 0),
    "other.html": (write_html, "", 2),
    "other.txt": (write_text, "", 3),
}


@pytest.fixture
def aimed(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Return the command as a function: arguments -> exit code and standard output."""

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["aimed", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(str(ended.value.code)), capsys.readouterr().out

    return call


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_document_in_each_format(aimed: Callable[..., tuple[int, str]], name: str) -> None:
    write, where, line = KINDS[name]
    write(Path(name), SOUND)
    assert aimed("check", "--document", name) == (0, "0 errors, 0 warnings (stage draft)\n")
    write(Path(name), FAULTY)
    place = f"{name}:{line}" if line else name
    cure = (
        "  expected: a percentage that is n/N\n  to do:    correct the value that is wrong, at its source\n"
    )
    text = f"{place}: {where}{FOUND}\n{cure}1 error, 0 warnings (stage draft)\n"
    assert aimed("check", "--document", name) == (1, text)
    code, out = aimed("check", "--document", name, "--format", "json")
    finding = json.loads(out)["findings"][0]
    assert (code, finding["path"], finding["line"], finding["kind"]) == (1, name, line, "rendered")
    assert finding["found"] == f"{where}{FOUND}"
    code, out = aimed("check", "--document", name, "--format", "sarif")
    result = json.loads(out)["runs"][0]["results"][0]
    physical = result["locations"][0]["physicalLocation"]
    assert (code, physical["artifactLocation"]["uri"], result["level"]) == (1, name, "error")
    assert physical.get("region") == ({"startLine": line} if line else None)
    at = f",line={line}" if line else ""
    code, out = aimed("check", "--document", name, "--format", "github")
    assert code == 1
    assert out.startswith(f"::error file={name}{at},title=rendered::{where}{FOUND}".replace("%", "%25"))


def test_a_document_is_graded_by_the_stage(aimed: Callable[..., tuple[int, str]]) -> None:
    write_text(Path("other.txt"), FAULTY)
    assert aimed("check", "--document", "other.txt", "--stage", "release")[0] == 1


def test_the_rendered_paper_and_supplement(aimed: Callable[..., tuple[int, str]]) -> None:
    folder = Path("results/manuscript")
    folder.mkdir(parents=True)
    write_html(folder / "paper.html", SOUND)
    assert aimed("check", "--rendered") == (0, "0 errors, 0 warnings (stage draft)\n")
    write_html(folder / "supplement.html", FAULTY)
    code, out = aimed("check", "--rendered", "--format", "github")
    assert code == 1
    assert out.startswith("::error file=results/manuscript/supplement.html,line=2,title=rendered::")


def test_the_installed_command(study: Path) -> None:
    write_pdf(study / "other.pdf", FAULTY)
    done = run_aimed(study, "check", "--document", "other.pdf")
    read = "other.pdf: read 1 shares, 1 tests, 1 intervals, 0 means\n"
    assert (done.returncode, done.stderr) == (1, read)
    assert done.stdout.splitlines()[0] == f"other.pdf: page 2: {FOUND}"
    (study / "other.pdf").write_bytes(b"%PDF-1.7 broken")
    done = run_aimed(study, "check", "--document", "other.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "other.pdf\n  found:    not a whole PDF file\n"
        "  expected: a PDF file with text\n  to do:    get the file again\n"
    )
