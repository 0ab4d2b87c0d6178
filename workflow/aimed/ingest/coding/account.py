"""The account of a coded project: what was read, how, what is left out and why; and what of it stops."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from aimed.ingest.coding.alignment import Alignment
from aimed.ingest.coding.anchor import BY_TIMES, Anchored
from aimed.ingest.coding.code_map import NOT_USED
from aimed.ingest.coding.offsets import Unclear
from aimed.ingest.coding.placing import WORDLESS, PlacedProject, PlacedSource
from aimed.ingest.coding.project import OffsetsReading
from aimed.messages.problems import Problem

MOST_UNPLACED = 0.1  # of a project's codings, from where on it is no longer single selections that fail
UNPLACED = "codings whose words were not found in the transcripts"
UNITS = {"code_points": "characters", "utf16": "UTF-16 units", "utf8_bytes": "bytes"}
BY = {
    "said": "as cohort.yaml says",
    "format": "as its format has it",
    "quotations": "by the words that the project quotes",
    "habit": "as this program counts",
    "words": "by the borders of words",
    "nothing": "no selection has any",
}
SHOWN = 60  # letters of words in a message

Shows = Callable[[str], str]  # words as a message may show them


def account_for(placed: PlacedProject, counted: int) -> dict[str, Any]:
    """Return the account of a project with `counted` segments, as workflow/schemas/results has it."""
    fit, kinds = placed.fit, count_left_out(placed)
    reasons = reasons_of(placed)
    return {
        "path": placed.project.path.as_posix(),
        "format": placed.project.format,
        "origin": placed.project.origin,
        "offsets": None
        if isinstance(fit, Unclear)
        else write_reading(fit.reading) | {"by": fit.by, "fitting": fit.fitting, "judged": fit.judged},
        "codings": sum(source.codings for source in placed.sources),
        "placed": sum(_count(source, lambda one: one.span is not None) for source in placed.sources),
        "placed_by_words": sum(_count(source, _by_words) for source in placed.sources),
        "placed_by_times": sum(_count(source, _by_times) for source in placed.sources),
        "segments": counted,
        "left_out": [
            {"kind": kind, "number": number, "reason": reasons.get(kind)} for kind, number in kinds.items()
        ],
        "lacking": list(placed.project.lacking),
        "sources": [_describe(source) for source in placed.sources],
    }


def write_reading(reading: OffsetsReading) -> dict[str, Any]:
    """Return a reading of offsets as cohort.yaml writes it."""
    return {
        "unit": reading.unit,
        "crlf": 1 if reading.crlf_is_one else 2,
        "end": "inclusive" if reading.end_included else "exclusive",
    }


def say_reading(reading: OffsetsReading) -> str:
    """Return a reading of offsets as the line that cohort.yaml has for it."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in write_reading(reading).items()) + "}"


def count_left_out(placed: PlacedProject) -> dict[str, int]:
    """Return by kind what is in a project and in no segment: codings, and parts such as memos."""
    kinds = Counter(placed.project.left_out)
    for source in placed.sources:
        for one in source.anchored:
            if one.span is None:
                kinds[WORDLESS.get(one.why, UNPLACED)] += len(one.selection.codings)
        if not source.is_transcript():
            kinds[name_kind(source)] += source.codings
    return dict(sorted(kinds.items()))


def name_kind(source: PlacedSource) -> str:
    """Return how the codings of a source that is no transcript are called."""
    return f"codings of the source {source.source.name or 'without a name'}"


def reasons_of(placed: PlacedProject) -> dict[str, str]:
    """Return kind -> the reason why the author leaves it out, of the kinds that the author decided on."""
    kinds, reasons = count_left_out(placed), {}
    for one in placed.entry.get("left_out", []):
        kind = one.get("kind") or (f"codings of the source {one['source']}" if "source" in one else UNPLACED)
        if kind in kinds and kinds[kind] <= one.get("unplaced", kinds[kind]):
            reasons[kind] = one["reason"]
    return reasons


def judge_project(placed: PlacedProject, shows: Shows) -> Iterator[Problem]:
    """Yield what stops a project: sources that are no transcript, unclear offsets, many words not found."""
    path, fit = placed.project.path.as_posix(), placed.fit
    for source in placed.sources:
        if not source.is_transcript() and source.left_out is None:
            yield _name_stranger(source, path)
    if isinstance(fit, Unclear):
        yield _name_unclear(fit, path)
    elif _too_many(placed):
        yield from list_unplaced(placed, shows)


def notice(placed: PlacedProject, shows: Shows) -> Iterator[Problem]:
    """Yield what a person should look at: all that is left out without a reason, and what was edited."""
    path = placed.project.path.as_posix()
    if not placed.sources:
        yield Problem(
            path, "a project without coded words", "codes on words of transcripts",
            "code the transcripts, export the right project, or take it out of cohort.yaml",
        )  # fmt: skip
    for lacking in placed.project.lacking:
        yield Problem(path, lacking, "all that the project points to", "export the project with its sources")
    for source in placed.sources:
        if source.is_transcript() and source.alignment is not None and source.alignment.breaks:
            yield _name_difference(source, source.alignment, path)
    if not _too_many(placed):
        yield from list_unplaced(placed, shows)
    reasons = reasons_of(placed)
    for kind, number in count_left_out(placed).items():
        if (
            kind not in reasons
            and kind not in (UNPLACED, NOT_USED)
            and not kind.startswith("codings of the source ")
        ):
            yield _name_kind_left_out(kind, number, path)


def list_unplaced(placed: PlacedProject, shows: Shows) -> Iterator[Problem]:
    """Yield the selections whose words were not found, unless the author has decided to leave them out."""
    if UNPLACED in reasons_of(placed):
        return
    number = count_left_out(placed).get(UNPLACED, 0)
    for source, one in placed.unplaced():
        place = f"{placed.project.path.as_posix()}, source {source.source.name}, {one.selection.place}"
        words = f": {shows(one.words)}" if one.words else ""
        near = (
            "" if one.near is None or source.text is None else f", near turn {source.text.turn_at(one.near)}"
        )
        name = source.text.transcript if source.text else ""
        yield Problem(
            place,
            f"{one.why}{words}",
            f"the coded words once in {name}{near}",
            "select the words again, or restore them in the transcript; or write under left_out at the "
            f"project in cohort.yaml {{unplaced: {number}, reason: ...}}",
        )


def say_account(account: dict[str, Any]) -> str:
    """Return an account in one sentence."""
    name = account["path"].rpartition("/")[2]
    origin = f" ({account['origin']})" if account["origin"] else ""
    said = f"{name}{origin}: {account['codings']} codings read, {account['placed']} placed"
    if account["placed_by_words"]:
        said += f" ({account['placed_by_words']} of them by their words)"
    if account["placed_by_times"]:
        said += f" ({account['placed_by_times']} of them by the times of a recording)"
    said += f", {account['segments']} segments"
    offsets = account["offsets"]
    if offsets and offsets["by"] != "nothing":
        line_ends = "a line end of two counts " + ("one" if offsets["crlf"] == 1 else "two")
        said += f"; offsets count {UNITS[offsets['unit']]}, {line_ends}, the end is {offsets['end']}, "
        said += f"{BY[offsets['by']]}: {offsets['fitting']} of {offsets['judged']} selections fit"
    left = [f"{one['number']} {one['kind']}" for one in account["left_out"]]
    return f"{said}; left out: {', '.join(left) or 'nothing'}."


def show_words(words: str) -> str:
    """Return the beginning of words in quotation marks, on one line."""
    line = " ".join(words.split())
    return f'"{line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"}"'


def _by_words(one: Anchored) -> bool:
    return one.span is not None and one.how == "words"


def _by_times(one: Anchored) -> bool:
    return one.span is not None and one.how == BY_TIMES


def _count(source: PlacedSource, chosen: Callable[[Anchored], bool]) -> int:
    return sum(len(one.selection.codings) for one in source.anchored if chosen(one))


def _describe(source: PlacedSource) -> dict[str, Any]:
    here = source.is_transcript() and source.text is not None and source.alignment is not None
    return {
        "name": source.source.name,
        "transcript": source.text.transcript if here and source.text else None,
        "original": bool(here and source.text and source.text.own is not None),
        "codings": source.codings,
        "placed": _count(source, lambda one: one.span is not None),
        "differences": len(source.alignment.breaks) if here and source.alignment else None,
    }


def _too_many(placed: PlacedProject) -> bool:
    if isinstance(placed.fit, Unclear) or UNPLACED in reasons_of(placed):
        return False
    codings = sum(source.codings for source in placed.sources if source.is_transcript())
    return count_left_out(placed).get(UNPLACED, 0) > MOST_UNPLACED * codings


def _name_stranger(source: PlacedSource, path: str) -> Problem:
    place = f"{path}, source {source.source.name}"
    remedy = (
        "name it in cohort.yaml under files, transcripts, or write there under left_out at the project "
        "{source: NAME, reason: ...}"
    )
    if source.text is None:
        expected = "a transcript of this cohort, by its name or its text"
        return Problem(place, f"{source.codings} codings of a text that is no transcript", expected, remedy)
    share = 0 if source.alignment is None else source.alignment.share
    found = f"a text of which {source.text.transcript} has {share:.0%} of the letters"
    return Problem(place, found, "the transcript that was coded, with small edits at most", remedy)


def _name_unclear(fit: Unclear, path: str) -> Problem:
    several = len(fit.readings) > 1
    best = f"{fit.fitting} of {fit.judged} selections begin and end at words"
    found = (
        "offsets that fit the texts in several ways" if several else "offsets that fit the texts in no way"
    )
    said = " or ".join(f"`offsets: {say_reading(reading)}`" for reading in fit.readings)
    return Problem(
        path,
        f"{found}: with {say_reading(fit.readings[0])} {best}",
        "offsets that begin and end at words in one way of counting",
        f"say which at the project in cohort.yaml: {said}{'' if several else ', or another'}",
    )


def _name_difference(source: PlacedSource, alignment: Alignment, path: str) -> Problem:
    assert source.text is not None
    text, first = source.text, alignment.breaks[0]
    places = alignment.ours.places
    at = int(places[min(first, len(places) - 1)]) if len(places) else 0
    moved, lost = _count(source, _by_words), _count(source, lambda one: one.span is None)
    times = f"{len(alignment.breaks)} place{'s' if len(alignment.breaks) > 1 else ''}"
    return Problem(
        f"{path}, source {source.source.name}",
        f"a text that differs from {text.transcript} in {times}, the first in turn {text.turn_at(at)}; "
        f"codings placed by their words: {moved}, not placed: {lost}",
        "the text that was coded",
        "look whether the transcript was meant to be edited after it was coded",
    )


def _name_kind_left_out(kind: str, number: int, path: str) -> Problem:
    remedy = "nothing, when they are not meant to be counted"
    if kind.startswith("codings"):
        remedy = (
            "code words of the transcripts instead; or write under left_out at the project in cohort.yaml "
            f"{{kind: {kind}, reason: ...}}"
        )
    return Problem(path, f"{number} {kind}, left out", "codes on words of transcripts", remedy)
