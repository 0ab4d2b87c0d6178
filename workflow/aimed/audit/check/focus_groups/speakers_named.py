"""The group that the words around a quotation name, held to the group of who spoke."""

import re
from collections.abc import Iterator, Mapping

from aimed.audit.check.groups_named import find_names
from aimed.audit.lookup.declarations import GroupNames
from aimed.language.marks import Mark
from aimed.language.sentence_bounds import find_bounds
from aimed.language.unmarked import QUOTED, prose_of
from aimed.manuscript.binding.quotations import find_turn
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.messages.findings import Finding

PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
SAID_BEHIND = re.compile(
    r"[\s,;]*(?:as\s+)?(?:said|says|told|wrote|added|put|explained|argued|asked|answered|agreed|recalled)\b[^.;:!?]*",
    re.I,
)
BLOCKS = ("table", "figure", "when")


def find_misattributed(
    path: str, readable: str, marks: list[Mark], binding: Binding, columns: Mapping[str, list[GroupNames]]
) -> Iterator[Finding]:
    """Yield the quotations whose lead-in names one group of a scale, and not their speaker's.

    columns: column of participants -> the names of its groups, and of the coarser ones. The lead-in is the
    sentence before the quotation, the one before that where the quotation begins its own, and behind it who
    "said" so. A name that a literal covers is not read.
    """
    people = {person["participant"]: person for person in binding.participants}
    prose = prose_of(readable)
    spans = tuple((mark.start, mark.end) for mark in marks if mark.kind not in BLOCKS)
    for mark in marks:
        turn = find_turn(mark.attributes.get("turn", ""), binding.turns) if mark.kind == "quote" else None
        person = people.get((turn or {}).get("participant"))
        if person is None:
            continue
        words = words_around(prose, mark, spans)
        told = (_other_group(words, scale, person.get(name)) for name in columns for scale in columns[name])
        if found := next(filter(None, told), None):
            yield _tell(path, mark, *found)


def words_around(prose: str, mark: Mark, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the words that say who speaks, and of what: nothing of another quotation's."""
    begin, end = find_bounds(prose, spans, mark.start, mark.end)
    before = prose[begin : mark.start]
    if not before.strip(" \t\r\n>*_") and begin:
        earlier, _ = find_bounds(prose, spans, begin - 2, begin - 1)
        before = PARAGRAPH.split(prose[earlier : mark.start])[-1]
    before = before.rpartition(QUOTED)[2]
    behind = SAID_BEHIND.match(prose[mark.end : end])
    return f"{before} . {behind[0] if behind and QUOTED not in behind[0] else ''}"


def _other_group(words: str, scale: GroupNames, code: object) -> tuple[str, str] | None:
    own = scale.group_of.get(str(code))
    found = find_names(words, scale.names)
    if own is None or len(found) != 1 or own in found:
        return None
    return next(iter(found.values())), max(sorted(scale.names[own]), key=len)


def _tell(path: str, mark: Mark, named: str, own: str) -> Finding:
    found = f'"{named}" before the words of another speaker, of turn {mark.attributes["turn"]}'
    remedy = (
        'correct who said it, or the turn; [...]{.literal why="..."} where the words do not name the speaker'
    )
    return Finding(
        path, mark.line, mark.column, "misattributed", found, f"the speaker's own group: {own}", remedy
    )
