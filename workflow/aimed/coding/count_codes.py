"""Count codes over the turns of those who take part, and how well the coders agree."""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.coding.agreement import cohen_kappa
from aimed.coding.attributes import add_attributes, list_attributes
from aimed.coding.coded_words import count_coded_words
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_beside
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.codebook import read_codebook
from aimed.study.written_tables import read_written

TYPES: dict[str, dict[str, str]] = read_beside(__file__)  # table -> column -> type
PLACE = ["cohort", "transcript"]
TURN = [*PLACE, "turn"]
GROUPS = ["country", "income_group", "who_region"]


def count_codes(
    *,
    turns: InputFiles,
    segments: InputFiles,
    participants: InputFile,
    responses: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    kept_turns: OutputFile,
    coded_turns: OutputFile,
    counts: OutputFile,
    agreement: OutputFile,
) -> None:
    """Write the turns that count, their codes, the counts of codes and the agreement of coders.

    `turns` and `segments` are one file per cohort, in a folder of its name. Raises ProblemsFound for a
    speaker mapped to a participant whom nobody knows.
    """
    people = read_table(participants)
    codebook = read_codebook(variables, scales, reasons, *derived)
    taken = {*TYPES["turns"], *TYPES["coded_turns"], *people.columns}
    known = list_attributes(codebook, taken)
    people = add_attributes(people, responses, known)
    spoken = pool_tables(turns)
    raise_problems(name_strangers(spoken, people))
    kept = keep_turns(spoken, people, known)
    codes = list(read_written(themes)["code"])
    given = pool_tables(segments)
    marked = mark_turns(kept, given, codes)
    coded = code_turns(kept, marked)
    write_table(kept.astype(TYPES["turns"]), kept_turns)
    write_table(add_coded_words(coded, count_coded_words(kept, given, codes)), coded_turns)
    write_table(count_turns(kept, coded, codes), counts)
    write_table(compare_coders(kept, given, marked, codes), agreement)


def pool_tables(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the cohorts' tables one below the other, with `cohort` as the first column."""
    tables = []
    for file in files:
        table = read_table(file)
        table.insert(0, "cohort", file.parent.name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def name_strangers(turns: pd.DataFrame, people: pd.DataFrame) -> list[Problem]:
    """Return a problem for each speaker mapped to a participant that harmonise does not know."""
    mapped = turns[turns["role"] == "participant"]
    strange = mapped[~mapped["participant"].isin(people["participant"])]
    return [
        Problem(
            f"data/cohorts/{row.cohort}/cohort.yaml, speakers, {row.transcript}",
            f"{row.speaker} stands for {row.participant}, who is not among the participants",
            "the id of a participant",
            "correct the id",
        )
        for row in strange.drop_duplicates([*PLACE, "speaker"]).itertuples()
    ]


def keep_turns(turns: pd.DataFrame, people: pd.DataFrame, attributes: Iterable[str] = ()) -> pd.DataFrame:
    """Return the moderators' turns and those of kept participants who consent to analysis (TYPES["turns"]).

    `attributes` are columns of `people` that stand beside those; they are null in a moderator's turns.
    Turns of withdrawn and excluded people, and of speakers whom nobody could name, are left out.
    """
    allowed = people[people["kept"].astype(bool) & people["consent_analysis"].astype(bool)]
    known = allowed.set_index("participant")[[*GROUPS, *attributes]]
    keep = (turns["role"] == "moderator") | turns["participant"].isin(known.index)
    kept = turns[keep].join(known, on="participant").reset_index(drop=True)
    kept["words"] = kept["text"].str.split().str.len()
    return kept[[*TYPES["turns"], *attributes]]


def mark_turns(turns: pd.DataFrame, segments: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return the distinct (cohort, transcript, turn, coder, code) that are present, parents included.

    A code is present in a participant's turn when any of the words it was given to is in the turn.
    """
    spoken = turns.loc[turns["role"] == "participant", [*TURN, "char_start", "char_end"]]
    pairs = spoken.merge(segments, on=PLACE, suffixes=("", "_coded"))
    overlap = pairs[
        (pairs["char_start_coded"] < pairs["char_end"]) & (pairs["char_end_coded"] > pairs["char_start"])
    ]
    present = overlap[[*TURN, "coder", "code"]]
    levels = max((code.count(".") for code in codes), default=0)
    parents = [present.assign(code=present["code"].map(lambda c, k=k: cut_code(c, k))) for k in range(levels)]
    return pd.concat([present, *parents]).drop_duplicates(ignore_index=True)


def cut_code(code: str, level: int) -> str:
    """Return the code's ancestor at a level, the theme being 0; the code itself when it is no deeper."""
    return ".".join(code.split(".")[: level + 1])


def code_turns(turns: pd.DataFrame, marked: pd.DataFrame) -> pd.DataFrame:
    """Return one row per participant's turn and code present by any coder (TYPES["coded_turns"]).

    The attributes of its speaker stand behind those columns.
    """
    coders = marked.groupby([*TURN, "code"], sort=False)["coder"].nunique().rename("coders").reset_index()
    coded = turns.merge(coders, on=TURN).sort_values([*TURN, "code"], ignore_index=True)
    attributes = [column for column in turns.columns if column not in TYPES["turns"]]
    return coded[[*TYPES["coded_turns"], *attributes]].astype(TYPES["coded_turns"])


def add_coded_words(coded: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Return the coded turns with how many of their words have the code, before the attributes."""
    found = coded[[*TURN, "code"]].merge(words, how="left", on=[*TURN, "code"])["coded_words"]
    table = coded.copy()
    table.insert(len(TYPES["coded_turns"]), "coded_words", found.fillna(0).astype("int64").to_numpy())
    return table


def count_turns(turns: pd.DataFrame, coded: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return TYPES["counts"]: each code in all turns, by transcript and by income group, zeros included.

    Measure `turns`: count of n participants' turns of the unit have the code; measure `participants`:
    count of n participants do. value is count / n. unit is `all`, `<cohort>/<transcript>` or the income
    group's code (`missing` where it is not known).
    """
    spoken = _with_units(turns[turns["role"] == "participant"])
    present = _with_units(coded)
    tables = []
    for by in ("all", "transcript", "income_group"):
        for measure, counted in (("turns", "spoken_turn"), ("participants", "participant")):
            n = spoken.groupby(f"by_{by}")[counted].nunique()
            found = present.groupby([f"by_{by}", "code"])[counted].nunique()
            every = pd.MultiIndex.from_product([n.index, codes], names=["unit", "code"])
            table = found.reindex(every, fill_value=0).rename("count").reset_index()
            tables.append(table.assign(by=by, measure=measure, n=table["unit"].map(n)))
    counts = pd.concat(tables, ignore_index=True)
    counts["value"] = counts["count"] / counts["n"]
    return counts[list(TYPES["counts"])].astype(TYPES["counts"])


def _with_units(table: pd.DataFrame) -> pd.DataFrame:
    transcript = table["cohort"].astype(str) + "/" + table["transcript"].astype(str)
    return table.assign(
        by_all="all",
        by_transcript=transcript,
        by_income_group=table["income_group"].astype(object).fillna("missing"),
        spoken_turn=transcript + "/" + table["turn"].astype(str),
    )


def compare_coders(
    turns: pd.DataFrame, segments: pd.DataFrame, marked: pd.DataFrame, codes: list[str]
) -> pd.DataFrame:
    """Return TYPES["agreement"]: per code and pair of coders, the turns with the code by both, one or none.

    The unit is the participant's turn, of the transcripts that both coders coded. kappa is null when
    neither coder's choices vary.
    """
    spoken = turns[turns["role"] == "participant"]
    coded = segments[[*PLACE, "coder"]].drop_duplicates()
    rows: list[dict[str, Any]] = []
    for a, b in combinations(sorted(coded["coder"].unique()), 2):
        shared = coded[coded["coder"] == a].merge(coded[coded["coder"] == b], on=PLACE)[PLACE]
        n = len(spoken.merge(shared, on=PLACE))
        if n:
            pair = marked.merge(shared, on=PLACE)
            rows += [_compare_on(code, pair[pair["code"] == code], a, b, n) for code in codes]
    return pd.DataFrame(rows, columns=list(TYPES["agreement"])).astype(TYPES["agreement"])


def _compare_on(code: str, present: pd.DataFrame, a: str, b: str, n: int) -> dict[str, Any]:
    by_a, by_b = (
        set(present[present["coder"] == who][TURN].itertuples(index=False, name=None)) for who in (a, b)
    )
    both, only_a, only_b = len(by_a & by_b), len(by_a - by_b), len(by_b - by_a)
    neither = n - both - only_a - only_b
    return {
        "code": code, "unit": "turn", "coder_a": a, "coder_b": b, "both": both, "only_a": only_a,
        "only_b": only_b, "neither": neither, "n": n, "kappa": cohen_kappa(both, only_a, only_b, neither),
    }  # fmt: skip


if __name__ == "__main__":
    run(count_codes)
