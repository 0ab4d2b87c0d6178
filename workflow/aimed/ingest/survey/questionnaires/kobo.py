"""Read an XLSForm, the questionnaire of KoboToolbox and ODK: questions with groups, choices, languages."""

import re
from dataclasses import dataclass
from pathlib import Path

from aimed.files.spreadsheets import open_sheet
from aimed.ingest.survey.export import clean_name, strip_markup
from aimed.ingest.survey.recognise import recognise_format
from aimed.messages.problems import ProblemsFound

SEVERAL = ("select_multiple", "rank")
UNTRANSLATED = ""  # the language of a column `label` without a language
LABEL = re.compile(r"label(?:::?\s*(?P<language>.+))?", re.I)
BEGIN = re.compile(r"begin[ _](group|repeat|score|rank)", re.I)
END = re.compile(r"end[ _](group|repeat|score|rank)", re.I)
Texts = dict[str, str]
Row = dict[str, str]


@dataclass(frozen=True)
class XlsFormQuestion:
    """One question of an XLSForm. path: its groups and its name; groups: the texts of the groups.

    type: as select_one, without its list; choices: name -> text by language, in order;
    repeated: whether its answers stand in a table of their own.
    """

    path: tuple[str, ...]
    groups: tuple[Texts, ...]
    type: str
    label: Texts
    choices: dict[str, Texts]
    shown_if: str = ""
    repeated: bool = False

    @property
    def name(self) -> str:
        """Return the name without its groups."""
        return self.path[-1]


@dataclass(frozen=True)
class Form:
    """The questions of an XLSForm in order; languages: en for English (en), the form's own first."""

    path: Path
    languages: list[str]
    questions: list[XlsFormQuestion]


def read_form(path: Path) -> Form:
    """Return an XLSForm (.xlsx, .xls).

    Raises ProblemsFound for a file that is absent, no workbook, or without the sheet `survey`.
    """
    if recognise_format(path) != "workbook":
        raise _refuse(path, "a file that is no workbook")
    first = open_sheet(path)
    sheets = {first.name, *first.others}
    survey = _read_rows(path, "survey") if "survey" in sheets else []
    if not survey or not {"type", "name"} <= set(survey[0]):
        raise _refuse(path, "a workbook without the sheet survey, or without its columns type and name")
    choices: dict[str, dict[str, Texts]] = {}
    for row in _read_rows(path, "choices") if "choices" in sheets else []:
        listed = choices.setdefault(row.get("list_name") or row.get("list name", ""), {})
        listed[row.get("name", "")] = _texts(row)
    settings = _read_rows(path, "settings") if "settings" in sheets else []
    own = _name_language(settings[0].get("default_language", "")) if settings else ""
    said = [language for row in survey for language in _texts(row)]
    known = list(dict.fromkeys(said)) or [UNTRANSLATED]
    first_of = [language for language in known if language == own]
    return Form(path, list(dict.fromkeys(first_of + known)), _list_questions(survey, choices))


def _read_rows(path: Path, sheet: str) -> list[Row]:
    rows = [row for _, row in open_sheet(path, sheet).records() if any(cell.strip() for cell in row)]
    heads = [clean_name(cell) for cell in rows[0]] if rows else []
    named = [head if LABEL.fullmatch(head) else head.lower() for head in heads]
    return [dict(zip(named, (cell.strip() for cell in row), strict=False)) for row in rows[1:]]


def _texts(row: Row) -> Texts:
    """Return language -> text of the columns label, label::English (en) ..."""
    found = {}
    for head, text in row.items():
        label = LABEL.fullmatch(head)
        if label and text:
            found[_name_language(label["language"] or UNTRANSLATED)] = strip_markup(text)
    return found


def _name_language(written: str) -> str:
    """Return `en` for English (en), and a language without a code as it is written."""
    code = re.search(r"\(([A-Za-z]{2,3})\)\s*$", written)
    return code[1].lower() if code else written.strip()


def _list_questions(survey: list[Row], choices: dict[str, dict[str, Texts]]) -> list[XlsFormQuestion]:
    questions = []
    groups: list[tuple[str, Texts, bool]] = []
    for row in survey:
        kind, _, rest = row["type"].strip().partition(" ")
        if BEGIN.fullmatch(row["type"].strip()):
            groups.append((row["name"], _texts(row), "repeat" in row["type"].lower()))
        elif END.fullmatch(row["type"].strip()):
            groups = groups[:-1]
        elif row["type"].strip() and row["name"].strip():
            words = rest.split()
            listed = choices.get(words[0], {}) if words and kind.lower() in (*SEVERAL, "select_one") else {}
            other = {"other": {UNTRANSLATED: "Other"}} if listed and "or_other" in words[1:] else {}
            questions.append(
                XlsFormQuestion(
                    (*[name for name, _, _ in groups], row["name"]),
                    tuple(texts for _, texts, _ in groups),
                    kind.lower(),
                    _texts(row),
                    listed | other,
                    row.get("relevant", ""),
                    any(repeated for _, _, repeated in groups),
                )
            )
    return questions


def _refuse(path: Path, found: str) -> ProblemsFound:
    expected = "an XLSForm: a workbook with the sheets survey and choices"
    return ProblemsFound.at(path, found, expected, "download the form again, as XLSForm")
