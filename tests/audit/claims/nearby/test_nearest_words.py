"""Numbers beside words that name another statistic, level, group or answer: what a reader takes each for."""

import pytest
from audit.claims.small_paper import problems_of

S, T = "support", "topics_wanted.topic"


def num(name: str) -> str:
    return f"[{name}]{{.num}}"


WRONG = [
    f"The intraclass correlation was {num(f'{S}.core_curriculum.hic_vs_lmic.rank_biserial')} here.",
    f"Their median was {num(f'{S}.core_curriculum.all.pct')} points.",
    f"The rank-biserial correlation, {num(f'{S}.core_curriculum.hic_vs_lmic.p_adjusted')}, was told.",
    f"They spoke of it in {num('support.core_curriculum.all.count')} turns.",
    f"There were {num('support.core_curriculum.all.count')} countries.",
    f"There were {num(f'{S}.core_curriculum.hic.count')} in {num(f'{S}.core_curriculum.lmic.n')} answers.",
    f"Of HIC ({num(f'{S}.core_curriculum.lmic.pct')}) it was told.",
    f"They felt prepared to use AI in clinical work ({num(f'{S}.prepared_appraise.all.pct')}).",
    f"Or they appraise a system critically ({num(f'{S}.prepared_use.all.pct')}).",
    f"HIC ({num(f'{T}.law.hic.pct')}) than in LMIC ({num(f'{T}.coding.lmic.pct')}) it was.",
    f"Most agreed on the core curriculum, {num(f'{S}.core_curriculum.hic.pct')} of all.",
    f"It was {num(f'{S}.prepared_use.all.pct')} for appraising a system critically.",
]
RIGHT = [
    f"The rank-biserial correlation was {num(f'{S}.core_curriculum.hic_vs_lmic.rank_biserial')} here.",
    f"They spoke of it in {num('themes.ethics.all.turns')} turns.",
    f"HIC ({num(f'{T}.law.hic.pct')}) than in LMIC ({num(f'{T}.law.lmic.pct')}) it was.",
    f"HIC had {num(f'{S}.core_curriculum.hic.count')} in {num(f'{S}.core_curriculum.hic.n')} answers.",
    f"Of HIC ({num(f'{S}.core_curriculum.hic.pct')}) it was told.",
    f"Of HIC and LMIC ({num(f'{S}.core_curriculum.hic.pct')} and {num(f'{S}.core_curriculum.lmic.pct')}).",
    f"They felt prepared to use AI in clinical work ({num(f'{S}.prepared_use.all.pct')}).",
    f"The median age is told elsewhere; here {num(f'{S}.prepared_use.all.pct')} answered.",
    f"A share of {num(f'{S}.core_curriculum.hic.pct')} and of {num(f'{S}.core_curriculum.lmic.pct')} agreed.",
]


@pytest.mark.parametrize("sentence", WRONG)
def test_numbers_of_other_than_the_nearest_words_name(sentence: str) -> None:
    found = problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n")
    assert [one.split(" ")[0] for one in found][:1] == ["misnamed"]


@pytest.mark.parametrize("sentence", RIGHT)
def test_numbers_of_what_the_nearest_words_name(sentence: str) -> None:
    assert problems_of(f"# Methods\n\nIt began. {sentence} It ended.\n") == []


def test_what_is_said_of_a_misnamed_number() -> None:
    assert problems_of(f"# Methods\n\n{WRONG[0]}\n") == [
        'misnamed "intraclass correlation" beside support.core_curriculum.hic_vs_lmic.rank_biserial'
    ]
    assert problems_of(f"# Methods\n\n{WRONG[5]}\n") == [
        'misnamed "in support.core_curriculum.lmic.n" beside support.core_curriculum.hic.count'
    ]
