"""`aimed cohort coding`: whose words leave, what is told, and what is refused."""

from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pytest
from aimed.files.tables import read_table
from aimed.messages.problems import ProblemsFound
from aimed.onboarding.export.coded_words import export_coding
from toy_study import run_aimed


def test_a_built_study_hands_on_the_words_of_those_who_take_part(built_toy: Path) -> None:
    """The toy study has a transcript and no codings: tests of refi_qda hold where codings stand."""
    done = run_aimed(built_toy, "cohort", "coding", "toy", "--to", "wards.qdpx", "--keep-ids")
    assert done.returncode == 0, done.stdout + done.stderr
    turns = read_table(Path("results/ingest/toy/turns.parquet"))
    people = read_table(Path("results/harmonise/toy/participants.parquet"))
    agreed = people[people["kept"].astype(bool) & people["consent_analysis"].astype(bool)]["participant"]
    heard = turns[turns["participant"].isin(agreed) | (turns["role"] == "moderator")]
    with ZipFile("wards.qdpx") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")]
        assert archive.read("project.qde").count(b"<TextSource ") == len(texts)
    everything = "".join(texts)
    assert len(heard)
    assert all(text in everything for text in heard["text"])
    assert not [text for text in turns[~turns.index.isin(heard.index)]["text"] if text in everything]
    assert done.stdout.splitlines() == [
        f"{built_toy.as_posix()}/wards.qdpx: {len(texts)} texts, 0 codings by 0 coders, 0 codes",
        "it holds people's words: wards.qdpx is as confidential as the transcripts, and is not for git",
    ]


def test_codes_alone_need_no_build(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export_coding("toy", Path("wards.qdc")) == 0
    assert capsys.readouterr().out.endswith("wards.qdc: 4 codes, without texts or codings\n")
    written = Path("wards.qdc").read_text(encoding="utf-8")
    assert written.count("<Code ") == 4
    assert "Wanting to write programs" in written


@pytest.mark.parametrize(
    ("name", "found", "expected", "remedy"),
    [
        (
            "wards.zip",
            "another ending",
            "a file called .qdpx (texts and codings) or .qdc (codes alone)",
            "name it so",
        ),
        ("there.qdc", "something is there", "a file that is new", "name another"),
    ],
)
def test_files_that_are_refused(toy: Path, name: str, found: str, expected: str, remedy: str) -> None:
    Path("there.qdc").write_text("x")
    with pytest.raises(ProblemsFound) as problems:
        export_coding("toy", Path(name).absolute())
    assert str(problems.value) == dedent(f"""\
        {Path(name).absolute()}
          found:    {found}
          expected: {expected}
          to do:    {remedy}""")


def test_a_cohort_that_is_not_built(toy: Path) -> None:
    with pytest.raises(ProblemsFound, match="no tables of this cohort"):
        export_coding("toy", Path("wards.qdpx"))
    assert not Path("wards.qdpx").exists()
