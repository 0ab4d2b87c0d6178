"""Exports of Qualtrics: names, then question texts, then ImportIds; which of the rows are there varies."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import ExportLayout, HeadProblem, clean_name, describe_own
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.questionnaires.qualtrics import (
    SEEN,
    QualtricsColumn,
    QualtricsQuestionnaire,
    read_questionnaire,
)
from aimed.messages.problems import ProblemsFound

NAME = "qualtrics"
ID, CHOICE = "ImportId", "choiceId"
# quoted once, twice, with single marks or none: old exports and spreadsheet programs write each
WRITTEN = {part: re.compile(rf"\b{part}\b\W{{1,9}}([^\s'\",}}\u2018-\u201f]+)") for part in (ID, CHOICE)}
KNOWN = read_beside(__file__)
OWN, CODES = KNOWN["own"], KNOWN["codes"]
SHORT = {short: own for own, (short, _) in OWN.items()}
RESPONSE = {"ResponseId", "ResponseID"}
DATED = ("startDate", "endDate", "recordedDate")
OF_QUESTION = re.compile(r"(?:(?P<loop>\d+)_)?(?P<question>QID\d+(?:#\d+)?)(?P<rest>(?:_.*)?)")
SELECTED = " - Selected Choice"


@dataclass(frozen=True)
class _ColumnHead:
    """A column's head: the short name, the question text, and the ImportId with its choiceId behind it."""

    name: str
    text: str
    import_id: str
    is_option: bool
    cells: tuple[str, ...]

    @property
    def own(self) -> str:
        """Return the ImportId of a column of Qualtrics' own; an empty text for others."""
        if self.import_id:
            return self.import_id if self.import_id in OWN else ""
        names = (self.name, self.text) if re.fullmatch(r"V\d+", self.name) else (self.name,)
        return next((SHORT.get(one, one) for one in names if one in SHORT or one in OWN), "")

    @property
    def question(self) -> str:
        """Return the id of the question, with its loop; an empty text where there is none."""
        found = OF_QUESTION.fullmatch(self.import_id)
        return f"{found['loop'] or ''}{found['question']}" if found else ""


def recognise(head: list[list[str]]) -> bool:
    """Return whether a row of ImportIds is there, or the names that Qualtrics gives its own columns."""
    if not head:
        return False
    named = ({clean_name(name) for name in row} for row in head[:2])
    known = any(names & RESPONSE and len(names & set(SHORT)) >= 3 for names in named)
    return find_import_ids(head) is not None or known


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns by their short names; where a name comes twice, with the ImportId.

    Raises HeadProblem where the head cannot be told from the answers, and ProblemsFound for a
    questionnaire that is none, or of another survey.
    """
    rows, columns = _read_columns(head)
    beside: dict[str, list[_ColumnHead]] = {}
    for column in columns:
        beside.setdefault(column.question, []).append(column)
    asked = read_questionnaire(questionnaire) if questionnaire is not None else None
    matches = [_match(column, asked) if asked else None for column in columns]
    if asked:
        _check_survey(columns, matches, asked)
    described = [
        (name, _describe_asked(match, column) if match else _describe(column, beside[column.question]))
        for name, column, match in zip(_names(columns), columns, matches, strict=True)
    ]
    seen = {match.question.split("#")[0] for match in matches if match}
    left = [tag for one, tag in asked.tags.items() if one not in seen] if asked else []
    of = questionnaire.name if questionnaire else ""
    unused = [f"question {tag} of {of} (no column)" for tag in left]
    return ExportLayout(NAME, rows, described, not_used=unused)


def find_import_ids(head: list[list[str]]) -> int | None:
    """Return the place of the row of ImportIds, from 0: most of its cells are objects with one."""
    for place, row in enumerate(head):
        filled = [cell for cell in row if cell.strip()]
        if filled and sum(bool(_import_id(cell)[0]) for cell in filled) * 2 > len(filled):
            return place
    return None


def _read_columns(head: list[list[str]]) -> tuple[int, list[_ColumnHead]]:
    """Return how many header rows there are, and the columns."""
    place = find_import_ids(head)
    if place is None:
        rows = 2 if _has_texts(head) else 1
    elif place > 2:
        expected = "it right below the names and the question texts"
        remedy = "export it again: sorting the sheet moved rows of the header among the answers"
        raise HeadProblem(place + 1, "the row of ImportIds below answers", expected, remedy)
    else:
        rows = place + 1
    ids = [_import_id(cell) for cell in head[place]] if place is not None else [("", False)] * len(head[0])
    names = head[0] if place != 0 else [OWN.get(own, (own,))[0] for own, _ in ids]
    texts = head[1] if rows - (place is not None) > 1 else [""] * len(names)
    below = head[rows:]
    return rows, [
        _ColumnHead(clean_name(name), clean_name(text), own, option, tuple(row[at] for row in below))
        for at, (name, text, (own, option)) in enumerate(zip(names, texts, ids, strict=True))
    ]


def _has_texts(head: list[list[str]]) -> bool:
    """Return whether the second row holds question texts: a name again, or no digit under a date."""
    if len(head) > 1 and any(clean_name(cell) in SHORT for cell in head[1]):
        return True
    dated = [at for at, name in enumerate(head[0]) if SHORT.get(clean_name(name), name) in DATED]
    second = [head[1][at] for at in dated if head[1][at].strip()] if len(head) > 1 else []
    if not second and len(head) > 1:
        raise HeadProblem(
            2,
            "a row that may be question texts or answers",
            "a row of ImportIds, or the column StartDate, EndDate or RecordedDate, which tell them apart",
            "export it again with all columns and header rows, or write `layout: plain`",
        )
    return any(not re.search(r"\d", cell) for cell in second)


def _import_id(cell: str) -> tuple[str, bool]:
    """Return the ImportId in a cell, its choiceId behind it, and whether there is one; blank without."""
    if ID not in cell or len(cell) > 10_000:
        return "", False
    found = {part: match[1] for part in (ID, CHOICE) if (match := WRITTEN[part].search(cell))}
    if ID not in found or not cell.strip().startswith("{"):
        return "", False
    own, option = re.sub(r"(?<=\d)-(?=[A-Z])", "_", found[ID]), found.get(CHOICE, "")
    return f"{own}_{option}" if option else own, bool(option)


def _names(columns: Sequence[_ColumnHead]) -> list[str]:
    count = Counter(column.name for column in columns)
    return [
        f"{column.name} [{column.import_id}]" if column.import_id and count[column.name] > 1 else column.name
        for column in columns
    ]


def _describe(column: _ColumnHead, beside: Sequence[_ColumnHead]) -> ColumnDescription:
    """Return what the head alone says of a column; `beside` are all columns of its question."""
    if column.own:
        found = describe_own(column.text or column.name, OWN[column.own][1])
        return found | ({"values": CODES[column.own]} if column.own in CODES else {})
    found = {"label": column.text or column.name}
    if not column.question:
        return found
    if "_DO" in column.import_id.removeprefix(column.question):
        return found | {"platform": True}
    found["seen_unanswered"] = [SEEN]
    return found | _split_text(column, beside)


def _split_text(column: _ColumnHead, beside: Sequence[_ColumnHead]) -> ColumnDescription:
    """Return the question and the row or option in a text, by what the columns of the question share."""
    texts = [other.text for other in beside]
    if len(beside) < 2:
        return {"question": column.text.removesuffix(SELECTED)} if column.text else {}
    alike = itertools.takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    stem = "".join(letters[0] for letters in alike).rpartition(" - ")[0]
    rest = column.text[len(stem) + 3 :].removeprefix(f"{SELECTED[3:]} - ") if stem else ""
    stem = stem.removesuffix(SELECTED)
    if not rest or rest == SELECTED.removeprefix(" - "):
        return {"question": stem or column.text} if column.text else {}
    if rest.endswith(" - Text"):
        return {"question": stem, "option": rest.removesuffix(" - Text"), "type": "text"}
    answers = {cell.strip() for cell in column.cells} - {"", "0", SEEN}
    if column.is_option or answers == {rest} or (not answers and SELECTED in column.text):
        return {"question": stem, "option": rest, "values": {"1": rest}, "unticked": ["", "0"]}
    return {"question": stem, "row": rest}


def _match(column: _ColumnHead, questionnaire: QualtricsQuestionnaire) -> QualtricsColumn | None:
    """Return what was asked in a column, by its ImportId; by its name and text only where there is none.

    A name alone is no proof: names repeat, and those of a grid's rows count by place or by choice.
    """
    if column.own:
        return None
    if column.import_id:
        found = OF_QUESTION.fullmatch(column.import_id)
        return questionnaire.by_id.get(found["question"] + found["rest"]) if found else None
    names = (column.name, re.sub(r"^\d+_", "", column.name))
    named = [one for name in dict.fromkeys(names) for one in questionnaire.by_name.get(name, [])]
    if column.text:
        same = [one for one in named if _says(column.text, one, questionnaire)]
        named = same or questionnaire.by_label.get(column.text, [])
    return named[0] if len(named) == 1 else None


def _says(text: str, asked: QualtricsColumn, questionnaire: QualtricsQuestionnaire) -> bool:
    parts = [asked.description.get("row", ""), asked.description.get("option", "")]
    known = questionnaire.texts.get(asked.question.split("#")[0], [])
    return _agree(text, known) and all(part in text for part in parts)


def _describe_asked(match: QualtricsColumn, column: _ColumnHead) -> ColumnDescription:
    loop = re.match(r"(\d+)_", column.import_id or column.name)
    if loop and not match.name.startswith(loop[0]):
        label = f"{match.description['label']} [{loop[1]}]"
        return match.description | {"label": label, "loop": loop[1]}
    return match.description


def _check_survey(
    columns: list[_ColumnHead], matches: list[QualtricsColumn | None], questionnaire: QualtricsQuestionnaire
) -> None:
    """Raise ProblemsFound for the questionnaire of another survey.

    Every survey has a QID1: that ids are found says nothing where no question text agrees.
    """
    found = [(column, match) for column, match in zip(columns, matches, strict=True) if match]
    texts = [
        (column.text, questionnaire.texts.get(match.question.split("#")[0], [])) for column, match in found
    ]
    told = [(text, known) for text, known in texts if text and known]
    if found and (not told or any(_agree(text, known) for text, known in told)):
        return
    found_none = f"{len(questionnaire.tags)} questions, none of which is asked in the export"
    expected = "the questionnaire of the survey that was exported"
    remedy = "export the .qsf from the same survey, or take `questionnaire` out of cohort.yaml"
    raise ProblemsFound.at(questionnaire.path, found_none, expected, remedy)


def _agree(text: str, known: list[str]) -> bool:
    return any(text.casefold().startswith(one.casefold()[:30]) for one in known)
