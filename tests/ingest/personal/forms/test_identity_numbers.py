"""Check digits. Expected: the examples that the issuing bodies print, and the same with one digit changed."""

import pytest
from aimed.ingest.personal.forms.identity_numbers import find_identity_numbers

RIGHT = [
    "DE89 3704 0044 0532 0130 00", "MT84MALT011000012345MTLCAST001S", "4111 1111 1111 1111", "12345678Z",
    "X1234567L",
    "131052-308T", "811218-9876", "85.07.30-033.28", "255081416802538", "111.444.777-35", "12.345.678-5",
    "943 476 5919", "756.9217.0769.85", "2341 2341 2346", "11010519491231002X", "A123456(3)",
    "1-2345-45678-78-1",
    "800101 5009 087", "0000-0002-1825-0097",
]  # fmt: skip
WRONG = [
    "DE88 3704 0044 0532 0130 00", "MT83MALT011000012345MTLCAST001S", "4111 1111 1111 1112", "12345679Z",
    "X1234568L",
    "131052-309T", "811218-9875", "85.07.30-033.29", "255081416802539", "111.444.777-33", "12.345.678-6",
    "943 476 5918", "756.9217.0769.84", "2341 2341 2345", "110105194912310021", "A123456(4)",
    "1-2345-45678-78-4",
    "800101 5009 088", "0000-0002-1825-0098", "DE89 3704 0044 0532 0130 0000",
]  # fmt: skip


@pytest.mark.parametrize("number", RIGHT)
def test_a_number_with_its_check_digits_is_found_whole(number: str) -> None:
    assert [(start, end) for _, start, end in find_identity_numbers(number)] == [(0, len(number))]


@pytest.mark.parametrize("number", WRONG)
def test_a_number_with_another_check_digit_is_none(number: str) -> None:
    assert list(find_identity_numbers(number)) == []
