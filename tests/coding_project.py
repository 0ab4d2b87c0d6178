"""Write REFI-QDA projects as different programs do, for tests of reading them."""

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from transcript_cohort import packed

USERS = {"U1": "Ann", "U2": "Bo"}
CODES = """
<Codes><Code guid="C0" name="access"><Code guid="C1" name="devices"/><Code guid="C2" name="Internet"/></Code>
<Code guid="C3" name="access.devices"/><Code guid="C4" name="acess"/></Codes>"""


def selection(text: str, words: str, code: str, user: str, dialect: "Dialect") -> str:
    """Return a PlainTextSelection of `words` in a text with line feeds, in a dialect's offsets."""
    start = text.index(words)
    stored = dialect.line_ends(text)
    first, last = (dialect.offset(stored, text, place) for place in (start, start + len(words)))
    name = words if dialect.quotes else ""
    return (
        f'<PlainTextSelection guid="S" name={quoteattr(name)} startPosition="{first}"'
        f' endPosition="{last - dialect.end_included}" creatingUser="{user}">'
        f'<Coding creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


class Dialect:
    """How a program stores texts and offsets: `size` of a character, line ends, whether CRLF is one."""

    def __init__(
        self,
        size: Callable[[str], int] = len,
        *,
        crlf: bool = False,
        crlf_is_one: bool = False,
        end_included: bool = False,
        quotes: bool = True,
        folder: str = "sources",
        mark: str = "",
    ) -> None:
        self.size, self.crlf, self.crlf_is_one = size, crlf, crlf_is_one
        self.end_included, self.quotes, self.folder, self.mark = end_included, quotes, folder, mark

    def line_ends(self, text: str) -> str:
        """Return a text as the program stores it."""
        return text.replace("\n", "\r\n") if self.crlf else text

    def offset(self, stored: str, text: str, place: int) -> int:
        """Return the program's offset of a character of the text with line feeds."""
        before = text[:place]
        return self.size(before if self.crlf_is_one else self.line_ends(before))


def utf16(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def write_project(path: Path, sources: dict[str, tuple[str, list[str]]], dialect: Dialect) -> Path:
    """Write a .qdpx of name -> (text with line feeds, selections)."""
    users = "".join(f'<User guid="{{{guid.lower()}}}" name="{name}"/>' for guid, name in USERS.items())
    inside = "".join(
        f'<TextSource guid="T{n}" name={quoteattr(name)} plainTextPath="internal://T{n}.txt">'
        f"<Description/>{''.join(selections)}</TextSource>"
        for n, (name, (_, selections)) in enumerate(sources.items())
    )
    project = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        f"<Users>{users}</Users><CodeBook>{CODES}</CodeBook><Sources>{inside}</Sources></Project>"
    )
    texts = {
        f"{dialect.folder}/T{n}.txt": dialect.mark + dialect.line_ends(text)
        for n, (text, _) in enumerate(sources.values())
    }
    path.write_bytes(packed({"project.qde": project, **texts}))
    return path
