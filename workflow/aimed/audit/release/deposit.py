"""The documents for a journal's or an archive's own systems: JATS with its figures, and a MECA bundle."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from aimed.audit.check.command import print_check
from aimed.build.gate import inspect_results
from aimed.build.up_to_date import is_unchanged
from aimed.files.written_whole import write_whole
from aimed.manuscript.engines.jats import write_article
from aimed.manuscript.engines.meca import ARTICLE, MANUSCRIPT, METADATA, SUPPLEMENT, SUPPORTING, pack_bundle
from aimed.manuscript.engines.staging import list_layout, stage_document
from aimed.messages.problems import ProblemsFound, raise_problems
from aimed.study.declarations import read_config
from aimed.study.layout import find_started, list_documents, name_style

MADE = Path("results/manuscript")
RESULTS = Path("results")
FIGURES = (".svg", ".png")


def make_deposit(document: str, folder: Path) -> int:
    """Write a document as JATS with the figures that it names, and as a MECA bundle.

    folder: a new folder, from where the command was started. Returns 1 where the check at stage submission
    has errors; nothing is written then. Raises ProblemsFound for a folder in use, an unknown document, and
    results that are not those of the study as it is.
    """
    folder = find_started(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        found, remedy = "something that is there already", "name another folder, or move it away"
        raise ProblemsFound.at(folder, found, "a new folder", remedy)
    if document not in list_documents():
        found, expected = f"no document {document}", f"one of {', '.join(list_documents())}"
        raise ProblemsFound.at("manuscript/", found, expected, "name one of them")
    stop_what_is_old()
    if print_check(Path(), "submission"):
        print("Nothing was written: correct the errors first.")
        return 1
    files = describe_deposit(document)
    with write_whole(*(folder / name for name in files)) as beside:
        for path, content in zip(beside, files.values(), strict=True):
            path.write_bytes(content)
    print("\n".join((folder / name).as_posix() for name in files))
    return 0


def stop_what_is_old() -> None:
    """Raise ProblemsFound where the documents are not those of the study as it is."""
    problems, deleted = inspect_results()
    raise_problems(problems)
    if deleted or not is_unchanged("paper"):
        found, expected = "results that may be out of date", "a build of all documents after the last change"
        raise ProblemsFound.at("results/", found, expected, "aimed build, then aimed deposit")


def describe_deposit(document: str) -> dict[str, bytes]:
    """Return name -> bytes of all that is written: the article, its figures, the bundle of all."""
    article, named = read_article(document)
    stems = [Path(name).with_suffix("") for name in named]
    drawn = {
        f"{stem.as_posix()}{kind}": (RESULTS / stem).with_suffix(kind).read_bytes()
        for stem in stems
        for kind in FIGURES
    }
    return {
        f"{document}.jats.xml": article,
        **{name: drawn[name] for name in named},
        f"{document}.meca.zip": pack_bundle(_list_members(document, article, drawn)),
    }


def read_article(document: str) -> tuple[bytes, list[str]]:
    """Return a built document as JATS, and the figures that it names; whatever engine laid out its PDF."""
    source = Path(f"manuscript/{document}.qmd")
    style = Path(name_style(read_config()))
    layout = [Path(name) for name in list_layout()]
    bibliography, binding = Path("manuscript/references.bib"), MADE / f"{document}.binding.json"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, document)
        stage_document(folder, source, binding, ((), layout), bibliography, style)
        return write_article(folder, source)


def _list_members(document: str, article: bytes, drawn: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return name in the bundle -> kind and bytes: the article, its PDF, its figures, the other documents."""
    others = [name for name in list_documents() if name != document]
    printed = {name: (MADE / f"{name}.pdf").read_bytes() for name in (document, *others)}
    return {
        ARTICLE: (METADATA, article),
        f"{document}.pdf": (MANUSCRIPT, printed[document]),
        **{name: (SUPPORTING, content) for name, content in drawn.items()},
        **{f"{name}.pdf": (SUPPLEMENT, printed[name]) for name in others},
    }
