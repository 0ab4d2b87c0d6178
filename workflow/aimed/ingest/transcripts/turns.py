"""Put utterances together into turns, by the speakers that a cohort declares, and into canonical text."""

from bisect import insort
from dataclasses import dataclass, field, replace

from aimed.ingest.personal.labels import kind_of_label
from aimed.ingest.personal.words import read_words
from aimed.ingest.transcripts.declared_files import MODERATOR, ROSTER, SPEECH, TEXT, UNKNOWN, TranscriptFile
from aimed.ingest.transcripts.speakers.inside import part_turns
from aimed.ingest.transcripts.utterances import Utterance
from aimed.messages.problems import Problem

MANY = 8


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another speaks; the text has no line break and no label."""

    speaker: str
    text: str
    line: int
    time_start: float | None = None
    time_end: float | None = None


@dataclass
class _Talk:
    """The turns so far, the words of the last one still in pieces: joining at each would take too long."""

    turns: list[Turn] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def begin(self, speaker: str, text: str, utterance: Utterance) -> None:
        self.close()
        self.turns.append(Turn(speaker, "", utterance.line, utterance.time_start, utterance.time_end))
        self.go_on(text, utterance)

    def go_on(self, text: str, utterance: Utterance) -> None:
        self.words += [text] if text else []
        if utterance.time_end is not None:
            self.turns[-1] = replace(self.turns[-1], time_end=utterance.time_end)

    def close(self) -> None:
        if self.turns:
            self.turns[-1] = replace(self.turns[-1], text=" ".join(self.words))
        self.words = []


def assemble_turns(
    utterances: list[Utterance], file: TranscriptFile
) -> tuple[list[Turn], list[str], list[Problem]]:
    """Return the turns, the lines before the first label, and the problems of one transcript.

    An utterance without a speaker continues the turn before it, joined by one blank. So does one of
    the same speaker where the format names the speaker at every cue.
    """
    talk = _Talk()
    before: list[Utterance] = []
    unlabelled: list[Utterance] = []
    parted = part_turns(utterances, file)
    strangers = {label: list(lines) for label, lines in parted.strangers.items()}
    labelled, last = 0, 0
    for utterance, (named, text) in parted.spoken:
        # a heading above all turns that names nobody who is declared is a title
        above = utterance.kind == "heading" and not talk.turns and named not in file.speakers
        is_title = above or utterance.kind == "title"
        speaker = None if is_title else named
        if not is_title and speaker is None and _may_begin(utterance, last, talk, file):
            unlabelled.append(utterance)
        last = utterance.line
        labelled += speaker is not None
        if speaker is not None and file.speakers.get(speaker, SPEECH) == SPEECH:
            insort(strangers.setdefault(speaker, []), utterance.line)
        same = file.reader.names_at_every_cue and talk.turns and speaker == talk.turns[-1].speaker
        if speaker is not None and not same:
            talk.begin(speaker, text, utterance)
        elif talk.turns and not is_title:
            talk.go_on(text, utterance)
        else:
            before.append(utterance)
    talk.close()
    problems = _name_strangers(strangers, file) + _name_inside(parted.doubtful, file)
    problems += _judge_share(unlabelled, labelled, file)
    return talk.turns, [utterance.text for utterance in before], problems


def _may_begin(utterance: Utterance, last: int, talk: _Talk, file: TranscriptFile) -> bool:
    """Return whether an utterance without a speaker stands where one may be missing.

    That is above the first speaker, and where a new paragraph begins within a turn: in text files
    after an empty line. Captions name a speaker once for many cues, so there nothing may be missing.
    """
    if not talk.turns:
        return True
    gap = 1 if file.reader.unit == "line" else 0
    return bool(talk.words) and not file.reader.names_at_every_cue and utterance.line - last > gap


def write_canonical(turns: list[Turn]) -> tuple[str, list[tuple[int, int]]]:
    """Return the canonical text and the half-open span, in code points, of each turn's words in it.

    One line per turn, "SPEAKER: text" and a line feed, nothing else, not normalised.
    """
    lines, spans, length = [], [], 0
    for turn in turns:
        start = length + len(turn.speaker) + len(": ")
        spans.append((start, start + len(turn.text)))
        lines.append(f"{turn.speaker}: {turn.text}\n")
        length += len(lines[-1])
    return "".join(lines), spans


def _name_strangers(strangers: dict[str, list[int]], file: TranscriptFile) -> list[Problem]:
    expected, problems = f"a speaker declared for {file.transcript}: {file.declared()}", []
    for label, lines in strangers.items():
        found = f'unknown speaker "{file.show(label)}", {len(lines)} time{"s" if len(lines) > 1 else ""}'
        problems.append(Problem(file.place(lines[0]), found, expected, _how_to_declare(label, file)))
    return problems


def _name_inside(doubtful: dict[str, list[int]], file: TranscriptFile) -> list[Problem]:
    """Return the problems of declared labels that stand inside a turn, each where it does so first."""
    problems = []
    cohort_file = file.cohort_file.as_posix()
    for label, lines in doubtful.items():
        shown = file.show(label)
        times = (
            f"{len(lines)} times, lines {', '.join(map(str, lines[:MANY]))}" if len(lines) > 1 else "1 time"
        )
        times += " and more" if len(lines) > MANY else ""
        found = f'the label "{shown}" inside a turn, {times}'
        expected = "a label at the beginning of a line, or what this one is"
        remedy = (
            f"begin a new line there in the file; or say in {cohort_file} under speakers, {file.transcript}: "
            f"inside: {{{shown}: break}} when another turn begins there, {shown}: text when these words were "
            "spoken; inside: break says it of all labels"
        )
        problems.append(Problem(file.place(lines[0]), found, expected, remedy))
    return problems


def _how_to_declare(label: str, file: TranscriptFile) -> str:
    """Return where a label is to be declared, and as what: personal data in the roster alone."""
    cohort_file = file.cohort_file.as_posix()
    if not file.names_somebody(label):
        return (
            f"add it in {cohort_file} under speakers, {file.transcript}: a participant's id, {MODERATOR} or "
            f"{UNKNOWN}; {TEXT} when these words were spoken"
        )
    roster = (file.roster or file.cohort_file.with_name(ROSTER)).as_posix()
    kind = kind_of_label(label, read_words())
    columns = f"name, participant, {kind}" if kind in ("email", "phone") else "name, participant"
    named = "" if file.roster else f" and which {cohort_file} names: personal_data: {{roster: {ROSTER}}}"
    return (
        f"add it to {roster} ({columns}), which is never committed{named}; write as participant an id, "
        f"{MODERATOR} or {UNKNOWN}, or {TEXT} when these words were spoken"
    )


def _judge_share(unlabelled: list[Utterance], labelled: int, file: TranscriptFile) -> list[Problem]:
    """Return the problem of a file where too many of the lines that may begin a turn name no speaker."""
    places = labelled + len(unlabelled)
    if len(unlabelled) <= file.without_speaker * places:
        return []
    unit = file.reader.unit
    found = f"{len(unlabelled)} of {places} {unit}s without a speaker, this the first"
    expected = f"at most {file.without_speaker:.0%} of the {unit}s without a label"
    if labelled == 0:
        found = f"no speaker in {places} {unit}s"
        expected = f"{unit}s that begin with a speaker and a colon"
    expected += f"; declared for {file.transcript}: {file.declared()}"
    remedy = (
        f"declare the labels of this file in {file.cohort_file.as_posix()}, a speaker_pattern when they have "
        "no colon, or a greater lines_without_speaker when turns have many paragraphs"
    )
    return [Problem(file.place(unlabelled[0].line), found, expected, remedy)]


def compare_turns(translated: list[Turn], original: list[Turn], file: TranscriptFile) -> list[Problem]:
    """Return the problem of the first turn of a translation that is not that of the original, or none.

    Turns belong together when they stand in the same order and their labels are declared as the same
    person; labels may be translated. `file` is the original's; without a translation both are the same.
    """
    who = file.speakers
    pairs = zip(translated, original, strict=False)
    at = next(
        (n for n, (turn, spoken) in enumerate(pairs) if who[turn.speaker] != who[spoken.speaker]),
        min(len(translated), len(original)),
    )
    if at == len(translated) == len(original):
        return []
    here = f'"{file.show(translated[at].speaker)}"' if at < len(translated) else "no turn any more"
    there = f'"{file.show(original[at].speaker)}"' if at < len(original) else "no turn any more"
    line = translated[min(at, len(translated) - 1)].line
    spoken_at = file.place(original[min(at, len(original) - 1)].line)
    found = f"turn {at + 1}: {here} in the translation, {there} in the original ({spoken_at}); "
    found += f"{len(translated)} turns, and {len(original)} in the original"
    expected = "the same speakers in the same order in both files"
    remedy = "join or part the turns in one of the files as they are in the other"
    return [Problem((file.translation or file).place(line), found, expected, remedy)]
