"""A table says what a project's names are in the codebook: spellings, merges, folders, what is not used."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.ingest.coding.code_map import CodeMap, map_codes, read_code_map
from aimed.ingest.coding.codes import find_code
from aimed.ingest.coding.project import CodedProject, Source, TextSelection
from aimed.messages.problems import ProblemsFound

# what the codebook's codes are called: by codes, and by labels
CODES = {
    "access": "access",
    "access.devices": "access.devices",
    "access.internet": "access.internet",
    "Access": "access",
    "Access.Devices and rooms": "access.devices",
    "Access.Internet": "access.internet",
}
HEAD = "name,code,note\n"
MAP = HEAD + dedent("""\
    Nodes,(top),all lie in a folder of the program
    Nodes > ACCESS > wi-fi,access.internet,
    Access > WLAN,access.internet,as Bo called it
    Zugang,access,
    to do,,notes of the coders
    Nodes > Access > gadgets,access.devices,
    """)


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "code_map.csv"
    path.write_text(text, encoding=encoding, newline="")
    return path


def project_of(*names: tuple[str, ...]) -> CodedProject:
    selections = tuple(TextSelection(0, 1, "a", (("Ann", name),)) for name in names)
    return CodedProject(Path("p.qdpx"), "", (Source("g", "a", selections),))


def found_by(mapped: CodeMap, *names: str) -> str | None:
    found = mapped.find(names, CODES)
    return None if found is None else find_code(found, CODES)


def test_names_lead_to_codes(tmp_path):
    mapped = read_code_map(write(tmp_path, MAP), CODES)
    assert found_by(mapped, "Nodes", "Access", "Wi-Fi") == "access.internet"
    assert found_by(mapped, "Nodes", "Access", "Internet") == "access.internet"  # the folder taken off
    assert found_by(mapped, "nodes", "access", "Devices and rooms") is None  # labels are met as they are
    assert found_by(mapped, "Access", "WLAN") == "access.internet"
    assert found_by(mapped, "Zugang", "Internet") == "access.internet"  # below a theme in another language
    assert found_by(mapped, "Zugang") == "access"
    assert found_by(mapped, "Access", "Internet") == "access.internet"  # without any line
    assert mapped.find(("to do", "later"), CODES) is None
    assert mapped.find(("Nodes",), CODES) == ("Nodes",)  # the folder itself is no code


def test_what_is_not_used_is_counted_and_lines_without_a_name_are_told(tmp_path):
    path = write(tmp_path, MAP)
    mapped = read_code_map(path, CODES)
    project = map_codes(project_of(("Zugang",), ("to do",), ("To do", "x"), ("new",)), mapped, CODES)
    assert [one.codings[0][1] for one in project.sources[0].selections] == [("access",), ("new",)]
    assert project.left_out == {"codings with a code that code_map.csv leaves out": 2}
    told = [str(one) for one in mapped.list_unused()]
    assert len(told) == 4
    assert told[0] == dedent(f"""\
        {path}, line 2
          found:    a line for nodes, which no coding has
          expected: a name of a project
          to do:    correct the name, or take the line out""")


def test_a_source_of_which_nothing_is_used_is_none(tmp_path):
    mapped = read_code_map(write(tmp_path, MAP), CODES)
    assert map_codes(project_of(("to do",)), mapped, CODES).sources == ()


def test_without_a_table_all_stays_as_it_is():
    project = project_of(("to do",))
    assert map_codes(project, read_code_map(None, CODES), CODES) is project


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_table_as_spreadsheet_programs_save_it(tmp_path, encoding):
    mapped = read_code_map(write(tmp_path, "name;code;note\r\nZugäng;access;\r\n", encoding), CODES)
    assert found_by(mapped, "Zugäng") == "access"


# What a user reads


def problems_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_code_map(write(tmp_path, text), CODES)
    return str(found.value)


def test_lines_that_cannot_be_followed_all_at_once(tmp_path):
    lines = "WLAN,access.internett,,\nto do,,,\nWi-fi,access,,?\n,access,,\nWLAN,access,,\n"
    path = tmp_path / "code_map.csv"
    assert problems_of(tmp_path, "name,code,note,decide\n" + lines) == dedent(f"""\
        {path}, line 2
          found:    code access.internett
          expected: a code of data/codebook/themes.csv, or (top); the nearest is access.internet
          to do:    correct the code
        {path}, line 3
          found:    to do without a code
          expected: a code of data/codebook/themes.csv, or a note that says why it is not used
          to do:    write one of the two
        {path}, line 4
          found:    Wi-fi as access: nobody has decided
          expected: a line that a person has decided
          to do:    correct it, and delete the ?
        {path}, line 5
          found:    a line without a name
          expected: the name of a code in the project
          to do:    write it
        {path}, line 6
          found:    WLAN as access, too
          expected: one code, as in line 2: access.internett
          to do:    keep one line""")


def test_what_stands_to_decide(tmp_path):
    lines = "WLAN,TO DECIDE,\nZugang,access,TO DECIDE: merge with Internet?\nWi-fi,TO DECIDE,\n"
    path = tmp_path / "code_map.csv"
    assert problems_of(tmp_path, HEAD + lines) == dedent(f"""\
        {path}, lines 2 and 4
          found:    code: TO DECIDE, from the draft
          expected: what a person decided
          to do:    write it in these lines
        {path}, line 3
          found:    note: TO DECIDE, from the draft
          expected: what a person decided
          to do:    write it in these lines""")


def test_a_missing_column_and_an_empty_file(tmp_path):
    absent = dedent("""\
        {}
          found:    no column {}
          expected: the columns name, code, note
          to do:    add the column to the header""")
    path = tmp_path / "code_map.csv"
    assert problems_of(tmp_path, "name,code\nWLAN,access\n") == absent.format(path, "note")
    assert problems_of(tmp_path, "") == "\n".join(absent.format(path, n) for n in ("name", "code", "note"))


def test_tabs_inside_and_a_line_of_another_width(tmp_path):
    assert "3 cells, as in the header" in problems_of(tmp_path, HEAD + "WLAN,access\n")
    mapped = read_code_map(write(tmp_path, "name\tcode\tnote\nWLAN\taccess\t\n"), CODES)
    assert found_by(mapped, "WLAN") == "access"
