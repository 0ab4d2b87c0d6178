import pytest
from aimed.study.number_ids import number_id


def test_id_is_dotted_lower_case_with_underscores():
    assert number_id("support", "core_curriculum", "lmic", "pct") == "support.core_curriculum.lmic.pct"
    assert number_id("flow-1", "ethics.Bias", "fg-1", "turns") == "flow_1.ethics.bias.fg_1.turns"


@pytest.mark.parametrize("item", ["", "a b", "a..b", "é", "a\n"])
def test_id_of_another_shape_is_refused(item):
    with pytest.raises(ValueError, match="cannot be the id of a number"):
        number_id("support", item, "all", "n")


def test_id_begins_with_a_letter():
    with pytest.raises(ValueError, match=r"'2x\.a\.all\.n' cannot be the id"):
        number_id("2x", "a", "all", "n")
