"""The names of the people that numbers count. Expected values: by hand, of rows with made-up digests."""

from typing import Any

import pandas as pd
from aimed.ledger.cells import name_cells


def rows(where: list[list[Any]], digest: str = "d", n: int = 3) -> Any:
    return {"table": "responses", "where": where, "n": n, "digest": digest}


def test_the_same_people_have_one_name_however_they_are_selected() -> None:
    man, known = ["gender", "is", "man"], ["gender", "known", None]
    row_sets = {
        "one": rows([known, man]),
        "two": rows([man]),
        "chance": rows([["age", "is", 20]]),
        "nobody": rows([["age", "is", 90]], n=0),
        "answered": rows([known], digest="k"),
    }
    evidence: Any = {name: {"rows": name, "base": "answered", "distinct": None} for name in row_sets} | {
        "countries": {"rows": "one", "base": None, "distinct": "country"},
        "derived": {"rows": None, "base": None, "distinct": None},
    }
    named = name_cells(pd.DataFrame({"id": list(evidence)}), evidence, row_sets).set_index("id")
    assert named.at["one", "question"] == named.at["two", "question"] != named.at["chance", "question"]
    assert named.at["one", "cell"] == named.at["two", "cell"] == named.at["chance", "cell"]
    assert named.at["countries", "cell"] != named.at["one", "cell"]
    assert named.at["one", "base_cell"] == named.at["answered", "cell"] != named.at["one", "cell"]
    assert (named.loc[["nobody", "derived"], ["cell", "question"]].isna()).all(axis=None)
