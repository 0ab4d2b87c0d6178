"""Words of claims against conditions: what a person reads in each is written beside it."""

import pytest
from aimed.audit.claims.directions import ComparisonWords
from aimed.audit.claims.facts import list_facts
from aimed.audit.claims.naming import Naming
from aimed.audit.claims.reading import ClaimWords, Reading, read_claim
from aimed.files.yaml_json import SCHEMAS, read_yaml
from aimed.language.claim_patterns import write_out
from aimed.language.claim_syntax import parse_claim
from aimed.language.expressions import ids_of

DRINKS = {"tea": 70.0, "coffee": 55.0, "milk": 20.0, "water": 10.0}
NAMES = {
    "tea": ("item", "drink.tea"),
    "coffee": ("item", "drink.coffee"),
    "milk": ("item", "drink.milk"),
    "water": ("item", "drink.water"),
    "cold tea": ("item", "iced"),
    "the north": ("group", "north"),
    "the south": ("group", "south"),
    "NORTH": ("group", "north"),
    "trust": ("item", "trust"),
}


def _entry(analysis: str, item: str, group: str, statistic: str) -> dict[str, object]:
    return {"analysis": analysis, "item": item, "group": group, "statistic": statistic, "public": True}


def make_values() -> dict[str, float]:
    """Return id -> value: shares of drinks in all, in the north and in the south, and their comparison."""
    values = {f"drinks.drink.{drink}.all.pct": share for drink, share in DRINKS.items()}
    values |= {f"drinks.drink.{drink}.north.pct": share + 5 for drink, share in DRINKS.items()}
    values |= {f"drinks.drink.{drink}.south.pct": share - 5 for drink, share in DRINKS.items()}
    values |= {f"drinks.drink.{drink}.north_vs_south.p_adjusted": 0.2 for drink in DRINKS}
    values |= {f"drinks.drink.{drink}.north_vs_south.rank_biserial": 0.3 for drink in DRINKS}
    values |= {"trust.trust.all.pct": 60.0, "trust.trust.north.pct": 60.0, "trust.trust.north.turns": 0.0}
    values |= {"trust.trust.south.turns": 3.0, "trust.trust.change.mean": -2.0, "trust.trust.all.count": 60.0}
    values |= {"trust.trust.all.n": 60.0, "trust.trust.with_tea.spearman": -0.4}
    return values | {"drinks.drink.milk.north_vs_south.p": 0.01, "study.synthetic": 1.0}


VALUES = make_values()
NUMBERS = {}
for _name in VALUES:
    _parts = _name.split(".")
    if _parts[0] == "trust":
        NUMBERS[_name] = _entry("trust", "trust", _parts[2], _parts[3])
    elif _parts[0] == "drinks":
        NUMBERS[_name] = _entry("drinks", ".".join(_parts[1:3]), _parts[3], _parts[4])
NAMING = Naming({name: frozenset({key}) for name, key in NAMES.items()}, NUMBERS)
KNOWN = ComparisonWords(read_yaml(SCHEMAS / "comparison_words.yaml"))


def sentence_of(words: str) -> ClaimWords:
    """Return a sentence, of which the claim is what stands between square brackets, or all."""
    start, end = words.find("["), words.find("]") - 1
    return (
        ClaimWords(words.replace("[", "").replace("]", ""), start, end) if start >= 0 else ClaimWords(words)
    )


def read(words: str, holds: str) -> Reading:
    """Return how the words of a claim read against a condition on the study's numbers."""
    facts = list(list_facts(write_out(parse_claim(holds), VALUES)))
    return read_claim(sentence_of(words), facts, ids_of(holds, VALUES), NAMING, KNOWN)


LARGEST = "largest(drinks.drink.*.all.pct) == tea"
TEA_NORTH = "north > south in drinks.drink.tea.pct"
NOTHING = "all(drinks.drink.*.north_vs_south.p_adjusted > 0.05)"
FOUND = "drinks.drink.milk.north_vs_south.p < 0.05"


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Tea was wanted most", LARGEST),
        ("Many wanted tea", "drinks.drink.tea.all.pct > 50"),
        ("Tea was ubiquitous", "drinks.drink.tea.all.pct > 85"),
        ("Milk was scarce", "drinks.drink.milk.all.pct < 25"),
        ("Milk was a rarity", "drinks.drink.milk.all.pct < 25"),
        ("Tea was the leading drink", LARGEST),
        ("Coffee came after tea", "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct"),
        ("The south lagged behind the north in tea", TEA_NORTH),
        ("Tea was wanted more rarely in the south", TEA_NORTH),
        ("There was a gap between the north and the south in milk", FOUND),
        ("Tea was wanted by more people than any other drink", LARGEST),
        ("Tea led", LARGEST),
        ("Tea and coffee were the most common drinks", "largest(drinks.drink.*.all.pct) == tea, coffee"),
        ("Water was wanted least", "smallest(drinks.drink.*.all.pct) == water"),
        ("Tea was drunk more often in the north", TEA_NORTH),
        ("Tea was drunk more often in the north than in the south", TEA_NORTH),
        ("Tea was drunk less often in the south than in the NORTH", TEA_NORTH),
        ("Fewer people in the south drank tea", TEA_NORTH),
        ("more people wanted tea than coffee", "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct"),
        ("tea came before coffee", "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct"),
        ("Most drank tea", "drinks.drink.tea.all.pct > 50"),
        ("A minority drank milk", "drinks.drink.milk.all.pct < 25"),
        ("Few drank milk or water", "max(drinks.drink.milk.all.pct, drinks.drink.water.all.pct) < 25"),
        ("Nearly all drank tea", "drinks.drink.tea.all.pct >= 90"),
        ("Tea was common", "drinks.drink.tea.all.pct >= 50"),
        ("Nobody drank water", "drinks.drink.water.all.pct == 0"),
        ("No drink differed between regions", NOTHING),
        ("The regions did not differ", NOTHING),
        ("We saw no clear difference between the north and the south", NOTHING),
        ("Milk differed between regions", FOUND),
        ("Milk differed between regions", "not drinks.drink.milk.north_vs_south.p >= 0.05"),
        (
            "tea was drunk more often in the north, water more often in the south",
            f"{TEA_NORTH} and south > north in drinks.drink.water.pct",
        ),
        ("More than a quarter drank tea", "drinks.drink.tea.all.pct > 25"),
        # names that stand in the sentence, outside of the claim in brackets
        ("In the north, [more drank] tea.", TEA_NORTH),
        ("Tea: [the most wanted]", LARGEST),
        ("For coffee, [fewer] than for tea asked", "drinks.drink.coffee.all.pct < drinks.drink.tea.all.pct"),
        ("Nothing was found ([the largest] was tea, with much milk)", LARGEST),
        # the sign of an effect says which group has more
        ("Tea was drunk more often in the north", "drinks.drink.tea.north_vs_south.rank_biserial > 0"),
        ("Tea was drunk less often in the south", "all(drinks.*.*.north_vs_south.rank_biserial > 0)"),
        (
            "Trust was spoken of in the south only",
            "trust.trust.north.turns == 0 and trust.trust.south.turns > 0",
        ),
        ("Both regions had trust", "trust.trust.north.pct > 20 and trust.trust.all.pct > 20"),
        ("Trust fell", "trust.trust.change.mean < 0"),
        ("Everybody had trust", "trust.trust.all.count == trust.trust.all.n"),
        ("About half had trust", "between(trust.trust.all.pct, 40, 65)"),
        ("At least a quarter had trust", "trust.trust.all.pct >= 25"),
        ("No drink was wanted by more than a third", "all(drinks.drink.*.all.pct < 33)"),
        ("Tea came first", "rank(drinks.drink.*.all.pct, tea) == 1"),
        ("Trust was negatively related to tea", "trust.trust.with_tea.spearman < 0"),
        (
            "Tea was drunk more often in the north",
            "drinks.drink.tea.north.pct - drinks.drink.tea.south.pct > 0",
        ),
    ],
)
def test_words_that_agree(words: str, holds: str) -> None:
    reading = read(words, holds)
    assert reading.contradictions == ()
    assert reading.verified


@pytest.mark.parametrize(
    ("words", "holds", "wrong", "said"),
    [
        ("Coffee was wanted most", LARGEST, "most", "the opposite order"),
        ("Many wanted milk", "drinks.drink.milk.all.pct < 25", "Many", "< 25, and not > 25"),
        ("Tea was scarce", "drinks.drink.tea.all.pct >= 60", "scarce", ">= 60, and not < 50"),
        ("A sprinkling wanted tea", "drinks.drink.tea.all.pct > 50", "A sprinkling", "> 50, and not < 50"),
        ("Plenty wanted milk", "drinks.drink.milk.all.pct < 25", "Plenty", "< 25, and not > 25"),
        ("Coffee was the leading drink", LARGEST, "the leading", "the opposite order"),
        (
            "Tea came after coffee",
            "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct",
            "came after",
            "the opposite order",
        ),
        ("The north lagged behind the south in tea", TEA_NORTH, "lagged behind", "the opposite order"),
        ("Tea was wanted more modestly in the north", TEA_NORTH, "more modestly", "the opposite order"),
        ("A gap divided the groups over milk", NOTHING, "gap", "a p-value above its limit"),
        ("Trust was unrelated to tea", "trust.trust.with_tea.spearman > 0", "unrelated", "a relation"),
        ("Tea was wanted least", LARGEST, "least", "the opposite order"),
        ("Tea and coffee led", LARGEST, "led", "the opposite order"),
        (
            "Tea was wanted most",
            "drinks.drink.tea.all.pct > max(drinks.drink.coffee.all.pct, drinks.drink.milk.all.pct)",
            "most",
            "no comparison with drinks.drink.water.all.pct",
        ),
        ("Tea was drunk more often in the south", TEA_NORTH, "more often", "the opposite order"),
        ("Tea was drunk less often in the north", TEA_NORTH, "less often", "the opposite order"),
        ("Fewer drank tea in the north than in the south", TEA_NORTH, "Fewer", "the opposite order"),
        (
            "more people wanted coffee than tea",
            "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct",
            "more",
            "the opposite order",
        ),
        (
            "coffee came before tea",
            "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct",
            "before",
            "the opposite order",
        ),
        ("Milk was drunk more often in the north", TEA_NORTH, "Milk", "a condition on other numbers"),
        ("Most drank tea", "drinks.drink.tea.all.pct > 30", "Most", "> 30, and not > 50"),
        ("Most drank milk", "drinks.drink.milk.all.pct < 50", "Most", "< 50, and not > 50"),
        ("A minority drank tea", "drinks.drink.tea.all.pct > 50", "A minority", "> 50, and not < 50"),
        ("Few drank tea", "drinks.drink.tea.all.pct < 80", "Few", "< 80, and not < 50"),
        ("Nearly all drank tea", "drinks.drink.tea.all.pct >= 60", "Nearly all", ">= 60, and not > 80"),
        ("Milk was common", "drinks.drink.milk.all.pct < 20", "common", "< 20, and not > 25"),
        ("Milk did not differ between regions", FOUND, "differ", "a p-value below its limit"),
        ("All drinks differed between regions", NOTHING, "differed", "a p-value above its limit"),
        (
            "More than a quarter drank milk",
            "drinks.drink.milk.all.pct < 25",
            "More than",
            "the other side of the limit",
        ),
        ("In the south, [more drank] tea.", TEA_NORTH, "more", "the opposite order"),
        ("In the north, [fewer] drank tea.", TEA_NORTH, "fewer", "the opposite order"),
        ("Coffee: [the most wanted]", LARGEST, "the most", "the opposite order"),
        (
            "Tea was drunk more often in the south",
            "drinks.drink.tea.north_vs_south.rank_biserial > 0",
            "more often",
            "the opposite order",
        ),
        (
            "Trust was spoken of in the north only",
            "trust.trust.north.turns == 0 and trust.trust.south.turns > 0",
            "only",
            "none of the north",
        ),
        ("Trust rose", "trust.trust.change.mean < 0", "rose", "the other side of the limit"),
        ("Everybody had trust", "trust.trust.all.pct > 50", "Everybody", "> 50, and not >= 100"),
        ("Nobody had trust", "trust.trust.all.pct > 50", "Nobody", "a number above its limit"),
        ("At most half had trust", "trust.trust.all.pct > 50", "At most", "the other side of the limit"),
        ("At least half had trust", "trust.trust.all.pct < 50", "At least", "the other side of the limit"),
        (
            "Trust was positively related to tea",
            "trust.trust.with_tea.spearman < 0",
            "positively",
            "a relation of the other direction",
        ),
        ("Tea came last", "rank(drinks.drink.*.all.pct, tea) == 1", "came last", "the opposite order"),
        ("Most had trust", "drinks.drink.tea.all.pct > 50", "trust", "a condition on other numbers"),
        (
            "Most in the south drank tea",
            "drinks.drink.tea.all.pct > 50",
            "the south",
            "a condition on other numbers",
        ),
        (
            "About as many drank tea as coffee",
            "drinks.drink.tea.all.pct > drinks.drink.coffee.all.pct",
            "About as many",
            "one that is larger",
        ),
        ("Tea was drunk by a majority", "drinks.drink.tea.all.pct < 50", "a majority", "< 50, and not > 50"),
        ("Hardly any drank tea", "drinks.drink.tea.all.pct > 50", "Hardly any", "> 50, and not < 10"),
    ],
)
def test_words_that_say_something_else(words: str, holds: str, wrong: str, said: str) -> None:
    found = read(words, holds).contradictions
    assert [(one.words, one.said) for one in found] == [(wrong, said)]


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("It was wanted most", LARGEST),  # what it is stands elsewhere
        ("Tea or coffee was wanted most", f"{LARGEST} or 1 == 2"),  # one of two parts need not be true
        ("People drank what they wanted", LARGEST),  # no direction
        ("No more people drank tea in the north", TEA_NORTH),
        ("The people were asked before they drank tea", LARGEST),
        ("Most drank tea", "drinks.drink.tea.north.pct > 50"),  # of one group, which nothing names
        (
            "Tea was wanted most",
            "drinks.drink.tea.all.pct > drinks.drink.coffee.north.pct",
        ),  # of different people
    ],
)
def test_words_that_cannot_be_read(words: str, holds: str) -> None:
    reading = read(words, holds)
    assert reading.contradictions == ()
    assert not reading.verified
