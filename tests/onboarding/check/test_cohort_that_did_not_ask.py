"""A cohort that was asked one question names the variables of the codebook that it has no column for."""

from pathlib import Path

from aimed.onboarding.check.command import check_cohort

COHORT = """title: Students who were asked their age alone
countries: [KEN]
collected: {from: "2020-03-01", to: "2020-03-31"}
languages: [en]
synthetic: yes
files: {survey: {path: ages.csv}}
respondent_id: id
consent: {analysis: yes, quotation: yes, deposit: yes}
exclusions: []
"""
HEAD = "source_variable,source_value,variable,value,missing_reason,rule,note"


def test_variables_without_a_column_are_listed_and_the_rest_passes(toy: Path) -> None:
    folder = Path("data/cohorts/ages")
    folder.mkdir()
    rows = "\n".join(f"c{n},{18 + n % 10}" for n in range(60))
    (folder / "ages.csv").write_text(f"id,age\n{rows}\n", encoding="utf-8")
    (folder / "cohort.yaml").write_text(COHORT, encoding="utf-8")
    (folder / "crosswalk.csv").write_text(f"{HEAD}\nid,,,,,,\nage,,age,,,number,\n", encoding="utf-8")
    lines, code = check_cohort("ages")
    told = "variables without a column: prior, hours, core_curriculum, topic, remark"
    assert (code, told in lines) == (0, True), "\n".join(lines)
    assert told in Path("logs/cohorts/ages.html").read_text(encoding="utf-8")
    several = COHORT.replace("[KEN]", "[KEN, RWA]")
    (folder / "cohort.yaml").write_text(several, encoding="utf-8")
    assert told.replace("prior", "country, prior") in check_cohort("ages")[0]
