"""Find the questions whose cells hold several answers, where no file of the platform tells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from aimed.ingest.survey.labels import ColumnDescription

NOT_SHOWN = ("N/A", "N/D", "k.A.", "k. A.", "n.v.t.", "S/O")
NO = ("No", "Nein", "Non", "Não", "Nee", "Nej", "Nei", "Нет", "いいえ", "否")
YES = ("Yes", "Ja", "Sí", "Oui", "Sim", "Sì", "Да", "はい", "是")
WORDS = {*YES, *NO, *NOT_SHOWN}
MOST = 60  # options of a question
ANSWERS = 1_000  # different cells of a question with several answers
HELD = "\ue000"  # stands for a separator within a known option


def find_several(cells: Sequence[str], separator: str, known: Iterable[str] = ()) -> ColumnDescription:
    """Return separator and options where cells hold several answers joined; else nothing.

    Cells are cut at semicolons, but for those that a `known` option holds, where the parts come again in
    other cells. At other signs, which options hold themselves, a cell is several answers where it is joined
    from others, or where what is left of it beside other answers comes again beside something else.
    """
    answers = list(dict.fromkeys(cell for cell in cells if cell))
    if len(answers) > ANSWERS or not any(separator in answer for answer in answers):
        return {}
    cut = _cut_at_semicolons if separator.strip() == ";" else _cut_beside_options
    options = cut(answers, separator, [option for option in known if separator in option])
    if not options or len(options) > MOST:
        return {}
    return {"separator": separator, "options": options, "guessed": True}


def _cut_at_semicolons(answers: Sequence[str], separator: str, known: Sequence[str]) -> list[str]:
    """Return the parts of the cells; none where most of them come in one cell alone, as in free text."""
    cut = []
    for answer in answers:
        held = answer
        for option in sorted(known, key=len, reverse=True):
            held = held.replace(option, option.replace(separator, HELD))
        parts = (part.replace(HELD, separator).strip() for part in held.split(separator))
        cut.append([part for part in parts if part])
    times = Counter(part for parts in cut for part in set(parts))
    again = sum(count for count in times.values() if count > 1)
    if max(map(len, cut), default=0) < 2 or again * 2 < times.total():
        return []
    return [*(answer for answer in answers if answer in times), *(one for one in times if one not in answers)]


def _cut_beside_options(answers: Sequence[str], separator: str, known: Sequence[str]) -> list[str]:
    """Return the answers that are joined from no others, and what is left of the joined ones beside them.

    What is left is an option where it stands beside two different ones: else it may be the rest of a longer
    one ("Ethics, law").
    """
    whole = {answer for answer in answers if not _is_joined(answer, set(answers) - {answer}, separator)}
    options = {answer for answer in whole if separator not in answer} | {*known}
    joined = [answer for answer in answers if answer not in whole]
    while True:
        beside: dict[str, set[str]] = {}
        for answer in whole - options:
            if left := _leave_beside(answer, options, separator):
                beside.setdefault(left[0], set()).add(left[1])
        found = {left for left, neighbours in beside.items() if len(neighbours) > 1}
        if not found - options:
            break
        options |= found
    cut = [answer for answer in answers if answer not in options and _is_joined(answer, options, separator)]
    if not joined and not cut:
        return []
    kept = [answer for answer in answers if answer not in {*joined, *cut}]
    explained = len({*joined, *cut}) * 2 >= sum(separator in answer for answer in answers)
    if len(answers) > MOST and not explained:
        return []
    return [*kept, *sorted(option for option in options if option not in answers and option not in known)]


def _leave_beside(answer: str, options: set[str], separator: str) -> tuple[str, str] | None:
    """Return what is left of an answer without the options at its ends, and what it stands beside."""
    before = after = ""
    parts = answer.split(separator)
    while len(parts) > 1:
        head = next((n for n in range(1, len(parts)) if separator.join(parts[:n]) in options), 0)
        tail = next((n for n in range(1, len(parts)) if separator.join(parts[-n:]) in options), 0)
        if head:
            before, parts = separator.join(parts[:head]), parts[head:]
        elif tail:
            after, parts = separator.join(parts[-tail:]), parts[:-tail]
        else:
            break
    left = separator.join(parts)
    return (left, f"{before}{HELD}{after if not before else ''}") if before or after else None


def _is_joined(answer: str, others: Iterable[str], separator: str) -> bool:
    """Return whether an answer is two or more of the others with separators between."""
    known = set(others)
    parts = answer.split(separator)
    ends = {0}
    for end in range(1, len(parts) + 1):
        if any(separator.join(parts[start:end]) in known for start in ends):
            ends.add(end)
    return len(parts) in ends


def find_options(
    described: Sequence[ColumnDescription], cells: Sequence[Sequence[str]]
) -> dict[int, ColumnDescription]:
    """Return place -> description of columns that are options of one question, as their cells show together.

    They say yes or no, or that the question was not shown; where it was not, all of them are blank. What was
    written beside another option is none of them.
    """
    groups: dict[str, list[int]] = {}
    for at, one in enumerate(described):
        if "row" in one and "values" not in one and "type" not in one and {*cells[at]} <= {*WORDS, ""}:
            groups.setdefault(str(one["question"]), []).append(at)
    found: dict[int, ColumnDescription] = {}
    for places in (places for places in groups.values() if len(places) > 1):
        answers = {cell for at in places for cell in cells[at]}
        together = len({tuple(not cell for cell in cells[at]) for at in places}) == 1
        hidden = not answers.isdisjoint({*NOT_SHOWN, ""})
        if answers & {*YES} and hidden and (together or not answers & {*NO}):
            for at in places:
                own = {name: said for name, said in described[at].items() if name != "row"}
                option = ColumnDescription(option=described[at]["row"])
                found[at] = cast(ColumnDescription, own | option | _describe_ticks(answers))
    return found


def _describe_ticks(answers: set[str]) -> ColumnDescription:
    """Return what ticked, unticked and not shown are, of cells in words; blank is no where no word is."""
    ticked, no = sorted(answers & {*YES})[0], sorted(answers & {*NO})
    hidden = sorted(answers & {*NOT_SHOWN}) + ([""] if no and "" in answers else [])
    found: ColumnDescription = {"values": {ticked: "Yes"} | dict.fromkeys(no, "No"), "unticked": no or [""]}
    return found | ({"not_shown": hidden} if hidden else {})
