"""Find the questions whose cells hold several answers, where no file of the platform tells."""

from collections.abc import Iterable, Sequence
from typing import cast

from aimed.ingest.survey.labels import ColumnDescription

MOST = 60
NOT_SHOWN = ("N/A", "N/D", "k.A.", "k. A.", "n.v.t.", "S/O")
NO = ("No", "Nein", "Non", "Não", "Nee", "Nej", "Nei", "Нет", "いいえ", "否")
YES = ("Yes", "Ja", "Sí", "Oui", "Sim", "Sì", "Да", "はい", "是")
WORDS = {*YES, *NO, *NOT_SHOWN}


def find_several(cells: Sequence[str], separator: str) -> ColumnDescription:
    """Return separator and options where some cell is two or more other answers joined; else nothing.

    An answer that is joined from no others is an option, whatever commas it holds.
    """
    answers = list(dict.fromkeys(cell for cell in cells if cell))
    if len(answers) > MOST or not any(separator in answer for answer in answers):
        return {}
    joined = [answer for answer in answers if _is_joined(answer, set(answers) - {answer}, separator)]
    if not joined:
        return {}
    return {
        "separator": separator,
        "options": [answer for answer in answers if answer not in joined],
        "guessed": True,
    }


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
