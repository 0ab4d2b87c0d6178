"""The codes of the miniature study with definitions and examples, cell by cell as its tables say."""

from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound
from make_study import read_binding, shown, write_paper

SHOWS = '::: {#tbl-codes from="codes"}\nCodes.\n:::\n'


def tree(paper: str, examples: str = "") -> dict:
    """Return the table of codes, which stands in the supplement."""
    write_paper(paper)
    Path("manuscript/tables.yaml").write_text(f"- id: codes\n  kind: code_tree\n{examples}", encoding="utf-8")
    Path("manuscript/supplement.qmd").write_text(SHOWS, encoding="utf-8")
    return read_binding("paper.qmd", "supplement.qmd")["tables"]["codes"]


def test_codes_with_definitions_and_the_first_quotation_of_each(study):
    table = tree('One: [I don\'t like it]{.quote turn="demo/g1/2" code="taste"}.')
    assert shown(table) == [
        ["Code", "Definition", "Example"],
        ["Taste", "What tea tastes like.", "“I don't like it” (Drinker, north)"],
        ["  Bitterness", "Bitter tea.", ""],
    ]
    assert table["notes"] == ["Without an example: Bitterness."]


def test_an_example_of_the_table_itself(study):
    table = tree(
        "Nobody is quoted.",
        """  examples:
    - '[warm milk helps]{.quote turn="demo/g1/2" code="taste.bitter"}'
""",
    )
    assert shown(table)[2] == ["  Bitterness", "Bitter tea.", "“warm milk helps” (Drinker, north)"]
    assert table["notes"] == []


def test_an_example_is_held_to_its_turn(study):
    with pytest.raises(ProblemsFound) as stopped:
        tree("Nobody.", """  examples: ['[cold milk helps]{.quote turn="demo/g1/2" code="taste"}']\n""")
    assert (
        str(stopped.value)
        == """manuscript/tables.yaml, codes, examples:1:1
  found:    the quotation "cold …"
  expected: words of turn demo/g1/2, in order, at word boundaries
  to do:    quote word by word; declare what you leave out […] and what you add [so]"""
    )
