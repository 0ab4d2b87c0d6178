"""Call a number by its words: item, level, group and statistic, as the codebook and the themes name them."""

from aimed.files.yaml_json import read_beside
from aimed.study.codebook import Codebook
from aimed.study.declarations import CohortDescription

KNOWN: dict[str, dict[str, str]] = read_beside(__file__)
STATISTICS, FLOW, CONVERSATIONS = (KNOWN[part] for part in ("statistics", "flow", "conversations"))
RANKS = "scale"  # the unit of places in the order of a scale


def name_exclusions(cohorts: dict[str, CohortDescription]) -> dict[str, str]:
    """Return reason -> the label that the cohorts' exclusion rules give it, where they give one."""
    rules = [rule for cohort in cohorts.values() for rule in cohort.get("exclusions", [])]
    return {str(rule["reason"]): str(rule["label"]) for rule in rules if rule.get("label")}


def name_cohorts(cohorts: dict[str, CohortDescription]) -> dict[str, str]:
    """Return cohort, as it stands in ids -> its title."""
    return {name.replace("-", "_"): str(cohort["title"]) for name, cohort in cohorts.items()}


def label_number(
    item: str, group: str, statistic: str, codebook: Codebook, names: dict[str, str], unit: str = ""
) -> str:
    """Return `item, group, statistic` in words; a part that nothing names stands as it is.

    `names` holds what themes, reasons of exclusion and cohorts are called. The unit tells ranks from scores.
    """
    variable, _, option = item.partition(".")
    parts = [names.get(item) or FLOW.get(item) or _item(variable, option, codebook)]
    *level, last = statistic.split(".")
    if level:
        parts.append(_level(variable, level, codebook))
    if group != "all":
        parts.append(_group(group, codebook, names))
    words = STATISTICS | (KNOWN["ranks"] if unit == RANKS else {})
    parts.append(words.get(last, last.replace("_", " ")))
    return ", ".join(parts)


def _item(variable: str, option: str, codebook: Codebook) -> str:
    labels = codebook.told["label"]
    if variable not in labels:
        if not option and variable in CONVERSATIONS:
            return CONVERSATIONS[variable]
        return ".".join(filter(None, (variable, option))).replace("_", " ")
    label = str(labels[variable])
    if option in labels:  # an item of a scale
        return f"{label}: {labels[option]}"
    return f"{label}: {codebook.label(variable, option)}" if option else label


def _level(variable: str, level: list[str], codebook: Codebook) -> str:
    code = level[-1]
    if level[0] == "collapsed" and variable in codebook.told["scale"] and codebook.codes(variable):
        slugs = {coarse.lower().replace("-", "_"): coarse for coarse in codebook.collapsed(variable)}
        return codebook.coarser_label(variable, slugs.get(code, code))
    if variable in codebook.told["scale"] and codebook.label(variable, code) != code:
        return codebook.label(variable, code)
    return codebook.missing.get(code, code.replace("_", " "))


def _group(group: str, codebook: Codebook, names: dict[str, str]) -> str:
    if "_vs_" in group:
        return " against ".join(_group(part, codebook, names) for part in group.split("_vs_"))
    for labels in codebook.levels.values():
        if group in labels:
            return str(labels[group])
    return names.get(group) or label_term(group, codebook) or group.replace("_", " ")


def label_term(group: str, codebook: Codebook) -> str | None:
    """Return what a model's term or an associated variable is called; None where it is neither.

    A number by its label, a level by `variable: level`, an interaction by both.
    """
    if group.startswith("with_"):
        other = label_term(group.removeprefix("with_"), codebook)
        return f"with {other}" if other else None
    if "_x_" in group:
        parts = [label_term(part, codebook) for part in group.split("_x_")]
        return " × ".join(str(part) for part in parts) if all(parts) else None
    for variable, label in codebook.told["label"].items():
        name = str(variable).lower()
        if group == name:
            return label
        for code in codebook.codes(variable) if group.startswith(f"{name}_") else ():
            level = f"{name}_{code.lower().replace('-', '_')}"
            ticked = codebook.told["type"][variable] == "multi"
            if group == level or (ticked and group == f"{level}_yes"):
                return f"{label}: {codebook.label(variable, code)}"
            if ticked and group == f"{level}_no":
                return f"{label}: {codebook.label(variable, code)} (not ticked)"
    return None
