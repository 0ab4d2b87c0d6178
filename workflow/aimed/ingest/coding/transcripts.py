"""The transcripts that coded texts are held to, and which of them a source of a project is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PureWindowsPath

import numpy as np
import pandas as pd

from aimed.ingest.coding.alignment import Alignment, Letters, align_texts
from aimed.ingest.coding.offsets import Span, plain_text
from aimed.ingest.coding.project import CodedProject, Source
from aimed.ingest.personal.replacements import Edit, EditedPlaces, edit_text
from aimed.study.declarations import CodingEntry

Times = tuple[tuple[float, float] | None, ...]
SAME = 0.5  # of the letters of a coded text that its transcript must have


@dataclass(frozen=True)
class CodedText:
    """A text that may have been coded: a transcript as the study reads it, or the original of a translation.

    `text` is as it was coded, before the replacements of personal data (`edits`), which lead to the text that
    is written; `turns` are where the words of each turn are in the text that is written. Of an original
    `own` are the words of each turn in its own text, and `translated` is the text that is written. `times`
    are begin and end of each turn in seconds, where they are known.
    """

    transcript: str
    text: str
    before: str
    turns: tuple[Span, ...]
    names: frozenset[str]
    edits: list[Edit] = field(default_factory=list)
    own: tuple[Span, ...] | None = None
    translated: str = ""
    times: Times = ()

    @cached_property
    def letters(self) -> Letters:
        """Return its letters."""
        return Letters.of(self.text)

    @cached_property
    def written(self) -> str:
        """Return the text that is written: offsets of segments count in it."""
        return edit_text(self.text, self.edits) if self.own is None else self.translated

    @cached_property
    def moved(self) -> EditedPlaces:
        """Return where places of the text as coded are in the text that is written."""
        return EditedPlaces(self.edits)

    @cached_property
    def _starts(self) -> tuple[np.ndarray, np.ndarray]:
        spans = np.array(self.turns if self.own is None else self.own, dtype=np.int64).reshape(-1, 2)
        return spans[:, 0], spans[:, 1]

    def turns_of(self, span: Span) -> range:
        """Return which turns, from 0, have words in a span of the written text, or of the original."""
        starts, ends = self._starts
        first = int(np.searchsorted(ends, span[0], side="right"))
        return range(first, int(np.searchsorted(starts, span[1], side="left")))

    def turn_at(self, place: int) -> int:
        """Return the turn, from 1, that a place of the text as coded is in or after."""
        at = place if self.own is not None else self.moved.map((place, place))[0]
        return max(1, int(np.searchsorted(self._starts[0], at, side="right")))

    def carry(self, span: Span) -> list[Span]:
        """Return a span of the text as coded in the text that is written, none where it holds no words.

        One of an original becomes each turn of the translation of which it has words.
        """
        if self.own is not None:
            return [self.turns[turn] for turn in self.turns_of(span)]
        moved = self.moved.map(span)
        return [moved] if self.turns_of(moved) else []


def list_texts(transcripts: pd.DataFrame, turns: pd.DataFrame) -> list[CodedText]:
    """Return the texts of a cohort's transcripts and of the originals of those that are translated."""
    texts = []
    groups = dict(iter(turns.groupby("transcript", sort=False)))
    for row in transcripts.itertuples():
        own = groups.get(row.transcript, turns.iloc[:0])
        spans = tuple(zip(own["char_start"].tolist(), own["char_end"].tolist(), strict=True))
        times = list_times(own)
        files = [Path(path) for path in (row.source_file, row.original_file) if pd.notna(path)]
        read = {path.stem for path in files[:1]} | {path.name for path in files[:1]} | {row.transcript}
        if pd.notna(row.original_file):
            lines = [f"{one.speaker}: {one.original_text}\n" for one in own.itertuples()]
            ends = np.cumsum([len(line) for line in lines]).tolist()
            words = tuple(
                (end - len(line) + len(f"{one.speaker}: "), end - 1)
                for end, line, one in zip(ends, lines, own.itertuples(), strict=True)
            )
            names = frozenset({files[1].stem, files[1].name})
            original = CodedText(row.transcript, "".join(lines), "", spans, names, [], words, row.text, times)
            texts.append(original)
        texts.append(CodedText(row.transcript, row.text, row.before, spans, frozenset(read), times=times))
    return texts


def list_times(turns: pd.DataFrame) -> Times:
    """Return begin and end of each turn of a transcript in seconds; None for one whose begin is not known.

    Without an end of its own a turn lasts until the next one begins, the last without end.
    """
    if "time_start" not in turns:
        return ()
    begins = [None if pd.isna(one) else float(one) for one in turns["time_start"]]
    ends = [None if pd.isna(one) else float(one) for one in turns["time_end"]]
    after = [*begins[1:], math.inf]
    return tuple(
        None if begin is None else (begin, end if end is not None else (begin if later is None else later))
        for begin, end, later in zip(begins, ends, after, strict=True)
    )


def find_text(source: Source, texts: Iterable[CodedText]) -> tuple[CodedText, Alignment] | None:
    """Return the text that a source is, and how its letters lie in it: the same letters, else by name.

    None when there is none of the name, and none that has SAME of its letters.
    """
    theirs = Letters.of(plain_text(source.text))
    listed = list(texts)
    for text in listed:
        if source.text and text.letters.text == theirs.text:
            return text, align_texts(theirs, text.letters)
    names = {name.casefold() for name in _names_of(source.name)}
    named = [text for text in listed if names & {name.casefold() for name in text.names}]
    if not source.text:
        return (named[-1], align_texts(named[-1].letters, named[-1].letters)) if named else None
    best = _most_alike(theirs, named)
    if best is None or best[1].share < SAME:
        best = _most_alike(theirs, [text for text in listed if _shares_words(theirs, text.letters)]) or best
    return best


def part_sources(project: CodedProject, entry: CodingEntry) -> tuple[CodedProject, CodedProject]:
    """Return a project with its transcripts alone, and with the answers that its entry names alone."""
    named = {name.casefold() for name in entry.get("answers", [])}
    of_answers = [bool(named & {name.casefold() for name in _names_of(one.name)}) for one in project.sources]
    pairs = list(zip(project.sources, of_answers, strict=True))
    transcripts, answers = (tuple(one for one, is_one in pairs if is_one is kind) for kind in (False, True))
    return replace(project, sources=transcripts), replace(project, sources=answers)


def _names_of(name: str) -> set[str]:
    """Return the names that a program may have given a file: with or without folder, and endings."""
    file = PureWindowsPath(name).name
    stems = [file]
    while (stem := Path(stems[-1]).stem) != stems[-1]:
        stems.append(stem)
    return {name, *stems}


def _most_alike(theirs: Letters, texts: list[CodedText]) -> tuple[CodedText, Alignment] | None:
    aligned = [(text, align_texts(theirs, text.letters, text.before)) for text in texts]
    return max(aligned, key=lambda pair: pair[1].share, default=None)


def _shares_words(theirs: Letters, ours: Letters) -> bool:
    """Return whether half of the words of a text, each counted once, are in another: it is worth a look."""
    own = set(theirs.words)
    return 2 * len(own & set(ours.words)) >= len(own)
