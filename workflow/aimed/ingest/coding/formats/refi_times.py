"""Codings of times of audio and video in a REFI-QDA project: milliseconds, or times of sync points."""

from collections.abc import Callable, Iterator

from lxml import etree

from aimed.files.archive import local_name
from aimed.ingest.coding.formats.refi_parts import CODED, children_of, guid_of
from aimed.ingest.coding.project import CodePath, Recording, TimedSelection

MEDIA = ("AudioSource", "VideoSource")
SELECTIONS = ("AudioSelection", "VideoSelection")
Codings = tuple[tuple[str, CodePath], ...]


def read_recordings(
    root: etree._Element, read_codings: Callable[[etree._Element], Codings]
) -> Iterator[Recording]:
    """Yield the recordings with codings of their times, one for each kind that they are counted as.

    `read_codings` returns coder and code of an element's codings, of codes that are known.
    """
    for element in root.iter():
        if local_name(element) not in MEDIA:
            continue
        name, kind = element.get("name") or "", CODED[local_name(element)]
        own = [(one, one.get("begin"), one.get("end")) for one in element if local_name(one) in SELECTIONS]
        yield from _gather(name, kind, own, read_codings)
        for transcript in children_of(element, "Transcript"):
            points = {
                guid_of(one, "guid"): one.get("timeStamp") for one in children_of(transcript, "SyncPoint")
            }
            timed = [
                (one, points.get(guid_of(one, "fromSyncPoint")), points.get(guid_of(one, "toSyncPoint")))
                for one in children_of(transcript, "TranscriptSelection")
            ]
            own_name = transcript.get("name") or name
            yield from _gather(own_name, CODED["Transcript"], timed, read_codings)


def _gather(
    name: str,
    kind: str,
    elements: list[tuple[etree._Element, str | None, str | None]],
    read_codings: Callable[[etree._Element], Codings],
) -> Iterator[Recording]:
    selections = [
        TimedSelection(begin, end, codings, f"selection at {begin:g} s of {name}")
        for element, *written in elements
        if (codings := read_codings(element))
        and (begin := _seconds(written[0])) is not None
        and (end := _seconds(written[1])) is not None
    ]
    if selections:
        yield Recording(name, kind, tuple(selections))


def _seconds(written: str | None) -> float | None:
    said = (written or "").strip()
    return int(said) / 1000 if said.isascii() and said.isdigit() and len(said) < 12 else None
