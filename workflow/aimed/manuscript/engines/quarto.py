"""Render with Quarto: the same staged files and the same filters; only the layout is Quarto's business."""

import importlib.metadata
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from aimed.files.yaml_json import read_json, read_yaml
from aimed.manuscript.engines.dates import date_of
from aimed.manuscript.engines.glyphs import check_glyphs
from aimed.manuscript.engines.pandoc import refused, stage_reference, typeset_pdf
from aimed.manuscript.engines.word_comments import write_comments
from aimed.messages.problems import ProblemsFound

KINDS = {"html": "html", "pdf": "typst", "docx": "docx"}  # with the format that Quarto writes for each
RUNNING = ("QUARTO_PROJECT_", "QUARTO_DOCUMENT_", "QUARTO_FILTER_")  # variables of a Quarto that runs us
LAYOUT, PROJECT = "layout/quarto.yml", "_quarto.yml"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MOST_LINES = 12
NUMBERED = re.compile(r"(?<=#block\[\n)\d+\. ")
HEADING = re.compile(
    r"#block\[\n#heading\(\s*level:\s*(\d)\s*,\s*numbering:\s*none\s*,\s*\[\s*(.*?)\s*\]\s*\)\s*\]", re.S
)


def render_with_quarto(
    folder: Path, source: Path, bibliography: Path, *, evidence: bool = True
) -> tuple[dict[str, bytes], str]:
    """Return what `render_with_pandoc` returns; `folder` also holds _quarto.yml.

    Quarto writes the text for Typst; the Typst of the lock file makes the PDF of it, tagged and the same
    bytes at every run. What it lacks of PDF/UA-1 is returned too. source and bibliography are the paths
    that messages name. Raises ProblemsFound for whatever Quarto cannot work with, and for characters that
    the PDF's fonts lack.
    """
    stage_for_quarto(folder)
    made: dict[str, bytes] = {}
    lacks = ""
    for kind in KINDS:
        more, found = lay_out_with_quarto(folder, source, bibliography, kind, evidence=evidence)
        made |= more
        lacks = lacks or found
    return made, lacks


def lay_out_with_quarto(
    folder: Path, source: Path, bibliography: Path, kind: str, *, evidence: bool = True
) -> tuple[dict[str, bytes], str]:
    """Return the kinds that come of one: html, pdf and with it evidence if wanted, or docx with annotated.

    The rest is as for `render_with_quarto`; `folder` is as `stage_for_quarto` leaves it.
    """
    epoch = date_of(source.read_text(encoding="utf-8"))
    _run_quarto(folder, source, KINDS[kind], epoch)
    if kind == "html":
        return {kind: (folder / f"{source.stem}.html").read_bytes()}, ""
    if kind == "docx":
        document = (folder / f"{source.stem}.docx").read_bytes()
        plain, annotated = write_comments(document, read_json(folder / "binding.json"))
        return {kind: plain, "annotated": annotated}, ""
    typeset = mend_typeset((folder / source.with_suffix(".typ").name).read_text(encoding="utf-8"))
    check_glyphs(typeset, (source, bibliography))
    pdf, lacks = typeset_pdf(folder, typeset, epoch, source)
    made = {kind: pdf}
    if evidence:
        made["evidence"], _ = typeset_pdf(folder, typeset, epoch, source, evidence=True)
    return made, lacks


def mend_typeset(text: str) -> str:
    """Return a text for Typst by the Pandoc of Quarto 1.7 as later ones write it.

    It made lists of references, and blocks of headings without a number.
    """
    return HEADING.sub(r"#heading(level: \1, numbering: none)[\2]", NUMBERED.sub(r"\\\g<0>", text))


def stage_for_quarto(folder: Path) -> None:
    """Add to a folder what Quarto alone needs: the reference document of DOCX, and the whole _quarto.yml."""
    stage_reference(folder)
    stage_project(folder)


def stage_project(folder: Path) -> None:
    """Write _quarto.yml: what comes with the workflow, and what the study's own says besides."""
    own, ours = (read_yaml(folder / name) or {} for name in (PROJECT, LAYOUT))
    filters = [entry for entry in own.get("filters", []) if "filters/" not in str(entry)]
    merged = _merge(own, ours) | {"filters": [*ours["filters"], *filters]}
    (folder / PROJECT).write_text(yaml.safe_dump(merged, allow_unicode=True), encoding="utf-8")


def _merge(own: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Return both mappings as one, at every depth; where they differ, ours."""
    both = {
        key: _merge(own[key], ours[key])
        for key in own.keys() & ours
        if isinstance(ours[key], dict) and isinstance(own[key], dict)
    }
    return {**{key: value for key, value in own.items() if key not in ours}, **ours, **both}


def quarto_versions() -> dict[str, str]:
    """Return the versions of Quarto, which brings its own Pandoc, and of Typst."""
    done = subprocess.run(["quarto", "--version"], capture_output=True, text=True, check=True)
    return {"quarto": done.stdout.strip(), "typst": importlib.metadata.version("typst")}


def _run_quarto(folder: Path, source: Path, target: str, epoch: int) -> None:
    here = {
        **{name: value for name, value in os.environ.items() if not name.startswith(RUNNING)},
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": str(epoch),
    }
    command = ["quarto", "render", source.name, "--to", target]
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = COLOURS.sub("", done.stderr or done.stdout).strip().splitlines()[-MOST_LINES:]
        raise ProblemsFound([refused(source, "Quarto", " ".join(lines))])
