"""Print how tightly public numbers bound hidden counts; stop a release that gives away more than it says."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from aimed.audit.attack.public_sums import bound_hidden
from aimed.audit.lookup.built_study import EVIDENCE, LEDGER
from aimed.ledger.contents import read_evidence, read_ledger
from aimed.messages.problems import Problem, raise_problems
from aimed.study.declarations import read_config

WORK = "keep a release back and report it: the rule that hides small counts has missed something"


@dataclass(frozen=True)
class AttackReport:
    """Bounds of hidden counts of 1 to `most`, by id, and the plans that answer for one bounded more tightly.

    `unsaid` are those that are bounded more tightly though the ledger takes them for protected.
    """

    numbers: int
    most: int
    bounds: dict[str, tuple[float, float]]
    conflicts: dict[str, list[str]] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)


def attack_study(root: Path) -> AttackReport:
    """Return what the second attack finds of the built study at `root`."""
    numbers = read_ledger(root / LEDGER)["numbers"]
    protection = read_evidence(root / EVIDENCE).get("protection")
    said = protection["conflicts"] if protection else {}
    most = read_config(root / "config.yaml")["smallest_cell"] - 1
    bounds = bound_hidden(root, numbers, most)
    tight = [name for name, (low, high) in sorted(bounds.items()) if low > 1 or high < most]
    conflicts = {name: said[name] for name in tight if name in said}
    public = sum(entry["public"] for entry in numbers.values())
    return AttackReport(public, most, bounds, conflicts, [name for name in tight if name not in said])


def stop_what_is_unsaid(root: Path) -> None:
    """Raise ProblemsFound for each hidden count that is bounded more tightly than the ledger says."""
    report = attack_study(root)
    expected = f"a hidden count that may be anything from 1 to {report.most}"
    found = [f"{name}, which is {_tell(report, name)}" for name in report.unsaid]
    raise_problems([Problem(LEDGER.as_posix(), one, expected, WORK, kind="given_away") for one in found])


def print_attack(root: Path, *, as_json: bool = False) -> int:
    """Print the bounds of hidden counts; return 1 where one is tighter than the ledger says, else 0."""
    report = attack_study(root)
    told = json.dumps(asdict(report), indent=2) if as_json else "\n".join(_lines(report))
    print(told)
    return int(bool(report.unsaid))


def _lines(report: AttackReport) -> list[str]:
    """Return the report as lines for people: how many, then each that is bounded more tightly."""
    found, said, unsaid = len(report.bounds), len(report.conflicts), len(report.unsaid)
    return [
        f"{found} hidden counts of 1 to {report.most}, attacked with {report.numbers:,} public numbers",
        f"{found - said - unsaid} may be anything from 1 to {report.most}",
        f"{said} are bounded more tightly by what an analysis shows for its reason",
        *(f"  {name}: {_tell(report, name)} ({', '.join(by)})" for name, by in report.conflicts.items()),
        f"{unsaid} are bounded more tightly and the ledger does not say so",
        *(f"  {name}: {_tell(report, name)}" for name in report.unsaid),
    ]


def _tell(report: AttackReport, name: str) -> str:
    low, high = report.bounds[name]
    return f"{low:g} to {high:g}"
