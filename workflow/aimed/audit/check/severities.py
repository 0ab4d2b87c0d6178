"""How severe each kind of finding is at a stage: the house's list, and what config.yaml changes of it."""

from pathlib import Path
from typing import Any

from aimed.files.yaml_json import SCHEMAS, line_of, read_yaml
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

SEVERITIES = SCHEMAS / "severities.yaml"
STAGES = ("draft", "submission", "release")
LEVELS = ("error", "warning", "off")
CONFIG = Path("config.yaml")


def read_stage(root: Path, stage: str | None) -> str:
    """Return the stage asked for, config.yaml's when None. Raises ProblemsFound for one that is unknown."""
    asked = stage or str(read_yaml(root / CONFIG).get("stage", "draft"))
    if asked not in STAGES:
        place = f"--stage {asked}" if stage else CONFIG.as_posix()
        near = f"did you mean {found[0]}?" if (found := find_nearest(asked, STAGES)) else "name one of them"
        raise ProblemsFound.at(place, f"the stage {asked}", f"one of {', '.join(STAGES)}", near)
    return asked


def read_severities(root: Path, stage: str) -> dict[str, str]:
    """Return kind of finding -> error, warning or off, at a stage, as config.yaml's `severities` changes it.

    Raises ProblemsFound for a kind, stage or severity there that is unknown.
    """
    house = read_yaml(root / SEVERITIES)
    own = read_yaml(root / CONFIG).get("severities") or {}
    raise_problems(_find_unknown(root / CONFIG, own, list(house)))
    severities = {kind: str(levels[stage]) for kind, levels in house.items()}
    for kind, levels in own.items():
        level = levels.get(stage) if isinstance(levels, dict) else levels
        if level is not None:
            severities[kind] = _plain(level)
    return severities


def _find_unknown(path: Path, own: Any, kinds: list[str]) -> list[Problem]:
    """Return what is wrong with the severities of config.yaml, at once."""
    if not isinstance(own, dict):
        expected = f"kind: severity, with kinds of {SEVERITIES.as_posix()}"
        place = f"{CONFIG}:{line_of(path, ['severities'])}"
        return [Problem(place, f"severities that are {own!r}", expected, "write one kind a line")]
    problems = []
    for kind, levels in own.items():
        place = f"{CONFIG}:{line_of(path, ['severities', str(kind)])}"
        if kind not in kinds:
            near = f"did you mean {found[0]}?" if (found := find_nearest(str(kind), kinds)) else "take it out"
            expected = f"a kind of {SEVERITIES.as_posix()}"
            problems.append(Problem(place, f"the severity of {kind}", expected, near))
            continue
        for at, level in levels.items() if isinstance(levels, dict) else [(None, levels)]:
            what, known = f"the severity {level} of {kind}", LEVELS
            if at is not None and at not in STAGES:
                what, known = f"the stage {at}", STAGES
            elif _plain(level) in LEVELS:
                continue
            problems.append(Problem(place, what, f"one of {', '.join(known)}", "correct it"))
    return problems


def _plain(level: object) -> str:
    """Return a severity as written; YAML reads off as false."""
    return "off" if level is False else str(level)
