"""A MECA bundle (Manuscript Exchange Common Approach, NISO RP-30): all that a journal or archive takes in."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from lxml import etree

from aimed.files.archive import pack

MANIFEST, ARTICLE = "manifest.xml", "article.xml"
NAMESPACE = "https://manuscriptexchange.org/schema/manifest"
HREF = "{http://www.w3.org/1999/xlink}href"
DOCTYPE = '<!DOCTYPE manifest PUBLIC "-//MECA//DTD Manifest v1.0//en" "MECA_manifest.dtd">'
MEDIA = {
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
METADATA, MANUSCRIPT, SUPPORTING = "article-metadata", "manuscript", "article-supporting-file"
SUPPLEMENT = "manuscript-supporting-file"


def pack_bundle(members: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Return the bundle: a ZIP archive whose manifest lists every other file, its kind and its type.

    members: name in the bundle -> the kind of item, as MECA names it, and the bytes, in the order of the
    manifest. Equal members are equal bytes.
    """
    manifest = write_manifest({name: kind for name, (kind, _) in members.items()})
    files = {name: content for name, (_, content) in members.items()}
    return pack({MANIFEST: manifest, **files}, first=(MANIFEST, ARTICLE))


def write_manifest(kinds: Mapping[str, str]) -> bytes:
    """Return manifest.xml of the items: name in the bundle -> the kind of item, in order."""
    spaces = {None: NAMESPACE, "xlink": "http://www.w3.org/1999/xlink"}
    root = etree.Element(f"{{{NAMESPACE}}}manifest", nsmap=spaces)
    root.set("manifest-version", "1")
    for at, (name, kind) in enumerate(kinds.items(), start=1):
        item = etree.SubElement(root, f"{{{NAMESPACE}}}item", id=f"item-{at}")
        item.set("item-type", kind)
        etree.SubElement(item, f"{{{NAMESPACE}}}file-order").text = str(at)
        instance = etree.SubElement(item, f"{{{NAMESPACE}}}instance")
        instance.set("media-type", MEDIA[PurePosixPath(name).suffix])
        instance.set(HREF, name)
    written: bytes = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, doctype=DOCTYPE, pretty_print=True
    )
    return written
