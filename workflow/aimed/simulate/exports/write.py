"""Write a survey as a platform exports it, from a questionnaire and a table of answers in its codes.

python -m aimed.simulate.exports.write --plan docs/examples/<example>/simulation
  --raw docs/examples/<example>/raw
"""

import csv
import importlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tyro

from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.simulate.scripts import Script, read_turns
from aimed.simulate.transcript_files import WRITERS

OWN = ("id", "started", "minutes", "state")
NOT_SHOWN = "-"
SEVERAL, GRID, ONE = "several", "grid", "one"


@dataclass(frozen=True)
class Survey:
    """A questionnaire as written in YAML, and its answers: column -> cell, in the questionnaire's codes.

    A column is a question's code, or `question/row` for a row of a grid. A cell of a question with several
    answers holds their codes with blanks between; "-" is a question that was not shown.
    """

    written: dict[str, Any]
    answers: list[dict[str, str]]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Return the questions in order."""
        return list(self.written["questions"])

    @property
    def language(self) -> str:
        """Return the language in which answers are exported."""
        return str(self.written["language"])

    def say(self, said: Any, language: str | None = None) -> str:
        """Return a text in a language, by default that of the export."""
        return str(said[language or self.language] if isinstance(said, dict) else said)

    def options(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return code -> text of a question's options, or of a scale that it names."""
        found = question.get("options", {})
        return dict(self.written["scales"][found] if isinstance(found, str) else found)

    def columns(self) -> Iterator[tuple[dict[str, Any], str | None]]:
        """Yield (question, row) of each column of the table of answers."""
        for question in self.questions:
            for row in question.get("rows", [None]):
                yield question, row

    def cell(self, answer: dict[str, str], question: dict[str, Any], row: str | None) -> str:
        """Return an answer in the codes of the questionnaire."""
        return answer[f"{question['code']}/{row}" if row else question["code"]]

    def chosen(self, answer: dict[str, str], question: dict[str, Any]) -> list[str]:
        """Return the texts of the options that somebody ticked."""
        codes = self.cell(answer, question, None).split()
        return [self.say(self.options(question)[code]) for code in codes if code != NOT_SHOWN]

    def in_words(self, answer: dict[str, str], question: dict[str, Any], row: str | None) -> str:
        """Return one answer in words; a blank where there is none."""
        cell = self.cell(answer, question, row)
        if cell in ("", NOT_SHOWN):
            return ""
        return self.say(self.options(question)[cell]) if question["kind"] in (ONE, GRID) else cell


def write_exports(*, plan: Path, raw: Path) -> None:
    """Write the files of `raw` from questionnaire.yaml, answers.csv and the scripts in the folder `plan`.

    The same plan gives the same bytes. Raises ProblemsFound for a file that cannot be read.
    """
    written = read_yaml(plan / "questionnaire.yaml")
    table = read_people_csv(plan / "answers.csv", OWN)
    survey = Survey(written, table.drop(columns="line").to_dict("records"))
    files = list_files(survey)
    made = datetime.fromisoformat(written.get("made", "2025-01-01T00:00:00"))
    for name, options in written.get("transcripts", {}).items():
        script = Script(name, read_turns(plan / f"{name}.txt"))
        made_file = WRITERS[options["format"]](script, survey.say(written["title"]), made, options)
        files[f"transcripts/{name}.{options['format']}"] = made_file
    for name, content in files.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def list_files(survey: Survey) -> dict[str, bytes]:
    """Return name -> content of the survey's files, in the layout of the platform that the plan names."""
    module = importlib.import_module(f"aimed.simulate.exports.{survey.written['platform']}")
    writer: Callable[[Survey], dict[str, bytes]] = module.write_files
    return writer(survey)


def ended(answer: dict[str, str]) -> tuple[datetime, datetime]:
    """Return when somebody began and ended."""
    begun = datetime.fromisoformat(answer["started"])
    return begun, begun + timedelta(minutes=float(answer["minutes"]))


def as_text(rows: list[list[str]], line_end: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """Return rows as comma separated text."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=line_end, quoting=quoting).writerows(rows)
    return written.getvalue()


if __name__ == "__main__":
    try:
        tyro.cli(write_exports)
    except ProblemsFound as problems:
        sys.exit(str(problems))
