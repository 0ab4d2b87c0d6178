"""What a REFI-QDA project holds beside coded words in texts: counted by kind, so that nothing goes unsaid."""

import re
from collections import Counter

from lxml import etree

from aimed.files.archive import local_name

TEXTS = ("TextSource", "Representation")
# the element that a coding stands in -> what is coded
CODED = {
    "TextSource": "codings of a whole document",
    "PDFSource": "codings of a whole document",
    "Representation": "codings of a whole document",
    "PDFSelection": "codings of a part of a PDF page",
    "PictureSource": "codings of a picture",
    "PictureSelection": "codings of a picture",
    "AudioSource": "codings of an audio recording",
    "AudioSelection": "codings of an audio recording",
    "VideoSource": "codings of a video recording",
    "VideoSelection": "codings of a video recording",
    "Transcript": "codings of the times of a recording's transcript",
    "TranscriptSelection": "codings of the times of a recording's transcript",
    "Note": "codings of a memo",
    "Case": "codings of a case",
    "Link": "codings of a link",
}
PARTS = {
    "Note": "memos",
    "Case": "cases",
    "Set": "sets",
    "Variable": "variables",
    "Link": "links",
    "Graph": "graphs",
    "PictureSource": "pictures",
    "AudioSource": "audio recordings",
    "VideoSource": "video recordings",
}
UNCODED = "selections without a code"
COMMENTED = "comments on selections"


def count_left_out(root: etree._Element) -> dict[str, int]:
    """Return by kind how many codings and parts there are that are no coded words of a text."""
    counts: Counter[str] = Counter()
    for element in root.iter():
        name = local_name(element)
        above = element.getparent()
        if name == "Coding" and above is not None:
            counts[_kind_of_coding(above)] += max(1, len(children_of(element, "CodeRef")))
        elif name == "CodeRef" and above is not None and local_name(above) == "Case":
            counts[CODED["Case"]] += 1
        elif name in PARTS:
            counts[PARTS[name]] += 1
        elif name == "PlainTextSelection":
            counts[UNCODED] += not children_of(element, "Coding")
            counts[COMMENTED] += any((one.text or "").strip() for one in children_of(element, "Description"))
    return {kind: number for kind, number in counts.items() if number and kind}


def _kind_of_coding(above: etree._Element) -> str:
    """Return what a coding below an element codes; an empty text for words of a text, which are read."""
    name = local_name(above)
    if name != "PlainTextSelection":
        return CODED.get(name, f"codings of a {name}")
    holder = above.getparent()
    if holder is None or local_name(holder) in TEXTS:
        return ""
    return CODED.get(local_name(holder), f"codings of a {local_name(holder)}")


def guid_of(element: etree._Element, attribute: str) -> str:
    """Return an identifier without braces and in lower case, as producers differ in both."""
    return re.sub(r"[{}\s]", "", element.get(attribute, "")).lower()


def children_of(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a name, whatever their namespace."""
    return [child for child in element if local_name(child) == name]


def elements_of(root: etree._Element, *names: str) -> list[etree._Element]:
    """Return all elements of some names, whatever their namespace."""
    return [element for element in root.iter() if local_name(element) in names]
