"""Attack the public numbers of a study: what may each hidden small count be for a reader of them?

Written apart from the rule that hides them: it reads the ids, values and n of public numbers, the scales of
the codebook and the groups of the plans, and asks for whole numbers of people. Of row sets, partitions and
evidence it knows nothing. Run as a program on a study, it prints a line per hidden count that is narrowed.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml
from scipy.optimize import Bounds, LinearConstraint, milp

NONE = "nobody knows"
Sum = dict[int, float]


class Reader:
    """People by item, group variable, state and group code; and what public numbers say of their sums."""

    def __init__(self, study: Path) -> None:
        self.scales: dict[str, dict[str, str]] = defaultdict(dict)
        for row in _rows(study / "data/codebook/scales.csv"):
            self.scales[row["scale"]][_slug(row["code"])] = _slug(row["collapsed"])
        self.variables = {_slug(row["variable"]): row for row in _rows(study / "data/codebook/variables.csv")}
        self.reasons = [row["reason"] for row in _rows(study / "data/codebook/missing.csv")]
        plans = study.glob("analyses/*.yaml")
        self.plans = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in plans}
        self.at: dict[tuple[str, str, str, str], int] = {}
        self.sums: list[tuple[Sum, float]] = []

    def groups(self, analysis: str, group: str) -> tuple[str, list[str]] | None:
        """Return the variable that a group is of, and its codes: for everybody, all codes of the first."""
        plan = self.plans[analysis]
        by = plan.get("by") or ""
        if group == "all":
            return by, [*self._codes(by), NONE]
        for name in [*([by] if by else []), *plan.get("also_by", [])]:
            codes = self._codes(name)
            held = [code for code, coarser in codes.items() if coarser == group]
            if group == f"{name}_missing":
                return name, [NONE]
            if name == by and plan.get("collapsed") and held:
                return name, held
            if group in codes:
                return name, [group]
        return None

    def states(self, item: str, statistic: str, event: str) -> list[str] | None:
        """Return the states of an item that a count adds up; None for what is no count of answers."""
        name = item.partition(".")[0]
        if name not in self.variables:
            return None
        multi = self.variables[name]["type"] == "multi"
        scale = self._codes(name)
        answers = ["yes", "no"] if multi else list(scale) or ["answered"]
        match statistic.split("."):
            case ["total"]:
                return [*answers, *(f"?{reason}" for reason in self.reasons)]
            case ["n"]:
                return answers
            case ["missing", reason, "count"]:
                return [f"?{reason}"]
            case ["level", code, "count" | "pct"]:
                return [code]
            case ["collapsed", coarser, "count" | "pct"]:
                return [code for code, own in scale.items() if own == coarser]
            case ["count" | "pct"] if multi:
                return ["yes"]
            case ["count" | "pct"] if event:
                return [code for code, coarser in scale.items() if event in (code, coarser)]
        return None

    def people(self, entry: dict[str, Any], statistic: str | None = None) -> Sum | None:
        """Return the unknowns that a count (or a share, or another statistic beside it) adds up."""
        analysis, item = entry["analysis"].replace("-", "_"), entry["item"]
        where = self.groups(analysis, entry["group"])
        event = _slug(str((self.plans[analysis].get("event") or {}).get(item, "")))
        states = self.states(item, statistic or entry["statistic"], event) if where else None
        if where is None or not states:
            return None
        return {self._unknown((item, where[0], state, code)): 1.0 for state in states for code in where[1]}

    def tell(self, entry: dict[str, Any]) -> None:
        """Note what a public number says, and what the n beside it says."""
        counted = self.people(entry) if entry["unit"] in ("count", "percent") else None
        n, statistic = entry["n"], entry["statistic"]
        if counted is None:
            return
        if entry["unit"] == "count":
            self.sums.append((counted, entry["value"]))
        elif n is not None:
            self.sums.append((counted, round(entry["value"] * n / 100)))
        if n is not None and statistic != "total" and not statistic.startswith("missing."):
            among = self.people(entry, "total" if statistic == "n" else "n")
            self.sums.append((among or {}, n if among else 0))

    def link(self) -> None:
        """Note that an item has the same answers by every group variable, and the same groups as others."""
        for own, shared in ((1, (0, 2)), (0, (1, 3))):
            parts: dict[tuple[str, ...], dict[str, Sum]] = defaultdict(lambda: defaultdict(dict))
            for key, at in self.at.items():
                parts[tuple(key[place] for place in shared)][key[own]][at] = 1.0
            for by_name in parts.values():
                first, *others = (by_name[name] for name in sorted(by_name))
                self.sums += [(first | dict.fromkeys(other, -1.0), 0.0) for other in others]

    def bound(self, counted: Sum, *, whole: bool) -> tuple[float, float]:
        """Return the least and the greatest that a count may be."""
        cells = [(row, at, sign) for row, (terms, _) in enumerate(self.sums) for at, sign in terms.items()]
        rows, columns, signs = zip(*cells, strict=True)
        matrix = sp.csr_matrix((signs, (rows, columns)), shape=(len(self.sums), len(self.at)))
        told = np.array([value for _, value in self.sums])
        costs = np.zeros(len(self.at))
        costs[list(counted)] = 1
        fits = {"constraints": LinearConstraint(matrix, told, told), "bounds": Bounds(0, np.inf)}
        ends = [milp(c, integrality=np.full(len(costs), int(whole)), **fits) for c in (costs, -costs)]
        if ends[0].status == 2:
            raise ValueError("public numbers that contradict each other")
        return float(ends[0].fun), float("inf") if ends[1].fun is None else -float(ends[1].fun)

    def _codes(self, variable: str) -> dict[str, str]:
        return self.scales[self.variables[variable]["scale"]] if variable else {}

    def _unknown(self, key: tuple[str, str, str, str]) -> int:
        return self.at.setdefault(key, len(self.at))


def attack(
    study: Path, numbers: dict[str, dict[str, Any]], *, whole: bool = True
) -> dict[str, tuple[float, float]]:
    """Return small hidden count -> its bounds for somebody who has the public numbers of its variable.

    Small is what is less than the smallest cell of the study's config.yaml.
    """
    most = read_most(study)
    by_variable: dict[str, list[str]] = defaultdict(list)
    for name, entry in numbers.items():
        by_variable[entry["item"].partition(".")[0]].append(name)
    found = {}
    for names in by_variable.values():
        reader = Reader(study)
        targets = {n: reader.people(numbers[n]) for n in names if _is_small(numbers[n], most)}
        if not any(targets.values()):
            continue
        for name in names:
            if numbers[name]["public"]:
                reader.tell(numbers[name])
        reader.link()
        found |= {n: reader.bound(counted, whole=whole) for n, counted in targets.items() if counted}
    return found


def read_most(study: Path) -> int:
    """Return the greatest count that is small."""
    return int(yaml.safe_load((study / "config.yaml").read_text("utf-8"))["smallest_cell"]) - 1


def _is_small(entry: dict[str, Any], most: int) -> bool:
    return not entry["public"] and entry["unit"] == "count" and 1 <= entry["value"] <= most


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _slug(text: str) -> str:
    return text.lower().replace("-", "_")


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    ledger = json.loads((folder / "results/ledger/ledger.json").read_text("utf-8"))["numbers"]
    bounds = attack(folder, ledger)
    narrow = {name: ends for name, ends in bounds.items() if ends[0] > 1 or ends[1] < read_most(folder)}
    for hidden, (low, high) in sorted(narrow.items()):
        print(f"{hidden}: {low:g} to {high:g}")
    print(f"{len(bounds)} small hidden counts attacked, {len(narrow)} of them bounded more tightly")
