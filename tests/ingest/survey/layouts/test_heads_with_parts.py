"""Heads as `code[part]. text [option]` and `Question? [Option]`, whatever columns are beside; by hand."""

from pathlib import Path

import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.read import read_export

ASKED = "Which topics should be taught?"
CODED = [
    f"topic[SQ00{n}]. {ASKED} [{option}]" for n, option in enumerate(("Ethics", "Coding", "Law"), start=1)
]
TEXTS = [f"{ASKED} [{option}]" for option in ("Ethics", "Coding", "Law")]
ROWS = [["No", "Yes", "Yes"], ["", "", ""], ["No", "No", "No"], ["Yes", "No", "Yes"]]


def read(folder: Path, heads: list[str], rows: list[list[str]]) -> Export:
    lines = [["", "core[SQ001]. AI should be taught", *heads]]
    lines += [[str(n), "Agree", *row] for n, row in enumerate(rows, start=1)]
    path = folder / "export.csv"
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    return read_export({"path": path.as_posix()})


def test_codes_texts_and_options_are_read_from_the_heads(tmp_path: Path) -> None:
    export = read(tmp_path, CODED, ROWS)
    assert export.reading["layout"] == "limesurvey"
    assert list(export.columns) == ["column A", "core[SQ001]", *(f"topic[SQ00{n}]" for n in (1, 2, 3))]
    assert export.columns["core[SQ001]"]["label"] == "AI should be taught"
    assert export.columns["topic[SQ002]"] == {
        "label": f"{ASKED} [Coding]",
        "question": ASKED,
        "option": "Coding",
        "values": {"Yes": "Yes", "No": "No"},
        "unticked": ["No"],
        "not_shown": [""],
    }


def test_an_option_that_was_written_is_beside_the_others(tmp_path: Path) -> None:
    other = f"topic[other]. {ASKED} [Other]"
    rows = [[*row, "astronomy" if row[0] == "No" else ""] for row in ROWS]
    columns = read(tmp_path, [*CODED, other], rows).columns
    assert [("option" in one, "not_shown" in one) for one in columns.values()][2:] == [(True, True)] * 3 + [
        (False, False)
    ]


def test_texts_alone_are_read_in_any_table(tmp_path: Path) -> None:
    export = read(tmp_path, TEXTS, ROWS)
    assert export.reading["layout"] == "plain"
    said = export.columns[TEXTS[0]]
    assert (said["question"], said["option"], said["unticked"], said["not_shown"]) == (
        ASKED,
        "Ethics",
        ["No"],
        [""],
    )


def test_blank_is_not_ticked_where_no_cell_says_no(tmp_path: Path) -> None:
    rows = [[cell if cell == "Yes" else "" for cell in row] for row in ROWS]
    said = read(tmp_path, CODED, rows).columns["topic[SQ001]"]
    assert (said["unticked"], "not_shown" in said) == ([""], False)


@pytest.mark.parametrize(
    "rows", [[["No", "Yes", ""], ["Yes", "", "No"]], [["No", "Yes", "No"], ["Yes", "No", "No"]]]
)
def test_rows_that_are_answered_one_by_one_are_no_options(tmp_path: Path, rows: list[list[str]]) -> None:
    columns = read(tmp_path, CODED, rows).columns
    assert [one.get("row") for one in columns.values()][2:] == ["Ethics", "Coding", "Law"]
