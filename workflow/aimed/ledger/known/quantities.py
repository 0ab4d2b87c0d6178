"""A number that is declared, or counted among declarations, and how the ledger writes it."""

from dataclasses import dataclass

from aimed.ledger.contents import KNOWN, KnownEvidence, LedgerNumber
from aimed.ledger.shown_values import show

WHOLE = "whole number"  # years, days of a month, seeds: no sign between thousands
DATE = "date"


@dataclass(frozen=True)
class KnownQuantity:
    """One such number.

    sources: `file:line` where it is declared, a file alone where all of it is counted. rule: how it follows
    from there. names: what a text calls it; a literal whose reason has one of them is held to it. shown,
    bare: as written, where the unit does not say.
    """

    id: str
    value: float
    unit: str
    label: str
    sources: tuple[str, ...]
    rule: str
    names: tuple[str, ...] = ()
    shown: str = ""
    bare: str = ""

    def entry(self) -> LedgerNumber:
        """Return the number as the ledger has it: public, of nobody, without an interval."""
        analysis, _, item = self.id.partition(".")
        if self.unit == WHOLE:
            shown = bare = f"{self.value:.0f}"
        else:
            decimals = {self.unit: 0} if self.value == round(self.value) else {}
            shown = self.shown or show(self.value, self.unit, decimals)
            bare = self.bare or self.shown or show(self.value, self.unit, decimals, bare=True)
        return {
            "analysis": analysis,
            "item": item,
            "group": "all",
            "statistic": KNOWN,
            "value": self.value,
            "shown": shown,
            "shown_bare": bare,
            "unit": self.unit,
            "n": None,
            "low": None,
            "high": None,
            "method": self.rule,
            "label": self.label,
            "public": True,
            "planned": True,
        }

    def evidence(self) -> KnownEvidence:
        """Return where it stands, and what it is called."""
        return {"sources": list(self.sources), "rule": self.rule, "names": list(self.names)}


def slug(name: str) -> str:
    """Return a name as ids spell it."""
    return name.replace("-", "_").lower()
