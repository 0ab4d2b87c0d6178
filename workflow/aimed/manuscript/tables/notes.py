"""What stands below a table of comparisons: what its percentages, effects and p-values are of."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from aimed.manuscript.tables.cells import Study, lower_first
from aimed.manuscript.tables.columns import list_options, list_variables

SOURCE = re.compile(r" \([^()]*\b(?:18|19|20)\d\d[^()]*\)")
SIGN_DIFFERS = ", so that their sign can differ from that of the percentages"
OF_LEVELS = {"rank_biserial": "r", "v": "V"}


def comparison_notes(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return all notes of a table of comparisons."""
    of_answers = [*event_notes(declared, study), *level_notes(declared, study)]
    return [*of_answers, *test_notes(declared, study), *cluster_notes(declared["analysis"], study)]


def event_notes(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return what the headline percentage counts, once where all outcomes count the same answers."""
    events = study.analyses.get(declared["analysis"], {}).get("event", {})
    listed = list_variables(declared, study)
    shown = {v: _event_label(v, str(code), study) for v, code in events.items() if v in listed}
    others = any(list_options(variable, declared["analysis"], study) for variable in listed)
    if len(set(shown.values())) == 1 and not others:
        return [f"Percentages: {lower_first(next(iter(shown.values())))}."]
    labels = {variable: study.item_label(variable) for variable in shown}
    return [f"{labels[variable]}: percentage of {lower_first(said)}." for variable, said in shown.items()]


def _event_label(variable: str, code: str, study: Study) -> str:
    """Return the words of a coarser code, which may share its name with one of the codes it covers."""
    coarser = study.codebook.collapsed(variable)
    return (
        study.codebook.coarser_label(variable, code)
        if code in coarser
        else study.codebook.label(variable, code)
    )


def level_notes(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return of which outcomes effect and p are of more levels than the percentage beside them."""
    analysis = declared["analysis"]
    events = study.analyses.get(analysis, {}).get("event", {})
    outcomes = list_variables(declared, study)
    finer: dict[str, list[str]] = {}
    for variable in outcomes:
        prefix = f"{analysis}.{variable}.{study.compared(analysis, variable)}"
        effect = next((one for one in OF_LEVELS if f"{prefix}.{one}" in study.numbers), "")
        if variable in events and effect and len(study.codebook.codes(variable)) > 2:
            finer.setdefault(effect, []).append(variable)
    notes = []
    for effect, variables in finer.items():
        whose = "" if len(variables) == len(outcomes) else f" of {_join(variables, study)}"
        end = SIGN_DIFFERS if effect == "rank_biserial" else ""
        notes.append(f"{OF_LEVELS[effect]} and p{whose} are of all levels of the answer{end}.")
    return notes


def test_notes(declared: Mapping[str, Any], study: Study) -> list[str]:
    """Return by which test each p is, with the reason where it was chosen by rule; the usual one first."""
    analysis, by_method = declared["analysis"], dict[str, list[str]]()
    for variable in list_variables(declared, study):
        for item in list_options(variable, analysis, study) or [variable]:
            entry = study.numbers.get(f"{analysis}.{item}.{study.compared(analysis, item)}.p")
            if entry is not None:
                by_method.setdefault(SOURCE.sub("", str(entry.get("method") or "")), []).append(item)
    ordered = sorted(by_method, key=lambda method: -len(by_method[method]))
    parts = [
        method if at == 0 else f"of {_join(by_method[method], study)}, {method}"
        for at, method in enumerate(ordered)
    ]
    return [f"p: {'; '.join(parts)}."] if parts else []


def cluster_notes(analysis: str, study: Study) -> list[str]:
    """Return what the clusters of a comparison are."""
    name = cluster_of(analysis, study)
    label = study.item_label(name) if name in study.codebook.variables.index else name
    if not name:
        return []
    return [f"Clusters: {lower_first(label)}; the test moves all people of one between the groups together."]


def cluster_of(analysis: str, study: Study) -> str:
    """Return the column of the clusters of an analysis; "" for none."""
    return str(study.analyses.get(analysis, {}).get("cluster", ""))


def _join(variables: Iterable[str], study: Study) -> str:
    return ", ".join(lower_first(study.item_label(variable)) for variable in variables)
