"""Codes of quotations against a table of coded turns written by hand; the whole text of each message."""

from pathlib import Path

import pytest
from aimed.manuscript.binding.carried_codes import check_codes, deepest_codes, read_coded
from aimed.messages.problems import ProblemsFound
from make_study import bind, read_binding, write_paper

CODED = {"demo/g1/2": {"taste": 2, "taste.bitter": 1}}
CODES = {"taste": "Taste", "taste.bitter": "Bitterness"}
UNCARRIED = (
    "manuscript/paper.qmd:5:1\n"
    "  found:    turn demo/g1/2, which does not carry the code taste.sweet\n"
    "  expected: a turn with this code; it carries taste.bitter (1 coder)\n"
    "  to do:    correct the code, or quote another turn: aimed quotes taste.sweet lists them"
)
QUOTED = '[warm milk helps]{{.quote turn="demo/g1/2" code="{}"}}'


def check(written, codes=CODES):
    return [str(one) for one in check_codes("manuscript/paper.qmd:5:1", "demo/g1/2", written, CODED, codes)]


@pytest.mark.parametrize(
    "written", ["", "taste", "taste.bitter", "taste.bitter, taste", " taste  taste.bitter "]
)
def test_codes_that_the_turn_carries(written):
    assert check(written) == []


def test_a_code_that_the_turn_does_not_carry():
    assert check("taste taste.sweet", CODES | {"taste.sweet": "Sweet"}) == [UNCARRIED]


def test_a_code_of_the_consensus_alone_is_not_said_to_be_of_no_coder():
    coded = {"demo/g1/2": {"taste": 1, "taste.bitter": 0}}
    [found] = check_codes("p", "demo/g1/2", "taste.sweet", coded, CODES | {"taste.sweet": "Sweet"})
    assert found.expected == "a turn with this code; it carries taste.bitter (consensus alone)"


def test_a_code_that_the_codebook_does_not_have():
    assert check("taste.biter") == [
        "manuscript/paper.qmd:5:1\n"
        "  found:    code taste.biter\n"
        "  expected: a code of data/codebook/themes.csv; the nearest is taste.bitter\n"
        "  to do:    correct code="
    ]


def test_codes_above_others_are_left_out():
    assert deepest_codes(["taste", "taste.bitter", "milk", "tastes"]) == ["milk", "taste.bitter", "tastes"]


def test_codes_are_read_by_turn(study):
    path = Path("coded_turns.parquet")
    assert read_coded(path, ["demo/g1/2", "demo/g1/9"]) == CODED
    assert read_coded(path) == CODED | {"demo/g1/3": {"taste": 1}}


def test_a_code_stops_the_build_from_submission_on_alone(study):
    write_paper(QUOTED.format("taste.sweet"))
    Path("codebook/themes.csv").write_text(
        "code,parent,label\ntaste,,Taste\ntaste.bitter,taste,Bitterness\ntaste.sweet,taste,Sweet\n", "utf-8"
    )
    assert read_binding("paper.qmd")["quotes"] == {"demo/g1/2": "Drinker, north"}
    config = Path("config.yaml")
    config.write_text(config.read_text("utf-8").replace("stage: draft", "stage: submission"), "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        bind("paper.qmd")
    assert str(caught.value) == UNCARRIED
    write_paper(QUOTED.format("taste.bitter"))
    assert read_binding("paper.qmd")["quotes"] == {"demo/g1/2": "Drinker, north"}
