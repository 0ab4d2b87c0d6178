"""Decide what the draft of a first cohort leaves open, by what is safe: what nobody decided is not used."""

import json
import re
from pathlib import Path

from aimed.files.formula_cells import write_csv
from aimed.files.people_tables import read_people_table
from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import TO_DECIDE, read_beside
from aimed.language.likeness import normalise
from aimed.onboarding.founding.codebook import DraftedCodebook
from aimed.onboarding.new.cohort_file import find_consents
from aimed.onboarding.new.crosswalk_lines import UNSURE
from aimed.onboarding.new.vocabulary import is_yes
from aimed.onboarding.profiling import Column, Profile

KNOWN = read_beside(__file__)
CONSENT = re.compile("|".join(KNOWN["consent"]))
CROSSWALK = "crosswalk.csv"
GUESSED = "that cells hold several options was seen in the first answers"
LANGUAGES = re.compile(r"^languages: \[[^\]]*\]", re.M)
OPEN_LINE = re.compile(rf"^(?P<indent> *)(?P<key>\w+):(?P<said>.*{TO_DECIDE}.*)$", re.M)


def find_consent(profile: Profile) -> tuple[Column, str] | None:
    """Return the column that asks outright for consent to take part, and its value that says yes."""
    for column in find_consents(profile):
        values = [value for value in column.answers if is_yes(column.values.get(value, value))]
        if CONSENT.search(normalise(column.label)) and len(values) == 1:
            return column, values[0]
    return None


def settle_cohort(folder: Path, profile: Profile, drafted: DraftedCodebook, title: str) -> None:
    """Write over what is open in the tables that `aimed cohort new` drafted in a folder.

    What has no safe answer becomes a comment of cohort.yaml. Columns that the crosswalk is unsure of answer
    no variable, and are taken out of the drafted codebook.
    """
    drafted.drop(find_unsure(read_people_table(folder / CROSSWALK).rows, drafted), KNOWN["unsure"])
    settle_crosswalk(folder, drafted)
    consent = find_consent(profile)
    answers = KNOWN["answers"] | {"title": _quote(title)}
    if consent:
        column, value = consent[0].name, consent[1]
        answers["analysis"] = f"{{column: {_quote(column)}, value: {_quote(value)}}}"
    path = folder / "cohort.yaml"
    _write(path, settle_text(path.read_text(encoding="utf-8"), answers, list_languages(profile)))
    decisions = folder / "personal_data.csv"
    if decisions.is_file():
        rows = [_settle_decision(row) for row in read_people_table(decisions).rows]
        _write(decisions, write_csv([list(rows[0]), *(row.values() for row in rows)]))


def settle_crosswalk(folder: Path, drafted: DraftedCodebook) -> None:
    """Write a drafted crosswalk anew, with nothing left open."""
    lines = read_people_table(folder / CROSSWALK).rows
    _write(folder / CROSSWALK, "\ufeff" + write_csv([list(lines[0]), *settle_lines(lines, drafted)]))


def find_unsure(lines: list[dict[str, str]], drafted: DraftedCodebook) -> set[str]:
    """Return the columns with a line that waits for a person, or that stands for another variable.

    That a cell holds several answers is sure by now: all cells were read.
    """
    planned = {column: one.name for one in drafted.variables for column in one.columns}
    there = {line["source_variable"] for line in lines if line["variable"]}
    unsure = set(planned) - there
    for line in lines:
        variable = planned.get(line["source_variable"])
        other = line["variable"].partition("__")[0] not in ("", variable)
        waits = line["decide"] == UNSURE and not line["note"].startswith(GUESSED)
        if variable and (other or waits):
            unsure.add(line["source_variable"])
    return unsure


def settle_lines(lines: list[dict[str, str]], drafted: DraftedCodebook) -> list[list[str]]:
    """Return the crosswalk with one line for each column that answers no variable, and nothing left open."""
    settled: dict[str, list[list[str]]] = {}
    for line in lines:
        column = line["source_variable"]
        if column not in drafted.unused:
            settled.setdefault(column, []).append([*(line | {"decide": ""}).values()])
        elif column not in settled:
            kept = {"source_variable": column, "source_text": line["source_text"].partition(" | ")[0]}
            note = line["note"] if not line["variable"] and line["decide"] != UNSURE else ""
            empty = dict.fromkeys(line, "") | kept | {"note": note or f"not used: {drafted.unused[column]}"}
            settled[column] = [[*empty.values()]]
    return [line for column in settled.values() for line in column]


def settle_text(text: str, answers: dict[str, str], spoken: list[str]) -> str:
    """Return a cohort.yaml with answers in the place of TO DECIDE; what has none becomes a comment.

    spoken: the languages that the questionnaire has texts in; a draft knows them by the codebook alone.
    """

    def settle(found: re.Match[str]) -> str:
        key, note = found["key"], found["said"].partition("  # ")[2]
        if key in answers:
            return f"{found['indent']}{key}: {answers[key]}" + (
                f"  # {KNOWN['drafted']}; {note}" if note else ""
            )
        return f"{found['indent']}# {key}:{found['said'].replace(TO_DECIDE, KNOWN['asked'])}"

    text = OPEN_LINE.sub(
        settle, LANGUAGES.sub(_say_languages(spoken), text.replace(KNOWN["before"], KNOWN["after"]))
    )
    emptied = re.compile(r"^collected:(?=.*\n  #.*\n  #)", re.M)
    return emptied.sub("# collected:", text)


def list_languages(profile: Profile) -> list[str]:
    """Return the languages in which a questionnaire asks, where it has several; else nothing tells."""
    spoken = {name for column in profile.columns.values() for name in column.description.get("labels") or {}}
    return sorted(name for name in spoken if re.fullmatch("[a-z]{2}", name))


def _say_languages(spoken: list[str]) -> str:
    return f"languages: [{', '.join(spoken)}]" if spoken else f"# languages: [{KNOWN['asked']}]"


def _settle_decision(row: dict[str, str]) -> dict[str, str]:
    undecided = row["decision"] == TO_DECIDE
    return row | {"decision": "drop", "reason": KNOWN["dropped"]} if undecided else row


def _write(path: Path, text: str) -> None:
    with write_whole(path) as (half,):
        half.write_text(text, encoding="utf-8", newline="\n")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
