"""Read a Qualtrics questionnaire (.qsf): what each column of an export was asked, with options in order."""

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import join_texts
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.questionnaires.qualtrics_question import QualtricsQuestion, entries_of, plain
from aimed.messages.problems import ProblemsFound

LARGEST = 64 * 1024 * 1024
MOST = 20_000  # columns that all questions together may give
SEEN = "-99"  # what Qualtrics writes for seen but unanswered, where the export was told to
SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"}
WRITTEN = {"TE", "CS", "FORM"}
CONTENT = {"ValidEmail": "email", "ValidPhone": "phone", "ValidUSPhone": "phone"}
MEASURED: dict[str, list[list[str]]] = read_beside(__file__)
SHOWN_ONLY = {"DB"}


@dataclass(frozen=True)
class QualtricsColumn:
    """A column that a question may give: its ImportId, its name in an export, and its description."""

    question: str
    import_id: str
    name: str
    description: ColumnDescription


@dataclass(frozen=True)
class QualtricsQuestionnaire:
    """The questions of a .qsf. tags: question id -> name in exports, of those that give columns.

    texts: question id -> the texts that may stand for it in an export's second row.
    """

    path: Path
    asked: list[QualtricsColumn]
    tags: dict[str, str]
    texts: dict[str, list[str]]

    @cached_property
    def by_id(self) -> dict[str, QualtricsColumn]:
        """Return the columns by ImportId."""
        return {one.import_id: one for one in self.asked}

    @cached_property
    def by_name(self) -> dict[str, list[QualtricsColumn]]:
        """Return the columns by their name in an export; several questions may have one name."""
        return _group((one.name, one) for one in self.asked)

    @cached_property
    def by_label(self) -> dict[str, list[QualtricsColumn]]:
        """Return the columns by question and row or option."""
        return _group((one.description["label"], one) for one in self.asked)


def read_questionnaire(path: Path) -> QualtricsQuestionnaire:
    """Return the questions of a .qsf, those in the trash left out.

    Raises ProblemsFound for a file that is absent, too large, no JSON, or no Qualtrics questionnaire.
    """
    content = _read_json(path)
    elements = content.get("SurveyElements") if isinstance(content, dict) else None
    if not isinstance(elements, list):
        raise _refuse(path, "no list of SurveyElements", "name the .qsf that Qualtrics exported")
    language = str(entries_of(content.get("SurveyEntry")).get("SurveyLanguage") or "EN")
    payloads = [entries_of(one.get("Payload")) for one in elements if entries_of(one).get("Element") == "SQ"]
    trash = _trash(elements)
    every = [QualtricsQuestion(one, language) for one in payloads]
    kept = [one for one in every if one.text("QuestionID") and one.text("QuestionID") not in trash]
    questions = [one for one in kept if one.text("QuestionType") not in SHOWN_ONLY]
    columns = (column for question in questions for column in _columns(question))
    asked = list(itertools.islice(columns, MOST + 1))
    if len(asked) > MOST:
        raise _refuse(path, f"more than {MOST} columns", "name the .qsf that Qualtrics exported")
    return QualtricsQuestionnaire(
        path,
        asked,
        {question.text("QuestionID"): question.text("DataExportTag") for question in questions},
        {question.text("QuestionID"): _texts(question) for question in questions},
    )


def _columns(question: QualtricsQuestion) -> Iterator[QualtricsColumn]:
    kind, selector, sub = (question.text(key) for key in ("QuestionType", "Selector", "SubSelector"))
    several = selector in SEVERAL or sub in SEVERAL
    if kind in MEASURED:
        for rest, named in MEASURED[kind]:
            yield _asked(question, rest, {"label": named.lstrip("_"), "platform": True}, named)
    elif kind == "MC":
        yield from _choice_columns(question, several)
    elif kind == "Matrix":
        yield from _matrix_columns(question, several, written=bool({selector, sub} & WRITTEN))
    elif kind == "SBS":
        for part in entries_of(question.payload.get("AdditionalQuestions")).values():
            inner = {key: question.payload.get(key) for key in ("Choices", "ChoiceOrder")}
            asked = QualtricsQuestion(inner | entries_of(part), question.language)
            yield from _columns(asked) if asked.text("QuestionType") != "SBS" else ()
    elif kind == "TE" and selector != "FORM":
        yield _asked(question, "_TEXT", _describe(question) | _written(question), "")
    else:
        scale = "Answers" if kind == "DD" else None
        for row in question.choices["Choices"]:
            yield _asked(question, f"_{row}", _describe(question, row=row, scale=scale))


def _choice_columns(question: QualtricsQuestion, several: bool) -> Iterator[QualtricsColumn]:
    yield _asked(question, "", _describe(question, scale="Choices", several=several))
    for option, entry in entries_of(question.payload.get("Choices")).items():
        if several:
            yield _asked(question, f"_{option}", _describe(question, option=option))
        if entries_of(entry).get("TextEntry"):
            described = _describe(question, option=option, ticked=False)
            yield _asked(question, f"_{option}_TEXT", described | {"type": "text"})


def _matrix_columns(question: QualtricsQuestion, several: bool, written: bool) -> Iterator[QualtricsColumn]:
    for row, entry in entries_of(question.payload.get("Choices")).items():
        yield _asked(
            question, f"_{row}", _describe(question, row=row, scale="Answers", several=several), of_row=row
        )
        if entries_of(entry).get("TextEntry"):
            yield _asked(question, f"_{row}_TEXT", _describe(question, row=row) | {"type": "text"})
        for option in question.choices["Answers"] if several or written else ():
            described = _describe(question, row=row, option=option, ticked=several)
            yield _asked(question, f"_{row}_{option}", described)


def _asked(
    question: QualtricsQuestion,
    rest: str,
    description: ColumnDescription,
    named: str | None = None,
    of_row: str = "",
) -> QualtricsColumn:
    own = entries_of(question.payload.get("ChoiceDataExportTags")).get(of_row)
    name = str(own) if own else question.text("DataExportTag") + (rest if named is None else named)
    return QualtricsColumn(question.text("QuestionID"), question.text("QuestionID") + rest, name, description)


def _describe(
    question: QualtricsQuestion,
    row: str = "",
    option: str = "",
    scale: str | None = None,
    several: bool = False,
    ticked: bool = True,
) -> ColumnDescription:
    """Return the description of a column; row and option are ids, scale is where its answers stand.

    Options of a row are among the Answers, others among the Choices.
    """
    chosen = question.choices["Answers" if row else "Choices"].get(option, "") if option else ""
    of_row = question.choices["Choices"].get(row, "") if row else ""
    stem = plain(question.text("QuestionText"))
    found: ColumnDescription = {"label": join_texts(stem, of_row, chosen), "question": stem}
    found |= {"row": of_row} if of_row else {}
    found |= {"option": chosen} if chosen else {}
    if option and ticked:
        found |= {"values": {"1": chosen}, "unticked": ["", "0"]}
    if scale:
        texts, codes = question.choices[scale], question.codes[scale]
        found |= {"values": {codes[one]: texts[one] for one in texts}, "order": list(codes.values())}
        found |= {"separator": ",", "options": list(texts.values())} if several else {}
    if SEEN not in found.get("values", {}):
        found["seen_unanswered"] = [SEEN]
    return found | _translate(question, row, option, scale)


def _translate(question: QualtricsQuestion, row: str, option: str, scale: str | None) -> ColumnDescription:
    """Return labels and values_in of a description, where the questionnaire has translations."""
    labels, values = {}, {}
    for language, texts in question.translated.items():
        parts = [("Choices", row), ("Answers" if row else "Choices", option)]
        named = [plain(entries_of(texts.get(part)).get(one)) for part, one in parts if one]
        labels[language] = join_texts(plain(texts.get("QuestionText")), *named)
        codes = question.codes[scale] if scale else {}
        shown = entries_of(texts.get(scale or "")).items()
        if found := {codes[one]: plain(text) for one, text in shown if one in codes}:
            values[language] = found
    said: ColumnDescription = {"labels": labels} if labels else {}
    return said | ({"values_in": values} if values else {})


def _written(question: QualtricsQuestion) -> ColumnDescription:
    validation = entries_of(entries_of(question.payload.get("Validation")).get("Settings"))
    held = validation.get("Type") == "ContentType" and CONTENT.get(str(validation.get("ContentType")))
    return ColumnDescription(type="text") | ({"identifies": held} if held else {})


def _texts(question: QualtricsQuestion) -> list[str]:
    parts = [question.payload, *question.translated.values()]
    texts = [plain(one.get(key)) for one in parts for key in ("QuestionText", "QuestionDescription")]
    return [text for text in texts if text]


def _group(pairs: Iterable[tuple[str, QualtricsColumn]]) -> dict[str, list[QualtricsColumn]]:
    grouped: dict[str, list[QualtricsColumn]] = {}
    for key, one in pairs:
        grouped.setdefault(key, []).append(one)
    return grouped


def _trash(elements: list[Any]) -> set[str]:
    """Return the ids of the questions that were thrown away; a .qsf still holds them."""
    blocks = [
        entries_of(block)
        for element in elements
        if entries_of(element).get("Element") == "BL"
        for block in entries_of(element.get("Payload")).values()
    ]
    thrown = [block for block in blocks if block.get("Type") == "Trash"]
    parts = [part for block in thrown for part in entries_of(block.get("BlockElements")).values()]
    return {str(entries_of(part).get("QuestionID")) for part in parts}


def _read_json(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise _refuse(path, f"more than {LARGEST // 1024**2} MB", "name the .qsf that Qualtrics exported")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _refuse(path, "no such file", "restore it, or correct the name in cohort.yaml") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        place = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise _refuse(path, f"{place}text that is not JSON", "export the survey again as .qsf") from None


def _refuse(path: Path, found: str, remedy: str) -> ProblemsFound:
    return ProblemsFound.at(path, found, "a Qualtrics questionnaire (.qsf)", remedy)
