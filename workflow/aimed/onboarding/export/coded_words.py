"""`aimed cohort coding`: what was coded, as a project (.qdpx) or code book (.qdc) for coding programs."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.files.tables import read_table
from aimed.files.written_whole import write_whole
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.export.command import RESULTS, check_cohort_here, check_fresh, read_built, rename_by
from aimed.onboarding.export.refi_qda import (
    CodedWords,
    CodingProject,
    WrittenText,
    write_code_book,
    write_coding_project,
)
from aimed.onboarding.export.tables import NOBODY, Releasing, label_turns
from aimed.study.codebook import read_study_codebook
from aimed.study.cohort_file import COHORTS
from aimed.study.layout import find_started

THEMES = Path("data/codebook/themes.csv")
THEME_COLUMNS = ("code", "parent", "label", "definition")
PROJECT, CODES = ".qdpx", ".qdc"


def export_coding(cohort: str, path: Path, *, keep_ids: bool = False) -> int:
    """Write the coding of a built cohort for coding programs, say what is in it, and return 0.

    A .qdpx holds the transcripts with the words of those who take part alone, as they were after the
    personal data gate; a .qdc holds the codes. Raises ProblemsFound for a cohort that is not built or is
    older than its files, and a file that is there or is called otherwise.
    """
    path = find_started(path)
    check_cohort_here(cohort)
    _check_file(path)
    themes = read_people_csv(THEMES, THEME_COLUMNS)
    if path.suffix.lower() == CODES:
        _write(path, write_code_book(CodingProject(cohort, "", {}, themes)))
        print(f"{path.as_posix()}: {len(themes)} codes, without texts or codings")
        return 0
    texts, lost = _release(cohort, keep_ids)
    coders = sorted({mark.coder for text in texts for mark in text.marks})
    used = frozenset(mark.code for text in texts for mark in text.marks)
    project = CodingProject(cohort, "", {coder: coder for coder in coders}, themes, used)
    _write(path, write_coding_project(project, texts))
    codings = sum(len(text.marks) for text in texts)
    print(
        f"{path.as_posix()}: {len(texts)} texts, {codings} codings by {len(coders)} coders, {len(used)} codes"
    )
    if lost:
        print(f"left out, since who spoke does not take part: {lost} codings")
    print(f"it holds people's words: {path.name} is as confidential as the transcripts, and is not for git")
    return 0


def _release(cohort: str, keep_ids: bool) -> tuple[list[WrittenText], int]:
    """Return the texts that leave, and how many codings have no word in them."""
    built = read_built(cohort)
    place = RESULTS / "ingest" / cohort
    check_fresh(RESULTS / "harmonise" / cohort, [place / "coding.record.json"])
    how = Releasing(
        read_study_codebook(), [], rename=rename_by(cohort, keep_ids), folder=(COHORTS / cohort).as_posix()
    )
    turns = label_turns(cohort, built["participants"], how)
    return release_texts(turns, read_table(place / "segments.parquet"))


def release_texts(turns: pd.DataFrame, segments: pd.DataFrame) -> tuple[list[WrittenText], int]:
    """Return the texts of labelled turns with the codings in them, and how many codings have no word left.

    `turns` has label and said beside its columns, `segments` is a cohort's table. A coding that goes over
    words which are withheld is parted there.
    """
    texts, lost = [], 0
    coded = dict(list(segments.groupby("transcript")))
    for name, rows in turns.groupby("transcript", sort=True):
        text, kept = _write_text(rows.sort_values("turn"))
        marks = []
        for one in coded.get(name, segments.iloc[:0]).itertuples():
            spans = list(_carry(one.char_start, one.char_end, kept))
            lost += not spans
            marks += [CodedWords(*span, str(one.coder), str(one.code)) for span in spans]
        texts.append(WrittenText(str(name), text, tuple(marks)))
    return texts, lost


def _write_text(rows: pd.DataFrame) -> tuple[str, list[tuple[int, int, int] | None]]:
    """Return a text of one line per turn, and for each turn where its words were, and where they are.

    A turn that is withheld has no place.
    """
    parts: list[str] = []
    kept: list[tuple[int, int, int] | None] = []
    at = 0
    for row in rows.itertuples():
        label = f"{row.label}: "
        kept.append(None if row.label == NOBODY else (row.char_start, row.char_end, at + len(label)))
        parts.append(f"{label}{row.said}\n")
        at += len(parts[-1])
    return "".join(parts), kept


def _carry(start: int, end: int, kept: Iterable[tuple[int, int, int] | None]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the text that leaves with the words from start to end, one per run of kept turns."""
    run: tuple[int, int] | None = None
    for place in kept:
        if place is None:
            if run:
                yield run
            run = None
            continue
        first, last = max(start, place[0]), min(end, place[1])
        if first < last:
            shift = place[2] - place[0]
            run = (run[0] if run else first + shift, last + shift)
    if run:
        yield run


def _check_file(path: Path) -> None:
    if path.suffix.lower() not in (PROJECT, CODES):
        expected = f"a file called {PROJECT} (texts and codings) or {CODES} (codes alone)"
        raise ProblemsFound.at(str(path), "another ending", expected, "name it so")
    if path.exists():
        raise ProblemsFound.at(str(path), "something is there", "a file that is new", "name another")


def _write(path: Path, content: bytes) -> None:
    with write_whole(path) as (half,):
        half.write_bytes(content)
