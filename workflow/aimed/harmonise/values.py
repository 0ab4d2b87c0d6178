"""Convert one source cell to a value of the codebook, by the crosswalk lines for its column."""

import math
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from aimed.codebook import Codebook

INVALID = "invalid"


@dataclass(frozen=True)
class Recoded:
    """What one source value became: `listed` by a `line` of its own in the crosswalk, else by its `rule`."""

    value: Any = None
    reason: str | None = None
    line: int | None = None
    listed: bool = False
    rule: str = ""
    blanked: bool = False
    unmapped: bool = False

    def shown(self) -> str:
        """Return the value as a table of recodes shows it; a missing reason stands in brackets."""
        if self.reason is not None:
            return f"({self.reason})"
        return {True: "yes", False: "no"}.get(self.value, str(self.value)) if self.value is not None else ""


def convert(
    cell: str, column: str, listed: dict[str, dict[str, Any]], rules: list[dict[str, Any]], codebook: Codebook
) -> Recoded:
    """Return what a source cell becomes in `column`; `unmapped` where no line of the crosswalk says.

    listed: source value -> its crosswalk line. rules: the lines that take every value not listed.
    """
    variable = codebook.variable_of(column)
    kind = str(codebook.variables.at[variable, "type"])
    if cell in listed:
        line = listed[cell]
        value = _typed(str(line["value"]), kind) if line["value"] else None
        return Recoded(value, line["missing_reason"] or None, int(line["line"]), listed=True)
    for line in rules:
        rule = str(line["rule"])
        read = _apply_rule(rule, cell, column, codebook)
        if read is not None:
            value, blanked = read
            reason = INVALID if blanked else None
            return Recoded(value, reason, int(line["line"]), rule=rule, blanked=blanked)
    return Recoded(unmapped=True)


def _typed(value: str, kind: str) -> Any:
    if kind == "multi":
        return value == "yes"
    return float(value) if kind == "number" else value


def _apply_rule(rule: str, cell: str, column: str, codebook: Codebook) -> tuple[Any, bool] | None:
    """Return (value, blanked) for a cell that the rule can read, else None."""
    variable = codebook.variable_of(column)
    if rule.startswith("split:"):
        chosen = {part.strip() for part in cell.split(rule.removeprefix("split:"))}
        labels = codebook.scales[codebook.variables.at[variable, "scale"]]["label"]
        names = {code: {code, str(label)} for code, label in labels.items()}
        if chosen - set().union(*names.values()):
            return None
        return bool(chosen & names[column.split("__", maxsplit=1)[1]]), False
    match rule:
        case "text" | "country":
            return cell, False
        case "number":
            return _read_number(cell, codebook.variables.loc[variable])
        case "date":
            return (cell, False) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) else None
        case _:
            codes = codebook.codes(variable)
            return (codes[-1 - codes.index(cell)], False) if cell in codes else None


def _read_number(cell: str, variable: pd.Series) -> tuple[float | None, bool] | None:
    if not re.fullmatch(r"[+-]?\d*\.?\d+", cell):
        return None
    number = float(cell)
    low = float(variable["min"]) if variable["min"] else -math.inf
    high = float(variable["max"]) if variable["max"] else math.inf
    return (number, False) if low <= number <= high else (None, True)
