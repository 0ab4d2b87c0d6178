"""Who spoke how much: turns and words by group and transcript, the moderator's share, and how even it was."""

from collections.abc import Iterator

import numpy as np

from aimed.files.row_selection import Filter
from aimed.stats.conversations.spoken_turns import count_people
from aimed.stats.count_flow import TRANSCRIPT, count_parts
from aimed.stats.groups import Group
from aimed.stats.methods.descriptions import count_rows, sum_column
from aimed.stats.statistics import SelectedRows, Statistic

METHODS = {
    "largest_pct": "balance: share of the participant with most words",
    "gini": "balance: Gini index of words over participants (Gini 1912)",
    "evenness": "balance: entropy of words over its greatest value (Pielou 1966)",
}
SHARE, SILENT = "100 * words of the moderator / all words", "present - participants"


def find_gini(words: np.ndarray) -> float:
    """Return the Gini index of words: 0 where all said as much, near 1 where one said all.

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

    `moderated` are the turns of moderators, and `present` how many people were in the room, of a transcript.
    """
    said = spoken.also(*group.conditions)
    yield count_rows("turns", group, "count", said)
    yield sum_column("words", group, "count", said, "words")
    yield count_people("participants", group, "count", said)
    yield count_parts("transcripts", group, "count", said, TRANSCRIPT)
    yield from _state_balance(group, said)
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
        yield sum_column(f"speaker_{at}", speaker, "words", said, "words")


def _state_balance(group: Group, said: SelectedRows) -> Iterator[Statistic]:
    words = said.rows.groupby("participant")["words"].sum().to_numpy()
    if len(words) < 2 or not words.sum():
        return
    values = {
        "largest_pct": 100 * float(words.max() / words.sum()),
        "gini": find_gini(words),
        "evenness": find_evenness(words),
    }
    for statistic, value in values.items():
        yield Statistic(
            item="balance",
            group=group.code,
            statistic=statistic,
            value=value,
            unit="percent" if statistic == "largest_pct" else "effect",
            method=METHODS[statistic],
            kind="test",
            n=said.n,
            numerator=len(words),
            columns=("participant", "words"),
            **said.lineage,
        )


def _state_moderator(group: Group, moderated: SelectedRows, said: SelectedRows) -> Iterator[Statistic]:
    yield count_rows("moderator", group, "turns", moderated)
    yield (own := sum_column("moderator", group, "words", moderated, "words"))
    whole = int(own.value) + int(said.rows["words"].sum())
    if whole:
        yield Statistic(
            item="moderator",
            group=group.code,
            statistic="words_pct",
            value=100 * own.value / whole,
            unit="percent",
            method="percentage of all words",
            kind="derived",
            n=moderated.n + said.n,
            numbers=(("moderator", group.code, "words"), ("words", group.code, "count")),
            formula=SHARE,
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
