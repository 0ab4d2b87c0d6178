"""The documents as they are being written: bound, rendered and checked in a folder of their own."""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from aimed.audit.check.documents import check_documents
from aimed.audit.check.inputs import MANUSCRIPT, read_material
from aimed.audit.check.kept import CODED_TURNS, LEDGER, PARTICIPANTS, TURNS
from aimed.audit.preview.sentences import find_ends, find_sign, mark_ends
from aimed.build.gate import find_absent_files
from aimed.files.yaml_json import write_json
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from aimed.language.relative_ids import complete_document
from aimed.ledger.joint.rows import list_joint
from aimed.manuscript.bind_document import bind_texts, read_entries
from aimed.manuscript.binding.cross_references import REFERENCE
from aimed.manuscript.binding.opening import read_open_binding
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.engines.citation_style import write_style
from aimed.manuscript.engines.pandoc import render_page
from aimed.manuscript.engines.staging import list_layout, stage_document, write_references
from aimed.messages.findings import Finding
from aimed.messages.problems import Problem, ProblemsFound
from aimed.study.declarations import read_config
from aimed.study.layout import find_broken_files, list_analyses, name_style
from aimed.study.pseudonym_key import list_speaker_keys
from aimed.study.written_tables import CODEBOOK, list_codebook

UNREADABLE = (ProblemsFound, OSError, UnicodeDecodeError, duckdb.Error)
MISSHAPEN = (
    KeyError,
    TypeError,
    AttributeError,
)  # by YAML that is not as its schema says
NOT_BUILT = ("no such file", "what a build makes of the study", "aimed build")
BUILT = (LEDGER, TURNS, PARTICIPANTS, CODED_TURNS)
DECLARED = (MANUSCRIPT / "tables.yaml", MANUSCRIPT / "figures.yaml")
FORMS, BIBLIOGRAPHY = (MANUSCRIPT / name for name in ("forms.yaml", "references.bib"))


@dataclass(frozen=True)
class DrawnDocument:
    """A document as it was drawn: its text, where its sentences end, its page with them marked."""

    source: tuple[object, ...] = ()
    text: str = ""
    ends: tuple[int, ...] = ()
    page: str | None = None
    problems: tuple[Problem, ...] = ()

    def find_sign(self, line: int, column: int) -> str:
        """Return the sign on the page of the sentence at a line and column; "" where there is none."""
        return find_sign(self.text, self.ends, line, column)


class PaperDraft:
    """The documents of the study one stands in, drawn again as far as something changed, within `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: dict[str, DrawnDocument] = {}
        self.opened: tuple[object, Binding] | None = None

    def draw(self) -> list[Finding]:
        """Draw what changed, and return what is wrong with the documents. What cannot be drawn stays."""
        found: list[Finding] = []
        with ThreadPoolExecutor() as threads:  # Pandoc is another process: the check goes on meanwhile
            runs: dict[str, Future[DrawnDocument]] = {}
            with telling(found):
                for path, source, bound in self._bind(found):
                    folder = self._stage(Path(path), bound)
                    runs[path] = threads.submit(self._render, Path(path), folder, source)
            with telling(found):
                found += check_documents(read_material(Path()))
        for path, run in runs.items():
            with telling(found):
                self.documents[path] = run.result()
        return found + [as_finding(one) for drawn in self.documents.values() for one in drawn.problems]

    def _bind(self, found: list[Finding]) -> Iterator[tuple[str, tuple[object, ...], dict[str, Any]]]:
        """Yield path, source and binding of each document that changed; `found` takes what binding finds."""
        paths = sorted(MANUSCRIPT.glob("*.qmd"), key=lambda path: (path.stem != "paper", path.stem))
        texts = {path.as_posix(): path.read_text(encoding="utf-8") for path in paths}
        self.documents = {path: DrawnDocument() for path in texts} | self.documents
        around = tuple(path.read_bytes() for path in (BIBLIOGRAPHY, Path(name_style(read_config()))))
        declared = {
            "table": read_entries(DECLARED[0], "tables"),
            "figure": read_entries(DECLARED[1], "figures"),
        }
        files = DECLARED[0].as_posix(), DECLARED[1].as_posix()
        for path, text in texts.items():
            binding = self._open_binding()
            bound = bind_texts(texts, binding, declared, files, {path})
            found += map(as_finding, binding.problems)
            fill_gaps(bound, text, binding)
            del bound["claims"]
            source = (text, repr(bound), around)
            if source != self.documents[path].source:
                yield path, source, bound

    def _open_binding(self) -> Binding:
        """Return what marks are resolved against, read again where one of its files changed."""
        plans = tuple(Path(f"analyses/{name}.yaml") for name in list_analyses())
        codebook = (*list_codebook(), CODEBOOK / "themes.csv")
        joint = [Path(name) for name in list_joint()]
        files = (*BUILT, FORMS, *joint, *codebook, *plans, Path("config.yaml"))
        now = [(path, (state := path.stat()).st_mtime_ns, state.st_size) for path in files]
        if self.opened is None or self.opened[0] != now:
            config = read_config()
            keys = tuple(map(Path, list_speaker_keys(config)))
            more = keys, tuple(joint)
            opened = read_open_binding(LEDGER, FORMS, codebook, plans, BUILT[1:], config, more)
            self.opened = now, opened
        empty: dict[str, Any] = {"numbers": {}, "conditions": {}, "claims": [], "quotes": {}, "problems": []}
        empty |= {"claim_marks": {}, "claim_ids": {}, "unfit": [], "quoted": []}
        return replace(self.opened[1], used=set(), **empty)

    def _stage(self, path: Path, bound: Mapping[str, Any]) -> Path:
        """Return the folder in which a document is rendered, with its binding and references of now."""
        folder, style = self.folder / path.stem, Path(name_style(read_config()))
        written, layout = self.folder / "binding.json", [Path(name) for name in list_layout()]
        write_json(bound, written)
        if not folder.exists():
            stage_document(folder, path, written, ((), layout), BIBLIOGRAPHY, style)
        shutil.copyfile(written, folder / written.name)
        write_references(folder, BIBLIOGRAPHY)
        write_style(style, folder / "style.csl")
        return folder

    def _render(self, path: Path, folder: Path, source: tuple[Any, ...]) -> DrawnDocument:
        ends = find_ends(source[0])
        page, problems = render_page(folder, path, complete_document(mark_ends(source[0], ends)))
        if page is None:  # the one before stays
            return replace(self.documents[path.as_posix()], source=source, problems=tuple(problems))
        return DrawnDocument(source, source[0], tuple(ends), page, tuple(problems))


def fill_gaps(bound: dict[str, Any], text: str, binding: Binding) -> None:
    """Let each mark of a document that could not be resolved, or is not public, stand as it was written."""
    numbers = binding.study.numbers
    nothing = dict.fromkeys(("label", "shown", "n", "interval", "method"), "")
    for mark in scan_marks(text):
        name, form = mark.attributes.get("from", ""), mark.attributes.get("as")
        condition = " ".join(mark.attributes.get("holds", "").split())
        if mark.kind == "num":
            key = f"{mark.text}|{form}" if form else mark.text
            ids = bound["numbers"].get(key, {"ids": [mark.text]})["ids"]
            if (
                any(one not in numbers or not numbers[one]["public"] for one in ids)
                or key not in bound["numbers"]
            ):
                bound["numbers"][key] = {"text": f"[{mark.text}]", "ids": [mark.text]}
                bound["evidence"][mark.text] = nothing
        elif mark.kind in ("claim", "when"):
            bound["conditions"].setdefault(condition, True)
        elif mark.kind == "quote":
            bound["quotes"].setdefault(mark.attributes.get("turn", ""), "?")
        elif mark.kind == "table":
            cell = {"text": f"[{name}]", "ids": []}
            lost = {"columns": [cell], "align": ["left"], "rows": [], "notes": [], "question": ""}
            bound["tables"].setdefault(name, lost)
        else:
            bound["figures"].setdefault(name, {"stem": f"figures/{name}", "alt": f"[{name}]"})
    for match in REFERENCE.finditer(readable_of(text)):
        bound["references"].setdefault(match["id"], {"label": f"@{match['id']}", "document": ""})


@contextmanager
def telling(found: list[Finding]) -> Iterator[None]:
    """Add to `found` why a `with` block could not read the study, as the gate says it."""
    try:
        yield
    except (*UNREADABLE, *MISSHAPEN) as error:
        problems = list(error.problems) if isinstance(error, ProblemsFound) else []
        try:
            problems += find_absent_files(read_config()) + find_broken_files()
        except ProblemsFound as broken:
            problems += broken.problems
        problems += [Problem(path.as_posix(), *NOT_BUILT) for path in BUILT if not path.is_file()]
        if not problems:
            place = str(getattr(error, "filename", None) or MANUSCRIPT)
            problems = [Problem(place, str(error), "a file that can be read", "save it again")]
        found += map(as_finding, problems)


def as_finding(problem: Problem) -> Finding:
    """Return a problem as a finding."""
    return Finding(*problem.position(), problem.kind, problem.found, problem.expected, problem.remedy)
