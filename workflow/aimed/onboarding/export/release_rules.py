"""Which variables leave a cohort's home: never a personal one, free text by a reviewed line alone.

Who could still be told by a rare combination is warned of.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.harmonise.received.values import is_free_text
from aimed.messages.problems import Problem, raise_problems
from aimed.study.codebook import Codebook
from aimed.study.cohort_file import find_table
from aimed.study.derived_variables import list_affected

FILE = "export.csv"
LINE = ("variable", "decision", "reason", "reviewer")
DECISIONS = ("release", "withhold")
SHOWN = 5


def read_release_rules(cohort: str, codebook: Codebook) -> tuple[list[str], list[str]]:
    """Return the variables that stay at home, and the free texts that leave it by a reviewed line.

    export.csv beside cohort.yaml has the columns LINE; without it all free text stays. Raises ProblemsFound
    for lines that decide nothing, or that would release a personal variable.
    """
    path = find_table(cohort, FILE)
    lines = read_people_csv(path, LINE).to_dict("records") if path.is_file() else []
    raise_problems(problem for line in lines for problem in _judge(line, path, codebook))
    decided = {str(line["variable"]): line["decision"] for line in lines}
    variables = [str(name) for name in codebook.variables.index]
    texts = [name for name in variables if is_free_text(name, codebook) and decided.get(name) == "release"]
    kept = [
        name
        for name in variables
        if codebook.is_personal(name)
        or decided.get(name) == "withhold"
        or (is_free_text(name, codebook) and name not in texts)
    ]
    withheld = [name for name in kept if decided.get(name) == "withhold"]
    follow = [one.name for one in list_affected(codebook.derived.values(), withheld)]
    kept += [name for name in follow if name not in kept and decided.get(name) != "release"]
    return kept, texts


def _judge(line: dict[str, str], path: Path, codebook: Codebook) -> list[Problem]:
    place = f"{path.as_posix()}, line {line['line']}"
    if line["variable"] not in codebook.variables.index:
        expected = "a variable of data/codebook/variables.csv"
        return [Problem(place, f"variable {line['variable']!r}", expected, "correct the variable")]
    if line["decision"] not in DECISIONS:
        found = f"decision {line['decision']!r}"
        return [Problem(place, found, " or ".join(DECISIONS), "correct the decision")]
    if line["decision"] == "release" and codebook.is_personal(line["variable"]):
        found = f"release of {line['variable']}, which data/codebook says is personal"
        return [Problem(place, found, "personal variables that stay at home", "take the line out")]
    if not (line["reason"] and line["reviewer"]):
        found = f"{line['decision']} without " + " and ".join(
            name for name in ("reason", "reviewer") if not line[name]
        )
        return [Problem(place, found, "why, and who says so", "write both")]
    return []


def find_rare_groups(
    responses: pd.DataFrame, codebook: Codebook, withheld: list[str], smallest: int
) -> Iterator[str]:
    """Yield a sentence for each group variable with rare values, and for all of them together.

    Group variables have the role `group`. A value, or a combination of values, is rare when fewer than
    `smallest` respondents have it.
    """
    roles = codebook.variables["role"]
    names = [str(n) for n in roles.index[roles == "group"] if n in responses.columns and n not in withheld]
    for name in names:
        counts = responses[name].value_counts(dropna=True)
        rare = counts[counts < smallest].sort_index()
        if len(rare):
            listed = ", ".join(f"{_shown(value)} {n}" for value, n in rare.head(SHOWN).items())
            more = f" and {len(rare) - SHOWN} more" if len(rare) > SHOWN else ""
            values = f"{len(rare)} value{'s' * (len(rare) != 1)}"
            yield f"{name}: {values} with fewer than {smallest} respondents ({listed}{more})"
    if len(names) > 1 and len(responses):
        sizes = responses.groupby(names, dropna=False)[names[0]].transform("size")
        few = int((sizes < smallest).sum())
        if few:
            yield (
                f"{', '.join(names)} together: {few} of {len(responses)} respondents share their"
                f" combination with fewer than {smallest} people"
            )


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
