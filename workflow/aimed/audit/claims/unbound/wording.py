"""The words of a sentence that compare, and whether what they compare is the study's own."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from aimed.audit.claims.directions import any_of
from aimed.audit.claims.naming import Named, Naming
from aimed.audit.claims.unbound.sections import Words, plain
from aimed.files.digests import digest_text

SILENT: set[str] = set()  # digests of sentences that compare nothing of a study, with what decides on them
LISTS = ("quantities", "comparisons", "differences")
# where a clause ends, but for lists of comparisons: they may be more active, more fluent and more interested
CLAUSE_END = re.compile(
    r"[;:()]|\b(?:but|while|whereas)\b|,(?:\s+and)?(?!\s+(?:and\s+)?(?:more|less|fewer|\w+er)\b)"
)
NEAR = 3  # words between a comparison and what it is of, as in "the most common of these answers"
# a word that "than" belongs to, where no other word compares: older than, quicker to answer than
ENDING = re.compile(
    r"\b(?:more|less|(?!(?:rath|oth|eith|wheth|furth|numb|nev|ov|und|aft)er\b)\w{2,}er)(?:\s+\w+){0,3}\s*$"
)
# what may stand between "only" and the group that it is said of, beside words for people
ONLY_BEFORE = re.compile(r"\bonly\s+(?:(?:in|among|by|for|of|from|the|those)\s+)*$", re.I)
ONLY_BEHIND = re.compile(r"\s+(?:only|alone)\b", re.I)
ONLY = re.compile(r"\b(?:only|alone)\b", re.I)
SUBJECT = re.compile(r"(?:^|[,;:.]|\b(?:and|that|but))[\s*_\"“(]*$")  # where a clause begins
ENDING_IN_ED = r"(?!need)\w{2,}ed\b"
CODES = {"item"}
# a number, typed or blanked with its mark, of which more may be: 50 and more students
AND_MORE = re.compile(r"(?:[0-9]|\s{4})\s*and\s+$")


@dataclass(frozen=True)
class WordsOfStudy:
    """What a study's people, groups, items and codes are called, and which words compare them.

    words: comparison_words.yaml, its people with the study's own names for them. labels: the codebook's
    labels, one a line, in small letters.
    """

    words: Words
    naming: Naming
    labels: str = ""

    def list_unbound(self, text: str, reports: bool, cites: bool) -> list[tuple[int, str]]:
        """Return what `find_unbound` yields; nothing of a sentence that compared nothing before."""
        said = digest_text(f"{self._context} {reports} {cites} {text}")
        found = [] if said in SILENT else list(self.find_unbound(text, reports, cites))
        if not found:
            SILENT.add(said)
        return found

    @cached_property
    def _context(self) -> str:
        """A digest of all that decides on a sentence, beside the code."""
        names = sorted((name, sorted(keys)) for name, keys in self.naming.names.items())
        words = {key: listed for key, listed in self.words.items() if key not in ("meanings", "limits")}
        return digest_text(json.dumps([words, names, self.labels], sort_keys=True, default=str))

    def find_unbound(self, text: str, reports: bool, cites: bool) -> Iterator[tuple[int, str]]:
        """Yield (place, words) of the comparisons of a sentence that are about the study.

        text: the sentence, with claims, quotations and literals blanked. reports: whether it stands where
        results are told. cites: whether it has a citation.
        """
        yield from [] if cites else self._list_only(text)
        found = [match for match in self._compared.finditer(text) if plain(match[0]) not in self._excepted]
        if not found or text.rstrip().endswith("?") or (cites and not self._own.search(text)):
            return
        named = self._list_named(text)
        for number, match in enumerate(found):
            if plain(match[0]) == "than" and (number or not ENDING.search(text, 0, match.start())):
                continue
            if any(one.start < match.end() and match.start() < one.end for one in named):
                continue
            if plain(match[0]) in self._every and not SUBJECT.search(text, 0, match.start()):
                continue  # as in "shown for all students"
            if self._asks_label(text, match) or self._is_supposed(text, match.start()):
                continue
            if self._doubted.match(text, match.end()) or AND_MORE.search(text, 0, match.start()):
                continue
            if not self._others.match(text, match.end()) and self._is_own(text, match, named, reports):
                yield match.start(), " ".join(match[0].split())

    def _list_only(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the words only and alone that are said of a group."""
        if not ONLY.search(text):
            return
        for one in self.naming.find(text):
            before = ONLY_BEFORE.search(self._people.sub(" ", text[: one.start]))
            behind = ONLY_BEHIND.match(text, one.end)
            if "group" in _kinds(one) and (before or behind) and not self._is_supposed(text, one.start):
                yield (before.start() if before else one.end + 1), f"only {one.words}"

    def _list_named(self, text: str) -> list[Named]:
        return [one for one in self.naming.find(text) if not self._compounds.match(text, one.end)]

    def _is_own(self, text: str, match: re.Match[str], named: Sequence[Named], reports: bool) -> bool:
        """Return whether a comparison is of what the study asked, counted or coded, or of whom."""
        if self._people.search(text) or any(_kinds(one) - CODES for one in named):
            return True
        if reports and (named or self._tells(text, match) or self._is_alone(text, match)):
            return True
        things = {one.keys for one in named}
        signs = self._own.search(text) or self._past.search(text) or len(things) > 1
        return bool(things and signs) or bool(self._own.search(text) and self._is_alone(text, match))

    def _tells(self, text: str, match: re.Match[str]) -> bool:
        """Return whether a comparison belongs to a word for what a report is of: the most common answer."""
        before = self._reported.search(text, 0, match.start())
        if before or self._pronoun.search(text, 0, match.start()):
            return True
        behind = self._reported.search(text, match.end())
        within = self._reported.search(match[0])
        return within is not None or (
            behind is not None and len(text[match.end() : behind.start()].split()) <= NEAR
        )

    def _is_alone(self, text: str, match: re.Match[str]) -> bool:
        return plain(match[0]) in self._quantities and self._alone.match(text, match.end()) is not None

    def _asks_label(self, text: str, match: re.Match[str]) -> bool:
        """Return whether the words, with the word behind them, are a wording of the codebook."""
        behind = re.match(r"\s+[^\W\d_][\w-]*", text[match.end() :])
        return behind is not None and plain(match[0] + behind[0]) in self.labels

    def _is_supposed(self, text: str, at: int) -> bool:
        ends = [0, *(one.end() for one in CLAUSE_END.finditer(text)), len(text)]
        begin, end = max(one for one in ends if one <= at), min(one for one in ends if one > at)
        supposed = self._supposed.search(text, begin, at) or self._wanted.search(text, at, end)
        return supposed is not None

    @cached_property
    def _compared(self) -> re.Pattern[str]:
        phrases = self._excepted | {plain(one) for name in LISTS for one in self._list(name)}
        first = re.escape("".join(sorted({phrase[0] for phrase in phrases})))
        every = rf"{any_of(self._list('every')).pattern}(?=\s+(?:[\w-]+\s+)?{self._people.pattern})"
        if not first:
            return re.compile(every, re.I)
        return re.compile(rf"(?<![\w-])(?=[{first}]){any_of(phrases).pattern}|{every}", re.I)

    @cached_property
    def _every(self) -> set[str]:
        return {plain(phrase) for phrase in self._list("every")}

    @cached_property
    def _past(self) -> re.Pattern[str]:
        """Verbs in the past: results are told in it, and what holds of the world is not."""
        return re.compile(rf"\b{ENDING_IN_ED}|{any_of(self._list('past')).pattern}", re.I)

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        """What follows a quantity that stands for people by itself: most agreed, few of them, nobody had."""
        those, between = (any_of(self._list(name)).pattern for name in ("those", "between"))
        verbs = any_of([*self._list("past"), *self._list("auxiliaries")]).pattern
        verb = rf"(?:{between}\s+)?(?:{verbs}|{ENDING_IN_ED})"
        return re.compile(rf"\s+(?:of\s+{those}|{verb})", re.I)

    @cached_property
    def _excepted(self) -> set[str]:
        return {plain(phrase) for phrase in self._list("not_these")}

    @cached_property
    def _quantities(self) -> set[str]:
        return {plain(phrase) for phrase in self._list("quantities")}

    @cached_property
    def _people(self) -> re.Pattern[str]:
        return any_of(self._list("people"))

    @cached_property
    def _reported(self) -> re.Pattern[str]:
        return any_of(self._list("reported"))

    @cached_property
    def _pronoun(self) -> re.Pattern[str]:
        pronouns = any_of(self._list("pronouns")).pattern
        return re.compile(rf"(?:^|[,;:(*]|\b(?:and|but|while)\b)\s*{pronouns}", re.I)

    @cached_property
    def _own(self) -> re.Pattern[str]:
        return any_of(self._list("own"))

    @cached_property
    def _supposed(self) -> re.Pattern[str]:
        return any_of(self._list("supposed"))

    @cached_property
    def _wanted(self) -> re.Pattern[str]:
        """Words behind a comparison that make it a wish: larger samples are needed."""
        wished = any_of(self._list("wished")).pattern
        return re.compile(rf"\b(?:is|are|be)\s+{wished}|\bif\b", re.I)

    @cached_property
    def _doubted(self) -> re.Pattern[str]:
        """Words right behind a comparison that leave open whether it is so."""
        return re.compile(rf"(?:\s+(?!that\b)[\w-]+){{0,3}}?\s+{any_of(self._list('doubted')).pattern}", re.I)

    @cached_property
    def _compounds(self) -> re.Pattern[str]:
        return re.compile(rf"[\s-]+{any_of(self._list('compounds')).pattern}", re.I)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        words = any_of(self._list("others")).pattern
        return re.compile(rf"\s+(?:of\s+the\s+|of\s+)?(?:[^\W\d_][\w-]*\s+){{0,2}}?{words}", re.I)

    def _list(self, name: str) -> Iterable[str]:
        return map(str, self.words.get(name, []))


def _kinds(one: Named) -> set[str]:
    return {kind for kind, _ in one.keys}
