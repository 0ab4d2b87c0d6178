"""A MECA bundle, as NISO RP-30 has it and as Quarto and the npm package meca write it."""

import io
import os
import zipfile

import pytest
from aimed.manuscript.engines.meca import pack_bundle, write_manifest
from lxml import etree

MEMBERS = {
    "article.xml": ("article-metadata", b"<article/>"),
    "paper.pdf": ("manuscript", b"%PDF"),
    "figures/a&b.png": ("article-supporting-file", b"png"),
}


def test_the_manifest_lists_every_file_with_its_kind_and_type():
    assert write_manifest({name: kind for name, (kind, _) in MEMBERS.items()}).decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<!DOCTYPE manifest PUBLIC "-//MECA//DTD Manifest v1.0//en" "MECA_manifest.dtd">\n'
        '<manifest xmlns="https://manuscriptexchange.org/schema/manifest" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" manifest-version="1">\n'
        '  <item id="item-1" item-type="article-metadata">\n'
        "    <file-order>1</file-order>\n"
        '    <instance media-type="application/xml" xlink:href="article.xml"/>\n'
        "  </item>\n"
        '  <item id="item-2" item-type="manuscript">\n'
        "    <file-order>2</file-order>\n"
        '    <instance media-type="application/pdf" xlink:href="paper.pdf"/>\n'
        "  </item>\n"
        '  <item id="item-3" item-type="article-supporting-file">\n'
        "    <file-order>3</file-order>\n"
        '    <instance media-type="image/png" xlink:href="figures/a&amp;b.png"/>\n'
        "  </item>\n"
        "</manifest>\n"
    )


def test_the_bundle_holds_what_its_manifest_lists_and_is_the_same_bytes():
    packed = pack_bundle(MEMBERS)
    assert packed == pack_bundle(dict(MEMBERS))
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        assert bundle.namelist() == ["manifest.xml", "article.xml", "figures/a&b.png", "paper.pdf"]
        assert {entry.date_time for entry in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        listed = etree.fromstring(bundle.read("manifest.xml")).findall(".//{*}instance")
        named = [one.get("{http://www.w3.org/1999/xlink}href") for one in listed]
        assert named == list(MEMBERS)
        assert bundle.read("paper.pdf") == b"%PDF"


@pytest.mark.skipif(not os.environ.get("MECA_DTD"), reason="MECA_DTD names no manifest-1.0.dtd")
def test_the_manifest_is_valid():
    grammar = etree.DTD(os.environ["MECA_DTD"])
    written = etree.fromstring(write_manifest({name: kind for name, (kind, _) in MEMBERS.items()}))
    assert grammar.validate(written), grammar.error_log
