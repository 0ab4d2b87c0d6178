"""What the draft of a first cohort leaves open is decided by what is safe."""

from aimed.onboarding.founding.codebook import DraftedCodebook, DraftedVariable
from aimed.onboarding.founding.first_cohort import GUESSED, find_unsure, settle_lines, settle_text
from aimed.onboarding.new.crosswalk_lines import Line

DRAFT = """# Drafted by `aimed cohort new`. Every TO DECIDE stops the cohort until a person has decided.
title: TO DECIDE  # as it is called in tables
countries: [TO DECIDE]  # the country of study by its ISO code, as KEN
collected:  # the first day decides the World Bank fiscal year
  from: TO DECIDE  # first day, as 2020-03-01
  to: TO DECIDE  # last day
languages: [en]  # of the questionnaire, as en
synthetic: no
respondent_id: TO DECIDE  # the column with the pseudonymous id, or source_row
consent:
  analysis: TO DECIDE  # to be analysed: yes
  quotation: TO DECIDE  # to be quoted: yes
  deposit: TO DECIDE  # to have answers deposited: yes
# legal_basis: TO DECIDE  # on what ground personal data are processed
"""
SETTLED = """# Drafted by `aimed study new`: what the files do not show is a comment, or stands as what is safe. Check each line.
title: Mine  # drafted by `aimed study new`, check; as it is called in tables
# countries: [nobody has said]  # the country of study by its ISO code, as KEN
# collected:  # the first day decides the World Bank fiscal year
  # from: nobody has said  # first day, as 2020-03-01
  # to: nobody has said  # last day
# languages: [nobody has said]  # of the questionnaire, as en
synthetic: no
respondent_id: source_row  # drafted by `aimed study new`, check; the column with the pseudonymous id, or source_row
consent:
  analysis: yes  # drafted by `aimed study new`, check; to be analysed: yes
  quotation: not_asked  # drafted by `aimed study new`, check; to be quoted: yes
  deposit: not_asked  # drafted by `aimed study new`, check; to have answers deposited: yes
# legal_basis: TO DECIDE  # on what ground personal data are processed
"""  # noqa: E501
ANSWERS = {"title": "Mine", "respondent_id": "source_row", "analysis": "yes"}
ANSWERS |= {"quotation": "not_asked", "deposit": "not_asked"}


def test_what_nobody_knows_becomes_a_comment_and_the_rest_is_safe() -> None:
    assert settle_text(DRAFT, ANSWERS, []) == SETTLED


def test_days_that_the_platform_tells_stay() -> None:
    known = DRAFT.replace("from: TO DECIDE", "from: 2025-03-01").replace("to: TO DECIDE", "to: 2025-03-02")
    settled = settle_text(known, ANSWERS, ["en", "sw"])
    assert "\ncollected:  # the first day" in settled
    assert "\n  from: 2025-03-01  # first day" in settled
    assert "\nlanguages: [en, sw]  # of" in settled


def lines(*written: Line) -> list[dict[str, str]]:
    return [vars(line) for line in written]


def test_a_column_that_is_not_sure_is_not_used() -> None:
    drafted = DraftedCodebook(
        [
            DraftedVariable(name, name, "category", (name,))
            for name in ("sure", "open", "other", "lost", "cells")
        ]
    )
    written = lines(
        Line("sure", "a", "sure", "a"),
        Line("open", "a", "open", "a"),
        Line("open", "b", "open", decide="?"),
        Line("other", "a", "sure", "a"),
        Line("lost", note="no variable is like it"),
        Line("cells", "a", "cells__a", "yes", note=f"{GUESSED}", decide="?"),
    )  # fmt: skip
    unsure = find_unsure(written, drafted)
    assert unsure == {"open", "other", "lost"}
    drafted.drop(unsure, "not sure")
    assert [one.name for one in drafted.variables] == ["sure", "cells"]
    settled = settle_lines(written, drafted)
    assert [(row[0], row[1], row[2], row[9]) for row in settled] == [
        ("sure", "a", "sure", ""),
        ("open", "", "", ""),
        ("other", "", "", ""),
        ("lost", "", "", ""),
        ("cells", "a", "cells__a", ""),
    ]
    assert settled[1][6] == "not used: not sure"
