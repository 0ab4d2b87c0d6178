"""Read a Qualtrics questionnaire (.qsf): what each column of an export was asked, with options in order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aimed.ingest.survey_export import strip_markup
from aimed.problems import Problem, ProblemsFound

LARGEST = 64 * 1024 * 1024
SEEN = "-99"  # what Qualtrics writes for seen but unanswered, where the export was told to
SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"}
WRITTEN = {"TE", "CS", "FORM"}
CONTENT = {"ValidEmail": "email", "ValidPhone": "phone", "ValidUSPhone": "phone"}
MEASURED = {
    "Timing": ("First Click", "Last Click", "Page Submit", "Click Count"),
    "Meta": ("Browser", "Version", "Operating System", "Resolution"),
}
SHOWN_ONLY = {"DB"}


@dataclass(frozen=True)
class Asked:
    """A column that a question may give: its ImportId, its name in an export, and its description."""

    question: str
    import_id: str
    name: str
    description: dict[str, Any]


@dataclass(frozen=True)
class Questionnaire:
    """The questions of a .qsf. tags: question id -> name in exports, of those that give columns.

    texts: question id -> the texts that may stand for it in an export's second row.
    """

    path: Path
    asked: list[Asked]
    tags: dict[str, str]
    texts: dict[str, list[str]]

    @cached_property
    def by_id(self) -> dict[str, Asked]:
        """Return the columns by ImportId."""
        return {one.import_id: one for one in self.asked}

    @cached_property
    def by_name(self) -> dict[str, list[Asked]]:
        """Return the columns by their name in an export; several questions may have one name."""
        return _group((one.name, one) for one in self.asked)

    @cached_property
    def by_label(self) -> dict[str, list[Asked]]:
        """Return the columns by question and row or option."""
        return _group((one.description["label"], one) for one in self.asked)


@dataclass(frozen=True)
class _Question:
    payload: dict[str, Any]
    language: str

    def text(self, key: str) -> str:
        return str(self.payload.get(key) or "")

    def choices(self, part: str) -> dict[str, str]:
        """Return id -> text of the Choices or the Answers, in the order in which they were shown."""
        entries = _entries(self.payload.get(part))
        given = self.payload.get("ChoiceOrder" if part == "Choices" else "AnswerOrder") or []
        order = [str(one) for one in (given.values() if isinstance(given, dict) else given)]
        named = _entries(self.payload.get("VariableNaming"))
        ids = [one for one in order if one in entries] + [one for one in entries if one not in order]
        return {one: plain(named.get(one)) or plain(entries[one]) for one in ids}

    def codes(self, part: str) -> dict[str, str]:
        """Return id -> the number that an export of numbers has for it."""
        recoded = _entries(self.payload.get("RecodeValues"))
        return {one: str(recoded.get(one, one)) for one in self.choices(part)}

    def translated(self) -> dict[str, dict[str, Any]]:
        """Return language -> texts, the survey's own language first; empty without translations."""
        others = self.payload.get("Language")
        others = (
            {code: one for code, one in others.items() if isinstance(one, dict)}
            if isinstance(others, dict)
            else {}
        )
        if not set(others) - {self.language}:
            return {}
        return {_language(code, others): others[code] for code in others if code != self.language} | {
            _language(self.language, others): self.payload
        }


def read_questionnaire(path: Path) -> Questionnaire:
    """Return the questions of a .qsf, those in the trash left out.

    Raises ProblemsFound for a file that is absent, too large, no JSON, or no Qualtrics questionnaire.
    """
    content = _read_json(path)
    elements = content.get("SurveyElements") if isinstance(content, dict) else None
    if not isinstance(elements, list):
        raise _refuse(path, "no list of SurveyElements", "name the .qsf that Qualtrics exported")
    language = str(_entries(content.get("SurveyEntry")).get("SurveyLanguage") or "EN")
    payloads = [_entries(one.get("Payload")) for one in elements if _entries(one).get("Element") == "SQ"]
    trash = _trash(elements)
    kept = [one for one in payloads if one.get("QuestionID") and one["QuestionID"] not in trash]
    questions = [_Question(one, language) for one in kept if one.get("QuestionType") not in SHOWN_ONLY]
    asked = [column for question in questions for column in _columns(question)]
    return Questionnaire(
        path,
        asked,
        {question.text("QuestionID"): question.text("DataExportTag") for question in questions},
        {question.text("QuestionID"): _texts(question) for question in questions},
    )


def plain(text: Any) -> str:
    """Return a text without its markup, on one line."""
    written = text.get("Display") if isinstance(text, dict) else text
    return strip_markup(str(written if written is not None else ""))


def _columns(question: _Question) -> Iterator[Asked]:
    kind, selector, sub = (question.text(key) for key in ("QuestionType", "Selector", "SubSelector"))
    several = selector in SEVERAL or sub in SEVERAL
    if kind in MEASURED:
        for what in MEASURED[kind]:
            yield _asked(
                question, f"_{what.upper().replace(' ', '_')}", {"label": what, "platform": True}, f"_{what}"
            )
    elif kind == "MC":
        yield from _choice_columns(question, several)
    elif kind == "Matrix":
        yield from _matrix_columns(question, several, written=bool({selector, sub} & WRITTEN))
    elif kind == "SBS":
        for part in _entries(question.payload.get("AdditionalQuestions")).values():
            inner = {
                "Choices": question.payload.get("Choices"),
                "ChoiceOrder": question.payload.get("ChoiceOrder"),
            }
            yield from _columns(_Question(inner | _entries(part), question.language))
    elif kind == "TE" and selector != "FORM":
        yield _asked(question, "_TEXT", _describe(question) | _written(question), "")
    else:
        scale = "Answers" if kind == "DD" else None
        for row in question.choices("Choices"):
            yield _asked(question, f"_{row}", _describe(question, row=row, scale=scale))


def _choice_columns(question: _Question, several: bool) -> Iterator[Asked]:
    yield _asked(question, "", _describe(question, scale="Choices", several=several))
    for option, entry in _entries(question.payload.get("Choices")).items():
        if several:
            yield _asked(question, f"_{option}", _describe(question, option=option, part="Choices"))
        if _entries(entry).get("TextEntry"):
            described = _describe(question, option=option, part="Choices", ticked=False)
            yield _asked(question, f"_{option}_TEXT", described | {"type": "text"})


def _matrix_columns(question: _Question, several: bool, written: bool) -> Iterator[Asked]:
    for row, entry in _entries(question.payload.get("Choices")).items():
        yield _asked(
            question, f"_{row}", _describe(question, row=row, scale="Answers", several=several), of_row=row
        )
        if _entries(entry).get("TextEntry"):
            yield _asked(question, f"_{row}_TEXT", _describe(question, row=row) | {"type": "text"})
        for option in question.choices("Answers") if several or written else ():
            described = _describe(question, row=row, option=option, part="Answers", ticked=several)
            yield _asked(question, f"_{row}_{option}", described)


def _asked(
    question: _Question, rest: str, description: dict[str, Any], named: str | None = None, of_row: str = ""
) -> Asked:
    own = _entries(question.payload.get("ChoiceDataExportTags")).get(of_row)
    name = str(own) if own else question.text("DataExportTag") + (rest if named is None else named)
    return Asked(question.text("QuestionID"), question.text("QuestionID") + rest, name, description)


def _describe(
    question: _Question,
    row: str = "",
    option: str = "",
    part: str = "",
    scale: str | None = None,
    several: bool = False,
    ticked: bool = True,
) -> dict[str, Any]:
    """Return the description of a column; row and option are ids, scale is where its answers stand."""
    chosen = question.choices(part).get(option, "") if option else ""
    of_row = question.choices("Choices").get(row, "") if row else ""
    stem = plain(question.text("QuestionText"))
    found: dict[str, Any] = {"label": _join(stem, of_row, chosen), "question": stem}
    found |= {key: text for key, text in (("row", of_row), ("option", chosen)) if text}
    if option and ticked:
        found |= {"values": {"1": chosen}, "unticked": ["", "0"]}
    if scale:
        texts, codes = question.choices(scale), question.codes(scale)
        found |= {"values": {codes[one]: texts[one] for one in texts}, "order": list(codes.values())}
        found |= {"separator": ",", "options": list(texts.values())} if several else {}
    if SEEN not in found.get("values", {}):
        found["seen_unanswered"] = [SEEN]
    return found | _translate(question, found, row, option, part, scale)


def _translate(
    question: _Question, found: dict[str, Any], row: str, option: str, part: str, scale: str | None
) -> dict[str, Any]:
    """Return labels and values_in of a description, where the questionnaire has translations."""
    labels, values = {}, {}
    for language, texts in question.translated().items():
        rows, options = _entries(texts.get("Choices")), _entries(texts.get(part or "Choices"))
        labels[language] = _join(
            plain(texts.get("QuestionText")),
            plain(rows.get(row)) if row else "",
            plain(options.get(option)) if option else "",
        )
        shown = _entries(texts.get(scale)) if scale else {}
        codes = question.codes(scale) if scale else {}
        values[language] = {codes[one]: plain(text) for one, text in shown.items() if one in codes}
    values = {language: shown for language, shown in values.items() if shown}
    return ({"labels": labels} if labels else {}) | ({"values_in": values} if values else {})


def _written(question: _Question) -> dict[str, Any]:
    validation = _entries(_entries(question.payload.get("Validation")).get("Settings"))
    held = validation.get("Type") == "ContentType" and CONTENT.get(str(validation.get("ContentType")))
    return {"type": "text"} | ({"identifies": held} if held else {})


def _texts(question: _Question) -> list[str]:
    parts = [question.payload, *question.translated().values()]
    texts = [plain(one.get(key)) for one in parts for key in ("QuestionText", "QuestionDescription")]
    return [text for text in texts if text]


def _group(pairs: Iterable[tuple[str, Asked]]) -> dict[str, list[Asked]]:
    grouped: dict[str, list[Asked]] = {}
    for key, one in pairs:
        grouped.setdefault(key, []).append(one)
    return grouped


def _trash(elements: list[Any]) -> set[str]:
    """Return the ids of the questions that were thrown away; a .qsf still holds them."""
    thrown = set()
    for element in elements:
        if _entries(element).get("Element") == "BL":
            for block in _entries(element.get("Payload")).values():
                if _entries(block).get("Type") == "Trash":
                    thrown |= {one.get("QuestionID") for one in block.get("BlockElements") or []}
    return thrown


def _entries(value: Any) -> dict[str, Any]:
    """Return a mapping with text keys: an empty one is a list in a .qsf, and so may a numbered one be."""
    if isinstance(value, list):
        return {str(number): one for number, one in enumerate(value)}
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def _language(code: str, others: dict[str, Any]) -> str:
    """Return a language as cohort.yaml writes it, `es` for ES-ES; whole where two are of one language."""
    short = code[:2].lower()
    return code.lower() if sum(other[:2].lower() == short for other in {code, *others}) > 1 else short


def _join(*parts: str) -> str:
    return " - ".join(part for part in parts if part)


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
    return ProblemsFound([Problem(path.as_posix(), found, "a Qualtrics questionnaire (.qsf)", remedy)])
