"""Draft a crosswalk: a line for every source column, and for each value of those that are like categories."""

from collections.abc import Iterable, Iterator

from aimed.language.likeness import EXACT, SURE, WORTH_SAYING, Guess, choose, guess, rank
from aimed.onboarding.new.crosswalk_lines import UNSURE, Line
from aimed.onboarding.new.values import (
    COUNTRY,
    draft_options,
    draft_ticks,
    draft_values,
    fit_values,
    list_values,
    say_next,
)
from aimed.onboarding.new.vocabulary import Vocabulary, is_no, is_yes
from aimed.onboarding.profiling import NUMBER, Column, Profile
from aimed.study.pseudonyms import KINDS

SHORT_LIST = 12
WHOLE, BY_VALUES = 0.9, 70  # values that suit one variable alone suggest it
FAINT, WORDING, VALUES = 45, 0.8, 20  # a guess weighs the wording with 80 points and the values with 20
NOTHING_LIKE = "no variable is like it; delete the ? if it is not used"


def draft_crosswalk(
    profile: Profile, words: Vocabulary, decided: dict[str, str], derived: Iterable[str] = ()
) -> list[Line]:
    """Return the lines of all columns in source order.

    decided: columns that are not for the codebook -> the note that says what they are for.
    derived: variables that the workflow works out by itself, which no column answers.
    """
    undecided = [c for c in profile.columns.values() if c.name not in {*profile.dropped, *decided}]
    open_columns = [column for column in undecided if not column.description.get("platform")]
    ticked = {name: found for group in group_options(open_columns) for name, found in _place(group, words)}
    single = [column for column in open_columns if column.name not in ticked]
    variables = {name: said for name, said in words.variables.items() if name not in set(derived)}
    guesses = {column.name: guess_variable(column, words, variables) for column in single}
    best = _best_columns(guesses)
    lines: list[Line] = []
    for column in profile.columns.values():
        if column.name in profile.dropped:
            kind = KINDS[profile.dropped[column.name]][0]
            lines.append(_unused(column, f"dropped by the personal data gate: {kind}"))
        elif column.name in decided:
            lines.append(_unused(column, decided[column.name]))
        elif column.name in ticked:
            lines += _draft_tick_column(column, *ticked[column.name], words)
        elif column.name in guesses:
            lines += _draft_column(column, guesses[column.name], best, words)
        else:
            lines.append(_unused(column, "a column of the platform; not used"))
    return lines


def guess_variable(column: Column, words: Vocabulary, variables: dict[str, list[str]]) -> Guess[str]:
    """Return the variable whose wording, and whose values, are most like those of a column."""
    scored = []
    for wording, variable in rank(wordings_of(column), variables):
        score = wording
        if wording < EXACT:
            fit = _fit(column, variable, words)
            score = round(WORDING * wording + VALUES * fit) if wording > FAINT else 0
            if fit > WHOLE and variable in words.alone:
                score = max(score, BY_VALUES)
        scored.append((score, variable))
    return choose(sorted(scored, key=lambda pair: -pair[0]))


def wordings_of(column: Column) -> list[str]:
    """Return all that a column is called: name, label, matrix row, label without its stem, translations."""
    said = column.description
    row = str(said.get("row") or "")
    label = column.label
    texts = [column.name, label, row, *map(str, (said.get("labels") or {}).values())]
    texts += [label.rpartition(separator)[2] for separator in (" - ", ": ") if separator in label]
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _fit(column: Column, variable: str, words: Vocabulary) -> float:
    """Return from 0 to 1 how well the values of a column suit a variable; less than 0 where they cannot."""
    codes = words.codes_of(variable)
    several = bool(column.description.get("separator"))
    if several != (words.type_of(variable) == "multi"):
        return -WORDING
    if several:
        options = [column.values.get(str(one), str(one)) for one in column.description.get("options") or []]
        options = options or list(column.values.values())
        return sum(guess([o], codes).score >= SURE for o in options) / max(len(options), 1)
    if variable == COUNTRY:
        named = sum(n for v, n in column.answers.items() if column.values.get(v, v) in words.countries)
        return named / max(sum(column.answers.values()), 1)
    if codes:
        return fit_values(column, codes, words.missing) if not column.more else 0.0
    if words.type_of(variable) == "number":
        said = [text for value, text in column.values.items() if value in column.answers]
        numbered = not said or any(any(map(str.isdigit, text)) for text in said)
        return column.share(NUMBER) if numbered else -1.0
    return 0.0 if column.is_category or column.share(NUMBER) > 0.5 else 1.0


def _best_columns(guesses: dict[str, Guess[str]]) -> dict[str, str]:
    """Return variable -> the column that is most like it: of several, only one may be sure."""
    best: dict[str, str] = {}
    for name, found in guesses.items():
        if found.target and (found.target not in best or guesses[best[found.target]].score < found.score):
            best[found.target] = name
    return best


def _draft_column(column: Column, found: Guess[str], best: dict[str, str], words: Vocabulary) -> list[Line]:
    if found.target is None or found.score < WORTH_SAYING:
        return _draft_unknown(column, found)
    variable = found.target
    several = words.type_of(variable) == "multi"
    lines = (draft_options if several else draft_values)(column, variable, words)
    if not lines:
        return _draft_unknown(column, found)
    first = lines[0]
    first.source_text = column.label if not first.source_value else f"{column.label} | {first.source_text}"
    first.note = "; ".join(filter(None, [first.note, _describe_guess(column, found, best)]))
    if not (found.sure and best[variable] == column.name) or (several and column.description.get("guessed")):
        first.decide = UNSURE
    if not first.source_value or first.score == "":
        first.score, first.runner_up = str(found.score), say_next(found)
    return lines


def _describe_guess(column: Column, found: Guess[str], best: dict[str, str]) -> str:
    """Return what a reader should know of a guess: how good it is, and who else claims the variable."""
    said = []
    if not found.sure:
        near = f", or {say_next(found)}" if say_next(found) else ""
        said.append(f"is this {found.target} ({found.score}){near}? it holds for all lines of the column")
    if found.target and best[found.target] != column.name:
        said.append(f"{best[found.target]} is more like {found.target}")
    if column.description.get("guessed"):
        said.append("that cells hold several options was seen in the first answers")
    return "; ".join(said)


def _draft_unknown(column: Column, found: Guess[str]) -> list[Line]:
    """Return a line for a column that is like no variable, and for the values that its file declares."""
    near = f"{found.target} ({found.score})" if found.score else ""
    first = _unused(column, NOTHING_LIKE)
    first.decide, first.runner_up = UNSURE, near
    named = [
        Line(column.name, value, source_text=column.values.get(value, value))
        for value in list_values(column)
        if value in column.values or is_yes(value) or is_no(value)
    ]
    return [first, *named[:SHORT_LIST]]


def _unused(column: Column, note: str) -> Line:
    return Line(column.name, note=note, source_text=column.label if column.label != column.name else "")


def group_options(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """Yield the columns of each question that has a column per option."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        said = column.description
        question = str(said.get("question") or column.label.rpartition(" - ")[0])
        if said.get("option") and said.get("type") != "text" and _is_tick(column):
            groups.setdefault(question, []).append(column)
    yield from groups.values()


def _is_tick(column: Column) -> bool:
    return "unticked" in column.description or (not column.more and len(column.answers) <= 2)


def _place(
    group: list[Column], words: Vocabulary
) -> Iterator[tuple[str, tuple[Guess[str], Guess[str], bool]]]:
    """Yield column -> (the multi-select, the option, whether it is the first) of one question."""
    multi = {name: said for name, said in words.variables.items() if words.type_of(name) == "multi"}
    question = [str(group[0].description.get("question") or ""), group[0].label.rpartition(" - ")[0]]
    options = [str(column.description["option"]) for column in group]
    scored = []
    for wording, variable in rank(question, multi):
        codes = words.codes_of(variable)
        fit = sum(guess([option], codes).score >= SURE for option in options) / len(options)
        scored.append((wording if wording == EXACT else round(0.5 * wording + 50 * fit), variable))
    found = choose(sorted(scored, key=lambda pair: -pair[0]))
    if found.target is None or found.score < WORTH_SAYING:
        return
    for column, option in zip(group, options, strict=True):
        texts = [option, *map(str, (column.description.get("labels") or {}).values())]
        yield column.name, (found, guess(texts, words.codes_of(found.target)), column is group[0])


def _draft_tick_column(
    column: Column, found: Guess[str], option: Guess[str], leads: bool, words: Vocabulary
) -> list[Line]:
    variable = str(found.target)
    if option.target is None or option.score < WORTH_SAYING:
        first = _unused(column, f"no option of {variable} is like it; delete the ? if it is not used")
        first.decide = UNSURE
        return [first]
    lines = draft_ticks(column, variable, option, words)
    if not option.sure or (leads and not found.sure):
        lines[0].decide = UNSURE
    if leads and not found.sure:
        asked = f"is the question {variable} ({found.score})? it holds for all its options"
        lines[0].note = "; ".join(filter(None, [asked, lines[0].note]))
    return lines
