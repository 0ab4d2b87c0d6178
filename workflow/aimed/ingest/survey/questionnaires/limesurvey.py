"""Read a LimeSurvey questionnaire (.lss): what each column of an export was asked, with answers in order."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from aimed.files.archive import UnsafeXml, parse_xml
from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import strip_markup
from aimed.messages.problems import ProblemsFound

LARGEST = 64 * 1024 * 1024
SHOWN_ONLY = {"X"}
SEVERAL = {"M", "P"}
NUMBERS = {"N", "K", ":"}
WRITTEN = {"S", "T", "U", "Q", ";"}
FIXED: dict[str, dict[str, str]] = read_beside(__file__)
Row = dict[str, str]
Texts = dict[str, str]


@dataclass(frozen=True)
class LimeSurveyColumn:
    """A column that a question may give.

    name: as an export of codes has it, Q4[SQ001]; question, part: their texts by language; answers: code ->
    text by language, in order; several: whether it ticks one option of a question.
    """

    name: str
    type: str
    question: Texts
    part: Texts
    answers: dict[str, Texts]
    several: bool = False


@dataclass(frozen=True)
class LimeSurveyQuestionnaire:
    """The columns that the questions of a .lss give. languages: es for es-MX, the survey's own first."""

    path: Path
    languages: list[str]
    asked: list[LimeSurveyColumn]


def read_questionnaire(path: Path) -> LimeSurveyQuestionnaire:
    """Return the questions of a .lss of LimeSurvey 2 to 6 in the order in which they were asked.

    Raises ProblemsFound for a file that is absent, too large, no XML, with a DOCTYPE, or no such file.
    """
    root = _read_xml(path)
    kind = root.findtext("LimeSurveyDocType") or ""
    if root.tag != "document" or kind != "Survey":
        raise _refuse(path, f"a file of the kind {kind or root.tag}", "name the .lss of the whole survey")
    tables = {
        table.tag: [{cell.tag: cell.text or "" for cell in row} for row in table.iterfind("rows/row")]
        for table in root
    }
    languages = [one.text.strip() for one in root.iterfind("languages/language") if one.text]
    own = next((row["language"] for row in tables.get("surveys", []) if row.get("language")), "")
    listed = list(dict.fromkeys([own, *languages] if own else languages or ["en"]))
    short = [one[:2] if sum(other[:2] == one[:2] for other in listed) == 1 else one for one in listed]
    named = dict(zip(listed, short, strict=True))
    for row in itertools.chain.from_iterable(tables.values()):
        row["language"] = named.get(row.get("language", ""), row.get("language", ""))
    return LimeSurveyQuestionnaire(path, short, list(_list_columns(tables)))


def _read_xml(path: Path) -> etree._Element:
    try:
        if path.stat().st_size > LARGEST:
            found = f"more than {LARGEST // 1024**2} MB"
            raise _refuse(path, found, "name the .lss that LimeSurvey exported")
        root = parse_xml(path.read_bytes())
    except FileNotFoundError:
        raise _refuse(path, "no such file", "restore it, or correct the name") from None
    except UnsafeXml as error:
        behind = "; LimeSurvey writes none" if "DOCTYPE" in str(error) else ""
        raise _refuse(path, str(error), f"export it again{behind}") from None
    etree.strip_tags(root, etree.ProcessingInstruction)
    return root


def _list_columns(tables: dict[str, list[Row]]) -> Iterator[LimeSurveyColumn]:
    texts = _collect(tables, "question", "qid", "question_l10ns")
    questions = _once([row for row in tables.get("questions", []) if row.get("parent_qid", "0") in ("", "0")])
    groups = {row["gid"]: _number(row.get("group_order")) for row in tables.get("groups", []) if "gid" in row}
    questions.sort(key=lambda row: (groups.get(row.get("gid", ""), 0), _number(row.get("question_order"))))
    for question in questions:
        if question.get("type") not in SHOWN_ONLY:
            yield from _columns(question, tables, texts)


def _columns(
    question: Row, tables: dict[str, list[Row]], texts: dict[str, Texts]
) -> Iterator[LimeSurveyColumn]:
    """Yield the columns of a question, named as LimeSurvey's own export names them."""
    kind, title, qid = question.get("type", ""), question.get("title", ""), question.get("qid", "")
    below = _once([row for row in tables.get("subquestions", []) if row.get("parent_qid") == qid])
    below.sort(key=lambda row: (row.get("scale_id", "0"), _number(row.get("question_order"))))
    rows = [(row.get("title", ""), texts.get(row["qid"], {})) for row in below if not _is_second(row)]
    across = [(row.get("title", ""), texts.get(row["qid"], {})) for row in below if _is_second(row)]
    asked = texts.get(qid, {})
    first = _read_answers(tables, qid, "0")
    answers = first or {code: {"": text} for code, text in FIXED.get(kind, {}).items()}
    match kind:
        case "R":  # ranking
            for place in range(1, max(len(answers), len(rows), 1) + 1):
                yield LimeSurveyColumn(
                    f"{title}[{place}]", kind, asked, {"": f"Rank {place}"}, answers or dict(rows)
                )
        case ":" | ";":  # arrays of numbers, of texts
            for (code, text), (column, head) in itertools.product(rows, across):
                yield LimeSurveyColumn(f"{title}[{code}_{column}]", kind, asked, _join(text, head), {})
        case "1":  # array of two scales
            scales = [("1", first), ("2", _read_answers(tables, qid, "1"))]
            for (code, text), (scale, given) in itertools.product(rows, scales):
                part = _join(text, {"": f"Scale {scale}"})
                yield LimeSurveyColumn(f"{title}[{code}][{scale}]", kind, asked, part, given)
        case _ if rows:  # other arrays, several answers, several texts
            for code, text in rows:
                yield LimeSurveyColumn(f"{title}[{code}]", kind, asked, text, answers, kind in SEVERAL)
                if kind == "P":
                    yield LimeSurveyColumn(
                        f"{title}[{code}comment]", "T", asked, _join(text, {"": "Comment"}), {}
                    )
        case _:  # one answer
            other = {"-oth-": {"": "Other"}} if question.get("other") == "Y" and answers else {}
            yield LimeSurveyColumn(title, kind, asked, {}, answers | other)
    yield from _written_beside(question, asked)


def _written_beside(question: Row, asked: Texts) -> Iterator[LimeSurveyColumn]:
    """Yield the columns of free text that belong to a question with answers."""
    kind, title = question.get("type"), question.get("title", "")
    if kind == "O":
        yield LimeSurveyColumn(f"{title}[comment]", "T", asked, {"": "Comment"}, {})
    if question.get("other") == "Y":
        yield LimeSurveyColumn(f"{title}[other]", "T", asked, {"": "Other"}, {})
    if question.get("other") == "Y" and kind == "P":
        yield LimeSurveyColumn(f"{title}[othercomment]", "T", asked, {"": "Other - Comment"}, {})


def _is_second(row: Row) -> bool:
    return row.get("scale_id", "0") not in ("", "0")


def _read_answers(tables: dict[str, list[Row]], qid: str, scale: str) -> dict[str, Texts]:
    """Return code -> texts by language of a question's answers, in their order."""
    rows = [row for row in tables.get("answers", []) if row.get("qid") == qid]
    rows = [row for row in rows if (row.get("scale_id") or "0") == scale]
    texts = _collect({**tables, "answers": rows}, "answer", "aid", "answer_l10ns")
    ordered = sorted(rows, key=lambda row: _number(row.get("sortorder")))
    codes = dict.fromkeys(row.get("code", "") for row in ordered)
    found: dict[str, Texts] = {code: {} for code in codes}
    for row in ordered:
        own = found[row.get("code", "")]
        own |= texts.get(row.get("aid", ""), {})
        if row.get("answer") and row.get("language"):
            own[row["language"]] = strip_markup(row["answer"])
    return found


def _collect(tables: dict[str, list[Row]], what: str, key: str, translated: str) -> dict[str, Texts]:
    """Return id -> text by language: LimeSurvey 4 and later keep texts in tables of their own."""
    found: dict[str, Texts] = {}
    rows = tables.get(f"{what}s", []) + (tables.get("subquestions", []) if what == "question" else [])
    for row in rows + tables.get(translated, []):
        if row.get(key) and row.get(what) and row.get("language"):
            found.setdefault(row[key], {})[row["language"]] = strip_markup(row[what])
    return found


def _once(rows: list[Row]) -> list[Row]:
    """Return one row per question: before LimeSurvey 4 there was one per language."""
    return list({row.get("qid", ""): row for row in reversed(rows)}.values())[::-1]


def _join(first: Texts, second: Texts) -> Texts:
    if set(second) == {""}:
        return {language: f"{text} - {second['']}" for language, text in first.items()}
    return {
        language: f"{text} - {second[language]}" for language, text in first.items() if language in second
    }


def _number(written: str | None) -> int:
    return int(written) if written and written.strip().lstrip("-").isdecimal() else 0


def _refuse(path: Path, found: str, remedy: str) -> ProblemsFound:
    return ProblemsFound.at(path, found, "a LimeSurvey questionnaire (.lss)", remedy)
