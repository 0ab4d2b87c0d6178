"""A survey as Qualtrics exports it with choice texts: three header rows, and the questionnaire as .qsf."""

import json
from typing import Any

from aimed.files.yaml_json import read_beside
from aimed.simulate.exports.write import GRID, ONE, SEVERAL, Survey, as_text, ended

OWN: dict[str, list[str]] = read_beside(__file__)
DATED = ("startDate", "endDate", "recordedDate")
KINDS = {
    ONE: ("MC", "SAVR"),
    SEVERAL: ("MC", "MAVR"),
    GRID: ("Matrix", "Likert"),
    "number": ("TE", "SL"),
    "text": ("TE", "ML"),
}
TEXTED = ("number", "text")


def write_files(survey: Survey) -> dict[str, bytes]:
    """Return the export as CSV and the questionnaire as .qsf."""
    rows = [*_heads(survey), *(_row(survey, at, one) for at, one in enumerate(survey.answers, start=1))]
    questionnaire = json.dumps(_questionnaire(survey), ensure_ascii=False, indent=1) + "\n"
    name = survey.written["file"]
    return {f"{name}.csv": as_text(rows).encode("utf-8-sig"), f"{name}.qsf": questionnaire.encode()}


def _heads(survey: Survey) -> list[list[str]]:
    zone = survey.written["time_zone"]
    names, texts = list(OWN), [text for text, _ in OWN.values()]
    ids = [{"ImportId": own} | ({"timeZone": zone} if own in DATED else {}) for _, own in OWN.values()]
    for question, row in survey.columns():
        number = f"QID{survey.questions.index(question) + 1}"
        text = survey.say(question["text"])
        names.append(f"{question['code']}_{row}" if row else question["code"])
        behind = " - Selected Choice" if question["kind"] == SEVERAL else ""
        texts.append(f"{text} - {survey.say(question['rows'][row])}" if row else f"{text}{behind}")
        number += f"_{row}" if row else ""
        ids.append({"ImportId": f"{number}_TEXT" if question["kind"] in TEXTED else number})
    return [names, texts, [json.dumps(one, separators=(",", ":")) for one in ids]]


def _row(survey: Survey, at: int, answer: dict[str, str]) -> list[str]:
    begun, end = ended(answer)
    latitude, longitude = survey.written["place"]
    done = answer["state"] != "partial"
    seconds = str(int((end - begun).total_seconds()))
    status = "Survey Preview" if answer["state"] == "preview" else "IP Address"
    own = [str(begun), str(end), status, f"192.0.2.{at}", "100" if done else "30", seconds, str(done)]
    own += [str(end), answer["id"], "", "", "", "", f"{latitude + at / 1000:.4f}"]
    own += [f"{longitude + at / 1000:.4f}", "anonymous", survey.language.upper()]
    asked = [
        ",".join(survey.chosen(answer, question))
        if question["kind"] == SEVERAL
        else survey.in_words(answer, question, row)
        for question, row in survey.columns()
    ]
    return own + asked


def _questionnaire(survey: Survey) -> dict[str, Any]:
    elements = []
    for number, question in enumerate(survey.questions, start=1):
        kind, selector = KINDS[question["kind"]]
        text = survey.say(question["text"])
        payload: dict[str, Any] = {
            "QuestionText": text,
            "DataExportTag": question["code"],
            "QuestionType": kind,
            "Selector": selector,
            "QuestionDescription": text,
            "Language": [],
            "QuestionID": f"QID{number}",
        }
        options = {code: {"Display": survey.say(said)} for code, said in survey.options(question).items()}
        if question["kind"] == GRID:
            rows = {row: {"Display": survey.say(said)} for row, said in question["rows"].items()}
            payload |= {"SubSelector": "SingleAnswer", "Choices": rows, "ChoiceOrder": list(rows)}
            payload |= {"Answers": options, "AnswerOrder": list(options)}
        elif options:
            payload |= {"Choices": options, "ChoiceOrder": list(options)}
        elements.append({"Element": "SQ", "PrimaryAttribute": f"QID{number}", "Payload": payload})
    entry = {
        "SurveyID": "SV_example",
        "SurveyName": survey.say(survey.written["title"]),
        "SurveyLanguage": survey.language.upper(),
    }
    return {"SurveyEntry": entry, "SurveyElements": elements}
