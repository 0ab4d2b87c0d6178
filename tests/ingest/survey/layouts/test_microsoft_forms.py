"""Microsoft Forms. Expected values: written by hand from the plan in exports/make_microsoft_forms.py."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.microsoft_forms import describe, recognise
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound
from workbooks import Cell, write_workbook

FOLDER = Path(__file__).parent / "exports" / "microsoft_forms"
TOPICS = "Which topics should be taught? (Choose all that apply.)"


def export_of(name: str | Path) -> Export:
    return read_export({"path": (FOLDER / name).as_posix()})


def cells_of(name: str) -> pd.DataFrame:
    cells = pd.concat(cells for _, cells in export_of(name).parts)
    return cells.astype(object).where(lambda cell: cell.notna(), None)


@pytest.mark.parametrize("name", ["answers.xlsx", "answers_1904.xlsx"])
def test_answers_are_read_as_they_came_in_both_date_systems(name: str) -> None:
    cells = cells_of(name)
    assert list(cells["ID"]) == ["1", "2", "3", "4", "5", "6"]
    assert list(cells["Start time"])[:2] == ["2024-03-01 09:05:07", "2024-03-01 16:05:07"]
    assert list(cells["Completion time"])[-1] == "2024-03-02 20:11:07"
    assert list(cells[TOPICS]) == [
        *["Ethics, law;Statistics;", "Statistics;", "Ethics, law;Other; see below;", None, None],
        "Statistics;Ethics, law;",
    ]
    assert list(cells["Hours a week in year 2"]) == ["2", "2.5", "0", None, "ten", "40"]
    assert list(cells["Comment3"]) == [None, "NA", None, None, None, None]


def test_own_columns_say_what_they_tell_about_a_person() -> None:
    columns = export_of("answers.xlsx").columns
    own = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    assert [name for name, column in columns.items() if column.get("platform")] == own
    told = {name: column["identifies"] for name, column in columns.items() if "identifies" in column}
    assert told == {"Email": "email", "Name": "name"}


def test_heads_lose_hard_blanks_and_repeated_ones_share_their_label() -> None:
    columns = export_of("answers.xlsx").columns
    assert list(columns)[6:8] == ["Do you agree to take part?", TOPICS]
    assert [columns[name]["label"] for name in ("Comment", "Comment2", "Comment3")] == ["Comment"] * 3
    assert columns["Hours a week in year 2"]["label"] == "Hours a week in year 2"
    assert columns["How far do you agree?.I know enough of AI"] == {
        "label": "How far do you agree?.I know enough of AI",
        "question": "How far do you agree?",
        "row": "I know enough of AI",
    }


def test_a_last_separator_tells_several_answers_and_all_options_in_turn_a_ranking() -> None:
    columns = export_of("answers.xlsx").columns
    assert columns[TOPICS] == {
        "label": TOPICS,
        "question": TOPICS,
        "separator": ";",
        "options": ["Ethics, law", "Statistics", "Other; see below"],
        "guessed": True,
    }
    ranking = columns["Put the teachers in order"]
    assert (ranking["ranked"], ranking["options"]) == (True, ["Doctors", "Engineers", "Patients"])
    assert "separator" not in columns["Comment"]


def test_other_languages() -> None:
    german = export_of("german.csv")
    assert (german.reading["encoding_guessed"], german.reading["separator"]) == (True, ";")
    assert list(cells_of("german.csv")["Themen"]) == ["Ethik;Recht;", "Einwände;Recht;"]
    assert list(cells_of("german.csv")["Alter in Jahren"]) == ["21,5", "22"]
    assert german.columns["E-Mail"]["identifies"] == "email"
    assert export_of("language_not_listed.xlsx").columns["Enw"]["identifies"] == "name"


OWN = ["ID", "Start time", "Completion time", "Email", "Name"]
FIRST = ["1", "3/1/24 9:05:07", "3/1/24 9:11:20", "anonymous", ""]


@pytest.mark.parametrize(
    ("head", "taken"),
    [
        ([OWN, FIRST], True),
        ([["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"], FIRST], True),
        ([["ID", *"abcd"], FIRST], True),
        ([["ID", *"abcd"], ["1", "3/1/24 9:05:07", "3/1/24 9:11:20", "12", ""]], False),
        ([["id", "age", "sex", "year", "q1"], ["1", "21", "f", "3", "5"]], False),
        ([OWN, ["a1", *FIRST[1:]]], False),
        ([OWN], False),
        ([], False),
    ],
)
def test_it_is_known_by_its_own_columns(head: list[list[str]], taken: bool) -> None:
    assert recognise(head) is taken


def test_a_number_behind_a_head_is_a_repeat_only_where_all_before_it_are_there() -> None:
    def labels(*heads: str) -> list[Any]:
        layout = describe([[*OWN, *heads], [*FIRST, *[""] * len(heads)]], None)
        return [column["label"] for _, column in layout.columns[5:]]

    assert labels("Week", "Week2", "Week3") == ["Week", "Week", "Week"]
    assert labels("Week", "Week3") == ["Week", "Week3"]
    assert labels("Q1", "Q12") == ["Q1", "Q12"]
    assert labels("Rate v1.0", "Rate v1.1") == ["Rate v1.0", "Rate v1.1"]


def test_the_same_order_everywhere_is_no_ranking_and_one_other_order_is() -> None:
    def is_ranked(*cells: str) -> bool:
        layout = describe([[*OWN, "Order"], *([*FIRST, cell] for cell in cells)], None)
        return layout.columns[5][1].get("ranked", False)

    assert is_ranked("a;b;", "a;b;", "b;a;")
    assert not is_ranked("a;b;", "a;b;")
    assert not is_ranked("a;b;", "b;")


def test_a_cell_beside_the_header_is_kept_under_its_letter(tmp_path: Path) -> None:
    first: list[Cell] = [1, *FIRST[1:], "yes"]
    path = write_workbook(tmp_path / "beside.xlsx", [[*OWN, "Question"], first, [*first, None, "beside"]])
    export = export_of(path)
    assert list(export.columns)[5:] == ["Question", "column G", "column H"]
    assert list(next(iter(export.parts))[1]["column H"].fillna("")) == ["", "beside"]


def test_a_workbook_cut_short_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes((FOLDER / "answers.xlsx").read_bytes()[:-300])
    with pytest.raises(ProblemsFound) as found:
        export_of(path)
    assert str(found.value) == (
        f"{path.as_posix()}\n"
        "  found:    an archive that cannot be opened\n"
        "  expected: a survey export: SPSS, Stata, SAS, Excel, OpenDocument, CSV or TSV\n"
        "  to do:    export or copy it again"
    )
