"""Lists of names and lists of numbers that belong together: respectively, the former and the latter."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from aimed.audit.claims.directions import any_of
from aimed.audit.claims.naming import Key, Named, Naming
from aimed.audit.claims.nearby.shown_numbers import NUMBER, Bound, ids_shown
from aimed.language.marks import Mark
from aimed.language.sentence_bounds import SENTENCE_END
from aimed.language.unmarked import prose_of
from aimed.messages.findings import Finding

KINDS = ("group", "item", "level")
PART = re.compile(rf"{SENTENCE_END.pattern}|;", re.M)
# what may stand between the names, or the numbers, of one list, beside words for people
JOINED_NAMES = re.compile(
    r"(?:[\s,/*()-]|\b(?:and|or|in|of|for|from|among|the|to|both|as|well|versus|vs|against|countries)\b)*",
    re.I,
)
JOINED_NUMBERS = re.compile(
    r"(?:[\s,/%()–-]|\b(?:and|or|of|to|versus|vs|against|respectively|points|percent)\b)*"
)
BEFORE_IT = re.compile(rf"{NUMBER}[\s%]*(?:of|in|for|among|from)\s+$")
IN_BRACKETS = re.compile(r"\([^()]*\)")
EXPECTED = "numbers in the order in which the sentence names what they are of"
REMEDY = "put the numbers, or the names, in the other order"


@dataclass(frozen=True)
class ShownNumber:
    """A number mark, and the things that its numbers are of."""

    mark: Mark
    keys: frozenset[Key]


def find_misordered(
    path: str,
    readable: str,
    marks: Sequence[Mark],
    bound: Bound,
    naming: Naming,
    words: Mapping[str, Sequence[str]],
) -> Iterator[Finding]:
    """Yield the numbers in another order than that in which the sentence names their groups or items."""
    shown = [
        ShownNumber(mark, naming.keys_of(ids_shown(mark, bound))) for mark in marks if mark.kind == "num"
    ]
    letters = list(prose_of(readable))
    for one in shown:
        letters[one.mark.start] = NUMBER
    prose = IN_BRACKETS.sub(lambda match: match[0].replace(";", ","), "".join(letters))
    ends = [0, *(match.end() for match in PART.finditer(prose)), len(prose)]
    pairs = PairedWords(naming, words)
    for at in sorted({bisect_right(ends, one.mark.start) for one in shown}):
        place, stop = ends[at - 1], ends[at]
        inside = [one for one in shown if place <= one.mark.start < stop]
        before = max(0, prose.rfind("\n\n", 0, place))  # the pair may stand sentences before
        for one, said in pairs.find(prose, (before, place, stop), inside):
            yield Finding(path, one.mark.line, one.mark.column, "misnamed", said, EXPECTED, REMEDY)


class PairedWords:
    """Finds the numbers that a part of a sentence pairs with other names than their own."""

    def __init__(self, naming: Naming, words: Mapping[str, Sequence[str]]) -> None:
        self.naming = naming
        self.words = words

    def find(
        self, prose: str, around: tuple[int, int, int], shown: Sequence[ShownNumber]
    ) -> Iterator[tuple[ShownNumber, str]]:
        """Yield the numbers and what is said. around: where the sentence before begins, this one, its end."""
        before, start, stop = around
        text = prose[start:stop]
        ordered = self._ordered.search(text)
        if len(shown) > 1:
            named = _shift(self.naming.find(text), start)
            yield from self._in_lists(prose, named, shown, ordered is not None)
        if self._former.search(text) or self._latter.search(text):
            named = _shift(self.naming.find(prose[before:stop]), before)
            yield from self._former_and_latter(prose, named, shown, (start, stop))

    def _in_lists(
        self, prose: str, named: Sequence[Named], shown: Sequence[ShownNumber], ordered: bool
    ) -> Iterator[tuple[ShownNumber, str]]:
        for kind in KINDS:
            numbers = _merge([one for one in shown if _of_kind(one.keys, kind)], kind)
            names = [one for one in named if _of_kind(one.keys, kind)]
            if not ordered:
                numbers, names = _next_to(prose, names, numbers, self._people)
            elif len(names) != len(numbers):  # differences between the groups stand in no list of them
                numbers = [one for one in numbers if len(_of_kind(one.keys, kind)) == 1]
            if len(names) == len(numbers) > 1 and (wrong := _first_wrong(names, numbers, kind)):
                told = " … ".join(one.words for one in names)
                yield wrong, f'"{told}" beside {", ".join(one.mark.text for one in numbers)}'
                return

    def _former_and_latter(
        self, prose: str, named: Sequence[Named], shown: Sequence[ShownNumber], span: tuple[int, int]
    ) -> Iterator[tuple[ShownNumber, str]]:
        for number, pattern in enumerate((self._former, self._latter)):
            for match in pattern.finditer(prose, *span):
                pair = _last_pair(prose, named, match.start(), self._people)
                one = _number_of(prose, match, shown, self._people)
                if pair and one and pair[1 - number].keys & one.keys and not pair[number].keys & one.keys:
                    yield one, f'"{match[0]}", which is {pair[number].words}, beside {one.mark.text}'

    @cached_property
    def _people(self) -> re.Pattern[str]:
        return any_of(map(str, self.words.get("people", [])))

    @cached_property
    def _ordered(self) -> re.Pattern[str]:
        return any_of(map(str, self.words.get("in_order", [])))

    @cached_property
    def _former(self) -> re.Pattern[str]:
        return any_of(map(str, self.words.get("former", [])))

    @cached_property
    def _latter(self) -> re.Pattern[str]:
        return any_of(map(str, self.words.get("latter", [])))


def _shift(named: Sequence[Named], by: int) -> list[Named]:
    return [Named(one.keys, one.words, one.start + by, one.end + by) for one in named]


def _of_kind(keys: frozenset[Key], kind: str) -> frozenset[Key]:
    return frozenset(key for key in keys if key[0] == kind and key != ("group", "all"))


def _merge(numbers: Sequence[ShownNumber], kind: str) -> list[ShownNumber]:
    """Return the first of each run of numbers that are of the same things of a kind: 5 of 10 students."""
    first = numbers[:1]
    return [*first, *(b for a, b in pairwise(numbers) if _of_kind(a.keys, kind) != _of_kind(b.keys, kind))]


def _next_to(
    prose: str, names: Sequence[Named], numbers: Sequence[ShownNumber], people: re.Pattern[str]
) -> tuple[list[ShownNumber], list[Named]]:
    """Return the lists where all names stand in one row, and all numbers in another."""
    rows = [(people.sub(" ", prose[a.end : b.start]), JOINED_NAMES) for a, b in pairwise(names)]
    rows += [
        (prose[a.mark.end : b.mark.start].replace(NUMBER, ""), JOINED_NUMBERS) for a, b in pairwise(numbers)
    ]
    in_rows = all(pattern.fullmatch(between) for between, pattern in rows)
    return (list(numbers), list(names)) if in_rows else ([], [])


def _first_wrong(names: Sequence[Named], numbers: Sequence[ShownNumber], kind: str) -> ShownNumber | None:
    """Return the first number that is of another of the names than of the one in its place."""
    for name, one in zip(names, numbers, strict=True):
        own = _of_kind(one.keys, kind)
        others = [other for other in names if other is not name and other.keys & own]
        if not name.keys & own and others:
            return one
    return None


def _last_pair(
    prose: str, named: Sequence[Named], at: int, people: re.Pattern[str]
) -> tuple[Named, Named] | None:
    """Return the last two names of one kind that stand in a row before a place."""
    earlier = [one for one in named if one.end <= at]
    for first, second in reversed(list(pairwise(earlier))):
        alike = {kind for kind, _ in first.keys} & {kind for kind, _ in second.keys}
        if alike and JOINED_NAMES.fullmatch(people.sub(" ", prose[first.end : second.start])):
            return first, second
    return None


def _number_of(
    prose: str, match: re.Match[str], shown: Sequence[ShownNumber], people: re.Pattern[str]
) -> ShownNumber | None:
    """Return the number that the former or the latter belongs to: 5 of the former, the former 5."""
    behind = [one for one in shown if one.mark.start >= match.end()]
    before = [one for one in shown if one.mark.end <= match.start()]
    if before and BEFORE_IT.search(NUMBER + people.sub(" ", prose[before[-1].mark.end : match.start()])):
        return before[-1]
    return behind[0] if behind else None
