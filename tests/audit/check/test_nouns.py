"""Numbers beside the noun of another number, or beside another answer than their own."""

import pytest
from aimed.audit.check.groups_named import find_misnamed
from aimed.language.marks import scan_marks
from aimed.language.prose_regions import readable_of
from audited_study import entry

LEVELS = {
    "region": {
        "afr": frozenset({"African Region", "AFR"}),
        "eur": frozenset({"European Region", "EUR"}),
    },
    "gender": {
        "woman": frozenset({"Woman", "Women"}),
        "man": frozenset({"Man", "Men"}),
        "other": frozenset({"Other description"}),
    },
}
AFR, EUR = "[p.region.all.level.afr.pct]{.num}", "[p.region.all.level.eur.pct]{.num}"
WOMEN, MEN = "[p.gender.all.level.woman.pct]{.num}", "[p.gender.all.level.man.pct]{.num}"
TURNS, PEOPLE = "[t.ethics.all.turns]{.num}", "[t.ethics.all.participants]{.num}"
COUNTRIES, ALL = "[p.country.all.distinct]{.num}", "[p.country.all.count]{.num}"
SENTENCES = {
    f"It came up in {TURNS} turns ({PEOPLE} participants).": [],
    f"It came up in {PEOPLE} turns, {TURNS} participants.": [
        '"turns" beside t.ethics.all.participants: participants',
        '"participants" beside t.ethics.all.turns: turns',
    ],
    f"{COUNTRIES} countries for {ALL} respondents.": [],
    f"{ALL} countries for {COUNTRIES} respondents.": ['"respondents" beside p.country.all.distinct: Country'],
    f"More studied in the WHO African Region ({AFR}) than in the European Region ({EUR}).": [],
    f"More studied in the WHO African Region ({EUR}).": [
        '"African Region" beside p.region.all.level.eur.pct: EUR'
    ],
    f"{WOMEN} were women and {MEN} men.": [],
    f"{MEN} were women, and {WOMEN} of them were men.": [
        '"women" beside p.gender.all.level.man.pct: Man',
        '"men" beside p.gender.all.level.woman.pct: Woman',
    ],
    f"Women: {WOMEN}; men students ({MEN}).": [],
    f"Men students ({WOMEN}).": ['"Men" beside p.gender.all.level.woman.pct: Woman'],
    f"There were more of them than men ({WOMEN}), and unlike men, {WOMEN} stayed.": [],
    f"There were more women than men ({WOMEN}).": [],
    f"Two of three ({WOMEN}) said that men had more time.": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_nouns_and_answers_beside_a_number(text: str) -> None:
    known = {
        f"{analysis}.{item}.all.{statistic}": entry("9", 9, "Country", item=item, statistic=statistic)
        for analysis, item, statistic in (
            *(("p", "region", f"level.{code}.pct") for code in ("afr", "eur")),
            *(("p", "gender", f"level.{code}.pct") for code in ("woman", "man")),
            *(("t", "ethics", statistic) for statistic in ("turns", "participants")),
            *(("p", "country", statistic) for statistic in ("distinct", "count")),
        )
    }
    bound = {name: {"ids": [name]} for name in known}
    found = find_misnamed("p", readable_of(text), scan_marks(text), bound, known, {}, LEVELS)
    own = "words that name what the number is"
    assert [finding.found + finding.expected.removeprefix(own) for finding in found] == SENTENCES[text]
