"""Count the words of each turn that were given a code, each word once however many gave it."""

import re
from itertools import chain

import numpy as np
import pandas as pd

WORD = re.compile(r"\S+")
PLACE = ["cohort", "transcript"]


def count_coded_words(turns: pd.DataFrame, segments: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return cohort, transcript, turn, code and coded_words, for each participant's turn and code in it.

    A word counts when any of its characters was given the code or one below it, by any coder. Words are
    numbered through all turns, so that sorting once finds them: n log n in segments and words.
    """
    spoken, spans = _place_by_place(turns[turns["role"] == "participant"], segments)
    words = _list_words(spoken)
    merged = _merge_ranges(_find_ranges(words, _with_codes_above(spans, codes)))
    return _share_among_turns(merged, words["turn"].to_numpy(), spoken)


def _place_by_place(spoken: pd.DataFrame, segments: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both with `at`, the number before characters of their transcript; turns in that order."""
    names = [one[PLACE[0]].astype(str) + "/" + one[PLACE[1]].astype(str) for one in (spoken, segments)]
    numbers, _ = pd.factorize(pd.concat(names), sort=True)
    longest = 1 + max(int(one["char_end"].max()) if len(one) else 0 for one in (spoken, segments))
    before = numbers.astype(np.int64) * longest
    placed = spoken.assign(at=before[: len(spoken)]).sort_values(["at", "char_start"], ignore_index=True)
    return placed, segments.assign(at=before[len(spoken) :])


def _list_words(spoken: pd.DataFrame) -> pd.DataFrame:
    """Return start and end of each word (characters through all transcripts), and its row of `spoken`."""
    texts, starts = spoken["text"].fillna("").tolist(), (spoken["at"] + spoken["char_start"]).tolist()
    spans = [
        [(at + m.start(), at + m.end()) for m in WORD.finditer(text)]
        for text, at in zip(texts, starts, strict=True)
    ]
    flat = np.array(list(chain.from_iterable(spans)), dtype=np.int64).reshape(-1, 2)
    turn = np.repeat(np.arange(len(spans)), [len(one) for one in spans])
    return pd.DataFrame({"start": flat[:, 0], "end": flat[:, 1], "turn": turn})


def _with_codes_above(segments: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return code, start and end of each segment, once for its code and once for each above."""
    start, end = segments["at"] + segments["char_start"], segments["at"] + segments["char_end"]
    own = pd.DataFrame({"code": segments["code"].astype(object), "start": start, "end": end})
    levels = range(1, 1 + max((code.count(".") for code in codes), default=0))
    above = [own.assign(code=[".".join(code.split(".")[:k]) for code in own["code"]]) for k in levels]
    return pd.concat([own, *above]).drop_duplicates(ignore_index=True)


def _find_ranges(words: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Return code, first and last (words, the last left out) of each span that holds a word."""
    first = np.searchsorted(words["end"].to_numpy(), spans["start"].to_numpy(), side="right")
    last = np.searchsorted(words["start"].to_numpy(), spans["end"].to_numpy(), side="left")
    found = pd.DataFrame({"code": spans["code"], "first": first, "last": last})
    return found[found["first"] < found["last"]]


def _merge_ranges(found: pd.DataFrame) -> pd.DataFrame:
    """Return the ranges of each code with those that overlap made one."""
    ordered = found.sort_values(["code", "first", "last"], ignore_index=True)
    reach = ordered.groupby("code")["last"].cummax().groupby(ordered["code"]).shift(fill_value=-1)
    part = (ordered["first"] > reach).cumsum()  # a code's first range begins after -1, hence anew
    return ordered.groupby(part, sort=False).agg(
        code=("code", "first"), first=("first", "first"), last=("last", "max")
    )


def _share_among_turns(merged: pd.DataFrame, turn_of: np.ndarray, spoken: pd.DataFrame) -> pd.DataFrame:
    """Return how many words of each range lie in each turn that it reaches, added up by code."""
    first, last = merged["first"].to_numpy(), merged["last"].to_numpy()
    from_turn, to_turn = turn_of[first], turn_of[last - 1]
    many = to_turn - from_turn + 1
    at = np.repeat(np.arange(len(merged)), many)
    turn = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many) + from_turn[at]
    ends = np.searchsorted(turn_of, np.arange(len(spoken) + 1))
    words = np.minimum(last[at], ends[turn + 1]) - np.maximum(first[at], ends[turn])
    counted = spoken[[*PLACE, "turn"]].iloc[turn].reset_index(drop=True)
    counted = counted.assign(code=merged["code"].to_numpy()[at], coded_words=words)
    counted = counted[counted["coded_words"] > 0]
    keys = [*PLACE, "turn", "code"]
    return counted.groupby(keys, sort=False, as_index=False)["coded_words"].sum()
