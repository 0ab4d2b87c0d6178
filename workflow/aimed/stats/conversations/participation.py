"""Who spoke how much: turns, words, seconds by group and transcript, the moderator's share, and balance."""

from collections.abc import Iterator

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.conversations.spoken_turns import count_people
from aimed.stats.count_flow import TRANSCRIPT, count_parts
from aimed.stats.groups import Group
from aimed.stats.methods.descriptions import count_rows, sum_column
from aimed.stats.statistics import SelectedRows, Statistic

WORDS, SECONDS = "words", "seconds"
METHODS = {
    "largest_pct": "balance: share of the participant with most words",
    "gini": "balance: Gini index of words over participants (Gini 1912)",
    "evenness": "balance: entropy of words over its greatest value (Pielou 1966)",
}
OF_TIME = {name: method.replace(WORDS, SECONDS) for name, method in METHODS.items()}
SHARE, SILENT = "100 * words of the moderator / all words", "present - participants"
SHARE_OF_TIME = SHARE.replace(WORDS, SECONDS)


def find_gini(words: np.ndarray) -> float:
    """Return the Gini index of words, or of seconds: 0 where all said as much, near 1 where one said all.

    G = sum over i of (2i - n - 1) x_i / (n sum of x), with x in ascending order (Gini 1912; Dixon and others
    1987, Ecology 68:1548-1551).
    """
    ordered = np.sort(words.astype(float))
    n = len(ordered)
    return float(((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / (n * ordered.sum()))


def find_evenness(words: np.ndarray) -> float:
    """Return the entropy of the shares of words over the logarithm of how many spoke (Pielou 1966)."""
    shares = words[words > 0] / words.sum()
    return float(-(shares * np.log(shares)).sum() / np.log(len(words)))


def state_participation(
    group: Group, spoken: SelectedRows, moderated: SelectedRows, present: int | None
) -> Iterator[Statistic]:
    """Yield turns, words and people of a group, how evenly words are shared, and what the moderator said.

    The same of seconds where all transcripts of the group have times. `moderated` are the turns of
    moderators, and `present` how many people were in the room, of a transcript.
    """
    said = spoken.also(*group.conditions)
    yield count_rows("turns", group, "count", said)
    yield sum_column(WORDS, group, "count", said, WORDS)
    yield count_people("participants", group, "count", said)
    yield count_parts("transcripts", group, "count", said, TRANSCRIPT)
    timed = keep_timed(said)
    if timed:
        yield sum_column(SECONDS, group, "count", timed, SECONDS)
    yield from _state_balance(group, said, timed)
    if group.parts_of in ((), (("all", "transcript"),)):
        yield from _state_moderator(group, moderated.also(*group.conditions), said)
    if present is not None:
        yield _silent(group, said.count_distinct("participant"), present)


def state_speakers(spoken: SelectedRows) -> Iterator[Statistic]:
    """Yield turns and words of each participant, numbered in the order of their ids; all are small cells."""
    for at, person in enumerate(sorted(spoken.rows["participant"].unique()), start=1):
        speaker = Group("all", (Filter("participant", "is", str(person)),))
        said = spoken.also(*speaker.conditions)
        yield count_rows(f"speaker_{at}", speaker, "turns", said)
        yield sum_column(f"speaker_{at}", speaker, WORDS, said, WORDS)
        if timed := keep_timed(said):
            yield sum_column(f"speaker_{at}", speaker, SECONDS, timed, SECONDS)


def keep_timed(said: SelectedRows) -> SelectedRows | None:
    """Return the turns whose seconds are known; None where a transcript has none, as parts tell no whole."""
    if SECONDS not in said.rows:
        return None
    timed = said.also(Filter(SECONDS, "known"))
    known = timed.count_distinct(*TRANSCRIPT)
    return timed if known and known == said.count_distinct(*TRANSCRIPT) else None


def _state_balance(group: Group, said: SelectedRows, timed: SelectedRows | None) -> Iterator[Statistic]:
    for counted, rows, methods in ((WORDS, said, METHODS), (SECONDS, timed, OF_TIME)):
        shares = rows.rows.groupby("participant")[counted].sum().to_numpy(float) if rows else np.zeros(0)
        if rows is None or len(shares) < 2 or not shares.sum():
            continue
        values = {
            "largest_pct": 100 * float(shares.max() / shares.sum()),
            "gini": find_gini(shares),
            "evenness": find_evenness(shares),
        }
        for statistic, value in values.items():
            yield Statistic(
                item="balance",
                group=group.code,
                statistic=statistic if counted == WORDS else f"{SECONDS}_{statistic}",
                value=value,
                unit="percent" if statistic == "largest_pct" else "effect",
                method=methods[statistic],
                kind="test",
                n=rows.n,
                numerator=len(shares),
                columns=("participant", counted),
                **rows.lineage,
            )


def _state_moderator(group: Group, moderated: SelectedRows, said: SelectedRows) -> Iterator[Statistic]:
    yield count_rows("moderator", group, "turns", moderated)
    yield from _state_share(group, WORDS, moderated, said)
    timed, own = keep_timed(said), keep_timed(moderated)
    if timed and own:
        yield from _state_share(group, SECONDS, own, timed)


def _state_share(group: Group, counted: str, own: SelectedRows, others: SelectedRows) -> Iterator[Statistic]:
    """Yield the moderator's words or seconds, and their percentage of all."""
    yield (said := sum_column("moderator", group, counted, own, counted))
    whole = said.value + float(others.rows[counted].sum())
    if whole:
        yield Statistic(
            item="moderator",
            group=group.code,
            statistic=f"{counted}_pct",
            value=100 * said.value / whole,
            unit="percent",
            method=f"percentage of all {counted}",
            kind="derived",
            n=own.n + others.n,
            numbers=(("moderator", group.code, counted), (counted, group.code, "count")),
            formula=SHARE if counted == WORDS else SHARE_OF_TIME,
        )


def _silent(group: Group, speakers: int, present: int) -> Statistic:
    return Statistic(
        item="silent",
        group=group.code,
        statistic="count",
        value=present - speakers,
        unit="count",
        method="present as the plan says, and without a turn that counts",
        kind="derived",
        n=present,
        numerator=present - speakers,
        numbers=(("participants", group.code, "count"),),
        formula=SILENT,
    )
