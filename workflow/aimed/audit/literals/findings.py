"""Yield literals that repeat or contradict what the study knows, and values without their source."""

import re
from collections.abc import Iterator, Mapping

from aimed.audit.literals.reading import keys_of, numbers_of, source_of
from aimed.language.citations import find_citations
from aimed.language.marks import Mark
from aimed.language.sentence_bounds import find_bounds
from aimed.ledger.contents import KnownEvidence, LedgerNumber
from aimed.ledger.known.published import PREFIX
from aimed.messages.findings import Finding
from aimed.messages.nearest import hint_nearest

Known = Mapping[str, LedgerNumber]
SIDE_BY_SIDE = ("table", "figure", "when")
MOST = 3  # ids in a message
REACH = 60  # letters before a literal in which what it is may be named
OF = re.compile(r"\s*(?:,|:|of|is|was|at)$")


def find_literals(
    path: str,
    marks: list[Mark],
    known: Known,
    evidence: Mapping[str, KnownEvidence],
    readable: str = "",
) -> Iterator[Finding]:
    """Yield the literals of a document that the study knows better. known, evidence: what is declared.

    literal_known: the number is one that the reason names. literal_untrue: the reason names one, or the words
    right before do ("a smallest cell of"), and no number of the literal or of the reason is it. readable: the
    text in which the marks stand.
    """
    called: dict[str, list[str]] = {}
    for name, stands in evidence.items():
        for words in stands["names"] if name in known else ():
            called.setdefault(words, []).append(name)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, called))})\b") if called else re.compile(r"(?!)")
    for mark in marks:
        why = mark.attributes.get("why", "") if mark.kind == "literal" else ""
        named = [name for words in dict.fromkeys(pattern.findall(_plain(why))) for name in called[words]]
        if mark.kind == "literal" and not named:
            before = OF.sub("", _plain(readable[max(0, mark.start - REACH) : mark.start]))
            named = [name for words in called if before.endswith(f" {words}") for name in called[words]]
        said = numbers_of(mark.text)
        if not named or not said:
            continue
        values = {name: known[name]["value"] for name in named}
        alike = [name for name, value in values.items() if value in said]
        if alike:
            told = f"[{mark.text}], which the study knows as {_list(alike)}"
            cure = f"[{alike[0]}]{{.num{_form(mark.text, alike[0], known)}}}"
            expected = "a number that follows when the study changes"
            yield _finding(path, mark, "literal_known", told, expected, cure)
        elif not set(values.values()) & set(numbers_of(why)):
            now = ", ".join(f"{name} is {known[name]['shown']}" for name in named[:MOST])
            expected = "the number that the study has"
            cure = f"[{named[0]}]{{.num}}, or another reason where it is something else"
            yield _finding(path, mark, "literal_untrue", f'[{mark.text}] as "{why}": {now}', expected, cure)


def find_uncited(
    path: str,
    readable: str,
    marks: list[Mark],
    bibliography: list[str],
    sources: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield the published values, quoted or typed, whose sentence does not cite their source.

    sources: published.<id> -> the key of its citation.
    """
    inside = tuple((mark.start, mark.end) for mark in marks if mark.kind not in SIDE_BY_SIDE)
    reasons = [(mark.inside[1], mark.end) for mark in marks if mark.kind == "literal"]
    cited = [
        (one.start, one.key)
        for one in find_citations(readable)
        if not any(start <= one.start < end for start, end in reasons)
    ]
    for mark in marks:
        told = _source(mark, bibliography, sources)
        if told is None:
            continue
        source, keys = told
        start, end = find_bounds(readable, inside, mark.start, mark.end)
        there = {key for at, key in cited if start <= at < end}
        if not keys:
            found = f"[{mark.text}] of {source}, which no entry of the bibliography is"
            expected = f"an entry of a .bib file{hint_nearest(source, bibliography)}"
            cure = "name the source as its key does, or add the entry"
            yield _finding(path, mark, "uncited", found, expected, cure)
        elif not there & set(keys):
            found = f"[{mark.text}] of {source} in a sentence that does not cite it"
            cure = f"write [@{keys[0]}] in this sentence"
            yield _finding(path, mark, "uncited", found, f"a citation of {' or '.join(keys)}", cure)


def _source(mark: Mark, bibliography: list[str], sources: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """Return the source that a mark names, and the keys that are it; None where it names none."""
    if mark.kind == "num" and mark.text.startswith(f"{PREFIX}.") and mark.text in sources:
        key = sources[mark.text]
        return key, [key] if key in bibliography else []
    source = source_of(mark.attributes.get("why", "")) if mark.kind == "literal" else None
    return (source, keys_of(source, bibliography)) if source else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _form(text: str, name: str, known: Known) -> str:
    """Return how the mark is to show the number as the literal does: as a word, or without its sign."""
    if not re.search(r"\d", text):
        return " as=word"
    return " as=bare" if known[name]["shown"] != known[name]["shown_bare"] and "%" not in text else ""


def _list(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more


def _finding(path: str, mark: Mark, kind: str, found: str, expected: str, remedy: str) -> Finding:
    return Finding(path, mark.line, mark.column, kind, found, expected, remedy)
