"""The register of quotations of the miniature study, cell by cell as its tables say."""

from pathlib import Path

from aimed.files.tables import read_table, write_table
from make_study import read_binding, shown, write_paper

REGISTER = "- {id: register, kind: quotations}\n"
SHOWS = '::: {#tbl-register from="register"}\nQuotations.\n:::\n'
HEADS = ["Quotation", "Code", "Speaker", "Coders"]


def register(paper):
    """Return the register, which stands in the supplement."""
    write_paper(paper)
    Path("manuscript/tables.yaml").write_text(REGISTER, encoding="utf-8")
    Path("manuscript/supplement.qmd").write_text(SHOWS, encoding="utf-8")
    return read_binding("paper.qmd", "supplement.qmd")["tables"]["register"]


def test_each_quotation_stands_under_its_theme(study):
    table = register(
        'One: [My hundred cups]{.quote turn="demo/g1/4"}. Two: [warm\nmilk helps]{.quote turn="demo/g1/2"}. '
        'Three: [I don\'t like it]{.quote turn="demo/g1/2" code="taste"}. '
        'Again: [warm milk helps]{.quote turn="demo/g1/2"}.'
    )
    assert shown(table) == [
        HEADS,
        ["Taste", "", "", ""],
        ["  “I don't like it”", "Taste", "Drinker, north", "two"],
        ["  “warm milk helps”", "Bitterness", "Drinker, north", "one"],
        ["No code", "", "", ""],
        ["  “My hundred cups”", "", "Drinker", ""],
    ]
    assert table["notes"] == [
        "Coders: how many of them gave the turn the code.",
        "3 quotations, at most 2 of one speaker. Quotations by speaker: Drinker 1; Drinker, north 2.",
    ]
    assert table["align"] == ["left"] * 4


def test_themes_and_groups_without_a_quotation_are_named(study):
    table = register(
        'One: [warm milk helps]{.quote turn="demo/g1/2" code="taste"}.\n\n'
        '::: {.when holds="study.synthetic == 0"}\n[I don\'t like it]{.quote turn="demo/g1/2"}\n:::'
    )
    assert table["notes"] == [
        "Coders: how many of them gave the turn the code.",
        "1 quotation, at most 1 of one speaker. Quotations by speaker: Drinker 0; Drinker, north 1.",
        "Without a quotation: Bitterness.",
    ]


def test_a_code_that_the_coders_agreed_upon_afterwards_is_the_consensus_s(study):
    path = Path("coded_turns.parquet")
    coded = read_table(path)
    write_table(coded.assign(coders=coded["coders"].where(coded["code"] != "taste.bitter", 0)), path)
    table = register('One: [warm milk helps]{.quote turn="demo/g1/2"}.')
    assert shown(table)[2] == ["  “warm milk helps”", "Bitterness", "Drinker, north", "consensus alone"]
    assert table["notes"][0] == (
        "Coders: how many of them gave the turn the code. "
        "Consensus alone: agreed upon afterwards, and given by no coder before."
    )


def test_a_register_of_nothing(study):
    table = register("Nobody is quoted.")
    assert shown(table) == [HEADS]
    assert table["notes"] == [
        "Coders: how many of them gave the turn the code.",
        "Quotations by speaker: Drinker 0; Drinker, north 0.",
        "Without a quotation: Taste.",
    ]
