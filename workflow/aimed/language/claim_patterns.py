"""Patterns in a claim, written out: every id that a * stands for, and what is said of all of them."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from aimed.language.claim_syntax import ClaimNode

MOST_IDS = 2000
DETAIL = ("level", "collapsed")  # parts of an id that stand behind its group, before the statistic


class _Matches:
    """What the patterns of a study stand for: found once, as all claims ask the same ids."""

    def __init__(self) -> None:
        self.names: Collection[str] = ()
        self.size = 0
        self.by_first: dict[str, list[str]] = {}  # the first part of an id -> the ids, in order
        self.found: dict[str, dict[tuple[str, ...], str]] = {}
        self.written: dict[int, tuple[ClaimNode, ClaimNode]] = {}  # by the node, which is kept

    def ask(self, names: Collection[str]) -> None:
        """Forget what was found among other ids."""
        if self.names is not names or self.size != len(names):
            self.names, self.size, self.found, self.written, self.by_first = names, len(names), {}, {}, {}
            for name in names:
                self.by_first.setdefault(name.partition(".")[0], []).append(name)

    def find(self, written: str, names: Collection[str]) -> dict[tuple[str, ...], str]:
        """Return what stands at the stars of a pattern -> the id, in the order of the ids."""
        self.ask(names)
        if written not in self.found:
            start = written.partition("*")[0]
            form = re.compile("([a-z0-9_]+)".join(map(re.escape, written.split("*"))))
            first, point, _ = start.partition(".")
            near = self.by_first.get(first, []) if point else names
            matches = (form.fullmatch(name) for name in near if name.startswith(start))
            self.found[written] = {match.groups(): match[0] for match in matches if match}
        return self.found[written]


_MATCHES = _Matches()


def write_out(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    """Return a claim's tree with each pattern written out over the ids that there are.

    The result has no patterns, extremes and `within` any more: evaluate and ids_of read it as any other.
    Raises ValueError with the character (from 1) for a pattern that nothing matches, for patterns that do
    not match the same parts, and for parts that are none of a pattern's.
    """
    _MATCHES.ask(names)
    if id(node) not in _MATCHES.written:  # the build, check and who asks for ids write the same claims out
        _MATCHES.written[id(node)] = node, _write(node, names)
    return _MATCHES.written[id(node)][1]


def _write(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    match node.kind:
        case "extreme":
            return _write_extreme(node, names)
        case "within":
            return _write_within(node, names)
        case "call" if node.text in ("all", "any", "count"):
            return _write_each(node, names)
        case "call" if node.text == "rank":
            return _write_rank(node, names)
        case "call" if node.text == "between":
            low, value, high = (_write(node.parts[at], names) for at in (1, 0, 2))
            return ClaimNode("compare", "<= <=", (low, value, high), node.at)
        case "name" if node.is_pattern:
            raise ValueError(
                f"character {node.at}: {node.text} stands for several numbers: say which is meant"
            )
    parts = [part for each in node.parts for part in _members(each, names, node)]
    return replace(node, parts=tuple(parts))


def _members(part: ClaimNode, names: Collection[str], above: ClaimNode) -> list[ClaimNode]:
    """Return a part written out; in min and max a pattern is as many parts as it has ids."""
    if above.kind == "call" and above.text in ("min", "max") and part.is_pattern:
        return list(_match(part, names).values())
    return [_write(part, names)]


def _match(pattern: ClaimNode, names: Collection[str]) -> dict[tuple[str, ...], ClaimNode]:
    """Return the ids of a pattern by what stands at its stars, less those that `except` names."""
    matches = _MATCHES.find(pattern.text, names)
    found = {stars: ClaimNode("name", name, (), pattern.at) for stars, name in matches.items()}
    for part in pattern.parts:
        if not any(part.text in stars for stars in found):
            raise ValueError(_is_none(part, pattern, found))
    left_out = {part.text for part in pattern.parts}
    kept = {stars: node for stars, node in found.items() if not left_out & set(stars)}
    if not kept:
        raise ValueError(f"character {pattern.at}: no number is called {pattern.text}")
    if len(kept) > MOST_IDS:
        raise ValueError(f"character {pattern.at}: {pattern.text} stands for {len(kept)} numbers")
    return kept


def _is_none(part: ClaimNode, pattern: ClaimNode, found: Collection[tuple[str, ...]]) -> str:
    known = ", ".join(".".join(stars) for stars in found) or "nothing"
    return f"character {part.at}: {part.text} is none of {pattern.text}: {known}"


def _of_one_star(pattern: ClaimNode, names: Collection[str]) -> dict[str, ClaimNode]:
    if pattern.text.count("*") != 1 or not pattern.is_pattern:
        raise ValueError(f"character {pattern.at}: ids with * for one part expected, {pattern.text} found")
    return {stars[0]: node for stars, node in _match(pattern, names).items()}


def _take(part: ClaimNode, pattern: ClaimNode, found: dict[str, ClaimNode]) -> ClaimNode:
    if part.text not in found:
        raise ValueError(_is_none(part, pattern, [(star,) for star in found]))
    return found[part.text]


def _write_extreme(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    """Write `largest(p) == a, b` as min(a, b) > max(the others), so that nothing may tie with them."""
    pattern, *parts = node.parts
    found = _of_one_star(pattern, names)
    named = [_take(part, pattern, found) for part in parts]
    others = [one for one in found.values() if one not in named]
    if not others:
        raise ValueError(f"character {node.at}: {pattern.text} has no other number to compare with")
    sign, near, far = (">", "min", "max") if node.text == "largest" else ("<", "max", "min")
    sides = _function(near, named, node.at), _function(far, others, node.at)
    return ClaimNode("compare", sign, sides, node.at)


def _function(name: str, parts: list[ClaimNode], at: int) -> ClaimNode:
    return parts[0] if len(parts) == 1 else ClaimNode("call", name, tuple(parts), at)


def _write_rank(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    """Write `rank(p, a)` as 1 and the count of those that are larger: 1 is the largest, ties share a rank."""
    pattern, part = node.parts
    found = _of_one_star(pattern, names)
    own = _take(part, pattern, found)
    larger = [ClaimNode("compare", ">", (one, own), node.at) for one in found.values() if one != own]
    count = ClaimNode("call", "count", tuple(larger), node.at)
    return ClaimNode("binary", "+", (ClaimNode("number", "1", (), node.at), count), node.at)


def _write_within(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    """Write `hic > lmic in access.internet.pct` with the ids of both groups."""
    return _write(_with_groups(node), names)


def _put_in(identifier: str, group: str) -> str:
    parts = identifier.split(".")
    at = next((parts.index(one) for one in DETAIL if one in parts), len(parts) - 1)
    return ".".join([*parts[:at], group, *parts[at:]])


def _write_each(node: ClaimNode, names: Collection[str]) -> ClaimNode:
    """Write all, any and count as one comparison for each thing that the patterns in it stand for."""
    inside = _with_groups(node.parts[0])
    patterns = list(dict.fromkeys(_patterns(inside)))
    if not patterns:
        raise ValueError(f"character {node.at}: {node.text} needs ids with * for a part")
    found = {pattern: _match(pattern, names) for pattern in patterns}
    things = list(found[patterns[0]])
    for pattern, ids in found.items():
        if lacking := sorted(set(things) ^ set(ids)):
            missing = ", ".join(".".join(stars) for stars in lacking)
            raise ValueError(
                f"character {pattern.at}: not both of {patterns[0].text} and {pattern.text}: {missing}"
            )
    each = [_write(_put(inside, lambda one, at=at: found[one][at]), names) for at in things]  # type: ignore[misc]
    return replace(node, parts=tuple(each))


def _with_groups(node: ClaimNode) -> ClaimNode:
    """Return a tree whose `within` nodes are comparisons of ids, patterns left as they are."""
    if node.kind != "within":
        return replace(node, parts=tuple(map(_with_groups, node.parts)))
    compared, place = node.parts
    for part in compared.parts:
        if part.kind != "name" or "." in part.text:
            raise ValueError(f"character {part.at}: the code of a group expected, before in {place.text}")
    return replace(
        compared, parts=tuple(replace(place, text=_put_in(place.text, one.text)) for one in compared.parts)
    )


def _patterns(node: ClaimNode) -> Iterator[ClaimNode]:
    """Yield the patterns that `all` goes through: not those of which a min or max is taken."""
    if node.is_pattern:
        yield node
    elif node.kind not in ("extreme", "name"):
        yield from (one for part in _open_parts(node) for one in _patterns(part))


def _put(node: ClaimNode, choose: Callable[[ClaimNode], ClaimNode]) -> ClaimNode:
    if node.is_pattern:
        return choose(node)
    opened = _open_parts(node)
    return replace(node, parts=tuple(_put(part, choose) if part in opened else part for part in node.parts))


def _open_parts(node: ClaimNode) -> list[ClaimNode]:
    closed = node.kind == "call" and node.text in ("min", "max")
    return [part for part in node.parts if not (closed and part.is_pattern)]
