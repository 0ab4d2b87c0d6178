"""What was asked: the questions of a cohort, of a survey's export, or of a platform's questionnaire file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimed.cohort import COHORTS, list_survey_files, read_cohort
from aimed.documents import read_yaml
from aimed.harmonise.recoding import find_markers
from aimed.ingest.survey import merge_columns, read_export
from aimed.likeness import SURE, guess
from aimed.onboarding.new import find_started, read_study_words
from aimed.onboarding.profiling import CATEGORY_VALUES
from aimed.problems import Problem, ProblemsFound


@dataclass(frozen=True)
class Question:
    """A column as it was asked. values: code -> text in the order of the source; missing: codes of no answer.

    coded: whether the codes are the platform's; else the values are the answers that were found.
    """

    name: str
    text: str
    values: dict[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    coded: bool = True


def read_questions(what: str) -> dict[str, Question]:
    """Return name -> question of a cohort, by its id, or of a file. Raises ProblemsFound for neither."""
    folder = COHORTS / what
    if (folder / "cohort.yaml").is_file():
        try:
            description = read_cohort(what)
        except ProblemsFound:  # a draft: its files are named all the same
            description = read_yaml(folder / "cohort.yaml")
        exports = [read_export(entry) for entry in list_survey_files(description, folder)]
        parts = [_seen(export.parts) for export in exports]
        seen = {
            name: set().union(*(part.get(name, set()) for part in parts)) for name in merge_columns(exports)
        }
        return {name: _ask(name, said, seen[name]) for name, said in merge_columns(exports).items()}
    path = find_started(Path(what))
    if not path.is_file():
        known = ", ".join(sorted(one.parent.name for one in COHORTS.glob("*/cohort.yaml")))
        expected = f"a cohort ({known}), a survey's export or a questionnaire file"
        raise ProblemsFound([Problem(what, "no such cohort and no such file", expected, "correct the name")])
    if reader := QUESTIONNAIRES.get(path.suffix.lower()):
        return reader(path)
    export = read_export({"path": path})
    found = _seen(export.parts)
    return {name: _ask(name, said, found.get(name, set())) for name, said in export.columns.items()}


def _seen(parts: Any) -> dict[str, set[str]]:
    """Return the values of each column that has few."""
    found: dict[str, set[str]] = {}
    for _, cells in parts:
        for name in cells.columns:
            known = found.setdefault(name, set())
            if len(known) <= CATEGORY_VALUES:
                known.update(map(str, cells[name].dropna().unique()))
    return {name: values for name, values in found.items() if len(values) <= CATEGORY_VALUES}


def _ask(name: str, said: dict[str, Any], seen: set[str]) -> Question:
    import pandas as pd

    labels = {str(code): str(text) for code, text in (said.get("values") or {}).items()}
    ordered = [str(code) for code in said.get("order") or labels if str(code) in labels]
    values = {code: labels[code] for code in ordered} | labels
    marked = find_markers(pd.Series([*values, *seen], dtype=object), said)
    text = str(said.get("label") or name)
    if not values and not said.get("platform"):
        found = {value: value for value in sorted(seen) if not value.isdigit()}
        return Question(name, text, found, marked | _name_missing(found), coded=False)
    return Question(name, text, values, marked | _name_missing(values))


def _name_missing(values: dict[str, str]) -> frozenset[str]:
    """Return the codes whose text is one of the codebook's words for no answer."""
    words = read_study_words().missing
    return frozenset(code for code, text in values.items() if guess([text], words).score >= SURE)


def _read_qsf(path: Path) -> dict[str, Question]:
    from aimed.ingest.questionnaire_qualtrics import read_questionnaire

    return {one.name: _ask(one.name, one.description, set()) for one in read_questionnaire(path).asked}


def _read_lss(path: Path) -> dict[str, Question]:
    from aimed.ingest.questionnaire_limesurvey import read_questionnaire

    read = read_questionnaire(path)
    language = read.languages[0] if read.languages else ""

    def say(texts: dict[str, str]) -> str:
        return texts.get(language) or next(iter(texts.values()), "")

    questions = {}
    for one in read.asked:
        text = " - ".join(part for part in (say(one.question), say(one.part)) if part)
        values = {code: say(texts) for code, texts in one.answers.items()}
        questions[one.name] = Question(one.name, text, values, _name_missing(values))
    return questions


QUESTIONNAIRES: dict[str, Callable[[Path], dict[str, Question]]] = {".qsf": _read_qsf, ".lss": _read_lss}
