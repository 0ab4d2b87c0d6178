"""Labels that are names, and names that are found in texts. Expected values: written by hand."""

import unicodedata
from pathlib import Path

import pytest
from aimed.ingest.personal.labels import looks_like_name, show_label
from aimed.ingest.personal.names import KnownNames
from aimed.ingest.personal.roster import list_people
from aimed.ingest.personal.words import read_words


@pytest.mark.parametrize(
    "label",
    ["Ana Lima", "Jane Doe (she/her)", "Bo", "JANE DOE", "田中", "O'Brien", "Zoë", "María de la Cruz",
     "ANA", "Professor Wanjiku", "jane wanjiku", "Jane2", "Student Jane", "प्रिया", "amina's iPhone", "田中2",
     "Ana Luisa Fernanda Gomez Perez Lopez", "jane.w@uni.ac.ke", "+254712345678", "0712 345 678", "@jane_w",
     "Grace Title", "van der Berg", "Dr No"],
)  # fmt: skip
def test_labels_that_are_names(label: str) -> None:
    assert looks_like_name(label, read_words())
    assert show_label(label, read_words()) == "[name]"


@pytest.mark.parametrize(
    "label",
    ["P5", "R205", "Speaker 1", "Moderator", "M", "MOD", "Interviewer", "司会", "Student", "??", "a2", "TN",
     "All students", "Male student", "司会者", "Group B", "Student 3", "Speaker One", "参加者A", "fg1_p3",
     "KEN07", "Speaker1", "Prof.", "12", "iPhone"],
)  # fmt: skip
def test_labels_that_are_ids_or_parts(label: str) -> None:
    assert not looks_like_name(label, read_words())
    assert show_label(label, read_words()) == label


def test_a_label_that_is_a_title_and_a_name_makes_the_name_known_and_not_the_title() -> None:
    people = KnownNames()
    people.add_label("Professor Wanjiku (host)", "P1", read_words())
    people.add_label("jane.w@uni.ac.ke", "P2", read_words())
    text = "the professor, a host, asked Wanjiku at the uni"
    assert [text[one.start : one.end] for one in people.find(text)] == ["Wanjiku"]
    assert people.stands_for("jane.w@uni.ac.ke") == "P2"


def test_a_drafted_roster_with_a_title_and_an_address_takes_no_everyday_word_for_a_name(tmp_path: Path):
    roster = tmp_path / "roster.csv"
    roster.write_text("name,participant\nProfessor Wanjiku,a1\njane.w@uni.ac.ke,a2\nAna Host,a3\n")
    people = list_people({}, roster, read_words())
    known = people.known_names
    text = "The professor of the uni saw Wanjiku and Ana"
    assert [text[one.start : one.end] for one in known.find(text)] == ["Wanjiku", "Ana"]
    assert people.labels["jane.w@uni.ac.ke"] == known.stands_for("jane.w@uni.ac.ke") == "a2"


def names_in(text: str, *names: str) -> list[str]:
    people = KnownNames()
    for name in names:
        people.add(name, "P1", read_words())
    return [text[one.start : one.end] for one in people.find(text)]


def test_names_are_found_as_whole_words_in_any_case_and_without_accents() -> None:
    text = (
        "jose said so, and MUÑOZ too; Joséphine did not. Jo\u0301se\u0301 Mun\u0303oz-Li came with J. Muñoz"
    )
    expected = ["jose", "MUÑOZ", "Jo\u0301se\u0301 Mun\u0303oz", "Muñoz"]
    assert names_in(text, "José Muñoz") == expected


def test_initials_and_particles_are_no_names_and_everyday_words_need_a_capital() -> None:
    assert names_in("I will go with van Dyk, W. and Will", "Will van Dyk") == ["Dyk", "Will"]
    assert names_in("J was here", "J. Doe") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so Ana Lima said", ["Ana Lima"]),  # the longest, though Ana is known by herself too
        ("so Ana M. Lima said", ["Ana", "Lima"]),
        ("so Ana - Lima said", ["Ana - Lima"]),
        ("so Ana -- Lima said", ["Ana", "Lima"]),
        ("so Ana\nLima said", ["Ana", "Lima"]),
    ],
)
def test_the_words_of_a_name_stand_side_by_side(text: str, found: list[str]) -> None:
    assert names_in(text, "Ana", "Ana Lima") == found


def test_a_value_of_a_person_goes_before_a_name_within_it_and_short_ones_are_common() -> None:
    known = KnownNames()
    known.add("Jane", "P1", read_words())
    known.add_value("email", "jane.w@uni", "P1")
    known.add_value("student_number", "123", "P1")
    known.add_value("student_number", "1234", "P1")
    text = "jane.w@uni or Jane, 123 and 1234"
    found = [(one.kind, text[one.start : one.end]) for one in known.find(text)]
    assert found == [("email", "jane.w@uni"), ("name", "Jane"), ("student_number", "1234")]
    assert known.stands_for("123") == "P1"


def test_names_are_found_in_letters_that_are_one_with_others_and_with_signs_within() -> None:
    for name, text in (
        ("Ayşe Yılmaz", "YILMAZ"), ("Lech Wałęsa", "Walesa"), ("Søren Bjørn", "Soren"),
        ("प्रिया शर्मा", "शर्मा"),
        ("Jane Doe", "J\u200bane"), ("Jane Doe", "Ja\u2062ne"), ("Jane Doe", "Ja\u202ane"), ("محمد", "محـمد"),
    ):  # fmt: skip
        assert names_in(f"so {text} said", name) == [text]
    assert names_in("मन है", "मनु शर्मा") == []  # a vowel sign makes another word


def test_names_of_scripts_without_blanks_are_found_within_words() -> None:
    assert names_in("昨日、田中さんと話した", "田中") == ["田中"]
    assert names_in("昨日、山田太郎さんと", "山田太郎") == ["山田太郎"]

    assert names_in("昨日、ヤマガタさんと", "ヤマガタ") == ["ヤマガタ"]
    assert names_in("昨日、ﾔﾏｶﾞﾀさんと", "ヤマガタ") == ["ﾔﾏｶﾞﾀ"]
    assert names_in("昨日、ヤマダさんと", "ﾔﾏﾀﾞ") == ["ヤマダ"]
    assert names_in("김민수는 좋다", "김민수") == ["김민수"]
    apart = unicodedata.normalize("NFD", "김민수")
    assert names_in(f"{apart}는 좋다", "김민수") == [apart]
    assert names_in("山\u200b田太郎さん", "山田太郎") == ["山\u200b田太郎"]


@pytest.mark.parametrize(
    ("kind", "value", "text", "found"),
    [
        ("student_number", "SCM211-0456/2019", "I am scm211\u20110456/2019, yes", "scm211\u20110456/2019"),
        ("student_number", "SCM211-0456/2019", "I am SCM211 0456 2019", "SCM211 0456 2019"),
        ("student_number", "SCM211-0456/2019", "SCM211 in 0456 of 2019", ""),
        ("handle", "@jane_k", "find me (jane_k)", "jane_k"),
        ("handle", "to_me", "give it to me", ""),
        ("email", "jane.w@uni", "jane.w@uni", "jane.w@uni"),
        ("email", "jane.w@uni", "Jane, w. at uni", ""),
        ("student_number", "1/2", "1/2", ""),
    ],
)
def test_other_values_of_a_roster_are_found_in_words(kind: str, value: str, text: str, found: str) -> None:
    people = KnownNames()
    people.add_value(kind, value, "P1")
    expected = [(kind, found, "P1")] if found else []
    assert [(one.kind, text[one.start : one.end], one.stands_for) for one in people.find(text)] == expected
