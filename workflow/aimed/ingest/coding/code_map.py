"""What the names of a project's codes are in the codebook: code_map.csv of a cohort, where it has one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aimed.ingest.coding.codes import name_undecided
from aimed.ingest.coding.project import CodedProject, CodePath, Recording, Source, TextSelection
from aimed.messages.nearest import hint_nearest
from aimed.messages.problems import Problem, raise_problems
from aimed.study.written_tables import read_written_rows

LEVELS = ">"  # between a name and the one below it, in the column `name`
TOP = "(top)"  # the code of a folder that stands above the codebook's themes
UNDECIDED = "?"
NOT_USED = "codings with a code that code_map.csv leaves out"


@dataclass
class CodeMap:
    """Names in the project, from the top of the tree down -> code of the codebook, TOP, or None: not used.

    `used` are the names that a project has had.
    """

    path: Path
    lines: dict[CodePath, tuple[int, str | None]] = field(default_factory=dict)
    used: set[CodePath] = field(default_factory=set)

    def find(self, names: CodePath, codes: Mapping[str, str]) -> tuple[str, ...] | None:
        """Return the names by which the codebook knows a code of the project; None for one that is not used.

        A line holds for a name and, of folders and themes, for what is below it; the longest one counts.
        """
        folded = _fold(names)
        for depth in range(len(folded), 0, -1):
            line = self.lines.get(folded[:depth])
            if line is None:
                continue
            self.used.add(folded[:depth])
            code, rest = line[1], names[depth:]
            if code is None:
                return None
            return _below(code, rest, codes) or names
        return names

    def list_unused(self) -> Iterator[Problem]:
        """Yield each line for a name that no project has."""
        for names, (number, _) in self.lines.items():
            if names not in self.used:
                place = f"{self.path.as_posix()}, line {number}"
                found = f"a line for {f' {LEVELS} '.join(names)}, which no coding has"
                yield Problem(place, found, "a name of a project", "correct the name, or take the line out")


def read_code_map(path: Path | None, codes: Mapping[str, str]) -> CodeMap:
    """Return the lines of a cohort's code_map.csv; none where there is no such table.

    `codes` maps the names of the codebook's codes to them. Raises ProblemsFound for codes that the codebook
    does not have, a name with two codes, lines without a code and a note, and lines with ? in `decide`.
    """
    if path is None:
        return CodeMap(Path())
    table = read_written_rows(path)
    found = CodeMap(path)
    raise_problems(name_undecided(path))
    problems: list[Problem] = []
    for number, row in zip(table.lines, table.rows, strict=True):
        place = f"{path.as_posix()}, line {number}"
        names, code = _fold(split_names(row["name"])), row["code"]
        problems += _judge(place, row, code, codes)
        before = found.lines.setdefault(names, (number, code or None))
        if names and before[1] != (code or None):
            expected = f"one code, as in line {before[0]}: {before[1] or 'not used'}"
            problems.append(
                Problem(place, f"{row['name']} as {code or 'not used'}, too", expected, "keep one line")
            )
    raise_problems(problems)
    return found


def split_names(written: str) -> CodePath:
    """Return the names of a code as the table has them: Access > Internet."""
    return tuple(name.strip() for name in written.split(LEVELS))


def join_names(names: CodePath) -> str:
    """Return the names of a code as the table has them."""
    return f" {LEVELS} ".join(names)


def map_codes(project: CodedProject, mapped: CodeMap, codes: Mapping[str, str]) -> CodedProject:
    """Return a project with its codes called as in the codebook; those that are not used are left out."""
    if not mapped.lines:
        return project
    left_out = Counter(project.left_out)
    recordings = tuple(_map_times(one, mapped, codes) for one in project.recordings)
    sources = []
    for source in project.sources:
        selections = []
        for one in source.selections:
            found = [(coder, mapped.find(names, codes)) for coder, names in one.codings]
            kept = tuple((coder, names) for coder, names in found if names is not None)
            left_out[NOT_USED] += len(found) - len(kept)
            selections += [_keep(one, kept)] if kept else []
        sources += [_keep_source(source, selections)] if selections else []
    return replace(project, sources=tuple(sources), left_out=dict(+left_out), recordings=recordings)


def _map_times(recording: Recording, mapped: CodeMap, codes: Mapping[str, str]) -> Recording:
    """Return a recording with its codes called as in the codebook; those that are not used stay left out."""
    selections = []
    for one in recording.selections:
        found = [(coder, mapped.find(names, codes)) for coder, names in one.codings]
        kept = tuple((coder, names) for coder, names in found if names is not None)
        selections += [replace(one, codings=kept)] if kept else []
    return replace(recording, selections=tuple(selections))


def _keep(one: TextSelection, codings: tuple[tuple[str, CodePath], ...]) -> TextSelection:
    return replace(one, codings=codings)


def _keep_source(source: Source, selections: list[TextSelection]) -> Source:
    return replace(source, selections=tuple(selections))


def _judge(place: str, row: dict[str, str], code: str, codes: Mapping[str, str]) -> Iterator[Problem]:
    if not row["name"]:
        yield Problem(place, "a line without a name", "the name of a code in the project", "write it")
    if row.get("decide") == UNDECIDED:
        expected, remedy = "a line that a person has decided", "correct it, and delete the ?"
        yield Problem(place, f"{row['name']} as {code or 'not used'}: nobody has decided", expected, remedy)
    elif not code and not row["note"]:
        expected = "a code of data/codebook/themes.csv, or a note that says why it is not used"
        yield Problem(place, f"{row['name']} without a code", expected, "write one of the two")
    if code and code != TOP and code not in codes.values():
        expected = f"a code of data/codebook/themes.csv, or {TOP}{hint_nearest(code, set(codes.values()))}"
        yield Problem(place, f"code {code}", expected, "correct the code")


def _below(code: str, rest: CodePath, codes: Mapping[str, str]) -> CodePath | None:
    """Return the names of the code that stands below another by `rest`; None where there is none."""
    above = [""] if code == TOP else [f"{name}." for name, known in codes.items() if known == code]
    if not rest:
        return None if code == TOP else (code,)
    found = (codes.get(name + ".".join(rest)) for name in above)
    return next(((one,) for one in found if one), None)


def _fold(names: CodePath) -> CodePath:
    return tuple(" ".join(name.split()).casefold() for name in names)
