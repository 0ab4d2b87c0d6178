"""Like beside like: items and codes about the same thing, the same people, findings that tell apart."""

from collections.abc import Iterator, Mapping
from typing import Any

from aimed.language.expressions import evaluate, ids_of
from aimed.ledger.joint.rows import NAMES, STANCES, STRANDS, JointDisplay, Row, condition_of, strand_of
from aimed.ledger.joint.verdicts import DISCORDANT, SILENT, JudgedRow
from aimed.messages.problems import Problem
from aimed.study.number_ids import slug

UNLIKE = "joint_unlike"  # the kind of finding
ALL, AGAINST = "all", "_vs_"
BASES = ("respondents", "kept", "focus_groups", "speakers", "participants", "turns", "transcripts")
Numbers = Mapping[str, Mapping[str, Any]]


def find_unlike(
    display: JointDisplay, judged: Mapping[str, JudgedRow], values: Mapping[str, float], numbers: Numbers
) -> Iterator[Problem]:
    """Yield what a row of the display sets beside something else than its like.

    Rows with conditions that cannot be decided are left out: `judge_rows` tells of them.
    """
    coded = {name.partition(".")[0] for name, entry in numbers.items() if entry["statistic"] == "turns"}
    for row in display.rows:
        if judged[row["id"]].verdict is None:
            continue
        items = _items_of(row, "survey", numbers, coded)
        codes = _items_of(row, "groups", numbers, coded) | set(map(slug, row["groups"]["codes"]))
        yield from _find_unpaired(row, display, items, codes)
        yield from _find_other_people(row, display, numbers)
        yield from _find_indistinct(row, display, judged[row["id"]], values, numbers)


def _conditions(row: Row, strand: str) -> list[str]:
    return list(filter(None, (condition_of(row, strand, stance) for stance in STANCES)))


def _ids(row: Row, strand: str, numbers: Numbers, *, shown: bool = True) -> list[str]:
    """Return the numbers that a strand's conditions name, and with `shown` those that it shows."""
    named = [one for condition in _conditions(row, strand) for one in ids_of(condition, numbers)]
    listed = strand_of(row, strand)["numbers"] if shown else []
    return [one for one in dict.fromkeys([*named, *listed]) if one in numbers]


def _items_of(row: Row, strand: str, numbers: Numbers, coded: set[str]) -> set[str]:
    """Return what a strand is about: analysis.item, or codes of the analyses of `coded`; no base counts."""
    about = set()
    for one in _ids(row, strand, numbers):
        analysis, item = one.partition(".")[0], slug(str(numbers[one]["item"]))
        if item not in BASES:
            about.add(item if analysis in coded else f"{analysis}.{item}")
    return about


def _find_unpaired(row: Row, display: JointDisplay, items: set[str], codes: set[str]) -> Iterator[Problem]:
    """Yield each item without a code of the row that is alike, and each code without such an item."""
    pairs = {(pair["item"], slug(code)) for pair in display.alike for code in pair["codes"]}
    remedy = "set its like beside it; alike of joint.yaml says what was asked and coded as the same thing"
    for strand, here, there, turn in (("survey", items, codes, 1), ("groups", codes, items, -1)):
        for one in sorted(here):
            like = sorted({pair[::turn][1] for pair in pairs if pair[::turn][0] == one})
            if not there & set(like):
                beside = ", ".join(sorted(there)) or "nothing"
                found = f"{one} of {NAMES[strand]} beside {beside} in row {row['id']}"
                expected = f"what is like it: {' or '.join(like) or 'nothing that alike names'}"
                place = display.place(row["id"], strand, "numbers")
                yield Problem(place, found, expected, remedy, kind=UNLIKE)


def _find_other_people(row: Row, display: JointDisplay, numbers: Numbers) -> Iterator[Problem]:
    """Yield a problem where one strand is about other groups of people than the other."""
    told = {}
    for strand in STRANDS:
        ids = _ids(row, strand, numbers, shown=False)
        named = {part for one in ids for part in str(numbers[one]["group"]).split(AGAINST)}
        told[strand] = named - {ALL} or named
    if all(told.values()) and told["survey"] != told["groups"]:
        survey, groups = (", ".join(sorted(told[strand])) for strand in STRANDS)
        found = f"row {row['id']}: the survey about {survey} beside the groups about {groups}"
        remedy = "let the conditions of both strands name the same groups"
        place = display.place(row["id"], "groups")
        yield Problem(place, found, "findings about the same groups of people", remedy, kind=UNLIKE)


def _find_indistinct(
    row: Row, display: JointDisplay, judged: JudgedRow, values: Mapping[str, float], numbers: Numbers
) -> Iterator[Problem]:
    """Yield a problem where a strand would say the same of every sibling: then it contradicts nothing."""
    if judged.verdict != DISCORDANT:
        return
    for strand in STRANDS:
        stance = judged.stances[strand]
        ids = _ids(row, strand, numbers, shown=False)
        families = {_family(one, numbers) for one in ids if "." in str(numbers[one]["item"])}
        items = {str(numbers[one]["item"]) for one in ids if "." in str(numbers[one]["item"])}
        if stance == SILENT or len(families) != 1 or len(items) != 1:
            continue
        own = items.pop()
        condition = str(condition_of(row, strand, stance))
        siblings = _siblings(families.pop(), numbers) - {own}
        if len(siblings) > 1 and all(_holds_of(one, own, condition, values) for one in siblings):
            others = ", ".join(sorted(siblings))
            found = f"what row {row['id']} has {NAMES[strand]} say of {own} would hold of {others}, too"
            expected = "for discordance, a condition that tells it from the others"
            remedy = "compare it with the others, or do not call it discordant"
            yield Problem(display.place(row["id"], strand, stance), found, expected, remedy, kind=UNLIKE)


def _family(identifier: str, numbers: Numbers) -> tuple[str, str]:
    return identifier.partition(".")[0], str(numbers[identifier]["item"]).rpartition(".")[0]


def _siblings(family: tuple[str, str], numbers: Numbers) -> set[str]:
    analysis, parent = family
    return {
        str(entry["item"])
        for name, entry in numbers.items()
        if name.startswith(f"{analysis}.{parent}.") and str(entry["item"]).rpartition(".")[0] == parent
    }


def _holds_of(other: str, own: str, condition: str, values: Mapping[str, float]) -> bool:
    try:
        return evaluate(condition.replace(f".{own}.", f".{other}."), values) is True
    except ValueError:  # a sibling without such a number
        return False
