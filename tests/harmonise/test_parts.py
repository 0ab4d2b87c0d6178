"""A survey harmonised in parts. Expected values: the same survey harmonised whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from aimed.files import tables
from aimed.files.tables import PartsWriter, read_table, write_table
from aimed.harmonise import survey_rows
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from perturbed_study import write_derived
from toy_study import Harmonised, harmonise, read_sources, with_cell

pytestmark = pytest.mark.slow

SURVEY = Path("survey.parquet")


def cut(
    rows: int, monkeypatch: pytest.MonkeyPatch, sources: CohortSources, coded: bool = False
) -> CohortSources:
    """Return the sources with their survey as a file that is read so many rows at a time, as codes or not."""

    def read_few(path: Path, columns: list[str]) -> Iterator[pd.DataFrame]:
        whole = read_table(path)[columns]
        if coded:
            whole = whole.astype({name: "category" for name in columns if name not in ("source_row", "q_id")})
        for first in range(0, len(whole), rows):
            yield whole.iloc[first : first + rows].reset_index(drop=True)

    monkeypatch.setattr(survey_rows, "read_parts", read_few)
    write_table(sources.survey, SURVEY)
    return replace(sources, survey=SURVEY)


def sort(table: pd.DataFrame) -> pd.DataFrame:
    text = table.astype("string")
    return text.sort_values(list(text.columns), ignore_index=True)


def compare(one: Harmonised, other: Harmonised) -> None:
    assert one.accounts == other.accounts
    for kind in ("responses", "recodes", "exclusions", "participants"):
        table = getattr(one, kind)
        coded = {name: "string" for name in table.columns if table[name].dtype == "category"}
        pd.testing.assert_frame_equal(table.astype(coded), getattr(other, kind), check_dtype=False)
    for kind in ("missing", "events"):
        pd.testing.assert_frame_equal(sort(getattr(one, kind)), sort(getattr(other, kind)))


@pytest.mark.parametrize("coded", [False, True])
def test_derived_cells_of_parts_are_those_of_the_whole(
    toy: Path, monkeypatch: pytest.MonkeyPatch, coded: bool
) -> None:
    write_derived()
    sources = with_cell(read_sources(), 6, "q_age", None)
    whole = harmonise(sources)
    derived = list(sources.codebook.derived)
    assert len(derived) == 5
    assert whole.responses[derived].notna().sum().min() > 1
    assert {"burden", "age_level"} <= set(whole.missing["variable"])
    compare(harmonise(cut(3, monkeypatch, sources, coded)), whole)


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("rows", [3, 16])
def test_parts_of_any_size_give_what_the_whole_gives(
    sources: CohortSources, monkeypatch: pytest.MonkeyPatch, rows: int, coded: bool
) -> None:
    changed = with_cell(with_cell(sources, 6, "q_age", "7"), 3, "q9", None)
    whole = harmonise(changed)
    assert len(whole.responses) == 11
    compare(harmonise(cut(rows, monkeypatch, changed, coded)), whole)


def test_a_file_of_several_parts_is_read_as_texts_and_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: row n says n in one column, and no, yes or nothing in another, with a quotation mark."""
    monkeypatch.setattr(tables, "PART", 2 * tables.VECTOR)
    cells = {
        "many": [str(n) for n in range(5_000)],
        "few": [["don't", "yes", None][n % 3] for n in range(5_000)],
    }
    write_table(pd.DataFrame(cells).assign(row=range(5_000)), tmp_path / "t")
    first, second = tables.read_parts(tmp_path / "t", ["few", "row", "many"])
    assert (len(first), first["row"].iloc[-1], second["row"].iloc[0]) == (4_096, 4_095, 4_096)
    assert [str(kind) for kind in first.dtypes] == ["category", "int64", "str"]
    assert first["few"].cat.categories.tolist() == second["few"].cat.categories.tolist() == ["don't", "yes"]
    assert pd.concat([first, second])["few"].fillna("yes").tolist().count("yes") == 3_333
    with PartsWriter(tmp_path / "again") as writer:
        writer.add(first)
        writer.add(second)
    read = [read_table(tmp_path / name)[["few", "row", "many"]] for name in ("again", "t")]
    pd.testing.assert_frame_equal(*read)


def test_a_value_that_nothing_maps_is_counted_over_all_parts(
    sources: CohortSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = with_cell(with_cell(sources, 6, "q7_1", "6"), 12, "q7_1", "6")
    with pytest.raises(ProblemsFound) as found:
        harmonise(cut(3, monkeypatch, changed))
    (problem,) = found.value.problems
    assert problem.place == "data/cohorts/toy/survey.sav, row 6, column q7_1"
    assert problem.found == "value '6' for core_curriculum in 2 rows"


def test_parts_are_written_as_one_table_and_the_same_bytes_twice(tmp_path: Path) -> None:
    parts = [
        pd.DataFrame(
            {"a": pd.Series([None], dtype="string"), "b": [1.0], "c": pd.Series([None], dtype=float)}
        ),
        pd.DataFrame(
            {"a": pd.Series(["x"], dtype="string"), "b": [2.0], "c": pd.Series([None], dtype=float)}
        ),
    ]
    written = []
    for name in ("one", "two"):
        with PartsWriter(tmp_path / name) as writer:
            for part in parts:
                writer.add(part)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    table = read_table(tmp_path / "one")
    assert table["b"].tolist() == [1.0, 2.0]
    assert table["a"].fillna("").tolist() == ["", "x"]
    assert table["c"].dtype == object  # wholly null is text, as in every table
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_writer_that_is_left_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    part = pd.DataFrame({"a": ["x"]})
    with pytest.raises(ZeroDivisionError), PartsWriter(tmp_path / "t") as writer:
        writer.add(part)
        writer.add(part)
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_writer_goes_over_what_a_killed_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: 25 parts of 50,000 texts of 40 characters are 50 MB, and 32 MB may be held."""
    monkeypatch.setattr(tables, "MEMORY", "32MB")
    part = pd.DataFrame({"a": [f"{number:040}" for number in range(50_000)]})
    killed = PartsWriter(tmp_path / "t").__enter__()
    for _ in range(25):
        killed.add(part)
    left = [path.name for path in (tmp_path / "t.store").iterdir()]
    assert left
    with PartsWriter(tmp_path / "t") as writer:
        assert not (tmp_path / "t.store").exists()
        for _ in range(25):
            writer.add(part)
    assert list(tmp_path.iterdir()) == [tmp_path / "t"]
    assert read_table(tmp_path / "t")["a"].tolist() == part["a"].tolist() * 25


def test_many_unknown_columns_are_one_problem(sources: CohortSources) -> None:
    more = pd.DataFrame({f"x{n}": ["1"] * len(sources.survey) for n in range(10_000)})
    with pytest.raises(ProblemsFound) as found:
        harmonise(replace(sources, survey=pd.concat([sources.survey, more], axis=1)))
    assert str(found.value) == (
        "data/cohorts/toy/survey.sav\n"
        "  found:    10,000 columns that the crosswalk does not know: "
        "x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, ...\n"
        "  expected: a line for each in data/cohorts/toy/crosswalk.csv\n"
        "  to do:    add lines for them; leave `variable` empty where one is not used, on purpose"
    )
