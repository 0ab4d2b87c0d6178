"""Read one cohort's transcripts into canonical texts and turns, each turn with its participant."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.digests import digest_text
from aimed.files.tables import write_table
from aimed.ingest.personal.knowledge import read_knowledge
from aimed.ingest.personal.replacements import Edit, EditedPlaces, Span, edit_text
from aimed.ingest.transcripts.declared_files import MODERATOR, UNKNOWN, TranscriptFile, list_transcripts
from aimed.ingest.transcripts.personal_gate import TranscriptGate
from aimed.ingest.transcripts.turns import Turn, assemble_turns, compare_turns, write_canonical
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.declarations import CohortDescription, read_cohort_file

TRANSCRIPT_TYPES = {
    "transcript": "string",
    "text": "string",
    "sha256": "string",
    "source_file": "string",
    "before": "string",
    "language": "string",
    "original_file": "string",
    "original_language": "string",
    "edits": "int64",
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
    "language": "string",
    "original_text": "string",
    "original_line": "Int64",
}


def ingest_transcripts(
    *,
    cohort: str,
    cohort_file: InputFile,
    files: InputFiles,
    personal: InputFiles = (),
    transcripts: OutputFile,
    turns: OutputFile,
) -> None:
    """Write one row per transcript (TRANSCRIPT_TYPES) and one per turn (TURN_TYPES).

    `personal` are the decisions, roster and key that stand beside. Raises ProblemsFound with the problems
    of all transcripts: unreadable files, formats and speakers that are not known, files without speakers,
    personal data that nobody decided about.
    """
    read = read_transcripts(cohort, read_cohort_file(cohort_file), cohort_file, files)
    write_table(read[0], transcripts)
    write_table(read[1], turns)


def read_transcripts(
    cohort: str,
    described: CohortDescription,
    cohort_file: Path,
    files: tuple[Path, ...],
    noticed: list[Problem] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per transcript (TRANSCRIPT_TYPES) and one per turn (TURN_TYPES).

    described: the cohort.yaml. What stops nothing and a person should look at is added to `noticed`.
    Raises ProblemsFound with the problems of all transcripts.
    """
    known = read_knowledge(described, cohort_file, Collector())
    gate = TranscriptGate(known)
    texts: list[dict[str, Any]] = []
    spoken: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file in list_transcripts(described, cohort_file, files, known.people):
        try:
            text, rows = read_transcript(file, cohort, gate, noticed)
            texts.append(text)
            spoken += rows
        except ProblemsFound as found:
            problems += found.problems
    raise_problems(problems + gate.problems())
    return (
        pd.DataFrame(texts, columns=list(TRANSCRIPT_TYPES)).astype(TRANSCRIPT_TYPES),
        pd.DataFrame(spoken, columns=list(TURN_TYPES)).astype(TURN_TYPES),
    )


@dataclass(frozen=True)
class Unedited:
    """A transcript in memory, before its replacements: never written anywhere.

    file is recognised. turns are those that the study works on, spoken those of the words as spoken, the
    same without a translation. text is canonical, spans are where the words of each turn are in it, edits
    are what the personal data gate replaces.
    """

    file: TranscriptFile
    turns: list[Turn]
    spoken: list[Turn]
    before: list[str]
    text: str
    spans: list[Span]
    edits: list[Edit]


def read_unedited(
    file: TranscriptFile, gate: TranscriptGate, noticed: list[Problem] | None = None
) -> Unedited:
    """Return a transcript as it came, and its edits. Raises ProblemsFound with all its problems."""
    file = file.recognised()
    worked_on = file.translation or file
    spoken, before, problems = assemble_turns(file.read(noticed), file)
    turns = spoken
    if file.translation is not None:
        turns, before, others = assemble_turns(worked_on.read(noticed), worked_on)
        problems += others
    raise_problems(problems)
    raise_problems(compare_turns(turns, spoken, file))
    text, spans = write_canonical(turns)
    return Unedited(file, turns, spoken, before, text, spans, gate.edit_turns(file, turns, spans))


def read_transcript(
    file: TranscriptFile, cohort: str, gate: TranscriptGate, noticed: list[Problem] | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a transcript's row and the rows of its turns. Raises ProblemsFound with all its problems.

    `text` is what the study works on: the translation where there is one, with the words as spoken
    beside it; personal data are replaced in both.
    """
    unedited = read_unedited(file, gate, noticed)
    file = unedited.file
    worked_on = file.translation or file
    text = edit_text(unedited.text, unedited.edits)
    spans = [*map(EditedPlaces(unedited.edits).map, unedited.spans)]
    originals = gate.edit_spoken(file, unedited.spoken) if file.translation else unedited.spoken
    pairs = zip(unedited.turns, originals, spans, strict=True)
    rows = [
        {
            "transcript": file.transcript,
            "turn": number,
            "speaker": gate.label_of(turn.speaker, file),
            **identify_speaker(file.speakers[turn.speaker], cohort),
            "time_start": own.time_start if turn.time_start is None else turn.time_start,
            "time_end": own.time_end if turn.time_end is None else turn.time_end,
            "char_start": start,
            "char_end": end,
            "text": text[start:end],
            "source_line": turn.line,
            "language": worked_on.language,
            "original_text": own.text if file.translation else None,
            "original_line": own.line if file.translation else None,
        }
        for number, (turn, own, (start, end)) in enumerate(pairs, start=1)
    ]
    transcript = {
        "transcript": file.transcript,
        "text": text,
        "sha256": digest_text(text),
        "source_file": worked_on.path.as_posix(),
        "before": "\n".join(gate.edit_before(file, unedited.before)),
        "language": worked_on.language,
        "original_file": file.path.as_posix() if file.translation else None,
        "original_language": file.language if file.translation else None,
        "edits": len(unedited.edits),
    }
    return transcript, rows


def identify_speaker(who: str, cohort: str) -> dict[str, str | None]:
    """Return participant and role of what cohort.yaml says of a speaker."""
    if who in (MODERATOR, UNKNOWN):
        return {"participant": None, "role": who}
    return {"participant": f"{cohort}:{who}", "role": "participant"}


if __name__ == "__main__":
    run(ingest_transcripts)
