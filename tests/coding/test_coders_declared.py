"""Who coded what, as coders.csv says it: agreement, counts by each rule, and what is refused; all by hand."""

from pathlib import Path

import pytest
from aimed.messages.problems import ProblemsFound

TURNS = {
    "one": [
        *[("g", turn, "P1", "one:a1", "participant", 10 * turn, 10 * turn + 8) for turn in range(1, 5)],
        *[("h", turn, "P2", "one:a2", "participant", 10 * turn, 10 * turn + 8) for turn in range(1, 3)],
    ]
}
# Ann codes turns 1 and 2 of g, Bo turn 1; h was read by both, and Bo found nothing there
SEGMENTS = {
    "one": [
        ("Ann", "ethics", "g", 10, 18),
        ("Ann", "access", "g", 20, 24),
        ("Bo", "ethics", "g", 14, 18),
        ("Ann", "access", "h", 10, 18),
        ("Cy", "ethics", "g", 10, 18),
        ("Cy", "access", "h", 20, 28),
    ]
}
HEAD = "coder,transcript,from_turn,to_turn,role\n"
DECLARED = HEAD + "Ann,all,,,\nBo,all,,,coder\nCy,all,,,consensus\n"


def counted(made) -> list[tuple]:
    columns = ["transcript", "turn", "code", "coders", "readers", "coded_by"]
    return made["coded_turns"][columns].values.tolist()


def two_by_two(made, code: str, unit: str = "turn") -> list[int]:
    [row] = made["agreement"].query(f"code == '{code}' and unit == '{unit}'").to_dict("records")
    return [row[name] for name in ("both", "only_a", "only_b", "neither", "n")]


def test_a_coder_who_found_nothing_has_read_the_transcript(tmp_path: Path, take) -> None:
    """Guessed from marks, h is out for Bo, and one stray code of Bo in h would bring its two turns in."""
    guessed = take(tmp_path, TURNS, SEGMENTS)
    pairs = guessed["agreement"].query("unit == 'turn' and code == 'access' and coder_b == 'Bo'")
    assert pairs[["both", "only_a", "only_b", "neither", "n"]].values.tolist() == [[0, 1, 0, 3, 4]]
    made = take(tmp_path, TURNS, SEGMENTS, {"one": DECLARED})
    assert two_by_two(made, "access") == [0, 2, 0, 4, 6]
    assert two_by_two(made, "ethics") == [1, 0, 0, 5, 6]
    # 8 characters a turn: Ann and Bo share 4 of ethics, and Ann has 4 more
    assert two_by_two(made, "ethics", "character") == [4, 4, 0, 40, 48]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("either", [("g", 1, "ethics", 2), ("g", 2, "access", 1), ("h", 1, "access", 1)]),
        ("both", [("g", 1, "ethics", 2)]),
        ("consensus", [("g", 1, "ethics", 2), ("h", 2, "access", 0)]),
        ("Bo", [("g", 1, "ethics", 2)]),
    ],
)
def test_codes_count_by_the_rule(tmp_path: Path, take, rule: str, expected: list[tuple]) -> None:
    made = take(tmp_path, TURNS, SEGMENTS, {"one": DECLARED}, rule)
    assert counted(made) == [[*row, 2, rule] for row in expected]


def test_a_part_that_one_coder_read_is_judged_by_that_one_alone(tmp_path: Path, take) -> None:
    """Bo read the first two turns of g: both is then what every reader of the turn gave."""
    part = HEAD + "Ann,all,,,\nBo,g,,2,\nCy,all,,,consensus\n"
    made = take(tmp_path, TURNS, SEGMENTS, {"one": part}, "both")
    assert counted(made) == [["g", 1, "ethics", 2, 2, "both"], ["h", 1, "access", 1, 1, "both"]]
    assert two_by_two(made, "access") == [0, 1, 0, 1, 2]
    rated = made["ratings"].query("unit == 'turn' and code == 'access'")
    assert rated[["readers", "given", "n"]].values.tolist() == [[1, 0, 3], [1, 1, 1], [2, 0, 1], [2, 1, 1]]


def test_where_coders_differ_is_listed_with_what_was_agreed(tmp_path: Path, take) -> None:
    listed = take(tmp_path, TURNS, SEGMENTS, {"one": DECLARED})["disagreements"]
    assert listed.drop(columns=["cohort", "speaker", "text"]).values.tolist() == [
        ["g", 2, "access", "Ann", "Bo", "no"],
        ["h", 1, "access", "Ann", "Bo", "no"],
    ]


def refused(take, folder: Path, lines: str, rule: str = "either") -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        take(folder, TURNS, SEGMENTS, {"one": lines}, rule)
    return str(found.value).replace(folder.as_posix(), "data").splitlines()


def test_everything_wrong_with_the_lines_is_said_at_once(tmp_path: Path, take) -> None:
    lines = HEAD + "Ann,g,three,,\n,g,,,\nBo,g,4,2,\nCy,g,,,chair\nCy,h,,,consensus\n"
    assert refused(take, tmp_path, lines) == [
        "data/one/coders.csv, line 2",
        "  found:    from_turn 'three'",
        "  expected: the number of a turn, from 1, or a blank cell",
        "  to do:    correct the number",
        "data/one/coders.csv, line 3",
        "  found:    no coder",
        "  expected: a coder",
        "  to do:    write it, or take the line out",
        "data/one/coders.csv, line 4",
        "  found:    turns 4 to 2",
        "  expected: the first turn before the last",
        "  to do:    exchange the two",
        "data/one/coders.csv, line 5",
        "  found:    role 'chair'",
        "  expected: coder (or a blank cell), or consensus",
        "  to do:    correct the role",
        "data/one/coders.csv",
        "  found:    Cy as coder and as consensus",
        "  expected: one role for each coder",
        "  to do:    write the same role in each of the lines",
    ]


def test_transcripts_and_turns_that_are_not_there_are_named(tmp_path: Path, take) -> None:
    assert refused(take, tmp_path, HEAD + "Ann,gg,,,\nAnn,h,,3,\n") == [
        "data/one/coders.csv, line 2",
        "  found:    transcript 'gg'",
        "  expected: a transcript of the cohort (g, h), or all; the nearest is g",
        "  to do:    correct the name",
        "data/one/coders.csv, line 3",
        "  found:    to_turn 3",
        "  expected: a turn of h: 1 to 2",
        "  to do:    correct the number",
    ]


def test_coders_whom_nobody_knows_and_codes_outside_the_part_are_named(tmp_path: Path, take) -> None:
    assert refused(take, tmp_path, HEAD + "Ann,g,1,1,\nAnn,h,,,\nBoo,all,,,\nCy,all,,,consensus\n") == [
        "data/one/coders.csv, line 4",
        "  found:    coder 'Boo', who gave no code anywhere",
        "  expected: a coder of the coding projects (Ann, Bo, Cy); the nearest is Bo",
        "  to do:    correct the name",
        "data/one/coders.csv",
        "  found:    codes by Ann in g, turn 2",
        "  expected: codes within what Ann is said to have read",
        "  to do:    add a line Ann,g, widen its turns, or take these codes out of the project",
        "data/one/coders.csv",
        "  found:    codes by Bo in g, turn 1",
        "  expected: codes within what Bo is said to have read",
        "  to do:    add a line Bo,g, widen its turns, or take these codes out of the project",
    ]


def test_turns_that_nobody_read_whose_codes_count_stop(tmp_path: Path, take) -> None:
    part = HEAD + "Ann,all,,,\nBo,g,,,\nCy,g,,1,consensus\nCy,h,,,consensus\n"
    assert refused(take, tmp_path, part, "consensus") == [
        "data/cohorts/one/coders.csv",
        "  found:    turns 2, 3, 4 of g, by participants, not read by the consensus",
        "  expected: every turn that counts read by those whose codes count (coded_by: consensus in "
        "config.yaml)",
        "  to do:    say there who read them, or choose another rule in config.yaml",
    ]
    assert refused(take, tmp_path, part, "Bob") == [
        "config.yaml, coded_by",
        "  found:    'Bob'",
        "  expected: either, both, consensus, or one of the coders (Ann, Bo, Cy)",
        "  to do:    write Bo",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column coder"),
        (b"coder;transcript\r\nAnn;all\r\nBo;all\r\nCy;all\r\n", None),
        (b"coder\ttranscript\nAnn\tall\nBo\tall\nCy\tall\n", None),
        (b"coder,transcript,coder\nAnn,all,Ann\n", "the heading coder twice"),
        (b"coder,transcript,from turn\nAnn,all,1\n", "a column from turn"),
        (b"coder,transcript,note\nAnn,all,\xe9t\xe9\nBo,all,\nCy,all,\n", None),
    ],
)
def test_the_table_is_read_as_spreadsheets_save_it(
    tmp_path: Path, take, content: bytes, message: str
) -> None:
    """Tabs, semicolons and cp1252 are read; a blank file, a column twice and an unknown one are named."""
    from aimed.coding.readings import read_coders
    from aimed.messages.problems import raise_problems

    path = tmp_path / "coders.csv"
    path.write_bytes(content)
    if message is None:
        assert len(read_coders(path)[0]) in (3,)
        raise_problems(read_coders(path)[1])
        return
    with pytest.raises(ProblemsFound) as found:
        raise_problems(read_coders(path)[1])
    assert message in str(found.value)
