"""The columns that a questionnaire alone will give, before anybody has answered it."""

from pathlib import Path

from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.layouts import kobo, limesurvey, redcap
from aimed.ingest.survey.questionnaires.kobo import read_form
from aimed.ingest.survey.questionnaires.limesurvey import read_questionnaire as read_limesurvey
from aimed.ingest.survey.questionnaires.qualtrics import read_questionnaire as read_qualtrics
from aimed.ingest.survey.questionnaires.redcap import NOT_EXPORTED, name_checkbox, read_dictionary
from aimed.ingest.survey.recognise import recognise_format
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.profiling import Column, Profile

Described = list[tuple[str, ColumnDescription]]


def read_asked(questionnaire: Path) -> Profile:
    """Return the columns that a questionnaire gives, with no answers.

    Raises ProblemsFound for a file that is no .lss, .qsf, XLSForm or REDCap data dictionary.
    """
    return Profile([], {name: Column(name, said) for name, said in _describe(questionnaire)}, {})


def _describe(path: Path) -> Described:
    start = path.open("rb").read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return [(one.name, one.description) for one in read_qualtrics(path).asked]
    if start.startswith(b"<"):
        names = [one.name for one in read_limesurvey(path).asked]
        return limesurvey.describe([["id", *limesurvey.MARKS, *names]], path).columns
    if recognise_format(path) == "workbook":
        try:
            form = read_form(path)
        except ProblemsFound:
            return _describe_dictionary(path)
        return kobo.describe([["/".join(one.path) for one in form.questions]], path).columns
    return _describe_dictionary(path)


def _describe_dictionary(path: Path) -> Described:
    names = []
    for field in read_dictionary(path):
        if field.type == "checkbox":
            names += [name_checkbox(field.name, code) for code in field.choices]
        elif field.type not in NOT_EXPORTED:
            names.append(field.name)
    return redcap.describe([names], path).columns
