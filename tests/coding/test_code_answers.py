"""Coded answers to a text question of the survey, every number counted by hand."""

from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest
from aimed.coding.answers import TURN_TYPES
from aimed.coding.code_answers import code_answers
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_json
from aimed.messages.problems import ProblemsFound
from coding_project import Dialect, selection, write_project

CODEBOOK = {
    "variables": "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
    "age,Age,number,,years,,,group,no,\nfuture,The future,text,,,,,comment,yes,\n"
    "wish,A wish,text,,,,,comment,yes,\n",
    "scales": "scale,code,order,label,collapsed\n",
    "reasons": "reason,label\nnot_asked,Not asked\nno_answer,No answer\nnot_released,Not released\n",
    "themes": "code,parent,label\naccess,,Access\naccess.devices,access,Devices\n"
    "access.internet,access,Internet\n",
}
FUTURE = [  # respondent, answer; a5 is left out of the study
    ("a1", "No internet,\nand  no power"),
    ("a2", None),
    ("a3", "  "),
    ("a4", "Devices are dear; so is internet"),
    ("a6", "Nothing"),
]


def take(tmp_path: Path, entry: str, *, transcripts: tuple[str, ...] = ("fg1",)) -> dict[str, object]:
    """Run the step over the files of `tmp_path` and return its tables and its account."""
    for name, text in CODEBOOK.items():
        tmp_path.joinpath(f"{name}.csv").write_text(text, encoding="utf-8")
    rows = [
        (f"demo:{person}", "survey.csv", at, answer, "x")
        for at, (person, answer) in enumerate(FUTURE, start=2)
    ]
    columns = ["respondent", "source_file", "source_row", "future", "wish"]
    write_table(pd.DataFrame(rows, columns=columns), tmp_path / "responses")
    people = [f"demo:a{number}" for number in range(1, 7)]
    write_table(pd.DataFrame({"respondent": people}), tmp_path / "exclusions")
    write_table(pd.DataFrame({"transcript": list(transcripts)}), tmp_path / "transcripts")
    cohort_file = tmp_path / "cohort.yaml"
    cohort_file.write_text(
        "title: Demo\nsynthetic: yes\nrespondent_id: id\n"
        "consent: {analysis: yes, quotation: no, deposit: no}\n"
        f"files:\n  survey: {{path: survey.csv}}\n  coding: {entry}\n"
    )
    code_answers(
        cohort="demo",
        cohort_file=cohort_file,
        files=(next(path for path in tmp_path.glob("coded.*")),),
        responses=tmp_path / "responses",
        exclusions=tmp_path / "exclusions",
        transcripts=tmp_path / "transcripts",
        **{name: tmp_path / f"{name}.csv" for name in CODEBOOK},
        turns=tmp_path / "turns",
        segments=tmp_path / "segments",
        account=tmp_path / "account",
    )
    tables: dict[str, object] = {name: read_table(tmp_path / name) for name in ("turns", "segments")}
    return tables | {"account": read_json(tmp_path / "account")["projects"][0]}


def table(tmp_path: Path, rows: str) -> None:
    tmp_path.joinpath("coded.csv").write_text("document,respondent,words,code,coder\n" + dedent(rows))


def said(tmp_path: Path, entry: str = "{path: coded.csv, answers: [future]}", **around: object) -> str:
    with pytest.raises(ProblemsFound) as stopped:
        take(tmp_path, entry, **around)  # type: ignore[arg-type]
    return str(stopped.value).replace(tmp_path.as_posix(), "demo")


def test_answers_with_words_are_turns_in_the_order_of_the_rows(tmp_path):
    table(tmp_path, "future,a1,,access,Ann\n")
    turns = take(tmp_path, "{path: coded.csv, answers: [future]}")["turns"]
    assert turns.columns.tolist() == list(TURN_TYPES)
    shown = ["transcript", "turn", "participant", "role", "material", "char_start", "char_end", "source_line"]
    assert turns[shown].values.tolist() == [
        ["future", 1, "demo:a1", "participant", "answers", 0, 25, 2],
        ["future", 2, "demo:a4", "participant", "answers", 26, 58, 5],
        ["future", 3, "demo:a6", "participant", "answers", 59, 66, 6],
    ]
    assert turns["text"].iloc[0] == "No internet, and no power"


def test_a_table_codes_whole_answers_words_of_one_and_words_that_stand_once(tmp_path):
    table(
        tmp_path,
        """\
        future,a1,No internet,access.internet,Ann
        future,demo:a4,,access,Bo
        future,,Devices are dear,access.devices,Bo
        future,a4,internet,access.internet,Ann
        future,a5,,access,Ann
        future,a2,,access,Ann
        """,
    )
    made = take(tmp_path, "{path: coded.csv, answers: [future]}")
    assert made["segments"][
        ["transcript", "coder", "code", "char_start", "char_end", "text"]
    ].values.tolist() == [
        ["future", "Ann", "access.internet", 0, 11, "No internet"],
        ["future", "Bo", "access.devices", 26, 42, "Devices are dear"],
        ["future", "Bo", "access", 26, 58, "Devices are dear; so is internet"],
        ["future", "Ann", "access.internet", 50, 58, "internet"],
    ]
    # a5 is left out of the study, a2 gave no answer
    assert made["account"]["left_out"] == [
        {
            "kind": "codings of answers by people who are left out, or who gave none",
            "number": 2,
            "reason": "they are not counted anywhere in the study",
        }
    ]


def test_a_project_may_hold_answers_beside_transcripts(tmp_path):
    """Of a project's sources those of the variable's name are answers: here without blanks put together."""
    text, plain = "No internet,\nand  no power\nDevices are dear; so is internet\nNothing\n", Dialect()
    chosen = [selection(text, "no power", "C0", "U1", plain), selection(text, "Nothing", "C1", "U2", plain)]
    group = [selection("P1: internet\n", "internet", "C2", "U1", plain)]
    sources = {"future.txt": (text, chosen), "fg1.txt": ("P1: internet\n", group)}
    write_project(tmp_path / "coded.qdpx", sources, plain)
    made = take(tmp_path, "{path: coded.qdpx, answers: [future]}")
    assert made["segments"][["coder", "code", "char_start", "char_end", "text"]].values.tolist() == [
        ["Ann", "access", 17, 25, "no power"],
        ["Bo", "access.devices", 59, 66, "Nothing"],
    ]
    assert [one["name"] for one in made["account"]["sources"]] == ["future.txt"]


def test_codings_of_no_answer_stop_all_at_once(tmp_path):
    table(tmp_path, "future,a1,No devices,access,Ann\nfuture,a77,,access,Ann\n")
    assert said(tmp_path) == dedent(
        """\
        demo/coded.csv, row 2
          found:    words that are not in the answer of a1 to future
          expected: words of this answer
          to do:    correct the words, or leave the cell blank for the whole answer
        demo/coded.csv, row 3
          found:    respondent 'a77'
          expected: an id of the survey
          to do:    correct the id"""
    )


def test_variables_that_cannot_be_coded_stop(tmp_path):
    table(tmp_path, "future,a1,,access,Ann\n")
    entry = "{path: coded.csv, answers: [futur, age, wish]}"
    assert said(tmp_path, entry, transcripts=("wish",)) == dedent(
        """\
        demo/cohort.yaml, files, coding, answers
          found:    futur
          expected: a variable of type text of data/codebook/variables.csv (future, wish)
          to do:    write future
        demo/cohort.yaml, files, coding, answers
          found:    age
          expected: a variable of type text of data/codebook/variables.csv (future, wish)
          to do:    correct the name
        demo/cohort.yaml, files, coding, answers
          found:    wish, which is a transcript, too
          expected: one name for one text
          to do:    give the transcript's file another name"""
    )


def test_a_variable_without_codings_stops(tmp_path):
    table(tmp_path, "future,a1,,access,Ann\n")
    assert said(tmp_path, "{path: coded.csv, answers: [future, wish]}") == dedent(
        """\
        demo/cohort.yaml, files, coding, answers
          found:    wish, of which no project has codings
          expected: a source, or rows with the document, wish
          to do:    name the source so, or take the variable out"""
    )
