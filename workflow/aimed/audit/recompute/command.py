"""Recompute every number of the ledger by another road, and say how many agree and to what tolerance."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from aimed.audit.recompute.counts import COUNTED_KINDS, RowAnswers, recompute_count
from aimed.audit.recompute.derived import Derivation, recompute_derived
from aimed.audit.recompute.group_tests import EFFECTS, recompute_effect, recompute_test
from aimed.audit.recompute.report import NEAR_ZERO, TOLERANCES, Discrepancy, Kind, Report, tell_report
from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy
from aimed.ledger.contents import LedgerNumber, NumberEvidence

SHOWN = re.compile(r"(?P<below><)?(?P<minus>\u2212)?(?P<digits>[0-9,]+(\.[0-9]+)?)%?")


class SecondRoad:
    """Recomputes numbers on demand, each once; the terms of a derived number are recomputed before it."""

    def __init__(self, study: RecomputedStudy) -> None:
        """Ask DuckDB for all row sets; the rest follows number by number."""
        self.study = study
        self.answers = RowAnswers(study)
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
        if evidence["kind"] == "test":
            return recompute_test(name, self.study)
        if evidence["formula"] in EFFECTS:
            return recompute_effect(name, self.study)
        if evidence["kind"] != "derived":
            raise NoSecondRoad(f"no second road for a number of kind {evidence['kind']}")
        terms = [self.recompute(term) for term in evidence["numbers"]]
        return recompute_derived(Derivation(name, self.study, terms))


def recompute_study(root: Path) -> Report:
    """Return what the second road finds of every number and row set of a built study."""
    study = RecomputedStudy(root)
    report = Report(numbers=len(study.results.numbers))
    report.incomplete = find_incomplete(study)
    road = SecondRoad(study)
    for name, entry in study.results.numbers.items():
        if name in study.evidence:
            _compare_number(name, entry, road, report)
    for key, row_set in study.row_sets.items():
        pairs = (
            ("n", row_set["n"], road.answers.n[key]),
            ("digest", row_set["digest"], road.answers.digests[key]),
        )
        wrong = [Discrepancy(key, what, old, new) for what, old, new in pairs if old != new]
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
    for what, old, new in _list_pairs(entry, evidence, found):
        if _agree(old, new, tolerance):
            kind.largest_difference = max(kind.largest_difference, _difference(old, new))
        else:
            wrong.append(Discrepancy(name, what, old, new))
    for what, shown, new in _list_shown(entry, found):
        if new is None or not reads_as(shown, new):
            wrong.append(Discrepancy(name, what, shown, new))
    kind.agree += not wrong
    report.differences += wrong


def _list_pairs(
    entry: LedgerNumber, evidence: NumberEvidence, found: Recomputed
) -> Iterator[tuple[str, Any, Any]]:
    """Yield (what, as the ledger has it, as recomputed); the second road always finds an n."""
    yield "value", entry["value"], found.value
    yield "low", entry["low"], found.low
    yield "high", entry["high"], found.high
    if entry["n"] is not None:
        yield "n", entry["n"], found.n
    if evidence["numerator"] is not None:
        yield "numerator", evidence["numerator"], found.numerator
    if evidence["denominator"] is not None:
        yield "denominator", evidence["denominator"], found.denominator


def _list_shown(entry: LedgerNumber, found: Recomputed) -> Iterator[tuple[str, str, float | None]]:
    """Yield (what, text that a reader sees, the recomputed number that it should be)."""
    yield "shown", entry["shown"], found.value
    yield "shown_bare", entry["shown_bare"], found.value
    if "shown_low" in entry:
        yield "shown_low", entry["shown_low"], found.low
    if "shown_high" in entry:
        yield "shown_high", entry["shown_high"], found.high


def reads_as(shown: str, value: float) -> bool:
    """Return whether a shown text is a number rounded to the decimals it has: within half of the last one."""
    found = SHOWN.fullmatch(shown)
    if found is None:
        return False
    sign, digits = -1 if found["minus"] else 1, found["digits"].replace(",", "")
    if found["below"]:
        return value < float(digits)
    half = 0.5 / 10 ** len(digits.partition(".")[2])
    return abs(sign * float(digits) - value) <= half * (1 + 1e-6)


def _agree(old: float | None, new: float | None, tolerance: float) -> bool:
    if old is None or new is None:
        return old is new
    return old == new or (
        tolerance > 0 and math.isclose(old, new, rel_tol=tolerance, abs_tol=min(tolerance, NEAR_ZERO))
    )


def _difference(old: float | None, new: float | None) -> float:
    """Return the relative difference; 0 for two that agree only because both are next to nothing."""
    if old is None or new is None or max(abs(old), abs(new)) < NEAR_ZERO:
        return 0.0
    return abs(old - new) / max(abs(old), abs(new))


def print_audit(root: Path, *, as_json: bool = False) -> int:
    """Print what the second road found. Returns 1 for any disagreement, gap or missing evidence, else 0."""
    report = recompute_study(root)
    if as_json:
        print(json.dumps(asdict(report), indent=2, ensure_ascii=False))
    else:
        print("\n".join(tell_report(report)))
    return 0 if report.clean else 1
