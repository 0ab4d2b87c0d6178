"""What may each hidden small count be for somebody who has all public numbers of a study?

Written apart from the rule that hides them: it reads the ids, values and n of public numbers, the scales of
the codebook and the groups of the plans, and asks for whole numbers of people. Of row sets, partitions and
evidence it knows nothing.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from aimed.files.people_tables import read_people_table
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import LedgerNumber
from aimed.study.declarations import as_code
from aimed.study.written_tables import DERIVED, SCALES, VARIABLES

NONE = "nobody knows"
REST = "|rest"  # after the id of a count: who is among its n and not counted
Sum = dict[int, float]


class StudyDesign:
    """The scales, variables, reasons and plans of a study, as ids spell them."""

    def __init__(self, study: Path) -> None:
        self.scales: dict[str, dict[str, str]] = defaultdict(dict)
        for row in read_people_table(study / SCALES).rows:
            self.scales[row["scale"]][_slug(row["code"])] = _slug(row["collapsed"])
        rows = read_people_table(study / VARIABLES).rows
        self.variables: dict[str, Mapping[str, Any]] = {_slug(row["variable"]): row for row in rows}
        self.recodes: dict[str, tuple[str, dict[str, list[str]]]] = {}
        for name, one in (read_yaml(study / DERIVED) if (study / DERIVED).is_file() else {}).items():
            self.variables[_slug(name)] = {"type": one["kind"], "scale": one.get("scale", "")}
            if one["kind"] == "recode":
                self.recodes[_slug(name)] = _slug(one["of"][0]), defaultdict(list)
                for old, new in one["codes"].items():
                    self.recodes[_slug(name)][1][_slug(as_code(new))].append(_slug(as_code(old)))
        missing = study / VARIABLES.with_stem("missing")
        self.reasons = [row["reason"] for row in read_people_table(missing).rows]
        self.plans: dict[str, Any] = {
            path.stem.replace("-", "_"): read_yaml(path) for path in sorted(study.glob("analyses/*.yaml"))
        }

    def codes(self, variable: str) -> dict[str, str]:
        """Return code -> coarser code of a variable."""
        return self.scales[self.variables[variable]["scale"]] if variable else {}

    def in_parts(self, variable: str, states: list[str]) -> tuple[str, list[str]]:
        """Return states of a recode as those of the variable that it was made from, step by step."""
        while variable in self.recodes:
            variable, olds = self.recodes[variable]
            states = [old for state in states for old in olds.get(state, [state])]
        return variable, states

    def groups(self, analysis: str, group: str) -> tuple[str, list[str]] | None:
        """Return the variable that a group is of, and its codes: for everybody, all codes of the first."""
        plan = self.plans[analysis]
        if plan.get("kind") == "model":
            return self._terms(plan, group)
        by = plan.get("by") or ""
        if group == "all":
            return by, [*self.codes(by), NONE]
        for name in [*([by] if by else []), *plan.get("also_by", [])]:
            codes = self.codes(name)
            held = [code for code, coarser in codes.items() if coarser == group]
            if group == f"{name}_missing":
                return name, [NONE]
            if name == by and plan.get("collapsed") and held:
                return name, held
            if group in codes:
                return name, [group]
        return None

    def _terms(self, plan: dict[str, Any], group: str) -> tuple[str, list[str]] | None:
        """Return the predictor that a level is of, or two of a pair; for everybody the first with levels."""
        named = [name for name in [*plan["predictors"], *plan.get("covariates", [])] if isinstance(name, str)]
        scales = dict(one for name in named for one in self._scales_of(_slug(name)))
        levels = {f"{name}_{code}": (name, code) for name, codes in scales.items() for code in codes}
        if group == "all":
            return next(((name, codes) for name, codes in scales.items() if codes), ("", [NONE]))
        pair = [levels.get(part) for part in group.split("_x_")]
        if None in pair:
            return None
        names, codes = zip(*(one for one in pair if one), strict=True)
        return "_x_".join(names), ["_x_".join(codes)]

    def _scales_of(self, name: str) -> list[tuple[str, list[str]]]:
        """Return a predictor with its codes; of a multi-select each option, which is ticked or not."""
        variable, _, option = name.partition(".")
        codes = [*self.codes(variable)]
        if self.variables[variable]["type"] != "multi":
            return [(variable, codes)]
        return [(f"{variable}_{code}", ["yes", "no"]) for code in ([option] if option else codes)]

    def space(self, analysis: str, item: str) -> str:
        """Return whose answers are counted: those of a part of the people, or of one model, stand apart."""
        plan = self.plans[analysis]
        if plan.get("kind") == "model":
            return f" of {analysis} {item}"
        return f" of {analysis}" if plan.get("population") else ""

    def states(self, item: str, statistic: str, event: str) -> list[str] | None:
        """Return the states of an item that a count adds up; None for what is no count of answers."""
        name = item.partition(".")[0]
        if name not in self.variables:
            return None
        multi = self.variables[name]["type"] == "multi"
        scale = self.codes(name)
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
            case ["events" | "non_events" as which] if multi or event:
                held = ["yes"] if multi else [c for c, coarser in scale.items() if event in (c, coarser)]
                return held if which == "events" else [code for code in answers if code not in held]
        return None


class PublicSums:
    """People by item, group variable, state and group code; and what public numbers say of their sums."""

    def __init__(self, design: StudyDesign) -> None:
        self.design = design
        self.at: dict[tuple[str, str, str, str], int] = {}
        self.sums: list[tuple[Sum, float]] = []

    def people(self, entry: LedgerNumber, statistic: str | None = None) -> Sum | None:
        """Return the unknowns that a count (or a share, or another statistic beside it) adds up."""
        analysis, item = entry["analysis"].replace("-", "_"), entry["item"]
        found = self.design.groups(analysis, entry["group"])
        where = self.design.in_parts(*found) if found else None
        event = _slug(str((self.design.plans[analysis].get("event") or {}).get(item, "")))
        states = self.design.states(item, statistic or entry["statistic"], event) if where else None
        if where is None or not states:
            return None
        space = self.design.space(analysis, item)
        item, states = self.design.in_parts(item, states)
        key = item + space, where[0] + space
        return {self._unknown((*key, state, code)): 1.0 for state in states for code in where[1]}

    def rest(self, entry: LedgerNumber) -> Sum | None:
        """Return the unknowns of those who answered and did not tick; other answers have their own counts."""
        multi = self.design.variables.get(entry["item"].partition(".")[0], {}).get("type") == "multi"
        counted, among = self.people(entry), self.people(entry, "n")
        return {at: 1.0 for at in among if at not in counted} if multi and counted and among else None

    def tell(self, entry: LedgerNumber) -> None:
        """Note what a public number says, and what the n beside it says."""
        counted = self.people(entry) if entry["unit"] in ("count", "percent") else None
        n, statistic = entry["n"], entry["statistic"]
        if counted is None:
            return
        if entry["unit"] == "count":
            self.sums.append((counted, entry["value"]))
        elif n is not None:
            self.sums.append((counted, round(entry["value"] * n / 100)))
        if (
            statistic == "n"
            and self.design.plans[entry["analysis"].replace("-", "_")].get("kind") != "distribution"
        ):
            return  # beside which stands the n of all groups
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
        """Return the least and the greatest that a count may be. Raises ValueError where nothing can be."""
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

    def _unknown(self, key: tuple[str, str, str, str]) -> int:
        return self.at.setdefault(key, len(self.at))


def bound_hidden(
    study: Path, numbers: Mapping[str, LedgerNumber], most: int, *, whole: bool = True
) -> dict[str, tuple[float, float]]:
    """Return hidden count of 1 to `most` -> its bounds for who has the public numbers of its variable.

    Where the people who are not counted are so few, they stand under the id with REST.
    """
    design, by_variable = StudyDesign(study), defaultdict[str, list[str]](list)
    for name, entry in numbers.items():
        by_variable[design.in_parts(entry["item"].partition(".")[0], [])[0]].append(name)
    found: dict[str, tuple[float, float]] = {}
    for names in by_variable.values():
        sums = PublicSums(design)
        hidden = [n for n in names if not numbers[n]["public"] and numbers[n]["unit"] == "count"]
        small = {n: sums.people(numbers[n]) for n in hidden if 1 <= numbers[n]["value"] <= most}
        few = [n for n in hidden if numbers[n]["statistic"] == "count" and _is_small_rest(numbers[n], most)]
        targets = small | {f"{n}{REST}": sums.rest(numbers[n]) for n in few}
        if not any(targets.values()):
            continue
        for name in names:
            if numbers[name]["public"]:
                sums.tell(numbers[name])
        sums.link()
        found |= {n: sums.bound(counted, whole=whole) for n, counted in targets.items() if counted}
    return found


def _is_small_rest(entry: LedgerNumber, most: int) -> bool:
    return entry["n"] is not None and 1 <= entry["n"] - entry["value"] <= most


def _slug(text: str) -> str:
    return text.lower().replace("-", "_")
