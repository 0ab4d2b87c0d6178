"""A cohort that comes in harmonised: the tables it had at home, and nothing the codebook does not allow."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.files.yaml_json import read_json, read_yaml, write_json
from aimed.harmonise.cohort_tables import CohortSources
from aimed.harmonise.received.accept_cohort import accept_cohort
from aimed.messages.problems import ProblemsFound
from harmonised_folder import (
    AGAIN,
    AWAY,
    INSIDE,
    KINDS,
    accept_away,
    describe,
    forge,
    refused,
    release_toy,
    set_cell,
)
from toy_study import harmonise

pytestmark = pytest.mark.slow


@pytest.fixture
def away(sources: CohortSources) -> CohortSources:
    release_toy(sources)
    return sources


def bare(table: pd.DataFrame, *dropped: str) -> pd.DataFrame:
    """Return a table without the cohort's name, as text, blanks as one kind of blank."""
    plain = table.drop(columns=[*dropped, "cohort"]).astype(object).where(table.notna(), None)
    return plain.map(lambda v: v.removeprefix("toy:").removeprefix("away:") if isinstance(v, str) else v)


def test_what_comes_in_is_what_left_home(away: CohortSources) -> None:
    """Against harmonising the same raw rows; places, the withheld remark and raw values stay away."""
    home = dict(zip(KINDS, harmonise(away).tables(), strict=True))
    here = accept_away()
    places = ("source_file", "source_row")
    expected = bare(home["responses"], *places, "remark")
    got = bare(here["responses"], *places, "remark")
    pd.testing.assert_frame_equal(got, expected, check_dtype=False)
    assert here["responses"]["remark"].isna().all()
    pd.testing.assert_frame_equal(bare(here["participants"]), bare(home["participants"]), check_dtype=False)
    steps = ["respondent", "kept", "step", "reason"]
    pd.testing.assert_frame_equal(
        bare(here["exclusions"])[steps], bare(home["exclusions"])[steps], check_dtype=False
    )
    reasons = bare(home["missing"])
    reasons = reasons[reasons["variable"] != "remark"]
    got = bare(here["missing"])
    assert set(got[got["variable"] == "remark"]["reason"]) == {"not_released"}
    assert sorted(map(tuple, got[got["variable"] != "remark"].to_numpy())) == sorted(
        map(tuple, reasons.to_numpy())
    )
    counts = ["source_variable", "variable", "line", "n"]
    own = bare(here["recodes"])
    own, at_home = own[own["variable"] != "remark"], bare(home["recodes"])
    at_home = at_home[at_home["variable"] != "remark"]
    assert own[counts].fillna(0).to_numpy().tolist() == at_home[counts].fillna(0).to_numpy().tolist()


def test_types_are_those_of_the_codebook(away: CohortSources) -> None:
    here = accept_away()["responses"]
    assert here["age"].dtype == "float64"
    assert str(here["topic__ethics"].dtype) == "boolean"
    row = here[here["respondent"] == "away:a2"].iloc[0]
    assert (row["source_file"], row["source_row"]) == (f"{INSIDE.as_posix()}/responses.csv", 2)
    assert (row["country"], row["age"], row["topic__ethics"], row["hours"]) == ("DEU", 23.0, True, 10.0)


def test_an_excluded_row_is_a_row_of_the_exclusions(away: CohortSources) -> None:
    here = accept_away()
    first = here["exclusions"].iloc[0]
    assert (first["source_file"], first["source_row"]) == (f"{INSIDE.as_posix()}/exclusions.csv", 2)
    assert (first["step"], first["reason"], first["columns_decided"]) == ("consent", "no_consent", "{}")
    kept = here["exclusions"].set_index("respondent").loc["away:a2"]
    assert (kept["source_file"], kept["source_row"]) == (f"{INSIDE.as_posix()}/responses.csv", 2)
    assert here["events"]["kind"].tolist() == ["excluded"] * 5
    accounts = read_json(Path("accepted/accounts.json"))
    assert accounts["rows"] == {"received": 16, "kept": 11, "excluded": 5}
    assert accounts["raw_files"] == [{"path": "survey.sav", "sha256": "0" * 64, "rows": 16}]


def test_a_file_that_was_edited_is_refused(away: CohortSources) -> None:
    path = INSIDE / "responses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("DEU", "NOR"), encoding="utf-8")
    expected = f"the digest in {INSIDE.as_posix()}/manifest.json"
    assert refused() == [(path.as_posix(), "other bytes than the manifest says", expected, AGAIN)]


def test_a_manifest_that_is_none_is_refused(away: CohortSources) -> None:
    path = INSIDE / "manifest.json"
    path.write_text("[]", encoding="utf-8")
    found, expected = "no list of files with their digests", "the manifest of an export"
    assert refused() == [(path.as_posix(), found, expected, AGAIN)]


AGREEMENT = "one of strongly_disagree, disagree, neutral, agree, strongly_agree"
MASKED = "1 values, as [masked: personal]"
CELLS = [
    ("responses", 2, "core_curriculum", "Agree", "value 'Agree' in 1 row", AGREEMENT),
    ("responses", 2, "age", "212", "value '212' in 1 row", "a number from 16 to 80"),
    ("responses", 2, "age", "nan", "value 'nan' in 1 row", "a number from 16 to 80"),
    ("responses", 2, "topic__ethics", "1", "value '1' in 1 row", "yes or no"),
    ("responses", 2, "remark", "Thanks", MASKED, "no value: data/codebook says personal"),
    ("recodes", 2, "n", "ten", "'ten'", "a whole number"),
    ("exclusions", 2, "kept", "maybe", "'maybe'", "yes or no"),
    ("raw_digests", 2, "sha256", "abc", "'abc'", "64 hexadecimal digits"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "column", "value", "found", "expected"), CELLS)
def test_a_cell_that_does_not_fit_is_named_with_its_place(
    away: CohortSources, table: str, line: int, column: str, value: str, found: str, expected: str
) -> None:
    set_cell(table, line, column, value)
    place = f"{INSIDE.as_posix()}/{table}.csv, line {line}, column {column}"
    assert (place, found, expected, AGAIN) in refused()


def test_an_unknown_country_and_a_country_in_another_group(away: CohortSources) -> None:
    set_cell("responses", 2, "country", "QQQ")
    set_cell("responses", 4, "income_group", "high")
    told = refused()
    place = f"{INSIDE.as_posix()}/responses.csv, line"
    codes = "an ISO code of data/reference/countries.csv"
    assert told[0] == (f"{place} 2, column country", "value 'QQQ' in 1 row", codes, AGAIN)
    assert (
        f"{place} 4, column income_group",
        "'high' for KEN",
        "lower_middle in fy20, by data/reference",
        "compare the reference tables of both places, then export again",
    ) in told


def test_unknown_and_absent_variables(away: CohortSources) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0][rows[0].index("prior")] = "previous"

    forge("responses", edit)
    place = f"{INSIDE.as_posix()}/responses.csv, line 1"
    assert refused() == [
        (f"{place}, column previous", "an unknown variable", "a variable of data/codebook", AGAIN),
        (place, "no column prior", "a column for each variable of data/codebook", AGAIN),
    ]


def test_reasons_unknown_twice_lacking_and_of_no_blank(away: CohortSources) -> None:
    def edit(rows: list[list[str]]) -> None:
        gone = next(row for row in rows if row[1:] == ["age", "refused"])
        rows.remove(gone)
        rows.append(["a2", "age", "bored"])
        rows.append(rows[1])

    forge("missing", edit)
    rows = len((INSIDE / "missing.csv").read_text(encoding="utf-8").splitlines())
    first = (INSIDE / "missing.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    missing, responses = f"{INSIDE.as_posix()}/missing.csv", f"{INSIDE.as_posix()}/responses.csv"
    told = refused()
    known = "a reason of data/codebook/missing.csv"
    again = f"a second reason for {first[1]} of {first[0]}"
    bare_cell = "1 blank cell without a reason"
    assert told[:4] == [
        (f"{missing}, line {rows - 1}, column reason", "'bored' in 1 rows", known, AGAIN),
        (f"{missing}, line {rows}", again, "one reason for a blank", AGAIN),
        (f"{responses}, line 7, column age", bare_cell, f"a reason in {missing}", AGAIN),
        (
            f"{missing}, line {rows - 1}",
            "a reason for age of a2, which is no blank cell",
            "a reason for each blank, and for nothing else",
            AGAIN,
        ),
    ]  # fmt: skip


def test_free_text_comes_in_only_where_it_was_reviewed(away: CohortSources) -> None:
    book = Path("data/codebook/variables.csv")
    book.write_text(book.read_text(encoding="utf-8").replace("comment,yes", "comment,no"), encoding="utf-8")
    set_cell("responses", 2, "remark", "More please")
    forge("missing", lambda rows: rows.remove(["a2", "remark", "not_released"]))
    expected = "no value, or the variable under files: harmonised: text in cohort.yaml"
    place = f"{INSIDE.as_posix()}/responses.csv, line 2, column remark"
    assert refused() == [(place, "1 texts that nobody reviewed", expected, AGAIN)]
    describe(lambda content: content["files"]["harmonised"].update(text=["remark"]))
    assert accept_away()["responses"].loc[0, "remark"] == "More please"


def test_answers_that_stayed_at_home_are_counted_by_a_reason_of_the_study(sources: CohortSources) -> None:
    release_toy(sources, withheld=("remark", "age"))
    assert refused() == [
        (
            "data/codebook/missing.csv",
            "answers to age that were not_released, of away",
            "the reason not_released, so that they are counted",
            "add the line `not_released,Not released by the cohort` to it",
        )
    ]
    with Path("data/codebook/missing.csv").open("a", encoding="utf-8") as stream:
        stream.write("not_released,Not released by the cohort\n")
    assert accept_away()["responses"]["age"].isna().all()


def test_tables_that_count_at_home_alone_are_refused_here(away: CohortSources) -> None:
    table = AWAY / "withdrawals.csv"
    with pytest.raises(ProblemsFound) as found:
        accept_cohort(
            cohort="away", files=(), beside=(table,), cohort_file=AWAY / "cohort.yaml", codebook=(),
            reference=(), tables=(), accounts=Path("accounts.json"),
        )  # fmt: skip
    assert str(found.value) == (
        "data/cohorts/away/withdrawals.csv\n"
        "  found:    a table that nothing reads here\n"
        "  expected: a cohort that comes in harmonised: this was decided at its home\n"
        "  to do:    send it there, and export again"
    )


def test_names_that_a_screen_would_obey_are_refused(away: CohortSources) -> None:
    set_cell("raw_digests", 2, "path", "survey\x1b[2J.sav")
    place = f"{INSIDE.as_posix()}/raw_digests.csv, line 2, column path"
    assert (place, "'survey\\x1b[2J.sav'", "letters, digits and signs", AGAIN) in refused()


def test_cohort_yaml_has_a_survey_or_a_harmonised_folder(away: CohortSources) -> None:
    read_yaml(AWAY / "cohort.yaml", schema="cohort")
    describe(lambda content: content.update(respondent_id="id"))
    with pytest.raises(ProblemsFound) as found:
        read_yaml(AWAY / "cohort.yaml", schema="cohort")
    assert str(found.value) == (
        "data/cohorts/away/cohort.yaml:22\n"
        "  found:    'id' should not be valid under {}\n"
        "  expected: nothing here, in a cohort that comes in harmonised: it is where the raw data are\n"
        "  to do:    see workflow/schemas/cohort.schema.yaml"
    )
    described = read_yaml(Path("data/cohorts/toy/cohort.yaml"))
    described["consent"]["analysis"] = 11
    write_json(described, Path("cohort.yaml"))
    with pytest.raises(ProblemsFound) as found:
        read_yaml(Path("cohort.yaml"), schema="cohort")
    assert "11 is not valid under any of the given schemas" in str(found.value)
