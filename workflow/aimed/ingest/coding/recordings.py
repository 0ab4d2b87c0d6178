"""Codings of the times of a recording: they are of the turns of its transcript that were said meanwhile."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from aimed.ingest.coding.anchor import BY_TIMES, Anchored
from aimed.ingest.coding.placing import PlacedProject, PlacedSource
from aimed.ingest.coding.project import Recording, Source, TextSelection, TimedSelection
from aimed.ingest.coding.transcripts import CodedText, find_text

HALF = 0.5  # of a turn, or of what was coded, that both must share


def place_recordings(placed: PlacedProject, texts: Sequence[CodedText]) -> PlacedProject:
    """Return a project with those codings of recordings placed that turns were said at.

    A recording is the transcript of its name, if that has times; what is placed is no longer left out. Kinds
    that the author leaves out stay so.
    """
    meant = {one.get("kind") for one in placed.entry.get("left_out", [])}
    sources, left_out = list(placed.sources), Counter(placed.project.left_out)
    for recording in placed.project.recordings:
        found = None if recording.kind in meant else _place(recording, texts)
        if found is not None:
            sources.append(found)
            left_out[recording.kind] -= found.codings
    project = replace(placed.project, left_out=dict(+left_out))
    return replace(placed, project=project, sources=tuple(sources))


def _place(recording: Recording, texts: Sequence[CodedText]) -> PlacedSource | None:
    named = find_text(Source(recording.name, "", ()), texts)
    if named is None or not any(named[0].times):
        return None
    text, alignment = named
    anchored = [one for selection in recording.selections if (one := _anchor(selection, text)) is not None]
    if not anchored:
        return None
    source = Source(recording.name, "", tuple(one.selection for one in anchored))
    return PlacedSource(source, text, alignment, tuple(anchored))


def _anchor(timed: TimedSelection, text: CodedText) -> Anchored | None:
    """Return a selection at the turns that share at least half of their own time with it, or of its."""
    turns = [at for at, times in enumerate(text.times) if times and _share(timed, *times)]
    if not turns:
        return None
    span = text.turns[turns[0]][0], text.turns[turns[-1]][1]
    selection = TextSelection(None, None, "", timed.codings, timed.place)
    return Anchored(selection, span, BY_TIMES)


def _share(timed: TimedSelection, begin: float, end: float) -> bool:
    if timed.end <= timed.begin:
        return begin <= timed.begin < end
    shared = min(end, timed.end) - max(begin, timed.begin)
    return shared > 0 and shared >= HALF * min(end - begin, timed.end - timed.begin)
