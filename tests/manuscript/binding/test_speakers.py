"""Numbers of speakers and who is quoted too much: expected by hand, from the rule alone."""

from pathlib import Path

import pytest
from aimed.manuscript.binding.speakers import find_over_quoted, number_speakers
from make_study import PARTICIPANTS, bind, read_binding

KEYS = {"demo": b"secret"}
NORTH = {f"demo:{name}" for name in "adefg"}


def numbers(people=PARTICIPANTS, keys=KEYS, smallest=5):
    return number_speakers(people, keys, ["region"], smallest)


def test_numbers_stand_where_enough_who_may_be_quoted_are_attributed_alike():
    assert set(numbers()) == NORTH  # of the south only one agreed to be quoted
    assert set(numbers(smallest=6)) == NORTH | {"demo:c"}  # no region is named any more
    assert set(numbers(smallest=7)) == set()
    assert set(numbers(smallest=1)) == NORTH | {"demo:c"}
    assert numbers(keys={}) == {}


def test_one_who_did_not_agree_counts_for_nobody():
    people = [one | {"consent_quotation": one["participant"] != "demo:a"} for one in PARTICIPANTS]
    assert set(numbers(people)) == set()


def test_numbers_are_three_digits_of_their_own():
    found = numbers()
    assert len(set(found.values())) == 5
    assert all(100 <= number < 1000 for number in found.values())


def test_order_does_not_matter_and_others_may_come():
    more = [one | {"participant": f"demo:x{at}"} for at, one in enumerate(PARTICIPANTS)]
    assert numbers(PARTICIPANTS[::-1]) == numbers()
    assert numbers([*PARTICIPANTS, *more]).items() >= numbers().items()


def test_another_secret_gives_other_numbers():
    assert numbers(keys={"demo": b"another"}) != numbers()


def test_many_speakers_get_longer_numbers():
    people = [PARTICIPANTS[0] | {"participant": f"demo:p{at}"} for at in range(400)]
    found = numbers(people)
    assert len(set(found.values())) == 400
    assert all(10_000 <= number < 100_000 for number in found.values())


@pytest.mark.parametrize(
    ("quoted", "share", "found"),
    [
        ("aabbc", 0.2, {}),  # two of one speaker are few in any paper
        ("aaabbcc", 0.2, {"a": 3}),
        ("aaabbbccc", 0.4, {}),
        ("aaaabbbccc", 0.3, {"a": 4}),
        ("", 0.2, {}),
    ],
)
def test_who_is_quoted_too_much(quoted, share, found):
    assert find_over_quoted(quoted, share) == found


def test_the_number_stands_behind_the_attribution(study):
    from aimed.manuscript import bind_document

    key = Path("data/cohorts/demo/personal_data.key")
    key.parent.mkdir(parents=True)
    key.write_text("secret\n", encoding="ascii")
    assert read_binding()["quotes"] == {"demo/g1/2": "Drinker, north"}
    made = bind_document.read_open_binding
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bind_document, "read_open_binding", lambda *given: made(*given[:-1], ((key,), ())))
        bind()
        assert read_binding()["quotes"] == {"demo/g1/2": f"Drinker, north, speaker {numbers()['demo:a']}"}
