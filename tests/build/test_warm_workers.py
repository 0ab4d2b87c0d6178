"""What a warm process imports: what several of the jobs to run need. Expected values: read off the steps."""

from pathlib import Path

from aimed.build.warm_workers import list_shared_imports
from aimed.running.rule_inputs import count_jobs, list_records
from aimed.study.declarations import read_config


def make_records(left_out: str = "") -> None:
    for record in map(Path, list_records(read_config())):
        if record.as_posix() != left_out:
            record.parent.mkdir(parents=True, exist_ok=True)
            record.touch()


def test_a_clean_build_imports_what_most_jobs_need_first_and_no_code_of_the_study(toy: Path) -> None:
    listed = list_shared_imports(read_config())
    assert {"duckdb", "pandas", "yaml"} <= set(listed)
    assert max(listed.index("yaml"), listed.index("pandas")) < listed.index("pingouin")
    assert not {"pyreadstat", "typst"} & set(listed)  # one survey file, one document
    assert listed[-1] == "seaborn"  # one job draws all figures, and importing it takes a second
    assert not [name for name in listed if name.partition(".")[0] == "aimed"]


def test_a_build_of_one_job_imports_nothing_before_it(toy: Path) -> None:
    make_records(left_out="results/ledger/ledger.record.json")
    assert {step: number for step, number in count_jobs(read_config()).items() if number} == {
        "aimed.ledger.make": 1
    }
    assert list_shared_imports(read_config()) == []


def test_a_rule_that_is_used_twice_counts_for_both_steps(toy: Path) -> None:
    make_records(left_out="results/stats/support.record.json")
    found = {step for step, number in count_jobs(read_config()).items() if number}
    assert {"aimed.stats.describe_groups", "aimed.stats.compare_groups"} <= found
