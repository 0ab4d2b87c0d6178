"""How the selection of rows is read. Expected values: by hand, of one scale and one multi-select."""

from typing import Any

import pandas as pd
import pytest
from aimed.ledger.protection.questions import Question, QuestionReader
from aimed.study.codebook import Codebook
from aimed.study.derived_variables import DerivedVariable

VARIABLES = pd.DataFrame(
    {"type": ["ordered", "multi", "number"], "scale": ["opinion", "topics", ""]},
    index=["core", "topic", "age"],
)
SCALES = {"opinion": pd.DataFrame(index=["no", "yes", "very"]), "topics": pd.DataFrame(index=["ethics"])}
BOOK = Codebook(VARIABLES, SCALES, {"refused": "", "not_asked": ""})


def read(where: list[list[Any]], table: str = "responses", *others: list[list[Any]]) -> Question | None:
    sets: Any = {"rows": {"table": table, "where": where}}
    sets |= {str(at): {"table": table, "where": more} for at, more in enumerate(others)}
    return QuestionReader(BOOK, sets).question("rows")


@pytest.mark.parametrize(
    ("where", "cuts"),
    [
        ([], ()),
        ([["core", "known", None], ["core", "is", "yes"]], (("core", ("yes",)),)),
        ([["core", "known", None]], (("core", ("no", "very", "yes")),)),
        ([["core", "missing", None]], (("core", ("?not_asked", "?refused")),)),
        ([["core", "not_in", ["no"]]], (("core", ("very", "yes")),)),
        ([["topic__ethics", "is", True]], (("topic__ethics", ("yes",)),)),
        ([["age", "known", None]], (("age", ("(other)",)),)),
    ],
)
def test_conditions_are_states_of_columns(where: list[list[Any]], cuts: Any) -> None:
    assert read(where) == Question("responses", cuts)


def test_a_missing_answer_is_a_state_of_its_respondent() -> None:
    asked = [["income", "is", "low"], ["variable", "is", "core"], ["reason", "is", "refused"]]
    assert read(asked, "missing") == Question("responses", (("core", ("?refused",)), ("income", ("low",))))
    assert read(asked[1:2], "missing") == read([["core", "missing", None]])
    assert read(asked[:1], "missing") is None


def test_who_was_left_out_has_one_outcome() -> None:
    left = [["kept", "is", False], ["step", "is", "consent"], ["reason", "is", "blank"]]
    found = read(left, "exclusions", left[:2], [["kept", "is", True]])
    assert found == Question("exclusions", (("outcome", ("consent/blank",)),))


def test_what_is_no_state_is_no_question() -> None:
    assert read([["age", "at_least", 18]]) is None
    assert read([["core", "is", "maybe"]]) is None
    assert QuestionReader(BOOK, {}).question(None) is None


def test_a_condition_on_a_recode_is_the_question_of_its_part() -> None:
    written: Any = {"codes": {"no": False, "yes": "for", "very": "for"}}
    twice: Any = {"codes": {"no": "rest", "for": "chosen"}}
    rows = pd.DataFrame({"type": "category", "scale": ["sides", "last"]}, index=["side", "last"])
    scales = SCALES | {
        "sides": pd.DataFrame(index=["no", "for"]),
        "last": pd.DataFrame(index=["rest", "chosen"]),
    }
    derived = {
        "side": DerivedVariable("side", "recode", ("core",), written, 1),
        "last": DerivedVariable("last", "recode", ("side",), twice, 2),
    }
    book = Codebook(pd.concat([VARIABLES, rows]), scales, BOOK.missing, derived)
    sets: Any = {
        str(at): {"table": table, "where": where}
        for at, (table, where) in enumerate(
            [
                ("responses", [["last", "is", "chosen"]]),
                ("responses", [["core", "in", ["yes", "very"]]]),
                ("responses", [["side", "not_in", ["for"]]]),
                ("missing", [["variable", "is", "last"], ["reason", "is", "refused"]]),
            ]
        )
    }
    reader = QuestionReader(book, sets)
    assert reader.question("0") == reader.question("1") == Question("responses", (("core", ("very", "yes")),))
    assert reader.question("2") == Question("responses", (("core", ("no",)),))
    assert reader.question("3") == Question("responses", (("core", ("?refused",)),))
