"""The codes that a quoted turn carries, by the rule of counting that coding goes by."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from aimed.files.tables import read_rows
from aimed.messages.nearest import hint_nearest
from aimed.messages.problems import Problem

Coded = Mapping[str, Mapping[str, int]]  # turn -> code it carries -> coders who gave it; 0: consensus
CONSENSUS_ALONE = "consensus alone"
THEMES = "data/codebook/themes.csv"
NAME = "cohort || '/' || transcript || '/' || turn"


def read_coded(path: Path, turns: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """Return the codes of turns, named <cohort>/<transcript>/<turn>, from the table of coded turns.

    turns: those that are asked for, all when None. A turn without a code is left out.
    """
    asked = ("TRUE", []) if turns is None else (f"{NAME} IN (SELECT unnest(?))", [sorted(set(turns))])
    coded: dict[str, dict[str, int]] = {}
    for row in read_rows(path, *asked):
        turn = f"{row['cohort']}/{row['transcript']}/{row['turn']}"
        coded.setdefault(turn, {})[row["code"]] = int(row["coders"])
    return coded


def read_codes(written: str) -> list[str]:
    """Return the codes that `code=` of a quotation names, between blanks or commas."""
    return [code for code in re.split(r"[\s,;]+", written) if code]


def check_codes(place: str, turn: str, written: str, coded: Coded, codes: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each code of `code=` that the turn does not carry by the counting rule of coding.

    codes: code -> label of the codebook.
    """
    problems = []
    there = coded.get(turn, {})
    for code in read_codes(written):
        if code not in codes:
            expected = f"a code of {THEMES}{hint_nearest(code, codes)}"
            problems.append(Problem(place, f"code {code}", expected, "correct code="))
        elif code not in there:
            carried = ", ".join(f"{name} ({count_coders(there[name])})" for name in deepest_codes(there))
            found = f"turn {turn}, which does not carry the code {code}"
            expected = f"a turn with this code; it carries {carried or 'none'}"
            remedy = f"correct the code, or quote another turn: aimed quotes {code} lists them"
            problems.append(Problem(place, found, expected, remedy))
    return problems


def deepest_codes(codes: Iterable[str]) -> list[str]:
    """Return the codes without those that stand above another of them, sorted."""
    every = sorted(codes)
    return [code for code in every if not any(other.startswith(f"{code}.") for other in every)]


def count_coders(number: int) -> str:
    """Return who gave a code: 2 coders; a code that a turn carries by none of them is the consensus's."""
    return count_noun(number, "coder") if number else CONSENSUS_ALONE


def count_noun(number: int, noun: str) -> str:
    """Return a number with its noun, as 2 coders."""
    return f"{number} {noun}{'s' * (number != 1)}"
