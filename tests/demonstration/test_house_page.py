"""docs/house.md: every path of the demonstration on it stands in the tree."""

import re

from toy_study import REPOSITORY

PAGE = (REPOSITORY / "docs/house.md").read_text(encoding="utf-8")
STARTS = ("data/", "analyses/", "manuscript/", "tests/demonstration")


def test_the_paths_of_the_page_are_there() -> None:
    paths = {path for path in re.findall(r"`([^` ]+)`", PAGE) if path.startswith(STARTS) and "<" not in path}
    assert len(paths) > 5
    assert [path for path in sorted(paths) if not (REPOSITORY / path).exists()] == []
