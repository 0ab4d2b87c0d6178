"""Cells that hold several answers, with options that nobody chose alone. Expected values: by hand."""

import pytest
from aimed.ingest.survey.several_answers import find_several

WANTED = ["Lectures;Electives", "Lectures", "Electives", "Lectures;Hackathon projects"]
WANTED += ["Electives;Hackathon projects", "Online courses;Hackathon projects", "Lectures;Online courses"]
WANTED += ["Lectures;Electives;Hackathon projects"]
LAW = ["Coding", "Ethics", "Ethics, law"]
OPTIONS = ["Electives", "Hackathon projects", "Lectures", "Online courses"]


@pytest.mark.parametrize("separator", [";", "; ", ", ", ",", " | "])
def test_options_that_nobody_chose_alone_are_options(separator: str) -> None:
    found = find_several([cell.replace(";", separator) for cell in WANTED], separator)
    assert sorted(found["options"]) == OPTIONS


@pytest.mark.parametrize(
    ("cells", "separator", "options"),
    [
        (["Ethics", "Ethics, law", "Coding", "Ethics, law, Coding"], ", ", LAW),
        (["Ethics", "Ethics, law and consent"], ", ", []),
        (["Ethics", "Ethics, law", "Coding, Ethics, law", "Coding"], ", ", LAW),
        (["A;B;", "A;", "B;", "C;A;"], ";", ["A", "B", "C"]),
        (["A;B", "C;A", "B;C"], ";", ["A", "B", "C"]),
        (["Lectures;Electives", "Lectures"], ";", ["Electives", "Lectures"]),
        (["Yes; a lot", "No; none", "Yes; a little"], ";", []),
        (["good teacher; long day", "boring", "too much; too late; cold"], ";", []),
        (["I liked it, mostly", "no, thanks", "well, yes, but"], ", ", []),
        (["yes", "no"], ";", []),
    ],
)  # fmt: skip
def test_an_option_may_hold_the_sign_and_free_text_is_no_list(
    cells: list[str], separator: str, options: list[str]
) -> None:
    assert sorted(find_several(cells, separator).get("options", [])) == options


def test_a_known_option_with_a_semicolon_stays_whole() -> None:
    cells = ["Ethics; law;Coding", "Coding", "Ethics; law;Robots", "Robots;Coding"]
    assert sorted(find_several(cells, ";", ["Ethics; law"])["options"]) == ["Coding", "Ethics; law", "Robots"]


def test_more_combinations_than_options_are_read() -> None:
    options = [f"option {letter}" for letter in "abcdefg"]
    sets = [[one for n, one in enumerate(options) if chosen >> n & 1] for chosen in range(1, 128)]
    for separator in (";", ", "):
        assert sorted(find_several(map(separator.join, sets), separator)["options"]) == options
