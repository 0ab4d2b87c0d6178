"""The codes that the words before a quotation name, held to the codes that its turn carries."""

from collections.abc import Iterator

from aimed.audit.check.focus_groups.speakers_named import BLOCKS, words_around
from aimed.audit.claims.naming import Naming
from aimed.language.marks import Mark
from aimed.language.unmarked import prose_of
from aimed.manuscript.binding.carried_codes import deepest_codes
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.messages.findings import Finding

EXPECTED = "words that name what was spoken of, as it was coded"
REMEDY = "name the subject of the quotation, quote another (`aimed quotes`), or name both"


def find_other_subjects(
    path: str, readable: str, marks: list[Mark], binding: Binding, naming: Naming
) -> Iterator[Finding]:
    """Yield the quotations before which other codes are named, and none that their turn carries.

    A code that is above or below one of the turn's is its own too. Names of what the survey asked name
    nothing here, unless a code has the name as well.
    """
    prose = prose_of(readable)
    spans = tuple((mark.start, mark.end) for mark in marks if mark.kind not in BLOCKS)
    for mark in marks:
        turn = mark.attributes.get("turn", "") if mark.kind == "quote" else ""
        own = set(deepest_codes(binding.coded.get(turn, {})))
        named = naming.find(words_around(prose, mark, spans)) if own else []
        codes = [
            ({code for kind, code in one.keys if kind == "item" and code in binding.codes}, one.words)
            for one in named
        ]
        codes = [(meant, words) for meant, words in codes if meant]
        if codes and not any(
            _are_related(code, other) for meant, _ in codes for code in meant for other in own
        ):
            found = f'"{codes[-1][1]}" before a quotation of {", ".join(sorted(own))}'
            yield Finding(path, mark.line, mark.column, "misattributed", found, EXPECTED, REMEDY)


def _are_related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
