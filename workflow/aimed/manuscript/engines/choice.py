"""Which program lays the documents out."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of, read_json
from aimed.messages.findings import Finding
from aimed.messages.problems import ProblemsFound
from aimed.study.layout import CONFIG, MANIFEST, list_documents

RECORDED = "laid_out_by"  # of a release
AUTO, QUARTO, PANDOC = "auto", "quarto", "pandoc"
ALWAYS, SUBMISSION, DRAFT = "always", "submission", "draft"


def choose_engine(config: Mapping[str, Any]) -> str:
    """Return quarto or pandoc, as config.yaml's manuscript.engine says; auto takes Quarto where it is.

    Raises ProblemsFound when Quarto is asked for by name and cannot be found.
    """
    asked = config["manuscript"].get("engine", AUTO)
    found = shutil.which(QUARTO) is not None
    if asked == QUARTO and not found:
        expected = "an installed Quarto"
        remedy = "install Quarto, or write auto: Pandoc and Typst are there already"
        raise ProblemsFound.at(
            "config.yaml, manuscript.engine", "quarto, which is not on the path", expected, remedy
        )
    if asked == AUTO:
        return QUARTO if found else PANDOC
    return str(asked)


def find_other_engine(config: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding where auto takes another engine here than laid out the release, or what is built here.

    Raises ProblemsFound for a record that cannot be read.
    """
    if config["manuscript"].get("engine", AUTO) != AUTO:
        return
    here = choose_engine(config)
    for what, made in _list_made():
        if made["engine"] != here:
            line = line_of(CONFIG, ["manuscript", "engine"])
            found = f"engine: auto, which takes {here} on this machine; {what} laid out by "
            found += tell_engine(made)
            remedy = f"write engine: {made['engine']}; or, if {here} is meant, write that, build and release"
            expected = "one engine for all who build this study"
            yield Finding(CONFIG.as_posix(), line, 0, "other_engine", found, expected, remedy)
            return


def list_with_evidence(config: Mapping[str, Any]) -> list[str]:
    """Return the PDF with evidence of each document, where config.yaml's manuscript.evidence asks for it.

    The document is set a second time for it: when nothing is said, from stage submission on.
    """
    asked, stage = config["manuscript"].get("evidence", SUBMISSION), config.get("stage", DRAFT)
    wanted = asked == ALWAYS or (asked == SUBMISSION and stage != DRAFT)
    return ["results/manuscript/{document}-evidence.pdf"] if wanted else []


def read_engine(document: str) -> dict[str, Any] | None:
    """Return engine and versions that laid out a document, None where it is not built."""
    path = Path(f"results/manuscript/{document}.engine.json")
    return {key: read_json(path)[key] for key in ("engine", "versions")} if path.is_file() else None


def tell_engine(made: Mapping[str, Any]) -> str:
    """Return an engine's programs with their versions."""
    return " and ".join(f"{name} {version}" for name, version in sorted(made["versions"].items()))


def _list_made() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what was laid out, with its verb, and by what: the release first."""
    released = read_json(MANIFEST) if MANIFEST.is_file() else {}
    if made := released.get(RECORDED):
        yield f"release {released['release']} was", made
    for document in list_documents():
        if made := read_engine(document):
            yield f"results/manuscript/{document}.* were", made
