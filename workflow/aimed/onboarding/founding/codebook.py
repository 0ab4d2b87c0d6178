"""Draft variables.csv and scales.csv from what the columns of a survey or questionnaire are."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from aimed.files.formula_cells import write_csv
from aimed.files.yaml_json import read_beside
from aimed.language.likeness import normalise
from aimed.onboarding.founding.answers import KnownWords, QuestionAnswers, read_answers, read_options
from aimed.onboarding.new.crosswalk import group_options
from aimed.onboarding.profiling import Column, Profile
from aimed.study.written_tables import COLUMNS

KNOWN = read_beside(__file__)
TAKEN: list[str] = KNOWN["taken"]
READ_OTHERWISE: dict[str, str] = KNOWN["read_otherwise"]
LONGEST = 30  # letters of a name or code
SCALED = ("category", "ordered", "multi")


@dataclass(frozen=True)
class DraftedVariable:
    """A variable with the columns that answer it. options: code -> label, in order; of those with a scale."""

    name: str
    label: str
    type: str
    columns: tuple[str, ...]
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class DraftedCodebook:
    """Variables in the order of the questionnaire. unused: column -> why it answers none."""

    variables: list[DraftedVariable] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)

    def drop(self, columns: Iterable[str], why: str) -> None:
        """Take out the variables that any of these columns answers, with all of their columns."""
        wrong = set(columns)
        for variable in [one for one in self.variables if wrong & set(one.columns)]:
            self.variables.remove(variable)
            self.unused |= dict.fromkeys(variable.columns, why)

    def name_scales(self) -> dict[str, str]:
        """Return variable -> scale: variables with the same answers share that of the first."""
        names: dict[tuple[tuple[str, str], ...], str] = {}
        return {
            one.name: names.setdefault(tuple(one.options.items()), one.name)
            for one in self.variables
            if one.options
        }

    def write_variables(self) -> str:
        """Return variables.csv."""
        scales = self.name_scales()
        rows = [
            (one.name, one.label, one.type, scales.get(one.name, ""), *[""] * 3, "outcome", "no", "")
            for one in self.variables
        ]
        return write_csv([COLUMNS["variables"], *rows])

    def write_scales(self) -> str:
        """Return scales.csv."""
        options = {one.name: one.options for one in self.variables}
        rows = [
            (scale, code, place, label, "")
            for scale in dict.fromkeys(self.name_scales().values())
            for place, (code, label) in enumerate(options[scale].items(), start=1)
        ]
        return write_csv([COLUMNS["scales"], *rows])


def draft_codebook(profile: Profile, aside: dict[str, str], words: KnownWords) -> DraftedCodebook:
    """Return the codebook that a survey or questionnaire suggests.

    aside: column -> why it is not for the codebook.
    """
    drafted = DraftedCodebook(unused=aside | find_twice_told(profile))
    columns = [column for column in profile.columns.values() if column.name not in drafted.unused]
    groups = {group[0].name: group for group in group_options(columns)}
    ticked = {column.name for group in groups.values() for column in group}
    names: list[str] = []
    labels: set[str] = set()
    for column in columns:
        group = groups.get(column.name, [column])
        if column.name in ticked and column.name not in groups:
            continue
        answers = read_options(group) if column.name in groups else read_answers(column, words)
        if not answers.type:
            drafted.unused |= dict.fromkeys((one.name for one in group), answers.why)
            continue
        drafted.variables.append(_draft_variable(group, answers, names, labels))
    _complete_scales(drafted, {column.name for column in columns if column.values})
    return drafted


def find_twice_told(profile: Profile) -> dict[str, str]:
    """Return the columns of single options where another column has all of its question -> why not used."""
    described = {name: column.description for name, column in profile.columns.items()}
    at_once = {said.get("question"): name for name, said in described.items() if said.get("separator")}
    return {
        name: f"the options that {at_once[said.get('question')]} has"
        for name, said in described.items()
        if "option" in said and said.get("type") != "text" and said.get("question") in at_once
    }


def _complete_scales(drafted: DraftedCodebook, declared: set[str]) -> None:
    """Give variables whose answers nobody declared those of a longer scale that has them all, in order."""
    ordered = [one for one in drafted.variables if one.type == "ordered"]
    for place, variable in enumerate(drafted.variables):
        said = [*variable.options.values()]
        if variable.type != "ordered" or declared & set(variable.columns):
            continue
        longer = [one for one in ordered if said == [x for x in one.options.values() if x in said]]
        most = max(longer, key=lambda one: len(one.options))
        drafted.variables[place] = replace(variable, options=most.options)


def _draft_variable(
    group: list[Column], answers: QuestionAnswers, names: list[str], labels: set[str]
) -> DraftedVariable:
    """Return a variable, and add its name and label to those that are taken."""
    first = group[0]
    asked = str(first.description.get("question") or "") if answers.type == "multi" else ""
    label = " ".join((asked or first.label).split()) or first.name
    base = _name_group([column.name for column in group]) if len(group) > 1 else first.name
    made = make_name(base) or make_name(label) or f"q{len(names) + 1}"
    name = _tell_apart(READ_OTHERWISE.get(made, made), [*TAKEN, *names])
    if normalise(label) in labels:
        label = f"{label} ({base})"
    names.append(name)
    labels.add(normalise(label))
    options = _draft_codes(answers.options) if answers.type in SCALED else {}
    return DraftedVariable(name, label, answers.type, tuple(column.name for column in group), options)


def _name_group(names: list[str]) -> str:
    """Return what the names of several columns have in common: Q6 of Q6_10 and Q6_11."""
    alike = itertools.takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return re.sub(r"(?<=[^\W_])[\W_]+[^\W_]*$", "", "".join(letters[0] for letters in alike))


def make_name(text: str) -> str:
    """Return a text as codebooks write names: small letters, digits and single _; empty where it has none."""
    words = re.findall(r"[a-z0-9]+", normalise(text))
    kept: list[str] = []
    for word in words:
        if kept and len("_".join([*kept, word])) > LONGEST:
            break
        kept.append(word[:LONGEST])
    name = "_".join(kept)
    foreign = re.sub(r"[\W_a-z0-9]", "", normalise(text))
    return "" if len(foreign) > len(name) else f"q{name}" if name[:1].isdigit() else name


def _draft_codes(labels: Iterable[str]) -> dict[str, str]:
    """Return code -> label; labels that no letters of codes stand in are numbered."""
    codes: dict[str, str] = {}
    for place, label in enumerate(labels, start=1):
        code = make_name(label)
        code = f"n{code[1:]}" if re.match(r"\W*\d", label) and code else code
        code = READ_OTHERWISE.get(code, code) or f"answer_{place}"
        codes[_tell_apart(code, [*codes])] = " ".join(label.split())
    return codes


def _tell_apart(name: str, taken: list[str]) -> str:
    tries = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(2)))
    return next(one for one in tries if one not in taken)
