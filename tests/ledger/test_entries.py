"""The command that makes a number again names the table that it is made in."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.ledger.entries import make_evidence
from aimed.ledger.labels import label_number, name_cohorts
from aimed.ledger.row_sets import RowSets
from aimed.study.codebook import read_codebook


@pytest.mark.parametrize(("statistic", "table"), [("p", "support"), ("p_adjusted", "adjusted")])
def test_the_command_makes_the_table_with_the_number(statistic: str, table: str) -> None:
    nothing = ("table", "where", "base", "base_table", "distinct", "columns", "numbers", "numerator")
    nothing += ("denominator", "formula", "seed", "draws")
    row = dict.fromkeys(nothing) | {"id": "a", "analysis": "support", "statistic": statistic, "kind": "test"}
    evidence = make_evidence(pd.DataFrame([row], dtype=object), RowSets({}, pd.DataFrame(), {}, {}))
    assert evidence["a"]["command"] == f"snakemake results/stats/{table}.parquet --force"
    assert evidence["a"]["plan"] == "analyses/support.yaml"


def test_numbers_of_a_cohort_are_called_by_its_title(toy: Path) -> None:
    codebook = read_codebook(
        *(Path(f"data/codebook/{name}.csv") for name in ("variables", "scales", "missing"))
    )
    names = name_cohorts({"kenya-2025": {"title": "Two schools, Kenya"}})
    label = label_number("kept", "kenya_2025", "count", codebook, names)
    assert label == "Respondents kept, Two schools, Kenya, number"
