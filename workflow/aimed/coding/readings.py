"""Which coder read which turns: as a cohort's coders.csv declares it, else by where a coder left codes."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from aimed.coding.spans import PLACE, TURN, cut_by_turns
from aimed.files.people_tables import read_people_csv
from aimed.messages.problems import Problem, raise_problems

REQUIRED = ("coder", "transcript")
COLUMNS = (*REQUIRED, "from_turn", "to_turn", "role", "note")
CODER, CONSENSUS = "coder", "consensus"
ALL = "all"
TURN_NUMBER = re.compile(r"([1-9]\d*)?")
RULES = ("either", "both", CONSENSUS)
READ = [*TURN, "coder", "consensus"]
MOST = 5  # turns that a problem names


def read_who_read(
    turns: pd.DataFrame,
    segments: pd.DataFrame,
    kept: pd.DataFrame,
    files: tuple[Path, ...],
    coded_by: str,
    problems: list[Problem],
) -> pd.DataFrame:
    """Return READ: who read which of the participants' turns that count (`kept`).

    `turns` and `segments` are those of all cohorts, `files` the coders.csv of those that have one, in a
    folder of its name. Raises ProblemsFound for what does not agree between them and the rule `coded_by`,
    together with `problems` that were found before.
    """
    declared = {file.parent.name: read_coders(file) for file in files}
    sound = {cohort: table for cohort, (table, wrong) in declared.items() if not wrong}
    read = list_read(turns, segments, sound)
    marks = cut_by_turns(turns, segments)[[*TURN, "coder"]].drop_duplicates()
    for cohort, (table, wrong) in declared.items():
        own_turns, own_marks = (rows[rows["cohort"] == cohort] for rows in (turns, marks))
        found = wrong or list(hold_to_transcripts(table, own_turns))
        problems += found or hold_to_marks(table, own_marks, read, set(marks["coder"]))
    raise_problems(problems or find_unread(kept, read, coded_by, set(declared)))
    return read.merge(kept.loc[kept["role"] == "participant", TURN], on=TURN)


def whose_count(read: pd.DataFrame, coded_by: str) -> pd.DataFrame:
    """Return the (cohort, coder) whose codes count by a rule, as `coded_by` of config.yaml names it."""
    consensus = read["consensus"].astype(bool)
    chosen = {"either": ~consensus, "both": ~consensus, CONSENSUS: consensus}
    counted = chosen.get(coded_by, read["coder"] == coded_by)
    return read.loc[counted, ["cohort", "coder"]].drop_duplicates()


def read_coders(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a cohort's coders.csv with the columns COLUMNS, `line` and `place`, and what is wrong in itself.

    Raises ProblemsFound for a file that is no table, or without the columns REQUIRED.
    """
    table = read_people_csv(path, REQUIRED)
    name = path.as_posix()
    problems = [
        Problem(name, f"a column {column}", f"the columns {', '.join(COLUMNS)}", "rename it or take it out")
        for column in table.columns
        if column not in (*COLUMNS, "line")
    ]
    table = table.reindex(columns=[*COLUMNS, "line"], fill_value="")
    table["place"] = [f"{name}, line {line}" for line in table["line"]]
    problems += [problem for row in table.to_dict("records") for problem in _judge_line(row)]
    roles = table.assign(role=table["role"].replace("", CODER)).groupby("coder")["role"].nunique()
    for coder in roles.index[roles > 1]:
        found, expected = f"{coder} as coder and as consensus", "one role for each coder"
        problems.append(Problem(name, found, expected, "write the same role in each of the lines"))
    return table, problems


def _judge_line(row: dict[str, str]) -> Iterator[Problem]:
    for column in REQUIRED:
        if not row[column]:
            yield Problem(row["place"], f"no {column}", f"a {column}", "write it, or take the line out")
    wrong = [name for name in ("from_turn", "to_turn") if not TURN_NUMBER.fullmatch(row[name])]
    for name in wrong:
        found, expected = f"{name} {row[name]!r}", "the number of a turn, from 1, or a blank cell"
        yield Problem(row["place"], found, expected, "correct the number")
    if not wrong and row["from_turn"] and row["to_turn"] and int(row["from_turn"]) > int(row["to_turn"]):
        found = f"turns {row['from_turn']} to {row['to_turn']}"
        yield Problem(row["place"], found, "the first turn before the last", "exchange the two")
    if row["role"] not in ("", CODER, CONSENSUS):
        expected = f"{CODER} (or a blank cell), or {CONSENSUS}"
        yield Problem(row["place"], f"role {row['role']!r}", expected, "correct the role")


def hold_to_transcripts(declared: pd.DataFrame, turns: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each line with a transcript or turns that the cohort does not have."""
    last = turns.groupby("transcript")["turn"].max()
    for row in declared.to_dict("records"):
        if row["transcript"] not in (ALL, *last.index):
            near = get_close_matches(row["transcript"], list(last.index), n=1)
            hint = f"; the nearest is {near[0]}" if near else ""
            expected = f"a transcript of the cohort ({', '.join(last.index)}), or all{hint}"
            yield Problem(row["place"], f"transcript {row['transcript']!r}", expected, "correct the name")
            continue
        highest = int(last.max() if row["transcript"] == ALL else last[row["transcript"]])
        for name in ("from_turn", "to_turn"):
            if row[name] and int(row[name]) > highest:
                expected = f"a turn of {row['transcript']}: 1 to {highest}"
                yield Problem(row["place"], f"{name} {row[name]}", expected, "correct the number")


def hold_to_marks(
    declared: pd.DataFrame, marks: pd.DataFrame, read: pd.DataFrame, known: set[str]
) -> Iterator[Problem]:
    """Yield a problem for each coder whom nobody knows, and for the codes given outside what was read.

    `marks` are distinct (TURN, coder) of one cohort, `read` what its coders read (READ); `known` are the
    coders of the projects of all cohorts.
    """
    for name, lines in declared.groupby("coder", sort=True):
        if name not in known:
            near = get_close_matches(str(name), sorted(known), n=1)
            hint = f"; the nearest is {near[0]}" if near else ""
            expected = f"a coder of the coding projects ({', '.join(sorted(known)) or 'nobody'}){hint}"
            found, remedy = f"coder {name!r}, who gave no code anywhere", "correct the name"
            yield Problem(lines["place"].iloc[0], found, expected, remedy)
    outside = marks.merge(read[[*TURN, "coder"]], on=[*TURN, "coder"], how="left", indicator=True)
    outside = outside[outside["_merge"] == "left_only"].sort_values([*PLACE, "coder", "turn"])
    file = declared["place"].iloc[0].rpartition(", line")[0] if len(declared) else "coders.csv"
    for (_, transcript, coder), rows in outside.groupby([*PLACE, "coder"], sort=True):
        found = f"codes by {coder} in {transcript}, {_say_turns(rows['turn'])}"
        remedy = f"add a line {coder},{transcript}, widen its turns, or take these codes out of the project"
        yield Problem(file, found, f"codes within what {coder} is said to have read", remedy)


def _say_turns(turns: pd.Series) -> str:
    some = ", ".join(str(turn) for turn in turns.iloc[:MOST])
    more = f" and {len(turns) - MOST} more" if len(turns) > MOST else ""
    return f"turn{'s' if len(turns) > 1 else ''} {some}{more}"


def list_read(turns: pd.DataFrame, marks: pd.DataFrame, declared: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return READ: one row per turn and coder who read it, in the order of the turns.

    `declared` maps a cohort to its coders.csv. In a cohort without one, whoever gave a code in a transcript
    has read the whole of it, and nobody stands for the consensus. `marks` are (PLACE, coder).
    """
    left = marks[[*PLACE, "coder"]].drop_duplicates()
    guessed = turns[TURN].merge(left[~left["cohort"].isin(declared)], on=PLACE).assign(consensus=False)
    parts = [guessed]
    for cohort, lines in declared.items():
        own = turns.loc[turns["cohort"] == cohort, TURN]
        for row in lines.to_dict("records"):
            first, last = int(row["from_turn"] or 1), int(row["to_turn"] or own["turn"].max() or 0)
            named = own[own["transcript"].eq(row["transcript"]) | (row["transcript"] == ALL)]
            part = named[named["turn"].between(first, last)]
            parts.append(part.assign(coder=row["coder"], consensus=row["role"] == CONSENSUS))
    read = pd.concat([part for part in parts if len(part)] or [guessed], ignore_index=True)
    return read[READ].drop_duplicates().sort_values([*TURN, "coder"], ignore_index=True)


def find_unread(
    turns: pd.DataFrame, read: pd.DataFrame, coded_by: str, declared: set[str]
) -> Iterator[Problem]:
    """Yield a problem for each transcript with turns that count and that nobody read whose codes count.

    `coded_by` is one of RULES, or a coder's name. Where a cohort declares no coders, either and both ask for
    nothing: a transcript without codes counts as read.
    """
    place = "config.yaml, coded_by"
    if coded_by == CONSENSUS:
        whose, who = read[read["consensus"]], "the consensus"
    elif coded_by in RULES:
        whose, who = read[~read["consensus"]], "any coder"
        turns = turns[turns["cohort"].isin(declared)]
    else:
        whose, who = read[read["coder"] == coded_by], coded_by
        if whose.empty:
            coders = sorted(read["coder"].unique())
            near = get_close_matches(coded_by, [*RULES, *coders], n=1)
            expected = f"{', '.join(RULES)}, or one of the coders ({', '.join(coders) or 'nobody'})"
            remedy = f"write {near[0]}" if near else "correct the name"
            yield Problem(place, f"{coded_by!r}", expected, remedy)
            return
    spoken = turns.loc[turns["role"] == "participant", TURN]
    left = spoken.merge(whose[TURN].drop_duplicates(), on=TURN, how="left", indicator=True)
    for (cohort, transcript), rows in left[left["_merge"] == "left_only"].groupby(PLACE, sort=True):
        yield Problem(
            f"data/cohorts/{cohort}/coders.csv",
            f"{_say_turns(rows['turn'])} of {transcript}, by participants, not read by {who}",
            f"every turn that counts read by those whose codes count (coded_by: {coded_by} in config.yaml)",
            "say there who read them, or choose another rule in config.yaml",
        )
