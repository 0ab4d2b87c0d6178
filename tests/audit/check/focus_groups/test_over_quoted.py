"""A speaker with too large a share of the quotations is told at the last of them, without an id."""

from types import SimpleNamespace

from aimed.audit.check.focus_groups.over_quoted import find_unbalanced
from aimed.language.marks import scan_marks
from aimed.manuscript.binding.speakers import Quoting

TURNS = [
    {"cohort": "demo", "transcript": "fg1", "turn": at, "participant": f"demo:{name}"}
    for at, name in enumerate("aaabc", start=1)
]


def find(turns, share=0.2):
    quotes = [f'[words]{{.quote turn="demo/fg1/{turn}"}}\n' for turn in turns]
    marks = {"paper.qmd": scan_marks("".join(quotes[:-1])), "supplement.qmd": scan_marks(quotes[-1])}
    binding = SimpleNamespace(turns=TURNS, quoting=Quoting(largest_share=share))
    return [finding.describe("warning") for finding in find_unbalanced(marks, binding)]


def test_one_speaker_with_too_many():
    assert find([1, 4, 2, 5, 3]) == [
        "supplement.qmd:1:1: warning: 3 of 5 quotations are of one speaker (also paper.qmd:1, paper.qmd:3)\n"
        "  expected: at most 20 % of them, as manuscript.quotations.largest_share of config.yaml says\n"
        "  to do:    quote others, too: aimed quotes CODE lists whom"
    ]


def test_the_study_says_how_many_are_too_many():
    assert find([1, 4, 2, 5, 3], share=0.6) == []


def test_few_quotations_and_unknown_turns_are_nobody_s():
    assert find([1, 2]) == []
    assert find([1, 2, 9, 9]) == []
