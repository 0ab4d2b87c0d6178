"""Names of countries, drafted and harmonised. Codes: read by hand in the tables written here."""

from pathlib import Path

import pandas as pd
from aimed.files.people_tables import read_people_csv
from aimed.harmonise.recoding.geography import find_countries
from aimed.onboarding.new.command import make_cohort, read_study_words


def places(rows: int) -> pd.DataFrame:
    return pd.DataFrame({"source_file": "a.csv", "source_row": range(2, rows + 2)})


def test_a_country_needs_no_decision_for_its_capitals_accents_and_blanks(toy: Path) -> None:
    """Draft and harmonising agree: two in Kenya, two in Mexico, one in Côte d'Ivoire, one unknown."""
    path = Path("data/reference/countries.csv")
    path.write_text("alias,iso3\nKenya,KEN\nMexico,MEX\nCôte d'Ivoire,CIV\n", encoding="utf-8")
    names = ["kenya", "KENYA", "méxico", "Mexico", "cote  d'ivoire", "Kenia"]
    lines = [f"{n},{name}" for n, name in enumerate(names)]
    Path("a.csv").write_text("\n".join(["id,Country of study", *lines, ""]), encoding="utf-8")
    read_study_words.cache_clear()
    make_cohort("one", (Path("a.csv"),), None, None)
    rows = read_people_csv(Path("data/cohorts/one/crosswalk.csv")).to_dict("records")
    used = [(row["source_value"], row["rule"], row["decide"]) for row in rows if row["variable"] == "country"]
    assert used == [("Kenia", "", "?"), ("", "country", "")]
    found, problems = find_countries(pd.Series(names), read_people_csv(path), places(6))
    assert found.tolist()[:5] == ["KEN", "KEN", "MEX", "MEX", "CIV"]
    assert len(problems) == 1


def test_a_name_that_is_two_countries_without_its_accents_is_neither() -> None:
    aliases = pd.DataFrame({"alias": ["Togá", "Tóga", "Chad"], "iso3": ["TON", "TGO", "TCD"]})
    found, problems = find_countries(pd.Series(["toga", "Tóga", "tcd"]), aliases, places(3))
    assert found.tolist()[1:] == ["TGO", "TCD"]
    assert [problem.found for problem in problems] == ["country 'toga' (1 row)"]
