"""Where coders differ: a list to resolve, for this machine alone, as text or as a table."""

import textwrap
from itertools import groupby
from pathlib import Path
from typing import Any

from aimed.audit.lookup.built_study import CODING
from aimed.files.formula_cells import write_csv
from aimed.files.tables import read_rows
from aimed.files.written_whole import write_whole
from aimed.messages.problems import ProblemsFound
from aimed.study.layout import find_started

TABLE = CODING / "disagreements.parquet"
COLUMNS = ("cohort", "transcript", "turn", "speaker", "code", "gave", "did_not", "consensus", "text")
CONFIDENTIAL = "These are people's words: keep them on this machine."
WIDTH, INDENT = 100, "    "


def print_disagreements(root: Path, code: str, to: Path | None) -> int:
    """Print the turns and codes that coders differ in, or write them to a CSV file.

    `code` limits them to a code and those below it. Raises ProblemsFound for a study without the table, a
    code that has none, and a file that is no .csv or there already.
    """
    if not (root / TABLE).is_file():
        raise ProblemsFound.at(TABLE, "no such file", "a study that was built", "build it: aimed build")
    rows = read_rows(root / TABLE)
    known = sorted({row["code"] for row in rows})
    if code:
        rows = [row for row in rows if row["code"] == code or row["code"].startswith(f"{code}.")]
        if not rows:
            expected = f"one of {', '.join(known)}" if known else "a study in which coders differ"
            found, remedy = f"no turn that coders differ in about {code}", "name another code, or none"
            raise ProblemsFound.at(TABLE, found, expected, remedy)
    if to is not None:
        write_list(rows, to)
        print(f"{to.as_posix()}: {_count(rows)}. {CONFIDENTIAL}")
        return 0
    print("\n".join(tell_rows(rows)))
    return 0


def write_list(rows: list[dict[str, Any]], to: Path) -> None:
    """Write the list as CSV that no spreadsheet program runs, with a column to write the decision in."""
    path = find_started(to)
    if path.suffix.lower() != ".csv":
        found, remedy = f"a file {path.name}", "name it .csv: every spreadsheet program opens it"
        raise ProblemsFound.at(to, found, "a file name that ends in .csv", remedy)
    if path.exists():
        found, expected = "a file that is there already", "a new file, as decisions may stand in the old one"
        raise ProblemsFound.at(to, found, expected, "name another file")
    listed = [[*COLUMNS, "decision"], *([row[name] for name in COLUMNS] + [None] for row in rows)]
    with write_whole(path) as (half,):
        half.write_text(write_csv(listed), encoding="utf-8-sig", newline="")


def tell_rows(rows: list[dict[str, Any]]) -> list[str]:
    """Return the list as lines, turn by turn: who gave which code and who did not, then the words."""
    lines = []
    for (cohort, transcript, turn), own in groupby(rows, lambda r: (r["cohort"], r["transcript"], r["turn"])):
        listed = list(own)
        lines.append(f"{cohort}/{transcript}/{turn}  {listed[0]['speaker']}")
        for row in listed:
            agreed = f"; consensus: {row['consensus']}" if row["consensus"] else ""
            lines.append(f"  {row['code']}: {row['gave']}, not {row['did_not']}{agreed}")
        said = listed[0]["text"] or "(an answer of the survey: its words are not shown)"
        lines += textwrap.wrap(said, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
    return [*lines, f"{_count(rows)}. {CONFIDENTIAL}"]


def _count(rows: list[dict[str, Any]]) -> str:
    turns = len({(row["cohort"], row["transcript"], row["turn"]) for row in rows})
    return f"{len(rows)} disagreements in {turns} turns"
