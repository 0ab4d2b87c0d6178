"""Hold the files named beside a survey file, questionnaire and catalogue, to what is read."""

from pathlib import Path

from aimed.ingest.survey.labels import FileReading
from aimed.messages.problems import Problem, raise_problems
from aimed.study.cohort_file import BESIDE
from aimed.study.declarations import SurveyFile

WITH_QUESTIONNAIRE = ("qualtrics", "limesurvey", "redcap", "kobo")
READ_FROM = {"questionnaire": f"an export of {', '.join(WITH_QUESTIONNAIRE)}", "catalog": "a .sas7bdat file"}


def check_there(entry: SurveyFile) -> None:
    """Raise ProblemsFound for absent files beside a survey file, an entry of `list_survey_files`."""
    problems = []
    for what in (what for what in BESIDE if what in entry and not entry[what].is_file()):
        expected = f"the file that cohort.yaml names under `{what}`"
        remedy = f"restore it, correct its name, or take `{what}` out of cohort.yaml"
        problems.append(Problem(entry[what].as_posix(), "no such file", expected, remedy, kind="absent_file"))
    raise_problems(problems)


def check_used(path: Path, entry: SurveyFile, reading: FileReading) -> None:
    """Raise ProblemsFound for a file beside a survey file that its layout or format has no use for.

    reading: how the survey file was read, as an Export has it.
    """
    layout, format_ = reading.get("layout"), reading["format"]
    used = {"questionnaire": layout in WITH_QUESTIONNAIRE, "catalog": format_ == "sas"}
    read_as = f"a file in the layout {layout}" if layout else f"a file of the format {format_}"
    remedies = {
        "questionnaire": "name its `layout` if it is another, or take `questionnaire` out of cohort.yaml",
        "catalog": "take `catalog` out of cohort.yaml",
    }
    raise_problems(
        Problem(
            path.as_posix(),
            f"{read_as}, and {entry[what].name} under `{what}`, which would not be read",
            f"a {what} beside {READ_FROM[what]}",
            remedies[what],
        )
        for what in BESIDE
        if what in entry and not used[what]
    )
