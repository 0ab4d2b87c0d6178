"""The reviewed lines of a cohort's personal_data.csv: what becomes of each kind of find, and why."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.formula_cells import write_csv
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.messages.problems import Problem, raise_problems
from aimed.study.cohort_file import find_table_in
from aimed.study.pseudonym_key import FILE
from aimed.study.pseudonyms import KINDS

COLUMNS = ("place", "kind", "decision", "reason", "reviewer", "date")
DECISIONS = ("drop", "pseudonym", "allow")
EVERYWHERE = "*"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Decision:
    """One line: the place (a column, a transcript or `*`), the kind, and what is decided ("": not yet)."""

    place: str
    kind: str
    decision: str
    line: int


@dataclass
class Decisions:
    """The lines of a cohort, and which of them were needed. `path` is where they stand, or would."""

    path: Path
    lines: dict[tuple[str, str], Decision] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    there: bool = False

    def of(self, place: str, kind: str, *, own: bool = False) -> str:
        """Return what is decided for a kind at a place, by its own line, then, if not `own`, that of `*`."""
        found = self._find(place, kind, own)
        return found.decision if found else ""

    def use(self, place: str, kind: str, *, own: bool = False) -> str:
        """Return what is decided, as `of` does, and note that the line matched."""
        found = self._find(place, kind, own)
        self.used |= {found.line} if found else set()
        return found.decision if found else ""

    def _find(self, place: str, kind: str, own: bool) -> Decision | None:
        return self.lines.get((place, kind)) or (None if own else self.lines.get((EVERYWHERE, kind)))

    def paste(self, place: str, kind: str, decision: str) -> str:
        """Return what to write: a decision in the line that waits for one, else the line to add.

        A line is given as a spreadsheet program would write it, and its header too without a file.
        """
        if (place, kind) in self.lines:
            return f"write {decision} in line {self.lines[place, kind].line} of {self.path.as_posix()}"
        line = write_csv([[place, kind, decision, "", "", ""]]).rstrip("\n")
        head = "" if self.there else f", below the header {','.join(COLUMNS)},"
        return f"add to {self.path.as_posix()}{head} the line {line}"

    def unused(self, places: set[str], *, everywhere: bool) -> list[Problem]:
        """Return a problem for each line of the places, and of `*` when asked, that matched nothing."""
        where = places | ({EVERYWHERE} if everywhere else set())
        expected, remedy = (
            "something that the line decides",
            "take the line out, or correct its place or kind",
        )
        problems = []
        for one in self.lines.values():
            if one.line not in self.used and one.place in where:
                what = f"{one.decision or TO_DECIDE} of {KINDS[one.kind][1]} at {one.place}"
                place = f"{self.path.as_posix()}, line {one.line}"
                problems.append(Problem(place, f"{what}, where none was found", expected, remedy))
        return problems


def read_decisions(folder: Path) -> Decisions:
    """Return the decisions of a cohort's folder; none where there is no file.

    Raises ProblemsFound with everything that is wrong with its lines.
    """
    path = find_table_in(folder, FILE)
    if not path.is_file():
        return Decisions(path)
    table = read_people_csv(path, COLUMNS)
    decisions = Decisions(path, there=True)
    problems: list[Problem] = []
    for row in table.to_dict("records"):
        place = f"{path.as_posix()}, line {row['line']}"
        problems += _judge(row, place)
        key = (row["place"], row["kind"])
        decided = "" if row["decision"] == TO_DECIDE else row["decision"]
        if key in decisions.lines:
            first = decisions.lines[key].line
            found = f"a second line for {row['kind']} at {row['place']}; the first is line {first}"
            problems.append(Problem(place, found, "one line for a kind at a place", "take one of them out"))
        decisions.lines.setdefault(key, Decision(*key, decided, int(row["line"])))
    raise_problems(problems)
    return decisions


def _judge(row: dict[str, str], place: str) -> list[Problem]:
    kind, decision, absent = row["kind"], row["decision"], [n for n in ("reason", "reviewer") if not row[n]]
    known = (*DECISIONS, TO_DECIDE)
    choice = "drop (the column), pseudonym, or allow (with a reason)"
    unsaid = f"allow without {' and '.join(absent)}"
    undated = row["date"] and not DAY.fullmatch(row["date"])
    rules = [
        (not row["place"], "no place", "a column, a transcript or *", "write it"),
        (kind not in KINDS, f"kind {kind!r}", ", ".join(KINDS), "correct the kind"),
        (decision not in known, f"decision {decision!r}", choice, "correct the decision"),
        (
            decision == "drop" and row["place"] == EVERYWHERE,
            "drop at *",
            "drop of one column",
            "name the column",
        ),
        (decision == "allow" and absent, unsaid, "why it may stay, and who says so", "write both"),
        (undated, f"date {row['date']!r}", "a day as 2025-03-19", "correct the date"),
    ]
    return [Problem(place, *said) for wrong, *said in rules if wrong]
