"""Draft a cohort.yaml: what the files show stands in it, and what nobody can know is TO DECIDE."""

import json
import re
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import TO_DECIDE, read_beside
from aimed.language.likeness import normalise
from aimed.onboarding.new.vocabulary import is_no, is_yes
from aimed.onboarding.profiling import Column, Profile, find_spans
from aimed.study.declarations import SurveyEntry

KNOWN = read_beside(__file__)
IDS: list[str] = KNOWN["ids"]
CONSENT, PREVIEW = (re.compile("|".join(KNOWN[name])) for name in ("consent", "preview"))
PURPOSES = {name: re.compile("|".join(words)) for name, words in KNOWN["purposes"].items()}
MOSTLY = 0.9
ROSTER = "roster.csv"


def find_respondent_id(profile: Profile) -> str | None:
    """Return the column that tells respondents apart, by its name; else one of the platform that does so."""
    named = sorted((c for c in profile.columns.values() if _is_named_id(c, profile)), key=_id_rank)
    if named:
        return named[0].name
    for column in profile.columns.values():
        passing = column.name not in profile.dropped and not column.personal
        unique = column.is_unique and column.filled == profile.rows
        if unique and passing and column.description.get("platform"):
            return column.name
    return None


def _is_named_id(column: Column, profile: Profile) -> bool:
    """Return whether a column is called an id and tells nearly all rows apart; some may have come twice."""
    rank = _id_rank(column)
    nearly = len(column.counts) >= MOSTLY * profile.rows and column.filled >= MOSTLY * profile.rows
    return rank <= len(IDS) and nearly and column.name not in profile.dropped and not column.personal


def _id_rank(column: Column) -> int:
    words = normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name.replace("_", " ")))
    unnamed = len(IDS) + (not re.search(r"\bid\b", words))
    return next((n for n, known in enumerate(IDS) if known in (words, words.replace(" ", ""))), unnamed)


def find_consents(profile: Profile) -> list[Column]:
    """Return the columns whose wording asks for consent and whose answers are few.

    Whether words may be quoted and answers deposited counts where the answers are yes and no.
    """
    return [
        column
        for column in profile.columns.values()
        if not column.description.get("platform")
        and column.is_category
        and len(column.answers) <= 4
        and (CONSENT.search(normalise(column.label)) or _find_purpose(column))
    ]


def _find_purpose(column: Column) -> str:
    """Return the purpose beside analysis that a yes or no question speaks of; empty for none."""
    said = [column.values.get(value, value) for value in column.answers]
    asked = normalise(column.label)
    plain = all(is_yes(text) or is_no(text) for text in said)
    return next((name for name, words in PURPOSES.items() if plain and words.search(asked)), "")


def find_previews(profile: Profile) -> list[tuple[str, list[str]]]:
    """Return the platform's columns with the values in them that mark previews, tests and spam."""
    found = []
    for column in profile.columns.values():
        said = {value: column.values.get(value, value) for value in column.counts}
        marked = [value for value, text in said.items() if PREVIEW.search(text.casefold())]
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
) -> str:
    """Return the text of a cohort.yaml. Paths in `entries` and `speakers` are below the cohort's folder.

    Labels of `speakers` that are `named` people stand in the roster instead.
    """
    spans = find_spans(profile)
    first, last = spans[0] if len(spans) == 1 else (TO_DECIDE, TO_DECIDE)
    asked = find_consents(profile)
    files = [f"    - {_flow(entry)}" for entry in entries]
    files += ["  transcripts:"] if speakers else []
    files += [f"    - {_flow({'path': path.as_posix()})}" for path in speakers]
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
        return f"{TO_DECIDE}  # the column with the pseudonymous id, or source_row"
    unique = profile.columns[name].is_unique
    said = "filled in every row, and never twice" if unique else "some stand in several rows"
    return f"{_flow(name)}  # check: {said}"


def _say_consent(column: Column) -> str:
    texts = {value: column.values.get(value) for value in sorted(column.answers)}
    values = ", ".join(_flow(value) + (f" ({text})" if text else "") for value, text in texts.items())
    return f"# {_one_line(column.name)}: {_one_line(column.label)} Its values: {_one_line(values)}\n"


def _show_consent(purpose: str, asked: list[Column]) -> str:
    """Return what to write of a purpose: with the column that asks for it, else the first of all."""
    fitting = [column for column in asked if _find_purpose(column) == purpose] or asked
    if not fitting or not fitting[0].answers:
        return 'yes, or as {column: Q1, value: "1"}'
    return f"yes, or as {_flow({'column': fitting[0].name, 'value': _find_yes(fitting[0])})}"


def _find_yes(column: Column) -> str:
    """Return the value that says yes, or the first."""
    said = {value: column.values.get(value, value) for value in sorted(column.answers)}
    return next((value for value, text in said.items() if is_yes(text)), next(iter(said)))


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
