"""Row sets in the codebook's words, without a count: a count in them may be one that is not public."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aimed.ledger.contents import RowSet
from aimed.manuscript.tables.cells import Study, slug

Condition = Sequence[Any]  # column, comparison, value
Words = Mapping[str, str]  # those of the document's language
NOUNS = {
    "responses": "people_kept",
    "missing": "missing_answers",
    "participants": "people",
    "exclusions": "submissions",
    "turns": "turns",
    "coded_turns": "turns_with_code",
    "agreement": "comparisons_of_coders",
    "ratings": "ratings_of_coders",
}


def describe_rows(rows: RowSet, study: Study, words: Words) -> str:
    """Return whom a row set holds: `people who were kept: Gender: woman; Device: known`."""
    noun = words.get(NOUNS.get(rows["table"], ""), rows["table"])
    told = describe_conditions(rows["where"], study, words)
    return f"{noun}: {told}" if told else f"{words['all_of']} {noun}"


def describe_conditions(where: Iterable[Condition], study: Study, words: Words) -> str:
    """Return conditions in words, each once: `Gender: woman; Device: known`."""
    return "; ".join(dict.fromkeys(_condition(part, study, words) for part in where))


def name_column(column: str, study: Study) -> str:
    """Return what a column is called: a variable, an option of one, or its own name."""
    variable, _, option = column.partition("__")
    if variable not in study.codebook.variables.index:
        return column.replace("_", " ")
    return study.item_label(f"{variable}.{slug(option)}" if option else variable)


def _condition(part: Condition, study: Study, words: Words) -> str:
    column, comparison, value = part
    name = name_column(column, study)
    if comparison in ("known", "missing"):
        return f"{name}: {words['known' if comparison == 'known' else 'not_known']}"
    if isinstance(value, bool):
        return name if value else f"{words['not']} {name}"
    values = value if isinstance(value, list) else [value]
    shown = f" {words['or']} ".join(_name_value(column, one, study) for one in values)
    limit = {"at_least": "at_least", "at_most": "at_most", "not_in": "none_of"}.get(comparison)
    return f"{name}: {words[limit]} {shown}" if limit else f"{name}: {shown}"


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
