"""What the study declares and a check holds the text to: plans, tables, figures, and the names of groups."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimed.files.people_tables import LINE, PeopleTable
from aimed.files.yaml_json import SCHEMAS, read_yaml
from aimed.manuscript.tables.cells import slug
from aimed.study.cohort_file import COHORTS
from aimed.study.declarations import PlannedAnalysis
from aimed.study.derived_variables import read_variables
from aimed.study.written_tables import CODEBOOK, SCALES, VARIABLES, read_written_rows

WORDS = SCHEMAS / "comparison_words.yaml"
Rows = list[dict[str, str]]
Names = dict[str, frozenset[str]]
PLURAL = re.compile(r"(?<=\w) [a-z]{3,}s$")  # of "High-income countries": one of them is a country


@dataclass(frozen=True)
class GroupNames:
    """The names of a scale's groups, by code; group_of: a person's own code -> the group of this scale."""

    names: Names
    group_of: dict[str, str]


@dataclass(frozen=True)
class StudyDeclarations:
    """What was declared before a word was written.

    plans: analysis -> (path, text, content of its plan). tables, figures: the entries of tables.yaml and
    figures.yaml. groups: analysis -> for each of its grouping scales, code as ids spell it -> the names it
    goes by in a sentence. items: item as ids spell it -> label and short names of the codebook. levels:
    variable with unordered answers -> code -> names. words: comparison_words.yaml. labels: the codebook's
    labels of variables and codes, one a line, in small letters. speakers: variable that tells people apart
    -> the names of its groups, and of the coarser ones. people: what config.yaml calls the people, beside the
    words for people of comparison_words.yaml. neutral_words: what it lists of words of claims that say
    nothing of how much. variables, scales, themes, missing: the rows of the codebook.
    exclusions: file, reason and label of each rule of a cohort.yaml that leaves rows out.
    """

    plans: dict[str, tuple[str, str, PlannedAnalysis]] = field(default_factory=dict)
    tables: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, list[Names]] = field(default_factory=dict)
    levels: dict[str, Names] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    labels: str = ""
    speakers: dict[str, list[GroupNames]] = field(default_factory=dict)
    items: dict[str, frozenset[str]] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    neutral_words: tuple[str, ...] = ()
    variables: Rows = field(default_factory=list)
    scales: Rows = field(default_factory=list)
    themes: Rows = field(default_factory=list)
    missing: Rows = field(default_factory=list)
    exclusions: list[tuple[str, str, str]] = field(default_factory=list)


def read_design(root: Path) -> StudyDeclarations:
    """Return the design of the study at `root`. Raises ProblemsFound for YAML or CSV that cannot be read."""
    plans: dict[str, tuple[str, str, PlannedAnalysis]] = {}
    for path in sorted((root / "analyses").glob("*.yaml")):
        content: PlannedAnalysis = read_yaml(path)
        if isinstance(content, dict):
            name = path.stem.replace("-", "_")
            plans[name] = (path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), content)
    tables = _read_entries(root / "manuscript/tables.yaml")
    variables = read_variables(root) if (root / VARIABLES).is_file() else []
    scales, themes = _read_rows(root / SCALES), _read_rows(root / CODEBOOK / "themes.csv")
    return StudyDeclarations(
        plans=plans,
        tables=tables,
        figures=_read_entries(root / "manuscript/figures.yaml"),
        groups=_name_groups(variables, scales, plans, tables),
        levels=_name_levels(variables, scales),
        words=read_yaml(root / WORDS) if (root / WORDS).is_file() else {},
        speakers=_name_speakers(variables, scales, tables),
        items=_name_items(variables, scales, themes),
        people=_read_wished(root / "config.yaml", "people"),
        neutral_words=_read_wished(root / "config.yaml", "neutral_words"),
        labels="\n".join(" ".join(row["label"].casefold().split()) for row in [*variables, *scales]),
        variables=variables,
        scales=scales,
        themes=themes,
        missing=_read_rows(root / CODEBOOK / "missing.csv"),
        exclusions=_read_exclusions(root),
    )


def _read_exclusions(root: Path) -> list[tuple[str, str, str]]:
    paths = sorted((root / COHORTS).glob("*/cohort.yaml"))
    read = [(path.relative_to(root).as_posix(), read_yaml(path)) for path in paths]
    rules = [(name, rule) for name, cohort in read for rule in (cohort or {}).get("exclusions") or []]
    return [(name, str(rule.get("reason", "")), str(rule.get("label", ""))) for name, rule in rules]


def _read_entries(path: Path) -> list[dict[str, Any]]:
    content = read_yaml(path) if path.is_file() else []
    return [entry for entry in content or [] if isinstance(entry, dict)]


def _read_wished(path: Path, name: str) -> tuple[str, ...]:
    wishes = (read_yaml(path).get("manuscript") if path.is_file() else None) or {}
    return tuple(map(str, wishes.get(name, [])))


def _read_rows(path: Path) -> Rows:
    """Return the rows of a codebook's table with their `line`; none of an absent one: the gate tells."""
    table = read_written_rows(path) if path.is_file() else PeopleTable([], [], [])
    return [row | {LINE: str(line)} for row, line in zip(table.rows, table.lines, strict=True)]


def _name_groups(
    variables: Rows,
    levels: Rows,
    plans: dict[str, tuple[str, str, PlannedAnalysis]],
    tables: list[dict[str, Any]],
) -> dict[str, list[Names]]:
    """Return analysis -> the scales it is grouped by, each as code -> names."""
    scale_of = {row["variable"]: row["scale"] for row in variables}
    scales: dict[str, Rows] = {}
    for row in levels:
        scales.setdefault(row["scale"], []).append(row)
    groups: dict[str, list[Names]] = {}
    for analysis, (_, _, plan) in plans.items():
        own = {} if plan.get("collapsed") not in ("yes", True) else {plan.get("by"): "_collapsed"}
        grouped_by = [plan.get("by"), *(plan.get("also_by") or [])]
        names = {f"{scale_of.get(by)}{suffix}" for by in grouped_by if by for suffix in ("", own.get(by, ""))}
        labels = [table.get("labels") or {} for table in tables if table.get("analysis") == analysis]
        groups[analysis] = [
            {slug(row["code"]): _names(row, labels) for row in scales[name]}
            for name in sorted(names & set(scales))
        ]
    return groups


def _name_levels(variables: Rows, levels: Rows) -> dict[str, Names]:
    """Return variable -> code -> names, also in the plural; of ordered answers, the words are too common."""
    scales: dict[str, Names] = {}
    for row in levels:
        plural = re.sub(r"mans$", "men", f"{row['label']}s", flags=re.I)
        scales.setdefault(row["scale"], {})[slug(row["code"])] = _names(row, []) | {plural}
    return {
        row["variable"]: scales[row["scale"]]
        for row in variables
        if row["type"] == "category" and row["scale"] in scales
    }


def _name_items(variables: Rows, levels: Rows, themes: Rows) -> dict[str, frozenset[str]]:
    """Return item -> names: of variables, of the options of multi-selects, and of codes."""
    of_scale: dict[str, Rows] = {}
    for level in levels:
        of_scale.setdefault(level["scale"], []).append(level)
    items = {row["variable"]: row for row in variables}
    for row in variables:
        if row["type"] == "multi":
            items |= {f"{row['variable']}.{slug(one['code'])}": one for one in of_scale.get(row["scale"], [])}
    items |= {slug(row["code"]): row for row in themes}
    return {
        item: frozenset({row["label"], *split_short(row.get("short", ""))}) for item, row in items.items()
    }


def split_short(written: str) -> list[str]:
    """Return the short names of a cell of the column `short`, which stand between semicolons."""
    return [name for name in map(str.strip, written.split(";")) if name]


def _name_speakers(
    variables: Rows, levels: Rows, tables: list[dict[str, Any]]
) -> dict[str, list[GroupNames]]:
    """Return variable -> the groups of its scale and of the coarser scale, each with its names."""
    labels = [table.get("labels") or {} for table in tables]
    named: dict[str, list[GroupNames]] = {}
    for row in variables:
        own = [level for level in levels if row["scale"] and level["scale"] == row["scale"]]
        if row["role"] != "group" or row["type"] != "category" or not own:
            continue
        coarser = {level["code"]: level["collapsed"] for level in own if level["collapsed"]}
        above = [level for level in levels if level["scale"] == f"{row['scale']}_collapsed"]
        named[row["variable"]] = [
            GroupNames({level["code"]: _names_of_one(level, labels) for level in scale}, group_of)
            for scale, group_of in ((own, {level["code"]: level["code"] for level in own}), (above, coarser))
            if scale
        ]
    return named


def _names_of_one(row: dict[str, str], labels: list[dict[str, str]]) -> frozenset[str]:
    """Return the names of a group, also as they name one member: a low- or middle-income country."""
    names = _names(row, labels)
    short = {PLURAL.sub("", name) for name in names}
    return frozenset(names | short | {name.replace(" and ", " or ") for name in short})


def _names(row: dict[str, str], labels: list[dict[str, str]]) -> frozenset[str]:
    """Return label, short names, labels of tables, and the code in capitals, as groups are abbreviated."""
    code, short = slug(row["code"]), split_short(row.get("short", ""))
    return frozenset({row["label"], code.upper(), *short, *(str(own[code]) for own in labels if code in own)})


def find_word(text: str, word: str) -> tuple[int, int]:
    """Return the line and column, from 1, of a whole word in a text; 0, 0 where it does not stand."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.search(rf"(?<![\w.#]){re.escape(word)}(?![\w.])", line.split(" #")[0]):
            return number, found.start() + 1
    return 0, 0
