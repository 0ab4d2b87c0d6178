"""Which turns a plan counts where answers of the survey are coded, too."""

import pandas as pd
import pytest
from aimed.stats.conversations.spoken_turns import keep_material, select_spoken
from aimed.stats.count_flow import of_focus_groups
from aimed.stats.plans import read_plan

TURNS = pd.DataFrame(
    [
        ("fg1", 1, "moderator", None, "focus_groups"),
        ("fg1", 2, "participant", "a", "focus_groups"),
        ("fg2", 1, "participant", "b", "focus_groups"),
        ("wish", 1, "participant", "a", "answers"),
        ("wish", 2, "participant", "c", "answers"),
        ("hope", 1, "participant", "d", "answers"),
    ],
    columns=["transcript", "turn", "role", "participant", "material"],
).assign(cohort="c")


@pytest.mark.parametrize(
    ("population", "counted"),
    [
        ("", ["fg1", "fg2"]),
        ("population: [[transcript, not_in, [fg1]]]", ["fg2"]),
        ("population: [[transcript, is, wish]]", ["wish", "wish"]),
        ("population: [[transcript, in, [fg1, wish]]]", ["fg1", "wish", "wish"]),
        ("population: [[material, is, answers]]", ["wish", "wish", "hope"]),
        ("population: [[material, known]]", ["fg1", "fg2", "wish", "wish", "hope"]),
    ],
)
def test_answers_count_where_a_plan_asks_for_them_alone(population, counted, write_plan, codebook):
    plan = read_plan(write_plan(f"kind: codes\n{population}\n", "codes"), codebook, list(TURNS.columns))
    assert select_spoken(plan, TURNS).rows["transcript"].tolist() == counted


def test_where_no_answers_are_coded_no_condition_is_added(write_plan, codebook):
    groups = TURNS[TURNS["material"] == "focus_groups"]
    plan = read_plan(write_plan("kind: codes\n", "codes"), codebook, list(TURNS.columns))
    assert keep_material(plan, groups) == of_focus_groups(groups) == ()
    assert of_focus_groups(TURNS) == keep_material(plan, TURNS) != ()
