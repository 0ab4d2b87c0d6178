"""`aimed cohort diff`: what two waves asked differently, and which of it a person must decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aimed.language.likeness import EXACT, OTHER_QUESTION, SURE, compare, normalise
from aimed.onboarding.diff.questionnaires import AskedColumn, read_questions

KINDS = ("re-used", "renamed", "reversed", "reworded", "values changed", "new missing codes")
ALSO = ("new", "gone")


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, the column, and what it was and became."""

    kind: str
    name: str
    old: str
    new: str


def diff_cohorts(old: str, new: str) -> tuple[list[str], int]:
    """Return the differences as lines of text, and 1 when one of them needs a decision, else 0."""
    before, after = read_questions(old), read_questions(new)
    found = compare_questions(before, after)
    lines = [f"{old}: {len(before)} columns; {new}: {len(after)} columns"]
    for kind in (*KINDS, *ALSO):
        own = [one for one in found if one.kind == kind]
        lines += ["", f"{kind} ({len(own)})"] if own else []
        for one in own:
            lines += [f"  {one.name}", f"    old: {one.old}", f"    new: {one.new}"]
    open_ones = [one for one in found if one.kind in KINDS]
    said = f"to decide in the crosswalk of {new}: {len(open_ones)}" if open_ones else "nothing to decide"
    return [*lines, "", said], int(bool(open_ones))


def compare_questions(before: dict[str, AskedColumn], after: dict[str, AskedColumn]) -> list[Difference]:
    """Return all differences, in the order of the newer questionnaire; what went comes last."""
    found: list[Difference] = []
    moved = find_moved(before, after)
    for name, question in after.items():
        here = before.get(name)
        there = before[moved[name]] if name in moved else None
        if there is not None:
            texts = f"{there.name}: {there.text}", f"{name}: {question.text}"
            found += [Difference("renamed", name, *texts), *_compare_values(there, question)]
        if here is not None and is_other(here, question):
            found.append(Difference("re-used", name, here.text, question.text))
        elif here is not None:
            found += [*_compare_texts(here, question), *_compare_values(here, question)]
        elif there is None:
            found.append(Difference("new", name, "(not asked)", question.text))
    gone = [name for name in before if name not in after and name not in moved.values()]
    return found + [Difference("gone", name, before[name].text, "(not asked)") for name in gone]


def find_moved(before: dict[str, AskedColumn], after: dict[str, AskedColumn]) -> dict[str, str]:
    """Return new name -> old name of questions that stand under another name with the same words.

    A name that both have is looked at too where it stands for another question now.
    """
    free = {n: q for n, q in before.items() if n not in after or is_other(q, after[n])}
    moved: dict[str, str] = {}
    for name, question in after.items():
        if name in before and not is_other(before[name], question):
            continue
        scores = {old: compare(normalise(q.text), normalise(question.text)) for old, q in free.items()}
        best = max(scores, key=lambda old: scores[old], default=None)
        if best is not None and best != name and scores[best] >= SURE and question.text != name:
            moved[name] = best
            del free[best]
    return moved


def is_other(one: AskedColumn, other: AskedColumn) -> bool:
    """Return whether one name stands for two different questions, by their words."""
    return compare(normalise(one.text), normalise(other.text)) < OTHER_QUESTION


def _compare_texts(old: AskedColumn, new: AskedColumn) -> Iterator[Difference]:
    if compare(normalise(old.text), normalise(new.text)) < EXACT:
        yield Difference("reworded", new.name, old.text, new.text)


def _compare_values(old: AskedColumn, new: AskedColumn) -> Iterator[Difference]:
    """Yield what changed in the values: their order turned round, texts, codes, reasons for no answer."""
    if is_reversed(old, new):
        yield Difference("reversed", new.name, _list(old), _list(new))
    elif old.coded and new.coded:
        yield from _compare_codes(old, new)
    elif not old.coded and not new.coded:
        yield from _compare_answers(old, new)
    if missing := sorted(new.missing - old.missing):
        yield Difference("new missing codes", new.name, _join(sorted(old.missing)), _list(new, missing))


def _compare_codes(old: AskedColumn, new: AskedColumn) -> Iterator[Difference]:
    """Yield the codes that have another text, and those that came or went and do not stand for no answer."""
    both = [code for code in new.values if code in old.values]
    changed = [code for code in both if normalise(old.values[code]) != normalise(new.values[code])]
    came = [code for code in new.values if code not in old.values and code not in new.missing]
    went = [code for code in old.values if code not in new.values and code not in old.missing]
    if old.values and new.values and (changed or came or went):
        codes = _list(old, [*changed, *went]), _list(new, [*changed, *came])
        yield Difference("values changed", new.name, *codes)


def _compare_answers(old: AskedColumn, new: AskedColumn) -> Iterator[Difference]:
    """Yield all answers where texts became numbers, or numbers texts; else the texts that one alone has."""
    before, after = _texts(old), _texts(new)
    if (_is_worded(old) and _is_numbered(new)) or (_is_numbered(old) and _is_worded(new)):
        yield Difference("values changed", new.name, _list_answers(old), _list_answers(new))
    elif old.values and new.values and before != after:
        texts = _join(sorted(before - after)), _join(sorted(after - before))
        yield Difference("values changed", new.name, *texts)


def is_reversed(old: AskedColumn, new: AskedColumn) -> bool:
    """Return whether three texts or more that both have stand under codes of the opposite order."""
    places = [
        {normalise(text): n for n, (code, text) in enumerate(_in_order(q)) if code not in q.missing}
        for q in (old, new)
    ]
    both = [text for text in places[0] if text in places[1]]
    return len(both) > 2 and [places[1][text] for text in both] == sorted(
        (places[1][text] for text in both), reverse=True
    )


def _in_order(question: AskedColumn) -> list[tuple[str, str]]:
    """Return the codes by their numbers where all are numbers, else as they stand."""
    pairs = list(question.values.items())
    try:
        return sorted(pairs, key=lambda pair: float(pair[0]))
    except ValueError:
        return pairs if question.coded else []


def _texts(question: AskedColumn) -> set[str]:
    return {text for code, text in question.values.items() if code not in question.missing}


def _is_worded(question: AskedColumn) -> bool:
    """Return whether the answers that were found are texts, but for a few numbers."""
    return len(_texts(question)) > len(question.numbers)


def _is_numbered(question: AskedColumn) -> bool:
    """Return whether the answers that were found are numbers alone."""
    return bool(question.numbers) and not _texts(question)


def _list_answers(question: AskedColumn) -> str:
    numbers = sorted(question.numbers, key=lambda number: float(number.replace(",", ".")))
    return ", ".join([*sorted(_texts(question)), *numbers])


def _show(question: AskedColumn, code: str) -> str:
    text = question.values.get(code, code)
    return code if text == code else f"{code} {text}"


def _list(question: AskedColumn, codes: list[str] | None = None) -> str:
    shown = [code for code, _ in _in_order(question)] if codes is None else codes
    return _join(_show(question, code) for code in shown)


def _join(shown: Iterable[str]) -> str:
    return ", ".join(shown) or "(none)"
