"""What each kind of thing touches: which rows, which columns of them, whose selection."""

from collections.abc import Iterable
from typing import Any

from aimed.audit.impact.dependent_numbers import Chosen, Touched, rows_of_person
from aimed.audit.lineage.source_rows import PERSON
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.lookup.study_files import StudyFile
from aimed.files.row_selection import read_filters, sql_of
from aimed.study.reference_columns import list_feeding

GROUPS = ("country", "income_group", "who_region")
OF_A_ROW = ("responses", "missing", "exclusions")
OF_PEOPLE = ("participants", "turns", "coded_turns")
TICKED = {"yes": True, "no": False}
EVERY_ROW: Chosen = ("TRUE", [])
COLLAPSED = "_collapsed"


def touch_cell(row: Row, column: str | None, study: TracedStudy) -> Touched:
    """Return what a raw row, a row of the table exclusions, touches, or one cell of it."""
    place = [row["cohort"], row["source_file"], int(row["source_row"])]
    here: Chosen = ("cohort = ? AND source_file = ? AND source_row = ?", place)
    rows = rows_of_person(row["respondent"]) if row["respondent"] is not None else {}
    rows |= dict.fromkeys(OF_A_ROW, here)
    if column is None:
        return Touched(rows=rows, cohort=row["cohort"], sources=None)
    return Touched(rows, _fed_by([column], row["cohort"], study), row["cohort"], frozenset({column}))


def touch_column(file: StudyFile, column: str, study: TracedStudy) -> Touched:
    """Return what a column of a survey touches."""
    fed = _fed_by([column], file.cohort, study)
    return Touched(_rows_of_survey(file), fed, file.cohort, frozenset({column}))


def touch_line(file: StudyFile, line: int, written: Row, study: TracedStudy) -> Touched:
    """Return what a crosswalk line touches: the rows with the value that it gives, in the column it fills.

    The rows of a line that fits every other value, or gives a missing reason, are not told apart.
    """
    fed = {row["variable"] for row in study.recodes if row["cohort"] == file.cohort and row["line"] == line}
    where: list[list[Any]] = [["cohort", "is", file.cohort]]
    tables: tuple[str, ...] = ("responses", "missing", *OF_PEOPLE)
    if written["value"] and written["variable"] in fed and not written["rule"]:
        value = TICKED.get(written["value"]) if "__" in written["variable"] else written["value"]
        where, tables = [*where, [written["variable"], "is", value]], ("responses",)
    rows = dict.fromkeys(tables, sql_of(read_filters(where))) if fed else {}
    columns = frozenset(fed) or frozenset({written["variable"]} - {""})
    sources = frozenset({written["source_variable"]}) if columns else frozenset()
    return Touched(rows, columns, file.cohort, sources, recoded=True)


def touch_code_line(file: StudyFile, written: Row) -> Touched:
    """Return what a line of a cohort's code map touches: the codings that have its code, or one above it.

    The codings below a folder, and those that a blank code leaves out, are not told apart.
    """
    code, parts = written["code"], written["code"].split(".")
    if not code or code.startswith("("):
        where, asked = "TRUE", []
    else:
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        where, asked = "(code IN (SELECT unnest(?)) OR starts_with(code, ?))", [above, f"{code}."]
    own: Chosen = (f"cohort = ? AND {where}", [file.cohort, *asked])
    return Touched({"coded_turns": own, **dict.fromkeys(("agreement", "ratings"), (where, asked))})


def touch_turns(cohort: str, transcript: str, study: TracedStudy, turn: int | None = None) -> Touched:
    """Return what a transcript, or one turn of it, touches: its turns, their codes, whoever speaks."""
    spoken = [
        row["participant"]
        for (name, number), row in study.turns(cohort).items()
        if name == transcript and turn in (None, number) and row["participant"]
    ]
    here: Chosen = ("cohort = ? AND transcript = ?", [cohort, transcript])
    if turn is not None:
        here = (f"{here[0]} AND turn = ?", [*here[1], turn])
    people: Chosen = ("participant IN (SELECT unnest(?))", [sorted(set(spoken))])
    rows = {
        "turns": here,
        "coded_turns": here,
        "agreement": EVERY_ROW,
        "ratings": EVERY_ROW,
        "participants": people,
    }
    return Touched(rows, cohort=cohort, spoken=True)


def touch_cohort(cohort: str) -> Touched:
    """Return what a whole cohort touches."""
    rows: dict[str, Chosen] = dict.fromkeys(PERSON, ("cohort = ?", [cohort]))
    return Touched(
        {**rows, "agreement": EVERY_ROW, "ratings": EVERY_ROW}, cohort=cohort, sources=None, spoken=True
    )


def touch_file(file: StudyFile, study: TracedStudy) -> tuple[Touched, frozenset[str]]:
    """Return what a whole file touches, and the turns (or beginnings of their ids) that rest on it."""
    everybody = frozenset({f"{file.cohort}/"})
    here: Chosen = ("cohort = ?", [file.cohort])
    match file.kind:
        case "survey":
            return Touched(_rows_of_survey(file), cohort=file.cohort, sources=None), everybody
        case "transcript":
            turns = frozenset({f"{file.cohort}/{file.transcript}/"})
            return touch_turns(file.cohort, file.transcript, study), turns
        case "coding" | "coders" | "code map":
            rows = {"coded_turns": here, "agreement": EVERY_ROW, "ratings": EVERY_ROW}
            return Touched(rows, cohort=file.cohort, spoken=True), frozenset()
        case "harmonised":
            return touch_cohort(file.cohort), everybody
        case "crosswalk":
            sources = frozenset(source for cohort, source in study.fed if cohort == file.cohort)
            columns = _fed_by(sources, file.cohort, study)
            return Touched(_rows_of_survey(file), columns, file.cohort, sources, recoded=True), everybody
        case "corrections":
            return _touch_corrections(file, study), frozenset()
        case "withdrawals":
            return Touched(cohort=file.cohort, sources=None, spoken=True), everybody
        case "description":
            return _touch_shared(file), everybody
        case "reference":
            return Touched(reference=file.path), turns_of_all(study)
        case "codebook" | "derived" | "config":
            return _touch_shared(file), turns_of_all(study)
        case _:
            names = [name for name, one in study.evidence["numbers"].items() if one["plan"] == file.path]
            return Touched(numbers=tuple(names)), frozenset()


def turns_of(person: str | None, cohort: str, study: TracedStudy) -> frozenset[str]:
    """Return the ids of the turns that a person speaks."""
    turns = study.turns(cohort).items() if person else ()
    return frozenset(f"{cohort}/{name}/{turn}" for (name, turn), row in turns if row["participant"] == person)


def turns_of_all(study: TracedStudy) -> frozenset[str]:
    """Return the beginnings of the ids of all turns."""
    return frozenset(f"{cohort}/" for cohort in study.cohorts)


def _touch_corrections(file: StudyFile, study: TracedStudy) -> Touched:
    events = [row for row in study.events if row["cohort"] == file.cohort and row["kind"] == "corrected"]
    sources = frozenset(str(row["source_variable"]) for row in events)
    columns = _fed_by(sources, file.cohort, study)
    places = sorted({int(row["source_row"]) for row in events})
    here: Chosen = ("cohort = ? AND source_row IN (SELECT unnest(?))", [file.cohort, places])
    return Touched(dict.fromkeys(OF_A_ROW, here), columns, file.cohort, sources)


def _rows_of_survey(file: StudyFile) -> dict[str, Chosen]:
    """Return the rows of every table that come from a survey's file, or from a cohort's table."""
    people: Chosen = ("cohort = ?", [file.cohort])
    if file.kind != "survey":
        return dict.fromkeys(PERSON, people)
    here: Chosen = ("cohort = ? AND source_file = ?", [file.cohort, file.path])
    return {**dict.fromkeys(OF_A_ROW, here), "participants": people}


def _fed_by(sources: Iterable[str], cohort: str, study: TracedStudy) -> frozenset[str]:
    """Return the columns of responses that source columns of a cohort feed."""
    return frozenset(name for source in sources for name in study.fed.get((cohort, source), []))


def _touch_shared(file: StudyFile) -> Touched:
    """Return what a codebook file, config.yaml or the description of a cohort touches.

    Each decides what values become, or who is counted, of all numbers; themes only of those of the turns.
    """
    if file.name == "themes.csv":
        return Touched(spoken=True)
    return Touched(cohort=file.cohort or None, sources=None, spoken=True)


def touch_shared_line(file: StudyFile, written: Row, study: TracedStudy) -> Touched:
    """Return what a line of a codebook file or a reference table touches.

    A variable's line touches the numbers that read it, a scale's line those that read one of its variables.
    The rows of a reference table are not told apart: a changed one may move people to any group.
    """
    if file.kind == "reference":
        return Touched(reference=file.path)
    if file.name == "variables.csv":
        variables = {written["variable"]}
    elif file.name == "scales.csv":
        scale = written["scale"].removesuffix(COLLAPSED)
        variables = {row["variable"] for row in study.variables if row["scale"] == scale}
    else:
        return _touch_shared(file)
    fed = {name for columns in study.fed.values() for name in columns}
    columns = {name for name in fed if name.partition("__")[0] in variables} | variables
    return Touched(columns=frozenset(list_feeding(columns, study.parts)), sources=None, recoded=True)
