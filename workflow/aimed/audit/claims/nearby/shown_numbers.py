"""The numbers that a mark shows, and the sign that stands for a number in prose."""

from collections.abc import Mapping
from typing import Any

from aimed.language.marks import Mark

Bound = Mapping[str, Mapping[str, Any]]  # what the number marks of a document were resolved to
NUMBER = "\ue006"  # stands where a number was


def ids_shown(mark: Mark, bound: Bound) -> list[str]:
    """Return the numbers that a number mark shows."""
    form = mark.attributes.get("as", "")
    return list(bound.get(f"{mark.text}|{form}" if form else mark.text, {}).get("ids", []))
