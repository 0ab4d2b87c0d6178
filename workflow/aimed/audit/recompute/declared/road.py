"""What is declared, read a second time: by csv and yaml alone, without the code that made the ledger."""

import csv
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from aimed.audit.recompute.rows import NoSecondRoad, Recomputed
from aimed.ledger.contents import NumberEvidence

Keys = list[str]
DEFAULT_INTERVAL = 0.95  # docs/reference: of a plan that says nothing
WITHOUT_INTERVALS = {"flow", "codes", "trend", "pairwise", "multiverse"}
WITHOUT_INTERVALS |= {"cooccurrence", "saturation", "participation"}
DEFAULT_DRAWS = {"bootstrap_draws": (20_000, 2_000), "permutation_draws": (9_999, 99_999)}


class DeclaredRoad:
    """Numbers of config.yaml, plans, codebook, cohorts and published values, each looked up by its id."""

    def __init__(self, root: Path, evidence: dict[str, NumberEvidence]) -> None:
        """Find the cohorts; all else is read when it is asked for. evidence: of the numbers of analyses."""
        self.root, self.evidence = root, evidence
        config = _load(root / "config.yaml")
        found = sorted(path.parent.name for path in (root / "data/cohorts").glob("*/cohort.yaml"))
        wanted = config.get("cohorts", "all")
        left_out = config.get("exclude_cohorts") or []
        self.cohorts = [one for one in (found if wanted == "all" else wanted) if one not in left_out]

    def recompute(self, name: str) -> Recomputed:
        """Return a declared number. Raises NoSecondRoad for an id that no file tells."""
        head, *keys = name.split(".")
        roads: dict[str, Callable[[Keys], float]] = {
            "config": self._config,
            "plans": self._plan,
            "codebook": self._codebook,
            "cohorts": self._cohort,
            "study": self._study,
            "published": self._published,
        }
        try:
            return Recomputed(float(roads[head](keys)))
        except (LookupError, StopIteration, TypeError, ValueError, OSError) as error:
            raise NoSecondRoad(f"nothing in the study says {name} ({type(error).__name__})") from error

    def _config(self, keys: Keys) -> float:
        return _descend(_load(self.root / "config.yaml"), keys)

    def _plan(self, keys: Keys) -> float:
        path = next(p for p in (self.root / "analyses").glob("*.yaml") if _slug(p.stem) == keys[0])
        plan, last = _load(path), keys[-1]
        if last in DEFAULT_DRAWS:
            return self._draws(keys[0], last, plan)
        if last == "interval":
            return round(100 * float(plan.get("interval", DEFAULT_INTERVAL)), 10)
        found = _descend(plan, keys[1:])
        if isinstance(found, list):
            return len(found)
        return round(100 * float(found), 10) if last == "threshold" else found

    def _draws(self, analysis: str, what: str, plan: dict[str, Any]) -> float:
        """Return the draws that a plan declares, or those of the workflow that its evidence has."""
        key = "bootstrap" if what == "bootstrap_draws" else "permutations"
        if declared := (plan.get(key) or {}).get("draws"):
            return float(declared)
        kind = {"bootstrap_draws": "bootstrap"}.get(what)
        mine = [one for one in self.evidence.values() if _slug(one["analysis"]) == analysis and one["draws"]]
        drawn = {one["draws"] for one in mine if (one["kind"] == "bootstrap") == (kind == "bootstrap")}
        [one] = drawn & set(DEFAULT_DRAWS[what])
        return float(one or 0)

    def _codebook(self, keys: Keys) -> float:
        folder = self.root / "data/codebook"
        variables, codes = _rows(folder / "variables.csv"), _rows(folder / "themes.csv")
        parents = {row.get("parent") for row in codes}
        if keys == ["variables"]:
            return len(variables)
        if keys == ["open_questions"]:
            return sum(row["type"] == "text" and row["role"] == "comment" for row in variables)
        if keys == ["codes"]:
            return sum(row["code"] not in parents for row in codes)
        if keys == ["themes"]:
            return sum(not row.get("parent") and row["code"] in parents for row in codes)
        if keys[1] == "codes":
            own = [row for row in codes if _slug(row["code"]).split(".")[0] == keys[0]]
            own = own if len(own) > 1 else [row for row in codes if _slug(row.get("parent", "")) == keys[0]]
            return sum(row["code"] not in parents for row in own)
        scales = [row for row in _rows(folder / "scales.csv") if _slug(row["scale"]) == keys[0]]
        return _at_least_one(len(scales))

    def _cohort(self, keys: Keys) -> float:
        cohort = next(name for name in self.cohorts if _slug(name) == keys[0])
        if keys[1] == "collected":
            return _of_days(*self._span([cohort]), keys[2])
        return self._counted([cohort], keys[1])

    def _study(self, keys: Keys) -> float:
        if keys == ["cohorts"]:
            return len(self.cohorts)
        if keys == ["interval"]:
            plans = [_load(path) for path in (self.root / "analyses").glob("*.yaml")]
            told = [plan for plan in plans if plan["kind"] not in WITHOUT_INTERVALS]
            [share] = {float(plan.get("interval", DEFAULT_INTERVAL)) for plan in told}
            return round(100 * share, 10)
        if keys[0] == "collected":
            return _of_days(*self._span(self.cohorts), keys[1])
        return self._counted(self.cohorts, keys[0])

    def _counted(self, cohorts: list[str], what: str) -> float:
        if what == "coders":
            tables = [self.root / "data/cohorts" / name / "coders.csv" for name in cohorts]
            rows = [row for path in tables if path.is_file() for row in _rows(path)]
            return _at_least_one(len({row["coder"] for row in rows if row["coder"]}))
        told = [self._described(name) for name in cohorts]
        if what == "languages":
            return _at_least_one(len({language for one in told for language in one.get("languages", [])}))
        if what != "transcripts":
            raise LookupError(what)
        return _at_least_one(sum(len((one.get("files") or {}).get("transcripts") or []) for one in told))

    def _span(self, cohorts: list[str]) -> tuple[datetime.date, datetime.date]:
        told = [self._described(name)["collected"] for name in cohorts]
        days = [[datetime.date.fromisoformat(str(one[end])) for end in ("from", "to")] for one in told]
        return min(first for first, _ in days), max(last for _, last in days)

    def _described(self, cohort: str) -> dict[str, Any]:
        return _load(self.root / "data/cohorts" / cohort / "cohort.yaml")

    def _published(self, keys: Keys) -> float:
        rows = _rows(self.root / "manuscript/published_values.csv")
        return float(next(row["value"] for row in rows if row["id"] == ".".join(keys)))


def _of_days(first: datetime.date, last: datetime.date, what: str) -> float:
    told = {
        "first": first.toordinal(),
        "last": last.toordinal(),
        "first_day": first.day,
        "last_day": last.day,
        "days": last.toordinal() - first.toordinal() + 1,
        "year": first.year if first.year == last.year else None,
    }
    found = told[what]
    if found is None:
        raise LookupError(what)
    return float(found)


def _at_least_one(number: int) -> int:
    if not number:
        raise LookupError("none")
    return number


def _descend(content: Any, keys: Keys) -> Any:
    for key in keys:
        content = next(value for name, value in content.items() if _slug(str(name)) == key)
    return content


def _load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    return list(_read(path))


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.readline()
        file.seek(0)
        separator = max(",;\t", key=sample.count)
        for row in csv.DictReader(file, delimiter=separator):
            cells = {str(key).strip(): (value or "").strip() for key, value in row.items()}
            if any(cells.values()):
                yield cells


def _slug(name: str) -> str:
    return name.replace("-", "_").lower()
