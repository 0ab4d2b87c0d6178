"""Oddities: what does not stop a cohort and should be looked at, each with its place."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from aimed.harmonise.recoding.geography import find_lacking_year, fiscal_year, read_reference
from aimed.ingest.survey.rows.no_people import say_no_people
from aimed.language.likeness import normalise
from aimed.messages.lines import name_lines
from aimed.messages.problems import MASK, Problem
from aimed.onboarding.check.changed_ids import find_changed_ids
from aimed.onboarding.check.hand_made_sums import find_unequal
from aimed.onboarding.check.reversed_items import find_reversed
from aimed.onboarding.check.stages import Cohort
from aimed.onboarding.check.unasked_options import find_unasked
from aimed.onboarding.profiling import Column, find_headless, read_days
from aimed.onboarding.unread_files import find_unlisted
from aimed.study.reference_columns import REFERENCES

BROKEN = re.compile(
    "Ã[\u0080-\u00bf\u2018-\u201d\u0192\u0152-\u0161\u02c6]|â€|Â[\u0080-\u00bf]|ï»¿|\ufffd|[\u0080-\u009f]"
)
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
FIRST_YEAR = 1990
ALIKE = 3  # columns say what is usual


def find_oddities(cohort: Cohort, pooled: pd.DataFrame | None) -> list[Problem]:
    """Return all of them; `pooled` are the responses of the other cohorts, where there are any."""
    if cohort.survey.empty:
        return []
    found = [*_find_headless(cohort), *_find_no_people(cohort), *_find_broken_text(cohort)]
    found += find_changed_ids(cohort)
    found += [*_find_encodings(cohort), *_find_days(cohort), *find_unlisted(cohort.name, cohort.description)]
    found += cohort.noticed
    if cohort.recoding is not None:
        found += [*_find_blanked(cohort), *_find_unused(cohort), *_find_label_sets(cohort)]
        found += _find_year(cohort)
        found += [*find_unasked(cohort), *find_reversed(cohort, pooled), *find_unequal(cohort)]
    return found


def _find_headless(cohort: Cohort) -> Iterator[Problem]:
    """Yield files with columns that have no heading, as under a title or merged headings."""
    for path, export in cohort.exports:
        if headless := find_headless(export.columns):
            some = ", ".join(headless[:3]) + (" and more" if len(headless) > 3 else "")
            yield Problem(
                path.as_posix(),
                f"{len(headless)} of {len(export.columns)} columns without a heading: {some}",
                "a heading over every column, in the first row of the table",
                "where a title or merged headings stand there, delete these rows, and rows of totals, in "
                "a copy; take that copy in as a new cohort",
            )


def _find_no_people(cohort: Cohort) -> Iterator[Problem]:
    """Yield files with rows that are no person's answers, which were left out."""
    for path, export in cohort.exports:
        if found := export.reading.get("no_people"):
            yield Problem(
                path.as_posix(),
                f"{_rows(len(found))} left out as no person's answers: {say_no_people(found)}",
                "one row for each person below the headings",
                f"where one is a person's all the same, write people_in_rows: [{next(iter(found))}] at the "
                "file in cohort.yaml",
            )


def _find_broken_text(cohort: Cohort) -> Iterator[Problem]:
    """Yield columns with letters that were read in a wrong encoding once, or that nobody sees."""
    kinds = (
        (BROKEN, "letters that a wrong encoding made", "export it again as UTF-8, or name the encoding"),
        (UNSEEN, "characters that nobody sees", "list such values in the crosswalk as they are"),
    )
    for name in _columns(cohort):
        values = cohort.survey[name].dropna().unique()
        for pattern, what, remedy in kinds:
            marked = [value for value in values if pattern.search(str(value))]
            at = cohort.survey.index[cohort.survey[name].isin(marked)]
            if marked:
                first = cohort.survey.loc[at[0]]
                place = f"{first['source_file']}, row {first['source_row']}, column {name}"
                yield Problem(place, f"{what}, in {_rows(len(at))}", "text as it was typed", remedy)


def _find_encodings(cohort: Cohort) -> Iterator[Problem]:
    said = {path: str(export.reading.get("encoding") or "") for path, export in cohort.exports}
    for path, export in cohort.exports:
        if export.reading.get("encoding_guessed"):
            found = f"an encoding that is a guess, {said[path]}"
            remedy = (
                f"look at a few letters with accents; at the file in cohort.yaml, write encoding: "
                f"{said[path]} if they are right, and else another, as utf-8, cp1252 or cp1250"
            )
            yield Problem(path.as_posix(), found, "an encoding that a person confirmed", remedy)
    names = {name.removesuffix("-sig") for name in said.values() if name}
    if len(names) > 1:
        found = f"files in {len(names)} encodings: {', '.join(sorted(names))}"
        place = f"data/cohorts/{cohort.name}/cohort.yaml"
        yield Problem(place, found, "one encoding", "compare the values of the files; export them alike")


def _find_days(cohort: Cohort) -> Iterator[Problem]:
    """Yield the platform's days that cannot be, or lie outside of the collection."""
    days = cohort.description.get("collected") or {}
    open_days = "cohort.yaml" in cohort.problems.stages  # it goes on so far only where some are TO DECIDE
    for name in _columns(cohort):
        said = cohort.described["columns"].get(name, {})
        counts = cohort.survey[name].dropna().value_counts(sort=False)
        if not said.get("platform") or not len(counts):
            continue
        column = Column(name, said)
        column.counts.update({str(value): int(n) for value, n in counts.items()})
        readings = read_days(column)
        if not readings:
            continue
        known = max(readings, key=lambda read: sum(str(days["from"]) <= d <= str(days["to"]) for d in read))
        place = f"{cohort.exports[0][0].as_posix()}, column {name}"
        latest = datetime.date.today().isoformat()
        wrong = [day for day in known if not f"{FIRST_YEAR}" <= day[:4] or day > latest]
        if wrong:
            found = f"{len(wrong)} days before {FIRST_YEAR} or after today, as {min(wrong)}"
            yield Problem(
                place, found, "days on which somebody answered", "correct the cells in corrections.yaml"
            )
        outside = [d for d in known if d not in wrong and not str(days["from"]) <= d <= str(days["to"])]
        if outside and not open_days:
            found = f"{len(outside)} days from {min(outside)} to {max(outside)}"
            expected = f"days of the collection, {days['from']} to {days['to']}"
            yield Problem(place, found, expected, "correct collected in cohort.yaml, or exclude the rows")


def _find_year(cohort: Cohort) -> list[Problem]:
    """Return what to say of income groups in a year that the reference table lacks."""
    if "income_group" not in cohort.codebook.variables.index or "cohort.yaml" in cohort.problems.stages:
        return []
    year = fiscal_year(str(cohort.description["collected"]["from"]))
    return find_lacking_year(year, read_reference(*map(Path, REFERENCES.values())))


def _find_blanked(cohort: Cohort) -> Iterator[Problem]:
    """Yield variables of which values were beyond the codebook's limits, as an age of 200."""
    assert cohort.recoding is not None
    events = [event for event in cohort.recoding.events if event["kind"] == "blanked"]
    for variable in dict.fromkeys(event["variable"] for event in events):
        own = [event for event in events if event["variable"] == variable]
        limits = cohort.codebook.variables.loc[cohort.codebook.variable_of(variable)]
        personal = cohort.codebook.is_personal(variable)
        values = MASK if personal else ", ".join(sorted({str(event["found"]) for event in own})[:5])
        rows = ", ".join(str(event["source_row"]) for event in own[:5])
        source = own[0].get("source_variable")
        column = f"column {source}" if source else f"derived variable {variable}"
        yield Problem(
            f"{cohort.exports[0][0].as_posix()}, {column}, rows {rows}",
            f"{len(own)} values of {variable} that cannot be: {values}",
            f"{limits['min'] or 'anything'} to {limits['max'] or 'anything'}, as the codebook says",
            "correct the cells in corrections.yaml; else they are missing as invalid",
        )


def _find_unused(cohort: Cohort) -> Iterator[Problem]:
    """Yield the lines for values that no kept row has, other than what the file itself declares."""
    assert cohort.recoding is not None
    used = {recode.line for recode in cohort.recoding.recodes if recode.line is not None}
    present = {name: set(cohort.rows[name].dropna()) for name in _columns(cohort)}
    split = set(cohort.crosswalk.loc[cohort.crosswalk["rule"].str.startswith("split:"), "source_variable"])
    lines = []
    for row in cohort.crosswalk.itertuples():
        said = cohort.described["columns"].get(row.source_variable, {})
        declared = [*(said.get("values") or {}), *said.get("not_shown", []), *said.get("seen_unanswered", [])]
        here = present.get(row.source_variable)
        listed = bool(row.source_value and row.variable) and row.source_variable not in split
        if (
            here is not None
            and listed
            and row.line not in used
            and row.source_value not in {*here, *declared}
        ):
            lines.append(int(row.line))
    if lines:
        found = f"values that no row has: line{'s' if len(lines) > 1 else ''} {name_lines(lines)}"
        place = f"data/cohorts/{cohort.name}/crosswalk.csv"
        yield Problem(
            place, found, "values of the survey", "look for a slip of the pen, or take the lines out"
        )


def _find_label_sets(cohort: Cohort) -> Iterator[Problem]:
    """Yield columns with the labels that most columns of their scale have, but for some codes."""
    for scale, columns in _read_label_sets(cohort).items():
        counts: dict[str, Counter[str]] = {}
        for said in columns.values():
            for code, text in said.items():
                counts.setdefault(code, Counter())[text] += 1
        usual = {
            code: text
            for code, texts in counts.items()
            for text, n in texts.most_common(1)
            if n >= ALIKE and 2 * n > texts.total()
        }
        for name, said in columns.items():
            other = {c: text for c, text in said.items() if c in usual and not _is_same(text, usual[c])}
            if other and 2 * len(other) <= len(said):
                place = f"{cohort.exports[0][0].as_posix()}, column {name}"
                found = ", ".join(f"{text!r} for {code}" for code, text in other.items())
                expected = f"{', '.join(repr(usual[code]) for code in other)}, as in most columns of {scale}"
                remedy = "look whether it is the same answer in the questionnaire"
                yield Problem(place, found, expected, remedy)


def _is_same(text: str, usual: str) -> bool:
    return normalise(text) == normalise(usual)


def _read_label_sets(cohort: Cohort) -> dict[str, dict[str, dict[str, str]]]:
    """Return scale -> source column -> code -> what the column calls it.

    Left out are codes that several values of a column share, and people's own words.
    """
    said: dict[str, dict[str, dict[str, set[str]]]] = {}
    for row in cohort.crosswalk[~cohort.crosswalk["own"]].itertuples():
        if not (row.value and row.source_value and row.variable in cohort.codebook.variables.index):
            continue
        scale, kind = cohort.codebook.variables.loc[row.variable, ["scale", "type"]]
        if not scale or kind == "multi":
            continue
        values = cohort.described["columns"].get(row.source_variable, {}).get("values") or {}
        column = said.setdefault(str(scale), {}).setdefault(row.source_variable, {})
        column.setdefault(row.value, set()).add(str(values.get(row.source_value, row.source_value)))
    return {
        scale: {
            name: {code: next(iter(texts)) for code, texts in codes.items() if len(texts) == 1}
            for name, codes in columns.items()
        }
        for scale, columns in said.items()
    }


def _columns(cohort: Cohort) -> list[str]:
    return [name for name in cohort.survey.columns if name not in ("source_file", "source_row")]


def _rows(count: int) -> str:
    return f"{count} row{'s' if count != 1 else ''}"
