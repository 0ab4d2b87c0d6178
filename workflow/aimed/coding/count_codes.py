"""Count codes over the turns of those who take part, by the rule that config.yaml declares."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from aimed.coding.attributes import add_attributes, list_attributes
from aimed.coding.coded_words import count_coded_words
from aimed.coding.readings import CONSENSUS, read_who_read, whose_count
from aimed.coding.spans import PLACE, TURN, cut_by_turns, with_parents
from aimed.coding.speaking_time import find_seconds
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_beside
from aimed.messages.problems import Problem
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.codebook import read_codebook
from aimed.study.declarations import FOCUS_GROUPS, MATERIAL
from aimed.study.written_tables import read_written

TYPES: dict[str, dict[str, str]] = read_beside(__file__)  # table -> column -> type
GROUPS = ["country", "income_group", "who_region"]


def count_codes(
    *,
    turns: InputFiles,
    segments: InputFiles,
    coders: InputFiles = (),
    coded_by: str = "either",
    participants: InputFile,
    responses: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    kept_turns: OutputFile,
    read_turns: OutputFile,
    given_codes: OutputFile,
    coded_turns: OutputFile,
    counts: OutputFile,
) -> None:
    """Write the turns that count, who read them, their codes, and the counts of codes by the rule `coded_by`.

    `turns` and `segments` are one file per cohort, in a folder of its name, and again one of coded answers
    where it has them; so are `coders`, of cohorts that declare them. counts are of focus groups alone.
    Raises ProblemsFound for a speaker mapped to a participant whom nobody knows, and for what does not agree
    between coders.csv, coding, transcripts and the rule.
    """
    people = read_table(participants)
    codebook = read_codebook(variables, scales, reasons, *derived)
    known = list_attributes(codebook, {*TYPES["turns"], *TYPES["coded_turns"], *people.columns})
    spoken, given = pool_turns(turns), pool_tables(segments)
    strangers = name_strangers(spoken, people)
    kept = keep_turns(spoken, add_attributes(people, responses, known), known)
    read = read_who_read(spoken, given, kept, coders, coded_by, strangers)
    codes = list(read_written(themes)["code"])
    marked = mark_turns(kept, given)
    coded = code_turns(kept, marked, read, coded_by)
    write_table(kept.astype(TYPES["turns"]), kept_turns)
    of_turns = kept[[*TURN, MATERIAL]]
    write_table(read.merge(of_turns, on=TURN).astype(TYPES["read_turns"]), read_turns)
    write_table(marked.merge(of_turns, on=TURN).astype(TYPES["given_codes"]), given_codes)
    words = count_coded_words(kept, given.merge(whose_count(read, coded_by)), codes)
    write_table(add_coded_words(coded, words), coded_turns)
    own, raised = (table[table[MATERIAL] == FOCUS_GROUPS] for table in (kept, coded))
    write_table(count_turns(own, raised, codes), counts)


def pool_turns(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return all turns with `cohort`, the material that they are of, and the seconds that they took."""
    spoken = pool_tables(files)
    spoken[MATERIAL] = spoken[MATERIAL].fillna(FOCUS_GROUPS) if MATERIAL in spoken else FOCUS_GROUPS
    return spoken.assign(seconds=find_seconds(spoken))


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


def mark_turns(turns: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return TYPES["given_codes"]: the distinct codes of each coder in participants' turns, parents included.

    A code is present in a participant's turn when any of the words it was given to is in the turn. as_given
    says that the coder gave the code itself, and not one below it alone.
    """
    spoken = turns[turns["role"] == "participant"]
    given = cut_by_turns(spoken, segments)[[*TURN, "coder", "code"]].drop_duplicates()
    own = given.assign(as_given=True)
    implied = with_parents(given).assign(as_given=False)
    return pd.concat([own, implied]).drop_duplicates([*TURN, "coder", "code"], ignore_index=True)


def code_turns(
    turns: pd.DataFrame, marked: pd.DataFrame, read: pd.DataFrame, coded_by: str = "either"
) -> pd.DataFrame:
    """Return one row per participant's turn and code that is present by the rule (TYPES["coded_turns"]).

    either: by any coder. both: by every coder who read the turn. consensus: by the consensus. Else the name
    of a coder: by that one. Coders and readers are counted without the consensus. The attributes of the
    speaker stand behind those columns.
    """
    given = marked.merge(read, on=[*TURN, "coder"])
    given["coders"] = ~given["consensus"].astype(bool)
    given["own"] = given["coder"] == coded_by
    by = given.groupby([*TURN, "code"], sort=False)
    found = by.agg(coders=("coders", "sum"), consensus=("consensus", "any"), own=("own", "any")).reset_index()
    readers = read[~read["consensus"].astype(bool)].groupby(TURN).size().rename("readers").reset_index()
    found = found.merge(readers, on=TURN, how="left").fillna({"readers": 0})
    present = {
        "either": found["coders"] > 0,
        "both": (found["coders"] > 0) & (found["coders"] == found["readers"]),
        CONSENSUS: found["consensus"].astype(bool),
    }
    counted = found[present.get(coded_by, found["own"])].assign(coded_by=coded_by)
    coded = turns.merge(counted, on=TURN).sort_values([*TURN, "code"], ignore_index=True)
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


if __name__ == "__main__":
    run(count_codes)
