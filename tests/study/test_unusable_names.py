"""Names that the rules cannot take are refused before a build, with what to call them."""

import shutil
from pathlib import Path

import pytest
from aimed.build.gate import inspect_results
from aimed.study.layout import find_unusable_names

SIGNS = "a name with other signs than results may have"


@pytest.mark.parametrize(
    ("like", "name", "found", "expected", "better"),
    [
        ("data/cohorts/toy/crosswalk.csv", "answers {final} [v2].csv", "braces", "", "answers-final-v2.csv"),
        ("manuscript/paper.qmd", "paper copy.qmd", SIGNS, "document", "paper-copy.qmd"),
        ("manuscript/paper.qmd", "Paper.qmd", SIGNS, "document", "paper.qmd"),
        ("manuscript/forms.yaml", "forms{old}.yaml", "braces", "", "forms-old.yaml"),
        ("analyses/wanted.yaml", "what they want.yaml", SIGNS, "document", "what-they-want.yaml"),
        ("analyses/wanted.yaml", "2.yaml", SIGNS, "document", "a-2.yaml"),
        ("analyses/wanted.yaml", "gewünscht.yaml", SIGNS, "document", "gew-nscht.yaml"),
    ],
)
def test_a_name_is_refused_with_what_to_call_it(
    like: str, name: str, found: str, expected: str, better: str, toy: Path
) -> None:
    path = Path(like).with_name(name)
    shutil.copy(like, path)
    told = "small letters, digits, - and _, a letter first" if expected else "one without { and }"
    problems = [str(problem) for problem in inspect_results()[0]]
    assert problems == [
        f"{path.as_posix()}\n"
        f"  found:    {'a name with braces' if found == 'braces' else found}\n"
        f"  expected: {told}\n"
        f"  to do:    call it {better}, and say so where it is named"
    ]


def test_a_cohort_has_small_letters_digits_and_hyphens(toy: Path) -> None:
    Path("data/cohorts/toy").rename("data/cohorts/My toy")
    (problem,) = find_unusable_names()
    assert (problem.place, problem.expected) == ("data/cohorts/My toy", "small letters, digits and -")


def test_braces_in_the_folder_of_the_study_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my {study}"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert [problem.place for problem in find_unusable_names()] == [folder.as_posix()]


def test_other_signs_of_raw_files_may_stay(toy: Path) -> None:
    shutil.copy("data/cohorts/toy/crosswalk.csv", "data/cohorts/toy/Antworten 'final' [v2] (ü) 100%.csv")
    assert find_unusable_names() == []
