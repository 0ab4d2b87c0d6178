"""The rows of a joint display as a person wrote them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from aimed.files.yaml_json import line_of, read_yaml
from aimed.messages.problems import Problem, raise_problems

JOINT = Path("manuscript/joint.yaml")
STRANDS = ("survey", "groups")
NAMES = {"survey": "the survey", "groups": "the groups"}
STANCES = ("for", "against")

# functional, since `for` is no name of Python's
Strand = TypedDict(
    "Strand",
    {
        "numbers": list[str],  # ids of the ledger that are shown and drawn
        "codes": NotRequired[list[str]],  # of the groups
        "quotations": NotRequired[list[str]],  # turns, of the groups
        "says": str,  # words with marks
        "for": NotRequired[str],  # the condition under which the strand speaks for the statement
        "against": NotRequired[str],
    },
)


class Addition(TypedDict):
    """What one strand adds to the statement that the other cannot say, while `holds` is true."""

    by: str
    says: str
    holds: str


class Row(TypedDict):
    """A row: one statement, what each strand says of it, and what both together amount to."""

    id: str
    subject: str
    statement: str
    survey: Strand
    groups: Strand
    verdict: str
    adds: NotRequired[Addition]
    means: str  # the inference from both


class Pair(TypedDict):
    """An item of the survey and the codes of the groups that are about the same thing."""

    item: str  # analysis.item
    codes: list[str]


@dataclass(frozen=True)
class JointDisplay:
    """The content of joint.yaml, and its path as messages name it; `place` gives lines."""

    path: Path
    alike: list[Pair] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def place(self, row: str, *keys: str) -> str:
        """Return file:line of a row, or of what keys lead to in it."""
        at = next(at for at, one in enumerate(self.rows) if one["id"] == row)
        return f"{JOINT.as_posix()}:{line_of(self.path, ['rows', at, *keys])}"


def read_joint(path: Path, *, at_once: bool = False) -> JointDisplay:
    """Return the joint display. Raises ProblemsFound for a file against its schema, and ids given twice.

    at_once: the schema is asked only where a key that is needed is not there, as a build asks it always.
    """
    content: Mapping[str, Any] = read_yaml(path, schema=None if at_once else "joint")
    if at_once and not _is_shaped(content):
        content = read_yaml(path, schema="joint")
    display = JointDisplay(path, list(content["alike"]), list(content["rows"]))
    ids = [row["id"] for row in display.rows]
    told = ("each id once", "rename one of them")
    raise_problems(
        Problem(display.place(name), f"{ids.count(name)} rows with the id {name}", *told)
        for name in sorted(set(ids))
        if ids.count(name) > 1
    )
    return display


def _is_shaped(content: Any) -> bool:
    """Return whether all is there that is needed, as what it must be."""
    try:
        pairs = [(pair["item"] + "", [code + "" for code in pair["codes"]]) for pair in content["alike"]]
        for row in content["rows"]:
            words = [row[key] + "" for key in ("id", "subject", "statement", "verdict", "means")]
            words += [strand_of(row, name)["says"] + "" for name in STRANDS]
            words += [one + "" for name in STRANDS for one in strand_of(row, name)["numbers"]]
            words += [one + "" for key in ("codes", "quotations") for one in row["groups"].get(key, [])]
            words += [condition for _, condition in list_conditions(row)]
            words += [row["adds"][key] + "" for key in ("by", "says")] if "adds" in row else []
        return bool(pairs) and bool(content["rows"]) and "codes" in row["groups"]
    except (KeyError, TypeError, AttributeError):
        return False


def strand_of(row: Row, name: str) -> Strand:
    """Return what a row says of a strand by its name."""
    return row["survey"] if name == "survey" else row["groups"]


def condition_of(row: Row, strand: str, stance: str) -> str | None:
    """Return the condition under which a strand takes a stance, on one line; None where there is none."""
    written = strand_of(row, strand)
    condition = written.get("for") if stance == "for" else written.get("against")
    return None if condition is None else " ".join(condition.split())


def list_joint() -> list[str]:
    """Return the file of the joint display, if the study one stands in has one."""
    return [JOINT.as_posix()] if JOINT.is_file() else []


def list_conditions(row: Row) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the keys of each condition of a row, and the condition on one line."""
    for strand in STRANDS:
        for stance in STANCES:
            if (condition := condition_of(row, strand, stance)) is not None:
                yield (strand, stance), condition
    if "adds" in row:
        yield ("adds", "holds"), " ".join(row["adds"]["holds"].split())
