"""Read one cohort's coded segments and verify each against the canonical text of its transcript."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.documents import read_yaml
from aimed.ingest.offsets import UNITS, Span, plain_text, read_offsets
from aimed.ingest.qdpx import Selection, Source, read_project
from aimed.problems import Problem, ProblemsFound, raise_problems
from aimed.step import InputFile, InputFiles, OutputFile, run
from aimed.tables import read_people_csv, read_table, write_table

SEGMENT_TYPES = {
    "coder": "string",
    "code": "string",
    "transcript": "string",
    "char_start": "int64",
    "char_end": "int64",
    "text": "string",
}
ORDER = ["transcript", "char_start", "char_end", "coder", "code"]


@dataclass(frozen=True)
class Known:
    """What a coding is held to: the transcripts' canonical texts, and the codebook's codes by path.

    `codes` maps a dotted path of codes, and one of labels, to the code.
    """

    texts: dict[str, str]
    codes: dict[str, str]
    themes: Path


def ingest_coding(
    *,
    cohort_file: InputFile,
    files: InputFiles,
    transcripts: InputFile,
    themes: InputFile,
    segments: OutputFile,
) -> None:
    """Write one row per coder, code and coded span (SEGMENT_TYPES); no row when nothing was coded.

    Raises ProblemsFound for projects that cannot be read, sources that are no transcript or differ
    from it, offsets that cannot be understood, and codes that the codebook does not have.
    """
    described = read_yaml(cohort_file, schema="cohort")
    texts = read_table(transcripts).set_index("transcript")["text"].to_dict()
    known = Known(texts, list_codes(read_people_csv(themes, ("code", "label"))), themes)
    units = _units(described["files"].get("coding") or {})
    rows = [row for path in files for row in read_segments(path, known, units)]
    frame = pd.DataFrame(rows, columns=list(SEGMENT_TYPES)).astype(SEGMENT_TYPES)
    write_table(frame.drop_duplicates().sort_values(ORDER, ignore_index=True), segments)


def read_segments(path: Path, known: Known, units: tuple[str, ...] = UNITS) -> list[dict[str, Any]]:
    """Return the rows of one .qdpx file. Raises ProblemsFound with all problems of its sources and codes."""
    sources = read_project(path)
    transcripts = [find_transcript(source, known.texts) for source in sources]
    raise_problems(
        problem
        for source, transcript in zip(sources, transcripts, strict=True)
        for problem in _compare_texts(source, transcript, path, known.texts)
    )
    if not sources:
        return []
    fitting = read_offsets(sources, units)
    if fitting is None:
        raise ProblemsFound([_no_reading(path)])
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for source, transcript, spans in zip(sources, transcripts, fitting[1], strict=True):
        for selection, span in zip(source.selections, spans, strict=True):
            problems += _judge_words(source, selection, span, path)
            rows += _rows_of(selection, span, str(transcript), known)
    problems += _name_unknown_codes(sources, path, known)
    raise_problems(problems)
    return rows


def list_codes(themes: pd.DataFrame) -> dict[str, str]:
    """Return every name a coding program may give a code of the codebook: its path of codes or of labels."""
    labels = dict(zip(themes["code"], themes["label"], strict=True))
    names = {}
    for code in labels:
        parts = code.split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        names[".".join(labels.get(each, each) for each in above)] = code
    return names | {code: code for code in labels}


def find_code(names: tuple[str, ...], codes: dict[str, str]) -> str | None:
    """Return the codebook's code for a path of names; a flat list may hold the whole path as one name."""
    return codes.get(".".join(names)) or (codes.get(names[-1]) if "." in names[-1] else None)


def find_transcript(source: Source, texts: dict[str, str]) -> str | None:
    """Return the transcript that a source is: by its name, with or without an ending, or by its text."""
    for name in (source.name, Path(source.name.replace("\\", "/")).stem):
        if name in texts:
            return name
    text = plain_text(source)
    return next((name for name, canonical in texts.items() if canonical == text), None)


def _rows_of(selection: Selection, span: Span, transcript: str, known: Known) -> list[dict[str, Any]]:
    start, end = span
    return [
        {
            "coder": coder,
            "code": find_code(names, known.codes),
            "transcript": transcript,
            "char_start": start,
            "char_end": end,
            "text": known.texts[transcript][start:end],
        }
        for coder, names in selection.codings
    ]


def _compare_texts(
    source: Source, transcript: str | None, path: Path, texts: dict[str, str]
) -> Iterator[Problem]:
    place = f"{path.as_posix()}, source {source.name}"
    if transcript is None:
        yield Problem(
            place,
            "a coded text that is no transcript of this cohort",
            f"one of {', '.join(texts) or 'no transcript at all'}",
            "name it in cohort.yaml under files, transcripts, or rename the source as its transcript",
        )
        return
    ours, theirs = texts[transcript], plain_text(source)
    if ours != theirs:
        same = next((i for i, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
        at = min(len(ours), len(theirs)) if same is None else same
        line, column = ours.count("\n", 0, at) + 1, at - ours.rfind("\n", 0, at)
        yield Problem(
            place,
            f"a text that differs from {transcript} from line {line}, character {column} on",
            f"the text of {transcript} as the workflow reads it, one turn per line",
            "restore the transcript that was coded, or bring the codes to the transcript as it is now",
        )


def _judge_words(source: Source, selection: Selection, span: Span, path: Path) -> Iterator[Problem]:
    start, end = span
    place = f"{path.as_posix()}, source {source.name}, characters {start} to {end}"
    if start == end:
        yield Problem(place, "a coding of no words", "at least one word", "select the words, or take it away")


def _name_unknown_codes(sources: list[Source], path: Path, known: Known) -> Iterator[Problem]:
    used = {names for source in sources for s in source.selections for _, names in s.codings}
    for names in sorted(used):
        if find_code(names, known.codes) is None:
            dotted = ".".join(names)
            near = difflib.get_close_matches(dotted, list(known.codes), n=1)
            yield Problem(
                f"{path.as_posix()}, code {dotted}",
                "a code that the codebook does not have",
                f"a code of {known.themes.as_posix()}" + (f"; the nearest is {near[0]}" if near else ""),
                "add it to the codebook, or rename it in the project and export again",
            )


def _no_reading(path: Path) -> Problem:
    return Problem(
        path.as_posix(),
        "offsets of coded words that fit the texts in no way, or in several ways",
        "offsets that begin and end at words, in code points or UTF-16 units",
        "say `offsets: code_points` or `offsets: utf16` under files, coding in cohort.yaml, or export again",
    )


def _units(coding: dict[str, str]) -> tuple[str, ...]:
    written = coding.get("offsets", "auto")
    return UNITS if written == "auto" else (written,)


if __name__ == "__main__":
    run(ingest_coding)
