"""Patterns in claims: what each says, decided by hand from the values below; messages as whole texts."""

import pytest
from aimed.language.claim_patterns import MOST_IDS
from aimed.language.expressions import evaluate, ids_of

VALUES = {
    "topics.topic.applications.all.pct": 70.0,
    "topics.topic.ethics.all.pct": 55.0,
    "topics.topic.coding.all.pct": 40.0,
    "topics.topic.law.all.pct": 40.0,
    "topics.topic.law.hic.pct": 90.0,
    "access.internet.hic.pct": 80.0,
    "access.internet.lmic.pct": 50.0,
    "access.device.hic.pct": 60.0,
    "access.device.lmic.pct": 65.0,
    "access.internet.hic.level.agree.pct": 30.0,
    "access.internet.lmic.level.agree.pct": 10.0,
    "access.internet.hic.collapsed.agree.pct": 80.0,
    "access.internet.lmic.collapsed.agree.pct": 90.0,
}
TOPICS = "topics.topic.*.all.pct"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"largest({TOPICS}) == applications", True),
        (f"largest({TOPICS}) == ethics", False),
        (f"largest({TOPICS}) != ethics", True),
        (f"largest({TOPICS}) == ethics, applications", True),
        (f"largest({TOPICS}) == applications, coding", False),
        # law and coding are equal, so neither is the smallest alone
        (f"smallest({TOPICS}) == law", False),
        (f"smallest({TOPICS}) == law, coding", True),
        (f"smallest({TOPICS} except (law)) == coding", True),
        (f"max({TOPICS}) - min({TOPICS} except (coding, law)) == 15", True),
        (f"max({TOPICS}, 75) == 75", True),
        (f"rank({TOPICS}, applications) == 1", True),
        (f"rank({TOPICS}, coding) == 3 and rank({TOPICS}, law) == 3", True),
        (f"count({TOPICS} >= 50) == 2", True),
        (f"count({TOPICS} >= 50) + 1", 3.0),
        (f"all({TOPICS} >= 40)", True),
        (f"all({TOPICS} > 40)", False),
        (f"any({TOPICS} > 69)", True),
        (f"any({TOPICS} > 70)", False),
        ("hic > lmic in access.internet.pct", True),
        ("lmic > hic in access.device.pct", True),
        ("hic > lmic in access.internet.level.agree.pct", True),
        ("hic > lmic in access.internet.collapsed.agree.pct", False),
        ("all(hic > lmic in access.*.pct)", False),
        ("count(hic > lmic in access.*.pct) == 1", True),
        ("all(access.*.hic.pct > access.*.lmic.pct - 10)", True),
        ("any(access.*.hic.pct > 79 and access.*.lmic.pct < 51)", True),
        # 65 is larger than each topic but applications: a max within all is of all that it names
        (f"any(max(access.*.lmic.pct) > {TOPICS})", True),
        (f"all(max(access.*.lmic.pct) > {TOPICS})", False),
        (f"all(abs({TOPICS}) >= 40)", True),
        ("between(access.internet.hic.pct, 80, 85)", True),
        ("between(access.internet.hic.pct, 81, 85)", False),
        ("not all(hic > lmic in access.*.pct) and 1 == 1", True),
    ],
)
def test_value(expression: str, expected: bool | float) -> None:
    found = evaluate(expression, VALUES)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("topics.*.hic.n > 5", "character 1: topics.*.hic.n stands for several numbers: say which is meant"),
        ("max(topics.*.men.n) > 5", "character 5: no number is called topics.*.men.n"),
        (
            f"largest({TOPICS}) == imaging",
            f"character 36: imaging is none of {TOPICS}: applications, ethics, coding, law",
        ),
        (
            f"max({TOPICS} except (imaging)) > 5",
            f"character 36: imaging is none of {TOPICS}: applications, ethics, coding, law",
        ),
        (
            "largest(access.internet.hic.pct) == a",
            "character 9: ids with * for one part expected, access.internet.hic.pct found",
        ),
        (
            "largest(access.*.*.pct) == a",
            "character 9: ids with * for one part expected, access.*.*.pct found",
        ),
        (
            "largest(topics.topic.*.hic.pct) == law",
            "character 1: topics.topic.*.hic.pct has no other number to compare with",
        ),
        ("all(access.internet.hic.pct > 5)", "character 1: all needs ids with * for a part"),
        (
            "all(access.*.hic.pct > topics.topic.*.hic.pct)",
            "character 24: not both of access.*.hic.pct and topics.topic.*.hic.pct: device, internet, law",
        ),
        (
            "a.b > 5 in access.internet.pct",
            "character 1: the code of a group expected, before in access.internet.pct",
        ),
        ("hic > lmic in 5", "character 15: a number or an id expected, '5' found"),
        ("largest(access.*.hic.pct) > 5", "character 27: '==' or '!=' expected, '>' found"),
        ("between(1, 2)", "character 1: between takes three values, 2 found"),
        ("hic > lmic in access.light.pct", "character 15: no number is called access.light.hic.pct"),
    ],
)
def test_error(expression: str, text: str) -> None:
    with pytest.raises(ValueError) as error:
        evaluate(expression, VALUES)
    assert str(error.value) == text


def test_a_claim_rests_on_every_id_that_its_pattern_stands_for() -> None:
    assert ids_of(f"largest({TOPICS}) == ethics and hic > lmic in access.device.pct", VALUES) == [
        "topics.topic.ethics.all.pct",
        "topics.topic.applications.all.pct",
        "topics.topic.coding.all.pct",
        "topics.topic.law.all.pct",
        "access.device.hic.pct",
        "access.device.lmic.pct",
    ]


def test_a_pattern_stands_for_no_more_than_can_be_looked_at() -> None:
    values = {f"a.i{number}.n": 1.0 for number in range(MOST_IDS)}
    assert evaluate("all(a.*.n == 1)", values) is True
    with pytest.raises(ValueError) as error:
        evaluate("all(a.*.n == 1)", values | {"a.other.n": 1.0})
    assert str(error.value) == f"character 5: a.*.n stands for {MOST_IDS + 1} numbers"
