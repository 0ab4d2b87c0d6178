"""Which cells of tables, and which keys and values of YAML, name a variable, code, theme or analysis."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.language.prose_regions import SHOWN_KEYS, readable_of_yaml
from aimed.onboarding.rename.documents import edit_document, edit_marks
from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.names import slug
from aimed.onboarding.rename.plan_words import rename_derived, rename_planned
from aimed.onboarding.rename.written_words import (
    TextEdit,
    WrittenScalar,
    list_cells,
    list_scalars,
)

Row = Mapping[str, str]
OPTION = "__"
CONDITIONS = ("for", "against", "holds")


def list_edits(path: Path, text: str, ids: IdRenaming) -> set[TextEdit]:
    """Return what of a file of the study is written otherwise under the new name."""
    if path.suffix == ".csv":
        found = _edit_table(path.stem, text, ids)
    elif path.suffix == ".qmd":
        found = edit_document(text, ids)
    else:
        found = _edit_yaml(path, text, ids)
    return {one for one in found if text[one.start : one.end] != one.words}


def _edit_table(name: str, text: str, ids: IdRenaming) -> Iterator[TextEdit]:
    head: list[str] = []
    for record in list_cells(text):
        if not head:
            head = [value.strip() for value, _, _ in record]
            continue
        row = {column: value.strip() for column, (value, _, _) in zip(head, record, strict=False)}
        for column, (value, start, _) in zip(head, record, strict=False):
            words = value.strip()
            renamed = _rename_cell(name, column, words, row, ids) if words else words
            at = start + value.index(words)
            yield TextEdit(at, at + len(words), renamed)


def _rename_cell(name: str, column: str, words: str, row: Row, ids: IdRenaming) -> str:
    one = ids.one
    if (name, column) == ("variables", "variable") or (name, column) == ("crosswalk", "variable"):
        return rename_column(words, ids)
    if (name, column) == ("own_words", "variable"):
        return rename_column(words, ids)
    if name in ("crosswalk", "own_words") and column == "value":
        return ids.rename_code(row.get("variable", "").partition(OPTION)[0], words)
    if (name, column) == ("variables", "shown_if"):
        variable, *rest = words.split(" ")
        codes = ["|".join(ids.rename_code(variable, code) for code in part.split("|")) for part in rest[1:]]
        return " ".join([rename_column(variable, ids), *rest[:1], *codes])
    if name == "scales" and one.kind == "code":
        coarser = one.scale.endswith("_collapsed") and one.scale == f"{row.get('scale')}_collapsed"
        own = (column == "code" and row.get("scale") == one.scale) or (column == "collapsed" and coarser)
        return one.new if own and words == one.old else words
    if (name == "themes" and column in ("code", "parent", "against")) or (name, column) == (
        "code_map",
        "code",
    ):
        return ids.rename_theme(words)
    return words


def rename_column(words: str, ids: IdRenaming) -> str:
    """Return a variable, or one of its options as variable__option, under the new name."""
    variable, joint, option = words.partition(OPTION)
    renamed = ids.rename_code(variable, option) if option else option
    name = ids.one.new if ids.one.kind == "variable" and variable == ids.one.old else variable
    return f"{name}{joint}{renamed}"


def _edit_yaml(path: Path, text: str, ids: IdRenaming) -> Iterator[TextEdit]:
    scalars = list(list_scalars(text))
    kinds: dict[str, Callable[[WrittenScalar, Mapping[Any, str]], str]] = {
        "tables": lambda scalar, known: _rename_shown(scalar, known, ids),
        "figures": lambda scalar, known: _rename_shown(scalar, known, ids),
        "joint": lambda scalar, known: _rename_joint(scalar, ids),
        "derived": lambda scalar, known: rename_derived(scalar, known, ids),
        "cohort": lambda scalar, known: _rename_described(scalar, ids),
        "config": lambda scalar, known: _rename_setting(scalar, ids),
        "forms": lambda scalar, known: _rename_setting(scalar, ids),
    }
    rename = kinds.get(path.stem) if path.parent.name != "analyses" else None
    known = {scalar.way: scalar.value for scalar in scalars if not scalar.is_key}
    for scalar in scalars:
        words = rename(scalar, known) if rename else rename_planned(scalar, known, path.stem, ids)
        yield TextEdit(scalar.start, scalar.end, words)
    if path.stem in ("tables", "figures", "joint"):
        yield from edit_marks(text, readable_of_yaml(text, SHOWN_KEYS), ids)


def _rename_shown(scalar: WrittenScalar, known: Mapping[Any, str], ids: IdRenaming) -> str:
    """Return a key or value of tables.yaml or figures.yaml under the new name."""
    way, words = scalar.way, scalar.value
    key = next((str(part) for part in reversed(way) if isinstance(part, str)), "")
    analysis = slug(known.get((way[0], "analysis"), ""))
    if scalar.is_key:
        return _rename_label(analysis, words, ids) if way[1:2] == ("labels",) and len(way) == 3 else words
    if key == "analysis":
        return _rename_analysis(words, ids)
    if key in ("rows", "items", "item"):
        return ids.rename_item(slug(known.get((*way[:-1], "analysis"), analysis)), words)
    if key in ("columns", "groups", "total") or (key == "sizes" and words):
        return ids.rename_group(analysis, words)
    return ids.rename_id(words) if key == "number" else words


def _rename_label(analysis: str, key: str, ids: IdRenaming) -> str:
    item = ids.rename_item(analysis, key)
    if item != key or "." in key:
        return item if item != key else ids.rename_theme(key)
    group = ids.rename_group(analysis, key)
    if group != key or ids.one.kind != "code" or key != ids.one.old:
        return group if group != key else ids.rename_theme(key)
    return ids.one.new if ids.concerns(analysis) else key


def _rename_analysis(words: str, ids: IdRenaming) -> str:
    return ids.one.new if ids.one.kind == "analysis" and slug(words) == slug(ids.one.old) else words


def _rename_joint(scalar: WrittenScalar, ids: IdRenaming) -> str:
    key = next((str(part) for part in reversed(scalar.way) if isinstance(part, str)), "")
    if scalar.is_key:
        return scalar.value
    if key in ("item", "numbers"):
        return ids.rename_id(scalar.value)
    if key == "codes":
        return ids.rename_theme(scalar.value)
    return ids.rename_expression(scalar.value) if key in CONDITIONS else scalar.value


def _rename_described(scalar: WrittenScalar, ids: IdRenaming) -> str:
    """Return what a cohort.yaml names of the codebook: attributes of people, and coded answers."""
    way, words = scalar.way, scalar.value
    if way[0] == "participants" and len(way) == 3:
        return rename_column(words, ids) if scalar.is_key else ids.rename_code(str(way[2]), words)
    listed = way[0] == "files" and not scalar.is_key and isinstance(way[-1], int) and len(way) > 2
    return rename_column(words, ids) if listed and way[-2] in ("answers", "text") else words


def _rename_setting(scalar: WrittenScalar, ids: IdRenaming) -> str:
    """Return the variables by which quotations are attributed."""
    attribution = "attribution" in scalar.way and (scalar.is_key or isinstance(scalar.way[-1], int))
    return rename_column(scalar.value, ids) if attribution else scalar.value
