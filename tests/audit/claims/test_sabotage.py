"""Words bent one at a time in a paper that a submission takes: each must stop it."""

import pytest
from audit.claims.small_paper import problems_of

T, A, S, K = "topics_wanted.topic", "access", "support", "knowledge"


def claim(words: str, holds: str) -> str:
    return f'[{words}]{{.claim holds="{holds}"}}'


HONEST = [
    claim("Clinical applications were wanted most", f"largest({T}.*.all.pct) == applications"),
    claim("Most students agreed on the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Few felt prepared", f"all({S}.*.all.pct except (core_curriculum) < 25)"),
    f"In HIC, {claim('more students', f'hic > lmic in {A}.internet.pct')} had an internet connection",
    claim("Coding was wanted more often in LMIC than in HIC", f"lmic > hic in {T}.coding.pct"),
    claim("Coding did not differ between groups", f"{T}.coding.hic_vs_lmic.p_adjusted > 0.05"),
    claim("Law was wanted least", f"smallest({T}.*.all.pct) == law"),
    claim("Ethics came before coding", f"{T}.ethics.all.pct > {T}.coding.all.pct"),
    claim("The internet was better in HIC", f"{A}.internet.hic_vs_lmic.rank_biserial > 0"),
    claim("At least half named ethics", f"{T}.ethics.all.pct >= 50"),
    claim("Near-universal support for AI in the core curriculum", f"{S}.core_curriculum.all.pct >= 80"),
    claim("A majority had a computer", f"{A}.device.all.pct > 50"),
    claim("Almost universal support for AI in the core curriculum", f"{S}.core_curriculum.all.pct >= 80"),
    claim(
        "Of the statements, none on being prepared had more than a quarter",
        f"all({S}.prepared_*.all.pct < 25)",
    ),
    claim("Clinical applications, however, were wanted most", f"largest({T}.*.all.pct) == applications"),
    claim("Hardly anyone wanted law", f"{T}.law.all.pct < 10"),
]
OPPOSITE = [
    claim("Clinical applications were wanted least", f"largest({T}.*.all.pct) == applications"),
    claim("Critical appraisal was wanted most", f"largest({T}.*.all.pct) == applications"),
    claim("Few students agreed on the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Most felt prepared", f"all({S}.*.all.pct except (core_curriculum) < 25)"),
    f"In LMIC, {claim('more students', f'hic > lmic in {A}.internet.pct')} had an internet connection",
    f"In HIC, {claim('fewer students', f'hic > lmic in {A}.internet.pct')} had an internet connection",
    claim("Coding was wanted more often in HIC than in LMIC", f"lmic > hic in {T}.coding.pct"),
    claim("Coding was wanted less often in LMIC than in HIC", f"lmic > hic in {T}.coding.pct"),
    claim("Coding differed between groups", f"{T}.coding.hic_vs_lmic.p_adjusted > 0.05"),
    claim("Access to the internet did not differ", f"{A}.internet.hic_vs_lmic.p_adjusted < 0.05"),
    claim("Law was wanted most", f"smallest({T}.*.all.pct) == law"),
    claim("Coding came before ethics", f"{T}.ethics.all.pct > {T}.coding.all.pct"),
    claim("The internet was better in LMIC", f"{A}.internet.hic_vs_lmic.rank_biserial > 0"),
    claim("The internet was worse in HIC", f"{A}.internet.hic_vs_lmic.rank_biserial > 0"),
    claim("At most half named ethics", f"{T}.ethics.all.pct >= 50"),
    claim("Hardly any support for AI in the core curriculum", f"{S}.core_curriculum.all.pct >= 80"),
    claim("A minority had a computer", f"{A}.device.all.pct > 50"),
    claim("Nobody had a computer", f"{A}.device.all.pct > 50"),
    claim(
        "Appraisal was wanted more often in LMIC, coding more often in HIC",
        f"hic > lmic in {T}.appraisal.pct and lmic > hic in {T}.coding.pct",
    ),
    claim("Everybody had a computer", f"{A}.device.all.pct > 50"),
]
EXTREMES = [  # of less than the whole set
    claim("Clinical applications were wanted most", f"{T}.applications.all.pct > {T}.coding.all.pct"),
    claim("Coding led", f"{T}.coding.all.pct > {T}.law.all.pct"),
    claim("Law was wanted least", f"{T}.law.all.pct < min({T}.coding.all.pct, {T}.ethics.all.pct)"),
    claim(
        "Applications were the most common topic", f"largest({T}.*.all.pct except (ethics)) == applications"
    ),
    claim("Local data were the rarest", f"{A}.local_data.all.pct < {A}.device.all.pct"),
    claim("Ethics topped the list", f"{T}.ethics.all.pct > max({T}.coding.all.pct, {T}.law.all.pct)"),
    claim("Law came last", f"{T}.law.all.pct < {T}.applications.all.pct"),
    claim(
        "Core curriculum had the highest agreement", f"{S}.core_curriculum.all.pct > {S}.prepared_use.all.pct"
    ),
]
SHARES = [  # that are not what their words mean
    claim("Most had a computer", f"{A}.device.all.pct > 40"),
    claim("Most chose coding", f"{T}.coding.all.pct > 30"),
    claim("A majority chose law", f"{T}.law.all.pct < 50"),
    claim("The majority had an internet connection", f"{A}.internet.all.pct >= 25"),
    claim("Few had a computer", f"{A}.device.all.pct < 90"),
    claim("A minority chose ethics", f"{T}.ethics.all.pct < 75"),
    claim("Nearly all had an internet connection", f"{A}.internet.all.pct > 50"),
    claim("Almost all chose applications", f"{T}.applications.all.pct >= 60"),
    claim("Near-universal wish for ethics", f"{T}.ethics.all.pct > 50"),
    claim("Law was wanted by hardly anyone", f"{T}.law.all.pct < 50"),
    claim("Over half chose coding", f"{T}.coding.all.pct > 45"),
]
OTHERS = [  # that the condition does not rest on
    claim("Most chose ethics", f"{T}.applications.all.pct > 50"),
    claim("Coding was wanted more often in LMIC", f"lmic > hic in {T}.law.pct"),
    claim("Most students in LMIC had a computer", f"{A}.device.all.pct > 50"),
    claim("Most students in LMIC had a computer", f"{A}.device.hic.pct > 50"),
    claim("A majority had an internet connection", f"{A}.device.all.pct > 50"),
    claim("Most agreed on the core curriculum", f"{A}.device.all.pct > 50"),
    claim("Few knew the limits of AI", f"{K}.knows_ethics.all.pct < 25"),
    claim("The internet differed between HIC and LMIC", f"{A}.local_data.hic_vs_lmic.p_adjusted < 0.05"),
]
UNREAD = [  # in words that no list has, or whose direction cannot be told
    claim("Students were lukewarm about the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Most students resented the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Most students trusted the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Clinical applications were not wanted most", f"largest({T}.*.all.pct) == applications"),
    claim("Sadly, most had a computer", f"{A}.device.all.pct > 50"),
    claim("Most disagreed on the core curriculum", f"{S}.core_curriculum.all.pct > 50"),
    claim("Coding did not differ alarmingly between groups", f"{T}.coding.hic_vs_lmic.p_adjusted > 0.05"),
    claim("Every participant had a computer", f"{A}.device.all.count > 0"),
    claim(
        "Coding was wanted by every student of both groups", f"{T}.coding.hic.n > 0 and {T}.coding.lmic.n > 0"
    ),
    claim("It was wanted by students", f"{T}.coding.all.pct > 20"),
]
LAX = [  # by another limit than that of the study's tests
    claim("Coding differed between groups", f"{T}.coding.hic_vs_lmic.p_adjusted < 0.5"),
    claim("Internet access did not differ", f"{A}.internet.hic_vs_lmic.p_adjusted > 0.005"),
]
LOOSE = [  # bound to nothing
    "Fewer students in LMIC than in HIC had a computer.",
    "Critical appraisal was wanted more often in HIC.",
    "Most respondents felt prepared.",
    "Coding was the least popular topic among students.",
    "Students in HIC and LMIC did not differ in their knowledge.",
    "Our participants preferred workshops.",
    "Nearly all participants spoke of access.",
    "In LMIC the internet was worse.",
    "Ethics outranked coding: it came first among the topics that students chose.",
    "Hardly any student had been taught.",
    "Nearly every student hoped that AI would give time back.",
    "Every respondent also spoke in a focus group.",
    "All students had a computer, as they said.",
    "There was broad agreement on coding among students.",
]


def stopped(sentence: str, place: str = "# Results") -> list[str]:
    text = f"{place}\n\nStudents answered. {sentence.removesuffix('.')}. So it was.\n"
    return [one.split(" ")[0] for one in problems_of(text)]


@pytest.mark.parametrize("sentence", HONEST)
def test_honest_words_stop_nothing(sentence: str) -> None:
    assert stopped(sentence) == []


@pytest.mark.parametrize("sentence", [*OPPOSITE, *EXTREMES, *SHARES, *OTHERS, *LAX])
def test_bent_claims_stop_a_submission(sentence: str) -> None:
    assert stopped(sentence)[:1] == ["claim_words"]


@pytest.mark.parametrize("sentence", UNREAD)
def test_claims_that_nobody_could_read_stop_a_submission(sentence: str) -> None:
    assert stopped(sentence)[:1] == ["unread_claim"]
    assert stopped(sentence.replace("{.claim", '{.claim unread="read by AB"')) == []


def test_an_unread_claim_names_the_words_and_what_to_do() -> None:
    found = problems_of(f"# Results\n\n{UNREAD[0]}.\n")
    assert found == [
        'unread_claim the words "Students were lukewarm about the core curriculum", which no list and no '
        'name has: "lukewarm"'
    ]
    found = problems_of(f"# Results\n\n{UNREAD[-1]}.\n")
    assert found == [
        'unread_claim the words "It was wanted by students", none of which tells a direction that can be read'
    ]
    found = problems_of(f"# Results\n\n{UNREAD[3]}.\n")
    assert found == [
        'unread_claim the words "Clinical applications were not wanted most", which no list and no name has: '
        '"not"'
    ]


@pytest.mark.parametrize("sentence", LOOSE)
@pytest.mark.parametrize("place", ["# Results", "# Discussion", "# Conclusions"])
def test_loose_comparisons_stop_a_submission(place: str, sentence: str) -> None:
    assert stopped(sentence, place)[:1] == ["unclaimed_words"]
