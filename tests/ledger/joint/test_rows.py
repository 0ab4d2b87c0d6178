"""What people get wrong in joint.yaml: each message as a whole, with its line."""

from pathlib import Path

import pytest
from aimed.ledger.joint.rows import read_joint
from aimed.messages.problems import ProblemsFound
from milk_display import ROW, write

SEE = "\n  to do:    see workflow/schemas/joint.schema.yaml"


def told(path: Path, content: bytes, *, at_once: bool = False) -> str:
    path.write_bytes(content)
    with pytest.raises(ProblemsFound) as caught:
        read_joint(path, at_once=at_once)
    return str(caught.value).replace(path.as_posix(), "joint.yaml")


@pytest.mark.parametrize("at_once", [False, True])
def test_an_empty_file(joint: Path, at_once: bool) -> None:
    assert told(joint, b"", at_once=at_once) == (
        "joint.yaml:1\n"
        "  found:    None is not of type 'object'\n"
        "  expected: What survey and focus groups say of the same things (manuscript/joint.yaml). "
        f"docs/writing.md tells how verdicts follow.{SEE}"
    )


@pytest.mark.parametrize("at_once", [False, True])
def test_a_missing_part(joint: Path, at_once: bool) -> None:
    write(joint)
    content = joint.read_text("utf-8").replace("  means: Serve it.\n", "")
    assert told(joint, content.encode(), at_once=at_once) == (
        "joint.yaml:6\n"
        "  found:    'means' is a required property\n"
        f"  expected: One statement, what each strand says of it, and what both amount to.{SEE}"
    )


def test_a_verdict_that_there_is_not(joint: Path) -> None:
    write(joint)
    content = joint.read_text("utf-8").replace("verdict: confirmed", "verdict: agreed")
    assert told(joint, content.encode()) == (
        "joint.yaml:23\n"
        "  found:    'agreed' is not one of ['confirmed', 'expanded', 'discordant', 'silent']\n"
        "  expected: confirmed (both strands for the statement, or both against it), expanded (none "
        "against the other, and one adds what the other cannot say), discordant (one for, one against) or "
        f"silent (only one speaks).{SEE}"
    )


def test_letters_of_another_encoding_and_tabs(joint: Path) -> None:
    assert told(joint, "rows: café".encode("cp1252")) == (
        "joint.yaml\n"
        "  found:    text that is not UTF-8\n"
        "  expected: valid YAML in UTF-8\n"
        "  to do:    correct this line"
    )
    assert told(joint, b"rows:\n\t- id: a\n").startswith("joint.yaml:2\n  found:    found character")


def test_two_rows_of_one_id(joint: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        write(joint, {"alike": [{"item": "wants.taste.milk", "codes": ["milk.warm"]}], "rows": [ROW, ROW]})
    assert str(caught.value) == (
        "manuscript/joint.yaml:6\n"
        "  found:    2 rows with the id milk\n"
        "  expected: each id once\n"
        "  to do:    rename one of them"
    )
