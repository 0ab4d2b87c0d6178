"""What was not planned is said where it is quoted, and is in no family of tests with what was planned."""

import json
from pathlib import Path

import pytest
from aimed.audit.check.command import check_study, print_check
from aimed.audit.check.unplanned import find_mixed_families
from aimed.audit.lookup.declarations import StudyDeclarations
from audited_study import write_study

EXPLORED = "a number of an exploratory analysis in a sentence that does not say so"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The audited study: the analysis support is exploratory, flow was changed after the freeze."""
    folder = write_study(tmp_path)
    ledger = folder / "results/ledger/ledger.json"
    contents = json.loads(ledger.read_text())
    for name, entry in contents["numbers"].items():
        entry["planned"] = not name.startswith("support.")
        if name.startswith("flow."):
            entry["since_freeze"] = "changed"
    ledger.write_text(json.dumps(contents))
    monkeypatch.chdir(folder)
    return folder


def leave_to_author(study: Path) -> None:
    config = study / "config.yaml"
    config.write_text(config.read_text().replace("manuscript: {", "manuscript: {unplanned: written, "))


def unplanned(study: Path) -> list[tuple[int, str]]:
    return [(one.line, one.found) for one in check_study(study) if one.kind == "unplanned_unmarked"]


def write_results(study: Path, text: str) -> None:
    paper = study / "manuscript/paper.qmd"
    paper.write_text(f"---\ntitle: T\n---\n\n{text}\n")


def test_the_build_marks_what_the_author_need_not(study: Path) -> None:
    assert unplanned(study) == []


def test_sentences_that_the_author_must_word(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leave_to_author(study)
    assert unplanned(study) == [
        (4, "a number of a plan added or changed after the freeze in a sentence that does not say so"),
        (10, EXPLORED),
        (15, "a number of an exploratory analysis in a caption that does not say so"),
    ]
    print_check(Path(), None)
    assert (
        f"manuscript/paper.qmd:10:1: warning: {EXPLORED}\n"
        "  expected: the word exploratory in the same sentence\n"
        "  to do:    say it where it is quoted\n"
    ) in capsys.readouterr().out


NUMBER = "[support.core.all.pct]{.num}"
CLAIM = '[All agreed]{.claim holds="support.core.all.pct > 99"}'
SENTENCES = {
    f"In an exploratory analysis, {NUMBER} agreed.": [],
    f"Post hoc, {NUMBER} agreed, {NUMBER} in all.": [],
    f"Some agreed ({NUMBER}, {NUMBER}). It was exploratory.": [EXPLORED],
    f"Exploratory. Then {NUMBER}.": [EXPLORED],
    f"{CLAIM}.": [EXPLORED],
    f"{CLAIM} when explored.": [],
    f"{CLAIM.replace('}', ' why=exploratory}')} in all.": [EXPLORED],
    f"{CLAIM}: {NUMBER}. Then {NUMBER}.": [EXPLORED, EXPLORED],
    "After the plans were frozen: [flow.kept.all.count]{.num}.": [],
    "No number at all.": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_words_that_say_it_in_the_same_sentence(study: Path, text: str) -> None:
    leave_to_author(study)
    write_results(study, text)
    assert [found for _, found in unplanned(study)] == SENTENCES[text]


@pytest.mark.parametrize(("word", "lines"), [("", [1]), ("Exploratory. ", [])])
def test_an_alt_text_has_no_mark_and_so_says_it(study: Path, word: str, lines: list[int]) -> None:
    (study / "manuscript/figures.yaml").write_text(
        f"- {{id: bars, analysis: support, kind: bars, alt: '{word}All {NUMBER}'}}\n"
    )
    assert [line for line, _ in unplanned(study)] == lines


def plans(**families: tuple[bool | str, str | None]) -> StudyDeclarations:
    made = {}
    for name, (planned, family) in families.items():
        content = {"planned": planned, "compare": True} | ({"family": family} if family else {})
        made[name] = (f"analyses/{name}.yaml", f"a: b\nfamily: {family}\n", content)
    return StudyDeclarations(plans=made)  # type: ignore[arg-type]


def test_a_family_of_planned_and_exploratory_tests() -> None:
    found = list(
        find_mixed_families(plans(a=(True, "one"), b=("no", "one"), c=("yes", "one"), d=(False, None)))
    )
    assert [one.describe("warning") for one in found] == [
        "analyses/b.yaml:2:1: warning: an exploratory analysis in the family one with planned ones: a, c\n"
        "  expected: planned tests adjusted by themselves: an exploratory one makes their p-values larger, "
        "and looks as if it had been planned\n"
        "  to do:    give it another family"
    ]


@pytest.mark.parametrize(
    "families",
    [
        {"a": (True, "one"), "b": (False, "two")},
        {"a": (False, "one"), "b": (False, "one")},
        {"a": (True, "one"), "b": (True, "one")},
    ],
)
def test_families_that_are_of_one_kind(families: dict[str, tuple[bool | str, str | None]]) -> None:
    assert list(find_mixed_families(plans(**families))) == []


def test_a_plan_without_tests_is_in_no_family() -> None:
    design = plans(a=(True, "one"), b=(False, "one"))
    design.plans["b"][2]["compare"] = False
    assert list(find_mixed_families(design)) == []


def test_a_family_is_named_as_the_file_of_another_plan() -> None:
    assert len(list(find_mixed_families(plans(a=(True, None), b=(False, "a"))))) == 1
