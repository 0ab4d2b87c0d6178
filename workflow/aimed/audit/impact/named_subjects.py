"""What a person can name besides numbers: files, raw rows and cells, crosswalk lines, people, turns."""

import re
from dataclasses import dataclass

from aimed.audit.impact.dependent_numbers import Touched, rows_of_person
from aimed.audit.impact.rows_touched import (
    GROUPS,
    touch_cell,
    touch_code_line,
    touch_cohort,
    touch_column,
    touch_file,
    touch_line,
    touch_shared_line,
    touch_turns,
    turns_of,
    turns_of_all,
)
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.lookup.study_files import StudyFile, list_files
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

SPELLED = re.compile(  # also as a trace prints it: "survey.sav, row 3, q7_1 (demo:a2)"
    r"(?P<file>\S+?),? (?:row|line) (?P<row>[0-9]+)(?:,? (?:column )?(?P<column>\w+))?(?: \([^()]*\))?"
)
PART = re.compile(r"(?P<file>[^\s:]+?)(?::(?P<row>[0-9]+))?(?::(?P<column>[^\W\d]\w*))?")
LINED = ("crosswalk", "code map", "codebook", "reference")
TURN = re.compile(r"(?P<cohort>[^\s/]+)/(?P<transcript>[^\s/]+)/(?P<turn>[0-9]+)")


@dataclass(frozen=True)
class RawPlace:
    """A row of a raw file, and one of its columns or none."""

    cohort: str
    source_file: str
    source_row: int
    column: str | None


@dataclass(frozen=True)
class NamedSubject:
    """What was named: what it touches, the raw row it is (if it is one), and the turns it speaks in.

    turns are ids of turns, or beginnings of ids that end in a slash.
    """

    kind: str
    title: str
    touched: Touched
    place: RawPlace | None = None
    turns: frozenset[str] = frozenset()


def find_subject(what: str, study: TracedStudy) -> NamedSubject | None:
    """Return what a text names, or None. Raises ProblemsFound for a row, column or line that is not there.

    Known are `COHORT:PERSON`, `COHORT`, `COHORT/TRANSCRIPT/TURN`, and a file of the study, alone or with
    `:ROW`, `:ROW:COLUMN` or `:COLUMN`; `FILE row ROW column COLUMN` and `FILE, row ROW, COLUMN`
    say the same; a transcript has lines.
    """
    if spelled := SPELLED.fullmatch(what):
        what = ":".join(part for part in spelled.groups() if part)
    if what in study.cohorts:
        return NamedSubject("cohort", what, touch_cohort(what), turns=frozenset({f"{what}/"}))
    return _person(what, study) or _turn(what, study) or _part(what, study)


def suggest_subjects(what: str, study: TracedStudy) -> list[str]:
    """Return the files and people whose names resemble a mistyped one."""
    names = {name for file in list_files(study) for name in (file.path, file.name)}
    rows = study.select("exclusions", "respondent IS NOT NULL", [], "DISTINCT respondent")
    people = {str(row["respondent"]) for row in rows}
    file, colon, rest = what.partition(":")
    near = [f"{name}{colon}{rest}" for name in find_nearest(file, names)]
    own = sorted(person for person in people if person.endswith(f":{what}"))
    return own + near + (find_nearest(what, people) if ":" in what else [])


def _person(what: str, study: TracedStudy) -> NamedSubject | None:
    rows = study.rows("exclusions", [["respondent", "is", what]]) if ":" in what else []
    people = study.rows("participants", [["participant", "is", what]]) if ":" in what else []
    if not rows and not people:
        return None
    row: Row | None = next((row for row in rows if row["kept"]), rows[0] if rows else None)
    cohort = str(row["cohort"] if row else people[0]["cohort"])
    turns = turns_of(what, cohort, study)
    touched = Touched(rows=rows_of_person(what), cohort=cohort, sources=None, spoken=bool(turns))
    place = RawPlace(cohort, row["source_file"], int(row["source_row"]), None) if row else None
    return NamedSubject("participant", what, touched, place, turns)


def _turn(what: str, study: TracedStudy) -> NamedSubject | None:
    named = TURN.fullmatch(what)
    if named is None or named["cohort"] not in study.cohorts:
        return None
    cohort, transcript, turn = named["cohort"], named["transcript"], int(named["turn"])
    if (transcript, turn) not in study.turns(cohort):
        return None
    return NamedSubject("turn", what, touch_turns(cohort, transcript, study, turn), turns=frozenset({what}))


def _part(what: str, study: TracedStudy) -> NamedSubject | None:
    part = PART.fullmatch(what)
    files = [file for file in list_files(study) if file.is_called(part["file"])] if part else []
    if part is None or not files:
        return None
    if len(files) > 1:
        known, found = ", ".join(file.path for file in files), f"{len(files)} files of this name"
        raise ProblemsFound.at(part["file"], found, f"one of {known}", "name the one")
    file, row = files[0], int(part["row"]) if part["row"] else None
    if file.kind == "survey" and (row is not None or part["column"]):
        return _survey_part(file, row, part["column"], study)
    if file.kind in LINED and row is not None and not part["column"]:
        written = study.line(file.path, row)
        if written is None:
            found, expected = f"no row at line {row}", "a line below the header"
            raise ProblemsFound.at(file.path, found, expected, "correct it")
        return LINES.get(file.kind, _shared_line)(file, row, written, study)
    if file.kind == "transcript" and row is not None and not part["column"]:
        return _turn_at(file, row, study)
    if row is not None or part["column"]:
        found = f"{file.path} has no parts that are traced"
        raise ProblemsFound.at(what, found, file.path, "name the file alone")
    touched, turns = touch_file(file, study)
    return NamedSubject(f"{file.kind} file", file.path, touched, turns=turns)


def _turn_at(file: StudyFile, line: int, study: TracedStudy) -> NamedSubject | None:
    """Return the turn that a line of a transcript belongs to. Raises ProblemsFound where there is none."""
    as_coded = study.transcripts(file.cohort).get(file.transcript) == file.path
    begins = "source_line" if as_coded else "original_line"
    own = {turn: row for (name, turn), row in study.turns(file.cohort).items() if name == file.transcript}
    before = [(int(row[begins]), turn) for turn, row in own.items() if int(row[begins]) <= line]
    if not before:
        expected = "a line in which, or after which, somebody speaks"
        raise ProblemsFound.at(file.path, f"no turn at line {line}", expected, "correct the line")
    return _turn(f"{file.cohort}/{file.transcript}/{max(before)[1]}", study)


def _survey_part(file: StudyFile, row: int | None, column: str | None, study: TracedStudy) -> NamedSubject:
    found = _excluded(file, row, study) if row is not None else None
    columns = study.survey_columns(file.cohort)
    column = _column_at_home(file.cohort, column, study)
    if column is not None and column not in columns:
        near = [name for name in columns if name.startswith(f"{column}_")] or find_nearest(column, columns)
        remedy = f"the nearest: {', '.join(near)}" if near else "correct the column"
        raise ProblemsFound.at(file.path, f"no column {column}", ", ".join(columns), remedy)
    if found is None:
        touched = touch_column(file, str(column), study)
        return NamedSubject("raw column", f"{file.path}, column {column}", touched)
    place = RawPlace(file.cohort, file.path, int(found["source_row"]), column)
    touched = touch_cell(found, column, study)
    decided = column is None or _attributes(column, found, study)
    turns = turns_of(found["respondent"], file.cohort, study) if decided else frozenset()
    title = f"{file.path}, row {row}" + (f", {column}" if column else "")
    return NamedSubject("raw cell" if column else "raw row", title, touched, place, turns)


def _column_at_home(cohort: str, column: str | None, study: TracedStudy) -> str | None:
    """Return the raw column that a column of a folder that came in harmonised was made from."""
    made_from = (source for (own, source), fed in study.fed.items() if own == cohort and column in fed)
    return next(made_from, column) if cohort in study.held else column


def _excluded(file: StudyFile, row: int, study: TracedStudy) -> Row:
    """Return what the table of exclusions says of a raw row."""
    found = study.select("exclusions", "source_file = ? AND source_row = ?", [file.path, row])
    if not found:
        ends = "min(source_row) AS first, max(source_row) AS last"
        known = study.select("exclusions", "source_file = ?", [file.path], ends)[0]
        expected = f"a row from {known['first']} to {known['last']}"
        raise ProblemsFound.at(file.path, f"no row {row}", expected, "correct the row")
    return found[0]


def _attributes(column: str, row: Row, study: TracedStudy) -> bool:
    """Return whether a raw cell decides if a person may be quoted, or to which group the words are given."""
    fed = study.fed.get((row["cohort"], column), [])
    return f'"{column}"' in row["columns_decided"] or bool(set(fed) & set(GROUPS))


def _shared_line(file: StudyFile, line: int, written: Row, study: TracedStudy) -> NamedSubject:
    """Return a line of a codebook file or of a reference table."""
    cells = "; ".join(f"{column} {cell}" for column, cell in written.items() if cell)
    touched = touch_shared_line(file, written, study)
    groups = touched.columns is None or not touched.columns.isdisjoint(GROUPS)
    turns = turns_of_all(study) if groups else frozenset()
    return NamedSubject(f"{file.kind} row", f"{file.path}:{line}  {cells}", touched, turns=turns)


def _crosswalk_line(file: StudyFile, line: int, written: Row, study: TracedStudy) -> NamedSubject:
    touched = touch_line(file, line, written, study)
    source, variable = written["source_variable"], written["variable"] or "(not used)"
    value = study.mask_raw(file.cohort, source, written["source_value"] or "(every other value)")
    became = written["value"] or written["missing_reason"] or written["rule"]
    became = study.mask_raw(file.cohort, source, became) if became else ""
    title = f"{file.path}:{line}  {source} = {value} → {variable}" + (f" = {became}" if became else "")
    turns = frozenset({f"{file.cohort}/"} if variable in GROUPS else {})
    return NamedSubject("crosswalk row", title, touched, turns=turns)


def _code_map_line(file: StudyFile, line: int, written: Row, study: TracedStudy) -> NamedSubject:
    title = f"{file.path}:{line}  {written['name']} → {written['code'] or '(not used)'}"
    return NamedSubject("code map row", title, touch_code_line(file, written))


LINES = {"crosswalk": _crosswalk_line, "code map": _code_map_line}
