"""When the PDF with evidence is made. Expected: the words of docs/manuscript.md."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.manuscript.engines.choice import list_with_evidence
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_config

MADE = ["results/manuscript/{document}-evidence.pdf"]


@pytest.mark.parametrize(
    ("asked", "stage", "made"),
    [
        (None, "draft", []),
        (None, "submission", MADE),
        (None, "release", MADE),
        ("submission", "draft", []),
        ("submission", "release", MADE),
        ("always", "draft", MADE),
        ("never", "release", []),
    ],
)
def test_it_is_made_from_submission_on_unless_the_study_says_otherwise(
    asked: str | None, stage: str, made: list[str]
) -> None:
    wishes = {} if asked is None else {"evidence": asked}
    assert list_with_evidence({"stage": stage, "manuscript": wishes}) == made
    assert list_with_evidence({"manuscript": wishes}) == list_with_evidence(
        {"stage": "draft", "manuscript": wishes}
    )


def test_another_word_is_refused_with_its_line(toy: Path) -> None:
    config = Path("config.yaml")
    config.write_text(
        config.read_text(encoding="utf-8").replace("evidence: always", "evidence: often"), encoding="utf-8"
    )
    assert read_yaml(config)["manuscript"]["evidence"] == "often"
    with pytest.raises(ProblemsFound) as found:
        read_config()
    assert str(found.value).startswith(
        "config.yaml:8\n  found:    'often' is not one of ['always', 'submission', 'never']\n"
    )
