"""Derive the variables of derived.yaml from recoded answers; an empty one has the reason of an empty part."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from aimed.harmonise.corrections import CellEvent
from aimed.harmonise.recoding.recode import Recoding
from aimed.harmonise.recoding.values import INVALID
from aimed.messages.problems import Problem
from aimed.study.codebook import Codebook
from aimed.study.declarations import as_code
from aimed.study.derived_variables import COLLECTED, OF_CODES, DerivedVariable

CLOSE = 1e-9  # of the ends of a range, which sums of decimals may miss in their last bits


def derive_variables(recoding: Recoding, rows: pd.DataFrame, codebook: Codebook, collected: Any) -> None:
    """Add each derived variable to responses and reasons, in the order of derivation.

    rows: the survey's, of the same index, with source_row. collected: from and to of cohort.yaml. A number
    outside its range becomes invalid, with an event.
    """
    coded = rows["source_file"].dtype == "category"
    for one in codebook.derived.values():
        answers = PartAnswers(recoding.responses, codebook, collected or {})
        values = _KINDS[one.kind](one, answers)
        known = np.array([recoding.responses[part].notna() for part in one.parts]).T
        reasons = _reason_of_first(recoding.reasons, one, known)
        if one.kind not in OF_CODES:
            outside = _outside(values, one)
            recoding.events += [_blank(one, rows, int(at), values[at]) for at in np.flatnonzero(outside)]
            values = np.where(outside, np.nan, values)
        given = pd.Series(values, index=rows.index).astype(object)
        given = given.where(given.notna(), None)
        reasons = reasons.where(given.isna(), None).mask(given.isna() & reasons.isna(), INVALID)
        if coded and one.kind in OF_CODES:  # the same codes in every part of a survey
            given = given.astype(pd.CategoricalDtype(pd.Index(codebook.codes(one.name), dtype="str")))
        recoding.responses[one.name] = given
        recoding.reasons[one.name] = reasons.astype("category") if coded else reasons


def find_lacking_days(codebook: Codebook, collected: Any, place: str) -> Iterator[Problem]:
    """Yield a problem for each age up to a day of collection that cohort.yaml, at `place`, does not have."""
    for one in codebook.derived.values():
        if one.written.get("until") in COLLECTED and not collected:
            found, remedy = "no days of collection", "write collected: {from: 2020-03-01, to: 2020-03-07}"
            yield Problem(place, found, f"{one.written['until']}, from which {one.name} is counted", remedy)


class PartAnswers:
    """The answers that derived variables are made from, column by column, as numbers or as codes."""

    def __init__(self, responses: pd.DataFrame, codebook: Codebook, collected: Mapping[str, str]) -> None:
        self.responses, self.codebook, self.collected = responses, codebook, collected

    def texts(self, column: str) -> pd.Series:
        """Return a column as objects, null where nothing is known."""
        return self.responses[column].astype(object)

    def numbers(self, column: str) -> np.ndarray:
        """Return a column as numbers, codes by their score, NaN where nothing is known."""
        scores = self.codebook.scores(column)
        cells = self.texts(column)
        return (cells.map(scores) if scores else cells).to_numpy(dtype=float, na_value=np.nan)

    def ends(self, column: str) -> tuple[float, float]:
        """Return the smallest and the largest number that a column can hold."""
        scores = self.codebook.scores(column).values()
        row = self.codebook.variables.loc[column]
        return (min(scores), max(scores)) if scores else (float(row["min"]), float(row["max"]))

    def days(self, name: str) -> pd.Series:
        """Return a column of days, or the same day of cohort.yaml for everybody; null for none."""
        if name in COLLECTED:
            return pd.Series(self.collected.get(COLLECTED[name]), index=self.responses.index, dtype=object)
        return self.texts(name)


def _add_up(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    """Return a sum or mean: of the answered parts, spread over all of them, while few enough are missing."""
    parts = [answers.numbers(part) for part in one.parts]
    for at, part in enumerate(one.parts):
        if part in one.reversed:
            low, high = answers.ends(part)
            parts[at] = low + high - parts[at]
    table = np.array(parts).T
    answered = (~np.isnan(table)).sum(axis=1)
    enough = answered >= max(1, len(parts) - one.most_missing)
    sums = np.nansum(table, axis=1)
    if one.kind == "mean":
        sums = np.divide(sums, answered, out=np.full(len(sums), np.nan), where=answered > 0)
    else:
        prorated = np.divide(sums * len(parts), answered, out=np.full(len(sums), np.nan), where=answered > 0)
        sums = np.where(answered == len(parts), sums, prorated)
    return _finish(np.where(enough, sums, np.nan), one)


def _finish(values: np.ndarray, one: DerivedVariable) -> np.ndarray:
    """Return values multiplied and rounded as declared, halves upwards."""
    values = values * one.written.get("times", 1)
    # a sum of decimals may lie a last bit below the half that it is
    return np.floor(np.round(values, 9) + 0.5) if one.written.get("round") else values


def _weigh(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    terms = [float(weight) * answers.numbers(part) for part, weight in one.written["weights"].items()]
    return _finish(np.sum(terms, axis=0), one)


def _subtract(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    first, second = map(answers.numbers, one.parts)
    return _finish(first - second, one)


def _divide(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    """Return the ratio; nothing divided by 0 has one."""
    first, second = map(answers.numbers, one.parts)
    return _finish(np.divide(first, second, out=np.full(len(first), np.nan), where=second != 0), one)


def _cut(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    """Return the code of the band that each number lies in; the bands leave no gap."""
    values = answers.numbers(one.parts[0])
    starts = np.array([band["from"] for band in one.written["bands"]], dtype=float)
    codes = np.array([as_code(band["code"]) for band in one.written["bands"]], dtype=object)
    places = np.searchsorted(starts, values + CLOSE, side="right") - 1
    found = codes[places]
    found[np.isnan(values) | (places < 0)] = None
    return found


def _rename(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    return answers.texts(one.parts[0]).map(one.codes).astype(object).to_numpy()


def _count(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    """Return how many conditions hold; unless missing is none, nothing where a part is missing."""
    held = np.zeros(len(answers.responses))
    known = np.ones(len(answers.responses), dtype=bool)
    for name, comparison, value in one.written["conditions"]:
        held += _holds(answers, name, comparison, value)
        known &= answers.responses[name].notna().to_numpy()
    return held if one.most_missing else np.where(known, held, np.nan)


def _holds(answers: PartAnswers, name: str, comparison: str, value: Any) -> np.ndarray:
    """Return where a condition on a part holds; nowhere where it is missing."""
    if comparison in ("at_least", "at_most"):
        numbers = answers.numbers(name)
        return numbers >= float(value) if comparison == "at_least" else numbers <= float(value)
    wanted = value if isinstance(value, list) else [value]
    cells = answers.texts(name)
    if isinstance(cells.dropna().iloc[0] if cells.notna().any() else "", str):
        wanted = [as_code(one) for one in wanted]
    among = cells.isin(wanted).to_numpy()
    return cells.notna().to_numpy() & ~among if comparison == "not_in" else among


def _age(one: DerivedVariable, answers: PartAnswers) -> np.ndarray:
    """Return the whole years from one day to another: birthdays that have come, on 29 February 1 March."""
    born, until = (answers.days(one.written[key]) for key in ("from", "until"))
    known = (born.notna() & until.notna()).to_numpy()
    ages = [
        int(b[:4]) - int(a[:4]) - (b[5:] < a[5:]) if there else np.nan
        for a, b, there in zip(born, until, known, strict=True)
    ]
    return np.array(ages, dtype=float)


def _outside(values: np.ndarray, one: DerivedVariable) -> np.ndarray:
    low, high = float(one.written["min"]), float(one.written["max"])
    return (values < low - CLOSE) | (values > high + CLOSE)


def _blank(one: DerivedVariable, rows: pd.DataFrame, at: int, value: float) -> CellEvent:
    """Return the event of a number that its range does not allow."""
    return {
        "position": rows.index[at],
        "source_row": int(rows["source_row"].iloc[at]),
        "variable": one.name,
        "found": f"{value:.10g}",
        "kind": "blanked",
        "rule": one.kind,
        "reason": INVALID,
    }


def _reason_of_first(reasons: pd.DataFrame, one: DerivedVariable, known: np.ndarray) -> pd.Series:
    """Return per row the reason of the first part, in declared order, that is missing; null for none."""
    found = pd.Series(None, index=reasons.index, dtype=object)
    for at, part in reversed(list(enumerate(one.parts))):
        found = found.mask(~known[:, at], reasons[part].astype(object))
    return found


_KINDS: dict[str, Callable[[DerivedVariable, PartAnswers], np.ndarray]] = {
    **dict.fromkeys(("sum", "mean"), _add_up),
    "weighted_sum": _weigh,
    "difference": _subtract,
    "ratio": _divide,
    "bands": _cut,
    "recode": _rename,
    "count": _count,
    "age": _age,
}
