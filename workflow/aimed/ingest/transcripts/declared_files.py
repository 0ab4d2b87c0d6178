"""The transcripts that a cohort.yaml names, with what it says of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aimed.ingest.personal.labels import holds_name, list_runs, looks_like_name, show_label
from aimed.ingest.personal.roster import People
from aimed.ingest.personal.words import read_words
from aimed.ingest.transcripts.formats.blocks import read_blocks
from aimed.ingest.transcripts.formats.line_numbers import take_off_numbers
from aimed.ingest.transcripts.recognise import READERS, Reader, recognise_format
from aimed.ingest.transcripts.speakers.heads import is_labelled
from aimed.ingest.transcripts.speakers.pattern import SpeakerPattern, UnusablePattern, read_pattern
from aimed.ingest.transcripts.utterances import Utterance, is_text_encoding
from aimed.messages.problems import Problem, raise_problems
from aimed.study.cohort_file import parts_of
from aimed.study.declarations import (
    INSIDE,
    CohortDescription,
    CohortFiles,
    TranscriptEntry,
    TranscriptPart,
    spoken_labels,
)

ROSTER = "roster.csv"
MODERATOR, UNKNOWN, SPEECH = "moderator", "unknown", "speech"
TEXT, BREAK = "text", "break"
WITHOUT_SPEAKER = 0.25


@dataclass(frozen=True)
class TranscriptFile:
    """One transcript of a cohort: its id (the file's stem), its file, and what is declared for it.

    `speakers` maps a label to a participant's id, moderator, unknown (nobody can say who), or speech
    (words before a colon that are no label; `text` says the same). `inside` maps a label, or "" for every
    one, to break or text: what it is where it stands inside a turn. `pattern` finds the label instead of
    a colon. `without_speaker` is the greatest share of lines without a label. `translation` is the file whose
    words the study works on, when this one was not spoken in the language of the study. `roster` is
    the file of names that the cohort has, `names` are all in it, whether they may be labels or not.
    """

    transcript: str
    path: Path
    cohort_file: Path
    speakers: dict[str, str]
    format: str | None = None
    encoding: str | None = None
    pattern: SpeakerPattern | None = None
    without_speaker: float = WITHOUT_SPEAKER
    language: str | None = None
    translation: "TranscriptFile | None" = None
    roster: Path | None = None
    names: tuple[str, ...] = ()
    inside: Mapping[str, str] = field(default_factory=dict)
    reader: Reader = READERS["txt"]

    def place(self, line: int) -> str:
        """Return where a problem at a line of this file is."""
        return f"{self.path.as_posix()}, {self.reader.unit} {line}"

    def declared(self) -> str:
        """Return the declared labels as a message shows them, without names."""
        shown = (self.show(name) for name, who in self.speakers.items() if who != SPEECH)
        return ", ".join(dict.fromkeys(shown)) or "none so far"

    def inside_of(self, label: str) -> str | None:
        """Return what is declared of a label where it stands inside a turn: break, text or nothing."""
        return self.inside.get(label, self.inside.get(""))

    def show(self, label: str) -> str:
        """Return a label as a message may show it."""
        return "[name]" if self.names_somebody(label) else show_label(label, read_words())

    def names_somebody(self, label: str) -> bool:
        """Return whether a label tells who a person is, or holds the name of one who is known."""
        words = read_words()
        spoken = [name for name, who in self.speakers.items() if who != SPEECH]
        named = [name for name in spoken if looks_like_name(name, words)]
        return looks_like_name(label, words) or holds_name(label, list_runs([*self.names, *named]))

    def recognised(self) -> "TranscriptFile":
        """Return this transcript, and its translation, with the readers that their contents ask for.

        Raises ProblemsFound.
        """
        reader = READERS[recognise_format(self.path, self.format, self.encoding)]
        translation = None if self.translation is None else self.translation.recognised()
        return replace(self, reader=reader, translation=translation)

    def read(self, noticed: list[Problem] | None = None) -> list[Utterance]:
        """Return the words of the file in order; what a person should look at is added to `noticed`.

        Running numbers of lines are taken off. Raises ProblemsFound.
        """
        utterances = self.reader.read(self.path, self.encoding)
        if self.pattern is not None or self.reader.names_at_every_cue:
            return utterances
        utterances, numbers = take_off_numbers(utterances, is_labelled)
        if numbers and noticed is not None:
            found = f"running numbers at the heads of {numbers} {self.reader.unit}s, taken off"
            remedy = "nothing, when they number the lines; else declare a speaker_pattern, which keeps them"
            noticed.append(Problem(self.path.as_posix(), found, "words alone", remedy))
        has_speakers = any(one.speaker is not None for one in utterances)
        return utterances if has_speakers else read_blocks(utterances) or utterances


def list_transcripts(
    described: CohortDescription,
    cohort_file: Path,
    files: tuple[Path, ...],
    people: People | None = None,
) -> list[TranscriptFile]:
    """Return the transcripts that a cohort.yaml names, in its order; names of people's roster are labels too.

    Raises ProblemsFound for encodings and patterns that cannot be used, two transcripts of one name,
    files that are absent and files that the step was not given.
    """
    entries = described["files"].get("transcripts") or []
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    for entry in entries:
        path = cohort_file.parent / entry["path"]
        for part in parts_of(entry):
            problems += _judge_options(part, described["files"], cohort_file)
        if path.stem in seen:
            found = f"two transcripts named {path.stem}: {seen[path.stem].name} and {path.name}"
            expected = "one name for each transcript, its file's name without the ending"
            remedy = "rename one of the two files"
            problems.append(Problem(cohort_file.as_posix(), found, expected, remedy))
        else:
            problems += _judge_presence(entry, files, cohort_file)
        seen.setdefault(path.stem, path)
    raise_problems(problems)
    known = People() if people is None else people
    return [_describe(entry, described, cohort_file, known) for entry in entries]


def _describe(
    entry: TranscriptEntry, described: CohortDescription, cohort_file: Path, people: People
) -> TranscriptFile:
    name = Path(entry["path"]).stem
    speakers = described.get("speakers") or {}
    roster = (described.get("personal_data") or {}).get("roster")
    languages = described.get("languages") or []
    own = languages[0] if len(languages) == 1 else None
    file = TranscriptFile(
        transcript=name,
        path=cohort_file.parent / entry["path"],
        cohort_file=cohort_file,
        speakers={
            label: SPEECH if who == TEXT else who
            for labels in (people.speakers, speakers.get("all"), speakers.get(name))
            for label, who in spoken_labels(labels).items()
        },
        inside=_inside(speakers.get("all")) | _inside(speakers.get(name)),
        roster=cohort_file.parent / roster if roster else None,
        names=tuple(people.names),
        **_options(entry, described["files"]),
    )
    file = replace(file, language=entry.get("language", own))
    if "translation" not in entry:
        return file
    translation = entry["translation"]
    path, options = cohort_file.parent / translation["path"], _options(translation, described["files"])
    return replace(file, translation=replace(file, path=path, **options))


def _inside(declared: dict[str, Any] | None) -> dict[str, str]:
    """Return what is declared of labels inside turns; one word holds for all of them."""
    said = (declared or {}).get(INSIDE, {})
    return {"": said} if isinstance(said, str) else {str(label): str(what) for label, what in said.items()}


def _options(entry: TranscriptPart, files: CohortFiles) -> dict[str, Any]:
    """Return the options of one file; those of all files hold where it says nothing."""
    pattern = entry.get("speaker_pattern", files.get("speaker_pattern"))
    without = entry.get("lines_without_speaker", files.get("lines_without_speaker", WITHOUT_SPEAKER))
    return {
        "format": entry.get("format"),
        "encoding": entry.get("encoding"),
        "language": entry.get("language"),
        "pattern": None if pattern is None else read_pattern(pattern),
        "without_speaker": float(without),
    }


def _judge_options(entry: TranscriptPart, files: CohortFiles, cohort_file: Path) -> list[Problem]:
    path = cohort_file.parent / entry["path"]
    problems = []
    encoding = entry.get("encoding", "utf-8")
    if not is_text_encoding(encoding):
        expected = "the name of an encoding, as cp1252"
        problems.append(_wrong_option(path, cohort_file, f"encoding {encoding}", expected))
    pattern = entry.get("speaker_pattern", files.get("speaker_pattern"))
    try:
        if pattern is not None:
            read_pattern(pattern)
    except UnusablePattern as unusable:
        found = f"speaker_pattern {str(pattern)[:60]}"
        problems.append(_wrong_option(path, cohort_file, found, str(unusable)))
    return problems


def _judge_presence(entry: TranscriptEntry, files: tuple[Path, ...], cohort_file: Path) -> list[Problem]:
    paths = [cohort_file.parent / part["path"] for part in parts_of(entry)]
    absent = [path.as_posix() for path in paths if path not in files or not path.is_file()]
    found, expected = "no such file", f"the transcript that {cohort_file.as_posix()} names"
    remedy = "restore it, or take its entry out of files, transcripts"
    return [Problem(path, found, expected, remedy, kind="absent_file") for path in absent]


def _wrong_option(path: Path, cohort_file: Path, found: str, expected: str) -> Problem:
    remedy = "correct it under files, transcripts"
    return Problem(cohort_file.as_posix(), f"{found} for {path.name}", expected, remedy)
