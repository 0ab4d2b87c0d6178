"""What stands behind a number that was not planned, or whose plan is not as it was frozen."""

from collections.abc import Iterable, Mapping
from typing import Any

from aimed.manuscript.tables.cells import Study, slug

EXPLORATORY, DEVIATING = "exploratory", "deviating"
SIGNS, WORDS, WRITTEN = "signs", "words", "written"  # manuscript.unplanned of config.yaml
MARKS = {
    SIGNS: {EXPLORATORY: "†", DEVIATING: "‡"},
    WORDS: {EXPLORATORY: " (exploratory)", DEVIATING: " (plan changed after the freeze)"},
    WRITTEN: {},
}
SENTENCES = {
    EXPLORATORY: "Exploratory: the analysis was not planned before the data were seen.",
    DEVIATING: "The plan of the analysis was added or changed after the plans were frozen{on}.",
}


def kinds_of(identifiers: Iterable[str], numbers: Mapping[str, Any]) -> list[str]:
    """Return exploratory, deviating, both or neither, of the numbers of these ids."""
    entries = [numbers[name] for name in identifiers if name in numbers]
    found = {EXPLORATORY for entry in entries if not entry.get("planned", True)}
    found |= {DEVIATING for entry in entries if entry.get("since_freeze")}
    return sorted(found, reverse=True)


def kinds_of_analysis(analysis: str, study: Study) -> list[str]:
    """Return the same of all numbers of an analysis."""
    stem = f"{slug(analysis)}."
    return kinds_of((name for name in study.numbers if name.startswith(stem)), study.numbers)


def write_mark(kinds: Iterable[str], style: str) -> str:
    """Return what follows the first such number of a sentence; nothing where its author says so."""
    return "".join(MARKS[style].get(kind, "") for kind in kinds)


def write_sentences(kinds: Iterable[str], style: str, study: Study) -> str:
    """Return what the caption of a table or figure of such numbers ends with."""
    if style == WRITTEN:
        return ""
    return " ".join(_write_sentence(kind, study) for kind in kinds)


def explain_signs(style: str, study: Study) -> dict[str, str]:
    """Return sign -> the sentence that explains it, where signs are the marks."""
    if style != SIGNS:
        return {}
    return {sign: f"{sign} {_write_sentence(kind, study)}" for kind, sign in MARKS[SIGNS].items()}


def _write_sentence(kind: str, study: Study) -> str:
    date = study.frozen["date"] if study.frozen else None
    return SENTENCES[kind].format(on=f" on {date}" if date else "")
