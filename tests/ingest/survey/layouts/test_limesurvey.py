"""LimeSurvey exports. Expected values: written by hand from the plan in exports/make_limesurvey.py."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.limesurvey import _match_parts
from aimed.ingest.survey.questionnaires.limesurvey import LimeSurveyColumn, LimeSurveyQuestionnaire
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound

FOLDER = Path(__file__).parent / "exports" / "limesurvey"
OWN = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr"]
CODES = [
    *["consiente", "edad", "anio", "anio[other]", "temas[SQ001]", "temas[SQ002]", "temas[other]"],
    *["acuerdo[SQ002]", "acuerdo[SQ001]", "orden[1]", "orden[2]", "doble[SQ001][1]", "doble[SQ001][2]"],
    *["fuentes[SQ001]", "fuentes[SQ001comment]", "horas"],
]


def export_of(name: str, questionnaire: str = "", **options: Any) -> Export:
    beside = {"questionnaire": FOLDER / questionnaire} if questionnaire else {}
    return read_export({"path": (FOLDER / name).as_posix()} | beside | options)


def cells_of(export: Export) -> pd.DataFrame:
    parts = [cells.assign(row=list(numbers)).set_index("row") for numbers, cells in export.parts]
    return pd.concat(parts).astype(object).where(lambda cells: cells.notna(), None)


@pytest.mark.parametrize("name", ["code_words.csv", "both_words.csv", "code_words.xlsx"])
def test_answers_in_words_under_codes(name: str) -> None:
    export = export_of(name)
    cells = cells_of(export)
    assert list(cells.columns) == [*OWN, *CODES]
    assert list(cells.index) == [2, 3, 4, 5, 6]
    assert list(cells["submitdate"])[2:] == ["2024-03-03 10:00:00", None, "2024-03-05 10:00:00"]
    assert list(cells["temas[SQ001]"]) == ["Sí", "No", "N/A", "N/A", "No"]
    assert list(cells["anio[other]"]) == [None, "sexto; o 6", None, None, None]
    assert list(cells["acuerdo[SQ002]"]) == [
        *["Muy de acuerdo", "No aplica", "De acuerdo", None, "En desacuerdo"]
    ]
    assert list(cells["horas"]) == ["2,5", "3", "=1+1", None, "NA"]
    assert cells["fuentes[SQ001comment]"][6] == "línea 1\nlínea 2"


def test_only_the_options_of_a_question_have_the_word_for_not_shown() -> None:
    columns = export_of("code_words.csv").columns
    described = {name for name, column in columns.items() if "not_shown" in column}
    assert described == {"temas[SQ001]", "temas[SQ002]", "fuentes[SQ001]"}
    assert columns["temas[SQ001]"] == {
        "label": "temas[SQ001]",
        "question": "temas",
        "option": "SQ001",
        "values": {"Sí": "Yes", "No": "No"},
        "unticked": ["No"],
        "not_shown": ["N/A"],
    }
    assert columns["doble[SQ001][2]"]["row"] == "SQ001"


@pytest.mark.parametrize("name", ["code_words.csv", "text_words.csv"])
def test_columns_of_the_platform_say_what_they_tell_about_a_person(name: str) -> None:
    columns = export_of(name).columns
    assert [column.get("platform", False) for column in columns.values()] == [True] * 8 + [False] * 16
    assert [column.get("identifies") for column in columns.values()][:8] == [None] * 7 + ["ip"]


def test_codes_and_texts_in_one_head_are_taken_apart() -> None:
    columns = export_of("both_words.csv").columns
    assert columns["ipaddr"] == {"label": "Dirección IP", "platform": True, "identifies": "ip"}
    assert columns["acuerdo[SQ002]"] == {
        "label": "¿Está de acuerdo? & ¿por qué? [La IA me preocupa]",
        "question": "¿Está de acuerdo? & ¿por qué?",
        "row": "La IA me preocupa",
    }


@pytest.mark.parametrize("questionnaire", ["questionnaire_3.lss", "questionnaire_6.lss"])
def test_the_questionnaire_gives_labels_order_and_translations_for_codes(questionnaire: str) -> None:
    export = export_of("code_codes.csv", questionnaire)
    cells = cells_of(export)
    assert list(cells["temas[SQ001]"]) == ["Y", None, None, None, None]
    assert list(cells["acuerdo[SQ002]"]) == ["5", "NA", "4", None, "2"]
    columns = export.columns
    spanish = {"5": "Muy de acuerdo", "4": "De acuerdo", "2": "En desacuerdo", "NA": "No aplica"}
    english = {"5": "Strongly agree", "4": "Agree", "2": "Disagree", "NA": "Not applicable"}
    assert columns["acuerdo[SQ002]"] == {
        "label": "¿Está de acuerdo? & ¿por qué? - La IA me preocupa",
        "question": "¿Está de acuerdo? & ¿por qué?",
        "row": "La IA me preocupa",
        "values": spanish,
        "order": ["5", "4", "2", "NA"],
        "values_in": {"es": spanish, "en": english},
        "labels": {
            "es": "¿Está de acuerdo? & ¿por qué? - La IA me preocupa",
            "en": "Do you agree? & why? - AI worries me",
        },
    }
    assert columns["consiente"]["values"] == {"Y": "Yes", "N": "No"}
    assert columns["anio"]["order"] == ["A1", "A2", "A3", "-oth-"]
    assert (columns["temas[SQ001]"]["option"], columns["temas[SQ001]"]["unticked"]) == (
        "Ética, derecho",
        [""],
    )
    assert columns["doble[SQ001][2]"]["values"] == {"n": "No importa", "s": "Importa"}
    assert columns["orden[2]"]["values"] == {"P": "Práctica", "T": "Teoría"}
    assert (columns["edad"]["type"], columns["horas"]["type"]) == ("number", "text")
    assert "not_used" not in export.reading


def test_under_texts_the_questionnaire_is_matched_by_its_texts_and_answers_are_words() -> None:
    export = export_of("text_words.csv", "questionnaire_6.lss")
    columns = export.columns
    assert "not_used" not in export.reading
    assert columns["¿Está de acuerdo? & ¿por qué? [Quiero aprender IA]"]["order"] == [
        *["Muy de acuerdo", "De acuerdo", "En desacuerdo", "No aplica"]
    ]
    assert columns["Valore cada uno. [Cursos][Escala 2]"]["values_in"]["en"] == {
        "No importa": "Unimportant",
        "Importa": "Important",
    }
    assert columns["¿Qué temas le interesan? [Otro]"]["labels"]["en"] == "Which topics interest you? - Other"
    assert columns["¿Acepta participar?"]["values"] == {"Sí": "Yes", "No": "No"}
    assert columns["¿Qué temas le interesan? [Estadística]"]["not_shown"] == ["N/A"]


def test_unticked_options_that_were_converted_are_told_from_those_not_shown(tmp_path: Path) -> None:
    text = "id,submitdate,lastpage,startlanguage,temas[SQ001]\n1,,1,es-MX,N\n2,,1,es-MX,Y\n3,,1,es-MX,\n"
    (tmp_path / "converted.csv").write_text(text)
    described = export_of(tmp_path / "converted.csv", "questionnaire_6.lss").columns["temas[SQ001]"]
    assert (described["unticked"], described["not_shown"]) == (["N"], [""])


def test_questions_without_a_column_are_named(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("id,submitdate,lastpage,startlanguage,edad\n1,,1,es-MX,20\n")
    unused = export_of(tmp_path / "few.csv", "questionnaire_6.lss").reading["not_used"]
    assert unused[:2] == [f"{name} of questionnaire_6.lss (no column)" for name in ("consiente", "anio")]
    assert len(unused) == 15


def message_of(name: str, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        list(read_export({"path": (FOLDER / name).as_posix(), "questionnaire": path}).parts)
    return str(found.value).replace(path.parent.as_posix(), "")


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE document [<!ENTITY a "aaaa">]>\n<document>&a;</document>'


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("<document>", "broken XML: line 1", "export it again"),
        (BOMB, "XML with a DOCTYPE", "export it again; LimeSurvey writes none"),
        ("<survey/>", "a file of the kind survey", "name the .lss of the whole survey"),
        (
            "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
            *["a file of the kind Group", "name the .lss of the whole survey"],
        ),
    ],
)
def test_a_questionnaire_that_is_none_is_refused(tmp_path: Path, text: str, found: str, remedy: str) -> None:
    assert message_of("code_codes.csv", tmp_path / "survey.lss", text) == (
        f"/survey.lss\n  found:    {found}\n"
        f"  expected: a LimeSurvey questionnaire (.lss)\n  to do:    {remedy}"
    )


def test_the_questionnaire_of_another_survey_is_refused(tmp_path: Path) -> None:
    row = "<row><qid>1</qid><parent_qid>0</parent_qid><type>T</type><title>Q1</title></row>"
    text = "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows>"
    text += f"{row}</rows></questions></document>"
    assert message_of("code_codes.csv", tmp_path / "survey.lss", text) == (
        "/survey.lss\n"
        "  found:    1 columns, none of which is in the export\n"
        "  expected: the questionnaire of the survey that was exported\n"
        "  to do:    export the .lss from the same survey, or take `questionnaire` out of cohort.yaml"
    )


def test_a_row_that_a_quotation_mark_cut_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    whole = (FOLDER / "code_words.csv").read_text(encoding="utf-8-sig")
    path.write_text(whole.replace('"2,5"', "2,5"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        list(read_export({"path": path.as_posix()}).parts)
    assert str(found.value).replace(tmp_path.as_posix(), "") == (
        "/export.csv, row 2\n"
        "  found:    25 cells\n"
        "  expected: 24 cells, as in the header\n"
        "  to do:    look for a quotation mark or a separator that is missing or too many in this row"
    )


@pytest.mark.parametrize(
    ("names", "found"), [(["a[1]", "a[2]"], ["a[1]", "a[2]"]), (["a[1]", "b[1]"], [None] * 2)]
)
def test_parts_of_one_question_are_matched_by_their_order_and_no_others(
    names: list[str], found: list[str | None]
):
    asked = [LimeSurveyColumn(name, "M", {"en": "Which?"}, {"en": "Other"}, {}) for name in names]
    questionnaire = LimeSurveyQuestionnaire(Path("q.lss"), ["en"], asked)
    made = _match_parts([("", "Which? [First]"), ("", "Which? [Second]")], [None, None], questionnaire)
    assert [one and one.name for one in made] == found
