"""Words before a quotation that name another code than its turn carries: each sentence judged by hand."""

from types import SimpleNamespace

import pytest
from aimed.audit.check.focus_groups.subjects_named import find_other_subjects
from aimed.audit.claims.naming import Naming
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of

NAMES = {
    "online teaching": ("item", "formats.online"),
    "teaching in the clinic": ("item", "formats.clinical"),
    "formats": ("item", "formats"),
    "ethics": ("item", "ethics"),
    "a computer": ("item", "device"),
}
BINDING = SimpleNamespace(
    coded={"demo/fg1/1": {"formats.clinical": {"a"}, "formats": {"a"}}, "demo/fg1/2": {}},
    codes={code: code for code in ("formats.online", "formats.clinical", "formats", "ethics")},
)
NAMING = Naming({name: frozenset({key}) for name, key in NAMES.items()}, {})
CLINIC, UNCODED = (f'[Words of hers]{{.quote turn="demo/fg1/{at}"}}' for at in (1, 2))


def find(text: str) -> list[str]:
    readable = readable_of(text)
    found = find_other_subjects("paper.qmd", readable, scan_marks(text, readable), BINDING, NAMING)
    return [finding.found for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        f"Teaching in the clinic was valued: {CLINIC}.",
        f"Of the formats one said: {CLINIC}.",  # a theme above the code
        f"Unlike online teaching, teaching in the clinic was valued: {CLINIC}.",
        f"With a computer in view: {CLINIC}.",  # a thing of the survey, and no code
        f"Online teaching was rationed: {UNCODED}.",
        f"One said: {CLINIC}. Online teaching came later.",
    ],
)
def test_words_that_name_what_was_spoken_of(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("name", ["Online teaching", "Ethics"])
def test_words_that_name_another_subject(name: str) -> None:
    assert find(f"{name} was valued for reasons said aloud: {CLINIC}.") == [
        f'"{name}" before a quotation of formats.clinical'
    ]
