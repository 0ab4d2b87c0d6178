"""What is personal data by its form, and what is not. Expected values: written by hand, one case a line."""

import time

import pytest
from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.suspect_columns import HeadColumn, kind_of_head
from aimed.ingest.personal.words import read_words
from aimed.study.pseudonyms import KINDS, PSEUDONYM, mask, name_pseudonym, tag_value

REGIONS = ("DE", "JP", "KE", "MX", "US")

FOUND = [
    ("mail me at jane.doe@uni.edu!", "email", "jane.doe@uni.edu"),
    ("jane [at] uni [dot] edu", "email", "jane [at] uni [dot] edu"),
    ("call me: 0712 345 678", "phone", "0712 345 678"),
    ("+254 712 345678", "phone", "+254 712 345678"),
    ("0044 20 7946 0958", "phone", "0044 20 7946 0958"),
    ("llámame 55 1234 5678", "phone", "55 1234 5678"),
    ("(202) 456-1111", "phone", "(202) 456-1111"),
    ("電話090-1234-5678です", "phone", "090-1234-5678"),
    ("Student number: 20231234", "student_number", "20231234"),
    ("mi número de matrícula es A/1234-56", "student_number", "A/1234-56"),
    ("Matrikelnummer 1234567", "student_number", "1234567"),
    ("学籍番号は 12345678", "student_number", "12345678"),
    ("学籍番号:12345678", "student_number", "12345678"),
    ("account number 12345678, thanks", "bank_account", "12345678"),
    ("from 192.168.1.17", "ip", "192.168.1.17"),
    ("2001:db8::ff00:42:8329", "ip", "2001:db8::ff00:42:8329"),
    ("-1.2921, 36.8219", "coordinates", "-1.2921, 36.8219"),
    ("48°12'30\"N, 16°22'23\"E", "coordinates", "48°12'30\"N, 16°22'"),
    ("I was born on 12 March 1998 in Oslo", "birth_date", "12 March 1998"),
    ("geboren am 12.3.1998", "birth_date", "12.3.1998"),
    ("fecha de nacimiento: 12/03/1998", "birth_date", "12/03/1998"),
    ("生年月日 1998年3月12日", "birth_date", "1998年3月12日"),
    ("3.4.1999, mein Geburtstag", "birth_date", "3.4.1999"),
    ("find me as @jane_doe", "handle", "@jane_doe"),
    ("https://www.instagram.com/jane.doe", "handle", "www.instagram.com/jane.doe"),
    ("IG: jane.doe", "handle", "jane.doe"),
    ("my name is Jane Doe and I think", "introduction", "Jane Doe"),
    ("Ich bin David.", "introduction", "David"),
    ("me llamo María José", "introduction", "María José"),
    ("Je m'appelle Zoé", "introduction", "Zoé"),
    ("Hi, I'm Sarah from", "introduction", "Sarah"),
    ("Jina langu ni Wanjiku", "introduction", "Wanjiku"),
    ("私は田中です", "introduction", "田中"),
    ("山田太郎と申します", "introduction", "山田太郎"),
    ("my phone is 0712\u2011345\u2011678", "phone", "0712\u2011345\u2011678"),
    ("+254\u2013712\u202f345\u00a0678…", "phone", "+254\u2013712\u202f345\u00a0678"),
    ("phone 07\u200b12345678", "phone", "07\u200b12345678"),
    ("۰۷۱۲۳۴۵۶۷۸", "phone", "۰۷۱۲۳۴۵۶۷۸"),
    ("０７１２３４５６７８", "phone", "０７１２３４５６７８"),
    ("find ＠jane_w", "handle", "＠jane_w"),
    ("ig：jane_w", "handle", "jane_w"),
    ("from 197.248.1\u200b.17", "ip", "197.248.1\u200b.17"),
    ("½ to jane@exam\u00adple.org", "email", "jane@exam\u00adple.org"),
    ("jane\u200b@gmail．com", "email", "jane\u200b@gmail．com"),
    ("jane @ gmail.com", "email", "jane @ gmail.com"),
    ("\u22121.2921, 36.8219", "coordinates", "\u22121.2921, 36.8219"),
    ("-1.2921,  36.8219", "coordinates", "-1.2921,  36.8219"),
    ("https://m.facebook.com/jane", "handle", "m.facebook.com/jane"),
    ("lat -1.2921 lon 36.8219", "coordinates", "lat -1.2921 lon 36.8219"),
    ("Lat: -1.2921, long: 36.8219", "coordinates", "Lat: -1.2921, long: 36.8219"),
    ("nasci em 1º de março de 1998", "birth_date", "1º de março de 1998"),
]

QUIET = [
    "2020-03-01 10:15:22", "01/03/2020", "2018-2019, 2020 2021", "1;2;3;4;5;5;5", "1,2,3,4,5,6,7,8,9,10",
    "11223344556", "6872349871", "R_1abcDEF2345", "surveyid-123456-654321", "10:15:22", "version 1.2.3.4",
    "21", "-99", "0.73809522", "2,5", "90%", "50:50", "70 / 30", "ISBN 978-3-16-148410-0",
    "doi 10.1016/j.cell.2020.01.001", "Ich bin Student", "Ich bin dafür", "私は医学生です", "私は賛成です",
    "my name is not important", "born in 1998", "I was born in Kenya", "@ home", "a/b", "e.g. 3.5 or 4.25",
    "the year 2020 and 150 students, 12 hours", "1999 2000 2001 2002", "see https://who.int/news",
    "between 10.15 and 12.30 on 3.4.", "12 345 678 citizens", "C::B",
    "lunch @ 12.30", "study @ home.", "pages 12–15, 2018–2019 – 2020", "10² of 3…", "flat 1.2345",
    "std::vector", "36.6, 37.2",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_personal_data_are_found_by_their_form(text: str, kind: str, value: str) -> None:
    found = [(one.kind, text[one.start : one.end]) for one in find_patterns(text, read_words(), REGIONS)]
    assert found == ([(kind, value)] if value else [])


@pytest.mark.parametrize("text", QUIET)
def test_what_is_no_personal_data_does_not_alarm(text: str) -> None:
    assert find_patterns(text, read_words(), REGIONS) == []


def test_a_national_number_needs_a_country_in_which_it_can_be_dialled() -> None:
    assert find_patterns("call me: 0712 345 678", read_words(), ("US",)) == []
    assert [one.kind for one in find_patterns("call me: 0712 345 678", read_words())] == ["phone"]
    assert find_patterns("so 0712 345 678", read_words()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000 + "@",
     "student number" + " " * 1_000_000, "my name is" + " " * 1_000_000, "1" * 1_000_000,
     "1." * 500_000, "12 " * 300_000, ":" * 1_000_000, "born " * 200_000 + "12.3.",
     "a @ " * 250_000 + "é\u200b", "é\u200b1 " * 250_000, "a@a" + ".a" * 400_000,
     "私は" * 300_000],
)  # fmt: skip
def test_a_cell_of_a_million_characters_takes_no_longer_than_its_length(text: str) -> None:
    start = time.process_time()
    find_patterns(text, read_words(), REGIONS)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Q1", "Date of birth", "birth_date"),
        ("Geburtsdatum", "", "birth_date"),
        ("q_4", "¿Cuál es tu fecha de nacimiento?", "birth_date"),
        ("LocationLatitude", "", "coordinates"),
        ("lng", "", "coordinates"),
        ("Q3", "Your student number", "student_number"),
        ("学籍番号", "", "student_number"),
        ("Telefon", "", "phone"),
        ("Nachname", "", "name"),
        ("Q7", "Your full name:", "name"),
        ("Q8", "¿Cuál es su nombre?", "name"),
        ("Nombre y apellidos", "", "name"),
        ("Q9", "お名前を教えてください。", "name"),
        ("Q1", "Name (optional)", "name"),
        ("Q1", "1. Name *", "name"),
        ("Q1 Name", "", "name"),
        ("group_a/name", "", "name"),
        ("group a/gps/latitude", "", "coordinates"),
        ("Q1", "氏名（任意）", "name"),
        ("Q1", "ФИО", "name"),
        ("Q2", "नाम", "name"),
        ("Q5", "12. Name of your university (optional)", ""),
        ("Q5", "Lab / course", ""),
        ("Q4", "Number of students in your class", ""),
        ("Q5", "Name of your university", ""),
        ("Q6", "How long did you study?", ""),
        ("age", "How old are you?", ""),
    ],
)
def test_heads_of_columns_say_what_they_hold(name: str, label: str, kind: str) -> None:
    assert kind_of_head(name, label, read_words()) == kind


@pytest.mark.parametrize(
    ("kind", "values", "holds"),
    [
        ("birth_date", ["1998-03-12", "", "12.4.1999"], True),
        ("birth_date", ["13112409600"], True),  # seconds since 1582, as SPSS keeps a day
        ("birth_date", ["Kenya", "Norway"], False),
        ("birth_date", ["1998", "1999"], False),
        ("coordinates", ["-1.2921", "36.8219"], True),
        ("coordinates", ["1", "2"], False),
        ("student_number", ["20231234", "20231235", "20231299"], True),
        ("student_number", ["12000", "12000", "12000", "12000"], False),
        ("phone", ["0712345678", "0712345679"], True),
        ("phone", ["Yes", "No"], False),
        ("name", ["Ana Lima", "Bo Li"], True),
        ("name", ["1", "2"], False),
        ("name", ["Ana", "Bo", "Ana", "Ana", "Bo", "Ana"], True),  # first names, and people who came twice
    ],
)
def test_cells_must_bear_out_what_a_head_says(kind: str, values: list[str], holds: bool) -> None:
    head = HeadColumn(kind)
    for row, value in enumerate(values, start=2):
        head.add(value, 1, [row], "survey.csv") if value else None
    assert head.holds() is holds


def test_a_mask_shows_nothing_of_what_was_found() -> None:
    assert mask("email", "jane@uni.edu") == "j***@***"
    assert {mask(kind, "secret") for kind in KINDS} == {f"[{kind.replace('_', ' ')}]" for kind in KINDS}


def test_pseudonyms_are_stable_and_known_as_such() -> None:
    # the tag is HMAC-SHA256 in base 32: printf 'a@b.c' | openssl dgst -sha256 -hmac key -binary | base32
    tag = tag_value(" A@b.C ", b"key")
    assert tag == tag_value("a@b.c", b"key") == "hgxetrie"
    assert tag != tag_value("a@b.c", b"other")
    assert PSEUDONYM.fullmatch(name_pseudonym("student_number", tag))
    assert PSEUDONYM.fullmatch("[name 3]")
    assert PSEUDONYM.fullmatch("[moderator]")
    assert not PSEUDONYM.fullmatch("[the name of a friend]")
