"""Set coders beside each other: how often they gave a code to the same words, and where they did not."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from aimed.coding.agreement import cohen_kappa
from aimed.coding.count_codes import pool_tables
from aimed.coding.spans import TURN, Cover, cut_by_turns, with_parents
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_beside
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.declarations import CODED_UNITS, FOCUS_GROUPS, MATERIAL
from aimed.study.written_tables import read_written

TYPES: dict[str, dict[str, str]] = read_beside(__file__)  # table -> column -> type
LEVELS = ("theme", "subtheme", "code")


def compare_coders(
    *,
    turns: InputFile,
    read_turns: InputFile,
    given_codes: InputFile,
    segments: InputFiles,
    themes: InputFile,
    agreement: OutputFile,
    ratings: OutputFile,
    disagreements: OutputFile,
) -> None:
    """Write how the coders' choices agree, pair by pair and all together, and where they differ.

    `segments` are one file per cohort, in a folder of its name, and again one of coded answers where it has
    them. Focus groups and answers are compared apart. The consensus takes no part.
    """
    codes = list(read_written(themes)["code"])
    kept, read, given = read_table(turns), read_table(read_turns), read_table(given_codes)
    spans = pool_tables(segments)
    subjects = [
        lay_out(kept[kept[MATERIAL] == one], spans, read[read[MATERIAL] == one], codes, one)
        for one in CODED_UNITS
    ]
    write_table(pd.concat(map(compare_pairs, subjects), ignore_index=True), agreement)
    write_table(pd.concat(map(count_ratings, subjects), ignore_index=True), ratings)
    write_table(list_disagreements(kept, read, given), disagreements)


@dataclass(frozen=True)
class Compared:
    """Participants' turns in their order, who read each, and which points of it each coder gave each code.

    The points of the first of `units` are the turns (or answers), those of the second the characters of
    their words. `reads` is a table (turns, coders) of yes and no; `lengths` are characters. A span's group is
    a code, its layer a coder, both by place; `turn` is the turn that it lies in, by place.
    """

    codes: list[str]
    coders: list[str]
    reads: np.ndarray
    lengths: np.ndarray
    units: tuple[str, str]
    covers: dict[str, Cover]

    def sizes(self, unit: str) -> np.ndarray:
        """Return how many points each turn has."""
        return np.ones_like(self.lengths) if unit == self.units[0] else self.lengths

    def turn_of(self, unit: str) -> np.ndarray:
        """Return the turn, by place, that each span of a unit lies in."""
        ends = np.cumsum(self.sizes(unit))
        return np.searchsorted(ends, self.covers[unit].start, side="right")


def lay_out(
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    read: pd.DataFrame,
    codes: list[str],
    material: str = FOCUS_GROUPS,
) -> Compared:
    """Return what coders other than the consensus gave to the participants' turns that they read."""
    spoken = turns[turns["role"] == "participant"].reset_index(drop=True)
    own = read[~read["consensus"].astype(bool)]
    own = own.merge(spoken[TURN].assign(at=range(len(spoken))), on=TURN)
    coders = sorted(own["coder"].unique())
    reads = np.zeros((len(spoken), len(coders)), dtype=bool)
    reads[own["at"].to_numpy(int), pd.Index(coders).get_indexer(own["coder"])] = True
    parts = with_parents(cut_by_turns(spoken, segments))
    at, coder = parts["at"].to_numpy(int), pd.Index(coders).get_indexer(parts["coder"])
    code = pd.Index(codes).get_indexer(parts["code"])
    kept = (coder >= 0) & (code >= 0)
    kept[kept] = reads[at[kept], coder[kept]]
    lengths = (spoken["char_end"] - spoken["char_start"]).to_numpy("int64")
    before = np.cumsum(lengths) - lengths
    start, end = (parts[name].to_numpy("int64")[kept] for name in ("start", "end"))
    at, coder, code = at[kept], coder[kept], code[kept]
    whole, part = units = CODED_UNITS[material]
    covers = {
        whole: Cover(code, coder, at, at + 1).merged(),
        part: Cover(code, coder, before[at] + start, before[at] + end).merged(),
    }
    return Compared(codes, coders, reads, lengths, units, covers)


def compare_pairs(subject: Compared) -> pd.DataFrame:
    """Return TYPES["agreement"]: per unit, pair and code, the points with the code by both, one, none.

    The points are those of participants' turns that both read; a pair that shares none has no row. kappa is
    null when neither coder's choices vary.
    """
    rows: list[dict[str, Any]] = []
    for unit in subject.units:
        for a, b in combinations(range(len(subject.coders)), 2):
            shared = subject.reads[:, a] & subject.reads[:, b]
            n = int(subject.sizes(unit)[shared].sum())
            if n:
                named = {"unit": unit, "coder_a": subject.coders[a], "coder_b": subject.coders[b], "n": n}
                rows += [named | found for found in _count_pair(subject, unit, (a, b), shared, n)]
    return pd.DataFrame(rows, columns=list(TYPES["agreement"])).astype(TYPES["agreement"])


def _count_pair(
    subject: Compared, unit: str, pair: tuple[int, int], shared: np.ndarray, n: int
) -> list[dict[str, Any]]:
    cover = subject.covers[unit]
    cover = cover.only(np.isin(cover.layer, pair) & shared[subject.turn_of(unit)])
    together = cover.count_layers(len(subject.codes), 2)[:, 2]
    alone = np.zeros((2, len(subject.codes)), dtype="int64")
    np.add.at(alone, ((cover.layer == pair[1]).astype(int), cover.group), cover.end - cover.start)
    rows = []
    for code, both, by_a, by_b in zip(subject.codes, together, *alone, strict=True):
        counts = int(both), int(by_a - both), int(by_b - both), int(n - by_a - by_b + both)
        named = dict(zip(("both", "only_a", "only_b", "neither"), counts, strict=True))
        level = tell_level(code, subject.codes)
        rows.append({"code": code, "level": level, **named, "kappa": cohen_kappa(*counts)})
    return rows


def count_ratings(subject: Compared) -> pd.DataFrame:
    """Return TYPES["ratings"]: per code and unit, the points that so many read and so many gave it to."""
    readers = subject.reads.sum(axis=1)
    most = len(subject.coders)
    rows = []
    for unit in subject.units:
        cover, sizes = subject.covers[unit], subject.sizes(unit)
        read = np.bincount(readers, weights=sizes, minlength=most + 1).astype("int64")
        group = cover.group * (most + 1) + readers[subject.turn_of(unit)]
        by_readers = Cover(group, cover.layer, cover.start, cover.end)
        found = by_readers.count_layers(len(subject.codes) * (most + 1), most)
        found = found.reshape(len(subject.codes), most + 1, most + 1)
        found[:, :, 0] = read - found.sum(axis=2)
        for place, read_by, given in np.argwhere(found):
            if read_by:
                code, n = subject.codes[place], int(found[place, read_by, given])
                row = {"code": code, "level": tell_level(code, subject.codes), "unit": unit}
                rows.append(row | {"readers": int(read_by), "given": int(given), "n": n})
    return pd.DataFrame(rows, columns=list(TYPES["ratings"])).astype(TYPES["ratings"])


def tell_level(code: str, codes: list[str]) -> str:
    """Return code where no code is below one, else theme where none is above, and subtheme."""
    if not any(other.startswith(f"{code}.") for other in codes):
        return "code"
    return "subtheme" if "." in code else "theme"


def list_disagreements(turns: pd.DataFrame, read: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Return TYPES["disagreements"]: each turn and code that some of its readers gave and others did not.

    Codes as they were given, without those above them. gave and did_not are names, joined by semicolons;
    consensus says yes or no where a consensus was declared for the turn. Answers stand without their words.
    """
    own = read[~read["consensus"].astype(bool)]
    direct = given[given["as_given"].astype(bool)]
    marks = direct.merge(own[[*TURN, "coder"]], on=[*TURN, "coder"])
    gave = marks.groupby([*TURN, "code"])["coder"].agg(set).rename("gave").reset_index()
    readers = own.groupby(TURN)["coder"].agg(set).rename("readers").reset_index()
    differing = gave.merge(readers, on=TURN).merge(turns[[*TURN, "speaker", "text", MATERIAL]], on=TURN)
    differing = differing[differing["gave"] != differing["readers"]]
    settled = read[read["consensus"].astype(bool)]
    decided = set(settled[TURN].itertuples(index=False, name=None))
    agreed = direct.merge(settled[[*TURN, "coder"]], on=[*TURN, "coder"])
    agreed_on = set(agreed[[*TURN, "code"]].itertuples(index=False, name=None))
    cells = list(differing[[*TURN, "code"]].itertuples(index=False, name=None))
    others = [all_ - some for all_, some in zip(differing["readers"], differing["gave"], strict=True)]
    listed = differing.assign(
        gave=[_join(names) for names in differing["gave"]],
        did_not=[_join(names) for names in others],
        consensus=[("yes" if cell in agreed_on else "no") if cell[:3] in decided else None for cell in cells],
    )
    listed["text"] = listed["text"].where(listed[MATERIAL] == FOCUS_GROUPS)
    listed = listed.sort_values([*TURN, "code"], ignore_index=True)
    return listed[list(TYPES["disagreements"])].astype(TYPES["disagreements"])


def _join(names: set[str]) -> str:
    return "; ".join(sorted(names))


if __name__ == "__main__":
    run(compare_coders)
