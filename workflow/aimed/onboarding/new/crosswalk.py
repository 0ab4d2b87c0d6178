"""Draft a crosswalk: a line for every source column, and for each value of those that are like categories."""

from collections.abc import Iterable, Iterator

from aimed.language.likeness import EXACT, SURE, Guess, choose, guess, rank
from aimed.onboarding.new.crosswalk_lines import UNSURE, Line, set_apart
from aimed.onboarding.new.values import (
    draft_options,
    draft_ticks,
    draft_values,
    fit_values,
    list_values,
    say_next,
)
from aimed.onboarding.new.vocabulary import COUNTRY, Vocabulary, is_no, is_yes
from aimed.onboarding.profiling import NUMBER, Column, Profile
from aimed.study.pseudonyms import KINDS

SHORT_LIST = 12
SUGGESTED = 71  # of 453 guesses below it one was right, of 48 from it on 43
MOSTLY, SEVERAL = 0.75, 3  # so many options of which most are those of one question suggest it
FAINT, WORDING, VALUES = 45, 0.8, 20  # a guess weighs the wording with 80 points and the values with 20
BESIDE = 6  # more for the scale of another row of the same grid
NOTHING_LIKE = "no variable is like it; not used"


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
    guesses = guess_variables(single, words, variables)
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


def guess_variables(
    columns: list[Column], words: Vocabulary, variables: dict[str, list[str]]
) -> dict[str, Guess[str]]:
    """Return for each column the variable whose wording, and whose values, are most like its own.

    A row of a grid of which another row is suggested goes before for variables with the scale of that one.
    """
    ranked = {column.name: _rank_variables(column, words, variables) for column in columns}
    grids = {column.name: str(column.description.get("question") or "") for column in columns}
    scales: dict[str, set[str]] = {}
    for name, scored in ranked.items():
        for score, variable in scored[:1]:
            if grids[name] and score >= SUGGESTED and words.codes_of(variable):
                scales.setdefault(grids[name], set()).add(words.scale_of(variable))
    for column in (one for one in columns if one.description.get("row")):
        scored, beside = ranked[column.name], scales.get(grids[column.name], set())
        ranked[column.name] = [
            (score + _lend(column, score, variable, beside, words), variable) for score, variable in scored
        ]
    return {name: choose(sorted(scored, key=lambda pair: -pair[0])) for name, scored in ranked.items()}


def _lend(column: Column, score: int, variable: str, beside: set[str], words: Vocabulary) -> int:
    alike = 0 < score < EXACT - BESIDE and words.scale_of(variable) in beside
    return BESIDE if alike and _fit(column, variable, words) >= MOSTLY else 0


def _rank_variables(
    column: Column, words: Vocabulary, variables: dict[str, list[str]]
) -> list[tuple[int, str]]:
    scored = []
    for wording, variable in rank(wordings_of(column), variables):
        score = wording
        if wording < EXACT:
            fit = _fit(column, variable, words)
            score = round(WORDING * wording + VALUES * fit) if wording > FAINT else 0
            several = len(column.description.get("options") or []) >= SEVERAL
            score = max(score, SUGGESTED) if several and fit >= MOSTLY else score
        scored.append((score, variable))
    return sorted(scored, key=lambda pair: -pair[0])


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
        named = sum(n for v, n in column.answers.items() if words.countries.find(column.values.get(v, v)))
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
    if found.target is None or found.score < SUGGESTED:
        return _draft_unknown(column, found)
    variable = found.target
    if column.description.get("loop") and best[variable] != column.name:
        return [_unused(column, f"asked again; {best[variable]} is used for {variable}")]
    several = words.type_of(variable) == "multi"
    lines = set_apart(column, (draft_options if several else draft_values)(column, variable, words), words)
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
    first.runner_up = near
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
        score = wording if wording == EXACT else round(0.5 * wording + 50 * fit)
        own = fit >= MOSTLY and len(options) >= SEVERAL
        scored.append((max(score, SUGGESTED) if own else score, variable))
    found = choose(sorted(scored, key=lambda pair: -pair[0]))
    if found.target is None or found.score < SUGGESTED:
        return
    for column, option in zip(group, options, strict=True):
        texts = [option, *map(str, (column.description.get("labels") or {}).values())]
        yield column.name, (found, guess(texts, words.codes_of(found.target)), column is group[0])


def _draft_tick_column(
    column: Column, found: Guess[str], option: Guess[str], leads: bool, words: Vocabulary
) -> list[Line]:
    variable = str(found.target)
    if option.target is None or option.score < SUGGESTED:
        return [_unused(column, f"no option of {variable} is like it; not used")]
    lines = draft_ticks(column, variable, option, words)
    if not option.sure or (leads and not found.sure):
        lines[0].decide = UNSURE
    if leads and not found.sure:
        asked = f"is the question {variable} ({found.score})? it holds for all its options"
        lines[0].note = "; ".join(filter(None, [asked, lines[0].note]))
    return lines
