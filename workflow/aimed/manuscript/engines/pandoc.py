"""Render with Pandoc and Typst, both from their wheels."""

import importlib.metadata
import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, cast

import pypandoc
import typst

from aimed.files.yaml_json import read_json
from aimed.language.citations import find_citations
from aimed.language.marks import TextPositions
from aimed.language.prose_regions import readable_of
from aimed.manuscript.engines.dates import date_of
from aimed.manuscript.engines.glyphs import check_glyphs, font_folders
from aimed.manuscript.engines.one_file import put_in_one
from aimed.manuscript.engines.word_comments import write_comments
from aimed.manuscript.engines.word_template import make_reference
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

FILTERS = ("classes", "titleblock", "marks", "references", "floats", "tables")
READER = "markdown"
LAYOUTS = {
    "html5": ("--template=layout/page.html", "--css=layout/style.css", "--embed-resources"),
    "typst": ("--template=layout/page.typ",),
    "docx": ("--template=layout/page.openxml", "--reference-doc=reference.docx"),
}
JATS = "jats_publishing"
ACCESSIBLE: Literal["ua-1"] = "ua-1"  # PDF/UA-1, ISO 14289-1
NOT_FOUND = re.compile(r"citation (\S+) not found")
FILTER = re.compile(r"Error running filter \S+:")


def render_with_pandoc(
    folder: Path, source: Path, bibliography: Path, *, evidence: bool = True
) -> tuple[dict[str, bytes], str]:
    """Return the document staged in `folder` in all its kinds, and what its PDF lacks of PDF/UA-1.

    The kinds are html, pdf, docx, annotated (a DOCX) and, where it is wanted, evidence (a PDF).

    folder holds the document, binding.json, references.bib, style.csl, filters/, layout/ and figures/.
    source and bibliography are the paths that messages name. Raises ProblemsFound for unknown citations,
    for characters that the PDF's fonts lack, and for whatever Pandoc or Typst cannot work with.
    """
    text = source.read_text(encoding="utf-8")
    run = _Pandoc(folder, source, text)

    def make_pdf() -> tuple[dict[str, bytes], str]:
        typeset = run("typst", *LAYOUTS["typst"]).decode("utf-8")
        check_glyphs(typeset, (source, bibliography))
        own = (folder, typeset, run.epoch, source)
        listed = threads.submit(typeset_pdf, *own, evidence=True) if evidence else None
        plain, lacks = typeset_pdf(*own)
        return {"pdf": plain} | ({"evidence": listed.result()[0]} if listed else {}), lacks

    def make_docx() -> bytes:
        stage_reference(folder)
        return run("docx", *LAYOUTS["docx"])

    def make_html() -> bytes:
        page = put_in_one(run("html5", *LAYOUTS["html5"][:2]).decode("utf-8"), folder)
        return run("html5", *LAYOUTS["html5"]) if page is None else page.encode("utf-8")

    with ThreadPoolExecutor(max_workers=4) as threads:
        pdf, docx = threads.submit(make_pdf), threads.submit(make_docx)
        html = threads.submit(make_html)
        made, lacks = pdf.result()  # while new ones may be begun
    made["html"] = html.result()
    made["docx"], made["annotated"] = write_comments(docx.result(), read_json(folder / "binding.json"))
    return made, lacks


def render_page(folder: Path, source: Path, text: str) -> tuple[str | None, list[Problem]]:
    """Return the HTML of a document staged in `folder`, with `text` in place of its own, and what is wrong.

    Figures and styles stay files beside it. The HTML is None where Pandoc could make none.
    """
    (folder / source.name).write_text(text, encoding="utf-8", newline="")
    made = folder / "out.html5"
    made.unlink(missing_ok=True)
    problems = _Pandoc(folder, source, text).write("html5", *LAYOUTS["html5"][:2])
    return (made.read_text(encoding="utf-8") if made.is_file() else None), problems


def render_article(folder: Path, source: Path) -> bytes:
    """Return the document staged in `folder` as Pandoc writes JATS (Journal Publishing 1.2).

    Raises ProblemsFound for unknown citations, and for whatever Pandoc cannot work with.
    """
    return _Pandoc(folder, source, source.read_text(encoding="utf-8"))(JATS)


def stage_reference(folder: Path) -> None:
    """Write the reference document of DOCX into a folder: Pandoc's own with our styles, and the banner."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True).stdout
    study = read_json(folder / "binding.json")["study"]
    numbered = bool(study.get("line_numbers"))
    make_reference(default, study["banner"], folder / "reference.docx", line_numbers=numbered)


def pandoc_versions() -> dict[str, str]:
    """Return the versions of Pandoc and Typst."""
    return {"pandoc": pypandoc.get_pandoc_version(), "typst": importlib.metadata.version("typst")}


def typeset_pdf(
    folder: Path, typeset: str, epoch: int, source: Path, *, evidence: bool = False
) -> tuple[bytes, str]:
    """Return the PDF of a Typst text, which may read the files in `folder` and the named fonts only.

    It is tagged and keeps to PDF/UA-1; where the document cannot (a picture without alternative text), it is
    tagged alone, and what it lacks is returned in Typst's words, else "". evidence: whether numbers lead to a
    list of evidence at its end, and the public numbers are attached.
    """
    document = folder / f"document{'-evidence' * evidence}.typ"
    document.write_text(typeset, encoding="utf-8")
    lacks = ""
    compiler = typst.Compiler(
        str(document),
        root=str(folder),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"evidence": "yes"} if evidence else {},
    )
    for standard in (ACCESSIBLE, None):
        try:
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf", timestamp=epoch, pdf_standards=standard
            )
            break
        except typst.TypstError as error:
            if standard and error.message.startswith("PDF/UA-1 error: "):
                lacks = error.message.partition(": ")[2]
                continue
            words = f"{error.message} {' '.join(error.hints)}"
            raise ProblemsFound([refused(source, "Typst", words)]) from None
    raise_problems(refused(source, "Typst", warning.message) for warning in warnings)
    return cast(bytes, pdf), lacks


class _Pandoc:
    """Calls Pandoc on one staged document, the same whatever the user's locale, home and clock are."""

    def __init__(self, folder: Path, source: Path, text: str) -> None:
        self.folder, self.source, self.text = folder, source, text
        self.epoch = date_of(text)
        self.program = os.path.abspath(pypandoc.get_pandoc_path())

    def __call__(self, target: str, *options: str) -> bytes:
        raise_problems(self.write(target, *options))
        return (self.folder / f"out.{target}").read_bytes()

    def write(self, target: str, *options: str) -> list[Problem]:
        """Write out.<target> as far as Pandoc can, and return what it found wrong."""
        filters = [f"--lua-filter=filters/{name}.lua" for name in FILTERS]
        cited = ["--citeproc", "--bibliography=references.bib", "--csl=style.csl"]
        common = [self.source.name, f"--from={READER}", f"--to={target}", "--standalone", "--data-dir=none"]
        links = ["--metadata=link-citations:true", "--mathml", "--wrap=none"]
        done = self._call([*common, *filters, *cited, *links, *options, f"--output=out.{target}"])
        messages = done.stderr.decode("utf-8", errors="replace")
        return self._problems(messages, done.returncode)

    def _call(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        clean = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(self.epoch)}
        return subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=clean, capture_output=True, check=False
        )

    def _problems(self, messages: str, code: int) -> list[Problem]:
        missing = list(dict.fromkeys(NOT_FOUND.findall(messages)))
        problems = [_unknown_citation(self.source, self.text, key) for key in missing]
        if code != 0 or (messages.strip() and not missing):
            words = FILTER.sub("", messages.split("stack traceback", maxsplit=1)[0])
            problems.append(refused(self.source, "Pandoc", words))
        return problems


def _unknown_citation(source: Path, text: str, key: str) -> Problem:
    place = source.as_posix()
    for citation in find_citations(readable_of(text)):
        if citation.key == key:
            line, column = TextPositions(text).place(citation.start)
            place = f"{place}:{line}:{column}"
            break
    return Problem(place, f"@{key}", "a key of references.bib", "add the reference or correct the key")


def refused(source: Path, program: str, message: str) -> Problem:
    """Return the problem of a document that a program could not work with, in that program's words."""
    found, expected = f"{program}: {' '.join(message.split())}", f"a document that {program} can read"
    return Problem(source.as_posix(), found, expected, "correct it")
