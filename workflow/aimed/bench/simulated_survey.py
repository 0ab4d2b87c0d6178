"""Simulate the first cohort's survey again for any number of people, in the study one stands in."""

import re
import sys

import pandas as pd

from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.simulate.answers import Person, SurveyDesign
from aimed.simulate.spss import write_spss
from aimed.simulate.survey import simulate_rows
from aimed.study.cohort_file import COHORTS

DIFFERENT = 6_000  # people who are drawn; with more, all of them answer again under other ids


def simulate_people(respondents: int) -> None:
    """Write the survey of so many people, or a few more, over that of the first cohort with a design.

    The people of its focus groups stay, and the rest are from the same countries in turn. cohort.yaml then
    expects as many rows as there are.
    """
    folder = min(path.parent.parent for path in COHORTS.glob("*/simulation/survey.yaml"))
    design = SurveyDesign(read_yaml(folder / "simulation/survey.yaml", schema="survey_design"))
    group = design.written["group_column"]
    table = read_people_csv(folder / "simulation/respondents.csv", ("respondent", "iso3", group))
    listed = [Person(row["respondent"], row["iso3"], row[group]) for row in table.to_dict("records")]
    others = [
        Person(f"S{number:05d}", *(listed[number % len(listed)].country, listed[number % len(listed)].group))
        for number in range(len(listed), min(respondents, DIFFERENT))
    ]
    rows = simulate_rows(design, [*listed, *others])
    name = design.column_of_kind("id")
    again = [
        rows.assign(**{name: rows[name] + f"_{copy}"}) for copy in range(1, -(-respondents // DIFFERENT))
    ]
    rows = pd.concat([rows, *again], ignore_index=True)
    write_spss(rows, design, folder / "survey.sav")
    described = (folder / "cohort.yaml").read_text(encoding="utf-8")
    described = re.sub(r"(expected: \{rows: )\d+", rf"\g<1>{len(rows)}", described)
    (folder / "cohort.yaml").write_text(described, encoding="utf-8")


if __name__ == "__main__":
    simulate_people(int(sys.argv[1]))
