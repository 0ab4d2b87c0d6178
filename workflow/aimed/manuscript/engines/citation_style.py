"""A citation style (CSL) as both engines need it: it prints the page of a citation, and names alike."""

from pathlib import Path
from typing import Any

from lxml import etree

from aimed.messages.problems import Problem, ProblemsFound

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CSL = "{http://purl.org/net/xbiblio/csl}"


def write_style(source: Path, target: Path) -> None:
    """Write a CSL style for rendering.

    Many numeric styles say nothing of the page in [@key, p. 5]: it is added behind the number, where the
    style prints no locator itself. A names element gets the name element that may be left out, since Pandoc
    before 3.8 gives it the style's own form of names only then. Pandoc before 3.8 also knows another British
    word for an edition. Raises ProblemsFound for what is no CSL.
    """
    try:
        root = etree.fromstring(source.read_bytes(), _parser())
    except etree.XMLSyntaxError as error:
        raise ProblemsFound([_no_style(source, f"XML that cannot be read: {error.msg}")]) from None
    layout = root.find(f"{CSL}citation/{CSL}layout")
    if root.tag != f"{CSL}style" or layout is None:
        parent = root.find(f"{CSL}info/{CSL}link[@rel='independent-parent']")
        name = "" if parent is None else f", only the name of another style ({parent.get('href')})"
        raise ProblemsFound([_no_style(source, f"a file without a citation's layout{name}", bool(name))])
    if not any(element.get("variable") == "locator" for element in root.iter()):
        _print_locator(layout)
    for names in root.iter(f"{CSL}names"):
        inherits = names.getparent().tag == f"{CSL}substitute"
        if names.find(f"{CSL}name") is None and not (inherits and len(names) == 0):
            names.insert(0, etree.Element(f"{CSL}name"))
    _name_edition(root)
    target.write_bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _print_locator(layout: Any) -> None:
    whole = etree.Element(f"{CSL}group", delimiter=" ")
    whole.extend(list(layout))
    locator = etree.SubElement(whole, f"{CSL}group", delimiter=" ")
    etree.SubElement(locator, f"{CSL}label", variable="locator", form="short")
    etree.SubElement(locator, f"{CSL}text", variable="locator")
    layout.append(whole)


def _name_edition(root: Any) -> None:
    if any(term.get("name") == "edition" for term in root.iter(f"{CSL}term")):
        return
    locale = etree.Element(f"{CSL}locale", {LANGUAGE: "en-GB"})
    terms = etree.SubElement(locale, f"{CSL}terms")
    etree.SubElement(terms, f"{CSL}term", name="edition", form="short").text = "edn."
    root.insert(list(root).index(root.find(f"{CSL}info")) + 1, locale)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _no_style(source: Path, found: str, dependent: bool = False) -> Problem:
    remedy = "save that style in its place" if dependent else "download the style again"
    return Problem(source.as_posix(), found, "a citation style (CSL)", remedy)
