"""The multiverse of the toy's comparison; every effect by hand from tests/toy/survey.csv.

High income: DEU 4 (a2), 5 (a11); NOR 2 (a10), 4 (a13). Others: KEN 5 (a4), 4 (a8); NAM 5 (a5);
RWA 4 (a6), 3 (a7). a12 (KEN) does not know, a3 (NOR) refused. An effect is (pairs in which high
income is higher - pairs in which it is lower) / pairs.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import ProblemsFound
from aimed.stats.multiverse.state import state_multiverse
from aimed.study.written_tables import list_codebook
from result_contracts import SPECIFICATIONS, choose, compare
from toy_study import harmonise, read_sources

PLAN = Path("analyses/again.yaml")
SUPPORT = """question: Do students want it?
planned: yes
kind: distribution
outcomes: [core_curriculum, topic, remark]
event: {core_curriculum: agree}
by: income_group
collapsed: yes
compare: [lmic, hic]
"""
PLANNED = -4 / 20
WITHOUT = {"DEU": -6 / 10, "KEN": -1 / 12, "NAM": -1 / 16, "NOR": 2 / 10, "RWA": -6 / 12}


@pytest.fixture
def pooled(toy: Path) -> Path:
    """Stand in the toy with its pooled responses and reasons, and a plan that compares two groups."""
    done = harmonise(read_sources())
    Path("pooled").mkdir()
    write_table(done.responses, Path("pooled/responses.parquet"))
    write_table(done.missing, Path("pooled/missing.parquet"))
    Path("analyses/support.yaml").write_text(SUPPORT, encoding="utf-8")
    return toy


def state(
    choices: str, of: str = "[support]", smallest: int = 1, large: int = 50
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return the specifications and `item.statistic` -> value of a plan with these choices."""
    PLAN.write_text(
        f"question: Again?\nplanned: no\nkind: multiverse\nof: {of}\nchoices:\n{choices}", encoding="utf-8"
    )
    book = dict(zip(("variables", "scales", "reasons"), list_codebook(), strict=True))
    tables = Path("specifications.parquet"), Path("statistics.parquet")
    state_multiverse(
        analysis="again",
        smallest=smallest,
        large=large,
        plan=PLAN,
        plans=tuple(sorted(Path("analyses").glob("*.yaml"))),
        income_groups=Path("data/reference/income_groups.csv"),
        responses=Path("pooled/responses.parquet"),
        missing=Path("pooled/missing.parquet"),
        specifications=tables[0],
        statistics=tables[1],
        **book,
    )
    found = read_table(tables[1])
    names = found["item"] + "." + found["statistic"]
    return read_table(tables[0]), dict(zip(names, found["value"], strict=True))


def effects(table: pd.DataFrame, *by: str, item: str = "core_curriculum") -> dict[Any, float]:
    """Return the effect of each specification of an item, by what it chose."""
    own = table[table["item"] == item]
    keys = own[list(by)].itertuples(index=False, name=None) if len(by) > 1 else own[by[0]]
    return dict(zip(keys, own["effect"], strict=True))


def test_a_dont_know_is_left_out_in_the_middle_or_no(pooled: Path) -> None:
    table, numbers = state("  dont_know: [left_out, middle, no]\n  outcome: [ordered, event]\n")
    assert effects(table, "outcome", "dont_know") == pytest.approx(
        {
            ("ordered", "left_out"): PLANNED,
            ("ordered", "middle"): -2 / 24,
            ("event", "left_out"): 3 / 4 - 4 / 5,
            ("event", "no"): 3 / 4 - 4 / 6,
        }
    )
    assert table.loc[table["item"] == "core_curriculum", "planned"].tolist() == [True, False, False, False]
    assert numbers["core_curriculum.specifications"] == 3  # beside the planned one
    assert numbers["core_curriculum.same_sign"] == pytest.approx(200 / 3)
    assert numbers["core_curriculum.same_interval"] == numbers["core_curriculum.same_decision"] == 100
    extent = [numbers[f"core_curriculum.{name}"] for name in ("smallest", "median", "largest")]
    assert extent == pytest.approx([PLANNED, (-1 / 12 - 0.05) / 2, 1 / 12])


def test_totals_weigh_each_item_by_its_specifications(pooled: Path) -> None:
    """A topic is ticked or not and nobody says that they do not know it: the planned specification alone."""
    table, numbers = state("  dont_know: [middle, no]\n  outcome: [event]\n")
    sizes = {"core_curriculum": 4, "topic.ethics": 1, "topic.coding": 1}
    assert table.groupby("item", sort=False).size().to_dict() == sizes
    ticked = {item: effects(table, "population", item=item)["as_planned"] for item in list(sizes)[1:]}
    assert ticked == pytest.approx({"topic.ethics": 2 / 4 - 5 / 6, "topic.coding": 3 / 4 - 3 / 6})
    assert numbers["topic.ethics.specifications"] == 0 and "topic.ethics.same_sign" not in numbers
    assert numbers["comparisons.specifications"] == 3
    assert numbers["comparisons.same_sign"] == pytest.approx(200 / 3)


def test_totals_weigh_items_by_their_other_choices_and_by_who_is_left_out(pooled: Path) -> None:
    """Core curriculum: extremes 2/8 and, with an event, 3/4 - 4/5 and 1 - 1/2; a topic: extremes alone."""
    _, numbers = state("  groups: [extremes]\n  outcome: [event]\n  leave_out: country\n")
    items = ("core_curriculum", "topic.ethics", "topic.coding")
    assert [numbers[f"{item}.specifications"] for item in items] == [3, 1, 1]
    for part in ("", "one_left_out_"):
        sizes = [numbers[f"{item}.{part.rstrip('_') or 'specifications'}"] for item in items]
        held = [numbers[f"{item}.{part}same_sign"] for item in items]
        whole = sum(share * size for share, size in zip(held, sizes, strict=True)) / sum(sizes)
        assert numbers[f"comparisons.{part}same_sign"] == pytest.approx(whole)
    assert numbers["core_curriculum.same_sign"] == pytest.approx(100 / 3)


def test_each_country_is_left_out_of_the_planned_specification(pooled: Path) -> None:
    table, numbers = state("  leave_out: country\n  outcome: [event]\n")
    left = effects(table[table["left_out"].notna()], "left_out")
    assert left == pytest.approx(WITHOUT)
    assert numbers["core_curriculum.one_left_out"] == 5
    assert numbers["core_curriculum.one_left_out_same_sign"] == 80  # all but NOR
    assert table.loc[table["outcome"] == "event", "left_out"][table["item"] == "core_curriculum"].isna().all()


def test_people_of_no_country_are_never_left_out(pooled: Path) -> None:
    path = Path("pooled/responses.parquet")
    people = read_table(path)
    people.loc[people["respondent"] == "toy:a5", "country"] = None
    write_table(people, path)
    table, _ = state("  leave_out: country\n")
    assert effects(table[table["left_out"].notna()], "left_out") == pytest.approx(
        {country: effect for country, effect in WITHOUT.items() if country != "NAM"}
    )


def test_extremes_are_the_first_and_the_last_code_and_no_choice_where_groups_are_single(pooled: Path) -> None:
    table, _ = state("  groups: [extremes]\n")
    assert effects(table, "groups") == pytest.approx({"as_planned": PLANNED, "extremes": 2 / 8})
    single = SUPPORT.replace("collapsed: yes\n", "").replace("[lmic, hic]", "[high, low]")
    Path("analyses/support.yaml").write_text(single, encoding="utf-8")
    table, _ = state("  groups: [extremes]\n")
    assert effects(table, "groups") == pytest.approx({"as_planned": 2 / 8})


def test_a_vintage_groups_countries_anew_and_a_blank_is_unclassified(pooled: Path) -> None:
    """Namibia with high income: 2 / 20. Without Rwanda's group, which then is nobody's: as without Rwanda."""
    path = Path("data/reference/income_groups.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    new = {"iso3": "fy22,fy23", "NAM": "high,upper_middle", "RWA": "low,"}
    added = [
        f"{line},{new.get(line[:3], new.get(line[:4], ','.join([line.split(',')[2]] * 2)))}" for line in lines
    ]
    path.write_text("\n".join(added) + "\n", encoding="utf-8")
    table, _ = state("  vintage: [fy22, fy23]\n")
    expected = {"as_planned": PLANNED, "fy22": 2 / 20, "fy23": WITHOUT["RWA"]}
    assert effects(table, "vintage") == pytest.approx(expected)


def test_a_population_is_a_part_of_the_analysis_own(pooled: Path) -> None:
    """At most 22 years: NOR 2, 4 against NAM 5, RWA 4."""
    table, _ = state("  population: {young: [[age, at_most, 22]], aged: [[age, known]]}\n")
    found = effects(table, "population")
    assert found["young"] == pytest.approx(-3 / 4)
    assert set(found) == {"as_planned", "young", "aged"}


def test_a_specification_with_few_people_in_a_group_is_none(pooled: Path) -> None:
    """Four have answered in high income; without a country it is two."""
    table, numbers = state("  leave_out: country\n  groups: [extremes]\n", smallest=3)
    assert set(table["left_out"].dropna()) == {"KEN", "NAM", "RWA"}
    assert set(table["groups"]) == {"as_planned"}
    table, numbers = state("  leave_out: country\n", smallest=100)
    assert (len(table), numbers) == (0, {})


def test_an_effect_that_gives_a_small_cell_away_is_not_public(pooled: Path) -> None:
    """Event: one of four in high income is against, one of five elsewhere; the scale itself counts nobody."""
    choices = "  outcome: [event]\n"
    table, numbers = state(choices, smallest=2)
    own = table[table["item"] == "core_curriculum"]
    assert dict(zip(own["outcome"], own["public"], strict=True)) == {"ordered": True, "event": False}
    extent = [numbers[f"core_curriculum.{name}"] for name in ("smallest", "median", "largest")]
    assert extent == [PLANNED] * 3
    plan = Path("analyses/support.yaml")
    shown = {"large_groups": (4, True), "shown": (50, True), "hidden": (4, False)}
    for how, (large, public) in shown.items():
        plan.write_text(
            f"{SUPPORT}small_cells: {how}\nsmall_cells_reason: Opinions, which tell nothing of anybody.\n",
            encoding="utf-8",
        )
        table, _ = state(choices, smallest=2, large=large)
        own = table[(table["item"] == "core_curriculum") & (table["outcome"] == "event")]
        assert own["public"].tolist() == [public], how


def test_what_was_read_is_named(pooled: Path) -> None:
    state("  vintage: [fy20]\n  leave_out: who_region\n  population: {young: [[age, at_most, 22]]}\n")
    found = read_table(Path("statistics.parquet")).set_index(["item", "statistic"])
    read = found.loc[("core_curriculum", "same_sign"), "columns"]
    assert read == '["age", "core_curriculum", "country", "income_group", "who_region"]'


def test_the_specifications_are_as_their_schema_says(pooled: Path) -> None:
    state("  leave_out: country\n  groups: [extremes]\n")
    assert choose("stats/again.specifications.parquet") == SPECIFICATIONS
    assert choose("stats/again.parquet") == "stats/<analysis>.parquet"
    assert compare(Path("specifications.parquet"), SPECIFICATIONS, Path()) == []
    state("  groups: [extremes]\n")  # nobody is left out: the column is wholly null
    assert compare(Path("specifications.parquet"), SPECIFICATIONS, Path()) == []


UNKNOWN = {
    "[support, flow, suport]": (
        "  groups: [extremes]\n",
        """analyses/again.yaml:4
  found:    analysis flow
  expected: one that compares two named groups of responses: support
  to do:    correct the name or delete it
analyses/again.yaml:4
  found:    analysis suport
  expected: one that compares two named groups of responses: support
  to do:    write support""",
    ),
    "vintage": (
        "  vintage: [fy20, fy39]\n",
        """analyses/again.yaml:6
  found:    vintage fy39
  expected: a column of data/reference/income_groups.csv: fy19, fy20, fy21
  to do:    correct the year""",
    ),
    "population": (
        "  population:\n    young:\n      - [agee, at_most, 22]\n      - [prior, is, maybe]\n",
        """analyses/again.yaml:8
  found:    population column agee
  expected: a column of the table responses
  to do:    write age
analyses/again.yaml:9
  found:    prior maybe
  expected: one of yes, no
  to do:    correct the code""",
    ),
    "theirs": (
        "  groups: [extremes]\nby: who_region\n",
        """analyses/again.yaml:7
  found:    the key by in a file of kind multiverse
  expected: keys of kind multiverse: question, planned, kind, of, choices, small_cells, \
small_cells_reason, note
  to do:    delete by, or name another kind""",
    ),
    "leave_out": (
        "  leave_out: respondent\n",
        """analyses/again.yaml:6
  found:    leave_out respondent
  expected: a column by which people are grouped: country, income_group, who_region, prior, \
core_curriculum, cohort
  to do:    correct the name""",
    ),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_an_unknown_name_is_a_problem_with_its_line(pooled: Path, what: str) -> None:
    choices, message = UNKNOWN[what]
    with pytest.raises(ProblemsFound) as found:
        state(choices, of=what if what.startswith("[") else "[support]")
    assert str(found.value) == message


def test_a_choice_that_the_study_has_no_use_for_is_a_problem(pooled: Path) -> None:
    reasons = Path("data/codebook/missing.csv")
    reasons.write_text(reasons.read_text(encoding="utf-8").replace("dont_know", "unsure"), encoding="utf-8")
    by_region = SUPPORT.replace("income_group\ncollapsed: yes", "who_region").replace(
        "[lmic, hic]", "[afr, eur]"
    )
    Path("analyses/support.yaml").write_text(by_region, encoding="utf-8")
    Path("analyses/other.yaml").write_text(by_region, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        state("  dont_know: [left_out, no]\n  vintage: [fy20]\n", of="[support, other]")
    outcomes = [
        f"""analyses/again.yaml:4
  found:    outcome {outcome} of other, and of support
  expected: each outcome in one of the analyses
  to do:    make a multiverse of each"""
        for outcome in ("core_curriculum", "topic", "remark")
    ]
    vintage = """analyses/again.yaml:7
  found:    vintages of income groups
  expected: an analysis that groups by income_group
  to do:    delete vintage"""
    unsure = """analyses/again.yaml:6
  found:    a choice of don't know
  expected: the reason dont_know in data/codebook/missing.csv
  to do:    delete dont_know, or add the reason"""
    assert str(found.value) == "\n".join([*outcomes, vintage, unsure])
