"""The name of a statistic right before or behind a number, which is of another statistic."""

import re
from collections.abc import Iterator, Mapping, Sequence

from aimed.audit.claims.directions import any_of
from aimed.audit.claims.nearby.context import NumberInText, tell
from aimed.audit.claims.nearby.shown_numbers import NUMBER
from aimed.audit.claims.unbound.sections import plain
from aimed.language.unmarked import QUOTED
from aimed.messages.findings import Finding

REACH = 90  # letters before a number in which the name of its statistic may begin
CUT = re.compile(rf"[.;:!?](?:\s|$)|{NUMBER}|{QUOTED}|\b(?:and|but|while|than|with|from)\b", re.I)
MANY = 6  # words between the name and the number: the median age of all respondents was


def find_other_statistics(
    path: str, prose: str, numbers: Sequence[NumberInText], words: Mapping[str, object]
) -> Iterator[Finding]:
    """Yield the numbers of another statistic than the words right before or behind them name.

    words: comparison_words.yaml, whose `statistics` and `counted` have names, each with the statistics or
    items that it stands for: median before a number, turns behind one.
    """
    before, behind = (read_names(words.get(name)) for name in ("statistics", "counted"))
    known, units = any_of(before), re.compile(rf"[\s%]*{any_of(behind).pattern}", re.I)
    for one in numbers:
        begin = max(0, one.mark.start - REACH)
        cuts = [cut.end() for cut in CUT.finditer(prose, begin, one.mark.start)]
        text = prose[max(cuts, default=begin) : one.mark.start]
        told = [match for match in known.finditer(text) if len(text[match.end() :].split()) <= MANY]
        meant = set().union(*(before[plain(match[0])] for match in told))
        unit = units.match(prose, one.mark.end)
        if told and not _are_of(one, meant):
            yield tell(path, one, told[-1][0])
        elif unit and not _are_of(one, behind[plain(unit[0].lstrip(" %"))]):
            yield tell(path, one, plain(unit[0]))


def read_names(listed: object) -> dict[str, set[str]]:
    """Return name of a statistic, in small letters -> those of the ledger that it stands for."""
    own = listed if isinstance(listed, dict) else {}
    return {plain(str(name)): set(map(str, meant)) for name, meant in own.items()}


def _are_of(one: NumberInText, meant: set[str]) -> bool:
    """Return whether a statistic, or an item, is one of those meant, or called after one: kappa_interval."""
    own = {*one.statistics, *(str(entry["item"]) for entry in one.entries)}
    return any(name in meant or any(name.startswith(f"{stem}_") for stem in meant) for name in own)
