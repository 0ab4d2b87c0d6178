"""Convert one source cell to a value of the codebook, by the crosswalk lines for its column."""

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

import pandas as pd

from aimed.study.codebook import Codebook

INVALID = "invalid"
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "number": ("", ","),
    "text": ("",),
    "date": ("", "dmy", "mdy"),
    "reverse": ("",),
    "country": ("",),
    "ticked": ("",),
}
SPLIT = "split"
SEPARATORS = {"space": " ", "newline": "\n", "tab": "\t"}  # that a rule `split:...` names
DAY = {
    "": r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    "dmy": r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})",
    "mdy": r"(?P<m>\d{1,2})[./-](?P<d>\d{1,2})[./-](?P<y>\d{4})",
}


def is_rule(written: str) -> bool:
    """Return whether a crosswalk's rule is one that there is, with an argument that it takes."""
    name, _, argument = written.partition(":")
    return bool(argument) if name == SPLIT else argument in ARGUMENTS.get(name, ())


def list_rules() -> list[str]:
    """Return every rule as a person writes it."""
    named = [f"{name}:{a}" if a else name for name, arguments in ARGUMENTS.items() for a in arguments]
    return [*named, f"{SPLIT}:"]


@dataclass(frozen=True)
class Recoded:
    """What one source value became: `listed` by a `line` of its own in the crosswalk, else by its `rule`.

    A line 0 is of the private table of own words.

    unread: the parts of a cell of several options that nothing says anything of.
    """

    value: Any = None
    reason: str | None = None
    line: int | None = None
    listed: bool = False
    rule: str = ""
    blanked: bool = False
    unmapped: bool = False
    unread: tuple[str, ...] = ()

    def shown(self) -> str:
        """Return the value as a table of recodes shows it; a missing reason stands in brackets."""
        if self.reason is not None:
            return f"({self.reason})"
        return {True: "yes", False: "no"}.get(self.value, str(self.value)) if self.value is not None else ""


class CrosswalkLine(TypedDict):
    """A line of a crosswalk; its cells are text, an empty one where nothing is said."""

    source_variable: str
    source_value: str
    variable: str  # of the codebook, or the column of an option
    value: str
    missing_reason: str
    rule: str
    line: int  # of the file; 0 of the private table of own words
    own: NotRequired[bool]


@dataclass(frozen=True)
class CrosswalkLines:
    """What a crosswalk says of one source variable for one column of responses.

    listed: source value -> its line. rules: the lines that take every value not listed. options: option
    of a multi-select -> column, or variable, -> its line. kept_out: cells that no rule may take, since
    the file says that they stand for a missing answer. of_blanks: the missing reason of blank cells.
    """

    listed: dict[str, CrosswalkLine]
    rules: list[CrosswalkLine]
    options: dict[str, dict[str, CrosswalkLine]] = field(default_factory=dict)
    kept_out: frozenset[str] = frozenset()
    of_blanks: str | None = None

    def shared(self) -> set[str]:
        """Return the source values that lines of the crosswalk list, without those of the private table."""
        lines = [*self.listed.items(), *((v, one) for v, by in self.options.items() for one in by.values())]
        return {value for value, line in lines if value and not line.get("own")}


def convert(cell: str, column: str, lines: CrosswalkLines, codebook: Codebook) -> Recoded:
    """Return what a source cell becomes in `column`; `unmapped` where no line of the crosswalk says."""
    variable = codebook.variable_of(column)
    kind = str(codebook.variables.at[variable, "type"])
    split = [line for line in lines.rules if line["rule"].startswith(f"{SPLIT}:")]
    if cell in lines.listed and (not split or cell in lines.kept_out):
        line = lines.listed[cell]
        value = _typed(str(line["value"]), kind) if line["value"] else None
        return Recoded(value, line["missing_reason"] or None, int(line["line"]), listed=True)
    if cell in lines.kept_out:
        return Recoded(unmapped=True)
    if split:
        return _choose(cell, column, lines, split[0], codebook)
    for line in lines.rules:
        read = _apply_rule(str(line["rule"]), cell, column, codebook)
        if read is not None:
            value, blanked = read
            reason = INVALID if blanked else None
            return Recoded(value, reason, int(line["line"]), rule=str(line["rule"]), blanked=blanked)
    return Recoded(unmapped=True)


def _choose(
    cell: str, column: str, lines: CrosswalkLines, rule: CrosswalkLine, codebook: Codebook
) -> Recoded:
    """Return whether one option of a multi-select stands among the options of a cell."""
    names = list_names(codebook, codebook.variable_of(column))
    written = str(rule["rule"]).partition(":")[2]
    chosen, unknown = split_options(cell, SEPARATORS.get(written, written), {*lines.options, *names})
    if unknown:
        return Recoded(unmapped=True, unread=tuple(unknown))
    used = int(rule["line"])
    said = [line for option in chosen for line in lines.options.get(option, {}).values()]
    reason = next((line["missing_reason"] for line in said if line["missing_reason"]), None)
    valued = any(line["value"] for line in said) or any(option not in lines.options for option in chosen)
    if reason and not valued:  # "I don't know" beside a tick is no answer less
        return Recoded(None, reason, used, rule=str(rule["rule"]))
    ticked = {line["variable"] for line in said if line["value"] == "yes"}
    ticked |= {names[option] for option in chosen if option not in lines.options}
    return Recoded(column in ticked, None, used, rule=str(rule["rule"]))


def list_names(codebook: Codebook, variable: str) -> dict[str, str]:
    """Return code, and label, of each option of a multi-select -> its column of responses."""
    labels = codebook.scales[codebook.variables.at[variable, "scale"]]["label"]
    return {text: f"{variable}__{code}" for code, label in labels.items() for text in (code, str(label))}


def split_options(cell: str, separator: str, options: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the known options in a cell, in order, and the parts that are none.

    At each place the longest option counts that ends at a separator or at the end, so that an option
    with the separator inside it stays whole. Empty parts, as after a last separator, are nothing.
    """
    longest_first = sorted((option for option in options if option), key=len, reverse=True)
    chosen, unknown = [], []
    rest = cell.strip()
    while rest:
        option = next((o for o in longest_first if _begins(rest, o, separator)), None)
        if option is not None:
            chosen.append(option)
            rest = rest[len(option) :].lstrip()
        else:
            part, _, after = rest.partition(separator)
            if part.strip():
                unknown.append(part.strip())
            rest = separator + after if after else ""
        rest = rest.removeprefix(separator).strip() if separator.strip() else rest.strip()
    return chosen, unknown


def _begins(text: str, option: str, separator: str) -> bool:
    """Return whether a text begins with an option as a whole part."""
    after = text[len(option) :]
    if not text.startswith(option):
        return False
    if separator.isspace():
        return not after or after[0].isspace()
    return not after.strip() or after.lstrip().startswith(separator)


def _typed(value: str, kind: str) -> Any:
    if kind == "multi":
        return value == "yes"
    return float(value) if kind == "number" else value


def _apply_rule(rule: str, cell: str, column: str, codebook: Codebook) -> tuple[Any, bool] | None:
    """Return (value, blanked) for a cell that the rule can read, else None."""
    variable = codebook.variable_of(column)
    name, _, argument = rule.partition(":")
    match name:
        case "text" | "country":
            return cell, False
        case "ticked":
            return True, False
        case "number":
            return _read_number(cell, codebook.variables.loc[variable], argument or ".")
        case "date":
            day = read_day(cell, argument)
            return (day, False) if day else None
        case _:
            codes = codebook.codes(variable)
            return (codes[-1 - codes.index(cell)], False) if cell in codes else None


def read_day(cell: str, order: str = "") -> str | None:
    """Return the day that a cell holds as 2020-03-01, with any time after it cut off; None for no such day.

    order: dmy or mdy for days written 1.3.2020 or 3/1/2020; nothing for 2020-03-01.
    """
    found = re.match(DAY[order] + r"(?=$|[T ])", cell)
    try:
        return datetime.date(*(int(found[part]) for part in "ymd")).isoformat() if found else None
    except ValueError:
        return None


def _read_number(cell: str, variable: pd.Series, point: str) -> tuple[float | None, bool] | None:
    if not re.fullmatch(rf"[+-]?\d*{re.escape(point)}?\d+", cell):
        return None
    number = float(cell.replace(point, "."))
    low = float(variable["min"]) if variable["min"] else -math.inf
    high = float(variable["max"]) if variable["max"] else math.inf
    return (number, False) if low <= number <= high else (None, True)
