"""What a plan of kind cooccurrence, saturation or participation asks, held to themes and transcripts."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of
from aimed.messages.problems import Problem, raise_problems
from aimed.stats.conversations.cooccurrence import Nearness
from aimed.stats.conversations.saturation import StoppingRule
from aimed.study.declarations import read_planned


@dataclass(frozen=True)
class ConversationRequest:
    """The keys of the three kinds; a plan has those of its own."""

    codes: tuple[str, ...]
    nearness: Nearness
    rule: StoppingRule
    order: tuple[str, ...]
    present: dict[str, int]
    speakers: bool


def read_conversation(path: Path, codes: list[str], transcripts: list[str]) -> ConversationRequest:
    """Return what the plan asks; `transcripts` are as ids spell them, in their order.

    Raises ProblemsFound for codes or transcripts that are not there, and for an order that leaves one out.
    """
    content: Any = read_planned(path)
    problems = []
    for key, known, what in (
        ("codes", codes, "a code of themes.csv"),
        ("order", transcripts, "a transcript"),
        ("present", transcripts, "a transcript"),
    ):
        problems += [
            _unknown(path, key, name, known, what) for name in content.get(key, ()) if name not in known
        ]
    left = [name for name in transcripts if "order" in content and name not in content["order"]]
    if left:
        place, remedy = f"{path.as_posix()}:{line_of(path, ['order'])}", "add them where they were held"
        problems.append(Problem(place, f"an order without {', '.join(left)}", "every transcript", remedy))
    raise_problems(problems)
    drawn, rule = content.get("permutations", {}), StoppingRule()
    return ConversationRequest(
        codes=tuple(content.get("codes", ())),
        nearness=Nearness(content.get("within", 0), drawn.get("draws", 1_000), drawn.get("seed", 1)),
        rule=StoppingRule(
            content.get("base", rule.base),
            content.get("run", rule.run),
            content.get("threshold", rule.threshold),
        ),
        order=tuple(content.get("order", transcripts)),
        present=dict(content.get("present", {})),
        speakers=content.get("speakers", False),
    )


def _unknown(path: Path, key: str, name: str, known: list[str], what: str) -> Problem:
    near = get_close_matches(name, known)
    remedy = f"write {near[0]}" if near else "correct the name"
    place = f"{path.as_posix()}:{line_of(path, [key])}"
    return Problem(place, f"{name} under {key}", f"{what}: {', '.join(known)}", remedy)
