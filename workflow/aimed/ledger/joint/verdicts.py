"""The verdict that follows from the conditions of a row, held to the one that was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aimed.language.expressions import evaluate, ids_of
from aimed.ledger.joint.rows import NAMES, STANCES, STRANDS, JointDisplay, Row, list_conditions
from aimed.messages.nearest import hint_nearest
from aimed.messages.problems import Problem

CONFIRMED, EXPANDED, DISCORDANT, SILENT = "confirmed", "expanded", "discordant", "silent"
LEDGER = "results/ledger/ledger.json"
LISTED = "aimed numbers WORD lists the ids"
BOTH = "for and against"
CONDITION, VERDICT = "condition", "joint_display"  # kinds of finding
REMEDY = "correct the verdict, or the conditions that it follows from"


@dataclass(frozen=True)
class JudgedRow:
    """What follows for a row. stances: strand -> for, against or silent; verdict: what follows, if anything.

    ids: the numbers that its conditions name. problems: why the row cannot stand.
    """

    id: str
    stances: dict[str, str]
    verdict: str | None
    ids: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Return whether the written verdict follows."""
        return not self.problems


def judge_rows(
    display: JointDisplay, values: Mapping[str, float], numbers: Mapping[str, Mapping[str, Any]]
) -> dict[str, JudgedRow]:
    """Return row -> what follows for it.

    values: what a condition may name. numbers: those of the ledger, of which conditions name public ones.

    Both strands for the statement, or both against it, confirm each other, and expand it where one adds what
    the other cannot say (`adds`). One for and one against are discordant. Where only one speaks the other is
    silent, unless one of them adds (Fetters, Curry & Creswell 2013; silence: Farmer and others 2006).
    """
    return {row["id"]: _judge(row, display, values, numbers) for row in display.rows}


def _judge(
    row: Row, display: JointDisplay, values: Mapping[str, float], numbers: Mapping[str, Mapping[str, Any]]
) -> JudgedRow:
    truth: dict[tuple[str, str], bool] = {}
    problems: list[Problem] = []
    named: list[str] = []
    for keys, condition in list_conditions(row):
        ids, wrong = _read_condition(condition, values, numbers)
        if wrong:  # a line is looked up where one is told
            place = display.place(row["id"], *keys)
            problems += [Problem(place, *told, kind=CONDITION) for told in wrong]
        named += ids
        truth[keys] = not wrong and evaluate(condition, values) is True
    stances = {strand: _stance(strand, truth) for strand in STRANDS}
    if problems:
        return JudgedRow(row["id"], stances, None, tuple(dict.fromkeys(named)), problems)
    verdict = _follow(stances, adds="adds" in row)
    problems += _hold_to_verdict(row, display, stances, verdict, truth, _now(named, values, numbers))
    return JudgedRow(row["id"], stances, verdict, tuple(dict.fromkeys(named)), problems)


def _read_condition(
    condition: str, values: Mapping[str, float], numbers: Mapping[str, Mapping[str, Any]]
) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return the ids of a condition, and why it cannot be decided: what was found, expected, what to do."""
    try:
        ids = ids_of(condition, values)
        if not ids:
            raise ValueError("it names no number")
        unknown = [one for one in ids if one not in values]
        if not unknown and not isinstance(evaluate(condition, values), bool):
            raise ValueError("a number, neither true nor false")
    except ValueError as error:
        expected = "a comparison of ids and numbers"
        return [], [(f'"{condition}": {error}', expected, "correct the condition")]
    hidden = [one for one in ids if one in numbers and not numbers[one]["public"]]
    wrong = [(f"no number {one}", f"an id of {LEDGER}{hint_nearest(one, values)}", LISTED) for one in unknown]
    wrong += [(f"{one}, which is not public", "public numbers", "use a larger group") for one in hidden]
    return ids, wrong


def _stance(strand: str, truth: Mapping[tuple[str, str], bool]) -> str:
    taken = [stance for stance in STANCES if truth.get((strand, stance))]
    return BOTH if len(taken) == 2 else taken[0] if taken else SILENT


def _follow(stances: Mapping[str, str], *, adds: bool) -> str | None:
    """Return the verdict that follows; None where neither strand speaks, or one contradicts itself."""
    taken = list(stances.values())
    if BOTH in taken or set(taken) == {SILENT}:
        return None
    if set(taken) == set(STANCES):
        return DISCORDANT
    if adds:
        return EXPANDED
    return SILENT if SILENT in taken else CONFIRMED


def _hold_to_verdict(
    row: Row,
    display: JointDisplay,
    stances: Mapping[str, str],
    verdict: str | None,
    truth: Mapping[tuple[str, str], bool],
    now: str,
) -> list[Problem]:
    """Return why the verdict that was written does not follow."""
    name = row["id"]
    problems = []
    if "adds" in row and not truth["adds", "holds"]:
        found = f"what row {name} adds does not hold: {now}"
        told = (" ".join(row["adds"]["holds"].split()), "change what it adds, or what that rests on")
        problems.append(Problem(display.place(name, "adds", "holds"), found, *told, kind=VERDICT))
    if verdict != row["verdict"]:
        follows = verdict or "a strand that speaks for or against the statement, and not both"
        expected = f"{follows}: {' and '.join(_tell(strand, stances[strand]) for strand in STRANDS)} ({now})"
        found = f"the verdict {row['verdict']} of row {name}"
        if verdict == CONFIRMED and row["verdict"] == EXPANDED:
            expected += "; expanded needs `adds`"
        problems.append(Problem(display.place(name, "verdict"), found, expected, REMEDY, kind=VERDICT))
    return problems


def _tell(strand: str, stance: str) -> str:
    verb = "are" if strand == "groups" else "is"
    return f"{NAMES[strand]} {verb} {stance}" + ("" if stance == SILENT else " it")


def _now(ids: list[str], values: Mapping[str, float], numbers: Mapping[str, Mapping[str, Any]]) -> str:
    shown = {one: numbers[one]["shown"] if one in numbers else f"{values[one]:g}" for one in ids}
    return ", ".join(f"{one} is {value}" for one, value in shown.items())
