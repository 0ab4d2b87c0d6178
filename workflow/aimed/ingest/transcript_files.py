"""The transcripts that a cohort.yaml names, with what it says of each."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.ingest.transcript_formats import READERS, Reader
from aimed.problems import Problem, raise_problems

MODERATOR, UNKNOWN, SPEECH = "moderator", "unknown", "speech"


@dataclass(frozen=True)
class TranscriptFile:
    """One transcript of a cohort: its id (the file's stem), its file, and what is declared for it.

    `speakers` maps a label to a participant's id, moderator, unknown (nobody can say who), or speech
    (words before a colon that are no label). `pattern` finds the label instead of a colon.
    """

    transcript: str
    path: Path
    cohort_file: Path
    speakers: dict[str, str]
    reader: Reader
    encoding: str | None = None
    pattern: re.Pattern[str] | None = None

    def place(self, line: int) -> str:
        """Return where a problem at a line of this file is."""
        return f"{self.path.as_posix()}, {self.reader.unit} {line}"

    def declared(self) -> str:
        """Return the declared labels as a message shows them."""
        return ", ".join(name for name, who in self.speakers.items() if who != SPEECH) or "none so far"


def list_transcripts(
    described: dict[str, Any], cohort_file: Path, files: tuple[Path, ...]
) -> list[TranscriptFile]:
    """Return the transcripts that a cohort.yaml names, in its order.

    Raises ProblemsFound for formats, encodings and patterns that are not known, two transcripts of
    one name, files that are absent and files that the step was not given.
    """
    entries = described["files"].get("transcripts") or []
    problems = []
    seen: dict[str, Path] = {}
    for entry in entries:
        path = cohort_file.parent / entry["path"]
        problems += _judge_options(path, entry, cohort_file)
        if path.stem in seen:
            problems.append(_same_name(path, seen[path.stem], cohort_file))
        elif path not in files or not path.is_file():
            problems.append(_no_file(path, cohort_file))
        seen.setdefault(path.stem, path)
    raise_problems(problems)
    return [_describe(entry, described.get("speakers") or {}, cohort_file) for entry in entries]


def _describe(entry: dict[str, str], speakers: dict[str, Any], cohort_file: Path) -> TranscriptFile:
    path = cohort_file.parent / entry["path"]
    return TranscriptFile(
        transcript=path.stem,
        path=path,
        cohort_file=cohort_file,
        speakers={
            str(label): str(who)
            for labels in (speakers.get("all"), speakers.get(path.stem))
            for label, who in (labels or {}).items()
        },
        reader=READERS[entry["format"]],
        encoding=entry.get("encoding"),
        pattern=re.compile(entry["speaker_pattern"]) if "speaker_pattern" in entry else None,
    )


def _judge_options(path: Path, entry: dict[str, str], cohort_file: Path) -> list[Problem]:
    problems = []
    if entry["format"] not in READERS:
        problems.append(
            _wrong_option(path, cohort_file, f"format {entry['format']}", f"one of {', '.join(READERS)}")
        )
    try:
        "".encode(entry.get("encoding", "utf-8"))
    except LookupError:
        problems.append(
            _wrong_option(
                path, cohort_file, f"encoding {entry['encoding']}", "the name of an encoding, as cp1252"
            )
        )
    try:
        named = re.compile(entry.get("speaker_pattern", "(?P<speaker>)")).groupindex
    except re.error:
        named = {}
    if "speaker" not in named:
        expected = "a regular expression with the group (?P<speaker>...)"
        problems.append(
            _wrong_option(path, cohort_file, f"speaker_pattern {entry['speaker_pattern']}", expected)
        )
    return problems


def _wrong_option(path: Path, cohort_file: Path, found: str, expected: str) -> Problem:
    return Problem(
        cohort_file.as_posix(), f"{found} for {path.name}", expected, "correct it under files, transcripts"
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
