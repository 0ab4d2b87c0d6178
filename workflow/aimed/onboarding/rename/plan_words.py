"""What plans and derived.yaml name of the codebook, key by key."""

from collections.abc import Mapping
from typing import Any

from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.names import slug
from aimed.onboarding.rename.written_words import WrittenScalar

OPTION = "__"
VARIABLES = (
    *("by", "also_by", "outcomes", "cluster", "random", "predictors", "covariates", "pairs"),
    "leave_out",
)
BY_VARIABLE = ("event", "reference", "weights")  # keys that are variables, values their codes
PARTS = ("of", "from", "until", "reversed", "compare_with")


def rename_planned(scalar: WrittenScalar, known: Mapping[Any, str], name: str, ids: IdRenaming) -> str:
    """Return a key or value of analyses/<name>.yaml under the new name."""
    way, words = scalar.way, scalar.value
    if way[0] in BY_VARIABLE and len(way) == 2:
        return (
            rename_variable(words, ids)
            if scalar.is_key
            else ids.rename_code(str(way[1]), words, coarser=True)
        )
    if scalar.is_key:
        return words
    if way[0] == "of":
        return ids.one.new if ids.one.kind == "analysis" and slug(words) == slug(ids.one.old) else words
    if way[0] == "codes":
        return ids.rename_theme(words)
    if way[0] == "compare":
        return ids.rename_group(slug(name), words)
    if "population" in way:
        return _rename_condition(scalar, known, ids)
    return rename_variable(words, ids) if way[0] in VARIABLES or way[-1] == "leave_out" else words


def rename_derived(scalar: WrittenScalar, known: Mapping[Any, str], ids: IdRenaming) -> str:
    """Return a key or value of derived.yaml under the new name."""
    way, words = scalar.way, scalar.value
    if scalar.is_key:
        if len(way) == 1 or way[1] == "weights":
            return rename_variable(words, ids)
        part = known.get((way[0], "of", 0), known.get((way[0], "of"), ""))
        return ids.rename_code(part, words) if way[1] == "codes" else words
    if way[1] in PARTS:
        return rename_variable(words, ids)
    if way[1] == "codes" or (way[1] == "bands" and way[-1] == "code"):
        return ids.rename_code(str(way[0]), words)
    return _rename_condition(scalar, known, ids) if way[1] == "conditions" else words


def rename_variable(words: str, ids: IdRenaming) -> str:
    """Return a variable, or an option of it as variable.option or variable__option, under the new name."""
    for joint in (OPTION, "."):
        variable, found, option = words.partition(joint)
        if found:
            break
    name = ids.one.new if ids.one.kind == "variable" and variable == ids.one.old else variable
    return f"{name}{found}{ids.rename_code(variable, option)}"


def _rename_condition(scalar: WrittenScalar, known: Mapping[Any, str], ids: IdRenaming) -> str:
    """Return a part of [column, comparison, value] under the new name."""
    way, words = scalar.way, scalar.value
    places = [at for at, part in enumerate(way) if isinstance(part, int)]
    if len(places) < 2:
        return words
    second = places[1]
    if way[second] == 0:
        return rename_variable(words, ids)
    column = known.get((*way[:second], 0), "")
    if way[second] != 2:
        return words
    return (
        ids.rename_theme(words) if column == "code" else ids.rename_code(column.partition(OPTION)[0], words)
    )
