"""Answers of a Microsoft Form, as it writes them to Excel, in the language of whoever exported them."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import ExportLayout, clean_name, describe_own
from aimed.ingest.survey.labels import ColumnDescription

NAME = "microsoft_forms"
KNOWN = read_beside(__file__)
TIMES = set(map(tuple, KNOWN["times"]))
MODIFIED = re.compile(f".*({'|'.join(KNOWN['modified'])}).*")
QUIZ = re.compile(r"(total points|quiz feedback|(points|feedback) - .*)")
DATED = re.compile(r"\d{1,4}[-/. 年]\d{1,2}[-/. 月]\d{1,4}.*\d{1,2}[:.]\d\d", re.S)
REPEATED = re.compile(r"(?P<first>.*\D)(?P<number>\d+)")
BETWEEN = re.compile(r"(?<=\S)\.(?=\S)")
SEPARATOR = ";"
# options are joined without a blank: before one, the sign is an option's own
JOINT = re.compile(r";(?=\S|$)")
OWN = 5  # ID, start time, completion time, e-mail, name


def recognise(head: list[list[str]]) -> bool:
    """Return whether the first columns are the form's own, by their names in any language or by the cells."""
    if len(head) < 2 or len(head[0]) < OWN or clean_name(head[0][0]).casefold() != "id":
        return False
    rows = [row for row in head[1:] if row[0].strip()]
    if not rows or not all(row[0].strip().isdigit() for row in rows):
        return False
    named = (clean_name(head[0][1]).casefold(), clean_name(head[0][2]).casefold()) in TIMES
    timed = all(DATED.search(row[1]) and DATED.search(row[2]) for row in rows)
    return timed and (named or all("@" in row[3] or row[3].strip().isalpha() for row in rows))


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns under their heads; Microsoft Forms has no questionnaire file.

    Questions with several answers, and rankings, end every cell with a separator: that tells them. The
    options are those in the first rows, perhaps not all (`guessed`).
    """
    names = [clean_name(name) for name in head[0]]
    stems = Counter(stem for name in names[OWN:] for stem in _stems(name))
    columns = []
    for place, name in enumerate(names):
        cells = [row[place].strip() for row in head[1:] if row[place].strip()]
        described = _describe_own(name, place) or _describe(name, names[:place], stems) | _find_several(cells)
        columns.append((name, described))
    return ExportLayout(NAME, 1, columns)


def _describe_own(name: str, place: int) -> ColumnDescription:
    if place >= OWN and not MODIFIED.fullmatch(name.casefold()) and not QUIZ.fullmatch(name.casefold()):
        return {}
    return describe_own(name, {3: "email", 4: "name"}.get(place, ""))


def _describe(name: str, before: Sequence[str], stems: Counter[str]) -> ColumnDescription:
    """Return label, question and row of a head.

    'Comment2' repeats 'Comment'; the rows of a grid share what is before a dot.
    """
    stem = next((stem for stem in _stems(name) if stems[stem] > 1), "")
    if stem:
        return {"label": name, "question": stem, "row": name[len(stem) + 1 :]}
    repeated = REPEATED.fullmatch(name)
    question = repeated["first"] if repeated and _repeats(repeated, before) else name
    return {"label": question, "question": question}


def _repeats(repeated: re.Match[str], before: Sequence[str]) -> bool:
    number = int(repeated["number"][:4])
    wanted = [repeated["first"], *(f"{repeated['first']}{count}" for count in range(2, min(number, 100)))]
    return number > 1 and set(wanted) <= set(before)


def _stems(name: str) -> list[str]:
    """Return what may be the question of a grid in the head of a row, the longest first."""
    return [name[: found.start()] for found in BETWEEN.finditer(name)][::-1]


def _find_several(cells: Sequence[str]) -> ColumnDescription:
    if not cells or not all(cell.endswith(SEPARATOR) for cell in cells):
        return {}
    chosen = [[part.strip() for part in JOINT.split(cell) if part.strip()] for cell in cells]
    options = list(dict.fromkeys(part for parts in chosen for part in parts))
    ranked = len(options) > 1 and all(set(parts) == set(options) for parts in chosen)
    ranked = ranked and any(first != second for first, second in pairwise(chosen))
    found: ColumnDescription = {"separator": SEPARATOR, "options": options, "guessed": True}
    return found | ({"ranked": True} if ranked else {})
