"""What figures.yaml declares: one figure's entry, and the items that it draws with the line of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of, read_yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import Codebook

CORRECT = "correct the id"
Keys = list[str | int]


@dataclass(frozen=True)
class Declared:
    """One entry of figures.yaml. `keys` leads to it in the file, so that a problem can name its line."""

    file: Path
    keys: Keys
    entry: dict[str, Any]

    def label(self, code: str, otherwise: str) -> str:
        """Return the figure's own words for an item, code or group, or else the ones given."""
        return str(self.entry.get("labels", {}).get(code, otherwise))

    def place(self, keys: Sequence[str | int]) -> str:
        """Return file:line of the place that `keys` leads to."""
        return f"{self.file.as_posix()}:{line_of(self.file, list(keys))}"


@dataclass(frozen=True)
class DrawnItem:
    """An item to be drawn, of its analysis; `keys` leads to the place that named it."""

    analysis: str
    name: str
    keys: tuple[str | int, ...]


def read_figure(file: Path, figure: str) -> Declared:
    """Return the entry of one figure. Raises ProblemsFound where the file has none of this id, or several."""
    entries = read_yaml(file, schema="figures") or []
    found = [at for at, entry in enumerate(entries) if entry["id"] == figure]
    if len(found) != 1:
        known = ", ".join(dict.fromkeys(entry["id"] for entry in entries)) or "none yet"
        count = f"{len(found)} figures" if found else "no figure"
        raise ProblemsFound.at(file, f"{count} with the id {figure}", f"one; the ids are {known}", CORRECT)
    return Declared(file, [found[0]], entries[found[0]])


def list_items(declared: Declared, codebook: Codebook) -> list[DrawnItem]:
    """Return the items of a figure in order; a multi-select variable stands for all its options."""
    items = []
    for at, written in enumerate(declared.entry["items"]):
        own = written if isinstance(written, dict) else {"item": written}
        named = {"analysis": declared.entry["analysis"]} | own
        name, keys = named["item"], (*declared.keys, "items", at)
        options = [f"{name}.{code}" for code in codebook.codes(name)] if _is_multi(codebook, name) else [name]
        items += [DrawnItem(named["analysis"], option, keys) for option in options]
    return items


def _is_multi(codebook: Codebook, name: str) -> bool:
    return name in codebook.variables.index and codebook.variables.at[name, "type"] == "multi"
