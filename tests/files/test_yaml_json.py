"""YAML and CSV that people write: read safely, held to their schemas, problems with their lines."""

from pathlib import Path

import pytest
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound


def test_dates_stay_text_and_yes_is_true(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("from: 2020-03-01\nsynthetic: yes\n")
    assert read_yaml(path) == {"from": "2020-03-01", "synthetic": True}


def test_code_in_yaml_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: !!python/object/apply:os.system ['touch ran']\n")
    with pytest.raises(ProblemsFound):
        read_yaml(path)
    assert not Path("ran").exists()


def test_a_key_against_the_schema_is_named_with_its_line(toy: Path) -> None:
    path = Path("config.yaml")
    path.write_text(path.read_text().replace("smallest_cell: 2", "smallest_cell: few"))
    with pytest.raises(ProblemsFound) as found:
        read_yaml(path, schema="config")
    assert str(found.value) == (
        "config.yaml:4\n"
        "  found:    'few' is not of type 'integer'\n"
        "  expected: the smallest count of people that may be shown\n"
        "  to do:    see workflow/schemas/config.schema.yaml"
    )


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1,2\n", b"\xef\xbb\xbfa;b\r\n1;2\r\n", b"a , b\n 1 , 2 \n\n,\n"],
    ids=["plain", "as Excel saves it", "blanks"],
)
def test_tables_come_back_as_excel_saves_them(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert read_people_csv(path, ("a", "b")).to_dict("records") == [{"a": "1", "b": "2", "line": 2}]


def test_a_row_of_another_width_and_an_absent_column_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2,3\n")
    with pytest.raises(ProblemsFound) as found:
        read_people_csv(path, ("a", "c"))
    assert str(found.value) == (
        f"{path}, line 2\n"
        "  found:    3 cells\n"
        "  expected: 2 cells, as in the header\n"
        "  to do:    check quotes and separators in this line\n"
        f"{path}\n"
        "  found:    no column c\n"
        "  expected: the columns a, c\n"
        "  to do:    add the column to the header"
    )


DEEP = {
    "lists in a line": "- " * 150 + "a",
    "keys and lists in a line": "? " * 75 + "- " * 75 + "a",
    "brackets": "[" * 150 + "]" * 150,
    "braces": "{a: " * 150 + "1" + "}" * 150,
    "columns": "\n".join(" " * level + "a:" for level in range(150)),
    "lists below keys": "\n".join(f"{' ' * level}a:\n{' ' * level}- b:" for level in range(0, 120, 2)),
    "other ends of lines": "\r".join(" " * level + "a:" for level in range(150)),
    "Unicode's ends of lines": "\u2028".join(" " * level + "a:" for level in range(150)),
}


@pytest.mark.parametrize("name", DEEP)
def test_a_file_that_is_nested_too_deep_is_refused_however_it_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_bytes(DEEP[name].encode("utf-8"))
    with pytest.raises(ProblemsFound, match="entries within entries without end"):
        read_yaml(tmp_path / "a.yaml")
