"""Citations and references in a manuscript: [@smith2020, p. 5], @smith2020, -@smith2020, @tbl-support."""

import re
from dataclasses import dataclass
from functools import lru_cache

KEY = r"(?:\{[^{}\s]+\}|\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*)"
CITATION = re.compile(rf"(?<![\w\ue000@])(?P<minus>-?)@(?P<key>{KEY})")
LOCATOR_WORD = (
    r"(?:pp?|pages?|chaps?|chapters?|ch|secs?|sections?|figs?|figures?|vols?|volumes?|nos?|paras?|n|l{1,2})\b"
)
LOCATOR = re.compile(
    rf"(?:,?[ \n]*(?:{LOCATOR_WORD}\.?[ \n\xa0]*[0-9]+(?:[ \n]*[-–,][ \n]*[0-9]+)*"
    rf"|(?<=,)[ \n]*[0-9]+(?:[-–][0-9]+)*(?=[ \n]*[\];,])))+"
)
BRACKETED_LOCATOR = re.compile(
    rf"[ ]?\[(?:{LOCATOR_WORD}\.?[ \n\xa0]*)?[0-9]+(?:[ \n]*[-–,][ \n]*[0-9]+)*\](?![\[({{])"
)


@dataclass(frozen=True)
class Citation:
    """One @key, with its half-open span in the text: the key, and the locator behind it if there is one."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=32)  # several checks read those of one document; nobody changes the list
def find_citations(readable: str) -> list[Citation]:
    """Return the citations and references in a text from `regions.readable_of`, in order."""
    return [_citation(readable, match) for match in CITATION.finditer(readable)]


def _citation(readable: str, match: re.Match[str]) -> Citation:
    before = readable[max(0, match.start() - 400) : match.start()]
    bracketed = before.rfind("[") > before.rfind("]")
    comma = readable[match.end() : match.end() + 1] == ","
    start = match.end() + comma if bracketed else match.end()
    locator = (LOCATOR if bracketed else BRACKETED_LOCATOR).match(readable, start)
    end = locator.end() if locator else match.end()
    return Citation(match["key"].strip("{}"), match.start(), end)
