"""Flow diagrams counted by hand."""

import json

import pandas as pd
import pytest
from aimed.files.tables import read_table, write_table
from aimed.messages.problems import ProblemsFound
from aimed.stats.count_flow import check_reasons, count_flow, order_steps

RULES = """exclusions:
  - {step: preview, reason: test_row, where: [[status, is, preview]]}
  - {step: consent, reason: no_consent, where: [[consent, is, "0"]]}
  - {step: consent, reason: consent_blank, where: [[consent, missing]]}
"""


def make_exclusions(cohort: str, left: list[tuple[str, str]], kept: int) -> pd.DataFrame:
    rows = [(cohort, False, *pair) for pair in left] + [(cohort, True, None, None)] * kept
    return pd.DataFrame(rows, columns=["cohort", "kept", "step", "reason"])


@pytest.fixture
def flow(tmp_path, write_plan):
    """Return the flow's value by item and group, of one or two cohorts."""

    def run(cohorts: list[str]) -> pd.DataFrame:
        left = [("withdrawal", "withdrew"), ("consent", "no_consent"), ("consent", "no_consent")]
        exclusions = pd.concat([make_exclusions(c, left, 3 + at) for at, c in enumerate(cohorts)])
        people = pd.DataFrame(
            [
                (c, kept, True, talks, country)
                for c in cohorts
                for kept, talks, country in [(True, True, "KEN"), (True, False, "MEX"), (False, True, "JPN")]
            ],
            columns=["cohort", "kept", "in_survey", "in_focus_groups", "country"],
        )
        turns = pd.DataFrame(
            [
                (c, "fg1", role, who)
                for c in cohorts
                for role, who in [("moderator", None), ("participant", f"{c}:a"), ("participant", f"{c}:a")]
            ],
            columns=["cohort", "transcript", "role", "participant"],
        )
        files = {}
        for name, table in (("exclusions", exclusions), ("participants", people), ("turns", turns)):
            files[name] = tmp_path / f"{name}.parquet"
            write_table(table, files[name])
        rules = tmp_path / "cohort.yaml"
        rules.write_text(RULES, encoding="utf-8")
        count_flow(
            analysis="flow",
            plan=write_plan(
                "kind: flow\nsmall_cells: shown\nsmall_cells_reason: counts of rows, not of people\n", "flow"
            ),
            cohort_files=(rules,) * len(cohorts),
            statistics=tmp_path / "flow.parquet",
            **files,
        )
        return read_table(tmp_path / "flow.parquet")

    return run


def test_boxes_of_one_cohort(flow):
    table = flow(["c-1"])
    assert set(table["group"]) == {"all"}
    assert set(table["statistic"]) == {"count"}
    assert table["public_by_plan"].all()
    assert list(zip(table["item"], table["value"], strict=True)) == [
        ("raw", 6),
        ("at_withdrawal", 1),
        ("withdrew", 1),
        ("after_withdrawal", 5),
        ("at_preview", 0),
        ("test_row", 0),
        ("after_preview", 5),
        ("at_consent", 2),
        ("no_consent", 2),
        ("consent_blank", 0),
        ("after_consent", 3),
        ("kept", 3),
        ("survey", 2),
        ("countries", 2),
        ("cohorts", 1),
        ("focus_groups", 1),
        ("turns", 2),
        ("transcripts", 1),
        ("speakers", 1),
    ]


def test_cohorts_add_up_and_their_transcripts_stay_apart(flow):
    table = flow(["c-1", "c-2"]).set_index(["item", "group"])["value"]
    assert table["kept", "all"] == 7 == table["kept", "c_1"] + table["kept", "c_2"]
    # Both have a transcript fg1: two transcripts, not one.
    assert table["transcripts", "all"] == 2
    assert table["after_consent", "all"] == table["kept", "all"]
    # Both hold people of the same two countries.
    assert (table["countries", "c_1"], table["countries", "all"], table["cohorts", "all"]) == (2, 2, 2)


def test_what_remains_rests_on_the_steps_so_far(flow):
    row = flow(["c-1"]).set_index("item").loc["after_preview"]
    assert row["kind"] == "derived"
    assert json.loads(row["numbers"]) == [
        "flow.raw.all.count",
        "flow.at_withdrawal.all.count",
        "flow.at_preview.all.count",
    ]


def test_partitions_add_up_to_the_number_that_they_name(flow):
    table = flow(["c-1", "c-2"])
    ids = "flow." + table["item"] + "." + table["group"] + ".count"
    values = dict(zip(ids, table["value"], strict=True))
    members: dict[str, float] = {}
    for name, written in zip(ids, table["partitions"], strict=True):
        for key in json.loads(written):
            members[key] = members.get(key, 0) + values[name]
    assert members == {key: values[key.split("|")[0]] for key in members}


def test_a_reason_with_the_name_of_a_box_is_told():
    steps = order_steps(
        make_exclusions("c-1", [], 1), [("consent", "kept"), ("empty", "blank"), ("late", "blank")]
    )
    assert "\n".join(map(str, check_reasons(steps, ["data/cohorts/c-1/cohort.yaml"]))) == (
        "data/cohorts/c-1/cohort.yaml\n"
        "  found:    exclusion reason kept\n"
        "  expected: a reason in one step only that is not the name of a box of the flow diagram\n"
        "  to do:    rename the reason\n"
        "data/cohorts/c-1/cohort.yaml\n"
        "  found:    exclusion reason blank\n"
        "  expected: a reason in one step only that is not the name of a box of the flow diagram\n"
        "  to do:    rename the reason"
    )


def test_a_plan_against_its_schema_is_told_with_its_line(write_plan, tmp_path):
    plan = write_plan("kind: flow\nsmall_cells: shown\n", "flow")
    with pytest.raises(ProblemsFound) as found:
        count_flow(
            analysis="flow",
            plan=plan,
            cohort_files=(),
            exclusions=tmp_path / "none",
            participants=tmp_path / "none",
            turns=tmp_path / "none",
            statistics=tmp_path / "none",
        )
    assert str(found.value).startswith(f"{plan}:1\n  found:    'small_cells_reason' is a required property\n")
