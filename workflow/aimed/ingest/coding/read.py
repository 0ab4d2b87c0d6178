"""Read one cohort's coded segments and verify each against the canonical text of its transcript."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_beside
from aimed.ingest.coding.alignment import align_texts, first_difference, map_span
from aimed.ingest.coding.offsets import UNITS, Span, plain_text, read_offsets, says_what_is_quoted
from aimed.ingest.coding.project import Source
from aimed.ingest.coding.recognise import read_coded_project
from aimed.ingest.personal.knowledge import read_knowledge
from aimed.ingest.personal.replacements import Edit, edit_text, map_edited
from aimed.ingest.transcripts.declared_files import list_transcripts
from aimed.ingest.transcripts.personal_gate import TranscriptGate
from aimed.ingest.transcripts.read import read_unedited
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.declarations import CodingEntry, CohortDescription, list_codings, read_cohort_file
from aimed.study.written_tables import read_written

SAY_OFFSETS = (
    "say `offsets: code_points` or `offsets: utf16` under files, coding in cohort.yaml, or export again"
)
SEGMENT_TYPES: dict[str, str] = read_beside(__file__)
ORDER = ["transcript", "char_start", "char_end", "coder", "code"]


@dataclass(frozen=True)
class Known:
    """What a coding is held to: the transcripts' canonical texts, and the codebook's codes by path.

    `before` holds the lines above each transcript's first turn. `codes` maps a dotted path of codes,
    and one of labels, to the code. Where the personal data gate replaced words, `texts` and `before` are
    those before that, in memory alone, and `edits` lead from them to the text that is written.
    """

    texts: dict[str, str]
    before: dict[str, str]
    codes: dict[str, str]
    themes: Path
    edits: dict[str, list[Edit]] = field(default_factory=dict)


@dataclass(frozen=True)
class CodedSource:
    """A source, the transcript that it is, and where its characters are in the transcript's text."""

    source: Source
    transcript: str
    places: dict[int, int]


def ingest_coding(
    *,
    cohort_file: InputFile,
    files: InputFiles,
    raw: InputFiles = (),
    personal: InputFiles = (),
    transcripts: InputFile,
    themes: InputFile,
    segments: OutputFile,
) -> None:
    """Write one row per coder, code and coded span (SEGMENT_TYPES); no row when nothing was coded.

    `raw` are the transcripts' files: read again where words were replaced, since the coded texts have them.
    Raises ProblemsFound for projects that cannot be read, sources that are no transcript or differ
    from it, offsets that cannot be understood, and codes that the codebook does not have.
    """
    described = read_cohort_file(cohort_file)
    table = read_table(transcripts).set_index("transcript")
    codes = list_codes(read_written(themes))
    known = Known(table["text"].to_dict(), table["before"].to_dict(), codes, themes)
    if "edits" in table and table["edits"].any():
        known = restore_texts(known, described, cohort_file, raw)
    entries = list_codings(described) or [CodingEntry(path=path.as_posix()) for path in files]
    rows = [
        row
        for path, entry in zip(files, entries, strict=True)
        for row in read_segments(path, known, _units(entry))
    ]
    frame = pd.DataFrame(rows, columns=list(SEGMENT_TYPES)).astype(SEGMENT_TYPES)
    write_table(frame.drop_duplicates().sort_values(ORDER), segments)


def restore_texts(
    known: Known, described: CohortDescription, cohort_file: Path, raw: tuple[Path, ...]
) -> Known:
    """Return the same with the texts as they were coded, and the edits that lead to those written."""
    gate = TranscriptGate(read_knowledge(described, cohort_file, Collector()))
    files = list_transcripts(described, cohort_file, raw, gate.known.people)
    unedited = {file.transcript: read_unedited(file, gate) for file in files}
    return replace(
        known,
        texts={name: one.text for name, one in unedited.items()},
        before={name: "\n".join(one.before) for name, one in unedited.items()},
        edits={name: one.edits for name, one in unedited.items()},
    )


def read_segments(path: Path, known: Known, units: tuple[str, ...] = UNITS) -> list[dict[str, Any]]:
    """Return the rows of one .qdpx file. Raises ProblemsFound with all problems of its sources and codes."""
    sources = list(read_coded_project(path, {"format": "qdpx"}).sources)
    if not sources:
        return []
    problems = list(name_unknown_codes(sources, path, known))
    coded = []
    for source in sources:
        transcript = find_transcript(source, known.texts)
        places = align_texts(
            plain_text(source), known.texts.get(transcript, ""), known.before.get(transcript, "")
        )
        if places is None:
            problems.append(_name_difference(source, transcript, path, known))
        coded.append(CodedSource(source, transcript, places or {}))
    raise_problems(problems)
    fit = read_offsets(sources, units)
    if fit is None:
        found = "offsets of coded words that fit the texts in no way, or in several ways"
        expected = "offsets that begin and end at words, in code points or UTF-16 units"
        raise ProblemsFound.at(path, found, expected, SAY_OFFSETS)
    pairs = list(zip(coded, fit.spans, strict=True))
    raise_problems(
        problem for each, spans in pairs for problem in judge_spans(each, spans, path, fit.by_quotes)
    )
    return [row for each, spans in pairs for row in rows_of(each, spans, known)]


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


def find_transcript(source: Source, texts: dict[str, str]) -> str:
    """Return the transcript that a source is: by its name, with or without an ending, or by its text.

    An empty text when there is none.
    """
    for name in (source.name, Path(source.name.replace("\\", "/")).stem):
        if name in texts:
            return name
    text = plain_text(source)
    return next((name for name, canonical in texts.items() if align_texts(text, canonical) is not None), "")


def rows_of(coded: CodedSource, spans: list[Span], known: Known) -> list[dict[str, Any]]:
    """Return one row (SEGMENT_TYPES) per selection, coder and code of a source."""
    rows = []
    edits = known.edits.get(coded.transcript, [])
    text = edit_text(known.texts[coded.transcript], edits)
    for selection, span in zip(coded.source.selections, spans, strict=True):
        start, end = map_edited(map_span(span, coded.places) or (0, 0), edits)
        rows += [
            {
                "coder": coder,
                "code": find_code(names, known.codes),
                "transcript": coded.transcript,
                "char_start": start,
                "char_end": end,
                "text": text[start:end],
            }
            for coder, names in selection.codings
        ]
    return rows


def judge_spans(coded: CodedSource, spans: list[Span], path: Path, quotes: bool) -> Iterator[Problem]:
    """Yield a problem for each selection without words, or (with `quotes`) of other words than quoted."""
    text = plain_text(coded.source)
    for selection, span in zip(coded.source.selections, spans, strict=True):
        place = f"{path.as_posix()}, source {coded.source.name}, characters {span[0]} to {span[1]}"
        if map_span(span, coded.places) is None:
            remedy = "select the words, or take the coding away"
            yield Problem(place, "a coding that holds no word of a turn", "at least one word", remedy)
        elif quotes and says_what_is_quoted(text, span, selection.quoted) is False:
            found = "words that differ from those that the project quotes"
            remedy = "select the words again, or export the project again"
            yield Problem(place, found, "the same words", remedy)


def name_unknown_codes(sources: list[Source], path: Path, known: Known) -> Iterator[Problem]:
    """Yield a problem for each code used that the codebook does not have, with the nearest it has."""
    used = {names for source in sources for s in source.selections for _, names in s.codings}
    for names in sorted(used):
        if find_code(names, known.codes) is None:
            dotted = ".".join(names)
            near = difflib.get_close_matches(dotted, list(known.codes), n=1)
            place, found = f"{path.as_posix()}, code {dotted}", "a code that the codebook does not have"
            nearest = f"; the nearest is {near[0]}" if near else ""
            remedy = "add it to the codebook, or rename it in the project and export again"
            yield Problem(place, found, f"a code of {known.themes.as_posix()}{nearest}", remedy)


def _name_difference(source: Source, transcript: str, path: Path, known: Known) -> Problem:
    place = f"{path.as_posix()}, source {source.name}"
    if not transcript:
        found = "a coded text that is no transcript of this cohort"
        expected = f"one of {', '.join(known.texts) or 'no transcript at all'}"
        remedy = "name it in cohort.yaml under files, transcripts, or rename the source as its transcript"
        return Problem(place, found, expected, remedy)
    ours = known.texts[transcript]
    at = first_difference(plain_text(source), ours, known.before[transcript])
    turn, column = ours.count("\n", 0, at) + 1, at - ours.rfind("\n", 0, at)
    found = f"a text that differs from {transcript} from turn {turn}, character {column} on"
    remedy = "restore the transcript that was coded, or bring the codes to the transcript as it is now"
    return Problem(place, found, f"the letters of {transcript} as the workflow reads it, one by one", remedy)


def _units(coding: CodingEntry) -> tuple[str, ...]:
    written = coding.get("offsets", "auto")
    return (written,) if isinstance(written, str) and written != "auto" else UNITS


if __name__ == "__main__":
    run(ingest_coding)
