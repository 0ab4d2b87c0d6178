"""docs/house.md: every path on it stands in the tree."""

import re

import pytest
from toy_study import REPOSITORY

PAGE = (REPOSITORY / "docs/house.md").read_text(encoding="utf-8")
STARTS = ("workflow/", "tests/", "docs/", "profiles/")  # those of the demonstration have a test of their own
PATHS = sorted(
    {
        path
        for path in re.findall(r"`([^` ]+)`", PAGE)
        if path.startswith(STARTS) and "<" not in path and "demonstration" not in path
    }
)
LINKS = sorted(set(re.findall(r"\]\(([\w.-]+)\)", PAGE)))


def test_the_page_names_paths() -> None:
    assert len(PATHS) > 35


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_the_page_is_there(path: str) -> None:
    assert (REPOSITORY / path).exists()


@pytest.mark.parametrize("link", LINKS)
def test_a_link_of_the_page_is_there(link: str) -> None:
    assert (REPOSITORY / "docs" / link).is_file()


def test_a_raw_cell_goes_through_ten_stations() -> None:
    way = PAGE[PAGE.index("## From a raw cell") : PAGE.index("## Where would I add")]
    assert [int(number) for number in re.findall(r"^(\d+)\. `workflow/", way, re.M)] == list(range(1, 11))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"its line in ([A-Z]+) of `([^`]+)`", PAGE))))
def test_a_registry_of_the_page_is_there(name: tuple[str, str]) -> None:
    assert re.search(rf"^{name[0]}\b", (REPOSITORY / name[1]).read_text(encoding="utf-8"), re.M)
