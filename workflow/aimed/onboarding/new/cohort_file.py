"""Draft a cohort.yaml: what the files show stands in it, and what nobody can know is TO DECIDE."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import TO_DECIDE, read_beside
from aimed.language.likeness import normalise
from aimed.language.own_words import may_be_own, say_own
from aimed.onboarding.new.vocabulary import is_no, is_yes
from aimed.onboarding.profiling import Column, Profile, find_spans, read_days
from aimed.study.cohort_file import QUALCODER
from aimed.study.declarations import SurveyEntry

KNOWN = read_beside(__file__)
IDS: list[str] = KNOWN["ids"]
WORDS = ("id_words", "not_ids", "consent", "takes_part", "studies", "agrees", "refuses", "preview")
SAID = {name: re.compile("|".join(KNOWN[name])) for name in WORDS}
PURPOSES = {name: re.compile("|".join(words)) for name, words in KNOWN["purposes"].items()}
MOSTLY, HALF = 0.9, 0.5
MOST_ANSWERS = 4
ROSTER, OWN_WORDS = "roster.csv", "own_words.csv"
RESPONDENT = "respondent_id in cohort.yaml"


def find_respondent_id(profile: Profile) -> str | None:
    """Return the column that tells respondents apart, by what it is called and all of its cells."""
    known = next((name for name, what in profile.decided.items() if what == RESPONDENT), None)
    named = sorted((c for c in profile.columns.values() if _is_named_id(c, profile)), key=_id_rank)
    return known or next((column.name for column in named), None)


def _is_named_id(column: Column, profile: Profile) -> bool:
    """Return whether a column is called an id and tells nearly all rows apart; some may have come twice."""
    nearly = min(column.distinct, column.filled) >= MOSTLY * profile.rows
    own = column.name not in profile.dropped and not column.personal and not read_days(column)
    return _id_rank(column)[0] <= len(IDS) and nearly and own


def _id_rank(column: Column) -> tuple[int, bool]:
    """Return how surely a column is called an id, and whether some cells repeat others; the least is best."""
    spelled = normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name.replace("_", " ")))
    named = bool(SAID["id_words"].search(spelled) and not SAID["not_ids"].search(spelled))
    unnamed = len(IDS) + (not named)
    rank = next((n for n, known in enumerate(IDS) if known in (spelled, spelled.replace(" ", ""))), unnamed)
    return rank, not column.is_unique


def find_consents(profile: Profile) -> list[Column]:
    """Return the columns that ask for consent: by their question, and since most say yes and others no.

    Whether words may be quoted and answers deposited counts where the answers are yes and no.
    """
    return [
        column
        for column in profile.columns.values()
        if not column.description.get("platform")
        and column.is_category
        and 0 < len(column.answers) <= MOST_ANSWERS
        and (_asks_consent(column) or _find_purpose(column))
    ]


def _asks_consent(column: Column) -> bool:
    """Return whether a question asks to agree to a study, and its answers are to agree or not."""
    asked = normalise(column.label)
    about = SAID["consent"].search(asked) or (
        SAID["takes_part"].search(asked) and SAID["studies"].search(asked)
    )
    yes = sum(n for value, n in column.answers.items() if says_yes(column.values.get(value, value)))
    return bool(about) and yes >= HALF * column.filled and _is_yes_or_no(column)


def _is_yes_or_no(column: Column) -> bool:
    said = [column.values.get(value, value) for value in column.answers]
    return all(says_yes(text) or is_no(text) or SAID["refuses"].search(normalise(text)) for text in said)


def says_yes(text: str) -> bool:
    """Return whether a text says yes, or that somebody agrees."""
    plain = normalise(text)
    return is_yes(text) or bool(SAID["agrees"].search(plain) and not SAID["refuses"].search(plain))


def _find_purpose(column: Column) -> str:
    """Return the purpose beside analysis that a yes or no question speaks of; empty for none."""
    asked = normalise(column.label)
    plain = _is_yes_or_no(column)
    return next((name for name, words in PURPOSES.items() if plain and words.search(asked)), "")


def find_previews(profile: Profile) -> list[tuple[str, list[str]]]:
    """Return the platform's columns with the values in them that mark previews, tests and spam."""
    found = []
    for column in profile.columns.values():
        said = {value: column.values.get(value, value) for value in column.counts}
        marked = [value for value, text in said.items() if SAID["preview"].search(text.casefold())]
        if column.description.get("platform") and marked and column.is_category:
            found.append((column.name, sorted(marked)))
    return found


def draft_cohort(
    profile: Profile,
    entries: list[SurveyEntry],
    languages: list[str],
    country: str | None,
    speakers: dict[Path, list[str]],
    named: list[str],
    own_words: str = "",
    coding: Sequence[Path] = (),
) -> str:
    """Return the text of a cohort.yaml. Paths in `entries`, `speakers` and `coding` are below its folder.

    Labels of `speakers` that are `named` people stand in the roster instead. own_words: the private table of
    answers in people's own words, where there is one.
    """
    spans = find_spans(profile)
    first, last = spans[0] if len(spans) == 1 else (TO_DECIDE, TO_DECIDE)
    asked = find_consents(profile)
    files = [f"    - {_flow(entry)}" for entry in entries]
    files += [str(KNOWN["own_words"]).format(path=own_words)] if own_words else []
    files += ["  transcripts:"] if speakers else []
    files += [f"    - {_flow({'path': path.as_posix()})}" for path in speakers]
    files += ["  coding:"] if coding else []
    files += [f"    - {_flow({'path': _name_project(path)})}" for path in coding]
    where = f"countries: [{TO_DECIDE}]  # the country of study by its ISO code, as KEN"
    if country:
        where = f"country_column: {_flow(country)}  # check: the column that holds the country of study"
    return str(KNOWN["text"]).format(
        where=where,
        span=_say_span(spans),
        first=first,
        last=last,
        languages=", ".join(languages) or TO_DECIDE,
        files="\n".join(files),
        respondent_id=_say_respondents(profile),
        asked="".join(map(_say_consent, asked)),
        **{purpose: _show_consent(purpose, asked) for purpose in ("analysis", *PURPOSES)},
        exclusions=_say_exclusions(profile),
        speakers=_say_speakers(speakers, named),
        rows=profile.rows,
        columns=len(profile.columns),
    )


def _name_project(path: Path) -> str:
    """Return the path of a coded project; that of QualCoder's is its folder."""
    return (path.parent if path.name == QUALCODER else path).as_posix()


def _say_span(spans: list[tuple[str, str]]) -> str:
    if len(spans) > 1:
        return f"; by the platform's dates {say_spans(spans)}"
    return "; check: from the platform's dates" if spans else ""


def say_spans(spans: list[tuple[str, str]]) -> str:
    """Return first and last days as a text: 2024-03-01 to 2024-03-05, or 2024-01-03 to 2024-05-03."""
    return ", or ".join(f"{first} to {last}" for first, last in spans)


def _say_respondents(profile: Profile) -> str:
    name = find_respondent_id(profile)
    if not name:
        return f"{TO_DECIDE}  # the column with the pseudonymous id; source_row where the file has none"
    unique = profile.columns[name].is_unique
    said = "filled in every row, and never twice" if unique else "some stand in several rows"
    return f"{_flow(name)}  # check: {said}"


def _say_consent(column: Column) -> str:
    said = {value: column.values.get(value, value) for value in sorted(column.answers)}
    values = ", ".join(_say_answer(column, value, text) for value, text in said.items())
    return f"# {_one_line(column.name)}: {_one_line(column.label)} Its values: {_one_line(values)}\n"


def _say_answer(column: Column, value: str, text: str) -> str:
    if value in column.values:
        return f"{_flow(value)} ({text})"
    own = not (is_yes(text) or is_no(text)) and may_be_own(value, column.counts[value], ())
    return f"({say_own(column.rows.get(value, 0))})" if own else _flow(value)


def _show_consent(purpose: str, asked: list[Column]) -> str:
    """Return what to write of a purpose: with the column that asks for it, else the first of all."""
    fitting = [column for column in asked if _find_purpose(column) == purpose] or asked
    if not fitting or not fitting[0].answers:
        return 'yes, or as {column: Q1, value: "1"}'
    return f"yes, or as {_flow({'column': fitting[0].name, 'value': _find_yes(fitting[0])})}"


def _find_yes(column: Column) -> str:
    """Return the value that says yes, or the first."""
    said = {value: column.values.get(value, value) for value in sorted(column.answers)}
    return next((value for value, text in said.items() if says_yes(text)), next(iter(said)))


def _say_exclusions(profile: Profile) -> str:
    rules = [
        f"  - {{step: preview, reason: preview, label: Preview, where: [{_flow([name, 'in', values])}]}}"
        for name, values in find_previews(profile)
    ]
    identifier = find_respondent_id(profile)
    example = _flow([identifier]) if identifier else "[email]"
    rule = f"  - {{step: duplicate, reason: repeated, duplicates_of: {example}, keep: first}}"
    if identifier and not profile.columns[identifier].is_unique:
        rules.append(f"{rule}  # check: which of the rows counts")
        return "\n".join(["exclusions:", *rules])
    return "\n".join(["exclusions:" if rules else "exclusions: []", *rules, f"#{rule}"])


def _say_speakers(speakers: dict[Path, list[str]], named: list[str]) -> str:
    drafted: list[str] = []
    for path, labels in speakers.items():
        said = [f"    {_flow(label)}: {TO_DECIDE}" for label in labels if label not in named]
        drafted += [f"  {_flow(path.stem)}:", *said] if said else []
    if drafted:
        whom = "# Whom each label stands for: a respondent's id, or moderator, unknown, text (it was said)."
        drafted = [whom, "speakers:", *drafted, "", ""]
    return KNOWN["named_speakers"] * bool(named) + "\n".join(drafted)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _flow(content: Any) -> str:
    """Return content as YAML on one line; JSON is YAML, and leaves no doubt about text and numbers."""
    return json.dumps(content, ensure_ascii=False)
