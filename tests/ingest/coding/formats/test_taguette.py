"""Taguette's databases, as its own code wrote them: offsets are bytes of the text between the tags."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.coding.formats import taguette
from aimed.ingest.coding.project import CodedProject
from aimed.ingest.coding.recognise import read_coded_project
from aimed.messages.problems import ProblemsFound

PROJECTS = Path(__file__).parent / "projects"
SERVER, EXPORT = PROJECTS / "taguette_server.sqlite3", PROJECTS / "taguette_export.sqlite3"
INTERNET, TABLETS, WORRY = ("Access", "internet"), ("Access", "devices", "tablets"), ("worry",)


def coded_in(project: CodedProject) -> list[tuple]:
    """Return bytes, the words that stand there, coder and code of each coding."""
    return [
        (one.start, one.end, source.text.encode()[one.start : one.end].decode(), coder, code)
        for source in project.sources
        for one in source.selections
        for coder, code in one.codings
    ]


def test_highlights_of_a_server_with_two_people():
    project = read_coded_project(SERVER, {})
    assert [source.name for source in project.sources] == ["group_1.txt"]
    # bytes counted by hand: 4 for each half of the hand, 3 for a dash or a curly quote, 2 for an accent
    assert coded_in(project) == [
        (60, 88, "No network 📵 in our wards", "ann", INTERNET),
        (60, 88, "No network 📵 in our wards", "bo", INTERNET),
        (93, 110, "“none at all”", "ann", WORRY),
        (116, 165, "One tablet for a whole ward, naïve as it sounds.", "bo", TABLETS),
        (193, 200, "cafe\u0301s", "bo", INTERNET),
        (20, 70, "everyone! 👋🏽 What is missing?\nP1: No network", "ann", INTERNET),
        (20, 70, "everyone! 👋🏽 What is missing?\nP1: No network", "ann", WORRY),
    ]
    assert all(
        one.quoted == source.text.encode()[one.start : one.end].decode()
        for source in project.sources
        for one in source.selections
    )
    assert [(code.path, code.definition) for code in project.codes] == [
        (INTERNET, "Connection & price."),
        (TABLETS, ""),
        (WORRY, "What people fear < and hope."),
    ]
    assert project.left_out == {"highlights without a tag": 1}


def test_an_export_knows_its_administrator_and_a_coder_may_be_told():
    assert {coder for *_, coder, _ in coded_in(read_coded_project(EXPORT, {}))} == {"admin"}
    assert {coder for *_, coder, _ in coded_in(read_coded_project(EXPORT, {"coder": "Ann"}))} == {"Ann"}
    assert {coder for *_, coder, _ in coded_in(read_coded_project(SERVER, {"coder": "Ann"}))} == {"ann", "bo"}


def test_the_text_is_what_an_html5_parser_keeps():
    # the same as "".join(BeautifulSoup(html, "html5lib").strings), which Taguette counts in
    html = "<h1>A &amp; b</h1>\n<p>c<br>d&nbsp;<em>e</em> &lt;f&gt;</p><pre>\ng\n</pre>"
    assert taguette.read_text(html) == "A & b\ncd\u00a0e <f>g\n"


def test_a_log_that_holds_nonsense_names_nobody(alter):
    path = alter(EXPORT, "UPDATE commands SET payload = '[' || payload")
    assert {coder for *_, coder, _ in coded_in(taguette.read(path, {}))} == {""}


# What a user reads


def test_several_projects_of_which_none_is_named(alter):
    path = alter(
        SERVER,
        "INSERT INTO highlights SELECT 99, d.id, 0, 7, 'Nothing' FROM documents d WHERE name = 'group_9'",
    )
    with pytest.raises(ProblemsFound) as found:
        taguette.read(path, {})
    assert str(found.value) == dedent(f"""\
        {path}
          found:    2 projects with highlights
          expected: one of the projects: another study, wards
          to do:    write `project: <its name>` beside the path of the coding in cohort.yaml""")
    assert len(coded_in(taguette.read(path, {"project": "wards"}))) == 7
    with pytest.raises(ProblemsFound) as found:
        taguette.read(path, {"project": "words"})
    assert "0 projects named words" in str(found.value)
