"""How files are named in run records, and what a step refuses to read."""

from pathlib import Path

import pytest
from aimed.files.digests import digest_file
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound
from aimed.running.run_records import check_inputs, describe_run, spell_in_study

LEDGER = "results/ledger/ledger.json"


@pytest.mark.parametrize(
    "path",
    [
        LEDGER,
        f"./{LEDGER}",
        "results/stats/../ledger/ledger.json",
        f".snakemake/storage/s3/data/{LEDGER}",  # a bucket that is called as a folder of the study
        f".snakemake/storage/fs/{LEDGER}",
        f".snakemake/storage/fs/home/someone/{LEDGER}",
    ],
)
def test_a_result_is_named_as_the_study_spells_it(path: str) -> None:
    assert spell_in_study(Path(path)) == LEDGER
    assert spell_in_study(Path(path).absolute()) == LEDGER


@pytest.mark.parametrize("path", ["/etc/passwd", "../other/results/ledger/ledger.json", "elsewhere/a.csv"])
def test_what_has_no_place_in_the_study_is_refused(path: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        check_inputs([Path(path)], [])
    assert str(found.value) == (
        f"{path}\n"
        "  found:    an input outside the study\n"
        "  expected: a path below data, analyses, manuscript, results, or Snakemake's copy of one\n"
        "  to do:    move it into the study's folder"
    )


def test_a_result_is_held_to_its_record_however_its_path_is_spelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stored = Path(".snakemake/storage/s3/bucket", LEDGER)
    stored.parent.mkdir(parents=True)
    stored.write_text("1")
    record = Path("results/ledger/ledger.record.json")
    run = describe_run(
        step="aimed.ledger.make",
        options={},
        inputs=[stored],
        outputs={stored: stored},
        code="0",
        versions="",
    )
    assert run["inputs"] == run["outputs"] == {LEDGER: digest_file(stored)}
    assert run["lay_at"] == {LEDGER: stored.as_posix()}
    write_json(run, record)
    check_inputs([stored], [record])
    stored.write_text("2")
    with pytest.raises(ProblemsFound) as found:
        check_inputs([stored], [record])
    assert str(found.value).startswith(f"{LEDGER}\n  found:    a file that differs from its run record\n")
