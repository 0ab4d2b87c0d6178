"""The gate of a survey. Expected texts and cells: written by hand, after the rules in docs/ingest.md."""

from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest
from aimed.harmonise.recoding.crosswalk import check_columns
from aimed.messages.problems import ProblemsFound
from aimed.study.pseudonym_key import list_private_files
from personal_cohort import HEADER, ingest, refusal, write_survey
from workbooks import write_workbook

ADD = "add to personal_data.csv, below the header place,kind,decision,reason,reviewer,date, the line"
MAILS = "id,q9\n" + "".join(f"r{n},write to p{n}@uni.edu please\n" for n in range(1, 129))


def told(text: str) -> str:
    """Return an expected message, with what every one says of the file in the place of @."""
    return dedent(text).replace(" @ ", f" {ADD} ")


def test_a_column_of_addresses_is_one_finding_with_its_count_first_rows_and_line_to_paste(tmp_path: Path):
    assert refusal(write_survey(tmp_path, MAILS)) == told("""\
        survey.csv, column q9
          found:    128 e-mail addresses, as p***@***, rows 2, 3, 4 and more
          expected: a reviewed line for email at q9 in personal_data.csv
          to do:    decide drop, pseudonym or allow (with reason and reviewer), and @ q9,email,drop,,,""")


def test_all_findings_come_at_once_and_none_shows_a_value(tmp_path: Path):
    cells = (
        "id,q1,q2,born,reg,place\n"
        'r1,"my phone: 0712 345 678",ask Wanjiku,1998-03-12,20231234,"-1.2921, 36.8219"\n'
        "r2,from 192.168.1.17,fine,1999-04-13,20231235,no\n"
        "r3,@secret_handle,fine,2000-05-14,20231236,no\n"
    )
    labels = cells.replace("born", "Date of birth").replace("reg", "Student number")
    cohort = write_survey(tmp_path, labels, roster="name,participant\nWanjiku Otieno,r9\n")
    text = refusal(cohort)
    assert [line for line in text.splitlines() if line.startswith("  found:")] == [
        "  found:    3 dates of birth, as [birth date], rows 2, 3, 4",
        "  found:    3 student numbers, as [student number], rows 2, 3, 4",
        "  found:    1 place by coordinates, as [coordinates], row 2",
        "  found:    1 handle, as [handle], row 4",
        "  found:    1 IP address, as [ip], row 3",
        "  found:    1 telephone number, as [phone], row 2",
        "  found:    1 name, as [name], row 2",
    ]
    for value in ("0712", "Wanjiku", "1998", "20231234", "36.82", "192.168", "secret_handle"):
        assert value not in text


def test_drop_takes_the_column_out_of_table_and_labels(tmp_path: Path):
    table, labels = ingest(write_survey(tmp_path, MAILS, "q9,email,drop,,,\n"))
    assert list(table.columns) == ["id"]
    assert labels["dropped"] == {"q9": {"kind": "email", "label": "q9"}}
    assert list(labels["columns"]) == ["id"]


def test_pseudonyms_are_stable_and_keep_the_words_around(tmp_path: Path):
    cells = "id,q9\nr1,ask jane@uni.edu or bob@uni.edu\nr2,JANE@uni.edu knows\n"
    cohort = write_survey(tmp_path, cells, "q9,email,pseudonym,,,\n")
    table, _ = ingest(cohort)
    first, second = table["q9"]
    jane = second.removesuffix(" knows")
    assert first.startswith(f"ask {jane} or [email ")
    assert jane.startswith("[email ")
    assert first.count("[email ") == 2
    assert ingest(cohort)[0].equals(table)
    key = (tmp_path / "personal_data.key").read_text()
    assert len(key.strip()) == 64
    (tmp_path / "personal_data.key").unlink()
    assert ingest(cohort)[0]["q9"][1] != second  # another key, other pseudonyms


def test_a_name_of_the_roster_becomes_its_participant_or_a_number(tmp_path: Path):
    roster = "name,participant\nAna Lima,r1\nMe Not,\nZoë Öz,moderator\n"
    cells = "id,q9\nr1,ANA and lima said\nr2,so did Zoe Oz and Me Not\n"
    table, _ = ingest(write_survey(tmp_path, cells, "*,name,pseudonym,,,\n", roster))
    assert table["q9"].tolist() == ["r1 and r1 said", "so did [moderator] and [name 2]"]


def test_allow_lets_through_what_was_reviewed(tmp_path: Path):
    line = "q9,email,allow,an address of the study office,A. Reviewer,2025-03-19\n"
    table, _ = ingest(write_survey(tmp_path, MAILS, line))
    assert table["q9"][0] == "write to p1@uni.edu please"


def test_a_line_of_the_column_goes_before_one_for_everywhere(tmp_path: Path):
    cells = "id,q8,q9\nr1,@some_name,@some_name\n"
    lines = "*,handle,pseudonym,,,\nq8,handle,allow,a public account,A. Reviewer,\n"
    table, _ = ingest(write_survey(tmp_path, cells, lines))
    assert table["q8"][0] == "@some_name"
    assert table["q9"][0].startswith("[handle ")


def test_lines_that_match_nothing_or_nowhere_are_problems(tmp_path: Path):
    lines = "q9,email,drop,,,\nq9,phone,drop,,,\nq10,email,drop,,,\n*,ip,pseudonym,,,\n"
    assert refusal(write_survey(tmp_path, MAILS, lines)) == dedent("""\
        personal_data.csv, line 4
          found:    place q10
          expected: a column of the survey, a transcript (its file without the ending), a written file or *
          to do:    correct the place, or take the line out
        personal_data.csv, line 3
          found:    drop of telephone numbers at q9, where none was found
          expected: something that the line decides
          to do:    take the line out, or correct its place or kind
        personal_data.csv, line 5
          found:    pseudonym of IP addresses at *, where none was found
          expected: something that the line decides
          to do:    take the line out, or correct its place or kind""")


def test_all_that_is_wrong_with_the_lines_is_said_at_once(tmp_path: Path):
    lines = (
        "q9,email,allow,,A. Reviewer,\nq9,email,allow,why,,19.3.2025\nq9,mail,keep,,,\n"
        "*,email,drop,,,\n,ip,drop,,,\n"
    )
    text = refusal(write_survey(tmp_path, MAILS, lines))
    assert [line for line in text.splitlines() if line.startswith("  found:")] == [
        "  found:    allow without reason",
        "  found:    allow without reviewer",
        "  found:    date '19.3.2025'",
        "  found:    a second line for email at q9; the first is line 2",
        "  found:    kind 'mail'",
        "  found:    decision 'keep'",
        "  found:    drop at *",
        "  found:    no place",
    ]


@pytest.mark.parametrize("separator", [",", ";"])
def test_lines_as_a_spreadsheet_program_saves_them(tmp_path: Path, separator: str):
    cohort = write_survey(tmp_path, MAILS)
    text = (HEADER + "q9,email,drop,,,\n").replace(",", separator).replace("\n", "\r\n")
    (tmp_path / "personal_data.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert list(ingest(cohort)[0].columns) == ["id"]


PLATFORM = "id,IPAddress,LocationLatitude,RecipientEmail,q1\nr1,192.168.1.17,-1.2921,jane@uni.edu,5\n"


def test_columns_of_the_platform_that_identify_are_dropped_without_a_line(tmp_path: Path):
    table, labels = ingest(write_survey(tmp_path, PLATFORM))
    assert list(table.columns) == ["id", "q1"]
    assert {name: entry["kind"] for name, entry in labels["dropped"].items()} == {
        "IPAddress": "ip",
        "LocationLatitude": "coordinates",
        "RecipientEmail": "email",
    }
    assert "192.168" not in str(labels)


def test_a_line_keeps_a_column_of_the_platform_as_pseudonyms(tmp_path: Path):
    table, _ = ingest(write_survey(tmp_path, PLATFORM, "IPAddress,ip,pseudonym,,,\n"))
    assert table["IPAddress"][0].startswith("[ip ")


def test_a_dropped_column_that_cohort_yaml_reads_is_a_problem(tmp_path: Path):
    rule = {"step": "duplicate", "reason": "repeated", "duplicates_of": ["IPAddress"]}
    assert refusal(write_survey(tmp_path, PLATFORM, exclusions=[rule])) == told("""\
        cohort.yaml, column IPAddress
          found:    a column that is read here and dropped as personal data
          expected: a column that passes
          to do:    keep it as pseudonyms, equal ones for equal cells: @ IPAddress,ip,pseudonym,,,""")
    cells = PLATFORM + "r2,192.168.1.17,,,4\nr3,192.168.1.18,,,4\n"
    table, _ = ingest(write_survey(tmp_path, cells, "IPAddress,ip,pseudonym,,,\n", exclusions=[rule]))
    assert table["IPAddress"].duplicated().tolist() == [False, True, False]


IDS = "id,q1\nAna.Lima@uni.edu,5\nbo@uni.edu,4\nana.lima@uni.edu ,3\n"


def test_respondent_ids_that_are_personal_stop_the_cohort_and_say_how(tmp_path: Path):
    assert refusal(write_survey(tmp_path, IDS)) == told("""\
        survey.csv, column id
          found:    respondent ids that are personal: 3 e-mail addresses, as A***@***, rows 2, 3, 4
          expected: pseudonymous ids
          to do:    have ids made of them, or take the participants of the roster: @ id,email,pseudonym,,,""")


@pytest.mark.parametrize("cells", [MAILS, IDS], ids=["answers", "ids"])
def test_what_a_person_must_decide_is_told_from_other_problems(tmp_path: Path, cells: str):
    with pytest.raises(ProblemsFound) as found:
        ingest(write_survey(tmp_path, cells))
    assert [problem.kind for problem in found.value.problems] == ["undecided_personal_data"]


def test_ids_are_made_of_addresses_the_same_for_the_same_person(tmp_path: Path):
    cohort = write_survey(tmp_path, IDS, "id,email,pseudonym,,,\n")
    (tmp_path / "personal_data.key").write_text("key\n")
    first, second, third = ingest(cohort)[0]["id"]
    # printf 'ana.lima@uni.edu' | openssl dgst -sha256 -hmac key -binary | base32 | head -c 12
    assert first == third == "pcvtiaa6fcdal"
    assert second != first
    assert second.startswith("p")
    roster = "name,participant,email\nAna Lima,s1,ana.lima@uni.edu\n"
    named = ingest(write_survey(tmp_path, IDS, "id,email,pseudonym,,,\n", roster))[0]["id"]
    assert named.tolist() == ["s1", second, "s1"]


def test_names_as_ids_are_found_by_the_head_or_the_roster(tmp_path: Path):
    cells = "id,q1\nAna Lima,5\nBo Berg,4\n"
    roster = "name,participant\nAna Lima,s1\nBo Berg,s2\n"
    assert "respondent ids that are personal: 2 names, as [name], rows 2, 3" in refusal(
        write_survey(tmp_path, cells, roster=roster)
    )
    assert ingest(write_survey(tmp_path, cells, "id,name,pseudonym,,,\n", roster))[0]["id"].tolist() == [
        "s1",
        "s2",
    ]


def test_ids_cannot_be_dropped(tmp_path: Path):
    assert "drop of the respondents' ids, id" in refusal(write_survey(tmp_path, IDS, "id,email,drop,,,\n"))


def test_a_roster_that_is_named_and_not_there(tmp_path: Path):
    cohort = write_survey(tmp_path, MAILS, personal_data={"roster": "roster.csv"})
    assert refusal(cohort) == dedent("""\
        roster.csv
          found:    no such file
          expected: the roster that cohort.yaml names
          to do:    restore it from where it is kept; it is never committed""")


def test_a_roster_that_is_gone_is_a_file_that_is_absent(tmp_path: Path):
    cohort = write_survey(tmp_path, "id,q1\nr1,fine\n", roster="name,participant\nWanjiku Otieno,r1\n")
    (tmp_path / "roster.csv").unlink()
    with pytest.raises(ProblemsFound) as found:
        ingest(cohort)
    assert [problem.kind for problem in found.value.problems] == ["absent_file"]


def test_a_roster_with_a_line_without_a_name_shows_no_other_name(tmp_path: Path):
    text = refusal(write_survey(tmp_path, MAILS, roster="name,participant\nAna Lima,r1\n,r2\n"))
    assert text.startswith("roster.csv, line 3\n  found:    no name\n")
    assert "Lima" not in text


def test_a_drafted_roster_must_be_decided_and_shows_no_name(tmp_path: Path):
    roster = "name,participant\nAna Lima,TO DECIDE\nBo Berg,r1\n"
    assert refusal(write_survey(tmp_path, MAILS, roster=roster)) == dedent("""\
        roster.csv, line 2
          found:    TO DECIDE, from the draft
          expected: whom the name stands for: a respondent's id, or moderator, unknown, text
          to do:    write it; leave it empty for somebody who does not speak""")


def test_words_of_a_roster_that_are_speech_are_no_name(tmp_path: Path):
    roster = "name,participant\nThe Problem,speech\n"
    cells = "id,q9\nr1,the problem is time\n"
    assert ingest(write_survey(tmp_path, cells, roster=roster))[0]["q9"][0] == "the problem is time"


def test_names_of_speakers_are_found_in_the_survey_too(tmp_path: Path):
    cells = "id,q9\nr1,as Ana Lima said in the group\n"
    speakers = {"g1": {"Ana Lima": "r1", "P5": "r5", "Moderator": "moderator"}}
    assert "1 name, as [name], row 2" in refusal(write_survey(tmp_path, cells, speakers=speakers))


def test_lines_in_a_workbook(tmp_path: Path):
    cohort = write_survey(tmp_path, MAILS)
    sheet = [HEADER.strip().split(","), ["q9", "email", "drop"]]
    write_workbook(tmp_path / "personal_data.xlsx", {"Sheet1": sheet})
    assert list(ingest(cohort)[0].columns) == ["id"]
    assert [path.name for path in list_private_files(tmp_path, None)] == [
        "personal_data.xlsx",
        "personal_data.key",
    ]


def test_a_crosswalk_line_of_a_dropped_column_may_say_not_used_and_nothing_else():
    survey = pd.DataFrame({"source_file": ["s.csv"], "source_row": [2], "id": ["r1"]})
    lines = pd.DataFrame(
        {"source_variable": ["IPAddress", "mail"], "variable": ["", "email"], "line": [2, 3]}, dtype=object
    )
    dropped = {"IPAddress": {"kind": "ip"}, "mail": {"kind": "email"}}
    (problem,) = check_columns(survey, lines, ["id"], "crosswalk.csv", dropped)
    assert problem.place == "crosswalk.csv, line 3"
    assert problem.found == "a use of mail, which is dropped as personal data (email)"
