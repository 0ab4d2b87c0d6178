"""Columns recoded one by one. Expected values: read by hand from the four to six cells written here."""

import pandas as pd
from aimed.harmonise.cohort_tables import CohortSources
from aimed.harmonise.recoding.recode import Recoding, recode

Line = tuple[str, str, str, str, str, str]


def recode_cells(
    sources: CohortSources, cells: dict[str, list[str | None]], lines: list[Line], **said: object
) -> Recoding:
    """Recode columns of a survey whose first row is line 2; the crosswalk's first line is 2 too."""
    names = ("source_variable", "source_value", "variable", "value", "missing_reason", "rule")
    crosswalk = pd.DataFrame(lines, columns=names).assign(line=range(2, len(lines) + 2))
    survey = pd.DataFrame(cells, dtype="string").assign(source_file="s.csv")
    survey["source_row"] = range(2, len(survey) + 2)
    return recode(survey, crosswalk, sources.codebook, "crosswalk.csv", dict(said))


def test_cells_of_a_line_and_of_a_rule_and_blanks_are_counted(sources: CohortSources) -> None:
    lines = [("q", "-99", "age", "", "refused", ""), ("q", "", "age", "", "", "number")]
    made = recode_cells(sources, {"q": ["21", None, "-99", "22", "-99", None]}, lines)
    counted = [(one.source_value, one.value, one.line, one.n) for one in made.recodes]
    assert counted == [("(number)", None, 3, 2), (None, None, None, 2), ("-99", "(refused)", 2, 2)]
    assert made.responses["age"].tolist() == [21.0, None, None, 22.0, None, None]
    assert made.reasons["age"].tolist() == [None, "no_answer", "refused", None, "refused", "no_answer"]


def test_a_line_without_value_and_rule_says_why_cells_are_blank(sources: CohortSources) -> None:
    lines = [("q", "", "age", "", "dont_know", ""), ("q", "", "age", "", "", "number")]
    asked = {"columns": {"q": {"not_shown": [""]}}}
    made = recode_cells(sources, {"q": ["21", None]}, lines, **asked)
    assert made.reasons["age"].tolist() == [None, "dont_know"]
    assert [(one.source_value, one.n) for one in made.recodes] == [("(number)", 1), (None, 1)]
    assert recode_cells(sources, {"q": ["21", None]}, lines[1:], **asked).reasons["age"][1] == "not_asked"


def test_of_three_source_columns_the_weightiest_cell_is_taken(sources: CohortSources) -> None:
    """By hand: a value goes before a reason, a cell before a blank that has a reason, the first before a
    later one that has as much; a number outside the limits is a cell that has a value."""
    lines = [
        ("a", "1", "age", "30", "", ""),
        ("a", "x", "age", "", "refused", ""),
        ("b", "", "age", "", "dont_know", ""),
        *((name, "", "age", "", "", "number") for name in "bc"),
    ]
    cells = {
        "a": ["1", "x", "x", None, "x", "x"],
        "b": ["30", "40", None, None, "7", None],
        "c": ["30", None, "50", "60", None, None],
    }
    made = recode_cells(sources, cells, lines)
    assert made.responses["age"].tolist() == [30.0, 40.0, 50.0, 60.0, None, None]
    assert made.reasons["age"].tolist() == [None, None, None, None, "invalid", "refused"]
    assert made.problems == []
    [event] = made.events
    assert (event["position"], event["source_row"], event["source_variable"]) == (4, 6, "b")
    assert (event["found"], event["rule"], event["reason"]) == ("7", "number", "invalid")


def test_a_cell_that_refuses_goes_before_an_option_that_was_left_blank(sources: CohortSources) -> None:
    lines = [
        ("e", "", "topic__ethics", "", "", "ticked"),
        ("c", "", "topic__coding", "", "", "ticked"),
        ("s", "-", "topic", "", "refused", ""),
    ]
    made = recode_cells(sources, {"e": [None, None], "c": ["x", "x"], "s": ["-", None]}, lines)
    assert made.responses["topic__ethics"].tolist() == [None, False]
    assert made.reasons["topic__ethics"].tolist() == ["refused", None]
    assert made.responses["topic__coding"].tolist() == [True, True]


def test_each_column_is_held_against_the_one_that_was_taken_before(sources: CohortSources) -> None:
    """By hand: in row 2 b differs from a; in row 3 c from b, since a is blank there, in row 4 c from a. What
    is told is in the order of the rows."""
    lines = [(name, "", "age", "", "", "number") for name in "abc"]
    cells = {"a": ["20", None, "30"], "b": ["21", "40", None], "c": ["20", "41", "31"]}
    made = recode_cells(sources, cells, lines)
    assert [(one.place, one.found) for one in made.problems] == [
        (f"s.csv, row {row}, column {name}",
         f"another value for age than column {earlier} gives, in 1 row from this one on")
        for row, name, earlier in ((2, "b", "a"), (3, "c", "b"), (4, "c", "a"))
    ]  # fmt: skip
    assert made.responses["age"].tolist() == [20.0, 40.0, 30.0]


def test_a_reversed_scale_answers_with_the_code_at_the_other_end(sources: CohortSources) -> None:
    lines = [
        ("q", "-", "core_curriculum", "", "refused", ""),
        ("q", "", "core_curriculum", "", "", "reverse"),
    ]
    cells: list[str | None] = ["agree", "strongly_disagree", "neutral", "-"]
    made = recode_cells(sources, {"q": [*cells, "agreed"]}, lines)
    assert made.responses["core_curriculum"].tolist() == ["disagree", "strongly_agree", "neutral", None, None]
    [problem] = made.problems
    assert problem.found == "value 'agreed' for core_curriculum in 1 row"


def test_a_personal_value_that_nothing_maps_is_masked(sources: CohortSources) -> None:
    made = recode_cells(sources, {"q": ["ask Jane", "-"]}, [("q", "-", "remark", "", "refused", "")])
    [problem] = made.problems
    assert problem.found == "value [masked: personal] for remark in 1 row"
    assert problem.expected == "a source_value of crosswalk.csv, or a value its rule can read"


def test_a_survey_without_rows_has_columns_all_the_same(sources: CohortSources) -> None:
    made = recode_cells(sources, {"q": []}, [("q", "", "age", "", "", "number")])
    assert (len(made.responses), "age" in made.responses, made.recodes) == (0, True, [])
