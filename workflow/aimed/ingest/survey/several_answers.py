"""Find the questions whose cells hold several answers, where no file of the platform tells."""

from collections.abc import Iterable, Sequence

from aimed.ingest.survey.labels import ColumnDescription

MOST = 60


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
