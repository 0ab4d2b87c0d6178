"""The codebook of the study tests/scored with another derived.yaml."""

from collections.abc import Callable
from pathlib import Path

import pytest
from aimed.study.codebook import Codebook, read_study_codebook
from toy_study import REPOSITORY

PLACE = "data/codebook/derived.yaml"


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Codebook]:
    """Return a reader of the scored study's codebook with another derived.yaml, and replaced texts."""
    (tmp_path / "data/codebook").mkdir(parents=True)
    (tmp_path / "workflow").symlink_to(REPOSITORY / "workflow")
    for path in (REPOSITORY / "tests/scored/data/codebook").glob("*.csv"):
        (tmp_path / "data/codebook" / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)

    def read(derived: str, **replaced: tuple[str, str]) -> Codebook:
        Path(PLACE).write_text(derived, encoding="utf-8")
        for name, texts in replaced.items():
            path = Path(f"data/codebook/{name}.csv")
            path.write_text(path.read_text(encoding="utf-8").replace(*texts), encoding="utf-8")
        return read_study_codebook()

    return read
