"""Row sets in the codebook's words, without a count: a count in them may be one that is not public."""

from collections.abc import Iterable, Sequence
from typing import Any

from aimed.ledger.contents import RowSet
from aimed.manuscript.tables.cells import Study, slug

Condition = Sequence[Any]  # column, comparison, value
NOUNS = {
    "responses": "people who were kept",
    "missing": "missing answers",
    "participants": "people",
    "exclusions": "submissions",
    "turns": "turns",
    "coded_turns": "turns with a code",
    "agreement": "comparisons of two coders",
    "ratings": "ratings of coders",
}


def describe_rows(rows: RowSet, study: Study) -> str:
    """Return whom a row set holds: `people who were kept: Gender: woman; Device: known`."""
    noun = NOUNS.get(rows["table"], rows["table"])
    told = describe_conditions(rows["where"], study)
    return f"{noun}: {told}" if told else f"all {noun}"


def describe_conditions(where: Iterable[Condition], study: Study) -> str:
    """Return conditions in words, each once: `Gender: woman; Device: known`."""
    return "; ".join(dict.fromkeys(_condition(part, study) for part in where))


def name_column(column: str, study: Study) -> str:
    """Return what a column is called: a variable, an option of one, or its own name."""
    variable, _, option = column.partition("__")
    if variable not in study.codebook.variables.index:
        return column.replace("_", " ")
    return study.item_label(f"{variable}.{slug(option)}" if option else variable)


def _condition(part: Condition, study: Study) -> str:
    column, comparison, value = part
    name = name_column(column, study)
    if comparison in ("known", "missing"):
        return f"{name}: {'known' if comparison == 'known' else 'not known'}"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    values = value if isinstance(value, list) else [value]
    shown = " or ".join(_name_value(column, one, study) for one in values)
    words = {"at_least": "at least ", "at_most": "at most ", "not_in": "none of "}
    return f"{name}: {words.get(comparison, '')}{shown}"


def _name_value(column: str, value: Any, study: Study) -> str:
    """Return the label of a code, theme, variable or reason; anything else stands as it is."""
    variable = column.partition("__")[0]
    if variable in study.codebook.variables.index:
        return study.codebook.label(variable, str(value))
    if column == "code":
        return study.item_label(slug(str(value)))
    if column == "variable":
        return name_column(str(value), study)
    return study.codebook.missing.get(str(value), str(value)) if column == "reason" else str(value)
