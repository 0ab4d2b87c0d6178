"""Options that cells and heads show where no platform names them; small tables written out here."""

from collections import Counter
from pathlib import Path

from aimed.onboarding.new.command import read_study_words
from aimed.onboarding.new.crosswalk import draft_crosswalk
from aimed.onboarding.new.inference import complete_profile
from aimed.onboarding.profiling import Column, Profile


def profile(*columns: Column, rows: int = 6) -> Profile:
    return Profile([{"name": "a.csv", "rows": rows}], {column.name: column for column in columns}, {})


def column(name: str, *values: str, **said: object) -> Column:
    return Column(name, {"label": name} | said, Counter(values), len(values))


def test_names_of_options_with_blanks_between_are_several_answers() -> None:
    """As the forms of ODK write them, where at least half of the names are the codebook's."""
    cells = ("ethics law", "law", "coding ethics", "none")
    for known, found in (("Ethics", "Law", "Coding"), True), (("Ethics",), False):
        read = profile(column("topic", *cells), column("learn", "Ethics law", "law, coding"))
        complete_profile(read, known)
        several = {"separator": " ", "options": ["coding", "ethics", "law", "none"], "guessed": True}
        assert read.columns["topic"].description == {"label": "topic"} | (several if found else {})
        assert "separator" not in read.columns["learn"].description


def test_numbered_columns_with_a_text_each_are_options() -> None:
    read = profile(
        *(column("Q1_1", "Ethics", "Ethics"), column("Q1_2", "Law"), column("Q1_3", "my words")),
        *(column("Which?", *["Ball games"] * 3), column("Which? (2)", *["Chess"] * 3)),
        *(column("Q2_1", *["Agree"] * 6), column("Q2_2", *["Neutral"] * 6)),
        *(column("Q3_1", "Yes"), column("Q3_2", "No")),
    )
    complete_profile(read, ["Ethics", "Law"])
    said = {name: one.description for name, one in read.columns.items()}
    assert {name: (one["question"], one["option"]) for name, one in said.items() if "option" in one} == {
        **{"Q1_1": ("Q1", "Ethics"), "Q1_2": ("Q1", "Law")},
        **{"Which?": ("Which?", "Ball games"), "Which? (2)": ("Which?", "Chess")},
    }
    assert said["Q1_1"]["unticked"] == [""]


def test_ticks_in_words_are_ticks() -> None:
    heads = {"TO1": "Which topics?: Ethics", "TO2": "Which topics?: Law"}
    read = profile(*(column(n, "Checked", "Not checked", label=text) for n, text in heads.items()))
    complete_profile(read)
    assert read.columns["TO1"].description["unticked"] == ["Not checked"]


def test_a_cell_that_joins_known_options_is_no_option_however_rare(toy: Path) -> None:
    """Coding stands in one cell alone, beside Ethics: nothing in the cells tells that it is an option."""
    cells = ("Ethics", "Ethics, Algebra", "Algebra", "Ethics, Coding")
    read = profile(column("a", *cells, label="Topics wanted"))
    read_study_words.cache_clear()
    complete_profile(read)
    assert "Ethics, Coding" in read.columns["a"].description["options"]
    lines = draft_crosswalk(read, read_study_words(), {}, derived=set())
    used = {line.source_value: line.variable for line in lines if line.source_value}
    assert used == {"Ethics": "topic__ethics", "Algebra": "topic", "Coding": "topic__coding"}
