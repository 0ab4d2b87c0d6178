"""A survey that is written as a platform exports it: a small plan, and the file that it gives."""

from pathlib import Path

from aimed.simulate.exports.write import write_exports

PLAN = """platform: google_forms
file: answers
title: A survey
language: en
time_stamp: Timestamp
sheet: Answers
encoding: utf-8
questions:
  - {code: likes, kind: one, text: Do you like it?, options: {"1": Yes indeed, "2": Not at all}}
  - {code: topics, kind: several, text: Which topics?, options: {"1": Ethics, "2": Law}}
"""
ANSWERS = """id,started,minutes,state,likes,topics
a,2025-03-01 09:00:00,4,complete,1,1 2
b,2025-03-01 09:30:00,4,complete,2,2
"""


def test_codes_become_the_words_of_the_form(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    write_exports(plan=tmp_path, raw=tmp_path / "raw")
    assert (tmp_path / "raw/answers_excel.csv").read_text(encoding="utf-8").splitlines() == [
        "Timestamp,Do you like it?,Which topics?",
        '2025/3/1 9:04,Yes indeed,"Ethics, Law"',
        "2025/3/1 9:34,Not at all,Law",
    ]
