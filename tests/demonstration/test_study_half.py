"""The committed study half hangs together: codebook, reference, cohorts and analyses name the same things."""

import csv
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pyreadstat
import pytest
import yaml
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.study.codebook import read_codebook

SCHEMAS = Path("workflow/schemas")
CODEBOOK = Path("data/codebook")
REFERENCE = Path("data/reference")
COHORT = Path("data/cohorts/ifmsa-2020")
ANALYSES = sorted(Path("analyses").glob("*.yaml"))
BOOK = read_codebook(CODEBOOK / "variables.csv", CODEBOOK / "scales.csv", CODEBOOK / "missing.csv")
TABLES = {
    "variables": CODEBOOK / "variables.csv",
    "scales": CODEBOOK / "scales.csv",
    "missing": CODEBOOK / "missing.csv",
    "themes": CODEBOOK / "themes.csv",
    "crosswalk": COHORT / "crosswalk.csv",
    "withdrawals": COHORT / "withdrawals.csv",
}


def schema(name: str) -> dict[str, Any]:
    return yaml.safe_load((SCHEMAS / f"{name}.schema.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_tables_hold_to_their_schemas(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    rows = read_people_csv(TABLES[name])
    problems = [
        (row["line"], error.message)
        for row in rows.to_dict("records")
        for error in validator.iter_errors({k: v for k, v in row.items() if k != "line"})
    ]
    assert problems == []


def test_scales_are_complete() -> None:
    for name, scale in BOOK.scales.items():
        assert list(scale["order"]) == list(range(1, len(scale) + 1)), name
        coarser = [code for code in dict.fromkeys(scale["collapsed"]) if code]
        if coarser:
            assert "" not in set(scale["collapsed"]), f"{name}: some codes are not collapsed"
            assert coarser == list(BOOK.scales[f"{name}_collapsed"].index), name
    used = set(BOOK.variables["scale"]) - {""}
    assert {name for name in BOOK.scales if not name.endswith("_collapsed")} == used
    # YAML reads yes, no, on, off as something else than text
    assert not {"yes", "no", "on", "off", "null"} & {c for scale in BOOK.scales.values() for c in scale.index}


def test_shown_if_names_a_variable_and_its_codes() -> None:
    for written in BOOK.variables["shown_if"]:
        if written:
            variable, _, values = written.split(" ")
            assert set(values.split("|")) <= set(BOOK.codes(variable))


def test_income_groups_and_regions_are_codes_of_their_scales() -> None:
    income = read_people_csv(REFERENCE / "income_groups.csv")
    years = [column for column in income.columns if column.startswith("fy")]
    assert years == [f"fy{year}" for year in range(19, 27)]
    codes = set(BOOK.codes("income_group"))
    assert set(income[years].to_numpy().ravel()) == codes - {"unclassified"} | {""}
    regions = read_people_csv(REFERENCE / "who_regions.csv")
    assert set(regions["who_region"]) == set(BOOK.codes("who_region")) - {"none"}
    for table in (income, regions):
        assert table["iso3"].is_unique
        assert table["iso3"].str.fullmatch("[A-Z]{3}").all()


def test_country_names_stand_for_one_country_each() -> None:
    aliases = read_people_csv(REFERENCE / "countries.csv")
    assert aliases["alias"].is_unique
    assert aliases["iso3"].str.fullmatch("[A-Z]{3}").all()
    assert not set(aliases["alias"]) & {"Congo", "Korea", "America", "Virgin Islands", "Saint Martin"}
    income = read_people_csv(REFERENCE / "income_groups.csv")
    assert set(income["iso3"]) <= set(aliases["iso3"])
    assert "CHI" not in set(income["iso3"])
    known = dict(zip(aliases["alias"], aliases["iso3"], strict=True))
    assert not [row.name for row in income.itertuples(index=False) if known.get(row.name) != row.iso3]
    # facts of ISO 3166-1 and of format_facts: names that a fuzzy search gets wrong
    asked = [
        "Republic of Korea",
        "UK",
        "Scotland",
        "Kosovo",
        "Turkey",
        "Brasil",
        "Deutschland",
        "Niger",
        "Namibia",
    ]
    assert [known[name] for name in asked] == ["KOR", "GBR", "GBR", "XKX", "TUR", "BRA", "DEU", "NER", "NAM"]


def test_income_groups_are_those_of_the_fiscal_year() -> None:
    """Changes between years as the World Bank published them."""
    income = read_people_csv(REFERENCE / "income_groups.csv").set_index("iso3")
    assert list(income.loc["IDN", ["fy20", "fy21", "fy22"]]) == [
        "lower_middle",
        "upper_middle",
        "lower_middle",
    ]
    assert list(income.loc["ROU", ["fy20", "fy21", "fy22"]]) == ["upper_middle", "high", "upper_middle"]
    assert list(income.loc["NPL", ["fy20", "fy21"]]) == ["low", "lower_middle"]
    assert list(income.loc["SDN", ["fy20", "fy21"]]) == ["lower_middle", "low"]
    assert income.at["VEN", "fy22"] == ""


def test_crosswalk_knows_every_column_and_value_of_the_survey() -> None:
    crosswalk = read_people_csv(COHORT / "crosswalk.csv")
    frame, _ = pyreadstat.read_sav(COHORT / "survey.sav", user_missing=True)
    assert set(crosswalk["source_variable"]) == set(frame.columns)
    columns = {column for variable in BOOK.variables.index for column in BOOK.columns(variable)}
    named = set(crosswalk["variable"]) - {""}
    assert named <= columns | set(BOOK.variables.index)
    assert {BOOK.variable_of(column) for column in named} == set(BOOK.variables.index) - {
        "income_group",
        "who_region",
    }
    assert set(crosswalk["missing_reason"]) - {""} <= set(BOOK.missing)
    for source, lines in crosswalk.groupby("source_variable"):
        if (lines["variable"] == "").all() or (lines["rule"] != "").any():
            continue
        cells = frame[str(source)].dropna()
        texts = {f"{cell:g}" if isinstance(cell, float) else str(cell).strip() for cell in cells} - {""}
        assert texts <= set(lines["source_value"]), source


def test_crosswalk_values_are_codes() -> None:
    for row in read_people_csv(COHORT / "crosswalk.csv").itertuples():
        if not row.value or row.variable == "country":
            continue
        base = BOOK.variable_of(row.variable)
        allowed = ["yes", "no"] if BOOK.variables.at[base, "type"] == "multi" else BOOK.codes(base)
        assert row.value in allowed, row
        assert not row.missing_reason, row


def test_cohort_names_columns_people_and_files_that_exist() -> None:
    cohort = read_yaml(COHORT / "cohort.yaml", schema="cohort")
    frame, _ = pyreadstat.read_sav(COHORT / "survey.sav", user_missing=True)
    assert cohort["expected"] == {"rows": len(frame), "columns": frame.shape[1]}
    with (COHORT / "simulation/respondents.csv").open(encoding="utf-8") as stream:
        groups = {row["respondent"]: row["focus_group"] for row in csv.DictReader(stream)}
    speakers = {
        transcript: {who for who in labels.values() if who != "moderator"}
        for transcript, labels in cohort["speakers"].items()
    }
    planned = {
        f"fg{group}": {who for who, where in groups.items() if where == group} for group in sorted("123456")
    }
    planned["fg3"].add("R999")
    planned["fg5"].add("R998")
    assert speakers == planned
    assert {Path(entry["path"]).stem for entry in cohort["files"]["transcripts"]} == set(planned)
    assert {who for people in speakers.values() for who in people} <= set(frame["ResponseId"])


def test_corrections_find_their_cells() -> None:
    frame, _ = pyreadstat.read_sav(COHORT / "survey.sav", user_missing=True)
    entries = read_yaml(COHORT / "corrections.yaml", schema="corrections")
    assert len(entries) >= 2
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        rows = frame[frame["ResponseId"] == entry["where"]["respondent"]]
        assert [f"{cell:g}" for cell in rows[entry["where"]["variable"]]] == [entry["found"]]


@pytest.mark.parametrize("path", ANALYSES, ids=lambda path: path.stem)
def test_analyses_name_variables_and_codes_of_the_codebook(path: Path) -> None:
    plan = read_yaml(path, schema="analysis")
    variables = BOOK.variables
    outcomes = plan.get("outcomes", [])
    assert set(outcomes) <= set(variables.index)
    groups = [*plan.get("also_by", []), *([plan["by"]] if "by" in plan else [])]
    assert all(variables.at[group, "role"] == "group" for group in groups)
    if plan.get("collapsed"):
        assert BOOK.collapsed(plan["by"])
    for outcome, code in plan.get("event", {}).items():
        assert outcome in outcomes
        assert code in BOOK.collapsed(outcome), f"{code} of {outcome}"


def test_every_outcome_of_the_codebook_is_analysed() -> None:
    analysed = {name for path in ANALYSES for name in read_yaml(path).get("outcomes", [])}
    kinds: pd.Series = BOOK.variables["role"]
    assert set(kinds.index[kinds.isin(["outcome", "group"])]) <= analysed
