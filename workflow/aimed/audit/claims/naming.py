"""What the groups, items and codes of a study are called in a sentence, and what a number is of."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from aimed.audit.claims.facts import Order
from aimed.audit.lookup.declarations import PLURAL, StudyDeclarations

Key = tuple[str, str]  # what kind of thing (item, group or level), and its code as ids spell it
DETAIL = re.compile(r"(?:level|collapsed)\.(\w+)\.")
LEAST = 3  # letters of a name; shorter ones in capitals alone


@dataclass(frozen=True)
class Named:
    """A thing named in a text: the things that go by this name, its words, and their half-open span."""

    keys: frozenset[Key]
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Naming:
    """The names of a study's things, and the things that each number of its ledger is of.

    scales: the groups that are compared with each other, for each way of grouping.
    """

    names: Mapping[str, frozenset[Key]]
    numbers: Mapping[str, Mapping[str, object]]
    scales: tuple[frozenset[str], ...] = ()
    _known: dict[str, list[Key]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.names, key=lambda name: (-len(name), name))
        if not ordered:
            return re.compile(r"(?!)")
        first = re.escape("".join(sorted({name[0] for name in ordered})))  # most places begin no name
        written = "|".join(map(_written, ordered))
        return re.compile(rf"(?=(?i:[{first}]))(?<![\w-])(?:{written})(?![\w-])")

    def find(self, text: str) -> list[Named]:
        """Return the things that a text names, in order; the longest name counts where two overlap."""
        return [
            Named(self.names[_plain(match[0])], match[0], *match.span())
            for match in self._pattern.finditer(text)
        ]

    def keys_of(self, identifiers: Iterable[str]) -> frozenset[Key]:
        """Return what numbers are of: their items, groups and levels."""
        return frozenset(key for identifier in identifiers for key in self._keys(identifier))

    def keys_beside(self, identifiers: Iterable[str]) -> frozenset[Key]:
        """Return what the numbers of the same analyses are of: their items and groups."""
        analyses = {self.numbers[one]["analysis"] for one in identifiers if one in self.numbers}
        return frozenset().union(*(self._of_analysis[str(one)] for one in analyses))

    @cached_property
    def _of_analysis(self) -> dict[str, frozenset[Key]]:
        found: dict[str, set[Key]] = {}
        for entry in self.numbers.values():
            keys = found.setdefault(str(entry["analysis"]), set())
            keys |= {("item", str(entry["item"])), *_groups_of(str(entry["group"]))}
        return {analysis: frozenset(keys) for analysis, keys in found.items()}

    def list_left_out(self, order: Order) -> list[str] | None:
        """Return the public numbers beside those of an order, of which it says nothing.

        Beside: alike in all parts of their ids but one. None where the numbers of the order differ in more.
        """
        ids = [one.split(".") for one in sorted(order.high | order.low) if one in self.numbers]
        if len(ids) < 2 or len({len(one) for one in ids}) > 1:
            return None
        at = [place for place, parts in enumerate(zip(*ids, strict=True)) if len(set(parts)) > 1]
        if len(at) != 1:
            return None
        before, behind = ".".join([*ids[0][: at[0]], ""]), ".".join(["", *ids[0][at[0] + 1 :]])
        compared = {one[at[0]] for one in ids}
        return [
            name
            for name in self._ids_from(before)
            if name.endswith(behind) and name.count(".") == len(ids[0]) - 1
            if name not in order.high | order.low and self.numbers[name]["public"]
            if self._are_compared(name.split(".")[at[0]], compared)
        ]

    def _ids_from(self, start: str) -> list[str]:
        """Return the ids that begin so, sorted."""
        begin = bisect_left(self._ids, start)
        return self._ids[begin : bisect_left(self._ids, f"{start}\uffff", begin)]

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(self.numbers)

    def _are_compared(self, other: str, compared: set[str]) -> bool:
        """Return whether a part of an id is compared with others: of groups, those of one scale are."""
        scales = [scale for scale in self.scales if compared <= scale]
        return not scales or any(other in scale for scale in scales)

    def sides_of(self, identifier: str) -> tuple[frozenset[str], frozenset[str]] | None:
        """Return a number of each of the two groups of a comparison; None for what is of one group."""
        entry = self.numbers.get(identifier)
        groups = str(entry["group"]).split("_vs_") if entry else []
        if entry is None or len(groups) != 2:
            return None
        analysis, item = str(entry["analysis"]), str(entry["item"])
        first, second = (self._number_of.get((analysis, item, group)) for group in groups)
        return (frozenset({first}), frozenset({second})) if first and second else None

    @cached_property
    def _number_of(self) -> dict[tuple[str, str, str], str]:
        return {
            (str(entry["analysis"]), str(entry["item"]), str(entry["group"])): name
            for name, entry in self.numbers.items()
        }

    def place_of(self, identifier: str) -> tuple[str, str, str] | None:
        """Return analysis, item and group of a number; None for what the ledger does not have."""
        entry = self.numbers.get(identifier)
        return (str(entry["analysis"]), str(entry["item"]), str(entry["group"])) if entry else None

    def keys_of_analysis(self, analysis: str) -> frozenset[Key]:
        """Return the items and groups of an analysis."""
        return self._of_analysis.get(analysis, frozenset())

    def names_of(self, key: Key) -> list[str]:
        """Return what a thing is called, in order."""
        return self._names_of.get(key, [])

    @cached_property
    def _names_of(self) -> dict[Key, list[str]]:
        found: dict[Key, list[str]] = {}
        for name in sorted(self.names):
            for key in self.names[name]:
                found.setdefault(key, []).append(name)
        return found

    def is_named(self, key: Key) -> bool:
        """Return whether a thing has a name at all."""
        return key in self._every_key

    @cached_property
    def _every_key(self) -> frozenset[Key]:
        return frozenset().union(*self.names.values())

    def _keys(self, identifier: str) -> list[Key]:
        if identifier not in self._known:  # asked again and again
            self._known[identifier] = self._read_keys(identifier)
        return self._known[identifier]

    def _read_keys(self, identifier: str) -> list[Key]:
        entry = self.numbers.get(identifier)
        if entry is None:
            return []
        item, group, statistic = (str(entry[part]) for part in ("item", "group", "statistic"))
        level = DETAIL.match(statistic)
        groups = group.split("_vs_") if "_vs_" in group else [group]
        return [
            ("item", item),
            *(("group", one) for one in groups),
            *([("level", level[1])] if level else []),
            *(("item", one) for part in groups for one in self._predictors(part)),
        ]

    def _predictors(self, group: str) -> list[str]:
        """Return the variables that a coefficient or a pair of variables is of: gender_woman, with_stress."""
        plain = group.removeprefix("with_")
        return [one for one in self._items if plain == one or plain.startswith(f"{one}_")]

    @cached_property
    def _items(self) -> list[str]:
        return [code for kind, code in self._every_key if kind == "item"]


def _groups_of(group: str) -> list[Key]:
    return [("group", one) for one in group.split("_vs_")]


def name_things(design: StudyDeclarations, numbers: Mapping[str, Mapping[str, object]]) -> Naming:
    """Return the names of groups, of items of the ledger, and of the levels of unordered answers.

    Names that are words with a direction, as a level None is, name nothing.
    """
    names: dict[str, set[Key]] = {}
    items = {str(entry["item"]) for entry in numbers.values()}
    for scales in design.groups.values():
        for scale in scales:
            _add(names, {("group", code): _with_short(own) for code, own in scale.items()})
    for levels in design.levels.values():
        _add(names, {("level", code): own for code, own in levels.items()})
    _add(names, {("item", item): own for item, own in design.items.items() if item in items})
    meanings = design.words.get("meanings")
    listed: list[list[str]] = list(meanings.values()) if isinstance(meanings, dict) else []
    directed = {_plain(phrase) for phrases in listed for phrase in phrases}
    kept = {name: frozenset(keys) for name, keys in names.items() if name not in directed}
    scales_of = {frozenset(scale) for own in design.groups.values() for scale in own}
    return Naming(kept, numbers, tuple(sorted(scales_of, key=sorted)))


def _with_short(names: Iterable[str]) -> set[str]:
    """Return the names of a group, also without a last word in the plural: high-income, of its countries."""
    names = set(names)
    return names | {PLURAL.sub("", name) for name in names if PLURAL.search(name)}


def _add(names: dict[str, set[Key]], called: Mapping[Key, Iterable[str]]) -> None:
    for key, own in called.items():
        for name in own:
            if len(name) >= LEAST or name.isupper():
                names.setdefault(_plain(name), set()).add(key)


def _plain(name: str) -> str:
    words = " ".join(name.replace("-", " ").replace("‑", " ").split())
    return words if words.isupper() else words.casefold()


def _written(name: str) -> str:
    words = r"[\s‑-]+".join(re.escape(word) for word in name.split())
    return words if name.isupper() else f"(?i:{words})"
