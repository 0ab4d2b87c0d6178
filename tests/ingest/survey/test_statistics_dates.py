"""Dates of statistics packages. Expected values: counted by hand from the origin of each package."""

import pytest
from aimed.ingest.survey.statistics_dates import find_clock


@pytest.mark.parametrize(
    ("package", "written", "number", "expected"),
    [
        ("spss", "EDATE10", 13802400000, "2020-03-01"),  # 159,750 days from 14 October 1582
        ("spss", "DATE11", 13802434200, "2020-03-01 09:30:00"),
        ("spss", "DTIME11", 97200, "27:00:00"),
        ("spss_portable", "ADATE8", 13802400000, "2020-03-01"),
        ("stata", "%td", 21975, "2020-03-01"),  # 60 years of 365 days, 15 leap days, 31 + 29 days
        ("stata", "%tdDD/NN/CCYY", 21975, "2020-03-01"),
        ("stata", "%-12.0tc", 1898674200000, "2020-03-01 09:30:00"),
        ("stata", "%tcHH:MM", 34200000, "09:30:00"),
        ("sas", "YYMMDD10", 21975, "2020-03-01"),
        ("sas", "DDMMYYS10.", 21975, "2020-03-01"),
        ("sas", "E8601DT26.6", 1898674200.25, "2020-03-01 09:30:00.250000"),
        ("sas_transport", "TIME8.", 34200, "09:30:00"),
    ],
)
def test_a_date_is_counted_as_its_package_counts(
    package: str, written: str, number: float, expected: str
) -> None:
    clock = find_clock(package, written)
    assert clock is not None
    assert clock.write(number) == expected


@pytest.mark.parametrize(
    ("package", "written"),
    [
        *[("spss", "F8.2"), ("spss", "WKDAY9"), ("spss", "DOLLAR8")],
        *[("stata", "%9.0g"), ("stata", "%tw"), ("stata", "%tC"), ("stata", "%ty")],
        *[("sas", "BEST12"), ("sas", "DATEOK1X"), ("sas", ""), ("sas", "AGREE")],
    ],
)
def test_other_formats_leave_numbers(package: str, written: str) -> None:
    assert find_clock(package, written) is None
