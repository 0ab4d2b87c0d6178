"""Spans against counting character by character, and the time that many of them take."""

import time

import numpy as np
import pandas as pd
import pytest
from aimed.coding.compare_coders import compare_pairs, count_ratings, lay_out
from aimed.coding.spans import TURN, cut_by_turns
from hypothesis import given, settings
from hypothesis import strategies as st

CODES = ["a", "a.x", "b"]
MARK = st.tuples(
    st.sampled_from(["Ann", "Bo", "Cy"]), st.sampled_from(CODES), st.integers(0, 30), st.integers(0, 9)
)


def make_turns(bounds: list[tuple[int, int]]) -> pd.DataFrame:
    rows = [("c", "t", n, "participant", *bound) for n, bound in enumerate(bounds, start=1)]
    return pd.DataFrame(rows, columns=[*TURN, "role", "char_start", "char_end"])


TURNS = make_turns([(2, 8), (9, 9), (10, 17), (20, 31)])


@settings(max_examples=150, deadline=None)
@given(st.lists(MARK, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_pairs_and_ratings_are_those_of_counting_each_character(marks, reading) -> None:
    rows = [("c", "t", who, code, start, start + wide) for who, code, start, wide in marks]
    segments = pd.DataFrame(
        rows, columns=["cohort", "transcript", "coder", "code", "char_start", "char_end"]
    ).astype({"char_start": int, "char_end": int})
    coders = ["Ann", "Bo", "Cy"]
    reads = np.array(reading).reshape(4, 3)
    read = pd.DataFrame(
        [("c", "t", t + 1, coders[w], False) for t, w in np.argwhere(reads)],
        columns=[*TURN, "coder", "consensus"],
    ).astype({"turn": int, "consensus": bool})
    subject = lay_out(TURNS, segments, read, CODES)
    present = np.zeros((3, 3, 40), dtype=bool)
    for who, code, start, wide in marks:
        for at, name in enumerate(CODES):
            if code == name or code.startswith(f"{name}."):
                present[coders.index(who), at, start : start + wide] = True
    expected = []
    ratings: dict[tuple[str, int, int], int] = {}
    for turn, (first, last) in enumerate(zip(TURNS["char_start"], TURNS["char_end"], strict=True)):
        for at, name in enumerate(CODES):
            for place in range(first, last):
                readers = int(reads[turn].sum())
                gave = int((present[:, at, place] & reads[turn]).sum())
                if readers:
                    ratings[name, readers, gave] = ratings.get((name, readers, gave), 0) + 1
    found = count_ratings(subject).query("unit == 'character'")
    told = found.set_index(["code", "readers", "given"])["n"].to_dict()
    assert told == ratings
    for row in compare_pairs(subject).query("unit == 'character'").to_dict("records"):
        a, b = coders.index(row["coder_a"]), coders.index(row["coder_b"])
        at, cells = CODES.index(row["code"]), [0, 0, 0, 0]
        for turn, (first, last) in enumerate(zip(TURNS["char_start"], TURNS["char_end"], strict=True)):
            if reads[turn, a] and reads[turn, b]:
                for place in range(first, last):
                    cells[[3, 2, 1, 0][2 * present[a, at, place] + present[b, at, place]]] += 1
        expected.append(cells)
        assert [row[name] for name in ("both", "only_a", "only_b", "neither")] == cells


def test_a_span_is_in_the_turns_that_it_shares_a_character_with() -> None:
    segments = pd.DataFrame(
        [("c", "t", "Ann", "a", *span) for span in ((0, 2), (0, 3), (8, 10), (7, 21), (16, 18), (31, 40))],
        columns=["cohort", "transcript", "coder", "code", "char_start", "char_end"],
    )
    parts = cut_by_turns(TURNS, segments)
    assert parts[["turn", "start", "end"]].values.tolist() == [
        [1, 0, 1], [2, 0, 0], [1, 5, 6], [2, 0, 0], [3, 0, 7], [4, 0, 1], [3, 6, 7],
    ]  # fmt: skip


@pytest.mark.slow
def test_twenty_thousand_codings_of_a_million_words_take_seconds() -> None:
    """Twice the codings take less than three times as long: a sort, and no pair of spans."""
    took = []
    for codings in (20_000, 40_000):
        random = np.random.default_rng(1)
        ends = np.cumsum(random.integers(200, 1000, size=10_000))
        turns = make_turns(list(zip(ends - 190, ends, strict=True)))
        starts = random.integers(0, ends[-1], size=codings)
        segments = pd.DataFrame(
            {
                "cohort": "c", "transcript": "t", "char_start": starts, "char_end": starts + 300,
                "coder": random.choice(["Ann", "Bo"], codings), "code": random.choice(CODES, codings),
            }
        )  # fmt: skip
        read = pd.concat([turns[TURN].assign(coder=name, consensus=False) for name in ("Ann", "Bo")])
        begun = time.process_time()
        subject = lay_out(turns, segments, read, CODES)
        compare_pairs(subject)
        count_ratings(subject)
        took.append(time.process_time() - begun)
    assert took[0] < 10
    assert took[1] < 3 * took[0] + 0.2
