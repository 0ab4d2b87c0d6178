"""What a cohort was not asked, or said no to, as a whole: on the toy, by hand from tests/toy."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.harmonise.cohort_tables import CohortSources
from aimed.manuscript.binding.quotations import check_quotation
from aimed.messages.problems import ProblemsFound
from toy_study import TOY, harmonise, with_cell

WRITTEN = 'quotation: {column: consent, value: "1"}'


def write_cohort(folder: Path, said: str, purpose: str = "quotation") -> Path:
    text = (TOY / "data/cohorts/toy/cohort.yaml").read_text(encoding="utf-8")
    old = WRITTEN if purpose == "quotation" else 'analysis: {column: consent, value: "1"}'
    assert old in text
    path = folder / "cohort.yaml"
    path.write_text(text.replace(old, f"{purpose}: {said}"), encoding="utf-8")
    return path


@pytest.mark.parametrize("said", ["no", "not_asked"])
def test_nobody_is_quoted_who_was_not_asked(sources: CohortSources, said: str, tmp_path: Path) -> None:
    described = read_yaml(write_cohort(tmp_path, said), schema="cohort")
    sources.description["consent"] = described["consent"]
    people = harmonise(sources).participants
    assert people["kept"].sum() == 11
    assert not people["consent_quotation"].any()
    assert people["consent_deposit"].sum() == 11
    turn = {"cohort": "toy", "transcript": "talk", "turn": 2, "participant": "toy:a2", "text": "Agreed."}
    [problem] = check_quotation("paper.qmd:1:1", "toy/talk/2", "Agreed.", [turn], people.to_dict("records"))
    assert str(problem) == (
        "paper.qmd:1:1\n"
        "  found:    the speaker of turn toy/talk/2 did not agree to be quoted, or was not asked: "
        "nobody of toy may be quoted\n"
        "  expected: consent to quotation\n"
        "  to do:    take this quotation out"
    )


@pytest.mark.parametrize(
    ("purpose", "said"), [("analysis", "not_asked"), ("analysis", "no"), ("quotation", "maybe")]
)
def test_consent_to_analysis_was_asked_and_other_words_are_refused(
    purpose: str, said: str, tmp_path: Path
) -> None:
    path = write_cohort(tmp_path, said, purpose)
    with pytest.raises(ProblemsFound) as found:
        read_yaml(path, schema="cohort")
    line = {"analysis": 12, "quotation": 13}[purpose]
    assert [problem.place for problem in found.value.problems] == [f"{path}:{line}"]


def test_the_consent_of_the_row_that_is_kept_counts(sources: CohortSources) -> None:
    people = harmonise(with_cell(sources, 8, "consent", "0")).participants.set_index("participant")
    assert (people.at["toy:a8", "kept"], people.at["toy:a8", "consent_quotation"]) == (True, True)
