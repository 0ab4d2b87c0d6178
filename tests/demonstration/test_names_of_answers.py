"""The names that answers of the demonstration go by in a sentence."""

from aimed.audit.lookup.declarations import read_design
from audited_study import REPOSITORY


def test_names_of_answers() -> None:
    levels = read_design(REPOSITORY).levels
    assert levels["gender"]["woman"] == {"Woman", "WOMAN", "Women"}
    assert "core_curriculum" not in levels
