"""Place all codings of a project in the cohort's transcripts, and say of each why it is placed or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from aimed.ingest.coding.alignment import Alignment, Letters
from aimed.ingest.coding.anchor import EMPTY, GONE, LABEL_ALONE, OUTSIDE, Anchored, Anchoring
from aimed.ingest.coding.offsets import Fit, Span, Unclear, plain_text, read_offsets
from aimed.ingest.coding.project import CodedProject, Source
from aimed.ingest.coding.transcripts import SAME, CodedText, find_text
from aimed.study.declarations import CodingEntry

QUOTES_COUNT = 0.9  # of the quotations that fit: from there on one that does not is a fault
SURELY_ALIKE, APART = 90, 10  # percent: how alike the best turn must be, and how much less the second best
SOUGHT = 200  # selections of a source that are sought by likeness
# why a selection has no place -> how the codings left out for it are called
WORDLESS = {
    EMPTY: "codings of selections without words",
    LABEL_ALONE: "codings of words outside of all turns",
}


@dataclass(frozen=True)
class PlacedSource:
    """A source of a project: the text that it is, how it lies in it, and its selections with their places.

    No text: it is no transcript. `left_out`: the author's reason, where the author left it out.
    """

    source: Source
    text: CodedText | None
    alignment: Alignment | None
    anchored: tuple[Anchored, ...] = ()
    left_out: str | None = None

    @property
    def codings(self) -> int:
        """Return how many codings it has: codes given by coders to selections."""
        return sum(len(selection.codings) for selection in self.source.selections)

    def is_transcript(self) -> bool:
        """Return whether it is a text of the cohort, with most of its letters."""
        return self.alignment is not None and self.alignment.share >= SAME


@dataclass(frozen=True)
class PlacedProject:
    """A project with its sources, and how its offsets were read."""

    project: CodedProject
    entry: CodingEntry
    fit: Fit | Unclear
    sources: tuple[PlacedSource, ...]

    def unplaced(self) -> Iterator[tuple[PlacedSource, Anchored]]:
        """Yield the selections of transcripts whose words were not found, with their source."""
        for placed in self.sources:
            for one in placed.anchored:
                if one.span is None and one.why not in WORDLESS:
                    yield placed, one


def place_project(project: CodedProject, entry: CodingEntry, texts: Sequence[CodedText]) -> PlacedProject:
    """Return a project with the place of each selection in the transcripts' texts."""
    reasons = {one["source"]: one["reason"] for one in entry.get("left_out", []) if "source" in one}
    sources = []
    for source in project.sources:
        found = None if source.name in reasons else find_text(source, texts)
        text, alignment = found or (None, None)
        counting = source
        if text is not None and not source.text:  # its offsets count in the transcript itself
            counting = replace(source, text=text.text)
        sources.append(PlacedSource(counting, text, alignment, left_out=reasons.get(source.name)))
    read = [placed for placed in sources if placed.is_transcript()]
    counted = replace(project, sources=tuple(placed.source for placed in read))
    fit = read_offsets(counted, entry.get("offsets"))
    if isinstance(fit, Unclear):
        return PlacedProject(project, entry, fit, tuple(sources))
    quotes = fit.by == "quotations" and fit.fitting >= QUOTES_COUNT * fit.judged
    spans = iter(fit.spans)
    placed_sources = tuple(
        replace(placed, anchored=_anchor_all(placed, next(spans), quotes))
        if placed.is_transcript()
        else placed
        for placed in sources
    )
    return PlacedProject(project, entry, fit, placed_sources)


def _anchor_all(placed: PlacedSource, spans: Sequence[Span | None], quotes: bool) -> tuple[Anchored, ...]:
    """Return each selection of a source with its place, or why it has none."""
    text, alignment = placed.text, placed.alignment
    assert text is not None and alignment is not None
    anchoring = Anchoring(plain_text(placed.source.text), alignment, quotes)
    anchored = []
    turns: list[str] = []
    sought = 0
    for selection, span in zip(placed.source.selections, spans, strict=True):
        one = anchoring.anchor(selection, span)
        if one.why in (GONE, OUTSIDE) and one.words and sought < SOUGHT:
            turns = turns or [Letters.of(line).text for line in text.text.splitlines()]
            one, sought = _seek(one, turns, alignment.ours), sought + 1
        if one.span is not None and not text.carry(one.span):
            one = replace(one, span=None, why=LABEL_ALONE)
        anchored.append(one)
    return tuple(anchored)


def _seek(one: Anchored, turns: list[str], ours: Letters) -> Anchored:
    """Return a selection in the one turn with words much like its own, or near the turn most like them."""
    wanted = Letters.of(one.words).text
    best = process.extract(wanted, turns, scorer=fuzz.partial_ratio, limit=2) if wanted else []
    if not best:
        return one
    _, score, turn = best[0]
    begin = sum(map(len, turns[:turn]))
    found = fuzz.partial_ratio_alignment(wanted, turns[turn])
    clear = len(best) == 1 or best[1][1] <= score - APART
    if found is None or score < SURELY_ALIKE or not clear or len(wanted) > len(turns[turn]):
        near = one.near if one.near is not None else int(ours.places[min(begin, len(ours.places) - 1)])
        return replace(one, near=near)
    first, last = begin + found.dest_start, begin + found.dest_end
    span = int(ours.places[first]), int(ours.places[last - 1]) + 1
    return replace(one, span=span, how="words", why="")
