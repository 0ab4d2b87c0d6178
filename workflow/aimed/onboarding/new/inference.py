"""What a file without a platform's layout does not say of its columns, and their cells and heads do."""

import re
from collections.abc import Iterable, Sequence

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.several_answers import find_several
from aimed.language.likeness import normalise
from aimed.language.own_words import may_be_own
from aimed.onboarding.new.vocabulary import KNOWN, is_no, is_yes
from aimed.onboarding.profiling import Column, Profile

PLATFORM = frozenset(read_beside(__file__))
NO_ANSWER_WORDS = {normalise(word) for words in KNOWN["no_answers"].values() for word in words}
SEPARATORS = (";", ", ", ",")
NAMES = re.compile(r"[a-z0-9_]+( [a-z0-9_]+)*")
NUMBERED = re.compile(r"(?P<stem>.+?)(?:[_./-]\d+| \(\d+\))?")
BRACKETED = re.compile(r"(?P<stem>.{3,}?) ?\[(?P<option>[^\[\]]+)\]", re.S)
PART = re.compile(r"^(?P<stem>.{3,})\s[-–—:]\s(?P<option>.+)$|^(?P<asked>.{3,}?[:：?？])(?P<said>.+)$", re.S)


def complete_profile(profile: Profile, known: Sequence[str] = ()) -> None:
    """Add to the descriptions what heads and cells show: platform's columns, several answers, options.

    known: the codebook's options; one that holds a separator is not cut at it.
    """
    columns = [column for column in profile.columns.values() if not column.description.get("platform")]
    if len(columns) == len(profile.columns):
        for column in columns:
            if normalise(column.name) in PLATFORM:
                column.description = column.description | {"platform": True}
    for column in columns:
        said = column.description
        if not (column.values or said.get("separator") or said.get("platform") or column.more):
            found = (find_several(list(column.answers), separator, known) for separator in SEPARATORS)
            several = next((one for one in found if one), None) or _find_names(column, known)
            column.description = said | several
    groups = _group_ticks(columns) | _group_texts(columns, profile.rows, known)
    for question, group in groups.items():
        for option, column in group:
            unticked = [value for value in column.answers if is_no(column.values.get(value, value))]
            extra: ColumnDescription = {"question": question, "option": option, "unticked": unticked or [""]}
            column.description = column.description | extra


def _group_ticks(columns: Iterable[Column]) -> dict[str, list[tuple[str, Column]]]:
    """Return question -> (option, column) of two or more columns that begin alike and say yes or no."""
    groups: dict[str, list[tuple[str, Column]]] = {}
    for column in columns:
        bracketed = BRACKETED.fullmatch(column.label)
        found = bracketed or PART.match(column.label)
        if not found or "option" in column.description:
            continue
        stem, option = found["stem"], found["option"]
        question, option = (stem, option) if stem else (found["asked"], found["said"])
        if _is_yes_or_no(column, option):
            groups.setdefault(question.strip(), []).append((option.strip(), column))
    return {question: group for question, group in groups.items() if len(group) > 1}


def _find_names(column: Column, known: Sequence[str]) -> ColumnDescription:
    """Return separator and options where cells are names of options with blanks between, most of them known.

    As the forms of Kobo and ODK write them.
    """
    parts = {part for cell in column.answers for part in cell.split()}
    plain = {normalise(one) for one in known}
    own = {part for part in parts if normalise(part) in plain}
    if len(own) < 2 or len(own) * 2 < len(parts) or not all(map(NAMES.fullmatch, column.answers)):
        return {}
    joined = any(" " in cell and normalise(cell) not in plain for cell in column.answers)
    return {"separator": " ", "options": sorted(parts), "guessed": True} if joined else {}


def _group_texts(
    columns: Iterable[Column], rows: int, known: Sequence[str]
) -> dict[str, list[tuple[str, Column]]]:
    """Return question -> (option, column) of numbered columns of one name, each with a text of its own.

    What one person may have written is no option.
    """
    groups: dict[str, list[tuple[str, Column]]] = {}
    for column in columns:
        found, texts = NUMBERED.fullmatch(column.name), [*column.answers]
        if len(texts) != 1 or column.filled == rows or column.values or "option" in column.description:
            continue
        if found and not (_is_yes_or_no(column, "") or may_be_own(texts[0], column.filled, known)):
            groups.setdefault(found["stem"], []).append((texts[0], column))
    return {stem: group for stem, group in groups.items() if len(dict(group)) == len(group) > 1}


def _is_yes_or_no(column: Column, option: str) -> bool:
    texts = {column.values.get(value, value) for value in column.answers}
    texts = {text for text in texts if normalise(text) not in NO_ANSWER_WORDS}
    said = {normalise(option), normalise(column.label)}
    return 0 < len(texts) <= 2 and all(is_yes(t) or is_no(t) or normalise(t) in said for t in texts)
