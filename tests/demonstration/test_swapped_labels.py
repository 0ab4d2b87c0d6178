"""Labels swapped in the tables and figures of the demonstration. Expected: by hand, from its codebook."""

from pathlib import Path

import pytest
import yaml
from aimed.audit.labels.findings import find_mislabelled
from aimed.audit.lookup.declarations import read_design

REPOSITORY = Path(__file__).parents[2]
TABLES, FIGURES = "manuscript/tables.yaml", "manuscript/figures.yaml"
SWAPS = {
    "groups of a table": (
        TABLES,
        "  analysis: support\n  kind: comparison\n  columns: [all, hic, lmic]\n"
        "  labels: {hic: High income, lmic: Low and middle income}",
        "  analysis: support\n  kind: comparison\n  columns: [all, hic, lmic]\n"
        "  labels: {hic: Low and middle income, lmic: High income}",
    ),
    "focus groups": (TABLES, "fg1: Group 1, fg2: Group 2,", "fg1: Group 2, fg2: Group 1,"),
    "rows of the flow": (
        TABLES,
        "raw: Submissions, kept: Analysed,",
        "raw: Analysed, kept: Submissions,",
    ),
    "boxes of the flow": (
        FIGURES,
        "{label: No consent to analysis, number: flow.no_consent.all.count}",
        "{label: Consent question left blank, number: flow.no_consent.all.count}",
    ),
    "groups of the flow": (
        FIGURES,
        "{label: High-income countries, number: participants.respondents.hic.count}",
        "{label: Low- and middle-income countries, number: participants.respondents.hic.count}",
    ),
    "legend": (
        FIGURES,
        "    hic: High income\n    lmic: Low and middle income",
        "    hic: Low and middle income\n    lmic: High income",
    ),
    "facets": (
        FIGURES,
        "    who_region: WHO region\n    income_group: World Bank income group",
        "    who_region: World Bank income group\n    income_group: WHO region",
    ),
    "codes of the joint display": (
        FIGURES,
        "    learning.appraisal: Appraisal\n    learning.coding: Coding",
        "    learning.appraisal: Coding\n    learning.coding: Appraisal",
    ),
    "columns of the heat": (
        FIGURES,
        "    fg5: Group 5\n    fg6: Group 6",
        "    fg5: Group 6\n    fg6: Group 5",
    ),
}


def read_declared(changed: str = "", old: str = "", new: str = "") -> list[str]:
    design = read_design(REPOSITORY)
    texts = {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in (TABLES, FIGURES)}
    if changed:
        assert old in texts[changed]
        texts[changed] = texts[changed].replace(old, new, 1)
    design.tables[:], design.figures[:] = yaml.safe_load(texts[TABLES]), yaml.safe_load(texts[FIGURES])
    declared = {"table": (TABLES, texts[TABLES], []), "figure": (FIGURES, texts[FIGURES], [])}
    return [finding.kind for finding in find_mislabelled(declared, design)]


def test_the_labels_of_the_demonstration_are_its_codebooks() -> None:
    assert read_declared() == []


@pytest.mark.parametrize("case", SWAPS)
def test_swapped_labels_of_the_demonstration_are_errors(case: str) -> None:
    assert set(read_declared(*SWAPS[case])) == {"label"}
