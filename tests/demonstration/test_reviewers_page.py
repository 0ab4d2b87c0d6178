"""docs/re-running.md says how many numbers are released."""

from aimed.files.yaml_json import read_json
from toy_study import REPOSITORY


def test_the_page_for_reviewers_says_how_many_numbers_are_released():
    released = read_json(REPOSITORY / "manuscript/published.json")["numbers"]
    page = (REPOSITORY / "docs/re-running.md").read_text(encoding="utf-8")
    assert f"\n{released} numbers reproduced, 0 differ\n" in page
