"""Codes that go together, saturation and balance again: in whole numbers, by first places, by differences."""

import math
from collections import Counter
from typing import Any

import numpy as np
from scipy.stats import entropy

from aimed.audit.recompute.rows import NoSecondRoad, Recomputed, RecomputedStudy
from aimed.ledger.contents import RowSet
from aimed.stats.conversations.cooccurrence import METHOD as TOGETHER
from aimed.stats.conversations.participation import METHODS as BALANCE
from aimed.stats.conversations.participation import OF_TIME, SECONDS, WORDS
from aimed.stats.conversations.permutations import ALIKE, draw_places
from aimed.stats.conversations.request import ConversationRequest, read_conversation
from aimed.stats.conversations.saturation import METHOD as SATURATION
from aimed.stats.conversations.spoken_turns import asks_for_material
from aimed.stats.plans import read_condition
from aimed.study.declarations import FOCUS_GROUPS, MATERIAL, read_planned
from aimed.study.written_tables import read_written

OF_CONVERSATIONS = (TOGETHER, SATURATION, *BALANCE.values(), *OF_TIME.values())
Place = tuple[str, str]


class ConversationRoad:
    """Finds the numbers of kinds cooccurrence, saturation and participation that rest on rows."""

    def __init__(self, study: RecomputedStudy) -> None:
        """Nothing is read before a number asks for it."""
        self.study = study
        self.pairs: dict[tuple[str, str], dict[str, Recomputed]] = {}

    def recompute(self, name: str) -> Recomputed:
        """Return a number; NoSecondRoad for a statistic that is not known."""
        entry, evidence = self.study.results.numbers[name], self.study.evidence[name]
        method, statistic = str(entry["method"]), entry["statistic"]
        if method.startswith(TOGETHER):
            key = (evidence["analysis"], str(evidence["formula"]))
            if key not in self.pairs:
                self.pairs[key] = self._pair(name)
            return self.pairs[key][statistic]
        if method == SATURATION:
            return self._saturation(name, entry["group"], statistic)
        return self._balance(name, statistic)

    def request_of(self, name: str) -> tuple[ConversationRequest, dict[str, Place]]:
        """Return what a number's plan asks, and the transcripts by their name in ids."""
        path = self.study.root / self.study.evidence[name]["plan"]
        plan: Any = read_planned(path)
        asked = [read_condition(one, self.study.codebook) for one in plan.get("population", [])]
        every = asks_for_material(asked) or MATERIAL not in self.study.columns("turns")
        where = "" if every else f"WHERE {MATERIAL} = '{FOCUS_GROUPS}'"
        found = self.study.connection.execute(
            f"SELECT DISTINCT cohort, transcript FROM turns {where} ORDER BY cohort, transcript"
        ).fetchall()
        often = Counter(transcript for _, transcript in found)
        named = {f"{cohort}_{one}" if often[one] > 1 else one: (cohort, one) for cohort, one in found}
        codes = list(read_written(self.study.root / "data/codebook/themes.csv")["code"])
        return read_conversation(path, codes, list(named)), named

    def _pair(self, name: str) -> dict[str, Recomputed]:
        first, _, second = str(self.study.evidence[name]["formula"]).partition(" with ")
        request, _ = self.request_of(name)
        rows = self.study.rows_of(name)
        asked = self.study.ask(rows, "cohort, transcript, turn, participant")
        turns: dict[Place, list[tuple[int, str]]] = {}
        for cohort, transcript, turn, person in sorted(asked):
            turns.setdefault((cohort, transcript), []).append((turn, person))
        has = {code: self._places(name, code, turns) for code in (first, second)}
        within = request.nearness.within
        shared = _share(has[first], has[second], within)
        both, either = len(shared), len(has[first] | has[second])
        if within:
            expected, p = self._drawn(request, turns, has[first], has[second], both)
        else:
            expected, p = _permute(turns, has[first], has[second], both)
        people = len({turns[place][at][1] for place, at in shared})
        found = {"both": both, "expected": expected, "jaccard": both / either, "p": p}
        found |= {"lift": both / expected} if expected else {}
        return {key: Recomputed(float(value), n=len(asked), numerator=people) for key, value in found.items()}

    def _places(
        self, name: str, code: str, turns: dict[Place, list[tuple[int, str]]]
    ) -> set[tuple[Place, int]]:
        """Return transcript and place among its turns of each turn with a code."""
        plan: Any = read_planned(self.study.root / self.study.evidence[name]["plan"])
        columns = self.study.columns("coded_turns")
        written = [one for one in plan.get("population", []) if one[0] in columns]
        where = [read_condition(one, self.study.codebook).as_list() for one in written]
        rows: RowSet = {"table": "coded_turns", "where": [*where, ["code", "is", code]], "n": 0, "digest": ""}
        at = {(p, turn): number for p, said in turns.items() for number, (turn, _) in enumerate(said)}
        found = [
            ((cohort, one), turn) for cohort, one, turn in self.study.ask(rows, "cohort, transcript, turn")
        ]
        return {(place, at[place, turn]) for place, turn in found if (place, turn) in at}

    def _drawn(
        self,
        request: ConversationRequest,
        turns: dict[Place, list[tuple[int, str]]],
        first: set[tuple[Place, int]],
        second: set[tuple[Place, int]],
        both: int,
    ) -> tuple[float, float]:
        places = sorted(turns, key=lambda place: (place[0], place[1]))
        flat = [(place, at) for place in places for at in range(len(turns[place]))]
        many = [sum(one == place for one, _ in second) for place in places]
        nearness = request.nearness
        draws = draw_places([len(turns[p]) for p in places], many, nearness.draws, nearness.seed)
        counts = [
            len(_share(first, {flat[at] for at in np.flatnonzero(given)}, nearness.within)) for given in draws
        ]
        expected = sum(counts) / len(counts)
        far = sum(abs(one - expected) >= abs(both - expected) - ALIKE for one in counts)
        return expected, (1 + far) / (1 + len(counts))

    def _saturation(self, name: str, group: str, statistic: str) -> Recomputed:
        request, named = self.request_of(name)
        at = {named[transcript]: place for place, transcript in enumerate(request.order)}
        rows = self.study.ask(self.study.rows_of(name), "cohort, transcript, code")
        first: dict[str, int] = {}
        for cohort, transcript, code in rows:
            first[code] = min(first.get(code, len(at)), at[cohort, transcript])
        spelled = [one.lower().replace("-", "_") for one in request.order]
        value = _read_first(list(first.values()), len(at), request, statistic, spelled, group)
        return Recomputed(float(value), n=len(rows))

    def _balance(self, name: str, statistic: str) -> Recomputed:
        rows, counted = self.study.rows_of(name), SECONDS if statistic.startswith(SECONDS) else WORDS
        asked = f"participant, sum({counted}), count(*)"
        spoken = self.study.ask(rows, asked, (), "GROUP BY participant")
        words = np.array([float(said) for _, said, _ in spoken])
        mean = np.abs(words[:, None] - words[None, :]).mean()
        values = {
            "largest_pct": 100 * words.max() / words.sum(),
            "gini": mean / (2 * words.mean()),
            "evenness": entropy(words, base=len(words)),
        }
        turns = sum(many for *_, many in spoken)
        return Recomputed(
            float(values[statistic.removeprefix(f"{SECONDS}_")]), n=int(turns), numerator=len(words)
        )


def _share(
    first: set[tuple[Place, int]], second: set[tuple[Place, int]], within: int
) -> set[tuple[Place, int]]:
    """Return the turns with one of two codes and the other within reach."""

    def near(own: set[tuple[Place, int]], other: set[tuple[Place, int]]) -> set[tuple[Place, int]]:
        reach = range(-within, within + 1)
        return {(place, at) for place, at in own if any((place, at + step) in other for step in reach)}

    return near(first, second) | near(second, first)


def _permute(
    turns: dict[Place, list[tuple[int, str]]],
    first: set[tuple[Place, int]],
    second: set[tuple[Place, int]],
    both: int,
) -> tuple[float, float]:
    """Return the expected overlap and p, by the number of ways to give the second code, all whole numbers."""
    ways, expected = {0: 1}, 0.0
    for place, said in turns.items():
        n = len(said)
        a, b = (sum(one == place for one, _ in code) for code in (first, second))
        expected += a * b / n
        grown: Counter[int] = Counter()
        for overlap, some in ways.items():
            for more in range(max(0, a + b - n), min(a, b) + 1):
                grown[overlap + more] += some * math.comb(a, more) * math.comb(n - a, b - more)
        ways = dict(grown)
    far = sum(some for k, some in ways.items() if abs(k - expected) >= abs(both - expected) - ALIKE)
    return expected, far / sum(ways.values())


def _read_first(
    first: list[int],
    transcripts: int,
    request: ConversationRequest,
    statistic: str,
    order: list[str],
    group: str,
) -> float:
    """Return a number of saturation from the place at which each code comes first."""
    rule, place = request.rule, order.index(group) if group in order else -1
    base = sum(one < rule.base for one in first)

    def fresh(begins: int) -> float:
        return sum(begins <= one < begins + rule.run for one in first) / base

    starts = range(rule.base, transcripts - rule.run + 1) if base else range(0)
    stops = [begins for begins in starts if fresh(begins) <= rule.threshold]
    match statistic:
        case "new":
            return sum(one == place for one in first)
        case "cumulative":
            return sum(one <= place for one in first)
        case "information":
            return 100 * fresh(place + 1 - rule.run)
        case "reached" if stops:
            return stops[0]
    known = {"base": base, "total": len(first), "saturated": int(bool(stops))}
    if statistic not in known:
        raise NoSecondRoad(f"no saturation {statistic}")
    return known[statistic]
