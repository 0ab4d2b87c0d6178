"""Draft the codes of coded projects: themes.csv where the study has none, else what their names are in it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.formula_cells import write_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.coding.code_map import TOP, UNDECIDED, join_names
from aimed.ingest.coding.codes import find_code, list_codes
from aimed.ingest.coding.project import CodedProject, CodePath
from aimed.ingest.coding.recognise import read_coded_project
from aimed.language.likeness import WORTH_SAYING, guess
from aimed.study.written_tables import read_written

THEMES = Path("data/codebook/themes.csv")
CODE_MAP = "code_map.csv"
THEME_HEADS = ["code", "parent", "label", "definition", "include", "exclude"]
MAP_HEADS = ["name", "code", "note", "score", "decide"]
LONGEST_NOTE = 200
FOLDERS = 3  # that may stand above the themes in a project


@dataclass
class DraftedCodes:
    """What was drafted of projects: the texts of themes.csv and code_map.csv, and lines that tell of them.

    `waiting`: lines of the map, which all wait for a person.
    """

    themes: str = ""
    code_map: str = ""
    told: list[str] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)


def draft_codes(paths: list[Path]) -> DraftedCodes:
    """Return the drafts for coded projects. Raises ProblemsFound for projects that cannot be read."""
    projects = [read_coded_project(path, {}) for path in paths]
    drafted = DraftedCodes(told=[_describe(project) for project in projects])
    told = _collect(projects)
    if not told:
        return drafted
    known = list_codes(read_written(THEMES)) if THEMES.is_file() else {}
    if not known:
        drafted.themes = write_csv([THEME_HEADS, *draft_themes(told)])
        return drafted
    used = {names for project in projects for _, names in _codings(project)}
    drafted.waiting = draft_map(used, told, known)
    if drafted.waiting:
        drafted.code_map = "\ufeff" + write_csv([MAP_HEADS, *drafted.waiting])
    books = [entry.path for project in projects if not project.sources for entry in project.codes]
    if unknown := [join_names(names) for names in books if find_code(names, known) is None]:
        some = f"{', '.join(unknown[:12])}{' and more' * (len(unknown) > 12)}"
        drafted.told.append(f"codes without codings that {THEMES.as_posix()} does not have: {some}")
    drafted.told.append(
        f"codes: {sum(find_code(names, known) is not None for names in used)} as in {THEMES.as_posix()}, "
        f"{len(drafted.waiting)} lines of {CODE_MAP} wait for you"
    )
    drafted.told += [f"  ? {name}: {code or 'not used'}" for name, code, *_ in drafted.waiting[:12]]
    drafted.told += [f"  and {len(drafted.waiting) - 12} more"] * (len(drafted.waiting) > 12)
    return drafted


def draft_themes(told: Mapping[CodePath, str]) -> Iterator[list[str]]:
    """Yield the rows of a themes.csv: each code below the one above it, called as in the project.

    `told` is path of names -> definition. Codes are made of the names; a definition that the project does not
    have waits for a person.
    """
    codes: dict[CodePath, str] = {}
    for path in sorted({names[:depth] for names in told for depth in range(1, len(names) + 1)}):
        above = codes.get(path[:-1], "")
        stem = _name(path[-1], first=not above)
        taken = set(codes.values())
        numbered = (f"{stem}_{number}" for number in range(2, len(told) + 3))
        below = f"{above}." if above else ""
        codes[path] = next(below + one for one in [stem, *numbered] if below + one not in taken)
        yield [codes[path], above, path[-1], told.get(path) or TO_DECIDE, "", ""]


def draft_map(used: set[CodePath], told: Mapping[CodePath, str], known: Mapping[str, str]) -> list[list[str]]:
    """Return the lines of a code map for the names in `used` that the codebook does not know.

    A folder above names that it does know has one line; any other name has its own, with the code most like
    it. All wait for a person.
    """
    unknown = {names for names in used if find_code(names, dict(known)) is None}
    folders = Counter(folder for names in unknown if (folder := _find_folder(names, known)))
    lines = [[join_names(folder), TOP, "", "100", UNDECIDED] for folder in sorted(folders)]
    wordings: dict[str, list[str]] = {code: [] for code in known.values()}
    for name, code in known.items():
        wordings[code] += [name, name.rpartition(".")[2]]
    for names in sorted(unknown):
        if _find_folder(names, known):
            continue
        best = guess([names[-1], " ".join(names)], wordings)
        code = best.target if best.target and best.score >= WORTH_SAYING else ""
        note = " ".join(told.get(names, "").split())[:LONGEST_NOTE]
        lines.append([join_names(names), code, note, str(best.score), UNDECIDED])
    return lines


def _find_folder(names: CodePath, known: Mapping[str, str]) -> CodePath | None:
    """Return the names above a code without which the codebook knows it; None where there are none."""
    depths = range(1, min(FOLDERS, len(names) - 1) + 1)
    return next((names[:depth] for depth in depths if find_code(names[depth:], dict(known))), None)


def _collect(projects: list[CodedProject]) -> dict[CodePath, str]:
    """Return all codes of the projects with their definitions: of the code books, and those only used."""
    told: dict[CodePath, str] = {}
    for project in projects:
        for entry in project.codes:
            told[entry.path] = told.get(entry.path) or " ".join(entry.definition.split())
        for _, names in _codings(project):
            told.setdefault(names, "")
    return {names: definition for names, definition in told.items() if all(names)}


def _codings(project: CodedProject) -> Iterator[tuple[str, CodePath]]:
    return (pair for source in project.sources for one in source.selections for pair in one.codings)


def _describe(project: CodedProject) -> str:
    codings = list(_codings(project))
    if not project.sources:
        origin = f" ({project.origin})" if project.origin else ""
        return f"{project.path.name}{origin}: {len(project.codes)} codes, and nothing coded"
    coders = {coder for coder, _ in codings if coder}
    texts = len(project.sources)
    origin = f" ({project.origin})" if project.origin else ""
    return (
        f"{project.path.name}{origin}: {len(codings)} codings by {len(coders) or 'unnamed'} coders "
        f"of {texts} text{'s' * (texts != 1)}, {len({names for _, names in codings})} codes used"
    )


def _name(name: str, *, first: bool) -> str:
    """Return a part of a code: small letters without accents, digits and underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = re.sub(r"^[0-9_]+", "", made) or made
    return made if made and (made[0].isalpha() or not first) else f"code_{made}".strip("_")
