"""What a caption says of effects, units, groups and questions, held to its table or figure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aimed.audit.claims.directions import any_of
from aimed.audit.claims.known_words import stem, stems
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.nearby.statistics import read_names
from aimed.audit.claims.unbound.sections import plain
from aimed.audit.lookup.declarations import StudyDeclarations

BY = re.compile(r"\bby\s+([\w-]+(?:\s+[\w-]+){0,2}?)(?=\s+(?:and|of|at|in|with|for)\b|\s*[,.;:(]|\s*$)", re.I)
UNITS = ("turns", "participants")
FIRST = re.compile(r"(?<=[.;])\s")
TABLE_EFFECTS = {"rank_biserial", "v", "odds_ratio", "risk_ratio", "hedges_g", "difference"}


def name_other_parts(
    caption: str,
    entry: Mapping[str, Any],
    items: Sequence[str],
    grouped: frozenset[str],
    design: StudyDeclarations,
    naming: Naming,
) -> Iterator[str]:
    """Yield what a caption names that its table or figure has not.

    entry: its entry in tables.yaml or figures.yaml. items: the items of its analyses, as ids spell them.
    grouped: the variables that its analyses group by.
    """
    yield from _other_effects(caption, entry, design)
    yield from _other_units(caption, entry)
    yield from _other_groups(caption, entry, grouped, design)
    yield from _other_questions(caption, items, design, naming)


def _other_effects(caption: str, entry: Mapping[str, Any], design: StudyDeclarations) -> Iterator[str]:
    names = read_names(design.words.get("statistics"))
    effects = set(map(str, entry.get("effects", [])))
    for match in any_of(names).finditer(caption) if effects else ():
        meant = names[plain(match[0])] & TABLE_EFFECTS
        if meant and not meant & effects:
            yield f"a caption that names {match[0]}, where the effects are {', '.join(sorted(effects))}"


def _other_units(caption: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the unit that a heat does not count: turns are, when nothing is said."""
    own = str(entry.get("statistic", UNITS[0]))
    if entry.get("kind") != "heat" or own not in UNITS:
        return
    said = [word for word in UNITS if re.search(rf"\b{word}\b", caption, re.I)]
    if said and own not in said:
        yield f"a caption that names {said[0]}, where its numbers are {own}"


def _other_groups(
    caption: str, entry: Mapping[str, Any], grouped: frozenset[str], design: StudyDeclarations
) -> Iterator[str]:
    """Yield a grouping that a caption names and the drawn groups are not of."""
    groups = set(map(str, entry.get("groups", []))) - {"all"}
    for match in BY.finditer(FIRST.split(caption)[0]):
        words = stems([match[1]])
        for row in design.variables:
            names = [row["label"], *row.get("short", "").split(";")]
            named = row["role"] == "group" and any(words and words <= stems([name]) for name in names)
            codes = {
                level["code"] for level in design.scales if level["scale"].startswith(row["scale"] or "\0")
            }
            shown = row["variable"] in map(str, [*entry.get("items", []), *entry.get("rows", [])])
            own = groups & {code.casefold() for code in codes} if groups else grouped & {row["variable"]}
            if named and not shown and codes and not own:
                told = ", ".join(sorted(groups or grouped)) or "none"
                yield f"a caption by {match[1].strip()}, where the groups are {told}"
                return


def _other_questions(
    caption: str, items: Sequence[str], design: StudyDeclarations, naming: Naming
) -> Iterator[str]:
    """Yield the question of another analysis, as formats, in a caption of answers to one, as topics."""
    own = {item.partition(".")[0] for item in items if "." in item}
    every = {row["variable"] for row in design.variables if row["type"] == "multi"}
    said = {stem(word) for word in re.findall(r"[^\W\d_]+", FIRST.split(caption)[0])}
    of_own = stems([name for code in items for name in naming.names_of(("item", code))])
    for other in sorted(every - own):
        if own and stem(other) in said - of_own and not any(stem(one) in said for one in own):
            yield f"a caption that names {other}, where it shows {', '.join(sorted(own))}"
