"""The style of a journal is one line of config.yaml."""

import shutil
from pathlib import Path

import pytest
from aimed.build.gate import find_absent_files
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config
from aimed.study.layout import name_style
from toy_study import REPOSITORY

CONFIG = Path("config.yaml")


def name_in_config(style: str) -> int:
    """Name a style in config.yaml, and return the line of it."""
    text = CONFIG.read_text(encoding="utf-8")
    before, _, after = text.partition("manuscript:\n")
    CONFIG.write_text(f"{before}manuscript:\n  style: {style}\n{after}", encoding="utf-8")
    return before.count("\n") + 2


def test_one_line_changes_the_style_and_none_is_vancouvers(toy: Path) -> None:
    assert name_style(read_config()) == "manuscript/vancouver.csl"
    name_in_config("bmc")
    shutil.copyfile(REPOSITORY / "manuscript/bmc.csl", "manuscript/bmc.csl")
    Path("manuscript/vancouver.csl").unlink()  # nothing asks for it then
    assert name_style(read_config()) == "manuscript/bmc.csl"
    assert find_absent_files(read_config()) == []


def test_a_style_that_is_not_there_is_named_with_those_that_are(toy: Path) -> None:
    line = name_in_config("lancet")
    assert [str(problem) for problem in find_absent_files(read_config())] == [
        f"config.yaml:{line}\n"
        "  found:    style: lancet, and no manuscript/lancet.csl\n"
        "  expected: a style that is there: vancouver\n"
        "  to do:    write one that is there, or save the journal's style (CSL) under that name"
    ]


@pytest.mark.parametrize("style", ["../data/codebook", "bmc.csl"])
def test_a_style_is_a_name_without_a_folder_or_an_ending(style: str, toy: Path) -> None:
    line = name_in_config(style)
    with pytest.raises(ProblemsFound) as found:
        read_config()
    assert str(found.value) == (
        f"config.yaml:{line}\n"
        f"  found:    '{style}' does not match '^[A-Za-z0-9][A-Za-z0-9_-]*$'\n"
        "  expected: the style of citations and references, as the name of a CSL file of manuscript/ without "
        "its .csl: vancouver (when nothing is said), sage and bmc come along\n"
        "  to do:    see workflow/schemas/config.schema.yaml"
    )
