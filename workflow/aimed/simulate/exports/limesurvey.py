"""A survey as LimeSurvey exports it with full answers under question codes, and its structure as .lss."""

import csv
from typing import Any

from aimed.simulate.exports.write import GRID, NOT_SHOWN, ONE, SEVERAL, Survey, as_text, ended

OWN = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr")
KINDS = {ONE: "L", SEVERAL: "M", GRID: "F", "number": "N", "short": "S", "text": "T"}
UNSEEN = "N/A"
TABLES = ("answers", "groups", "questions", "subquestions", "surveys", "question_l10ns", "answer_l10ns")


def write_files(survey: Survey) -> dict[str, bytes]:
    """Return the export as CSV (with a byte order mark, all cells quoted) and the structure as .lss."""
    rows = [_heads(survey), *(_row(survey, at, one) for at, one in enumerate(survey.answers, start=1))]
    table = "\ufeff" + as_text(rows, "\r\n", csv.QUOTE_ALL) + "\r\n"
    name = survey.written["file"]
    return {f"{name}.csv": table.encode(), f"{name}.lss": _structure(survey).encode()}


def _heads(survey: Survey) -> list[str]:
    names = list(OWN)
    for question, row in survey.columns():
        if question["kind"] == SEVERAL:
            names += [f"{question['code']}[{code}]" for code in survey.options(question)]
        else:
            names.append(f"{question['code']}[{row}]" if row else question["code"])
    return names


def _row(survey: Survey, at: int, answer: dict[str, str]) -> list[str]:
    begun, end = (str(moment) for moment in ended(answer))
    sent = "" if answer["state"] == "partial" else end
    cells = [answer["id"], sent, "4" if sent else "1", survey.language]
    cells += [str(1_700_000_000 + at), begun, end, f"198.51.100.{at}"]
    yes, no = survey.written["ticked"], survey.written["unticked"]
    for question, row in survey.columns():
        if question["kind"] != SEVERAL:
            cells.append(survey.in_words(answer, question, row))
            continue
        codes = survey.cell(answer, question, None).split()
        unseen = NOT_SHOWN in codes
        cells += [UNSEEN if unseen else yes if code in codes else no for code in survey.options(question)]
    return cells


def _structure(survey: Survey) -> str:
    """Return the .lss of version 6: texts stand in tables of their own, once per language."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    languages = [survey.language, *survey.written.get("translations", [])]
    tables["groups"].append({"gid": 1, "group_order": 1})
    tables["surveys"].append({"sid": 123456, "language": survey.language})
    for number, question in enumerate(survey.questions, start=1):
        _add_question(tables, survey, number, question, languages)
    spoken = "".join(f"<language>{language}</language>" for language in languages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n<LimeSurveyDocType>Survey</LimeSurveyDocType>\n'
        f"<DBVersion>640</DBVersion>\n<languages>{spoken}</languages>\n"
        + "".join(_table(name, rows) for name, rows in tables.items())
        + "</document>\n"
    )


def _add_question(
    tables: dict[str, list[dict[str, Any]]],
    survey: Survey,
    number: int,
    question: dict[str, Any],
    languages: list[str],
) -> None:
    several = question["kind"] == SEVERAL
    row = {"qid": number, "parent_qid": 0, "gid": 1, "type": KINDS[question["kind"]]}
    row |= {"title": question["code"], "other": "N", "question_order": number, "scale_id": 0}
    tables["questions"].append(row)
    tables["question_l10ns"] += _say(survey, {"qid": number}, "question", question["text"], languages)
    parts = survey.options(question) if several else question.get("rows", {})
    for order, (code, said) in enumerate(parts.items(), start=1):
        part = {"qid": number * 1000 + order}
        row = {**part, "parent_qid": number, "gid": 1, "type": "T", "title": code}
        tables["subquestions"].append(row | {"other": "N", "question_order": order, "scale_id": 0})
        tables["question_l10ns"] += _say(survey, part, "question", said, languages)
    for order, (code, said) in enumerate({} if several else survey.options(question).items(), start=1):
        answer = {"aid": number * 1000 + order}
        row = {**answer, "qid": number, "code": code, "sortorder": order, "scale_id": 0}
        tables["answers"].append(row)
        tables["answer_l10ns"] += _say(survey, answer, "answer", said, languages)


def _say(
    survey: Survey, key: dict[str, int], what: str, said: Any, languages: list[str]
) -> list[dict[str, Any]]:
    return [{**key, what: survey.say(said, one), "language": one} for one in languages]


def _table(name: str, rows: list[dict[str, Any]]) -> str:
    cells = ("".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items()) for row in rows)
    body = "".join(f"<row>{row}</row>\n" for row in cells)
    return f"<{name}>\n<rows>\n{body}</rows>\n</{name}>\n"
