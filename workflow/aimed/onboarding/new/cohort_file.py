"""Draft a cohort.yaml: what the files show stands in it, and what nobody can know is TO DECIDE."""

import json
import re
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import TO_DECIDE
from aimed.language.likeness import normalise
from aimed.onboarding.new.vocabulary import is_no, is_yes
from aimed.onboarding.profiling import Column, Profile, find_spans
from aimed.study.declarations import SurveyEntry

CONSENT = re.compile(
    "consent|agree to (take part|participate)|take part|participat|consiento|consentimiento|acepto|acepta|"
    "participar|de acuerdo en|einwillig|einverstanden|teilnahme|consens|consentement|accept|同意|参加"
)
PURPOSES = {
    "quotation": re.compile(r"\bquot|\bcit(ar|ad|at|er|e\b|é)|zitier|引用"),
    "deposit": re.compile("deposi|repositor|open data|other researchers|compart|hinterleg|公開|保存"),
}
PREVIEW = re.compile(r"preview|vorschau|\btest\b|spam|vista previa|aperçu")
MOSTLY = 0.9
ROSTER = "roster.csv"
IDS = (
    *("responseid", "response id", "id", "respondent id", "respondentid", "record id"),
    *("uuid", "urn", "token"),
)


def find_respondent_id(profile: Profile) -> str | None:
    """Return the column that tells respondents apart, by its name; else one of the platform that does so."""
    named = sorted((c for c in profile.columns.values() if _is_named_id(c, profile)), key=_id_rank)
    if named:
        return named[0].name
    for column in profile.columns.values():
        passing = column.name not in profile.dropped and not column.personal
        tells_apart = column.is_unique and column.filled == profile.rows
        if tells_apart and passing and column.description.get("platform"):
            return column.name
    return None


def _is_named_id(column: Column, profile: Profile) -> bool:
    """Return whether a column is called an id and tells nearly all rows apart; some may have come twice."""
    rank = _id_rank(column)
    nearly = len(column.counts) >= MOSTLY * profile.rows and column.filled >= MOSTLY * profile.rows
    return rank <= len(IDS) and nearly and column.name not in profile.dropped and not column.personal


def _id_rank(column: Column) -> int:
    words = normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name.replace("_", " ")))
    for place, known in enumerate(IDS):
        if known in (words, words.replace(" ", "")):
            return place
    if re.search(r"\bid\b", words):
        return len(IDS)
    return len(IDS) + 1


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
    span = spans[0] if len(spans) == 1 else None
    lines = [
        f"# Drafted by `aimed cohort new`. Every {TO_DECIDE} stops the cohort until a person has decided.",
        f"title: {TO_DECIDE}  # as it is called in tables: Students of five schools, Kenya, 2025",
        *_say_where(country),
        "collected:  # the first day decides the World Bank fiscal year" + _say_span(spans),
        f"  from: {span[0] if span else TO_DECIDE}  # first day, as 2020-03-01",
        f"  to: {span[1] if span else TO_DECIDE}  # last day",
        f"languages: [{', '.join(languages) or TO_DECIDE}]  # of the questionnaire, as en",
        "synthetic: no  # yes only when no person stands behind the data",
        "",
        "files:",
        "  survey:",
        *[f"    - {_flow(entry)}" for entry in entries],
        *(["  transcripts:"] if speakers else []),
        *[f"    - {_flow({'path': path.as_posix()})}" for path in speakers],
        "",
        *_say_respondents(profile),
        *_say_consent(profile),
        f"# legal_basis: {TO_DECIDE}  # on what ground personal data are processed",
        f"# ethics: {{board: {TO_DECIDE}, number: {TO_DECIDE}, date: {TO_DECIDE}}}",
        f"# retention: {{until: {TO_DECIDE}, reason: {TO_DECIDE}}}  # how long raw data are kept",
        "",
        *_say_exclusions(profile),
        *_say_speakers(speakers, named),
        "# What was read on the first day; another number stops the cohort.",
        f"expected: {{rows: {profile.rows}, columns: {len(profile.columns)}}}",
    ]
    return "\n".join(lines) + "\n"


def _say_where(country: str | None) -> list[str]:
    if country:
        return [f"country_column: {_flow(country)}  # check: the column that holds the country of study"]
    return [f"countries: [{TO_DECIDE}]  # the country of study by its ISO code, as KEN"]


def _say_span(spans: list[tuple[str, str]]) -> str:
    if len(spans) > 1:
        return f"; by the platform's dates {say_spans(spans)}"
    return "; check: from the platform's dates" if spans else ""


def say_spans(spans: list[tuple[str, str]]) -> str:
    """Return first and last days as a text: 2024-03-01 to 2024-03-05, or 2024-01-03 to 2024-05-03."""
    return ", or ".join(f"{first} to {last}" for first, last in spans)


def _say_respondents(profile: Profile) -> list[str]:
    name = find_respondent_id(profile)
    unique = bool(name) and profile.columns[str(name)].is_unique
    checked = "check: filled in every row, and never twice" if unique else "check: some stand in several rows"
    said = checked if name else "the column with the pseudonymous id"
    return [f"respondent_id: {_flow(name) if name else TO_DECIDE}  # {said}"]


def _say_consent(profile: Profile) -> list[str]:
    asked = find_consents(profile)
    lines = ["# What each respondent agreed to: yes for everybody, or a column and its value that means yes."]
    for column in asked:
        values = ", ".join(
            f"{_flow(value)}" + (f" ({text})" if (text := column.values.get(value)) else "")
            for value in sorted(column.answers)
        )
        lines.append(f"# {_one_line(column.name)}: {_one_line(column.label)} Its values: {_one_line(values)}")
    lines.append("consent:")
    purposes = {"analysis": "be analysed", "quotation": "be quoted", "deposit": "have answers deposited"}
    shown = {name: _show_consent(name, asked) for name in purposes}
    return lines + [f"  {name}: {TO_DECIDE}  # to {what}: {shown[name]}" for name, what in purposes.items()]


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


def _say_exclusions(profile: Profile) -> list[str]:
    rules = [
        f"  - {{step: preview, reason: preview, label: Preview, where: [{_flow([name, 'in', values])}]}}"
        for name, values in find_previews(profile)
    ]
    head = ["# Who is left out, in this order; a row is counted under the first rule that it meets."]
    identifier = find_respondent_id(profile)
    example = _flow([identifier]) if identifier else "[email]"
    twice = identifier and not profile.columns[identifier].is_unique
    rule = f"- {{step: duplicate, reason: repeated, duplicates_of: {example}, keep: first}}"
    rules += [f"  {rule}  # check: which of the rows counts"] if twice else []
    hint = [] if twice else [f"#  {rule}"]
    return [*head, "exclusions:" if rules else "exclusions: []", *rules, *hint, ""]


def _say_speakers(speakers: dict[Path, list[str]], named: list[str]) -> list[str]:
    lines = []
    if named:
        lines += [
            "# People's names stand in the roster, which is never committed: say there whom each stands for.",
            f"personal_data: {{roster: {ROSTER}}}",
            "",
        ]
    drafted: list[str] = []
    for path, labels in speakers.items():
        said = [f"    {_flow(label)}: {TO_DECIDE}" for label in labels if label not in named]
        drafted += [f"  {_flow(path.stem)}:", *said] if said else []
    if drafted:
        lines += ["# Whom each label stands for: a respondent's id, or moderator, unknown, speech."]
        lines += ["speakers:", *drafted, ""]
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _flow(content: Any) -> str:
    """Return content as YAML on one line; JSON is YAML, and leaves no doubt about text and numbers."""
    return json.dumps(content, ensure_ascii=False)
