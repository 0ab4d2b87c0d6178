"""The corpus that is measured: the same at every run, and read by every step."""

from pathlib import Path

from aimed.bench.coding import fit_growth, run_steps, write_corpus
from aimed.files.tables import read_table
from toy_study import REPOSITORY


def test_a_small_corpus_goes_through_every_step(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "workflow").symlink_to(REPOSITORY / "workflow")
    monkeypatch.chdir(tmp_path)
    write_corpus(tmp_path, 80, words_per_transcript=1_000)
    first = (tmp_path / "coding.qdpx").read_bytes()
    seconds = run_steps(tmp_path)
    assert list(seconds) == [
        "transcripts", "coding", "count codes", "compare coders", "codes", "cooccurrence", "near",
        "participation", "saturation",
    ]  # fmt: skip
    assert len(read_table(tmp_path / "large/segments.parquet")) == 80
    numbers = read_table(tmp_path / "cooccurrence.parquet")
    assert set(numbers["statistic"]) >= {"both", "jaccard", "p"}
    write_corpus(tmp_path, 80, words_per_transcript=1_000)
    assert (tmp_path / "coding.qdpx").read_bytes() == first


def test_growth_is_from_the_second_size_to_the_third() -> None:
    assert fit_growth([1, 2, 4]) == "1.00"
    assert fit_growth([1, 1, 1.1]) == "-"
