"""What a study names, and which of it a person means by OLD."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import read_yaml
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import Problem, ProblemsFound
from aimed.study.derived_variables import read_variables
from aimed.study.layout import DOCUMENT
from aimed.study.reference_columns import DERIVED_FROM
from aimed.study.written_tables import CODEBOOK, SCALES, read_written_rows

COARSER, COUNTRY = "_collapsed", "country"
FORMS = {
    "variable": (r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "small letters and digits, a letter first, parts with _"),
    "code": (r"[a-z][a-z0-9_]*", "small letters, digits and _, a letter first"),
    "theme": (r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", "small letters, digits and _, in parts with points"),
    "analysis": (DOCUMENT, "small letters, digits, - and _, a letter first"),
}


@dataclass(frozen=True)
class NamedStudy:
    """variables: name -> row, derived ones too. codes: scale -> codes. themes: codes of themes.csv.

    plans: analysis as ids spell it -> content; files: the same -> path.
    """

    variables: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, tuple[str, ...]]
    themes: tuple[str, ...]
    plans: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, Path]

    def scale(self, variable: str) -> str:
        """Return the scale of a variable; nothing for one without."""
        return str(self.variables.get(variable, {}).get("scale", ""))


@dataclass(frozen=True)
class Renaming:
    """One thing and its new name. kind: variable, code, theme or analysis. scale: of a code."""

    kind: str
    old: str
    new: str
    scale: str = ""


def read_names(root: Path) -> NamedStudy:
    """Return what the study at `root` names. Raises ProblemsFound for what cannot be read."""
    codes: dict[str, list[str]] = {}
    for row in read_written_rows(root / SCALES).rows:
        codes.setdefault(row["scale"], []).append(row["code"])
    paths = sorted((root / "analyses").glob("*.yaml"))
    return NamedStudy(
        {row["variable"]: row for row in read_variables(root)},
        {scale: tuple(own) for scale, own in codes.items()},
        tuple(row["code"] for row in read_written_rows(root / CODEBOOK / "themes.csv").rows),
        {slug(path.stem): read_yaml(path) or {} for path in paths},
        {slug(path.stem): path for path in paths},
    )


def find_renaming(old: str, new: str, study: NamedStudy) -> Renaming:
    """Return what OLD is and its new name.

    OLD is a name, or KIND:NAME or SCALE.CODE where several things have it. Raises ProblemsFound for one that
    nothing or more than one thing has, and for a new name that is taken or no name.
    """
    kind, colon, name = old.rpartition(":")
    known = [one for one in _list_known(study, new) if name in (one.old, f"{one.scale}.{one.old}")]
    found = [one for one in known if not colon or one.kind == kind]
    if not found:
        names = {_call(one) for one in _list_known(study, new)} | {one.old for one in _list_known(study, new)}
        near = find_nearest(name, sorted(names), most=3)
        remedy = f"the nearest: {', '.join(near)}" if near else "name a variable, code, theme or analysis"
        raise ProblemsFound.at("aimed rename", f"nothing is called {old}", "a name of this study", remedy)
    if len(found) > 1:
        listed = ", ".join(f"{one.kind}:{_call(one)}" for one in found)
        expected, remedy = "one thing", f"write one of {listed}"
        raise ProblemsFound.at("aimed rename", f"{len(found)} things called {old}", expected, remedy)
    return _check(found[0], study)


def _list_known(study: NamedStudy, new: str) -> list[Renaming]:
    plain = new.rpartition(":")[2]
    known = [Renaming("variable", name, plain) for name in study.variables]
    for scale, codes in study.codes.items():
        known += [Renaming("code", code, plain.removeprefix(f"{scale}."), scale) for code in codes]
    known += [Renaming("theme", code, plain) for code in study.themes]
    return known + [Renaming("analysis", path.stem, plain) for path in study.files.values()]


def _call(one: Renaming) -> str:
    return f"{one.scale}.{one.old}" if one.scale else one.old


def _check(one: Renaming, study: NamedStudy) -> Renaming:
    """Return a renaming whose new name is free and a name. Raises ProblemsFound for another."""
    form, expected = FORMS[one.kind]
    base = one.scale.removesuffix(COARSER)
    taken = {
        "variable": tuple(study.variables),
        "code": (*study.codes.get(base, ()), *study.codes.get(f"{base}{COARSER}", ())),
        "theme": study.themes,
        "analysis": tuple(path.stem for path in study.files.values()),
    }[one.kind]
    problems = []
    filled = one.old in (COUNTRY, *DERIVED_FROM) if one.kind == "variable" else False
    if filled or one.scale in {study.scale(name) for name in DERIVED_FROM} - {""}:
        found, expected = f"{_call(one)}, which the workflow fills by itself", "a name that the study chose"
        problems.append(Problem("aimed rename", found, expected, "change its label instead"))
    elif not re.fullmatch(form, one.new):
        problems.append(Problem("aimed rename", f"{one.new} as {one.kind}", expected, "choose another name"))
    elif slug(one.new) in map(slug, taken):
        found = f"{one.new}, which is {'the old name' if one.new == one.old else f'a {one.kind} already'}"
        problems.append(Problem("aimed rename", found, "a name that nothing has", "choose another name"))
    elif one.kind == "theme" and one.new.rpartition(".")[0] != one.old.rpartition(".")[0]:
        above = one.old.rpartition(".")[0]
        expected = f"a code {f'below {above}' if above else 'at the top'}, as it is now"
        problems.append(Problem("aimed rename", f"{one.new} for {one.old}", expected, "keep it where it is"))
    if problems:
        raise ProblemsFound(problems)
    return one


def slug(name: str) -> str:
    """Return a name as ids spell it."""
    return name.replace("-", "_")
