"""Recompute every number of the ledger by another road, and say how many agree and to what tolerance."""

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aimed.audit.recompute.cluster_tests import recompute_cluster
from aimed.audit.recompute.coders.measures import CoderRoad
from aimed.audit.recompute.conversations.road import OF_CONVERSATIONS, ConversationRoad
from aimed.audit.recompute.counts import COUNTED_KINDS, RowAnswers, recompute_count
from aimed.audit.recompute.declared.road import DeclaredRoad
from aimed.audit.recompute.declared.shown import differ, reads_as
from aimed.audit.recompute.derived import Derivation, recompute_derived
from aimed.audit.recompute.derived_cells import derive_cells
from aimed.audit.recompute.group_tests import EFFECTS, recompute_effect, recompute_test
from aimed.audit.recompute.models import ModelRoad
from aimed.audit.recompute.relations import RelationRoad
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy
from aimed.audit.recompute.scale_measures import recompute_scale
from aimed.audit.recompute.specifications import Multiverses
from aimed.ledger.contents import LedgerNumber
from aimed.stats.methods.clusters import ANOVA, WHOLE
from aimed.stats.multiverse.summaries import METHOD as OF_SPECIFICATIONS
from aimed.stats.plans import RELATING

NEAR_ZERO = 1e-12
OF_CLUSTERS = (ANOVA, WHOLE)
ROADS = {
    "count": "rows counted by DuckDB",
    "sum": "DuckDB",
    "proportion": "rows counted by DuckDB, intervals by statsmodels",
    "quantile": "DuckDB, in the codebook's order",
    "moment": "DuckDB",
    "test": "SciPy and statsmodels, Fisher in whole numbers",
    "model": "analysis of variance, least squares by SciPy",
    "estimate": "rows by DuckDB, other libraries and formulas",
    "bootstrap": "another formula, the same seed and draws",
    "derived": "formulas and statsmodels, from recomputed terms",
    "declared": "csv and yaml, file by file",
}
DECLARED = "declared"  # of config.yaml, plans, codebook, cohorts and published values
OF_CELLS = "derived variables from their parts, by DuckDB"
OF_ROW_SETS = "n and digest of the rows' ids, by DuckDB"
# Relative; 0 is exact. The roads differ in the order of sums, hence in the last bits of a float.
# A model's are those of two searches for one optimum.
TOLERANCES = dict.fromkeys(ROADS, 1e-9) | {"count": 0.0, "declared": 0.0, "model": 1e-7, "estimate": 1e-6}
MOST = 40
SHOWN_PARTS = {"shown": "value", "shown_bare": "value", "shown_low": "low", "shown_high": "high"}


@dataclass(frozen=True)
class Discrepancy:
    """Something of a number (value, low, n, shown ...) or row set that is otherwise by the second road."""

    id: str
    what: str
    ledger: Any
    recomputed: Any


@dataclass
class Kind:
    """How many numbers there are of a kind, how many agree, and the largest relative difference of those."""

    tolerance: float
    numbers: int = 0
    agree: int = 0
    largest_difference: float = 0.0


@dataclass
class Report:
    """What the second road found. `incomplete` and `not_recomputed` map an id to the reason."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    row_sets: Kind = field(default_factory=lambda: Kind(0.0))
    derived_cells: Kind = field(default_factory=lambda: Kind(1e-9))
    numbers: int = 0
    incomplete: dict[str, str] = field(default_factory=dict)
    not_recomputed: dict[str, str] = field(default_factory=dict)
    differences: list[Discrepancy] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every number has evidence, was recomputed and agrees."""
        return not (self.incomplete or self.not_recomputed or self.differences)


class SecondRoad:
    """Recomputes numbers on demand, each once; the terms of a derived number are recomputed before it."""

    def __init__(self, study: RecomputedStudy) -> None:
        """Ask DuckDB for all row sets; the rest follows number by number."""
        self.study = study
        self.answers = RowAnswers(study)
        self.multiverses = Multiverses(study)
        self.models = ModelRoad(study)
        self.relations = RelationRoad(study)
        self.conversations = ConversationRoad(study)
        self.coders = CoderRoad(study)
        self.known: dict[str, Recomputed] = {}

    def recompute(self, name: str) -> Recomputed:
        """Return a number as the second road finds it; NoSecondRoad when there is none."""
        if name not in self.study.evidence:
            raise NoSecondRoad(f"{name} has no evidence")
        if name not in self.known:
            try:
                with np.errstate(divide="raise", invalid="raise"):
                    self.known[name] = self._recompute(name)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                raise NoSecondRoad(f"not defined for these rows ({type(error).__name__})") from error
        return self.known[name]

    def _recompute(self, name: str) -> Recomputed:
        evidence = self.study.evidence[name]
        if evidence["kind"] in COUNTED_KINDS:
            return recompute_count(name, self.study, self.answers)
        if str(self.study.results.numbers[name]["method"]).startswith(OF_CLUSTERS):
            return recompute_cluster(name, self.study)
        if str(self.study.results.numbers[name]["method"]).startswith(OF_CONVERSATIONS):
            return self.conversations.recompute(name)
        if evidence["kind"] == "model":
            return recompute_scale(name, self.study)
        if evidence["kind"] == "estimate":
            if self.study.plan_of(name).kind in RELATING:
                return self.relations.recompute(name)
            return self.models.recompute(name)
        if evidence["kind"] == "test" and self.study.results.numbers[name]["method"] == OF_SPECIFICATIONS:
            return self.multiverses.recompute(name)
        if evidence["kind"] == "test":
            return recompute_test(name, self.study)
        if self.coders.knows(str(evidence["formula"])):
            return self.coders.recompute(name, [self.recompute(term) for term in evidence["numbers"]])
        if evidence["formula"] in EFFECTS:
            return recompute_effect(name, self.study)
        if evidence["kind"] != "derived":
            raise NoSecondRoad(f"no second road for a number of kind {evidence['kind']}")
        terms = [self.recompute(term) for term in evidence["numbers"]]
        return recompute_derived(Derivation(name, self.study, terms))


def recompute_study(root: Path) -> Report:
    """Return what the second road finds of every number and row set of a built study."""
    study = RecomputedStudy(root)
    report = Report(numbers=len(study.results.numbers), incomplete=find_incomplete(study))
    road = SecondRoad(study)
    for variable, cells, wrong_cells in derive_cells(study):  # first, as numbers rest on them
        report.derived_cells.numbers += cells
        report.derived_cells.agree += cells - len(wrong_cells)
        for person, was, now in wrong_cells:
            report.differences.append(Discrepancy(person, f"{variable} of responses", was, now))
    for name, entry in study.results.numbers.items():
        if name in study.evidence:
            _compare_number(name, entry, road, report)
    _compare_declared(study, report)
    for key, row_set in study.row_sets.items():
        found = {"n": road.answers.n[key], "digest": road.answers.digests[key]}
        told = {"n": row_set["n"], "digest": row_set["digest"]}
        wrong = [Discrepancy(key, what, told[what], new) for what, new in found.items() if told[what] != new]
        report.row_sets.numbers += 1
        report.row_sets.agree += not wrong
        report.differences += wrong
    return report


def find_incomplete(study: RecomputedStudy) -> dict[str, str]:
    """Return number id -> what its evidence lacks, of the ledger and the evidence together."""
    numbers, evidence = study.results.numbers, study.results.evidence["numbers"]
    lacking = {name: "no evidence" for name in numbers if name not in evidence}
    lacking |= {name: "evidence without a number" for name in evidence if name not in numbers}
    selections = study.results.evidence["selections"]
    for name, one in evidence.items():
        keys = [one[part] for part in ("rows", "base") if one[part] is not None]
        checks = {
            "no kind that is known": one["kind"] in TOLERANCES,
            "neither rows nor numbers": bool(keys or one["numbers"]),
            "rows that are not listed": all(key in study.row_sets for key in keys),
            "rows without a selection": not keys or one["selection"] in selections,
            "numbers that are not in the ledger": all(term in numbers for term in one["numbers"]),
            "no formula": one["kind"] not in ("derived", "bootstrap") or bool(one["formula"]),
            "no seed or draws": one["kind"] != "bootstrap" or None not in (one["seed"], one["draws"]),
            "no plan": (study.root / one["plan"]).is_file(),
        }
        missing = [what for what, there in checks.items() if not there]
        if missing:
            lacking.setdefault(name, ", ".join(missing))
    return lacking


def _compare_number(name: str, entry: LedgerNumber, road: SecondRoad, report: Report) -> None:
    evidence = road.study.evidence[name]
    tolerance = TOLERANCES.get(evidence["kind"], 0.0)
    kind = report.kinds.setdefault(evidence["kind"], Kind(tolerance))
    kind.numbers += 1
    try:
        found = road.recompute(name)
    except NoSecondRoad as reason:
        report.not_recomputed[name] = str(reason)
        return
    wrong = []
    again = vars(found)
    for what in ("value", "low", "high", "n", "numerator", "denominator"):
        told: Any = {**evidence, **entry}[what]
        if told is None and what in ("n", "numerator", "denominator"):
            continue  # the second road always finds an n
        if _agree(told, again[what], tolerance):
            kind.largest_difference = max(kind.largest_difference, _difference(told, again[what]))
        else:
            wrong.append(Discrepancy(name, what, told, again[what]))
    for what, part in SHOWN_PARTS.items():
        shown: Any = entry.get(what)
        if shown is not None and (again[part] is None or not reads_as(shown, again[part])):
            wrong.append(Discrepancy(name, what, shown, again[part]))
    kind.agree += not wrong
    report.differences += wrong


def _compare_declared(study: RecomputedStudy, report: Report) -> None:
    """Hold each number that is declared to the file that tells it."""
    road = DeclaredRoad(study.root, study.results.evidence["numbers"])
    told, where = study.results.ledger.get("known", {}), study.results.evidence.get("known", {})
    report.numbers += len(told)
    report.incomplete |= {name: "no place where it stands" for name in told if name not in where}
    for name, entry in told.items():
        kind = report.kinds.setdefault(DECLARED, Kind(TOLERANCES[DECLARED]))
        kind.numbers += 1
        try:
            wrong = [Discrepancy(name, *one) for one in differ(entry, road.recompute(name).value)]
        except NoSecondRoad as reason:
            report.not_recomputed[name] = str(reason)
            continue
        kind.agree += not wrong
        report.differences += wrong


def _agree(old: float | None, new: float | None, tolerance: float) -> bool:
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=tolerance, abs_tol=min(tolerance, NEAR_ZERO))


def _difference(old: float | None, new: float | None) -> float:
    """Return the relative difference; 0 for two that agree only because both are next to nothing."""
    if old is None or new is None or max(abs(old), abs(new)) < NEAR_ZERO:
        return 0.0
    return abs(old - new) / max(abs(old), abs(new))


def print_audit(root: Path, *, as_json: bool = False) -> int:
    """Print what the second road found. Returns 1 for any disagreement, gap or missing evidence, else 0."""
    report = recompute_study(root)
    told = json.dumps(asdict(report), indent=2, ensure_ascii=False) if as_json else tell_report(report)
    print(told)
    return 0 if report.clean else 1


def tell_report(report: Report) -> str:
    """Return the report as lines for people."""
    lines = [f"{'kind':<12}{'numbers':>8}{'agree':>8}  {'tolerance':<11}{'largest':<9}  by another road"]
    kinds = [(name, report.kinds[name], road) for name, road in ROADS.items() if name in report.kinds]
    kinds += [(name, kind, "none") for name, kind in report.kinds.items() if name not in ROADS]
    kinds.append(("row sets", report.row_sets, OF_ROW_SETS))
    kinds += [("cells", report.derived_cells, OF_CELLS)] if report.derived_cells.numbers else []
    for name, kind, road in kinds:
        tolerance = "exact" if kind.tolerance == 0 else f"{kind.tolerance:.0e}"
        largest = f"{kind.largest_difference:.0e}"
        counts = f"{kind.numbers:>8,}{kind.agree:>8,}"
        lines.append(f"{name:<12}{counts}  {tolerance:<11}{largest:<9}  {road}")
    complete = report.numbers - len(report.incomplete)
    share = math.floor(1000 * complete / report.numbers) / 10 if report.numbers else 100
    lines.append(f"complete evidence: {complete:,} of {report.numbers:,} numbers ({share:g} %)")
    agree = sum(kind.agree for kind in report.kinds.values())
    lines.append(
        f"{agree:,} numbers agree, {len({one.id for one in report.differences})} ids differ,"
        f" {len(report.not_recomputed)} cannot be recomputed"
    )
    lines += [
        f"{one.id}: {one.what} {one.ledger} in the ledger, {one.recomputed} recomputed"
        for one in report.differences[:MOST]
    ]
    told = {"cannot be recomputed": report.not_recomputed, "incomplete": report.incomplete}
    for title, found in told.items():
        lines += [f"{name}: {title}, {why}" for name, why in list(found.items())[:MOST]]
    left = max(len(report.differences), len(report.not_recomputed), len(report.incomplete)) - MOST
    lines += [f"... the rest with --json: up to {left:,} more of each"] if left > 0 else []
    return "\n".join(lines)
