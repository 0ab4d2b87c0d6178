"""Numbers and quotation marks in the prose of a manuscript that no mark binds to anything."""

import re
from collections.abc import Iterator
from functools import lru_cache

from aimed.language.citations import find_citations
from aimed.language.marks import TextPositions
from aimed.language.prose_regions import CODE, COMMENT, FILL, QUOTE, readable_of
from aimed.language.spans import (
    ATTRIBUTE,
    ATTRIBUTES,
    find_brackets,
    find_divs,
    find_free_brackets,
    find_spans,
)
from aimed.messages.findings import Finding, shorten

ITS_TURN = "a quotation that names its turn"
QUOTED = "\ue002"  # stands where a quote mark was
TRACED = ("num", "literal", "quote")
SHOWN_ATTRIBUTES = ("fig-alt", "alt", "title", "fig-cap", "tbl-cap")

DIGIT = r"[\d¼-¾⅐-⅞]"
WORD = re.compile(
    rf"[^\W_](?:[^\W_]|{FILL}|[-‐‑'’_](?=[^\W_])|(?<={DIGIT})(?:[.,:/·]|-{{1,3}}|[–—−])(?={DIGIT}))*%?"
)
WITH_DIGIT = re.compile(rf"\S*{DIGIT}\S*")
ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)\Z")

TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
CARDINALS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    f"|seventeen|eighteen|nineteen|{TENS}|hundreds?|thousands?|dozens?|hal(?:f|ves)|twice|double"
)
UNIT_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
SHARES = r"an?\s+(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth)(?=\s+of\s)"
NUMBER_WORDS = re.compile(
    rf"(?=[adefhnost])(?<![^\W_])(?!(?:{TENS})-(?:{UNIT_ORDINALS})(?![^\W_]))(?:"
    rf"one[\s-]+(?:third|quarter)|{SHARES}|(?:{CARDINALS})[\s‑-]?fold"
    rf"|(?:one[\s-]+)?(?:{CARDINALS})(?:(?:[\s‑-]+(?:a[\s]+)?|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)"
    rf"(?:one|{CARDINALS})(?![^\W_]))*"
    rf"(?:[\s‑-]+(?:third|quarter)s?)?)(?![^\W_])",
    re.I,
)
THE_TWO = re.compile(r"\b(?P<of>of\s+)?(?:the|these|those)\s+$")
BEHIND_TWO = re.compile(r"\s+(?:are|were|have|had|do|did|can|may|will|must|should|differ)\b")
# what a claim's condition is held to, as most is
COMPARED_TO_HALF = re.compile(r"\b(?:(?:more|less|fewer)\s+than|over|under|about|around)\s+(half)\b", re.I)
PARAGRAPH = r"(?:(?!\n[ \t]*\r?\n)[^{}])*?"
QUOTATION = re.compile(
    "|".join(
        opening + PARAGRAPH.replace("{}", closing) + f"[{closing}]"
        for opening, closing in (
            (f'["{QUOTE}]', f'"{QUOTE}'),
            ("“", "”"),
            ("«", "»"),
            ("»", "«"),
            ("„", "“”"),
            ("‘", "’"),
        )
    )
    + r"|(?<![\w'])'(?=\w)(?:(?!\n[ \t]*\r?\n)[^'])+?(?<=[\w.,;!?])'(?!\w)"
    + f'|["“”«»„{QUOTE}]'
)

LINK = re.compile(
    r"\(\s*(?:<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)"
    r"(?:\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'))?\s*\)"
)
DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\]^\n][^\]\n]*)\]:[ \t]*\S+", re.M)
NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
NOTE_DEFINITION = re.compile(r"^[ >]*\[\^(?P<name>[^\]\s]+)\]:", re.M)
TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
SHOWN_IN_TAG = re.compile(r"\b(?:alt|title)=(?:\"([^\"]*)\"|'([^']*)')")
ADDRESS = re.compile(
    r"<(?:https?|ftp|mailto):[^<>\s]*>|\b(?:https?://|www\.)[^\s<>\[\]\"”]+"
    r"|\b(?:doi:\s?|DOI:?\s?)?10\.[0-9]{4,9}/[^\s\[\]<>\"”;]+|\{\{<.*?>\}\}|[\w.+-]++@[\w-]+\.[\w.-]+"
)
HEADING = re.compile(r"^ {0,3}\#{1,6}[ \t].*?(?P<attributes>\{[^{}\n]*\})[ \t]*\r?$", re.M)
ITEM = re.compile(r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)*)(?P<number>\(?(?:[0-9]{1,9}|@[\w-]*)[.)])(?:[ \t]|$)")
BULLET = re.compile(r"[ \t>]*[-*+][ \t]")


def find_untraced(text: str, path: str = "", readable: str | None = None) -> list[Finding]:
    """Return the typed digits, number words and quotation marks that no mark covers, in order of place.

    Not findings: "one", "of the two", "more than half" in a claim, which its condition is held to, ordinals,
    tokens that begin with a letter, citations, code, links and DOIs,
    list numbers, what stands inside num, literal and quote marks, attributes. `readable` is the text
    with what is not to be read blanked, `regions.readable_of(text)` when not given.
    """
    lines = TextPositions(text)
    prose_source = readable_of(text) if readable is None else readable
    prose = prose_of(prose_source)
    compared = {match.start(1) for match in COMPARED_TO_HALF.finditer(prose)}
    claims = [span for span in find_spans(prose_source) if "claim" in span.classes] if compared else []
    held = {at for at in compared if any(claim.start <= at < claim.end for claim in claims)}
    found = [
        Finding(path, *lines.place(at), kind, *_sentences(kind, token))
        for kind, finder in FINDERS.items()
        for at, token in finder(prose)
        if at not in held
    ]
    return sorted(found)


@lru_cache(maxsize=16)  # several checks read the prose of one document
def prose_of(readable: str) -> str:
    """Return a text from `regions.readable_of` with all that is not prose or is bound by a mark blanked."""
    letters = list(readable)
    for start, end in _not_prose(readable):
        for at in range(start, end):
            if letters[at] not in "\r\n":
                letters[at] = " "
    for span in find_spans(readable):
        if "quote" in span.classes:
            letters[span.start] = QUOTED
    return "".join(letters)


def find_digits(prose: str) -> list[tuple[int, str]]:
    """Return (place, token) of every token that begins with a digit and is not an ordinal."""
    near = WITH_DIGIT.finditer(prose)  # a token has no blank, and those without a digit are most
    found = (match for around in near for match in WORD.finditer(prose, *around.span()))
    tokens = ((match.start(), match[0].replace(FILL, "")) for match in found)
    return [(at, token) for at, token in tokens if re.match(DIGIT, token) and not ORDINAL.match(token)]


def find_number_words(prose: str) -> list[tuple[int, str]]:
    """Return (place, words) of every number written as words, two and above, halves, thirds, quarters."""
    return [
        (match.start(), " ".join(match[0].split()))
        for match in NUMBER_WORDS.finditer(prose)
        if not (match[0].casefold() == "two" and _points_back(prose, match))
    ]


def _points_back(prose: str, match: re.Match[str]) -> bool:
    """Return whether two stands for what was named: which of the two, the two are often read together."""
    before = THE_TWO.search(prose, 0, match.start())
    return before is not None and (
        before["of"] is not None or BEHIND_TWO.match(prose, match.end()) is not None
    )


def find_quotations(prose: str) -> list[tuple[int, str]]:
    """Return (place, passage) of every passage in quotation marks, QUOTED standing for a quote mark."""
    passages = ((match.start(), match[0].replace(QUOTE, '"')) for match in QUOTATION.finditer(prose))
    hidden = str.maketrans("", "", FILL + CODE + COMMENT)
    return [(at, " ".join(passage.translate(hidden).split())) for at, passage in passages]


FINDERS = {
    "untraced_digit": find_digits,
    "untraced_word": find_number_words,
    "untraced_quotation": find_quotations,
}


def _sentences(kind: str, token: str) -> tuple[str, str, str]:
    shown = shorten(token)
    if QUOTED in token:
        found, expected = "quotation marks around a quote mark", "the mark alone: it brings its own"
        return found, expected, "take the quotation marks away"
    if kind == "untraced_quotation":
        remedy = '[...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} for a term'
        return f"quotation marks that no mark covers: {shown}", ITS_TURN, remedy
    what = "a typed number" if kind == "untraced_digit" else "a number in words"
    remedy = f'[id]{{.num}} (aimed numbers WORD lists the ids), or [{shown}]{{.literal why="..."}}'
    expected = "a number of the ledger, or a reason why it is not one"
    return f"{what} that no mark covers: {shown}", expected, remedy


def _not_prose(readable: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans that are blanked."""
    for span in find_spans(readable):
        if set(TRACED) & set(span.classes):
            yield span.start, span.end
        else:
            yield span.start, span.inside[0]
            yield from _without(readable, span.inside[1], span.end, ATTRIBUTE, SHOWN_ATTRIBUTES)
    for div in find_divs(readable):
        yield div.start, div.inside[0]
        yield div.inside[1], div.end
    yield from _links(readable)
    yield from ((match.start("attributes"), match.end()) for match in HEADING.finditer(readable))
    yield from ((citation.start, citation.end) for citation in find_citations(readable))
    yield from _notes(readable)
    yield from ((match.start(), match.end()) for match in ADDRESS.finditer(readable))
    for tag in TAG.finditer(readable):
        yield from _without(readable, tag.start(), tag.end(), SHOWN_IN_TAG)
    yield from _list_numbers(readable)


def _notes(readable: str) -> Iterator[tuple[int, int]]:
    """Yield the names of footnotes that are defined; an undefined one is shown as it stands."""
    defined = {match["name"] for match in NOTE_DEFINITION.finditer(readable)}
    yield from (match.span() for match in NOTE_DEFINITION.finditer(readable))
    yield from (match.span() for match in NOTE.finditer(readable) if match["name"] in defined)


def _without(
    readable: str, start: int, end: int, pattern: re.Pattern[str], keys: tuple[str, ...] = ()
) -> Iterator[tuple[int, int]]:
    """Yield start to end, less the attribute values that readers see, such as alt texts."""
    for match in pattern.finditer(readable, start, end):
        if keys and match["key"] not in keys:
            continue
        group = next((i for i in range(match.re.groups, 0, -1) if match[i] is not None), 0)
        yield start, match.start(group)
        start = match.end(group)
    yield start, end


def _links(readable: str) -> Iterator[tuple[int, int]]:
    defined = {match["name"].casefold() for match in DEFINITION.finditer(readable)}
    yield from ((match.start(), match.end()) for match in DEFINITION.finditer(readable))
    pairs = dict(find_brackets(readable))
    for start, end in find_free_brackets(readable):
        after = end + 1
        if readable[start + 1] == "^":
            continue
        if link := LINK.match(readable, after):
            group = "double" if link["double"] is not None else "single"
            if link[group] is None:
                yield link.span()
            else:
                yield link.start(), link.start(group)
                yield link.end(group), link.end()
            if attributes := ATTRIBUTES.match(readable, link.end()):
                yield from _without(readable, *attributes.span(), ATTRIBUTE, SHOWN_ATTRIBUTES)
        elif after in pairs and readable[after + 1 : pairs[after]].casefold() in defined:
            yield after, pairs[after] + 1


def _list_numbers(readable: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers of list items: after a blank line, or in a block that began as a list."""
    at, may_begin = 0, True
    for line in readable.splitlines(keepends=True):
        item = ITEM.match(line)
        if item and may_begin:
            yield at + item.start("number"), at + item.end("number")
        if not line.strip(f" \t\r\n{COMMENT}"):
            may_begin = True
        elif may_begin:
            may_begin = item is not None or BULLET.match(line) is not None
        at += len(line)
