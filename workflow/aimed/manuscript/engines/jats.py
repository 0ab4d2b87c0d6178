"""The document as JATS, the XML in which journals and archives keep articles: Pandoc's, put in order."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from aimed.files.yaml_json import read_json
from aimed.manuscript.engines.pandoc import render_article

PUBLIC_ID = "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN"
DOCTYPE = f'<!DOCTYPE article PUBLIC "{PUBLIC_ID}" "JATS-publishing1.dtd">'
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HREF = "{http://www.w3.org/1999/xlink}href"
KINDS = {"table": "table", "figure": "fig", "equation": "disp-formula"}  # of what an id names
MARGIN = "csl-left-margin"
BOX, KIND = "boxed-text", "content-type"


def write_article(folder: Path, source: Path) -> tuple[bytes, list[str]]:
    """Return the document staged in `folder` as JATS, Journal Publishing 1.2, and the figures that it names.

    What Pandoc's writer leaves undone is done here: labels of tables, figures and formulas, ids of tables,
    notes below them, what a reference leads to, numbers of references, language and abstract. Raises
    ProblemsFound for whatever Pandoc cannot work with.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(render_article(folder, source), parser)
    binding = read_json(folder / "binding.json")
    language = binding["language"]
    root.set(LANGUAGE, language["tag"])
    _place_abstract(root)
    for table in root.iter("table-wrap"):
        _order_table(table)
    for figure in root.iter("fig"):
        _order_figure(figure)
    _name_formulas(root, binding["references"])
    for reference in root.iter("ref"):
        _number_reference(reference)
    for cross in root.iter("xref"):
        kind, named, _ = cross.get("rid", "").partition("_")
        if named and kind in KINDS:
            cross.set("ref-type", KINDS[kind])
        elif "ref-type" not in cross.attrib:
            cross.set("ref-type", "sec")
    for address in root.iter("corresp"):
        address.text = f"* {language['words']['correspondence']}: "
    _close_body(root)
    _end_with_references(root)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype=DOCTYPE)
    return written + b"\n", sorted({graphic.get(HREF) for graphic in root.iter("graphic")})


def _place_abstract(root: Any) -> None:
    """Put the abstract among what is known of the article: behind the permissions, before the keywords."""
    box = next((box for box in root.iter(BOX) if box.get(KIND) == "abstract"), None)
    if box is None:
        return
    box.getparent().remove(box)
    box.tag = "abstract"
    del box.attrib[KIND]
    root.find("front/article-meta/permissions").addnext(box)


def _order_table(table: Any) -> None:
    inner = table.find("table")
    if inner is not None and (name := inner.attrib.pop("id", None)):
        table.set("id", name)
    _take_label(table)
    notes = list(_take_notes(table))
    if notes:
        etree.SubElement(table, "table-wrap-foot").extend(notes)


def _order_figure(figure: Any) -> None:
    _take_label(figure)
    figure.find("caption").extend(list(_take_notes(figure)))


def _take_label(element: Any) -> None:
    """Make a label of what stands in bold at the head of a caption: "Table 1."."""
    words = element.find("caption/p")
    bold = None if words is None else words.find("bold")
    if bold is None or words.text or not (bold.text or "").endswith("."):
        return
    label = etree.Element("label")
    label.text = bold.text.removesuffix(".").replace("\u00a0", " ")
    words.text = (bold.tail or "").lstrip()
    words.remove(bold)
    element.insert(0, label)


def _take_notes(element: Any) -> Iterator[Any]:
    """Take away the notes that follow a table or figure, and yield their paragraphs."""
    behind = element.getnext()
    while behind is not None and behind.tag == BOX and behind.get(KIND) == "table-note":
        box, behind = behind, behind.getnext()
        yield from list(box)
        box.getparent().remove(box)


def _name_formulas(root: Any, references: Mapping[str, Any]) -> None:
    """Give a numbered formula its id and its number, which Pandoc leaves around it."""
    for name, known in references.items():
        anchor = name.replace("eq-", "equation_", 1)
        holder = root.find(f".//*[@id='{anchor}']") if name.startswith("eq-") else None
        formula = None if holder is None else holder.find("disp-formula")
        if holder is None or formula is None:
            continue
        formula.set("id", anchor)
        label = etree.Element("label")
        label.text = f"({known['label'].rpartition(' ')[2]})"
        formula.insert(0, label)
        formula.tail = holder.tail
        holder.getparent().replace(holder, formula)


def _number_reference(reference: Any) -> None:
    """Let the number that a style puts in the margin be the reference's label, and its text the citation."""
    citation = reference.find("mixed-citation")
    for part in citation.findall("named-content") if citation is not None else ():
        if part.get(KIND) == MARGIN:
            label = etree.Element("label")
            label.text = "".join(part.itertext()).strip()
            reference.insert(0, label)
            citation.remove(part)
    etree.strip_tags(reference, "named-content")  # what a style or BibTeX says of letters


def _end_with_references(root: Any) -> None:
    """Put a list of references that stands in a section of the text at the end, with the section's title."""
    for listed in root.findall("body//sec/ref-list"):
        section = listed.getparent()
        back = root.find("back")
        back.insert(0, listed)
        title = section.find("title")
        if title is not None and len(section) == 1:
            listed.insert(0, title)
            section.getparent().remove(section)


def _close_body(root: Any) -> None:
    """Put the line on the version at the end, and let no box be left of what was one style of paragraph."""
    back = root.find("back")
    for box in list(root.iter(BOX)):
        if box.get(KIND) == "version":
            box.tag = "notes"
            box.attrib.pop(KIND)
            box.set("notes-type", "version")
            back.append(box)
            continue
        for child in list(box):
            box.addprevious(child)
        box.getparent().remove(box)
