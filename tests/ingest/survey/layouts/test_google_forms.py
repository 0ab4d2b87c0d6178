"""Google Forms. Expected values: written by hand from the plan in exports/make_google_forms.py."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.google_forms import recognise
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

FOLDER = Path(__file__).parent / "exports" / "google_forms"
TWINS = [
    "japanese_sheet.csv",
    "japanese_sheet.xlsx",
    "japanese_saved_in_excel.csv",
    "japanese_saved_as_utf8.csv",
]
TOPICS = "学びたい内容をすべて選んでください。 (複数回答可)"
ETHICS = "倫理、法律, 同意"


def export_of(name: str | Path) -> Export:
    return read_export({"path": (FOLDER / name).as_posix()})


def cells_of(name: str) -> pd.DataFrame:
    cells = pd.concat(cells for _, cells in export_of(name).parts)
    return cells.astype(object).where(lambda cell: cell.notna(), None)


@pytest.mark.parametrize("name", TWINS)
def test_a_japanese_sheet_reads_the_same_however_it_was_saved(name: str) -> None:
    export, cells = export_of(name), cells_of(name)
    assert list(export.columns) == [
        "タイムスタンプ",
        "メールアドレス",
        "研究への参加に同意しますか。",
        "学年を教えてください。",
        "次の意見にどの程度賛成しますか。 [AIは必修にすべきだ]",
        "次の意見にどの程度賛成しますか。 [AIの授業に満足している]",
        TOPICS,
        "1日に何時間使いますか。",
        "ご意見",
        "ご意見 (2)",
    ]
    assert len(cells) == 8
    assert list(cells["学年を教えてください。"]) == ["1年", "2年", "6年", None, "3年", "1年", "4年", "5年"]
    # letters that Windows has and Shift-JIS has not, or has elsewhere
    assert cells["ご意見"].iloc[2] == "髙橋①先生の授業～とても良い"
    assert list(cells["ご意見"].iloc[[5, 6, 7]]) == ["=1+1", "改行\nあり", "カンマ, あり"]
    assert list(cells["ご意見 (2)"].iloc[[4, 7]]) == ["NA", "-"]


def test_what_the_twins_differ_in_stays_as_each_file_has_it() -> None:
    hours = "1日に何時間使いますか。"
    assert list(cells_of("japanese_sheet.csv")[hours].iloc[[0, 1, 2, 4]]) == ["0-1", "3-4", "1-2", "2.5"]
    saved = cells_of("japanese_saved_in_excel.csv")
    assert list(saved[hours].iloc[[0, 1, 2, 4]]) == ["0-1", "3月4日", "1月2日", "2.5"]
    times = [cells_of(name)["タイムスタンプ"].iloc[0] for name in TWINS]
    assert times == ["2024/03/01 9:05:07", "2024-03-01 09:05:07", "2024/3/1 9:05", "2024/3/1 9:05"]


def test_encodings_are_found_and_a_guess_is_said_to_be_one() -> None:
    found = {name: export_of(name).reading for name in TWINS}
    assert found["japanese_saved_in_excel.csv"]["encoding"] == "cp932"
    assert found["japanese_saved_in_excel.csv"]["encoding_guessed"] is True
    assert found["japanese_saved_as_utf8.csv"]["encoding"] == "utf-8-sig"
    assert found["japanese_sheet.csv"]["encoding"] == "utf-8"
    assert found["japanese_sheet.xlsx"]["sheet"] == "フォームの回答 1"


def test_columns_are_described() -> None:
    columns = export_of("japanese_sheet.csv").columns
    assert columns["タイムスタンプ"] == {"label": "タイムスタンプ", "platform": True}
    assert columns["メールアドレス"] == {"label": "メールアドレス", "identifies": "email", "platform": True}
    assert columns["次の意見にどの程度賛成しますか。 [AIは必修にすべきだ]"]["row"] == "AIは必修にすべきだ"
    assert columns["ご意見 (2)"]["label"] == "ご意見"
    spanish = export_of("spanish_sheet.csv").columns
    assert spanish["Dirección de correo electrónico"]["identifies"] == "email"
    assert spanish["Puntuación"] == {"label": "Puntuación", "platform": True}
    # brackets are a grid's only where a question has two rows
    assert spanish["Unidad [horas]"] == {"label": "Unidad [horas]", "question": "Unidad [horas]"}
    assert "separator" not in spanish["¿En qué curso está?"]


def test_several_answers_in_a_cell_show_where_one_is_joined_from_others() -> None:
    column = export_of("japanese_sheet.csv").columns[TOPICS]
    # その他 was never ticked alone: what it was ticked with stays one of the options until a person decides
    assert column == {
        "label": TOPICS,
        "question": TOPICS,
        "separator": ", ",
        "options": ["統計", ETHICS, "プログラミング", "統計, その他（自由記述）"],
        "guessed": True,
    }
    download = export_of("download.csv").columns["What would you like to learn?"]
    assert (download["separator"], download["options"]) == (";", ["Statistics", "Ethics, law and consent"])


@pytest.mark.parametrize(
    ("head", "taken"),
    [
        ([["Horodateur", "Question"], ["13/03/2024 14:05:12", "oui"]], True),
        ([["TIMESTAMP", "Question"], ["3/1/2024 14:05:12", "yes"]], True),
        ([["Zaman damgası", "Soru"], ["2024/03/01 2:05:12 ÖS GMT+3", "evet"]], True),
        ([["Timestamp", "Question"], ["yesterday", "yes"]], False),
        ([["Timestamp", "Question"]], False),
        ([["Timestamp"], ["2024-03-01"]], False),
        ([["Question", "Timestamp"], ["yes", "2024-03-01"]], False),
        ([], False),
    ],
)
def test_it_is_known_by_its_timestamp(head: list[list[str]], taken: bool) -> None:
    assert recognise(head) is taken


def test_a_damaged_sheet_is_refused_with_its_place(tmp_path: Path) -> None:
    lines = (FOLDER / "spanish_sheet.csv").read_text("utf-8").splitlines()
    path = tmp_path / "damaged.csv"
    path.write_text(
        "\n".join([*lines[:2], lines[2].replace('"', ""), '02/05/2024 9:00:00,"tres@example.mx']), "utf-8"
    )
    with pytest.raises(ProblemsFound) as found:
        list(export_of(path).parts)
    assert str(found.value) == (
        f"{path.as_posix()}, row 4\n"
        "  found:    a quotation mark that is never closed\n"
        "  expected: quotation marks inside a cell written twice, and each cell closed\n"
        "  to do:    export the file again; if it comes so from its program, correct this row"
    )
