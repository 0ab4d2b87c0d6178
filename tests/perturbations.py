"""Changes of the toy's raw material, of every kind there is, each only once and in the same order always."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
from aimed.files.yaml_json import read_yaml
from perturbed_study import CODES, ToySources
from toy_study import with_cell

SEED = 20
KEPT, LEFT_OUT = (2, 3, 4, 5, 6, 7, 9, 11, 12, 14, 15), (1, 8, 10, 13, 16)
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
CODES_OF_MISSING = {"q7_1": ["-99", "-88", None], "q_age": ["-99", None], "q_prior": [None], "q8_1": [None]}
DECIDING = {name: CELLS[name] for name in ("consent", "status", "id", "q7_1", "country")}
UNUSED = {"tool": ["y", None], "q9": ["another remark", None]}
NOTHING_MOVES = "unused cell"
REFERENCES = {
    "income_groups.csv": ("income", "fy20", ["high", "upper_middle", "lower_middle", "low"]),
    "who_regions.csv": ("regions", "who_region", ["afr", "eur"]),
    "countries.csv": ("aliases", "iso3", ["DEU", "NOR", "KEN", "RWA", "NAM"]),
}
SPEAKERS = (None, "toy:a2", "toy:a3", "toy:a6", "toy:a7", "toy:a12", "toy:a13")


@dataclass(frozen=True)
class Change:
    """One change: its kind, what it changes in words of `aimed impact`, and how the sources are after it."""

    kind: str
    subject: str
    make: Callable[[], ToySources]


class Perturbations:
    """All changes of the toy's sources; files that a change edits are written below a folder."""

    def __init__(self, sources: ToySources, folder: Path) -> None:
        self.sources, self.cohort, self.folder = sources, sources.cohort, folder
        self.cells = sources.cohort.survey.astype(object).set_index("source_row")

    def kinds(self) -> dict[str, Iterator[tuple[str, Callable[[], ToySources]]]]:
        """Return kind -> its changes, each as the subject and how to make it."""
        everybody = (*KEPT, *LEFT_OUT)
        return {
            "cell of a kept row": self._cells(KEPT, CELLS),
            "cell of an excluded row": self._cells(LEFT_OUT, DECIDING),
            "whole row": self._rows(everybody),
            "duplicate key": self._cells(everybody, {"id": [f"a{n}" for n in range(1, 15)]}),
            "group-defining cell": self._cells(KEPT, {"country": CELLS["country"]}),
            "missing code": self._cells(KEPT, CODES_OF_MISSING),
            NOTHING_MOVES: self._cells(everybody, UNUSED),
            "crosswalk row": self._crosswalk(),
            "reference row": self._references(),
            "turn": self._turns(),
            "coding": self._codings(),
            "correction": self._corrections(),
            "withdrawal": self._withdrawals(),
        }

    def changes(self) -> Iterator[Change]:
        """Yield every change, the kinds in turn; a kind that has no more is left out."""
        shuffled = []
        for kind, found in self.kinds().items():
            changes = [Change(kind, subject, make) for subject, make in found]
            random.Random(f"{SEED} {kind}").shuffle(changes)
            shuffled.append(changes)
        yield from filter(None, chain.from_iterable(zip_longest(*shuffled)))

    def _cells(self, rows: tuple[int, ...], columns: dict[str, list[str | None]]) -> Iterator[Any]:
        for row, column, value in ((r, c, v) for r in rows for c in columns for v in columns[c]):
            if value != self._cell(row, column):
                subject = f"survey.sav row {row} column {column}"
                yield subject, lambda r=row, c=column, v=value: self._with(with_cell(self.cohort, r, c, v))

    def _cell(self, row: int, column: str) -> str | None:
        value = self.cells.at[row, column]
        return None if pd.isna(value) else str(value)

    def _rows(self, rows: tuple[int, ...]) -> Iterator[Any]:
        """A row is taken out of the file, or has the answers of another one; the person stays the same."""
        for row in rows:
            yield f"survey.sav row {row}", lambda r=row: self._without_row(r)
            for other in (other for other in rows if other != row):
                yield f"survey.sav row {row}", lambda r=row, o=other: self._with_answers_of(r, o)

    def _without_row(self, row: int) -> ToySources:
        survey = self.cohort.survey
        left = survey[survey["source_row"] != row].reset_index(drop=True)
        return self._with(replace(self.cohort, survey=left))

    def _with_answers_of(self, row: int, other: int) -> ToySources:
        cohort = self.cohort
        for column in CELLS.keys() - {"id"}:
            cohort = with_cell(cohort, row, column, self._cell(other, column))
        return self._with(cohort)

    def _crosswalk(self) -> Iterator[Any]:
        """A line gives another value or another reason, or is not there."""
        lines = self.cohort.crosswalk_path.read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines]
        for at, row in enumerate(rows[1:], start=1):
            if not row[2]:
                continue
            values = {other[3] for other in rows[1:] if other[2] == row[2]}
            values |= {"yes", "no"} if row[2].startswith("topic__") else set()
            others = [[*row[:3], value, "", *row[5:]] for value in sorted(values - {row[3], ""})]
            others += [[*row[:3], "", reason, *row[5:]] for reason in ("refused", "no_answer")]
            for other in others if row[1] else []:
                if other != row:
                    yield f"crosswalk.csv:{at + 1}", lambda a=at, o=other: self._with_line(lines, a, o)
            yield f"crosswalk.csv:{at + 1}", lambda a=at: self._with_line(lines, a, [""] * 7)

    def _with_line(self, lines: list[str], at: int, row: list[str]) -> ToySources:
        changed = [*lines[:at], ",".join(row), *lines[at + 1 :]]
        path = self._write("crosswalk.csv", "\n".join(changed) + "\n")
        return self._with(replace(self.cohort, crosswalk_path=path))

    def _references(self) -> Iterator[Any]:
        for name, (field, column, values) in REFERENCES.items():
            table = getattr(self.cohort.reference, field)
            for at, value in ((a, v) for a in table.index for v in values if v != table.at[a, column]):
                changed = table.copy()
                changed.loc[at, column] = value
                after = replace(self.cohort, reference=replace(self.cohort.reference, **{field: changed}))
                yield f"{name}:{table.at[at, 'line']}", lambda cohort=after: self._with(cohort)

    def _turns(self) -> Iterator[Any]:
        """A turn is somebody else's or nobody's, has other words, begins earlier, or is not there."""
        turns = self.sources.turns
        for at in turns.index[turns["role"] == "participant"]:
            subject = f"toy/talk/{turns.at[at, 'turn']}"
            yield subject, lambda a=at: replace(self.sources, turns=turns.drop(index=a))
            others = [{"text": "Two words."}, {"char_start": turns.at[at, "char_start"] - 40}]
            for person in SPEAKERS:
                others.append({"participant": person, "role": "participant" if person else "moderator"})
            for other in others:
                if any(turns.at[at, column] != value for column, value in other.items()):
                    yield subject, lambda a=at, o=other: replace(self.sources, turns=_with(turns, a, o))

    def _codings(self) -> Iterator[Any]:
        """A segment has another code, begins earlier, or is not there; or a turn has one more."""
        segments, turns = self.sources.segments, self.sources.turns
        for at, row in segments.iterrows():
            after = [_with(segments, at, {"code": code}) for code in CODES if code != row["code"]]
            after += [segments.drop(index=at), _with(segments, at, {"char_start": row["char_start"] - 90})]
            for changed in after:
                yield "coding.csv", lambda c=changed: replace(self.sources, segments=c)
        for turn in turns[turns["role"] == "participant"].to_dict("records"):
            place = {name: turn[name] for name in ("cohort", "transcript", "char_start", "char_end")}
            more = pd.DataFrame([{"coder": "coder_2", "code": "access", **place}])
            yield "coding.csv", lambda m=more: replace(self.sources, segments=pd.concat([segments, m]))

    def _corrections(self) -> Iterator[Any]:
        """An entry puts something else, or is not there; or a cell that was as it was is corrected."""
        entries = read_yaml(self.cohort.corrections_path)
        for at, entry in enumerate(entries):
            others = [[entry | {"replace": v}] for v in CELLS[entry["where"]["variable"]]]
            for other in [[], *(other for other in others if other != [entry])]:
                yield (
                    "corrections.yaml",
                    lambda a=at, o=other: self._corrected(entries[:a] + o + entries[a + 1 :]),
                )
        for row, column in ((row, column) for row in (2, 3, 6, 9, 10, 14) for column in CELLS):
            new = entries[0] | {"id": "new", "where": {"source_row": row, "variable": column}}
            new |= {"found": self._cell(row, column)}
            for value in (value for value in CELLS[column] if value != new["found"]):
                after = [*entries, new | {"replace": value}]
                yield f"survey.sav row {row} column {column}", lambda a=after: self._corrected(a)

    def _corrected(self, entries: list[dict[str, Any]]) -> ToySources:
        path = self._write("corrections.yaml", json.dumps(entries))
        return self._with(replace(self.cohort, corrections_path=path))

    def _withdrawals(self) -> Iterator[Any]:
        """Somebody more withdraws, of either scope; or one who did has not, or has of the other scope."""
        path = self.cohort.withdrawals_path
        assert path is not None
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        gone = {line.split(",")[0]: line for line in lines}
        for person, scope in ((f"a{n}", scope) for n in range(1, 15) for scope in ("all", "quotation", "")):
            line = f"{person},2020-04-03,{scope}" if scope else None
            if (line and (person not in gone or not gone[person].endswith(scope))) or (
                person in gone and not line
            ):
                after = "\n".join([head, *filter(None, (gone | {person: line}).values())]) + "\n"
                yield "withdrawals.csv", lambda a=after: self._withdrawn(a)

    def _withdrawn(self, text: str) -> ToySources:
        path = self._write("withdrawals.csv", text)
        return self._with(replace(self.cohort, withdrawals_path=path))

    def _with(self, cohort: Any) -> ToySources:
        return replace(self.sources, cohort=cohort)

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def _with(table: pd.DataFrame, at: Any, cells: dict[str, Any]) -> pd.DataFrame:
    """Return a table with cells of one row changed."""
    changed = table.copy()
    for column, value in cells.items():
        changed.loc[at, column] = value
    return changed
