"""Coded words: counted by hand, and against a count character by character over drawn transcripts."""

import numpy as np
import pandas as pd
from aimed.coding.coded_words import count_coded_words

CODES = ["a", "a.x", "b"]
TURN = ["cohort", "transcript", "turn", "code"]


def make_turns(texts: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Return turns of (transcript, role, text) as they follow each other, two characters between them."""
    rows, at, before = [], 0, ""
    for number, (transcript, role, text) in enumerate(texts, start=1):
        at = at if transcript == before else 0
        rows.append(("c", transcript, number, role, at, at + len(text), text))
        at, before = at + len(text) + 2, transcript
    return pd.DataFrame(
        rows, columns=["cohort", "transcript", "turn", "role", "char_start", "char_end", "text"]
    )


def make_segments(spans: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    table = pd.DataFrame(spans, columns=["transcript", "code", "char_start", "char_end"])
    return table.assign(cohort="c", coder="A").astype({"char_start": "int64", "char_end": "int64"})


def test_each_word_counts_once_whoever_coded_it_and_a_code_above_has_those_below():
    turns = make_turns([("g", "participant", "one two three"), ("g", "participant", "four")])
    # the last letter of one to the first of two, by one; two, by another; three to four, over two turns
    segments = make_segments([("g", "a.x", 2, 5), ("g", "a.x", 4, 7), ("g", "a", 9, 16), ("h", "b", 0, 9)])
    found = count_coded_words(turns, segments, CODES)
    assert sorted(found[["turn", "code", "coded_words"]].values.tolist()) == [
        [1, "a", 3], [1, "a.x", 2], [2, "a", 1],
    ]  # fmt: skip


def test_nothing_coded_counts_nothing():
    turns = make_turns([("g", "participant", "one two"), ("g", "moderator", "three")])
    assert count_coded_words(turns, make_segments([]), CODES).empty
    assert count_coded_words(turns, make_segments([("g", "a", 9, 14), ("g", "a", 3, 4)]), CODES).empty


def test_counts_are_those_of_every_character_looked_at():
    draw = np.random.default_rng(7)
    texts = [
        (f"g{at // 20}", str(draw.choice(["participant", "moderator"])), " ".join(["word"] * int(n)))
        for at, n in enumerate(draw.integers(0, 6, 60))
    ]
    turns = make_turns(texts)
    starts = draw.integers(0, 300, 80)
    drawn = [(f"g{draw.integers(3)}", str(draw.choice(CODES)), int(draw.integers(1, 40))) for _ in starts]
    segments = make_segments(
        [(*one[:2], int(s), int(s) + one[2]) for one, s in zip(drawn, starts, strict=True)]
    )
    expected: dict[tuple[str, int, str], int] = {}
    for turn in turns[turns["role"] == "participant"].itertuples():
        for code in CODES:
            here = segments[segments["transcript"] == turn.transcript]
            inside = {
                at
                for one in here.itertuples()
                if one.code == code or one.code.startswith(f"{code}.")
                for at in range(one.char_start, one.char_end)
            }
            for at, word in enumerate(turn.text.split()):
                begins = turn.char_start + 5 * at
                if inside & set(range(begins, begins + len(word))):
                    key = (turn.transcript, turn.turn, code)
                    expected[key] = expected.get(key, 0) + 1
    found = count_coded_words(turns, segments, CODES)
    rows = found[["transcript", "turn", "code", "coded_words"]].itertuples(index=False, name=None)
    assert len(expected) > 50
    assert {row[:3]: row[3] for row in rows} == expected
