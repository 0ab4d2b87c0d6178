"""The joint display as a table: statement, survey, focus groups, and what both amount to."""

from collections.abc import Mapping

from aimed.language.marks import Mark, scan_marks
from aimed.ledger.joint.rows import JOINT, NAMES, Row
from aimed.ledger.joint.verdicts import SILENT, JudgedRow
from aimed.manuscript.binding.register import write_words
from aimed.manuscript.binding.resolve_marks import Binding, name_condition
from aimed.manuscript.tables.cells import Cell, TableRow, row_of, text_cell
from aimed.manuscript.tables.listings import Resolved

HEADS = ("Statement", "Survey", "Focus groups", "Together")
VERDICTS = (
    "Confirmed: both speak for the statement, or both against it. Expanded: neither speaks against the "
    "other, and one adds what the other cannot say. Discordant: one for, one against. Silent: one meets "
    "neither its condition for the statement nor that against it."
)


def tabulate_strands(binding: Binding) -> Resolved:
    """Return one row per row of joint.yaml, its words resolved as marks of the manuscript are.

    A verdict that does not follow says so, as a claim that does not hold does.
    """
    rows: list[TableRow] = []
    for row in binding.joint.rows if binding.joint else []:
        place = f"{JOINT.as_posix()}, {row['id']}"
        judged = binding.judged[row["id"]]
        statement = bind_words(f"{row['subject']}. {row['statement']}", place, binding)
        survey = bind_words(row["survey"]["says"], place, binding)
        groups = bind_words(row["groups"]["says"], place, binding)
        groups["text"] = " ".join([groups["text"], *_quote(row, binding)])
        adds = f": {row['adds']['says'].rstrip('.')}" if "adds" in row else ""
        together = bind_words(
            f"{_tell_verdict(row, judged, binding.words)}{adds}. {row['means']}", place, binding
        )
        rows.append(row_of([statement, survey, groups, together]))
    return [text_cell(head) for head in HEADS], rows, [VERDICTS]


def bind_words(text: str, place: str, binding: Binding) -> Cell:
    """Return words with their number marks resolved and their claims decided, and the ids of the numbers."""
    ids: list[str] = []
    every = scan_marks(text)
    within = [mark for mark in every if any(m.start < mark.start < m.end for m in every)]
    for mark in (one for one in reversed(every) if one not in within):
        shown = mark.text
        if mark.kind in ("claim", "when"):
            inside = bind_words(mark.text, place, binding)
            ids = [*inside["ids"], *ids]
            shown = _show_held(mark, inside["text"], binding.bind_condition(mark, place), binding.words)
        if mark.kind == "num":
            shown = binding.bind_number(mark, place)
            key = "|".join(filter(None, (mark.text, mark.attributes.get("as"))))
            ids = [*(binding.numbers[key]["ids"] if key in binding.numbers else []), *ids]
        text = text[: mark.start] + shown + text[mark.end :]
    return {"text": " ".join(text.split()), "ids": list(dict.fromkeys(ids))}


def _show_held(mark: Mark, shown: str, holds: bool | None, words: Mapping[str, str]) -> str:
    """Return the words of a claim, and where it does not hold its condition; of a block while it holds."""
    if mark.kind == "when":
        return "" if holds is False else shown
    return f"{shown} [{words['does_not_hold']}: {name_condition(mark)}]" if holds is False else shown


def _quote(row: Row, binding: Binding) -> list[str]:
    """Return the words that documents quote of the row's turns, with whom they are attributed to."""
    words = {mark.attributes.get("turn"): write_words(mark) for mark in reversed(binding.quoted)}
    turns = [turn for turn in row["groups"].get("quotations", []) if turn in words]
    return [f"“{words[turn]}” ({binding.attribute(turn)})." for turn in turns]


def _tell_verdict(row: Row, judged: JudgedRow, words: Mapping[str, str]) -> str:
    silent = [NAMES[strand] for strand, stance in judged.stances.items() if stance == SILENT]
    of = f" ({', '.join(silent)})" if row["verdict"] == SILENT and silent else ""
    follows = judged.verdict or "neither strand decides"
    doubt = "" if judged.holds else f" [{words['does_not_hold']}: {follows}]"
    return f"{row['verdict'].capitalize()}{of}{doubt}"
