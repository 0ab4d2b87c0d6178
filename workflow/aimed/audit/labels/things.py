"""What a study calls its groups, levels, items, codes, reasons and boxes of the flow."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aimed.audit.labels.likeness import words_of
from aimed.audit.lookup.declarations import StudyDeclarations, split_short
from aimed.files.yaml_json import read_beside
from aimed.ledger.labels import FLOW
from aimed.manuscript.tables.cells import slug
from aimed.manuscript.tables.listings import BOX_LABELS
from aimed.study.written_tables import CODEBOOK, SCALES, VARIABLES

BOXES: dict[str, list[str]] = read_beside(__file__)
COARSER = "_collapsed"
FLOW_BOXES = "boxes of the flow"


@dataclass(frozen=True)
class NamedThing:
    """A group, level, item, code, reason or box of the study.

    family: the things it can be taken for. label: the codebook's. names: its label, short names and code,
    of which `told` are what another thing must not be called. file: where its names stand, empty for what is
    the workflow's own.
    """

    family: str
    code: str
    label: str
    names: tuple[str, ...]
    file: str
    told: tuple[str, ...]

    @property
    def what(self) -> str:
        """Return what a message calls it."""
        return f"{self.code} ({self.label})" if self.label else self.code


def list_things(design: StudyDeclarations) -> list[NamedThing]:
    """Return everything that a label can name, each once."""
    themes = (CODEBOOK / "themes.csv").as_posix()
    things = [_written("items", row["variable"], row, VARIABLES.as_posix()) for row in design.variables]
    things += [_written("codes", row["code"], row, themes) for row in design.themes]
    things += [
        _written(f"scale {row['scale'].removesuffix(COARSER)}", row["code"], row, SCALES.as_posix())
        for row in design.scales
    ]
    things = _join_alike(_name_coarser(things, design))
    missing = (CODEBOOK / "missing.csv").as_posix()
    things += [_written("reasons", row["reason"], row, missing) for row in design.missing]
    return [*things, *_list_boxes(design.exclusions)]


def find_shared_names(design: StudyDeclarations) -> Iterator[tuple[str, int, str, str, str]]:
    """Yield file, line, code, name and the other code of a name that two codes of one scale or codebook have.

    A coarser code may have the name of a code that it covers.
    """
    covers = {(row["scale"], row["code"], row["collapsed"]) for row in design.scales}
    for file, family, rows in (
        (SCALES.as_posix(), "scale", design.scales),
        ((CODEBOOK / "themes.csv").as_posix(), "", design.themes),
    ):
        first: dict[tuple[str, frozenset[str]], str] = {}
        for row in rows:
            scale = row.get(family, "").removesuffix(COARSER)
            for name in (row["label"], *split_short(row.get("short", ""))):
                other = first.setdefault((scale, words_of(name)), row["code"])
                if other != row["code"] and (scale, other, row["code"]) not in covers:
                    yield file, int(row.get("line", 0)), row["code"], name, other


def _written(family: str, code: str, row: Mapping[str, str], file: str) -> NamedThing:
    own = (row["label"], *split_short(row.get("short", "")))
    names = (*own, code.replace("_", " "), code.replace(".", " ").replace("_", " "))
    return NamedThing(family, slug(code), row["label"], tuple(dict.fromkeys(names)), file, own)


def _name_coarser(things: list[NamedThing], design: StudyDeclarations) -> list[NamedThing]:
    """Return the things; a coarser code that covers one code alone has that one's names, too."""
    held: dict[tuple[str, str], list[str]] = {}
    for row in design.scales:
        if row["collapsed"]:
            held.setdefault((f"scale {row['scale']}", slug(row["collapsed"])), []).append(row["label"])
    own = [held.get((thing.family, thing.code), []) for thing in things]
    return [
        replace(thing, names=(*thing.names, *labels)) if len(labels) == 1 else thing
        for thing, labels in zip(things, own, strict=True)
    ]


def _join_alike(things: Iterable[NamedThing]) -> list[NamedThing]:
    """Return the things, a code and a coarser code of one name as one: its key names both."""
    joined: dict[tuple[str, str], NamedThing] = {}
    for thing in things:
        key = (thing.family, thing.code)
        before = joined.get(key)
        joined[key] = _join(before, thing) if before else thing
    return list(joined.values())


def _join(one: NamedThing, other: NamedThing) -> NamedThing:
    return replace(one, names=(*one.names, *other.names), told=(*one.told, *other.told))


def _list_boxes(exclusions: list[tuple[str, str, str]]) -> list[NamedThing]:
    """Return the boxes of a flow: those of every study, and the reasons of the cohorts' rules."""
    known = {
        box: tuple(filter(None, (FLOW.get(box), BOX_LABELS.get(box), *BOXES.get(box, []))))
        for box in dict.fromkeys([*FLOW, *BOX_LABELS, *BOXES])
    }
    things = [NamedThing(FLOW_BOXES, box, "", names, "", names) for box, names in known.items()]
    rules: dict[str, list[tuple[str, str]]] = {}
    for file, reason, label in exclusions:
        rules.setdefault(slug(reason), []).append((file, label))
    for reason in [one for one in rules if one not in known]:
        file, label = rules[reason][0]
        names = (*(told for _, told in rules[reason] if told), reason.replace("_", " "))
        things.append(NamedThing(FLOW_BOXES, reason, label, names, file, names))
    return things
