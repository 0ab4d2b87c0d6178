"""The people of a cohort: whom its roster and its speakers name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import TO_DECIDE
from aimed.ingest.personal.labels import looks_like_name
from aimed.ingest.personal.names import KnownNames
from aimed.ingest.personal.words import PersonalWords, fold
from aimed.messages.problems import Problem, raise_problems
from aimed.study.declarations import CohortDescription, spoken_labels
from aimed.study.pseudonyms import name_pseudonym

PARTS = ("moderator", "unknown", "speech", "text")
NOBODY = ("speech", "text")


@dataclass
class People:
    """The people of a cohort. known_names: what they are called in texts, with what stands for each.

    That is a participant's id, or as "[name 3]". names: all names of the roster. speakers: those of them,
    and the addresses and numbers, that may be labels -> participant's id or moderator. problems: lines of
    the roster that must be mended; the names in them are known all the same.
    """

    known_names: KnownNames = field(default_factory=KnownNames)
    names: list[str] = field(default_factory=list)
    speakers: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def label_of(self, label: str, who: str, words: PersonalWords) -> str:
        """Return a speaker's label as results show it: one that is a name becomes what it stands for."""
        return who if fold(label) in self.labels or looks_like_name(label, words) else label

    @cached_property
    def labels(self) -> dict[str, str]:
        """The speakers by their labels, folded."""
        return {fold(label): who for label, who in self.speakers.items()}


def list_people(described: CohortDescription, roster: Path | None, words: PersonalWords) -> People:
    """Return the people whom a roster and speakers name. Raises ProblemsFound for the roster's columns."""
    people = People()
    numbered = 0
    for name, stands_for, others in read_roster(roster, people.problems) if roster else []:
        numbered += 1
        person = _standing(stands_for) or name_pseudonym("name", str(numbered))
        if stands_for not in NOBODY:
            people.known_names.add_label(name, person, words)
            people.names.append(name)
        called = [name, *(value for kind, value in others if kind in ("email", "phone"))]
        for label in called if stands_for else []:
            people.speakers[label] = stands_for
        for kind, value in others:
            people.known_names.add_value(kind, value, person)
    declared = (described.get("speakers") or {}).values()
    for label, who in (one for labels in declared for one in spoken_labels(labels).items()):
        if who not in NOBODY and looks_like_name(label, words):
            numbered += 1
            person = _standing(who) or name_pseudonym("name", str(numbered))
            people.known_names.add_label(label, person, words)
    return people


def _standing(who: str) -> str:
    return "[moderator]" if who == "moderator" else "" if who in PARTS else who


def read_roster(path: Path, problems: list[Problem]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return a roster's people: name, whom the name stands for (may be empty), other (kind, value) pairs.

    Lines without a name, or not decided yet, are added to `problems`; whom these stand for is empty.
    Raises ProblemsFound for columns that are not known; no name is shown.
    """
    table = read_people_csv(path, ("name",))
    allowed = ("name", "participant", "email", "student_number", "phone", "handle")
    unknown = [column for column in table.columns if column not in (*allowed, "line")]
    expected, remedy = f"the columns {', '.join(allowed)}", "rename it, or take it out"
    raise_problems(Problem(path.as_posix(), f"column {name}", expected, remedy) for name in unknown)
    said = table["participant"] if "participant" in table.columns else table["name"]
    problems += (
        problem
        for name, who, line in zip(table["name"], said, table["line"], strict=True)
        for problem in _judge_person(name, who, f"{path.as_posix()}, line {line}")
    )
    others = [column for column in allowed[2:] if column in table.columns]
    return [
        (row["name"], who, [(kind, row[kind]) for kind in others if row[kind]])
        for row in table.to_dict("records")
        for who in [row.get("participant", "").replace(TO_DECIDE, "")]
        if row["name"]
    ]


def _judge_person(name: str, who: str, place: str) -> Iterator[Problem]:
    if not name:
        yield Problem(place, "no name", "a name", "write it, or take the line out")
    if who == TO_DECIDE:
        expected = "whom the name stands for: a respondent's id, or moderator, unknown, text"
        remedy = "write it; leave it empty for somebody who does not speak"
        yield Problem(place, f"{TO_DECIDE}, from the draft", expected, remedy, kind="undecided")
