"""`aimed cohort diff`: what two waves asked differently, and which of it a person must decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from aimed.language.likeness import EXACT, OTHER_QUESTION, SURE, compare, normalise
from aimed.onboarding.diff.questionnaires import Question, read_questions

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


def compare_questions(before: dict[str, Question], after: dict[str, Question]) -> list[Difference]:
    """Return all differences, in the order of the newer questionnaire; what went comes last."""
    found: list[Difference] = []
    moved = find_moved(before, after)
    for name, question in after.items():
        older = before.get(moved.get(name, name))
        if name in moved and older is not None:
            found.append(
                Difference("renamed", name, f"{older.name}: {_say(older)}", f"{name}: {_say(question)}")
            )
            found += _compare_values(older, question)
        if name in before and is_other(before[name], question):
            found.append(Difference("re-used", name, _say(before[name]), _say(question)))
        elif name in before and name not in moved:
            found += _compare_texts(before[name], question)
            found += _compare_values(before[name], question)
        elif name not in before and name not in moved:
            found.append(Difference("new", name, "(not asked)", _say(question)))
    gone = [name for name in before if name not in after and name not in moved.values()]
    return found + [Difference("gone", name, _say(before[name]), "(not asked)") for name in gone]


def find_moved(before: dict[str, Question], after: dict[str, Question]) -> dict[str, str]:
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


def is_other(one: Question, other: Question) -> bool:
    """Return whether one name stands for two different questions, by their words."""
    return compare(normalise(one.text), normalise(other.text)) < OTHER_QUESTION


def _compare_texts(old: Question, new: Question) -> Iterator[Difference]:
    if compare(normalise(old.text), normalise(new.text)) < EXACT:
        yield Difference("reworded", new.name, _say(old), _say(new))


def _compare_values(old: Question, new: Question) -> Iterator[Difference]:
    """Yield what changed in the values: their order turned round, texts, codes, reasons for no answer."""
    if is_reversed(old, new):
        yield Difference("reversed", new.name, _list(old), _list(new))
    elif old.coded and new.coded:
        changed = [c for c in new.values if c in old.values and _differ(old.values[c], new.values[c])]
        came = [c for c in new.values if c not in old.values and c not in new.missing]
        went = [c for c in old.values if c not in new.values and c not in old.missing]
        if (changed or came or went) and old.values and new.values:
            yield Difference(
                "values changed", new.name, _list(old, [*changed, *went]), _list(new, [*changed, *came])
            )
    elif (_is_worded(old) and _is_numbered(new)) or (_is_numbered(old) and _is_worded(new)):
        yield Difference("values changed", new.name, _list_answers(old), _list_answers(new))
    elif _texts(old) ^ _texts(new) and old.values and new.values and not old.coded and not new.coded:
        came, went = sorted(_texts(new) - _texts(old)), sorted(_texts(old) - _texts(new))
        yield Difference("values changed", new.name, ", ".join(went) or "(none)", ", ".join(came) or "(none)")
    missing = sorted(new.missing - old.missing)
    if missing:
        known = ", ".join(sorted(old.missing)) or "(none)"
        yield Difference(
            "new missing codes", new.name, known, ", ".join(_show(new, code) for code in missing)
        )


def is_reversed(old: Question, new: Question) -> bool:
    """Return whether three texts or more that both have stand under codes of the opposite order."""
    places = [
        {normalise(text): n for n, (code, text) in enumerate(_in_order(q)) if code not in q.missing}
        for q in (old, new)
    ]
    both = [text for text in places[0] if text in places[1]]
    return len(both) > 2 and [places[1][text] for text in both] == sorted(
        (places[1][text] for text in both), reverse=True
    )


def _in_order(question: Question) -> list[tuple[str, str]]:
    """Return the codes by their numbers where all are numbers, else as they stand."""
    pairs = list(question.values.items())
    try:
        return sorted(pairs, key=lambda pair: float(pair[0]))
    except ValueError:
        return pairs if question.coded else []


def _texts(question: Question) -> set[str]:
    return {text for code, text in question.values.items() if code not in question.missing}


def _is_worded(question: Question) -> bool:
    """Return whether the answers that were found are texts, but for a few numbers."""
    return not question.coded and len(_texts(question)) > len(question.numbers)


def _is_numbered(question: Question) -> bool:
    """Return whether the answers that were found are numbers alone."""
    return not question.coded and bool(question.numbers) and not _texts(question)


def _list_answers(question: Question) -> str:
    numbers = sorted(question.numbers, key=lambda number: float(number.replace(",", ".")))
    return ", ".join([*sorted(_texts(question)), *numbers])


def _differ(one: str, other: str) -> bool:
    return normalise(one) != normalise(other)


def _say(question: Question) -> str:
    return question.text


def _show(question: Question, code: str) -> str:
    text = question.values.get(code, code)
    return code if text == code else f"{code} {text}"


def _list(question: Question, codes: list[str] | None = None) -> str:
    shown = [code for code, _ in _in_order(question)] if codes is None else codes
    return ", ".join(_show(question, code) for code in shown) or "(none)"
