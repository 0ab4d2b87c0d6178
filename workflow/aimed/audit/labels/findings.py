"""Yield the labels that are another thing's, that nobody declared, or that are one name for two things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aimed.audit.labels.given import ALL, GivenLabel, families_of, list_given, names_of_statistics
from aimed.audit.labels.headings import judge_headings
from aimed.audit.labels.likeness import MOST_OF, covers, words_of
from aimed.audit.labels.sides import other_number, split_sides
from aimed.audit.labels.things import FLOW_BOXES, NamedThing, find_shared_names, list_things
from aimed.audit.lookup.declarations import StudyDeclarations
from aimed.files.yaml_json import place_of_keys
from aimed.messages.findings import Finding
from aimed.study.declarations import PlannedAnalysis

Declared = Mapping[str, tuple[str, str, list[str]]]  # table or figure -> path, text and ids
OTHER, FREE, TWICE = "label", "label_undeclared", "label_twice"


@dataclass
class LabelReading:
    """The labels as they are read. used: family and code -> label of no codebook -> where it stands first."""

    things: list[NamedThing]
    plans: Mapping[str, PlannedAnalysis]
    scale_of: Mapping[str, str]
    used: dict[tuple[str, str], dict[frozenset[str], str]] = field(default_factory=dict)

    def find_own(self, key: str, families: set[str]) -> list[NamedThing]:
        """Return what a key names: of the families that its table or figure shows, where there are such."""
        found = [thing for thing in self.things if thing.code == key]
        variable, _, option = key.partition(".")
        if option and variable in self.scale_of:
            found += self._of_scale(variable, option)
        for name in self.scale_of if not found else ():
            if key.startswith(f"{name}_"):  # a term of a model
                found += self._of_scale(name, key.removeprefix(f"{name}_"))
        return [thing for thing in found if thing.family in families] or found

    def _of_scale(self, variable: str, code: str) -> list[NamedThing]:
        family = f"scale {self.scale_of[variable]}"
        return [thing for thing in self.things if (thing.family, thing.code) == (family, code)]

    def find_other(self, words: str, own: list[NamedThing], families: set[str]) -> NamedThing | None:
        """Return the thing that words are the name of, where that is none of `own`."""
        asked = words_of(words)
        if any(words_of(name) == asked for thing in own for name in thing.names):
            return None
        codes = {thing.code for thing in own}
        others = [thing for thing in self.things if thing.code not in codes]
        beside = {thing.family for thing in own} or families - {FLOW_BOXES}
        near = [thing for thing in others if thing.family in beside]
        far = [thing for thing in others if thing.family not in beside and thing.family != FLOW_BOXES]
        for thing in [*near, *(far if own else [])]:
            codes_told = (thing.code,) if words.isupper() else ()  # as groups are abbreviated
            if any(words_of(name) == asked for name in (*thing.told, *codes_told)):
                return thing
        least = max([MOST_OF - 1e-9, *(covers(name, words) for thing in own for name in thing.names)])
        scored = [(max(covers(name, words) for name in thing.told), thing) for thing in near if own]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] > least else None


def find_mislabelled(declared: Declared, design: StudyDeclarations) -> Iterator[Finding]:
    """Yield what is wrong with the labels of tables.yaml and figures.yaml.

    Kinds: label (another thing's name, or one name for two things), label_twice (a second name for one
    thing, that no codebook has), label_undeclared (words that are neither the codebook's nor a short form;
    with a number in them, label).
    """
    for file, line, code, name, other in find_shared_names(design):
        found, remedy = f'"{name}" for {code}, which is a name of {other}, too', "give each its own name"
        yield Finding(file, line, 0, OTHER, found, "one name for one thing", remedy)
    scale_of = {row["variable"]: row["scale"] for row in design.variables}
    plans = {name: plan for name, (_, _, plan) in design.plans.items()}
    reading = LabelReading(list_things(design), plans, scale_of)
    for kind, entries in (("table", design.tables), ("figure", design.figures)):
        path, text, _ = declared[kind]
        given = list(list_given(entries))
        for at, entry in enumerate(entries):
            plan = plans.get(str(entry.get("analysis", "")).replace("-", "_"), {})
            for way, *told in judge_headings(at, entry, plan, reading.things):
                yield Finding(path, *place_of_keys(text, list(way)), OTHER, *told)
        for one in given:
            beside = [other for other in given if other.way[:2] == one.way[:2] and other != one]
            for found_kind, found, expected, remedy in _judge(one, beside, entries, reading, path):
                yield Finding(path, *place_of_keys(text, list(one.way)), found_kind, found, expected, remedy)


def _judge(
    one: GivenLabel,
    beside: list[GivenLabel],
    entries: list[dict[str, Any]],
    reading: LabelReading,
    path: str,
) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, what was found, what was expected and what to do of one label."""
    if one.kind == "head":
        yield from _judge_head(one)
        return
    entry = entries[int(one.way[0])]
    families = families_of(entry, reading.plans.get(one.analysis, {}), reading.scale_of)
    told = f'"{one.words}" for {one.key} of {one.entry}'
    for key, words in split_sides(one.key, one.words):
        own = reading.find_own(key, families) if key != ALL else []
        other = reading.find_other(words, own, families)
        stem = other_number(key, words, [label.key for label in beside]) if not own else None
        if other or stem:
            named = other.what if other else stem
            expected = f"a name of {' or '.join(thing.what for thing in own) or key}"
            yield OTHER, f"{told}, which is the name of {named}", expected, _name_right(own)
            return
    twin = next((label for label in beside if words_of(label.words) == words_of(one.words)), None)
    if twin and _are_alike(one, twin, reading, families) and one.way > twin.way:
        found = f"{told}, which is the label of {twin.key}, too"
        yield OTHER, found, "one name for one thing", "give each the name that it has in the codebook"
    elif "_vs_" not in one.key:
        yield from _judge_free(one, reading.find_own(one.key, families), told, reading, path)


def _judge_free(
    one: GivenLabel, own: list[NamedThing], told: str, reading: LabelReading, path: str
) -> Iterator[tuple[str, str, str, str]]:
    """Yield that no codebook has a label, or that it is a second such name of the thing."""
    declared = [thing for thing in own if thing.file and thing.label]
    asked = words_of(next(split_sides(one.key, one.words))[1])
    if not declared or any(words_of(name) == asked for thing in own for name in thing.names):
        return
    thing = declared[0]
    used = reading.used.setdefault((thing.family, thing.code), {})
    first = next((place for words, place in used.items() if words != asked), None)
    used.setdefault(asked, f'"{one.words}" in {one.entry} of {path}')
    if first and asked not in list(used)[:1]:
        expected = f"one name for {thing.what}; the first is {first}"
        yield TWICE, f"{told}, a second name", expected, _replace(declared, one.words)
        return
    expected = f"the words of {thing.file}, or a short form that stands there: {_list_names(declared)}"
    typed = any(letter.isdigit() for letter in one.words)  # a number in a label is bound to nothing
    yield (
        (OTHER if typed else FREE),
        f"{told}, which the study does not call so",
        expected,
        _replace(declared, one.words),
    )


def _judge_head(one: GivenLabel) -> Iterator[tuple[str, str, str, str]]:
    """Yield that a column is headed by the name of another statistic than its cells show."""
    known = {"turns", "participants", "groups", "kappa", "agreement", "median", "mean", "n", "count", "pct"}
    own = names_of_statistics(one.key)
    if not own or any(covers(name, one.words) > 0 for name in own):
        return
    for other in sorted(known - set(one.key.split())):
        if other in words_of(one.words) or f"{other[:-1]}" in words_of(one.words):
            found = f'the head "{one.words}" of {one.entry} above {one.key}'
            yield OTHER, found, f"a head that names {one.key}", "swap the head or the form of its cells"
            return


def _are_alike(one: GivenLabel, twin: GivenLabel, reading: LabelReading, families: set[str]) -> bool:
    """Return whether two labels are of things of one family, or both of none."""
    if one.kind == "box":
        return False
    own, other = ({thing.family for thing in reading.find_own(label.key, families)} for label in (one, twin))
    return bool(own & other) or (not own and not other and "." not in one.key)


def _list_names(own: list[NamedThing]) -> str:
    return "; ".join(dict.fromkeys(name for thing in own for name in thing.names if name != thing.code))


def _name_right(own: list[NamedThing]) -> str:
    named = next((thing.label for thing in own if thing.label), "")
    return f'write "{named}"' if named else "give it a name of its own"


def _replace(own: list[NamedThing], words: str) -> str:
    thing = own[0]
    where = f"as short of {thing.code} in {thing.file}" if thing.file.endswith(".csv") else f"in {thing.file}"
    return f'write "{thing.label}", or declare "{words}" {where}'
