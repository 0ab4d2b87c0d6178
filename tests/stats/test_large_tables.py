"""Tables whose texts come as codes, as those of many people do. Expected values: those of the same few people
whose texts come as texts."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files import tables
from aimed.files.tables import read_columns
from aimed.ledger.row_sets import RowSets, read_counted
from aimed.stats.compare_groups import compare_all
from aimed.stats.describe_groups import describe_all, gather
from aimed.stats.statistics import tabulate_statistics

OUTCOMES = "outcomes: [support, phase, taught, age, topic, home, country]"
PLAN = f"kind: distribution\n{OUTCOMES}\nby: income\ncollapsed: yes\nalso_by: [region]\ncompare: yes\n"


@pytest.fixture
def state(write_plan, codebook, answer_files: dict[str, Path]):
    """Return the statistics of a plan, and the row sets that they rest on."""

    def run() -> tuple[pd.DataFrame, dict]:
        chosen = {name: answer_files[name] for name in ("responses", "participants")}
        subject = gather(write_plan(PLAN), codebook, chosen, answer_files["missing"])
        numbers = tabulate_statistics("demo", [*describe_all(subject), *compare_all(subject)])
        named = ("responses", "missing", "participants")
        row_sets = RowSets(read_counted({n: answer_files[n] for n in named}, numbers), pd.DataFrame(), {}, {})
        for kind, where in (("table", "where"), ("table", "base"), ("base_table", "base")):
            for table, filters in numbers[[kind, where]].itertuples(index=False):
                row_sets.add_rows(table, filters)
        return numbers, row_sets.row_sets

    return run


def test_statistics_and_row_sets_of_coded_texts_are_those_of_texts(
    state, answer_files, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, row_sets = state()
    monkeypatch.setattr(tables, "PART", 4)
    assert read_columns(answer_files["responses"], ["income"])["income"].dtype == "category"
    coded, coded_sets = state()
    assert len(numbers) > 300
    assert len(row_sets) > 100
    pd.testing.assert_frame_equal(coded, numbers)
    assert coded_sets == row_sets
