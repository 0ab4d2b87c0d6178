"""Write the Qualtrics fixtures: python tests/ingest/survey/layouts/exports/make_qualtrics.py.

Generated to the letter of Qualtrics' pages "Understanding Your Dataset" and "Data Export Options", and of
the shapes of public .qsf files; no export of a real survey. All people are invented.
"""

import csv
import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[4]))
from workbooks import write_workbook

OWN = [
    ("StartDate", "Start Date", {"ImportId": "startDate", "timeZone": "Africa/Nairobi"}),
    ("EndDate", "End Date", {"ImportId": "endDate", "timeZone": "Africa/Nairobi"}),
    ("Status", "Response Type", {"ImportId": "status"}),
    ("IPAddress", "IP Address", {"ImportId": "ipAddress"}),
    ("Progress", "Progress", {"ImportId": "progress"}),
    ("Duration (in seconds)", "Duration (in seconds)", {"ImportId": "duration"}),
    ("Finished", "Finished", {"ImportId": "finished"}),
    ("RecordedDate", "Recorded Date", {"ImportId": "recordedDate", "timeZone": "Africa/Nairobi"}),
    ("ResponseId", "Response ID", {"ImportId": "_recordId"}),
    ("RecipientLastName", "Recipient Last Name", {"ImportId": "recipientLastName"}),
    ("RecipientFirstName", "Recipient First Name", {"ImportId": "recipientFirstName"}),
    ("RecipientEmail", "Recipient Email", {"ImportId": "recipientEmail"}),
    ("ExternalReference", "External Data Reference", {"ImportId": "externalDataReference"}),
    ("LocationLatitude", "Location Latitude", {"ImportId": "locationLatitude"}),
    ("LocationLongitude", "Location Longitude", {"ImportId": "locationLongitude"}),
    ("DistributionChannel", "Distribution Channel", {"ImportId": "distributionChannel"}),
    ("UserLanguage", "User Language", {"ImportId": "userLanguage"}),
]
TOPICS = "Which topics should be taught?\n(Choose all that apply.)"
GRID = "How far do you agree?"
ETHICS, ERRORS = "Ethics, law and consent", "Errors (e.g., in analysis; in reporting)"
CONSENT = "Do you agree to take part?"
ASKED = [
    ("Q1.1", CONSENT, {"ImportId": "QID1"}),
    ("Q1.2", "How old are you?", {"ImportId": "QID3_TEXT"}),
    ("Q1.2", "Which year are you in? - Selected Choice", {"ImportId": "QID4"}),
    ("Q1.2_4_TEXT", "Which year are you in? - Other - Text", {"ImportId": "QID4_4_TEXT"}),
]
TOGETHER = [("Q2", f"{TOPICS} - Selected Choice", {"ImportId": "QID5"})]
SPLIT = [
    ("Q2_1", f"{TOPICS} - Selected Choice - {ETHICS}", {"ImportId": "QID5", "choiceId": "1"}),
    ("Q2_2", f"{TOPICS} - Selected Choice - Statistics", {"ImportId": "QID5", "choiceId": "2"}),
    ("Q2_3", f"{TOPICS} - Selected Choice - {ERRORS}", {"ImportId": "QID5", "choiceId": "3"}),
]
REST = [
    # columns of a grid may be numbered by place in the name, and by choice in the ImportId
    ("Q3_1", f'{GRID} - I say "yes" to AI', {"ImportId": "QID6_1"}),
    ("Q3_2", f"{GRID} - AI should be taught - from year one", {"ImportId": "QID6_5"}),
    ("Q4", "Your e-mail, if you want the results", {"ImportId": "QID7_TEXT"}),
    ("Q4 - Topics", "Your e-mail, if you want the results - Topics", {"ImportId": "QID7_TEXT_topics"}),
    ("Q3_DO", "How far do you agree? - Display Order", {"ImportId": "QID6_DO"}),
    ("Cohort", "Cohort", {"ImportId": "Cohort"}),
]
PEOPLE = ["R_1aaa", "R_2bbb", "R_3ccc", "R_4ddd", "R_5eee", "R_6fff"]
STATUS = ["IP Address", "IP Address", "Survey Preview", "IP Address", "IP Address", "IP Address"]
ANSWERS = [
    [
        "Yes",
        "21",
        "First year",
        "",
        f"{ETHICS},{ERRORS}",
        "Strongly agree",
        "Disagree",
        "",
        "",
        "1|5",
        "2024",
    ],
    [
        "Yes",
        "NA",
        "Other",
        "sixth, or 6",
        "Statistics",
        "Agree",
        "-99",
        "p2@example.org",
        "Contact",
        "5|1",
        "2024",
    ],
    ["Yes", "99", "Second year", "", "", "Agree", "Agree", "", "", "1|5", "test"],
    ["No", "", "", "", "", "", "", "", "", "", "2024"],
    ["Yes", "-99", "First year", "", "-99", "-99", "Disagree", "", "", "1|5", "2024"],
    [
        "Yes",
        "23,5",
        "Second year",
        "",
        f"{ETHICS},Statistics,{ERRORS}",
        "Disagree",
        "Agree",
        "",
        "",
        "5|1",
        "",
    ],
]
NUMBERS = [
    ["1", "21", "11", "", "1", "", "1", "5", "2", "", "", "1|5", "2024"],
    ["1", "NA", "99", "sixth, or 6", "", "1", "", "4", "-99", "p2@example.org", "Contact", "5|1", "2024"],
    ["1", "99", "12", "", "", "", "", "4", "4", "", "", "1|5", "test"],
    ["2", "", "", "", "", "", "", "", "", "", "", "", "2024"],
    ["1", "-99", "11", "", "-99", "-99", "-99", "-99", "2", "", "", "1|5", "2024"],
    ["1", "23,5", "12", "", "1", "1", "1", "2", "4", "", "", "5|1", ""],
]


def write(folder: Path) -> None:
    """Write the export with choice texts, the one with numbers, a workbook, an edited copy, and the .qsf."""
    texts, numbers = ASKED + TOGETHER + REST, ASKED + SPLIT + REST
    words = [own_cells(at, words=True) + ANSWERS[at] for at in range(6)]
    codes = [own_cells(at, words=False) + NUMBERS[at] for at in range(6)]
    (folder / "choice_text.csv").write_text(as_text(heads(texts) + words, ","), "utf-8-sig", newline="")
    (folder / "numeric_split.tsv").write_text(as_text(heads(numbers) + codes, "\t"), "utf-16", newline="")
    (folder / "third_row_deleted.csv").write_text(as_text(heads(texts)[:2] + words, ","), "utf-8", newline="")
    write_workbook(folder / "choice_text.xlsx", heads(texts)[:2] + words)
    write_workbook(folder / "three_rows.xlsx", heads(numbers) + codes)
    surveys = {"questionnaire.qsf": questionnaire(), "questionnaire_of_another.qsf": another()}
    for name, survey in surveys.items():
        (folder / name).write_text(
            json.dumps(survey, ensure_ascii=False, indent=1) + "\n", "utf-8", newline=""
        )


def heads(asked: list[tuple[str, str, dict[str, str]]]) -> list[list[str]]:
    """Return the three rows above the answers."""
    names, texts, ids = zip(*(OWN + asked), strict=True)
    return [list(names), list(texts), [json.dumps(one, separators=(",", ":")) for one in ids]]


def own_cells(at: int, words: bool) -> list[str]:
    """Return the cells of Qualtrics' own columns for a respondent."""
    status = STATUS[at] if words else {"IP Address": "0", "Survey Preview": "1"}[STATUS[at]]
    done = at != 3
    finished = str(done) if words else str(int(done))
    day = f"2024-03-0{at + 1}"
    person = ["", "", "", f"ref-{at + 1}", "-1.2921", "36.8219", "anonymous", "ES-ES" if at == 5 else "EN"]
    times = [f"{day} 10:00:00", f"{day} 10:05:30", status, f"192.0.2.{at + 1}", "100" if done else "40"]
    return [*times, "330", finished, f"{day} 10:05:31", PEOPLE[at], *person]


def as_text(rows: list[list[str]], separator: str) -> str:
    """Return rows as delimited text."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(rows)
    return written.getvalue()


def show(*texts: str) -> dict[str, dict[str, str]]:
    """Return choices as a .qsf writes them, numbered from 1."""
    return {str(number): {"Display": text} for number, text in enumerate(texts, start=1)}


def question(number: int, tag: str, text: str, kind: str, selector: str, **more: object) -> dict[str, object]:
    """Return an element of a .qsf that holds a question."""
    payload = {"QuestionText": text, "DataExportTag": tag, "QuestionType": kind, "Selector": selector}
    payload |= {"QuestionDescription": text, "Language": [], "QuestionID": f"QID{number}", **more}
    return {"SurveyID": "SV_made", "Element": "SQ", "PrimaryAttribute": f"QID{number}", "Payload": payload}


def questionnaire() -> dict[str, object]:
    """Return the .qsf of the survey: recoded values, an order that is not that of the ids, a translation."""
    years = show("First year", "Second year", "Third year") | {"4": {"Display": "Other", "TextEntry": "true"}}
    topics = show(f"<b>{ETHICS}</b>", "Statistics", "Errors&nbsp;(e.g., in analysis; in reporting)")
    grid = {"1": {"Display": 'I say "yes" to AI'}, "5": {"Display": "AI should be taught - from year one"}}
    scale = show("Disagree", "Agree", "Strongly agree")
    spanish = {
        "QuestionText": "¿Hasta qué punto está de acuerdo?",
        "Choices": {
            "1": {"Display": "Digo «sí» a la IA"},
            "5": {"Display": "La IA debe enseñarse desde el primer año"},
        },
        "Answers": show("En desacuerdo", "De acuerdo", "Muy de acuerdo"),
    }
    mail = {"Settings": {"Type": "ContentType", "ContentType": "ValidEmail"}}
    elements = [
        {"Element": "BL", "Payload": {"1": {"Type": "Trash", "BlockElements": [{"QuestionID": "QID9"}]}}},
        question(1, "Q1.1", f"<p>{CONSENT}</p>", "MC", "SAVR", Choices=show("Yes", "No"), ChoiceOrder=[1, 2]),
        question(2, "Q0", "Welcome.", "DB", "TB"),
        question(3, "Q1.2", "How old are you?", "TE", "SL"),
        question(
            4, "Q1.2", "Which year are you in?", "MC", "DL",
            Choices=years, ChoiceOrder=["1", "2", "3", 4],
            RecodeValues={"1": "11", "2": "12", "3": 13, "4": "99"},
        ),
        question(
            5, "Q2", "Which topics should be taught?<br>(Choose all that apply.)", "MC", "MAVR",
            Choices=topics, ChoiceOrder=["2", "1", "3"],
        ),
        question(
            6, "Q3", GRID, "Matrix", "Likert", SubSelector="SingleAnswer", ChoiceDataExportTags=False,
            Choices=grid, ChoiceOrder=["5", "1"], Answers=scale, AnswerOrder=[1, 2, 3],
            RecodeValues={"1": "2", "2": "4", "3": "5"},
            Language={"EN": {"QuestionText": GRID}, "ES-ES": spanish},
        ),
        question(7, "Q4", "Your e-mail, if you want the results", "TE", "SL", Validation=mail),
        question(8, "Q5", "Anything else?", "TE", "ML"),
        question(9, "Q1.1", "An old question", "TE", "SL"),
    ]  # fmt: skip
    return {"SurveyEntry": {"SurveyID": "SV_made", "SurveyLanguage": "EN"}, "SurveyElements": elements}


def another() -> dict[str, object]:
    """Return the .qsf of a survey about tea; its ids are QID1 and QID3 too."""
    elements = [
        question(1, "Q1.1", "Do you drink tea?", "MC", "SAVR", Choices=show("Yes", "No"), ChoiceOrder=[1, 2]),
        question(3, "Q1.2", "How many cups?", "TE", "SL"),
    ]
    return {"SurveyEntry": {"SurveyID": "SV_tea", "SurveyLanguage": "EN"}, "SurveyElements": elements}


if __name__ == "__main__":
    write(Path(__file__).parent / "qualtrics")
