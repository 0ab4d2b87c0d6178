"""The folder in which one document is rendered: everything it needs and nothing else."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from aimed.language.prose_regions import FRONT_MATTER
from aimed.language.relative_ids import complete_document
from aimed.manuscript.engines.citation_style import write_style

BUILD = Path("results/manuscript/build")
METHODS = Path("layout/methods.bib")
CSL = re.compile(r"^csl:[^\r\n]*", re.MULTILINE)
ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
PUBLIC = "public.csv"
BESIDE = ("layout.typ", "_quarto.yml")


def stage_document(
    folder: Path,
    document: Path,
    binding: Path,
    parts: tuple[Sequence[Path], Sequence[Path]],
    bibliography: Path,
    style: Path,
) -> None:
    """Fill `folder` with the document, its ids whole, its binding, filters, layout, references and figures.

    parts: the figures, and the files of filters/ and layout/, which keep the name of their folder but for
    those that Typst and Quarto look for beside the document; the public numbers may be among them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    figures, layout = parts
    copies = {binding: "binding.json"}
    copies |= {figure: f"figures/{figure.name}" for figure in figures}
    copies |= {
        file: PUBLIC
        if file.suffix == ".csv"
        else file.name
        if file.name in BESIDE
        else f"{file.parent.name}/{file.name}"
        for file in layout
    }
    for source, name in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    text = _name_style(complete_document(document.read_bytes().decode("utf-8")))
    (folder / document.name).write_bytes(text.encode("utf-8"))
    write_references(folder, bibliography)
    write_style(style, folder / "style.csl")


def _name_style(text: str) -> str:
    """Return a document whose front matter names the staged style, where it names one: config.yaml rules."""
    head = FRONT_MATTER.match(text)
    return CSL.sub("csl: style.csl", head[0]) + text[head.end() :] if head else text


def write_references(folder: Path, bibliography: Path) -> None:
    """Write references.bib: the study's entries, and those of the methods whose keys the study has not."""
    own = bibliography.read_text(encoding="utf-8")
    keys = set(ENTRY.findall(own))
    methods = re.split(r"\n(?=@)", (folder / METHODS).read_text(encoding="utf-8"))
    more = [entry for entry in methods if not keys.intersection(ENTRY.findall(entry))]
    (folder / "references.bib").write_text("\n".join([own, *more]), encoding="utf-8")


def list_layout() -> list[str]:
    """Return the Lua filters and page layouts, relative to the study, for the input of rules that render."""
    folders = (Path("workflow/aimed/manuscript") / name for name in ("filters", "layout"))
    return sorted(path.as_posix() for folder in folders for path in folder.iterdir())
