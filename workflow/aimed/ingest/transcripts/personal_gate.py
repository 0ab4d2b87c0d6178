"""The personal data gate of transcripts: names become whom they stand for, other finds what a line says."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from aimed.ingest.personal.knowledge import Knowledge
from aimed.ingest.personal.replacements import Edit, Span
from aimed.ingest.personal.reports import Tally, name_file_problem, name_transcript_problem
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.turns import Turn
from aimed.messages.problems import Problem

LABEL_END = len(": ")
CORRECT = "correct the decision"


@dataclass
class TranscriptGate:
    """Looks at the turns of each transcript, and says what is replaced in it.

    A speaker's label that is a name becomes what `speakers` or the roster say it stands for, without a
    line; names and all else within the words need one.
    """

    known: Knowledge
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    seen: dict[str, Path] = field(default_factory=dict)

    def edit_turns(self, file: TranscriptFile, turns: Sequence[Turn], spans: Sequence[Span]) -> list[Edit]:
        """Return the edits of a canonical text, given its turns and where the words of each are in it."""
        self.seen[file.transcript] = file.path
        edits = []
        for number, (turn, (start, _)) in enumerate(zip(turns, spans, strict=True), start=1):
            label = self.label_of(turn.speaker, file)
            if label != turn.speaker:
                end = start - LABEL_END
                edits.append(Edit(end - len(turn.speaker), end, label))
            for found in self.known.find(turn.text):
                self._tally(file, found.kind).add(found.value, 1, [number], file.path.as_posix())
                if self._replaces(file, found.kind):
                    edits.append(Edit(start + found.start, start + found.end, self.known.replace(found)))
        return edits

    def edit_spoken(self, file: TranscriptFile, spoken: Sequence[Turn]) -> list[Turn]:
        """Return the turns as spoken, where the study works on a translation, with their replacements."""
        edited = []
        for number, turn in enumerate(spoken, start=1):
            found = self.known.find(turn.text)
            for one in found:
                self._tally(file, one.kind).add(one.value, 1, [number], file.path.as_posix())
            kinds = {k for k in {one.kind for one in found} if self._replaces(file, k)}
            edited.append(replace(turn, text=self.known.pseudonymise(turn.text, kinds)))
        return edited

    def edit_before(self, file: TranscriptFile, lines: Sequence[str]) -> list[str]:
        """Return the lines above the first turn with their replacements; names become pseudonyms there."""
        edited = []
        for line in lines:
            kinds = {"name"}
            for found in self.known.find(line):
                if found.kind != "name":
                    self._tally(file, found.kind).add_aside(found.value)
                if self._replaces(file, found.kind):
                    kinds.add(found.kind)
            edited.append(self.known.pseudonymise(line, kinds))
        return edited

    def label_of(self, label: str, file: TranscriptFile) -> str:
        """Return a speaker's label as results show it."""
        return self.known.people.label_of(label, file.speakers[label], self.known.words)

    def problems(self) -> list[Problem]:
        """Return, after the last transcript, all that stops the cohort; what was found is masked."""
        problems = [
            name_transcript_problem(name, kind, tally, self.known)
            for (name, kind), tally in sorted(self.tallies.items())
            if not self.known.decisions.use(name, kind)
        ]
        decisions = self.known.decisions
        path, allowed = decisions.path.as_posix(), "pseudonym or allow: only a column is dropped"
        problems += [
            Problem(f"{path}, line {line.line}", f"drop at {line.place}, a transcript", allowed, CORRECT)
            for line in decisions.lines.values()
            if line.place in self.seen and line.decision == "drop"
        ]
        problems += [
            name_file_problem(self.known) for path in self.seen.values() if self.known.names_person(path.stem)
        ]
        return problems + decisions.unused(set(self.seen), everywhere=False)

    def _replaces(self, file: TranscriptFile, kind: str) -> bool:
        return self.known.decisions.of(file.transcript, kind) == "pseudonym"

    def _tally(self, file: TranscriptFile, kind: str) -> Tally:
        return self.tallies.setdefault((file.transcript, kind), Tally(file.path.as_posix()))
