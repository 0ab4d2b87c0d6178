"""Each kind of mark, resolved against the study: what it becomes, and what is wrong with it."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from aimed.language.expressions import evaluate, ids_of
from aimed.language.marks import Mark
from aimed.ledger.joint.rows import JOINT, JointDisplay
from aimed.ledger.joint.verdicts import JudgedRow
from aimed.manuscript.binding.carried_codes import Coded, check_codes
from aimed.manuscript.binding.fixed_words import words_in
from aimed.manuscript.binding.quotations import (
    Rows,
    attribute_speaker,
    check_quotation,
    find_turn,
    write_attribution,
)
from aimed.manuscript.binding.speakers import WORDING, Quoting
from aimed.manuscript.binding.unplanned_marks import SIGNS, kinds_of, write_mark
from aimed.manuscript.number_forms import Composite, UnknownNumber, fill_form, show_number, spell_number
from aimed.manuscript.tables.cells import Study
from aimed.messages.problems import Problem

FROZEN_ON = "study.plans_frozen_on"  # the one fact of the study that a sentence quotes and that is no number
LEDGER = "results/ledger/ledger.json"
PARTS = ("bare", "low", "high")


class BoundNumber(TypedDict):
    """What a .num mark became; `start` begins a sentence."""

    text: str
    ids: list[str]
    start: NotRequired[str]
    mark: NotRequired[str]  # of what was not planned, behind the first such number of a sentence


@dataclass
class Binding:
    """What the marks of all documents resolve to, filled mark by mark; `problems` are what they fail on.

    turns and participants are rows of those tables. values holds every number and study.<key> for
    expressions. house is forms.yaml. unplanned: how numbers that were not planned are marked. claim_marks:
    condition -> the mark behind the claim; claim_ids: condition -> the numbers it rests on. coded: the codes
    of the turns that are quoted; codes: code -> label of the codebook. speakers: participant -> the number
    shown. unfit: what stops from submission on. quoted: the quotations that stand, of all documents. joint,
    judged: joint.yaml, and what follows of it. words: those that the document brings itself.
    """

    study: Study
    values: Mapping[str, float]
    house: Mapping[str, Any]
    turns: Rows
    participants: Rows
    attribution: tuple[str, ...]
    unplanned: str = SIGNS
    coded: Coded = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    quoting: Quoting = field(default_factory=Quoting)
    speakers: Mapping[str, int] = field(default_factory=dict)
    numbers: dict[str, BoundNumber] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    claim_marks: dict[str, str] = field(default_factory=dict)
    claim_ids: dict[str, list[str]] = field(default_factory=dict)
    claims: list[dict[str, str]] = field(default_factory=list)
    quotes: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    unfit: list[Problem] = field(default_factory=list)
    quoted: list[Mark] = field(default_factory=list)
    joint: JointDisplay | None = None
    judged: dict[str, JudgedRow] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=lambda: words_in("en"))

    def bind_number(self, mark: Mark, path: str) -> str:
        """Resolve a .num mark and return its text (empty when it is unknown)."""
        place, form = place_of(path, mark), mark.attributes.get("as", "")
        try:
            shown = self._show(mark.text, form)
        except UnknownNumber as unknown:
            self.problems.append(self._unknown(place, unknown.args[0], mark.text))
            return ""
        except ValueError as error:
            self.problems.append(Problem(place, str(error), "a whole number", f"drop as={form}"))
            return ""
        except KeyError:
            expected = f"word, {', '.join(PARTS)}, or a form of forms.yaml: {', '.join(self.study.forms)}"
            self.problems.append(Problem(place, f"as={form}", expected, "correct the form, or add it"))
            return ""
        self._refuse_hidden(place, shown.ids)
        self.used.update(shown.ids)
        entry: BoundNumber = {"text": shown.text, "ids": list(shown.ids)}
        if form == "word":
            entry["start"] = shown.text[:1].upper() + shown.text[1:]
        if sign := write_mark(kinds_of(shown.ids, self.study.numbers), self.unplanned):
            entry["mark"] = sign
        self.numbers[f"{mark.text}|{form}" if form else mark.text] = entry
        return shown.text

    def _show(self, identifier: str, form: str) -> Composite:
        numbers = self.study.numbers
        if identifier == FROZEN_ON and not form and self.study.frozen and self.study.frozen["date"]:
            return Composite(self.study.frozen["date"], ())
        if form == "word":
            found = show_number(identifier, numbers)
            return Composite(spell_number(numbers[identifier]["value"]), found.ids)
        if form in ("", *PARTS):
            return show_number(identifier, numbers, form)
        return fill_form(self.study.forms[form], identifier, numbers)

    def bind_condition(self, mark: Mark, path: str) -> bool | None:
        """Resolve the expression of a .when or .claim mark; None when it cannot be decided."""
        place = place_of(path, mark)
        expression = " ".join(mark.attributes.get("holds", "").split())
        rows = self._find_rows(mark, place)
        if rows and not expression:
            return self._bind_rows(mark, place, rows)
        if not expression:
            self.problems.append(
                Problem(place, f"a .{mark.kind} without holds", 'holds="an expression"', "say when it holds")
            )
            return None
        try:
            ids = ids_of(expression, self.values)
            for identifier in ids:
                if identifier not in self.values:
                    self.problems.append(self._unknown(place, identifier, expression))
            if not set(ids) <= set(self.values):
                return None
            holds = evaluate(expression, self.values)
            if not isinstance(holds, bool):
                raise ValueError("a number, neither true nor false")
        except ValueError as error:
            found = f'"{expression}": {error}'
            self.problems.append(Problem(place, found, "a comparison of ids and numbers", "correct holds"))
            return None
        self._refuse_hidden(place, tuple(ids))
        self.conditions[expression] = holds
        if mark.kind == "claim":
            self.claim_ids[expression] = list(ids)
            if sign := write_mark(kinds_of(ids, self.study.numbers), self.unplanned):
                self.claim_marks[expression] = sign
            now = ", ".join(f"{i} is {self._shown(i)}" for i in ids)
            words = " ".join(mark.text.split())
            self.claims.append({"place": place, "words": words, "holds": expression, "now": now})
        return holds

    def _find_rows(self, mark: Mark, place: str) -> list[JudgedRow]:
        """Return the rows of joint.yaml that a claim is bound to by `row=`."""
        names = mark.attributes.get("row", "").split()
        known = ", ".join(self.judged) or "none"
        self.problems += [
            Problem(place, f"no row {name}", f"a row of {JOINT.as_posix()}: {known}", "correct row=")
            for name in names
            if name not in self.judged
        ]
        return [self.judged[name] for name in names if name in self.judged]

    def _bind_rows(self, mark: Mark, place: str, rows: list[JudgedRow]) -> bool:
        """Resolve a claim without a condition of its own: it holds while the verdicts of its rows follow."""
        key = name_condition(mark)
        ids = [one for row in rows for one in row.ids]
        self.claim_ids[key] = list(dict.fromkeys(ids))
        self.conditions[key] = all(row.holds for row in rows)
        if sign := write_mark(kinds_of(ids, self.study.numbers), self.unplanned):
            self.claim_marks[key] = sign
        now = "; ".join(problem.found for row in rows for problem in row.problems)
        self.claims.append({"place": place, "words": " ".join(mark.text.split()), "holds": key, "now": now})
        return self.conditions[key]

    def bind_quote(self, mark: Mark, path: str) -> None:
        """Check a .quote mark and resolve its attribution."""
        place, turn = place_of(path, mark), mark.attributes.get("turn", "")
        found = check_quotation(place, turn, mark.text, self.turns, self.participants)
        self.problems += found
        if not found:
            self.unfit += check_codes(place, turn, mark.attributes.get("code", ""), self.coded, self.codes)
            self.quotes[turn] = self.attribute(turn)

    def attribute(self, turn: str) -> str:
        """Return the words that follow a quotation: the speaker's group, and number where one is shown."""
        column, code = attribute_speaker(
            turn, self.turns, self.participants, self.attribution, self.study.smallest_cell
        )
        label = self.study.codebook.label(column, code) if code is not None else None
        words = write_attribution(column, label, self.house["attribution"])
        number = self.speakers.get(str((find_turn(turn, self.turns) or {}).get("participant")))
        if number is None:
            return words
        wording = str(self.house["attribution"].get("speaker", WORDING))
        return wording.replace("{attribution}", words).replace("{number}", str(number))

    def _shown(self, identifier: str) -> str:
        entry = self.study.numbers.get(identifier)
        return str(entry["shown"]) if entry is not None else f"{self.values[identifier]:g}"

    def _unknown(self, place: str, identifier: str, asked: str) -> Problem:
        numbers = self.study.numbers
        if identifier.startswith("."):
            expected = 'a heading or block around it that names an analysis, {of="ANALYSIS"}'
            return Problem(place, f"the relative id {identifier}", expected, "name it, or write the whole id")
        known = [name for name in self.values if name not in numbers or numbers[name]["public"]]
        near = difflib.get_close_matches(identifier, known, n=3, cutoff=0.6)
        remedy = f"did you mean {' or '.join(near)}?" if near else "aimed numbers WORD lists the ids"
        found = f"no number {identifier}" + ("" if identifier == asked else f" (for {asked})")
        return Problem(place, found, f"an id of {LEDGER}", remedy)

    def _refuse_hidden(self, place: str, ids: tuple[str, ...]) -> None:
        expected = f"numbers of {self.study.smallest_cell} people or more that give no smaller one away"
        remedy = "leave it out, or use a larger group"
        self.problems += [
            Problem(place, f"{identifier}, which is not public", expected, remedy)
            for identifier in ids
            if identifier in self.study.numbers and not self.study.numbers[identifier]["public"]
        ]


def name_condition(mark: Mark) -> str:
    """Return what a claim or block holds by, as `conditions` of a binding has it: an expression, or rows."""
    written = " ".join(mark.attributes.get("holds", "").split())
    rows = " ".join(mark.attributes.get("row", "").split())
    return written or (f"row {rows}" if rows else "")


def place_of(path: str, mark: Mark) -> str:
    """Return file:line:column of a mark."""
    return f"{path}:{mark.line}:{mark.column}"
