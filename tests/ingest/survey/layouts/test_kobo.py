"""KoboToolbox and ODK Central. Expected values: written by hand from the plan in exports/make_kobo.py."""

from pathlib import Path

import pandas as pd
import pytest
from aimed.ingest.survey.export import Export
from aimed.ingest.survey.layouts.kobo import describe
from aimed.ingest.survey.read import read_export
from aimed.messages.problems import ProblemsFound
from workbooks import write_workbook

FOLDER = Path(__file__).parent / "exports" / "kobo"
FORM = "questionnaire.xlsx"
NAMES = ["ethics", "stats", "none", "other"]


def export_of(name: str, questionnaire: str = "") -> Export:
    beside = {"questionnaire": FOLDER / questionnaire} if questionnaire else {}
    return read_export({"path": (FOLDER / name).as_posix()} | beside)


def cells_of(export: Export) -> pd.DataFrame:
    parts = [cells.assign(row=list(numbers)).set_index("row") for numbers, cells in export.parts]
    return pd.concat(parts).astype(object).where(lambda cells: cells.notna(), None)


@pytest.mark.parametrize("name", ["names.csv", "names.xlsx"])
def test_names_with_their_groups_are_the_columns_and_cells_stay_as_they_came(name: str) -> None:
    cells = cells_of(export_of(name))
    assert list(cells.columns)[10:19] == [
        *[
            "views/topics",
            *[f"views/topics/{one}" for one in NAMES],
            "views/core",
            "views/why",
            "why_not",
            "_id",
        ]
    ]
    assert list(cells.index) == [2, 3, 4, 5, 6]
    assert list(cells["views/topics"]) == ["ethics none", "stats", None, "ethics stats other", None]
    assert list(cells["views/topics/stats"]) == ["0", "1", None, "1", None]
    assert list(cells["who/age"]) == ["21", None, None, "23", "NA"]
    assert list(cells["views/why"]) == ["so; and so", 'I said "no"', None, "NA", None]
    assert cells["why_not"][3] == "line 1\nline 2"


def test_without_a_form_a_question_beside_its_options_is_a_multi_select() -> None:
    columns = export_of("names.csv").columns
    assert columns["views/topics"] == {
        "label": "views/topics",
        "question": "views/topics",
        "separator": " ",
        "options": NAMES,
    }
    assert columns["views/topics/none"] == {
        "label": "views/topics/none",
        "question": "views/topics",
        "option": "none",
        "values": {"1": "none"},
        "unticked": ["0"],
        "not_shown": [""],
    }


def test_columns_of_the_platform_say_what_they_tell_about_a_person() -> None:
    columns = export_of("names.csv").columns
    assert {name: one["identifies"] for name, one in columns.items() if "identifies" in one} == {
        "deviceid": "identifier",
        "_submitted_by": "identifier",
        **{f"who/_home_{part}": "coordinates" for part in ("latitude", "longitude", "altitude", "precision")},
    }
    platform = [name for name, one in columns.items() if one.get("platform")]
    assert platform[:2] == ["start", "deviceid"]
    assert platform[-10:] == list(columns)[-10:]


def test_the_form_gives_labels_order_translations_and_conditions() -> None:
    export = export_of("names.csv", FORM)
    english, swahili = (
        {"3": "Agree", "1": "Disagree", "9": "NA"},
        {"3": "Nakubali", "1": "Nakataa", "9": "Haihusiki"},
    )
    assert export.columns["views/core"] == {
        "label": "AI should be taught",
        "question": "AI should be taught",
        "values": english,
        "order": ["3", "1", "9"],
        "values_in": {"en": english, "sw": swahili},
        "labels": {"en": "AI should be taught", "sw": "AI ifundishwe"},
    }
    assert export.columns["views/topics"]["options"] == NAMES
    texts = ["Ethics, law", "Statistics in use", "None of these", "Other"]
    assert list(export.columns["views/topics"]["values"].items()) == list(zip(NAMES, texts, strict=True))
    assert export.columns["views/topics/ethics"]["labels"]["sw"] == "Mada zipi? - Maadili"
    assert export.columns["views/topics/other"]["option"] == "Other"
    assert export.columns["who/age"]["shown_if"] == "${consent} = 'yes'"
    assert export.columns["who/age"]["type"] == "number"
    assert export.columns["who/home"]["identifies"] == "coordinates"
    assert export.reading["not_used"] == [
        f"visits/day of {FORM} (repeated: in a table of its own)",
        f"later of {FORM} (no column)",
    ]


def test_the_platforms_own_under_names_of_the_form_are_told_from_a_place_that_was_asked(
    tmp_path: Path,
) -> None:
    asked = [["type", "name"], ["start", "begun"], ["username", "clerk"], ["geopoint", "home"]]
    form = write_workbook(tmp_path / FORM, {"survey": asked})
    assert describe([["begun", "clerk", "home"]], form).columns == [
        ("begun", {"label": "begun", "question": "begun", "platform": True}),
        ("clerk", {"label": "clerk", "question": "clerk", "identifies": "identifier", "platform": True}),
        ("home", {"label": "home", "question": "home", "identifies": "coordinates"}),
    ]


@pytest.mark.parametrize(
    ("name", "core", "ticked"),
    [
        ("names_without_groups.csv", "core", "topics/stats"),
        ("central.csv", "views-core", "views-topics/stats"),
        ("labels.csv", "AI should be taught", "Which topics?/Statistics in use"),
    ],
)
def test_the_form_is_matched_to_every_way_of_naming(name: str, core: str, ticked: str) -> None:
    columns = export_of(name, FORM).columns
    assert columns[core]["values_in"]["sw"] == dict(
        zip(columns[core]["order"], ["Nakubali", "Nakataa", "Haihusiki"], strict=True)
    )
    assert columns[ticked]["option"] == "Statistics in use"


def test_labels_joined_by_blanks_have_the_options_as_labels_and_equal_labels_their_path() -> None:
    export = export_of("labels.csv", FORM)
    topics = export.columns["Which topics?"]
    assert (topics["separator"], topics["options"]) == (
        *[" ", ["Ethics, law", "Statistics in use", "None of these", "Other"]],
    )
    assert list(cells_of(export)["Why? [why_not]"]) == [None, "line 1\nline 2", None, None, "-"]
    assert export.columns["AI should be taught"]["order"] == ["Agree", "Disagree", "NA"]


def test_other_sheets_are_named_as_not_used() -> None:
    (unused,) = export_of("names.xlsx").reading["not_used"]
    assert unused.startswith("sheet visits (")


def test_tags_below_the_heads_are_no_record(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "age;_id;_uuid;_submission_time\n#age;;;\n20;1;u1;2024-03-01T08:00:00\n", encoding="utf-8"
    )
    export = read_export({"path": path.as_posix()})
    assert (export.reading["header_rows"], list(cells_of(export)["age"])) == (2, ["20"])


def message_of(path: Path, **options: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        list(read_export({"path": path.as_posix()} | options).parts)
    return str(found.value).replace(path.parent.as_posix(), "")


def test_fewer_heads_than_cells_are_an_error_and_never_moved_answers(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    whole = (FOLDER / "names.csv").read_text(encoding="utf-8")
    path.write_text(whole.replace('"views/topics/stats";', "", 1), encoding="utf-8")
    assert message_of(path) == (
        "/export.csv, row 1\n"
        "  found:    27 heads above rows of at least 28 cells\n"
        "  expected: a head above every cell\n"
        "  to do:    export it again with the option for select-many questions `both`: cells may have moved"
    )


def test_a_plain_table_with_fewer_heads_than_cells_is_an_error_too(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("id,age\n1,20,yes\n2,21,no\n", encoding="utf-8")
    remedy = "look for a quotation mark or a separator that is missing or too many in this row"
    assert message_of(path) == "\n".join(
        f"/export.csv, row {row}\n  found:    3 cells\n"
        f"  expected: 2 cells, as in the header\n  to do:    {remedy}"
        for row in (2, 3)
    )


def test_a_form_that_is_none_or_of_another_survey_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("age;_id;_uuid;_submission_time\n20;1;u1;2024-03-01T08:00:00\n", encoding="utf-8")
    assert message_of(path, questionnaire=FOLDER / "names.xlsx").replace(FOLDER.as_posix(), "") == (
        "/names.xlsx\n"
        "  found:    a workbook without the sheet survey, or without its columns type and name\n"
        "  expected: an XLSForm: a workbook with the sheets survey and choices\n"
        "  to do:    download the form again, as XLSForm"
    )
    path.write_text("colour;_id;_uuid;_submission_time\nred;1;u1;2024-03-01T08:00:00\n", encoding="utf-8")
    assert message_of(path, questionnaire=FOLDER / FORM).replace(FOLDER.as_posix(), "") == (
        f"/{FORM}\n"
        "  found:    12 questions, none of which is in the export\n"
        "  expected: the XLSForm of the survey that was exported\n"
        "  to do:    download the form that was deployed, or take `questionnaire` out of cohort.yaml"
    )
