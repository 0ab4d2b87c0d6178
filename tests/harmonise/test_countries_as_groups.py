"""A study whose codebook lists its countries groups by them; its people counted by hand."""

from pathlib import Path

import pytest
from aimed.harmonise.cohort_tables import CohortSources
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.new.values import draft_values
from aimed.onboarding.profiling import Column
from aimed.stats.plans import read_plan
from aimed.study.codebook import read_study_codebook
from toy_study import harmonise, read_sources

SCALE = "country,RWA,1,Rwanda,\ncountry,KEN,2,Kenya,\ncountry,NAM,3,Namibia,\ncountry,NOR,4,Norway,\n"
PLAN = Path("analyses/wanted.yaml")


@pytest.fixture
def listed(toy: Path) -> CohortSources:
    """List the toy's countries but Germany in its codebook."""
    variables, scales = (Path(f"data/codebook/{name}.csv") for name in ("variables", "scales"))
    text = variables.read_text(encoding="utf-8")
    variables.write_text(text.replace("study,text,,", "study,category,country,"), encoding="utf-8")
    scales.write_text(scales.read_text(encoding="utf-8") + SCALE, encoding="utf-8")
    return read_sources()


def test_a_country_that_the_scale_lacks_is_named(listed: CohortSources) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        harmonise(listed)
    assert [problem.found for problem in stopped.value.problems] == [
        "country DEU (2 rows), which the scale of country lacks"
    ]


def test_countries_are_groups_of_a_plan(listed: CohortSources) -> None:
    scales = Path("data/codebook/scales.csv")
    scales.write_text(f"{scales.read_text(encoding='utf-8')}country,DEU,5,Germany,\n", encoding="utf-8")
    responses = harmonise(read_sources()).responses
    assert responses["country"].value_counts().to_dict()["KEN"] == 3
    text = PLAN.read_text(encoding="utf-8").replace("by: income_group", "by: country")
    PLAN.write_text(text.replace("collapsed: yes", "collapsed: no"), encoding="utf-8")
    assert read_plan(PLAN, read_study_codebook(), list(responses.columns)).by == "country"
    read_study_words.cache_clear()
    column = Column("land", {}, {"Kenya": 2, "Keenya": 2}, 4)
    lines = draft_values(column, "country", read_study_words())
    assert [(line.source_value, line.value, line.rule) for line in lines] == [
        ("Keenya", "KEN", ""),
        ("", "", "country"),
    ]


def test_how_to_group_by_country_is_said(toy: Path) -> None:
    text = PLAN.read_text(encoding="utf-8").replace("by: income_group", "by: country")
    PLAN.write_text(text.replace("collapsed: yes", "collapsed: no"), encoding="utf-8")
    columns = ["country", "topic__ethics", "topic__coding", "age"]
    with pytest.raises(ProblemsFound) as stopped:
        read_plan(PLAN, read_study_codebook(), columns)
    assert str(stopped.value) == (
        "analyses/wanted.yaml:5\n"
        "  found:    grouping variable country without a scale\n"
        "  expected: a category with a scale in data/codebook/scales.csv\n"
        "  to do:    in variables.csv give country the type category and the scale country; in scales.csv "
        "give that scale a line for each country of the study, with its ISO code as the code "
        "(country,KEN,1,Kenya)"
    )
