"""Change the raw material a hundred times: no number moves that its evidence does not name.

The expected is the claim itself, `dependents.find_dependents`, asked before the change; what moved is
found by building again, in process, from the changed sources. Mended because of this test: numbers of
missing answers named no source column (row_sets.reasons_read), and people of the focus groups no transcript.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.audit.dependents import find_dependents
from aimed.audit.subjects import find_subject
from aimed.audit.traced_study import TracedStudy
from aimed.problems import ProblemsFound
from perturbed_study import BuiltToy, ToySources, build, code, speak, write_baseline, write_plans
from toy_study import COHORT, copy_toy, read_sources, with_cell

SEED = 20
CHANGES = 100
KEPT, LEFT_OUT = (2, 3, 4, 6, 7, 9, 11, 12, 14, 15), (1, 8, 10, 13, 16)
CELLS = {
    "q7_1": ["1", "2", "3", "4", "5", "-99", "-88", None],
    "country": ["Germany", "Norway", "Kenya", "Rwanda", "NA", None],
    "q_age": ["19", "31", "-99", "212", None],
    "q_prior": ["0", "1", None],
    "q_hours": ["2", "7", "30", None],
    "q8_1": ["0", "1", None],
    "q8_2": ["0", "1", None],
    "consent": ["0", "1", None],
    "status": ["0", "1"],
    "id": ["a2", "a8", "a13", "new"],
}
UNUSED = {"tool": ["y", None], "q9": ["another remark", None]}
REFERENCES = {
    "income_groups.csv": ("fy20", ["high", "upper_middle", "lower_middle", "low"]),
    "who_regions.csv": ("who_region", ["afr", "eur"]),
    "countries.csv": ("iso3", ["DEU", "NOR", "KEN", "RWA"]),
}


@dataclass(frozen=True)
class Change:
    """One change: its kind, what it changes in words of `aimed impact`, and the sources after it."""

    kind: str
    subject: str
    sources: ToySources


@dataclass(frozen=True)
class Evidence:
    """The evidence of a build, for numbers that were not there before."""

    evidence: dict[str, Any]
    shown_if: dict[str, str]


class Perturber:
    """Draws changes of every kind in turn, the same ones for the same seed."""

    def __init__(self, sources: ToySources, folder: Path) -> None:
        self.sources, self.folder, self.draw = sources, folder, random.Random(SEED)

    def changes(self) -> Iterator[Change]:
        """Yield changes without end; files that a change edits are written below the folder."""
        while True:
            yield self._cell("cell of a kept row", KEPT, CELLS)
            yield self._cell("cell of an excluded row", LEFT_OUT, CELLS)
            yield self._cell("duplicate key", (*KEPT, *LEFT_OUT), {"id": CELLS["id"]})
            yield self._cell("group-defining cell", KEPT, {"country": CELLS["country"]})
            yield self._cell("missing code", KEPT, {"q7_1": ["-99", "-88", None], "q_age": ["-99", None]})
            yield self._cell("unused cell", (*KEPT, *LEFT_OUT), UNUSED)
            yield self._crosswalk()
            yield self._reference()
            yield self._turn()
            yield self._coding()
            yield self._withdrawal()

    def _cell(self, kind: str, rows: tuple[int, ...], cells: dict[str, list[str | None]]) -> Change:
        row, column = self.draw.choice(rows), self.draw.choice(sorted(cells))
        before = self.sources.cohort.survey.set_index("source_row").at[row, column]
        values = [value for value in cells[column] if value != (None if pd.isna(before) else before)]
        cohort = with_cell(self.sources.cohort, row, column, self.draw.choice(values))
        return Change(kind, f"survey.sav row {row} column {column}", replace(self.sources, cohort=cohort))

    def _crosswalk(self) -> Change:
        lines = (COHORT / "crosswalk.csv").read_text(encoding="utf-8").splitlines()
        at = self.draw.choice([n for n, line in enumerate(lines) if line.split(",")[3] and n])
        source, value, variable, old, *rest = lines[at].split(",")
        others = {line.split(",")[3] for line in lines[1:] if line.split(",")[2] == variable} - {old, ""}
        others |= {"yes", "no"} - {old} if variable.startswith("topic__") else set()
        lines[at] = ",".join([source, value, variable, self.draw.choice(sorted(others)), *rest])
        path = self._write("crosswalk.csv", "\n".join(lines) + "\n")
        cohort = replace(self.sources.cohort, crosswalk_path=path)
        return Change("crosswalk row", f"crosswalk.csv:{at + 1}", replace(self.sources, cohort=cohort))

    def _reference(self) -> Change:
        name = self.draw.choice(sorted(REFERENCES))
        column, values = REFERENCES[name]
        field = {"income_groups.csv": "income", "who_regions.csv": "regions", "countries.csv": "aliases"}[
            name
        ]
        table = getattr(self.sources.cohort, field).copy()
        at = self.draw.choice(list(table.index))
        table.loc[at, column] = self.draw.choice([v for v in values if v != table.loc[at, column]])
        cohort = replace(self.sources.cohort, **{field: table})
        return Change("reference row", name, replace(self.sources, cohort=cohort))

    def _turn(self) -> Change:
        turns = self.sources.turns.copy()
        at = self.draw.choice(list(turns.index[turns["role"] == "participant"]))
        person = self.draw.choice([None, "toy:a2", "toy:a6", "toy:a12", "toy:a13"])
        turns.loc[at, "participant"] = person
        turns.loc[at, "role"] = "participant" if person else "moderator"
        number = turns.loc[at, "turn"]
        return Change("turn", f"toy/talk/{number}", replace(self.sources, turns=turns))

    def _coding(self) -> Change:
        segments = self.sources.segments.copy()
        at = self.draw.choice(list(segments.index))
        if self.draw.random() < 0.5:
            segments = segments.drop(index=at)
        else:
            segments.loc[at, "code"] = self.draw.choice(["learning", "learning.coding", "access"])
        return Change("coding", "coding.csv", replace(self.sources, segments=segments))

    def _withdrawal(self) -> Change:
        text = (COHORT / "withdrawals.csv").read_text(encoding="utf-8")
        person = self.draw.choice(["a2", "a4", "a6", "a10", "a12"])
        scope = self.draw.choice(["all", "all", "quotation"])
        path = self._write("withdrawals.csv", f"{text.rstrip()}\n{person},2020-04-03,{scope}\n")
        cohort = replace(self.sources.cohort, withdrawals_path=path)
        return Change("withdrawal", "withdrawals.csv", replace(self.sources, cohort=cohort))

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def moved(before: BuiltToy, after: BuiltToy) -> set[str]:
    """Return the numbers that changed, came or went."""
    old, new = before.values(), after.values()
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def named(change: Change, study: TracedStudy, after: BuiltToy, new: set[str]) -> set[str]:
    """Return the numbers whose evidence names what changed; for new ones, the evidence they came with."""
    subject = find_subject(change.subject, study)
    assert subject is not None, change.subject
    found = set(find_dependents(subject.touched, study).all())
    if new:
        later: Any = Evidence(after.evidence, study.shown_if)
        found |= set(find_dependents(replace(subject.touched, rows={}), later).all()) & new
    return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ToySources, BuiltToy, Path]]:
    """The toy study built in process, standing in its folder."""
    study = copy_toy(tmp_path_factory.mktemp("perturbed") / "toy")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study)
        described = COHORT / "cohort.yaml"
        coding = "    - {path: transcripts/talk.txt, format: txt}\n  coding: {path: coding.csv}"
        text = described.read_text(encoding="utf-8")
        described.write_text(text.replace(coding.partition("\n")[0], coding), encoding="utf-8")
        write_plans()
        turns = speak()
        sources = ToySources(read_sources(), turns, code(turns))
        built = build(sources)
        write_baseline(built, sources, study)
        yield sources, built, study


def test_no_number_moves_that_its_evidence_does_not_name(
    base: tuple[ToySources, BuiltToy, Path], tmp_path: Path
) -> None:
    sources, before, folder = base
    study = TracedStudy(folder)
    ids = set(before.values())
    built, moving, stopped = Counter[str](), Counter[str](), Counter[str]()
    for change in Perturber(sources, tmp_path).changes():
        if built.total() == CHANGES:
            break
        try:
            after = build(change.sources)
        except ProblemsFound:  # the build stops and says why: nothing is reported at all
            stopped[change.kind] += 1
            continue
        built[change.kind] += 1
        changed = moved(before, after)
        moving[change.kind] += bool(changed)
        silent = changed - named(change, study, after, changed - ids)
        assert not silent, f"{change.kind}, {change.subject}: {sorted(silent)[:10]} moved unnamed"
    assert moving.pop("unused cell", 0) == 0
    assert set(moving) >= set(built) - {"unused cell"}, "a kind of change that never moved anything"
    assert min(moving.values()) >= 1 and moving.total() >= CHANGES / 3, moving


def test_what_is_not_used_is_named_by_nothing(base: tuple[ToySources, BuiltToy, Path]) -> None:
    study = TracedStudy(base[2])
    for column in UNUSED:
        subject = find_subject(f"survey.sav row 2 column {column}", study)
        assert subject is not None
        assert find_dependents(subject.touched, study).all() == []


def test_every_number_has_complete_evidence(base: tuple[ToySources, BuiltToy, Path]) -> None:
    _, built, _ = base
    evidence = built.evidence["numbers"]
    assert set(evidence) == set(built.values())
    kinds = Counter(one["kind"] for one in evidence.values())
    assert set(kinds) >= {"count", "proportion", "quantile", "test", "derived", "bootstrap"}
    for name, one in evidence.items():
        rests = (one["rows"] and one["base"] and one["selection"]) or one["numbers"]
        assert rests, f"{name} names neither rows and selection nor numbers"
        assert set(one["numbers"]) <= set(evidence), f"{name} was computed from a number that is not there"
