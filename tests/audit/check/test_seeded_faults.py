"""Faults seeded in the manuscript or the ledger of the built toy: `aimed check` names each with its place."""

from pathlib import Path

import pytest
from aimed.audit.check.command import print_check, print_rendered_check
from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json, write_json

PAPER = Path("manuscript/paper.qmd")
LEDGER = Path("results/ledger/ledger.json")
HTML = Path("results/manuscript/paper.html")
NO_RESULT = "a number of the ledger, or a reason why it is not one"
SOUND = "".join(
    f"""analyses/wanted.yaml:4:{column}: warning: the planned outcome {outcome}, which is reported nowhere
  expected: a number, claim, table or figure of the paper or the supplement for every planned outcome
  to do:    report it: aimed numbers wanted lists its numbers; a table of kind listing shows all
"""
    for column, outcome in ((12, "topic"), (19, "age"))
)
GROUPS = (
    "[support.core_curriculum.{}.n]{{.num}} answers came from high-income countries and "
    "[support.core_curriculum.{}.n]{{.num}} from low- and middle-income countries."
)
UNITS = (
    "[support.core_curriculum.all.{}]{{.num as=bare}} students agreed, "
    "which is [support.core_curriculum.all.{}]{{.num as=bare}}%."
)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def write_number(name: str, value: float) -> None:
    """Let a number be wrong from its making on: neither the ledger's form nor a digest gives it away."""
    content = read_json(LEDGER)
    content["numbers"][name]["value"] = value
    for beside in (name, f"{name.rpartition('.')[0]}.z"):  # the toy is so small that its tests are withheld
        content["numbers"].get(beside, {}).update(public=True)
        content["numbers"].get(beside, {}).pop("hidden_because", None)
    write_json(content, LEDGER)
    for record in Path("results").rglob("*.record.json"):  # of its making, and of all that read it
        run = read_json(record)
        for files in (run["inputs"], run["outputs"]):
            if LEDGER.as_posix() in files:
                files[LEDGER.as_posix()] = digest_file(LEDGER)
        write_json(run, record)


def check(capsys: pytest.CaptureFixture[str], stage: str | None = None) -> tuple[int, str]:
    code = print_check(Path(), stage)
    return code, capsys.readouterr().out


def one_error(found: str) -> tuple[int, str]:
    return 1, f"{SOUND}{found}1 error, 2 warnings (stage draft)\n"


@pytest.fixture(autouse=True)
def without_a_fault(built_toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys) == (0, f"{SOUND}0 errors, 2 warnings (stage draft)\n")


def test_a_number_typed_into_prose(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, "[flow.kept.all.count]{.num} were kept", "11 were kept")
    assert check(capsys) == one_error(
        "manuscript/paper.qmd:15:37: a typed number that no mark covers: 11\n"
        f"  expected: {NO_RESULT}\n"
        "  to do:    perhaps [flow.kept.all.count]{.num} (2 more are shown so); "
        'or [id]{.num} (aimed numbers WORD lists the ids), or [11]{.literal why="..."}\n'
    )


def test_a_number_word(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, "[flow.kept.all.count]{.num} were kept", "eleven were kept")
    assert check(capsys) == one_error(
        "manuscript/paper.qmd:15:37: a number in words that no mark covers: eleven\n"
        f"  expected: {NO_RESULT}\n"
        '  to do:    [id]{.num} (aimed numbers WORD lists the ids), or [eleven]{.literal why="..."}\n'
    )


def test_an_invented_quotation(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, "I want to write a small program myself", "I want to write a large program myself")
    assert check(capsys) == one_error(
        'manuscript/paper.qmd:19:17: the quotation "I want to write a large …"\n'
        "  expected: words of turn toy/talk/2, in order, at word boundaries\n"
        "  to do:    quote word by word; declare what you leave out […] and what you add [so]\n"
    )


def test_an_invented_quotation_without_a_mark(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, '[I want to write a small program myself]{.quote turn="toy/talk/2"}', "“Nobody asked me”")
    assert check(capsys) == one_error(
        "manuscript/paper.qmd:19:17: quotation marks that no mark covers: “Nobody asked me”\n"
        "  expected: a quotation that names its turn\n"
        '  to do:    [...]{.quote turn="cohort/transcript/turn"}, or [...]{.literal why="..."} for a term\n'
    )


def test_a_quotation_cut_inside_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, "I want to write a small program myself", "I want to write a small prog")
    assert check(capsys) == one_error(
        'manuscript/paper.qmd:19:17: the quotation "… want to write a small prog"\n'
        "  expected: words of turn toy/talk/2, in order, at word boundaries\n"
        "  to do:    quote word by word; declare what you leave out […] and what you add [so]\n"
    )


def test_a_quotation_given_to_the_wrong_speaker(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(PAPER, "toy/talk/2", "toy/talk/5")
    assert check(capsys) == one_error(
        'manuscript/paper.qmd:19:17: the quotation "I …"\n'
        "  expected: words of turn toy/talk/5, in order, at word boundaries\n"
        "  to do:    these words stand in turn toy/talk/2: correct the turn\n"
    )


def test_an_effect_that_does_not_follow(capsys: pytest.CaptureFixture[str]) -> None:
    name = "support.core_curriculum.hic_vs_lmic.r"  # z is -0.5212466913 of 9; by hand / 3 is 0.173749
    rewrite(PAPER, "@tbl-support shows", f"The test gave r = [{name}]{{.num}}. @tbl-support shows")
    write_number(name, 0.52)
    assert check(capsys) == one_error(
        f"manuscript/paper.qmd:17:19: {name} is 0.52, but z = -0.5212 with n = 9 gives 0.173749\n"
        "  expected: numbers of one result that agree with each other\n"
        "  to do:    aimed gate says whether a result was edited; make paper makes it again\n"
    )


def test_a_percentage_that_is_not_n_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    write_number("support.core_curriculum.all.pct", 66.6)
    assert check(capsys) == one_error(
        "manuscript/paper.qmd:15:152: support.core_curriculum.all.pct is 66.6, but 7 of 9 gives 77.7778\n"
        "  expected: numbers of one result that agree with each other\n"
        "  to do:    aimed gate says whether a result was edited; make paper makes it again\n"
    )


def test_a_percentage_that_is_not_n_of_all_in_the_rendered_paper(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(HTML, "7 of 9 (77.8%", "7 of 9 (87.8%")
    line = HTML.read_text(encoding="utf-8").partition("7 of 9 (87.8%")[0].count("\n") + 1
    assert print_rendered_check(Path(), None, None, "text") == 1
    assert capsys.readouterr().out == (
        f'{HTML}:{line}: "7 of 9 (87.8%": 7/9 is 77.8%\n'
        "  expected: a percentage that is n/N\n"
        "  to do:    correct the value that is wrong, at its source\n"
        "1 error, 0 warnings (stage draft)\n"
    )


def test_two_numbers_of_one_analysis_swapped_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    place = "@tbl-support shows the answers"
    rewrite(PAPER, place, f"{GROUPS.format('hic', 'lmic')} {UNITS.format('count', 'pct')} {place}")
    assert check(capsys) == (0, f"{SOUND}0 errors, 2 warnings (stage draft)\n")
    rewrite(PAPER, GROUPS.format("hic", "lmic"), GROUPS.format("lmic", "hic"))
    rewrite(PAPER, UNITS.format("count", "pct"), UNITS.format("pct", "count"))
    told = (
        (1, '"high-income" beside support.core_curriculum.lmic.n', "LMIC"),
        (84, '"low- and middle-income" beside support.core_curriculum.hic.n', "HIC"),
        (235, '"%" beside support.core_curriculum.all.count', "count"),
    )
    found = "".join(
        f"manuscript/paper.qmd:17:{column}: {{}}{words}\n"
        f"  expected: words that name what the number is: {own}\n"
        '  to do:    swap the number or the words; [...]{{.literal why="..."}} where they do not name it\n'
        for column, words, own in told
    )
    assert check(capsys) == (
        0,
        f"{SOUND}{found.format(*['warning: '] * 3)}0 errors, 5 warnings (stage draft)\n",
    )
    assert check(capsys, "release") == (
        1,
        f"{SOUND}{found.format('', '', '')}3 errors, 2 warnings (stage release)\n",
    )
