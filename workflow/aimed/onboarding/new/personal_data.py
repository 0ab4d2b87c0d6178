"""Draft what keeps people unknown: decisions on personal data, who speaks, the roster of who is named."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from aimed.files.formula_cells import write_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.personal.decisions import COLUMNS
from aimed.ingest.personal.labels import looks_like_name
from aimed.ingest.personal.words import read_words
from aimed.ingest.transcripts.declared_files import UNKNOWN, TranscriptFile
from aimed.ingest.transcripts.speakers.inside import part_turns
from aimed.ingest.transcripts.speakers.labels import find_speakers
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.new.cohort_file import find_respondent_id
from aimed.onboarding.profiling import Profile
from aimed.study.pseudonyms import KINDS

MOSTLY = 0.5


def find_mostly_personal(profile: Profile) -> dict[str, str]:
    """Return the columns of which half the cells or more are personal data -> what they are."""
    respondent = find_respondent_id(profile)
    return {
        column.name: KINDS[kind][0]
        for column in profile.columns.values()
        for kind, n in column.personal.items()
        if column.name not in profile.dropped
        and column.name != respondent
        and n >= MOSTLY * max(column.filled, 1)
    }


def draft_personal(profile: Profile) -> str:
    """Return the CSV text with a line for each find: columns that are mostly personal are to be dropped.

    What becomes of single cells is left to a person. Nothing where nothing was found.
    """
    mostly, respondent = find_mostly_personal(profile), find_respondent_id(profile)
    drop = ("drop", "drafted: most cells are personal", "", "")
    rows = [
        (column.name, kind, *(drop if column.name in mostly else (TO_DECIDE, "", "", "")))
        for column in profile.columns.values()
        for kind in column.personal
        if column.name not in profile.dropped and column.name != respondent
    ]
    return write_csv([COLUMNS, *rows]) if rows else ""


def draft_roster(named: list[str]) -> str:
    """Return the CSV text that asks whom each named speaker stands for; nothing where none is named."""
    rows = [(name, TO_DECIDE) for name in named]
    return write_csv([("name", "participant"), *rows]) if rows else ""


def list_labels(path: Path) -> list[str]:
    """Return what stands where a speaker would, most frequent first; nothing for a file that cannot be read.

    What stands there only once is a speaker too: whoever spoke once, or words that were said, which a
    person declares as text.
    """
    file = TranscriptFile(path.stem, path, Path("cohort.yaml"), {})
    try:
        file = file.recognised()
        utterances = file.read()
        found = Counter(speaker for speaker, _ in find_speakers(utterances, file) if speaker)
        # whom the lines name is known now: who stands inside a turn alone is found beside them
        file = replace(file, speakers=dict.fromkeys(found, UNKNOWN))
        parted = part_turns(utterances, file)
    except ProblemsFound:
        return []
    found.update(speaker for _, (speaker, _) in parted.spoken if speaker and speaker not in found)
    found.update(label for label in parted.strangers if label not in found)
    return _each_once(name for name, _ in found.most_common())


def _each_once(labels: Iterable[str]) -> list[str]:
    """Return labels of which no two differ in case alone, the first of each."""
    first: dict[str, str] = {}
    for label in labels:
        first.setdefault(label.casefold(), label)
    return list(first.values())


def list_named(labels: Iterable[list[str]]) -> list[str]:
    """Return the labels of several transcripts that are people's names, each once."""
    words = read_words()
    each = dict.fromkeys(label for found in labels for label in found)
    return [label for label in each if looks_like_name(label, words)]
