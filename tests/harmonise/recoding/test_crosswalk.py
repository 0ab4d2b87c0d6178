"""Lines of a crosswalk: how wrong ones are left out."""

from pathlib import Path

import pandas as pd
from aimed.harmonise.recoding.crosswalk import read_crosswalk, without_lines
from aimed.language.own_words import NAME
from aimed.messages.problems import Problem
from aimed.study.codebook import read_study_codebook


def test_lines_that_problems_name_are_left_out() -> None:
    crosswalk = pd.DataFrame({"source_variable": ["a", "b", "c"], "line": [2, 3, 4]})
    wrong = [Problem("crosswalk.csv, line 3", "rule 'texts'", "a rule", "correct this line")]
    assert without_lines(crosswalk, wrong)["line"].tolist() == [2, 4]


def test_own_words_that_stand_twice_are_not_shown(toy: Path) -> None:
    own = toy / "own_words.csv"
    line = "remark,only trans man in my year,remark,,,,"
    own.write_text(f"source_variable,source_value,variable,value,missing_reason,rule,note\n{line}\n{line}\n")
    _, wrong = read_crosswalk(Path("data/cohorts/toy/crosswalk.csv"), own, read_study_codebook())
    told = "\n".join(map(str, wrong))
    assert f"{own}, line 3\n  found:    remark {NAME} for remark a second time\n" in told
    assert "trans" not in told
