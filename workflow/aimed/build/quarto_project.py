"""`quarto render` and `quarto preview` of a document: what they show is bound and staged as in a build.

A build writes the extension `aimed` into manuscript/_extensions/, a project type that `_quarto.yml` names.
Before Quarto renders, its script binds and stages the documents; what Quarto then makes of manuscript/ is
empty; afterwards its other script puts there what the engine makes of the staged documents.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from aimed import __version__
from aimed.build.gate import inspect_results
from aimed.build.stale import find_stale_numbers
from aimed.files.written_whole import write_whole
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.study_lock import hold_study
from aimed.study.declarations import read_config
from aimed.study.layout import LAID_OUT, list_analyses, list_documents, name_style, read_ids
from aimed.study.written_tables import CODEBOOK, list_codebook

MANUSCRIPT = Path("manuscript")
EXTENSION = MANUSCRIPT / "_extensions" / "aimed"
LIBRARY = MANUSCRIPT / "references.bib"
STAGED = LAID_OUT / "staged"
MADE = Path("results/ledger")
LEDGER, EVIDENCE, PUBLIC = (MADE / name for name in ("ledger.json", "evidence.json", "public.csv"))
TURNS, CODED_TURNS = (Path("results/coding", f"{name}.parquet") for name in ("turns", "coded_turns"))
PARTICIPANTS = Path("results/harmonise/pooled/participants.parquet")
NOT_BUILT = ("no such file", "what a build makes of the study", "aimed build")
KINDS = {".html": "html", ".docx": "docx", ".pdf": "pdf"}
EMPTY = """-- What Quarto makes of manuscript/ is put aside: the staged document takes its place.
function Pandoc(doc)
  doc.blocks = { pandoc.Para("Being laid out.") }
  return doc
end
"""
OWN = "import sys; sys.path.insert(0, '../workflow'); import aimed.build.quarto_project as own"
SCRIPT = f'"%s" -P -c "{OWN}; own.%s()"'


def write_extension() -> None:
    """Write the extension, where it is not there as it is to be."""
    scripts = {key: SCRIPT % (sys.executable, name) for key, name in RUN.items()}
    project = {"type": "default", "output-dir": f"../{LAID_OUT.as_posix()}", "render": ["*.qmd"], **scripts}
    filters = [{"at": "pre-ast", "path": "_extensions/aimed/empty.lua"}]
    page = {"theme": "none", "minimal": True, "embed-resources": True}
    formats = {"html": page, "typst": "default", "docx": "default"}
    told = {
        **{"title": "aimed", "author": "aimed", "version": __version__, "quarto-required": ">=1.7.0"},
        "contributes": {"project": {"project": project, "filters": filters, "format": formats}},
    }
    texts = {
        "_extension.yml": "# Written by aimed build.\n" + yaml.safe_dump(told, sort_keys=False, width=1000),
        "empty.lua": EMPTY,
    }
    for name, text in texts.items():
        path = EXTENSION / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            with write_whole(path) as (here,):
                here.write_text(text, encoding="utf-8")


def stage() -> None:
    """Bind and stage the documents that Quarto is about to render; end it where they cannot be bound."""
    _run(_stage_documents)


def lay_out() -> None:
    """Put what the engine makes of the staged documents where Quarto wrote its own of them."""
    _run(_lay_out_documents)


RUN = {"pre-render": "stage", "post-render": "lay_out"}


def _run(work: Callable[[], None]) -> None:
    """Do the work in the study, out of manuscript/; say what is wrong and end with 1."""
    os.chdir("..")
    try:
        with hold_study("quarto render"):
            work()
    except ProblemsFound as problems:
        shutil.rmtree(STAGED, ignore_errors=True)
        print(problems, file=sys.stderr)
        sys.exit(1)


def find_unbuilt() -> list[Problem]:
    """Return which results are absent, edited or not of today's study: nothing can be bound to them."""
    figures = [Path(f"results/figures/{name}.svg") for name in read_ids("manuscript/figures.yaml")]
    needed = [LEDGER, EVIDENCE, PUBLIC, TURNS, CODED_TURNS, PARTICIPANTS, *figures]
    if absent := [Problem(path.as_posix(), *NOT_BUILT) for path in needed if not path.is_file()]:
        return absent
    told = "results of the study as it is", "aimed build"
    causes = dict.fromkeys(one.why for one in find_stale_numbers(read_config()))
    return inspect_results()[0] + [Problem("results/", why, *told) for why in causes]


def _stage_documents() -> None:
    from aimed.ledger.joint.rows import list_joint
    from aimed.manuscript.bind_document import bind_manuscript
    from aimed.manuscript.engines.quarto import stage_for_quarto
    from aimed.manuscript.engines.staging import list_layout, stage_document
    from aimed.study.pseudonym_key import list_speaker_keys

    raise_problems(find_unbuilt())
    shutil.rmtree(STAGED, ignore_errors=True)
    STAGED.mkdir(parents=True)
    names = os.environ["QUARTO_PROJECT_INPUT_FILES"].splitlines()
    config, binding = read_config(), STAGED / "binding.json"
    figures = [path for kind in ("svg", "png") for path in sorted(Path("results/figures").glob(f"*.{kind}"))]
    layout = [*map(Path, list_layout()), MANUSCRIPT / "_quarto.yml", PUBLIC]
    for document in (MANUSCRIPT / name for name in names):
        bind_manuscript(
            documents=tuple(MANUSCRIPT / f"{name}.qmd" for name in list_documents()),
            ledger=LEDGER,
            forms=MANUSCRIPT / "forms.yaml",
            tables=MANUSCRIPT / "tables.yaml",
            figures=MANUSCRIPT / "figures.yaml",
            turns=TURNS,
            participants=PARTICIPANTS,
            coded_turns=CODED_TURNS,
            codebook=(*list_codebook(), CODEBOOK / "themes.csv"),
            analyses=tuple(Path(f"analyses/{name}.yaml") for name in list_analyses()),
            config=Path("config.yaml"),
            keys=tuple(map(Path, list_speaker_keys(config))),
            joint=tuple(map(Path, list_joint())),
            evidence=(EVIDENCE,),
            binding=binding,
            only=document.stem,
        )
        folder, style = STAGED / document.stem, Path(name_style(config))
        stage_document(folder, document, binding, (figures, layout), LIBRARY, style)
        stage_for_quarto(folder)


def _lay_out_documents() -> None:
    from aimed.manuscript.engines.quarto import lay_out_with_quarto

    own = os.environ.get("QUARTO_BIN_PATH", "")  # the Quarto that runs, which need not be on the path
    os.environ["PATH"] = os.pathsep.join([own, os.environ["PATH"]]) if own else os.environ["PATH"]
    outputs = [MANUSCRIPT / name for name in os.environ["QUARTO_PROJECT_OUTPUT_FILES"].splitlines()]
    staged = sorted(path for path in STAGED.iterdir() if path.is_dir())
    try:
        for path in outputs:
            folder = next((one for one in staged if one.name == path.stem), staged[0])
            source = MANUSCRIPT / f"{folder.name}.qmd"
            if path.suffix not in KINDS:
                found = f"a document of form {path.suffix.removeprefix('.')}"
                expected = "html, docx or typst, which is a PDF"
                remedy = f"quarto render {source.as_posix()} --to html"
                raise ProblemsFound.at(source, found, expected, remedy)
            made, _ = lay_out_with_quarto(folder, source, LIBRARY, KINDS[path.suffix], evidence=False)
            with write_whole(path) as (here,):
                here.write_bytes(made[KINDS[path.suffix]])
    except ProblemsFound:
        for path in outputs:  # Quarto's own of them, which hold nothing
            path.unlink(missing_ok=True)
        raise
    shutil.rmtree(STAGED)
