"""Draft what each value of a column means in the codebook."""

import re
from collections.abc import Collection, Iterable, Iterator

from aimed.harmonise.recoding.source_columns import find_markers
from aimed.harmonise.recoding.values import SEPARATORS, split_options
from aimed.language.likeness import EXACT, SURE, WORTH_SAYING, Guess, guess, normalise
from aimed.onboarding.new.crosswalk_lines import JOINT, UNSURE, Line, set_apart
from aimed.onboarding.new.vocabulary import (
    COUNTRY,
    Vocabulary,
    is_no,
    is_yes,
    read_plain_number,
    says_unit_alone,
)
from aimed.onboarding.profiling import COMMA, NUMBER, Column, read_days
from aimed.study.codebook import NO_ANSWER

NAMED_SEPARATORS = {separator: name for name, separator in SEPARATORS.items()}
NO_NUMBER = "no number: write the number, or a missing_reason"
READ = "a number is read from it: correct it, or write a missing_reason"
LABEL_SAYS = "the number that this label says"
LABEL_SAYS_NONE = "no plain number stands in this label: write the number, or a missing_reason"
LISTED, ALIKE = 60, 75
ABBREVIATION = 3  # so few letters are like those of any other country


def draft_values(column: Column, variable: str, words: Vocabulary) -> list[Line]:
    """Return the lines of a column for a variable with one column of responses."""
    kind = words.type_of(variable)
    if variable == COUNTRY:
        return list(_draft_countries(column, variable, words))
    if words.codes_of(variable):
        return list(_draft_codes(column, variable, words))
    if kind == "number":
        return list(_draft_numbers(column, variable, words))
    last = Line(column.name, variable=variable, rule=_date_rule(column) if kind == "date" else "text")
    if kind == "date" and len(read_days(column)) > 1:
        last.decide = UNSURE
        last.note = "day first (date:dmy) or month (date:mdy)? the cells do not tell"
    return [*_draft_markers(column, variable, words), last]


def list_values(column: Column, known: Iterable[str] = ()) -> list[str]:
    """Return the values to be listed: those declared, in their order, where cells hold codes; then others.

    Of the others LISTED, and all that the codebook has: `known` are its wordings. Not what the gate found.
    """
    declared = [str(code) for code in column.description.get("order") or column.values]
    if not any(code in column.counts for code in declared):
        declared = []
    others = sorted(set(column.counts) - set(declared) - column.private)
    plain = {normalise(word) for word in known}
    verbatim = {value for value in others if normalise(value) in plain}
    rest = [value for value in others if value not in verbatim][: max(0, LISTED - len(verbatim))]
    return [*declared, *(value for value in others if value in {*verbatim, *rest})]


def fit_values(column: Column, codes: dict[str, list[str]], missing: dict[str, list[str]]) -> float:
    """Return the share of a column's answers that are wordings of a scale; missing reasons not counted."""
    texts = {column.values.get(value, value) for value in column.answers}
    kept = [text for text in texts if guess([text], missing).score < SURE]
    if not kept or len(texts) > LISTED:
        return 0.0
    return sum(guess([text], codes).score >= ALIKE for text in kept) / len(kept)


def _draft_codes(column: Column, variable: str, words: Vocabulary) -> Iterator[Line]:
    codes = words.codes_of(variable)
    declared = find_declared(column)
    for value in list_values(column, words.wordings_of(variable)):
        if value in column.markers:
            yield _missing(column, value, variable, column.markers[value], EXACT)
            continue
        texts = texts_of(column, value)
        code, reason = guess(texts, codes), guess(texts, words.missing)
        if value in declared or SURE <= reason.score > code.score:
            yield draft_reason(column, value, variable, reason)
        elif code.score < WORTH_SAYING:
            yield _unknown(column, value, variable)
        else:
            yield Line(
                column.name, value, variable, str(code.target), score=str(code.score),
                runner_up=say_next(code), decide="" if code.sure else UNSURE, source_text=texts[0],
            )  # fmt: skip


def _draft_numbers(column: Column, variable: str, words: Vocabulary) -> Iterator[Line]:
    """Yield lines for what is no number, then the rule; a labelled code is none until somebody says so."""
    rule = "number:," if any(COMMA.fullmatch(value) for value in column.answers) else "number"
    declared = find_declared(column)
    labelled = len(set(column.values) - declared) > 1
    units = words.units_of(variable)
    for value in list_values(column, words.wordings_of(variable)):
        said = column.values.get(value, "")
        if value in column.markers:
            yield _missing(column, value, variable, column.markers[value], EXACT)
        elif value in declared or (said and not labelled) or (not NUMBER.fullmatch(value) and not said):
            yield _draft_no_number(column, value, variable, words, units)
        elif labelled and said:
            number = read_plain_number(said, units)
            note = LABEL_SAYS if number else LABEL_SAYS_NONE
            yield Line(column.name, value, variable, number, note=note, decide=UNSURE, source_text=said)
        elif rule == "number:," and "." in value:
            yield _unknown(column, value, variable, "a point where others have a decimal comma")
    yield Line(column.name, variable=variable, rule=rule)


def _draft_no_number(
    column: Column, value: str, variable: str, words: Vocabulary, units: frozenset[str]
) -> Line:
    reason = guess(texts_of(column, value), words.missing)
    if reason.score >= SURE or value in find_declared(column):
        return draft_reason(column, value, variable, reason)
    number = read_plain_number(value, units)
    if number and says_unit_alone(value, units):
        return Line(column.name, value, variable, number)
    return Line(column.name, value, variable, number, note=READ if number else NO_NUMBER, decide=UNSURE)


def _draft_countries(column: Column, variable: str, words: Vocabulary) -> Iterator[Line]:
    """Yield lines for what is no country's name, with the nearest as a suggestion; then the rule."""
    yield from _draft_markers(column, variable, words)
    known = words.countries
    for value in list_values(column):
        name = column.values.get(value, value)
        if known.find(value) or value in column.markers or value in find_declared(column):
            continue
        if found := known.find(name):
            yield Line(column.name, value, variable, found, score=str(EXACT), source_text=name)
            continue
        near = guess([name] if len(name) > ABBREVIATION else [], {alias: [alias] for alias in known.codes})
        code = known.codes[near.target] if near.target and near.score >= WORTH_SAYING else ""
        said = f"{near.target} ({near.score})" if code else ""
        yield Line(
            column.name, value, variable, code, score=str(near.score), runner_up=said, decide=UNSURE,
            note="no name of data/reference/countries.csv", source_text=name,
        )  # fmt: skip
    yield Line(column.name, variable=variable, rule="country")


def _draft_markers(column: Column, variable: str, words: Vocabulary) -> Iterator[Line]:
    for value, reason in column.markers.items():
        if value in column.counts:
            yield _missing(column, value, variable, reason, EXACT)
    for value in sorted(find_declared(column) & set(column.counts)):
        yield draft_reason(column, value, variable, guess(texts_of(column, value), words.missing))


def draft_options(column: Column, variable: str, words: Vocabulary) -> list[Line]:
    """Return the lines of a column whose cells hold several options: one per option, then the rule."""
    separator = str(column.description.get("separator") or JOINT)
    options = _options_of(column, separator, words.wordings_of(variable))
    lines = []
    for option, text in options.items():
        if option in column.markers:
            lines.append(_missing(column, option, variable, column.markers[option], EXACT))
            continue
        code, reason = guess([text, option], words.codes_of(variable)), guess([text], words.missing)
        if reason.score >= SURE and reason.score > code.score:
            lines.append(draft_reason(column, option, variable, reason))
        elif code.score >= WORTH_SAYING:
            lines.append(
                Line(
                    column.name, option, f"{variable}__{code.target}", "yes", score=str(code.score),
                    runner_up=say_next(code), decide="" if code.sure else UNSURE, source_text=text,
                )
            )  # fmt: skip
        else:
            note = f"no option of {variable} is like it; `no` ticks nothing"
            said = {"note": note, "decide": UNSURE, "source_text": text}
            lines.append(Line(column.name, option, variable, "no", **said))
    name = NAMED_SEPARATORS.get(separator, separator.strip())
    return [*lines, Line(column.name, variable=variable, rule=f"split:{name}")]


def _options_of(column: Column, separator: str, known: Collection[str]) -> dict[str, str]:
    """Return option -> text: as the cells write them, by code or by text, then what else stands in them.

    A guessed one is none where it is joined from known ones.
    """
    listed = [str(option) for option in column.description.get("options") or []]
    if column.description.get("guessed"):
        listed = [one for one in listed if one in known or split_options(one, separator, known)[1]]
    texts = {option: column.values.get(option, option) for option in listed}
    texts = texts or {text: text for text in column.values.values()}
    best: tuple[int, dict[str, str], list[str]] | None = None
    for options in (texts, column.values):
        unknown = [part for cell in column.answers for part in split_options(cell, separator, options)[1]]
        if best is None or len(unknown) < best[0]:
            best = len(unknown), options, sorted(set(unknown))
    assert best is not None
    markers = {cell: cell for cell in column.markers if cell in column.counts}
    return best[1] | {part: part for part in best[2][:LISTED]} | markers


def draft_ticks(column: Column, variable: str, found: Guess[str], words: Vocabulary) -> list[Line]:
    """Return the lines of a column that stands for one option: what ticks it and what does not."""
    target = f"{variable}__{found.target}"
    unticked = {str(cell) for cell in column.description.get("unticked") or []}
    option = str(column.description.get("option") or "")
    lines: list[Line] = []
    ticks = []
    for value in list_values(column, words.wordings_of(target)):
        text = column.values.get(value, value)
        reason = guess([text], words.missing)
        if value in column.markers:
            lines.append(_missing(column, value, target, column.markers[value], EXACT))
        elif reason.sure:
            lines.append(draft_reason(column, value, target, reason))
        elif value in unticked or is_no(text):
            lines.append(_unticked(column, value, target))
        elif is_yes(text) or text in (option, column.label) or value in column.values:
            ticks.append(Line(column.name, value, target, "yes"))
        else:
            note = "does it mean that the option is ticked?"
            lines.append(Line(column.name, value, target, "yes", note=note, decide=UNSURE))
    blank_is_no = "" in unticked or not any(line.value == "no" for line in lines)
    lines = [*lines, Line(column.name, variable=target, rule="ticked")] if blank_is_no else [*ticks, *lines]
    lines = set_apart(column, lines, words)
    lines[0].source_text = column.label
    lines[0].score, lines[0].runner_up = str(found.score), say_next(found)
    return lines


def _unticked(column: Column, value: str, target: str) -> Line:
    """Return a line for what does not tick, unsure where the platform writes it for not shown, too."""
    line = Line(column.name, value, target, "no")
    ways, written = column.description.get("asked_where"), column.description.get("shown_if")
    if ways:
        line.note = f"blank, and not asked, where {written} is not met"
    elif ways is not None:
        nobody = "without the data dictionary nobody knows who was asked"
        who = f"asked only where {written}" if written else nobody
        line.note, line.decide = f"{who}: {value} may mean not asked", UNSURE
    return line


def find_declared(column: Column) -> frozenset[str]:
    """Return the values that the file declares to be missing answers, among cells and labelled codes."""
    import pandas as pd

    cells = pd.Series([*column.counts, *column.values], dtype=object)
    return find_markers(cells, {"missing": column.description.get("missing") or []})


def texts_of(column: Column, value: str) -> list[str]:
    """Return what a value is called: its label, in other languages too; the value itself without one."""
    others = [said.get(value) for said in (column.description.get("values_in") or {}).values()]
    return [column.values.get(value, value), *(str(text) for text in others if text)]


def say_next(found: Guess[str]) -> str:
    """Return the next best with its score, for the column runner_up."""
    return f"{found.next_target} ({found.next_score})" if found.next_score >= WORTH_SAYING else ""


def draft_reason(column: Column, value: str, variable: str, reason: Guess[str]) -> Line:
    """Return a line for a missing answer; not named by its label, it is unsure."""
    if reason.score >= WORTH_SAYING:
        return _missing(column, value, variable, str(reason.target), reason.score, reason.sure)
    line = _missing(column, value, variable, NO_ANSWER, 0, False)
    line.note = "declared missing in the file; nothing says why"
    return line


def _missing(column: Column, value: str, variable: str, reason: str, score: int, sure: bool = True) -> Line:
    text = column.values.get(value, value)
    said = {"score": str(score), "decide": "" if sure else UNSURE, "source_text": text}
    return Line(column.name, value, variable, missing_reason=reason, **said)


def _unknown(column: Column, value: str, variable: str, note: str = "") -> Line:
    note, text = note or f"no code of {variable} is like it", column.values.get(value, value)
    return Line(column.name, value, variable, note=note, decide=UNSURE, source_text=text)


def _date_rule(column: Column) -> str:
    if not read_days(column) or any(re.match(r"\d{4}-", value) for value in column.counts):
        return "date"
    mixed = [re.match(r"(\d+)\D(\d+)", value) for value in column.counts]
    return "date:mdy" if any(m and int(m[2]) > 12 for m in mixed) else "date:dmy"
