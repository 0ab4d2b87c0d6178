"""The command that makes a number again names the table that it is made in."""

import pandas as pd
import pytest
from aimed.ledger.entries import make_evidence
from aimed.ledger.row_sets import RowSets


@pytest.mark.parametrize(("statistic", "table"), [("p", "support"), ("p_adjusted", "adjusted")])
def test_the_command_makes_the_table_with_the_number(statistic: str, table: str) -> None:
    nothing = ("table", "where", "base", "base_table", "distinct", "columns", "numbers", "numerator")
    nothing += ("denominator", "formula", "seed", "draws")
    row = dict.fromkeys(nothing) | {"id": "a", "analysis": "support", "statistic": statistic, "kind": "test"}
    evidence = make_evidence(pd.DataFrame([row], dtype=object), RowSets({}, pd.DataFrame(), {}, {}))
    assert evidence["a"]["command"] == f"snakemake results/stats/{table}.parquet --force"
    assert evidence["a"]["plan"] == "analyses/support.yaml"
