"""Coded projects keep their names: the demonstration's, renamed. Expected: its code tree, by hand."""

from pathlib import Path

from aimed.onboarding.rename.coding_maps import add_names, list_coding_maps
from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.names import find_renaming, read_names

REPOSITORY = Path(__file__).parents[2]
WHY = "called otherwise in the codebook since"


def added(old: str, new: str, text: str = "") -> list[str]:
    study = read_names(REPOSITORY)
    [path] = list_coding_maps(REPOSITORY)
    edits = add_names(path, text, REPOSITORY, IdRenaming(study, find_renaming(old, new, study)))
    return [line for edit in edits for line in edit.words.split("\n")]


def test_a_name_of_the_project_gets_a_line() -> None:
    assert added("formats.hackathon", "formats.hackdays") == [
        "name,code,note",
        f"formats > hackathon,formats.hackdays,{WHY}",
        "",
    ]


def test_codes_below_a_theme_get_theirs_in_the_form_of_the_table() -> None:
    names = ("accountability", "bias", "privacy", "relationship")
    assert added("theme:ethics", "morals", "code;name;note;score\r\nformats;x;;") == [
        "\r",
        *(f"morals.{name};ethics > {name};{WHY};\r" for name in names),
        "",
    ]
