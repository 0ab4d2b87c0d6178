"""Like beside like: what is refused, and why, with each message as a whole."""

from pathlib import Path

from aimed.ledger.joint.likeness import find_unlike
from milk_display import judge, numbers, write

ALIKE = "set its like beside it; alike of joint.yaml says what was asked and coded as the same thing"


def find(display, **changed):
    known = numbers(**changed)
    values = {name: entry["value"] for name, entry in known.items()}
    return [str(one) for one in find_unlike(display, {"milk": judge(display, **changed)}, values, known)]


def test_like_beside_like(joint: Path) -> None:
    assert find(write(joint)) == []


def test_a_code_beside_an_item_that_is_not_like_it(joint: Path) -> None:
    cold = "talk.milk.cold.all.participants"
    other = {"groups_codes": ["milk.cold"], "groups_numbers": [cold]}
    other |= {"groups_for": f"{cold} > 5", "groups_against": f"{cold} < 5"}
    assert find(write(joint, **other)) == [
        "manuscript/joint.yaml:10\n"
        "  found:    wants.taste.milk of the survey beside milk.cold in row milk\n"
        "  expected: what is like it: milk.warm\n"
        f"  to do:    {ALIKE}",
        "manuscript/joint.yaml:19\n"
        "  found:    milk.cold of the groups beside wants.taste.milk in row milk\n"
        "  expected: what is like it: nothing that alike names\n"
        f"  to do:    {ALIKE}",
    ]


def test_a_condition_may_not_bring_in_another_item(joint: Path) -> None:
    display = write(joint, survey_for="wants.taste.milk.all.pct > wants.taste.sugar.all.pct")
    (found,) = find(display)
    assert "wants.taste.sugar of the survey beside milk.warm in row milk" in found


def test_a_number_of_the_survey_in_the_groups_condition(joint: Path) -> None:
    (found,) = find(write(joint, groups_for="wants.taste.milk.all.pct > 0"))
    assert "wants.taste.milk of the groups beside wants.taste.milk in row milk" in found


def test_other_groups_of_people(joint: Path) -> None:
    display = write(joint, groups_for="talk.milk.warm.north.participants > 5", groups_against=None)
    assert find(display) == [
        "manuscript/joint.yaml:15\n"
        "  found:    row milk: the survey about all beside the groups about north\n"
        "  expected: findings about the same groups of people\n"
        "  to do:    let the conditions of both strands name the same groups"
    ]


def test_a_discordance_that_would_hold_of_every_sibling(joint: Path) -> None:
    changed = {"wants_taste_milk_all_pct": 40.0}  # few want milk, and all kinds of milk are spoken of
    display = write(joint, verdict="discordant")
    assert find(display, **changed) == [
        "manuscript/joint.yaml:21\n"
        "  found:    what row milk has the groups say of milk.warm would hold of milk.cold, milk.oat, too\n"
        "  expected: for discordance, a condition that tells it from the others\n"
        "  to do:    compare it with the others, or do not call it discordant"
    ]
    assert find(display, **changed, talk_milk_oat_all_participants=2.0) == []
