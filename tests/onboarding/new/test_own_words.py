"""What one person wrote in words of their own stands in a private table, and nowhere else; files by hand."""

import csv
from pathlib import Path

import pytest
from aimed.audit.lookup.built_study import TracedStudy
from aimed.language.own_words import may_be_own
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.check.stages import take_through
from aimed.onboarding.new.command import make_cohort, read_study_words
from aimed.study.raw_digests import digest_raw_files

FOLDER = Path("data/cohorts/kenya-2025")
HEAD = "Timestamp,Prior teaching,Topics wanted,Age"
OWN = ("only trans man in my year", "uncle the dean", "expelled in May")
ROWS = [
    *("Yes,Ethics,21", 'No,"Ethics, Coding",21', "Yes,Coding,21", 'No,"Ethics, Coding",22'),
    'I am the only trans man in my year,"Ethics, Coding",21',
    'No,Ethics,21',
    'Yes,"Ethics, how my uncle the dean hides errors",21',
    'No,"Ethics, Coding","21, after I was expelled in May"',
    *("Yes,Ethics,21", 'No,"Ethics, Coding",23'),
]  # fmt: skip


@pytest.fixture
def drafted(toy: Path) -> list[str]:
    """Draft a Google Form of ten people, of whom those of rows 6, 8 and 9 of the file wrote something."""
    read_study_words.cache_clear()
    stamped = [f"2024/03/13 9:0{n}:02,{row}" for n, row in enumerate(ROWS)]
    Path("form.csv").write_text("\n".join([HEAD, *stamped, ""]), encoding="utf-8")
    return make_cohort("kenya-2025", (Path("form.csv"),), None, None)


def read_table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def decide() -> None:
    """Write what a person would: each own answer as something, who, where and when."""
    path = FOLDER / "own_words.csv"
    rows = read_table("own_words.csv")
    for row in rows:
        row["decide"] = ""
        if row["variable"] == "prior":
            row["missing_reason"] = "refused"
        if row["variable"] == "age":
            row["value"] = "21"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    text = (FOLDER / "cohort.yaml").read_text(encoding="utf-8")
    for open_one, said in {
        "title: TO DECIDE": "title: x",
        "countries: [TO DECIDE]": "countries: [KEN]",
        "languages: [TO DECIDE]": "languages: [en]",
        "respondent_id: TO DECIDE": "respondent_id: Timestamp",
        "analysis: TO DECIDE": "analysis: yes",
        "quotation: TO DECIDE": "quotation: no",
        "deposit: TO DECIDE": "deposit: no",
    }.items():
        text = text.replace(open_one, said)
    (FOLDER / "cohort.yaml").write_text(text, encoding="utf-8")
    text = (FOLDER / "crosswalk.csv").read_text(encoding="utf-8-sig")
    (FOLDER / "crosswalk.csv").write_text(text.replace(",?,", ",,"), encoding="utf-8")


def test_own_words_stand_in_the_private_table_alone(drafted: list[str]) -> None:
    shared = [
        path.read_text(encoding="utf-8")
        for path in FOLDER.iterdir()
        if path.stem not in ("form", "own_words")
    ]
    for words in OWN:
        assert words not in "\n".join([*drafted, *shared])
    private = [(row["source_value"], row["variable"], row["note"][:5]) for row in read_table("own_words.csv")]
    assert [(said, variable.partition("__")[0], row) for said, variable, row in private] == [
        ("I am the only trans man in my year", "prior", "row 6"),
        (private[1][0], "topic", "row 8"),
        ("21, after I was expelled in May", "age", "row 9"),
    ]
    assert private[1][0].endswith("how my uncle the dean hides errors")
    assert "  ? Prior teaching = row 6, own words: prior" in drafted
    assert any(line.startswith("  ? Topics wanted = row 8, own words: topic") for line in drafted)
    assert "own_words: {path: own_words.csv}" in (FOLDER / "cohort.yaml").read_text(encoding="utf-8")


def test_neither_the_check_nor_its_page_shows_them(drafted: list[str]) -> None:
    (FOLDER / "own_words.csv").write_text(
        (FOLDER / "own_words.csv").read_text("utf-8").splitlines()[0] + "\n"
    )
    said = "\n".join(check_cohort("kenya-2025")[0])
    page = Path("logs/cohorts/kenya-2025.html").read_text(encoding="utf-8")
    for words in OWN:
        assert words not in said + page
    assert (
        "data/cohorts/kenya-2025/form.csv, row 6, column Prior teaching\n"
        "  found:    own words for prior in 1 row\n"
        "  expected: a source_value of data/cohorts/kenya-2025/crosswalk.csv, or a value its rule can read\n"
        "  to do:    add a line for it to the private table that cohort.yaml names under own_words, "
        "not to the crosswalk, with a value or a missing_reason"
    ) in said
    assert "<td>row 6, own words</td>" in page


def test_they_are_counted_by_the_private_table(drafted: list[str]) -> None:
    """By hand: 10 people, of whom all want a topic, 9 of them ethics and 6 coding; row 9 is 21 years old."""
    decide()
    cohort = take_through("kenya-2025")
    assert not cohort.problems.found, cohort.problems.by_stage()
    assert (cohort.responses["topic__ethics"].sum(), cohort.responses["topic__coding"].sum()) == (9, 6)
    assert cohort.responses["topic__ethics"].notna().sum() == 10
    assert cohort.responses["age"].sum() == 213
    assert cohort.recoding.reasons["prior"].tolist()[4] == "refused"
    recodes = [one for one in cohort.recoding.recodes if one.variable == "prior"]
    assert ("(own words)", "(refused)", None) in [(one.source_value, one.value, one.line) for one in recodes]
    said, code = check_cohort("kenya-2025")
    assert code == 0, "\n".join(said)
    for words in OWN:
        assert words not in "\n".join(said) + Path("logs/cohorts/kenya-2025.html").read_text(encoding="utf-8")


def test_the_table_is_hashed_and_missed_as_a_raw_file(drafted: list[str]) -> None:
    decide()
    assert "data/cohorts/kenya-2025/own_words.csv " in digest_raw_files("kenya-2025")
    (FOLDER / "own_words.csv").unlink()
    assert (
        "data/cohorts/kenya-2025/own_words.csv\n"
        "  found:    no such file\n"
        "  expected: the table that data/cohorts/kenya-2025/cohort.yaml names under own_words\n"
        "  to do:    restore it from where it is kept; it is never committed"
    ) in "\n".join(check_cohort("kenya-2025")[0])


def test_a_trace_shows_none_of_them(drafted: list[str]) -> None:
    study = TracedStudy(Path.cwd())
    study.__dict__["identifying"] = set()
    show = study.mask_raw
    assert show("kenya-2025", "Prior teaching", ROWS[4].split(",")[0]) == "(own words)"
    assert show("kenya-2025", "Topics wanted", "Ethics, how my uncle the dean hides errors") == "(own words)"
    assert show("kenya-2025", "Topics wanted", "Ethics, Coding") == "Ethics, Coding"


def test_what_is_wrong_in_the_table_is_said_without_them(drafted: list[str]) -> None:
    decide()
    path = FOLDER / "own_words.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], lines[3].replace(",age,", ",agge,")]), encoding="utf-8")
    said = "\n".join(check_cohort("kenya-2025")[0])
    assert "own_words.csv, line 5\n  found:    Prior teaching own words for prior a second time" in said
    assert "own_words.csv, line 6\n  found:    variable 'agge'" in said
    assert not [words for words in OWN if words in said]


def test_the_table_is_read_as_programs_save_it(drafted: list[str]) -> None:
    decide()
    path = FOLDER / "own_words.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    tabs = "\r\n".join("\t".join(row) for row in rows)
    path.write_bytes(tabs.replace("my uncle", "mon père").encode("cp1252"))
    lines, code = check_cohort("kenya-2025")
    assert code == 1
    told = [line for line in lines if "own words" in line]
    assert told and all("in 1 row" in line for line in told)  # the other words are nobody's now
    path.write_bytes(tabs.encode("cp1252"))
    assert check_cohort("kenya-2025")[1] == 0


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "no column source_variable"),
        ("source_variable,source_value\nx,y\n", "no column"),
        ("a,a\n1,2\n", "a"),
    ],
)
def test_a_table_that_is_none_is_named(drafted: list[str], content: str, found: str) -> None:
    decide()
    (FOLDER / "own_words.csv").write_text(content, encoding="utf-8")
    lines, code = check_cohort("kenya-2025")
    said = "\n".join(lines)
    assert code == 1
    assert "data/cohorts/kenya-2025/own_words.csv" in said
    assert found in said


def test_words_beside_an_option_that_never_stands_alone_are_own(toy: Path) -> None:
    read_study_words.cache_clear()
    answers = ["Ethics", "Coding and more", "Coding and more, my own clinic", "Ethics, Coding and more"] * 2
    answers[6] = "Ethics"
    rows = [f'2024/03/13 9:0{n}:02,"{answer}",x' for n, answer in enumerate(answers)]
    for name, head in (("a", "Timestamp,Topics wanted,y"), ("b", "id,Topics wanted,y")):
        Path(f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        told = make_cohort(f"cohort-{name}", (Path(f"{name}.csv"),), None, None)
        folder = Path("data/cohorts", f"cohort-{name}")
        assert "my own clinic" not in (folder / "crosswalk.csv").read_text("utf-8") + "\n".join(told)
        assert "my own clinic" in (folder / "own_words.csv").read_text("utf-8")
        said = "\n".join(check_cohort(f"cohort-{name}")[0])
        page = Path(f"logs/cohorts/cohort-{name}.html").read_text(encoding="utf-8")
        assert "my own clinic" not in said + page


@pytest.mark.parametrize(
    ("text", "rows", "own"),
    [
        ("trans man", 1, True),
        ("trans man", 2, False),
        ("my uncle the dean hides errors", 2, True),
        ("my uncle the dean hides errors", 3, False),
        ("Women", 1, False),
        ("woman (trans)", 1, True),
        ("12,5", 1, False),
        ("B2", 1, False),
        ("学校で一人だけ", 1, True),
    ],
)
def test_what_may_be_own_words(text: str, rows: int, own: bool) -> None:
    assert may_be_own(text, rows, ["Woman", "Man"]) is own
