"""The ledger's numbers as a figure may draw them: public values only, each plotted one remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aimed.figures.declared import Declared, DrawnItem, Keys
from aimed.files.formula_cells import write_csv
from aimed.ledger.joint.rows import JointDisplay
from aimed.ledger.joint.verdicts import JudgedRow
from aimed.messages.problems import Problem
from aimed.study.number_ids import number_id

WITHHELD = "withheld"
COLUMNS = ("id", "label", "value", "low", "high", "shown", "unit")


@dataclass(frozen=True)
class Plotted:
    """One number as it is drawn: value, low and high are None when it may not be shown."""

    id: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    shown: str
    unit: str

    @property
    def public(self) -> bool:
        """Return whether the number may be shown."""
        return self.value is not None


@dataclass
class Numbers:
    """The ledger as one figure sees it: `plotted` by id in the order taken, and the problems met.

    specifications: analysis -> the rows of its specifications, of the multiverses that figures draw. joint,
    judged: joint.yaml, and what follows for its rows.
    """

    ledger: Mapping[str, Mapping[str, Any]]
    declared: Declared
    plotted: dict[str, Plotted] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    specifications: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    joint: JointDisplay | None = None
    judged: Mapping[str, JudgedRow] = field(default_factory=dict)

    def take(self, name: str, keys: Keys) -> Plotted:
        """Return a number for drawing and remember it; one that the ledger lacks becomes a problem.

        `keys` leads to the place of figures.yaml that asks for it.
        """
        if name not in self.plotted:
            drawn = self._find(name, keys)
            if name not in self.ledger:
                return drawn
            self.plotted[name] = drawn
        return self.plotted[name]

    def of_item(self, item: DrawnItem, group: str, statistic: str) -> Plotted:
        """Return the number of an item in a group."""
        return self.take(number_id(item.analysis, item.name, group, statistic), list(item.keys))

    def look_up(self, item: DrawnItem, group: str, statistic: str) -> Plotted:
        """Return a number that decides how to draw, without remembering it as drawn."""
        return self._find(number_id(item.analysis, item.name, group, statistic), list(item.keys))

    def _find(self, name: str, keys: Keys) -> Plotted:
        if name not in self.ledger:
            self.problems.append(self._unknown(name, keys))
            return Plotted(name, "", None, None, None, WITHHELD, "")
        return _as_drawn(name, self.ledger[name])

    def size_of(self, group: str) -> str:
        """Return ` (n = 53)` for a group of a figure with `sizes`: how many answered the items that it draws.

        ` (n = 50 to 53)` where that differs between items; the number of `sizes` where none of them says.
        """
        entry = self.declared.entry
        if "sizes" not in entry:
            return ""
        asked = self._answered(group)
        if not asked:
            asked = [number_id(entry["analysis"], entry["sizes"], group, "count")]
        sizes = [self.take(name, [*self.declared.keys, "sizes"]) for name in (asked[-1], asked[0])]
        return counted(*sizes) if sizes[0].public else ""

    def _answered(self, group: str) -> list[str]:
        """Return the public n of the drawn items in a group, the smallest first."""
        own = [
            one if isinstance(one, dict) else {"item": one} for one in self.declared.entry.get("items", [])
        ]
        starts = tuple(
            f"{one.get('analysis', self.declared.entry['analysis'])}.{one['item']}.".replace("-", "_")
            for one in own
        )
        end = f".{group.replace('-', '_')}.n"
        there = [
            name
            for name, one in self.ledger.items()
            if name.startswith(starts) and name.endswith(end) and one["public"]
        ]
        return sorted(there, key=lambda name: float(self.ledger[name]["value"]))

    def _unknown(self, name: str, keys: Keys) -> Problem:
        analysis = name.split(".", maxsplit=1)[0]
        same = [known for known in self.ledger if known.startswith(f"{analysis}.")]
        near = get_close_matches(name, same or list(self.ledger), n=1, cutoff=0.4)
        found = f"figure {self.declared.entry['id']} asks for {name}"
        expected = "a number of the ledger" + (f"; the nearest is {near[0]}" if near else "")
        remedy = f"correct the item, group or number here, or the plan analyses/{analysis}.yaml"
        return Problem(self.declared.place(keys), found, expected, remedy)


def counted(number: Plotted, smallest: Plotted | None = None) -> str:
    """Return ` (n = 53)`, or ` (n = 50 to 53)` where the smallest is another; no line end divides it."""
    if smallest is None or smallest.value == number.value:
        return f" (n\u00a0=\u00a0{number.shown})"
    return f" (n\u00a0=\u00a0{smallest.shown}\u00a0to\u00a0{number.shown})"


def write_plotted(numbers: Numbers, path: Path) -> None:
    """Write the plotted numbers as CSV with the columns COLUMNS; withheld ones without values."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [[_cell(getattr(one, column)) for column in COLUMNS] for one in numbers.plotted.values()]
    path.write_text(write_csv([COLUMNS, *lines]), encoding="utf-8", newline="")


def _as_drawn(name: str, entry: Mapping[str, Any]) -> Plotted:
    label, unit = str(entry.get("label") or ""), str(entry.get("unit") or "")
    if not entry["public"]:
        return Plotted(name, label, None, None, None, WITHHELD, unit)
    low, high = (entry.get(end) for end in ("low", "high"))
    return Plotted(name, label, entry["value"], low, high, str(entry["shown"]), unit)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)
