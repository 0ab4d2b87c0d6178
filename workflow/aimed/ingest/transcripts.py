"""Read one cohort's transcripts into canonical texts and turns, each turn with its participant."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.documents import read_yaml
from aimed.ingest.transcript_docx import read_docx
from aimed.ingest.transcript_text import read_text
from aimed.ingest.transcript_vtt import read_vtt
from aimed.ingest.turns import MODERATOR, UNKNOWN, TranscriptFile, assemble_turns, write_canonical
from aimed.ingest.utterances import Utterance
from aimed.problems import Problem, ProblemsFound, raise_problems
from aimed.record import digest_text
from aimed.step import InputFile, InputFiles, OutputFile, run
from aimed.tables import write_table

TRANSCRIPT_TYPES = {
    "transcript": "string",
    "text": "string",
    "sha256": "string",
    "source_file": "string",
    "before": "string",
}
TURN_TYPES = {
    "transcript": "string",
    "turn": "int64",
    "speaker": "string",
    "participant": "string",
    "role": "string",
    "time_start": "Float64",
    "time_end": "Float64",
    "char_start": "int64",
    "char_end": "int64",
    "text": "string",
    "source_line": "int64",
}


@dataclass(frozen=True)
class Reader:
    """How a format is read, what it counts, and whether each caption repeats the speaker's name."""

    read: Callable[[Path], list[Utterance]]
    unit: str
    one_speaker_one_turn: bool


READERS = {
    "docx": Reader(read_docx, "paragraph", False),
    "txt": Reader(read_text, "line", False),
    "vtt": Reader(read_vtt, "line", True),
}


def ingest_transcripts(
    *,
    cohort: str,
    cohort_file: InputFile,
    files: InputFiles,
    transcripts: OutputFile,
    turns: OutputFile,
) -> None:
    """Write one row per transcript (TRANSCRIPT_TYPES) and one per turn (TURN_TYPES).

    Raises ProblemsFound with the problems of all transcripts: unreadable files, formats and speakers
    that are not known, files without speakers.
    """
    described = read_yaml(cohort_file, schema="cohort")
    texts: list[dict[str, Any]] = []
    spoken: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file, reader in list_transcripts(described, cohort_file, files):
        try:
            text, rows = read_transcript(file, reader, cohort)
            texts.append(text)
            spoken += rows
        except ProblemsFound as found:
            problems += found.problems
    raise_problems(problems)
    write_table(pd.DataFrame(texts, columns=list(TRANSCRIPT_TYPES)).astype(TRANSCRIPT_TYPES), transcripts)
    write_table(pd.DataFrame(spoken, columns=list(TURN_TYPES)).astype(TURN_TYPES), turns)


def list_transcripts(
    described: dict[str, Any], cohort_file: Path, files: tuple[Path, ...]
) -> list[tuple[TranscriptFile, Reader]]:
    """Return the transcripts that a cohort.yaml names, in its order, with their readers.

    Raises ProblemsFound for formats that are not known, two transcripts of one name, files that are
    absent and files that the step was not given.
    """
    listed, problems = [], []
    seen: dict[str, Path] = {}
    speakers = described.get("speakers") or {}
    for entry in described["files"].get("transcripts") or []:
        path = cohort_file.parent / entry["path"]
        reader = READERS.get(entry["format"])
        if reader is None:
            problems.append(_unknown_format(path, entry["format"], cohort_file))
            continue
        declared = {
            str(label): str(who)
            for labels in (speakers.get("all"), speakers.get(path.stem))
            for label, who in (labels or {}).items()
        }
        listed.append((TranscriptFile(path.stem, path, cohort_file, declared, reader.unit), reader))
        if path.stem in seen:
            problems.append(_same_name(path, seen[path.stem], cohort_file))
        elif path not in files or not path.is_file():
            problems.append(_no_file(path, cohort_file))
        seen.setdefault(path.stem, path)
    raise_problems(problems)
    return listed


def read_transcript(
    file: TranscriptFile, reader: Reader, cohort: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a transcript's row and the rows of its turns. Raises ProblemsFound with all its problems."""
    turns, before, problems = assemble_turns(
        reader.read(file.path), file, one_speaker_one_turn=reader.one_speaker_one_turn
    )
    raise_problems(problems)
    text, spans = write_canonical(turns)
    rows = [
        {
            "transcript": file.transcript,
            "turn": number,
            "speaker": turn.speaker,
            **identify_speaker(file.speakers[turn.speaker], cohort),
            "time_start": turn.time_start,
            "time_end": turn.time_end,
            "char_start": start,
            "char_end": end,
            "text": turn.text,
            "source_line": turn.line,
        }
        for number, (turn, (start, end)) in enumerate(zip(turns, spans, strict=True), start=1)
    ]
    transcript = {
        "transcript": file.transcript,
        "text": text,
        "sha256": digest_text(text),
        "source_file": file.path.as_posix(),
        "before": "\n".join(before),
    }
    return transcript, rows


def identify_speaker(who: str, cohort: str) -> dict[str, str | None]:
    """Return participant and role of what cohort.yaml says of a speaker."""
    if who in (MODERATOR, UNKNOWN):
        return {"participant": None, "role": who}
    return {"participant": f"{cohort}:{who}", "role": "participant"}


def _unknown_format(path: Path, written: str, cohort_file: Path) -> Problem:
    return Problem(
        cohort_file.as_posix(),
        f"format {written} for {path.name}",
        f"one of {', '.join(READERS)}",
        "correct the format under files, transcripts, or save the transcript in one of these",
    )


def _same_name(path: Path, other: Path, cohort_file: Path) -> Problem:
    return Problem(
        cohort_file.as_posix(),
        f"two transcripts named {path.stem}: {other.name} and {path.name}",
        "one name for each transcript, its file's name without the ending",
        "rename one of the two files",
    )


def _no_file(path: Path, cohort_file: Path) -> Problem:
    return Problem(
        path.as_posix(),
        "no such file",
        f"the transcript that {cohort_file.as_posix()} names",
        "restore it, or take its entry out of files, transcripts",
    )


if __name__ == "__main__":
    run(ingest_transcripts)
