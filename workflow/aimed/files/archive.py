"""Open ZIP archives and XML from outside without trusting them: limits on count and size, no DTD.

And write archives of which equal contents are equal bytes.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from aimed.messages.problems import ProblemsFound

OLDEST = (1980, 1, 1, 0, 0, 0)  # that ZIP can tell
MEMBERS = 10_000
UNPACKED = 64 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
BROKEN_MEMBER = (zlib.error, lzma.LZMAError, EOFError, RuntimeError)


class Archive:
    """A ZIP archive that is only ever read in memory, by the exact name of a member.

    Raises ProblemsFound for a file that is no ZIP archive, for more than MEMBERS members, and once
    more than UNPACKED bytes in all have been unpacked. Nothing is written, so no path can escape.
    """

    def __init__(self, path: Path, kind: str, remedy: str) -> None:
        self.path, self.kind, self.remedy = path, kind, remedy
        self.left = UNPACKED
        try:
            self.zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise self.refuse("no such file") from None
        except BROKEN:
            raise self.refuse("a file that is not a ZIP archive") from None
        self.names = self.zip.namelist()
        if len(self.names) > MEMBERS:
            raise self.refuse(f"an archive of {len(self.names)} files, more than {MEMBERS}")

    def refuse(self, found: str, member: str = "") -> ProblemsFound:
        """Return the problem of this archive, or of one member, to be raised."""
        place = f"{self.path.as_posix()}, {member}" if member else self.path.as_posix()
        return ProblemsFound.at(place, found, self.kind, self.remedy)

    def read(self, member: str) -> bytes:
        """Return the bytes of one member."""
        if member not in self.names:
            raise self.refuse("no such file in the archive", member)
        try:
            with self.zip.open(member) as stream:
                content = stream.read(self.left + 1)
        except (*BROKEN, *BROKEN_MEMBER):
            raise self.refuse("a part that cannot be unpacked", member) from None
        if len(content) > self.left:
            raise self.refuse(f"more than {UNPACKED // 1024**2} MB when unpacked", member)
        self.left -= len(content)
        return content

    def read_xml(self, member: str) -> etree._Element:
        """Return the root element of an XML member; a DOCTYPE is refused, entities are never resolved."""
        try:
            return parse_xml(self.read(member))
        except UnsafeXml as error:
            raise self.refuse(str(error), member) from None


class UnsafeXml(ValueError):
    """XML that is broken, or has a DOCTYPE; its text says which."""


def parse_xml(content: bytes) -> etree._Element:
    """Return the root element of XML from outside, without comments; entities are never resolved.

    Raises UnsafeXml.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeXml(f"broken XML: line {error.lineno}") from None
    if root.getroottree().docinfo.doctype:
        raise UnsafeXml("XML with a DOCTYPE")
    return root


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace: producers differ in the namespace alone."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def pack(members: Mapping[str, bytes], first: Iterable[str] = ()) -> bytes:
    """Return a ZIP archive of the members by name: stored, since compressors differ, and without a clock."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in [*first, *sorted(set(members) - set(first))]:
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.create_system = 3
            archive.writestr(entry, members[name])
    return packed.getvalue()
