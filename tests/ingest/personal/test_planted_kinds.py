"""How many of the ways in which people tell who they are the gate finds, and how often it is wrong."""

from pathlib import Path

import pytest
from aimed.files.yaml_json import read_yaml
from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.words import read_words

REGIONS = ("CN", "DE", "JP", "KE", "MX", "US")
PLANTED = read_yaml(Path(__file__).with_name("planted_kinds.yaml"))

# what students write that looks like personal data and is none
QUIET = [
    "I am Kenyan, and I am Against it", "I am Interested in AI", "I am AI", "I'm Muslim.", "I am Year 3",
    "Ich bin Medizinstudent im dritten Jahr", "soy estudiante de medicina", "Je suis étudiante",
    "Call me old-fashioned", "Thanks, Doctor", "Thank you, Google", "cheers", "More courses, thanks",
    "look at this point in the middle", "we met at one dot in the map", "look at google.com for more",
    "I read it at who.int", "Vitamin B12 5MG", "BP 140/90 and BP 120", "70 km in 2 hours via Zoom 2",
    "5 years of hard work", "3 Great ideas", "Wall Street 2008", "Q1 2ND time", "앞으로 5년 동안",
    "in 3 steps, 2 roads", "the road to 2030", "100 street vendors", "1990-2000, 2001-2010", "4-5-6-7",
    "id est 5 of 12345", "ISBN 978-3-16-148410-0", "doi:10.1038/s41591-018-0300-7", "PMID 30617339",
    "R_1abcDEF2345", "ANON0001234", "5f1d7f3e9b1e8a0017a3c2b4", "AT&T; R&D; Q&A;", "50%20 of them", "C++ & R",
    "NM_000546.6 and rs7412", "SARS-CoV-2 B.1.1.7", "GPT-4, GPT-3.5", "COVID19", "H1N1 2009", "iPhone 12",
    "2020 2021 2022", "1234 5678 9012 3456", "Instagram is used a lot", "ICD10 E11.9",
    "12.345.678-9", "111.444.777-99", "DE00 3704 0044 0532 0130 00", "11010519491231002Y", "my id is not 5",
]  # fmt: skip


def kinds_in(text: str) -> list[str]:
    return [one.kind for one in find_patterns(text, read_words(), REGIONS)]


def test_most_of_the_planted_ways_are_found() -> None:
    assert len(PLANTED) >= 74
    missed = [one["way"] for one in PLANTED if one["found"] not in kinds_in(one["text"])]
    assert missed == [
        "telephone number in figures and words",
        "student number without a word for it",
        "licence plate",
        "house by its looks",
        "name in passing",
        "initials and year",
        "date of birth in Thai years",
        "only one of a kind",
    ]


@pytest.mark.parametrize("text", QUIET)
def test_what_students_write_of_other_things_does_not_alarm(text: str) -> None:
    assert kinds_in(text) == []
