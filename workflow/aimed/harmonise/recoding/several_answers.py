"""Questions with several answers: which columns of a survey belong to one, and which options it offered."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from aimed.harmonise.recoding.values import SEPARATORS, SPLIT, list_names, split_options
from aimed.ingest.survey.labels import ColumnDescription, SurveyLabels
from aimed.study.codebook import Codebook

Distinct = Callable[[list[str]], dict[str, set[str]]]
# what stands before an option: `Topics - `, `Topics: `, `Topics? `, `Topics [`, `Topics (`
ASKED = re.compile(r"(?P<stem>.{3,}(?:\s[-–—]\s|[:?：？]\s*|\s?[\[(]))(?P<part>[^\[(]+?)[\])]?", re.S)
# topic___1, q8_1, Q8.1, topic[SQ001], q8a
NAMED = re.compile(r"(?P<stem>.+(?:___|[_.\[/-])|.*\d(?=[A-Za-z]$))(?P<part>[^_.\[/-]+)\]?")
OWN_WORDS = re.compile(r"(?:.*[_\W])?(?:text|other|specify|oth)\]?", re.I)


@dataclass(frozen=True)
class SeveralAnswers:
    """What a whole survey shows of its questions with several answers.

    columns: variable -> the columns that stand for one option each. beside: variable -> all columns of its
    question, those that the crosswalk does not use among them.
    offered: the columns of responses of the options that this cohort had.
    """

    columns: dict[str, list[str]]
    beside: dict[str, list[str]]
    offered: frozenset[str]


def find_several_answers(
    columns: Iterable[str],
    crosswalk: pd.DataFrame,
    codebook: Codebook,
    described: SurveyLabels,
    distinct: Distinct,
) -> SeveralAnswers:
    """Return what a survey with these columns shows; `distinct` gives the different cells of some of them."""
    said = described.get("columns", {})
    multi = {name for name in codebook.variables.index if codebook.variables.at[name, "type"] == "multi"}
    lines = crosswalk[crosswalk["variable"].map(codebook.variable_of).isin(multi)]
    here = [name for name in columns if name not in ("source_file", "source_row")]
    cut = set(lines.loc[lines["rule"].str.startswith(f"{SPLIT}:"), "source_variable"])
    alone: dict[str, list[str]] = {}
    for name, column in dict.fromkeys(zip(lines["source_variable"], lines["variable"], strict=True)):
        own = alone.setdefault(codebook.variable_of(column), [])
        if column not in multi and name in here and name not in {*cut, *own}:
            own.append(name)
    beside = {of: [*own, *_find_sisters(own, here, said, distinct)] for of, own in alone.items() if own}
    offered = {name for name in lines["variable"] if name not in multi}
    for name in (name for name in here if name in cut):
        own_lines = lines[lines["source_variable"] == name]
        offered |= set(_find_offered(name, own_lines, codebook, said.get(name, {}), distinct))
    return SeveralAnswers(alone, beside, frozenset(offered))


def _find_offered(
    source: str, lines: pd.DataFrame, codebook: Codebook, said: ColumnDescription, distinct: Distinct
) -> Iterator[str]:
    """Yield the options that the cells of a column name in the codebook's own words, with no line for them.

    All of the codebook's where the crosswalk lists none: then it says that the cells are the codebook's.
    """
    rule = lines.loc[lines["rule"].str.startswith(f"{SPLIT}:")].iloc[0]
    names = list_names(codebook, codebook.variable_of(rule["variable"]))
    options = set(lines.loc[lines["value"] == "yes", "source_value"])
    if not options:
        yield from names.values()
        return
    yield from (names[option] for option in said.get("options", []) if option in names)
    written = str(rule["rule"]).partition(":")[2]
    for cell in distinct([source])[source]:
        chosen, _ = split_options(cell, SEPARATORS.get(written, written), {*lines["source_value"], *names})
        yield from (names[option] for option in chosen if option in names)


def _find_sisters(
    ticked: list[str], columns: list[str], said: dict[str, ColumnDescription], distinct: Distinct
) -> list[str]:
    """Return the other columns of the questions of which some options are ticked in columns of their own."""
    questions = {_question_of(said.get(name, {})) for name in ticked} - {None}
    found = [name for name in columns if name not in ticked and _question_of(said.get(name, {})) in questions]
    open_columns = [name for name in columns if _question_of(said.get(name, {})) is None]
    unasked = [name for name in open_columns if name in ticked]
    others = [name for name in open_columns if name not in ticked]
    alike = [name for name in others if _begins_alike(name, unasked, said)]
    if not alike:
        return found
    cells = distinct([*unasked, *alike])
    ticks = set().union(*(cells[name] for name in unasked))
    if len(ticks) == len(unasked) > 1 and all(len(cells[name]) == 1 for name in unasked):
        # each option has a column and its text in it: the others of this name are what else was answered
        return found + [name for name in alike if cells[name]]
    return found + [name for name in alike if _is_sister(name, cells[name], ticks, said)]


def _question_of(described: ColumnDescription) -> tuple[str, str] | None:
    """Return what tells a question from others; nothing where no platform says it, or the head itself."""
    question = described.get("question", "")
    parts = described.get("option") or described.get("row") or question != described.get("label")
    if described.get("platform") or not question or not parts:
        return None
    return question, described.get("shown_if", "")


def _begins_alike(name: str, ticked: list[str], said: dict[str, ColumnDescription]) -> bool:
    """Return whether a column begins as the ticked ones do, by its text, or as several by its name."""
    if said.get(name, {}).get("platform"):
        return False
    text = str(said.get(name, {}).get("label") or name)
    texts = [str(said.get(one, {}).get("label") or one) for one in ticked]
    stems = {found["stem"] for one in texts if (found := ASKED.fullmatch(one))}
    if any(text.startswith(stem) for stem in stems):
        return True
    named = [found["stem"] for one in ticked if (found := NAMED.fullmatch(one))]
    return any(name.startswith(stem) and named.count(stem) > 1 for stem in named)


def _is_sister(name: str, cells: set[str], ticks: set[str], said: dict[str, ColumnDescription]) -> bool:
    """Return whether cells are ticks as those of the other options, the option's own text, or own words."""
    text = str(said.get(name, {}).get("label") or name)
    named = len(cells) == 1 and any(
        one.rstrip("])").endswith(min(cells).rstrip("])")) for one in (text, name)
    )
    return bool(cells) and (cells <= ticks or named or OWN_WORDS.fullmatch(name) is not None)
