"""How often the personal data gate is wrong about the answers and turns of the demonstration."""

from pathlib import Path

from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey.read import read_export
from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.study.cohort_file import raw_files

REGIONS = ("CN", "DE", "JP", "KE", "MX", "US")
DEMONSTRATION = "ifmsa-2020"


def kinds_in(text: str) -> list[str]:
    return [one.kind for one in find_patterns(text, read_words(), REGIONS)]


def test_the_demonstration_alarms_in_at_most_one_of_a_thousand_answers() -> None:
    answers = [answer for answer in answers_of(DEMONSTRATION) if answer]
    alarms = [answer for answer in answers if kinds_in(answer)]
    assert len(answers) > 5000
    assert len(alarms) * 1000 <= len(answers), alarms


def answers_of(cohort: str) -> list[str]:
    """Return every cell of a cohort's survey and every line of its transcripts."""
    export = read_export({"path": raw_files(cohort, "survey")[0]})
    cells = [str(cell) for _, part in export.parts for name in part for cell in part[name].dropna()]
    paths = [Path(name) for name in raw_files(cohort, "transcripts")]
    named = Path("cohort.yaml")
    files = [TranscriptFile(path.stem, path, named, {}).recognised() for path in paths]
    return cells + [one.text for file in files for one in file.read()]
