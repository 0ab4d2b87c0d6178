"""Who read which turn and gave which code, as sets of turns asked of the tables."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import duckdb

from aimed.audit.lookup.built_study import CODING
from aimed.audit.recompute.rows import NoSecondRoad, RecomputedStudy
from aimed.study.declarations import FOCUS_GROUPS

Turn = tuple[str, str, int]
READ = "SELECT coder, cohort, transcript, turn FROM read_parquet(?) WHERE NOT consensus AND material = ?"
GAVE = "SELECT coder, code, cohort, transcript, turn FROM read_parquet(?) WHERE material = ?"


@dataclass(frozen=True)
class CoderChoices:
    """What coders chose of one material, without the consensus. NoSecondRoad where no tables are there."""

    study: RecomputedStudy
    material: str = FOCUS_GROUPS

    @cached_property
    def read(self) -> dict[str, set[Turn]]:
        """Coder -> the turns that he or she read."""
        found: dict[str, set[Turn]] = {}
        for coder, *turn in self._ask("read_turns", READ):
            found.setdefault(coder, set()).add(tuple(turn))
        return found

    @cached_property
    def gave(self) -> dict[tuple[str, str], set[Turn]]:
        """Coder and code -> the turns that have it, of those that the coder read."""
        found: dict[tuple[str, str], set[Turn]] = {}
        for coder, code, *turn in self._ask("given_codes", GAVE):
            if tuple(turn) in self.read.get(coder, set()):
                found.setdefault((coder, code), set()).add(tuple(turn))
        return found

    def _ask(self, name: str, query: str) -> list[tuple]:  # type: ignore[type-arg]
        path = self.study.root / CODING / f"{name}.parquet"
        if not path.is_file():
            raise NoSecondRoad(f"no table {CODING.as_posix()}/{name}.parquet")
        with duckdb.connect() as connection:
            return connection.execute(query, [str(path), self.material]).fetchall()

    def shared(self, pair: tuple[str, str]) -> list[Turn]:
        """Return the turns that both coders of a pair read, in order."""
        return sorted(self.read.get(pair[0], set()) & self.read.get(pair[1], set()))

    def cross(self, pair: tuple[str, str], code: str) -> list[int]:
        """Return in how many shared turns both gave a code, the first alone, the second alone, neither."""
        turns = set(self.shared(pair))
        first, second = (self.gave.get((coder, code), set()) & turns for coder in pair)
        both = len(first & second)
        return [both, len(first) - both, len(second) - both, len(turns) - len(first | second)]

    def rate(self, code: str) -> tuple[list[Turn], list[tuple[int, int]]]:
        """Return all turns that anybody read, in order, and how many read each and gave it the code."""
        readers = Counter(turn for turns in self.read.values() for turn in turns)
        given = Counter(turn for (_, name), turns in self.gave.items() if name == code for turn in turns)
        turns = sorted(readers)
        return turns, [(readers[turn], given[turn]) for turn in turns]
