"""Lists of one file per cohort: their place on a command line does not grow with the cohorts."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from aimed.running.long_lists import LISTS, list_in_file, name_list

COHORTS = Path("data/cohorts")
HALF = 131_072 // 2  # bytes: Linux takes 131,072 for one argument, and a shell line is one


def read_shell_lines(cohorts: int) -> dict[str, int]:
    """Return rule -> the length of its longest shell line, of the study stood in with so many cohorts."""
    for number in range(len(list(COHORTS.iterdir())), cohorts):
        shutil.copytree(COHORTS / "toy", COHORTS / f"toy-{number:03d}")
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--printshellcmds", "--nocolor"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    lines: dict[str, int] = {}
    for job in re.split(r"\n\n+", done.stdout):
        rule, shell = re.search(r"^rule (\w+):", job, re.M), re.search(r"^Shell command: (.*)", job, re.M)
        if rule and shell:
            lines[rule[1]] = max(lines.get(rule[1], 0), len(shell[1].encode()))
    return lines


@pytest.mark.slow
def test_shell_lines_do_not_grow_with_the_cohorts(toy: Path) -> None:
    few, many = read_shell_lines(1), read_shell_lines(12)
    assert {"pool_cohorts", "count_codes", "count_flow", "make_ledger", "check_manuscript"} <= few.keys()
    of_one_cohort = {"ingest_survey", "ingest_transcripts", "ingest_coding", "harmonise_cohort"}
    assert {rule: many[rule] for rule in few.keys() - of_one_cohort} == {
        rule: few[rule] for rule in few.keys() - of_one_cohort
    }
    assert max(many.values()) < HALF


def test_a_list_is_written_once_and_named_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = SimpleNamespace(tables=["a.parquet", "b c.parquet"], records=[])
    named = list_in_file("tables")(None, given)
    assert named == name_list(given.tables) != name_list(["a.parquet", "b", "c.parquet"])
    assert Path(named.removeprefix("@")).read_text() == "a.parquet\nb c.parquet\n"
    assert list_in_file("records")(None, given) != named
    assert len(list(LISTS.iterdir())) == 2
