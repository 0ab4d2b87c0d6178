"""Questions with several answers, in each layout. Expected values: read by hand from the cells here."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.harmonise.recoding.recode import Recoding, recode
from aimed.ingest.survey.read import read_export
from aimed.study.codebook import Codebook, read_codebook

TOPICS = {"ethics": "Ethics", "law": "Law and liability", "coding": "Coding", "never": "Robots"}
Line = tuple[str, str, str, str, str, str]
NAMES = ("source_variable", "source_value", "variable", "value", "missing_reason", "rule")
YES, NO, BLANK = True, False, None


@pytest.fixture
def codebook(tmp_path: Path) -> Codebook:
    """A codebook of one question with four options, of which cohorts offer some."""
    scales = "\n".join(
        f"topic,{code},{n},{label}," for n, (code, label) in enumerate(TOPICS.items(), start=1)
    )
    files = {
        "variables": "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
        "topic,Topics wanted,multi,topic,,,,outcome,no,\n",
        "scales": f"scale,code,order,label,collapsed\n{scales}\n",
        "missing": "reason,label\ndont_know,Don't know\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_codebook(*(tmp_path / f"{name}.csv" for name in files))


def recode_rows(
    codebook: Codebook, cells: dict[str, list[str | None]], lines: list[Line], columns: object = None
) -> Recoding:
    crosswalk = pd.DataFrame(lines, columns=NAMES).assign(line=range(2, len(lines) + 2))
    survey = pd.DataFrame(cells, dtype="string").assign(source_file="s.csv")
    survey["source_row"] = range(2, len(survey) + 2)
    made = recode(survey, crosswalk, codebook, "crosswalk.csv", {"columns": columns} if columns else None)
    assert made.problems == []
    return made


def share(made: Recoding, option: str) -> tuple[int, int]:
    """Return how many chose an option, of how many who could."""
    answers = made.responses[f"topic__{option}"].dropna()
    return int(answers.sum()), len(answers)


def qualtrics(folder: Path, columns: dict[str, str], rows: list[list[str]]) -> dict[str, object]:
    """Return the descriptions of a Qualtrics export with these columns and texts, one person a row."""
    own = ["StartDate", "ResponseId"]
    ids = [f'"{{""ImportId"":""{one}""}}"' for one in ["startDate", "_recordId", *columns]]
    heads = [[*own, *columns], [*own, *columns.values()]]
    table = [*heads, *([f"2024-03-0{n}", f"R_{n}", *row] for n, row in enumerate(rows, start=1))]
    lines = [",".join(row) for row in table]
    path = folder / "export.csv"
    path.write_text("\n".join([*lines[:2], ",".join(ids), *lines[2:]]), encoding="utf-8")
    return dict(read_export({"path": path.as_posix()}).columns)


ASKED = "Which topics would you like to be taught?"
SAID = {
    "QID2_1": f"{ASKED} - Selected Choice - Ethics",
    "QID2_2": f"{ASKED} - Selected Choice - Law and liability",
    "QID2_8": f"{ASKED} - Selected Choice - None of these",
    "QID2_9": f"{ASKED} - Selected Choice - Other",
    "QID2_9_TEXT": f"{ASKED} - Other - Text",
}
TICKS = [
    ["Ethics", "", "", "", ""],
    ["", "Law and liability", "", "", ""],
    ["", "", "None of these", "", ""],
    ["", "", "", "Other", "first aid"],
    ["", "", "", "", ""],
]
MAPPED: list[Line] = [
    ("QID2_1", "", "topic__ethics", "", "", "ticked"),
    ("QID2_2", "", "topic__law", "", "", "ticked"),
]


@pytest.mark.parametrize(
    "lines", [MAPPED, [*MAPPED, ("QID2_8", "None of these", "topic", "no", "", "")], MAPPED[:1]]
)
def test_none_of_these_and_other_are_answers_mapped_or_not(
    tmp_path: Path, codebook: Codebook, lines: list[Line]
) -> None:
    columns = qualtrics(tmp_path, SAID, TICKS)
    assert [columns[name].get("option") for name in SAID] == [  # type: ignore[attr-defined]
        *["Ethics", "Law and liability", "None of these", "Other", "Other"]
    ]
    cells = {name: [row[at] or None for row in TICKS] for at, name in enumerate(SAID)}
    made = recode_rows(codebook, cells, lines, columns)
    assert share(made, "ethics") == (1, 4)
    assert made.reasons["topic__ethics"].tolist() == [None, None, None, None, "no_answer"]


HEADS = [
    ["Topics [Ethics]", "Topics [Law and liability]", "Topics [None of these]", "Topics [Other]"],
    [
        "Topics - Ethics",
        "Topics - Law and liability",
        "Topics - None of these",
        "Topics - Other (please)",
    ],
    ["Which topics?: Ethics", "Which topics?: Law", "Which topics?: None", "Which topics?: Other"],
    ["topic___1", "topic___2", "topic___8", "topic___9"],
    ["q2_1", "q2_2", "q2_8", "q2_9_other"],
    ["Q2.1", "Q2.2", "Q2.8", "Q2.9"],
    ["q2a", "q2b", "q2c", "q2d"],
    ["topics/ethics", "topics/law", "topics/none", "topics/other"],
]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("tick", ["1", "x", ""])
def test_columns_without_a_platform_belong_together_by_their_heads(
    codebook: Codebook, heads: list[str], tick: str
) -> None:
    parts = [head.rpartition(" - ")[2].rpartition("[")[2].rstrip("]") for head in heads]
    cells: dict[str, list[str | None]] = {
        head: [tick or part if row == at else None for row in range(5)]
        for at, (head, part) in enumerate(zip(heads, parts, strict=True))
    }
    beside = {"q_age": ["21"] * 5, "Topics known": ["1"] * 5, "topic_count": ["1"] * 5, "q3_1": ["1"] * 5}
    lines: list[Line] = [
        (heads[0], "", "topic__ethics", "", "", "ticked"),
        (heads[1], "", "topic__law", "", "", "ticked"),
    ]
    made = recode_rows(codebook, cells | beside, lines)
    assert (share(made, "ethics"), share(made, "law")) == ((1, 4), (1, 4))


def test_options_that_the_cohort_did_not_offer_were_not_asked(codebook: Codebook) -> None:
    lines: list[Line] = [
        ("t", "Ethik", "topic__ethics", "yes", "", ""),
        ("t", "Recht", "topic__law", "yes", "", ""),
        ("t", "Nichts davon", "topic", "no", "", ""),
        ("t", "", "topic", "", "", "split:;"),
    ]
    made = recode_rows(codebook, {"t": ["Ethik", "Recht;Coding", "Nichts davon", None]}, lines)
    assert made.responses["topic__ethics"].tolist() == [YES, NO, NO, BLANK]
    assert made.responses["topic__coding"].tolist() == [NO, YES, NO, BLANK]  # in the codebook's own word
    assert made.responses["topic__never"].tolist() == [BLANK] * 4
    assert set(made.reasons["topic__never"]) == {"not_asked"}
    assert made.reasons["topic__law"].tolist() == [None, None, None, "no_answer"]
    bare = recode_rows(codebook, {"t": ["Ethics"]}, [("t", "", "topic", "", "", "split:;")])
    assert bare.responses.iloc[0].tolist() == [YES, NO, NO, NO]


def test_none_in_a_column_of_its_own_is_no_to_what_was_offered(codebook: Codebook) -> None:
    lines = [*MAPPED, ("QID2_8", "None of these", "topic", "no", "", "")]
    made = recode_rows(
        codebook, {"QID2_1": ["x", None], "QID2_2": [None, None], "QID2_8": [None, "None of these"]}, lines
    )
    assert made.responses["topic__law"].tolist() == [NO, NO]
    assert set(made.reasons["topic__coding"]) == {"not_asked"}


def test_a_file_without_the_column_of_an_option_did_not_offer_it(codebook: Codebook) -> None:
    crosswalk = pd.DataFrame(MAPPED, columns=NAMES).assign(line=[2, 3])
    files = [{"path": "a.csv", "columns": ["QID2_1", "QID2_2"]}, {"path": "b.csv", "columns": ["QID2_2"]}]
    rows = pd.DataFrame({"QID2_1": [None, None], "QID2_2": ["x", "x"]}, dtype="string")
    rows = rows.assign(source_file=["a.csv", "b.csv"], source_row=[2, 2])
    made = recode(rows, crosswalk, codebook, "crosswalk.csv", {"files": files})  # type: ignore[typeddict-item]
    assert made.responses["topic__ethics"].tolist() == [NO, BLANK]
    assert made.reasons["topic__ethics"].tolist() == [None, "not_asked"]


WANTED = ["Ethics", "Law", "I don't know", "Ethics;I don't know", "Law;Ethics", "I don't know;Ethics"]


def test_a_tick_beside_dont_know_counts_in_one_cell_and_in_columns(codebook: Codebook) -> None:
    lines: list[Line] = [
        ("t", "Ethics", "topic__ethics", "yes", "", ""),
        ("t", "Law", "topic__law", "yes", "", ""),
        ("t", "I don't know", "topic", "", "dont_know", ""),
        ("t", "", "topic", "", "", "split:;"),
    ]
    in_cell = recode_rows(codebook, {"t": [*WANTED]}, lines)
    for tick, empty, rule in (("1", None, True), ("1", "0", False), ("x", None, True)):
        heads = {"t_1": "Ethics", "t_2": "Law", "t_3": "I don't know"}
        cells = {
            name: [tick if option in cell.split(";") else empty for cell in WANTED]
            for name, option in heads.items()
        }
        codes = (("t_1", "topic__ethics"), ("t_2", "topic__law"))
        ticked: list[Line] = [(name, "", column, "", "", "ticked") for name, column in codes]
        listed: list[Line] = [
            (name, cell, column, value, "", "")
            for name, column in codes
            for cell, value in (("1", "yes"), ("0", "no"))
        ]
        why: list[Line] = [("t_3", tick, "topic", "", "dont_know", "")]
        columns = {
            name: {"label": f"T - {one}", "question": "T", "option": one} for name, one in heads.items()
        }
        cells["t_3"] = [cell if cell == tick else None for cell in cells["t_3"]]
        in_columns = recode_rows(codebook, cells, [*(ticked if rule else listed), *why], columns)
        for made in (in_cell, in_columns):
            assert made.responses["topic__ethics"].tolist() == [YES, NO, BLANK, YES, YES, YES]
            assert made.responses["topic__law"].tolist() == [NO, YES, BLANK, NO, YES, NO]
            assert made.reasons.loc[2, ["topic__ethics", "topic__law"]].tolist() == ["dont_know"] * 2


def test_options_with_their_texts_in_numbered_columns_belong_together(codebook: Codebook) -> None:
    """Five people: ethics; coding; "None of these"; a topic of their own; nothing. Two columns are mapped."""
    cells: dict[str, list[str | None]] = {
        "Q1_1": ["Ethics", None, None, None, None],
        "Q1_2": [None, "Coding", None, None, None],
        "Q1_8": [None, None, "None of these", None, None],
        "Q1_9": [None, None, None, "chess", None],
    }
    lines = [
        ("Q1_1", "", "topic__ethics", "", "", "ticked"),
        ("Q1_2", "", "topic__coding", "", "", "ticked"),
        ("Q1_8", "", "", "", "", ""),
        ("Q1_9", "", "", "", "", ""),
    ]
    made = recode_rows(codebook, cells, lines)
    assert (share(made, "ethics"), share(made, "coding")) == ((1, 4), (1, 4))
    assert list(made.reasons["topic__ethics"]) == [None] * 4 + ["no_answer"]
