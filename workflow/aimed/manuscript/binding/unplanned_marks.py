"""What stands behind a number that was not planned, or whose plan is not as it was frozen."""

from collections.abc import Iterable, Iterator, Mapping
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


def kinds_of_entry(entry: Any, study: Study) -> list[str]:
    """Return the same of what an entry of tables.yaml or figures.yaml shows: analyses, single numbers."""
    names = set(_list_named(entry))
    stems = tuple(f"{slug(name)}." for name in names if "." not in name)
    shown = (name for name in study.numbers if name in names or (stems and name.startswith(stems)))
    return kinds_of(shown, study.numbers)


def _list_named(entry: Any, key: str = "") -> Iterator[str]:
    """Yield the analyses and the ids of numbers that an entry names, however deep."""
    if isinstance(entry, str) and (key == "analysis" or "." in entry):
        yield entry
    elif isinstance(entry, Mapping):
        for name, inner in entry.items():
            yield from _list_named(inner, str(name))
    elif isinstance(entry, list):
        for inner in entry:
            yield from _list_named(inner, key)


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
