"""What was asked: the questions of a cohort, of a survey's export, or of a platform's questionnaire file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.yaml_json import read_yaml
from aimed.harmonise.recoding.source_columns import find_markers
from aimed.language.likeness import SURE, guess
from aimed.language.own_words import FEW, may_be_own
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.new.cohort_file import find_respondent_id
from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.new.values import find_declared
from aimed.onboarding.profiling import NUMBER, Column, Profile, profile_survey, read_days
from aimed.study.cohort_file import COHORTS, list_survey_files
from aimed.study.layout import find_started


@dataclass(frozen=True)
class AskedColumn:
    """A column as it was asked. values: code -> text in the order of the source; missing: codes of no answer.

    coded: whether the codes are the platform's; else the values are the answers that were found, without
    those that are numbers, which stand in `numbers`.
    """

    name: str
    text: str
    values: dict[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    coded: bool = True
    numbers: frozenset[str] = frozenset()


def read_questions(what: str) -> dict[str, AskedColumn]:
    """Return name -> question of a cohort, by its id, or of a file. Raises ProblemsFound for neither."""
    folder = COHORTS / what
    if (folder / "cohort.yaml").is_file():
        description = read_yaml(folder / "cohort.yaml")  # of no schema: a draft names its files all the same
        profile = profile_survey(list_survey_files(description, folder), folder)
        return _ask_all(profile, {description.get("respondent_id"), find_respondent_id(profile)})
    path = find_started(Path(what))
    if not path.is_file():
        known = ", ".join(sorted(one.parent.name for one in COHORTS.glob("*/cohort.yaml")))
        expected = f"a cohort ({known}), a survey's export or a questionnaire file"
        raise ProblemsFound.at(what, "no such cohort and no such file", expected, "correct the name")
    if reader := QUESTIONNAIRES.get(path.suffix.lower()):
        return reader(path)
    profile = profile_survey([{"path": path.as_posix()}], path.parent)
    return _ask_all(profile, {find_respondent_id(profile)})


def _ask_all(profile: Profile, identifying: set[str | None]) -> dict[str, AskedColumn]:
    """Return name -> question; cells are shown only of columns in which they tell of nobody."""
    aside = identifying | set(profile.dropped)
    questions = {}
    for name, column in profile.columns.items():
        told = name in aside or bool(column.personal)
        cells = set() if told else set(column.counts) - _find_own(column)
        shown = cells if is_shown(column) else cells & find_declared(column)
        questions[name] = _ask(column, shown)
    return questions


def _find_own(column: Column) -> set[str]:
    """Return the answers that may be one person's own words."""
    known = {*column.values.values(), *(value for value, n in column.counts.items() if n > FEW)}
    return {
        value
        for value, n in column.counts.items()
        if value not in column.values and may_be_own(value, n, known)
    }


def is_shown(column: Column) -> bool:
    """Return whether the values of a column repeat as categories do, and are no days.

    Of categories at least half stand in several cells; of comments and ids hardly one does.
    """
    repeated = sum(n > 1 for n in column.answers.values())
    return column.is_category and repeated * 2 >= len(column.answers) and not read_days(column)


def _ask(column: Column, seen: set[str]) -> AskedColumn:
    import pandas as pd

    said, labels = column.description, column.values
    ordered = [str(code) for code in said.get("order") or labels if str(code) in labels]
    values = {code: labels[code] for code in ordered} | labels
    marked = find_markers(pd.Series([*values, *seen], dtype=object), said)
    if not values and not said.get("platform"):
        numbers = frozenset(value for value in seen if NUMBER.fullmatch(value))
        found = {value: value for value in sorted(seen - numbers)}
        missing = marked | _name_missing(found)
        return AskedColumn(column.name, column.label, found, missing, coded=False, numbers=numbers - missing)
    return AskedColumn(column.name, column.label, values, marked | _name_missing(values))


def _name_missing(values: dict[str, str]) -> frozenset[str]:
    """Return the codes whose text is one of the codebook's words for no answer."""
    words = read_study_words().missing
    return frozenset(code for code, text in values.items() if guess([text], words).score >= SURE)


def _read_qsf(path: Path) -> dict[str, AskedColumn]:
    from aimed.ingest.survey.questionnaires.qualtrics import read_questionnaire

    return {
        one.name: _ask(Column(one.name, one.description), set()) for one in read_questionnaire(path).asked
    }


def _read_lss(path: Path) -> dict[str, AskedColumn]:
    from aimed.ingest.survey.questionnaires.limesurvey import read_questionnaire

    read = read_questionnaire(path)
    language = read.languages[0] if read.languages else ""

    def say(texts: dict[str, str]) -> str:
        return texts.get(language) or next(iter(texts.values()), "")

    questions = {}
    for one in read.asked:
        text = " - ".join(part for part in (say(one.question), say(one.part)) if part)
        values = {code: say(texts) for code, texts in one.answers.items()}
        questions[one.name] = AskedColumn(one.name, text, values, _name_missing(values))
    return questions


QUESTIONNAIRES: dict[str, Callable[[Path], dict[str, AskedColumn]]] = {".qsf": _read_qsf, ".lss": _read_lss}
