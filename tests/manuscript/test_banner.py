"""The synthetic banner stands on every rendered page while a cohort says so, and goes with the flag."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from aimed.files.yaml_json import read_json, read_yaml
from toy_study import run_aimed


def banner_in(document: str) -> bool:
    path = Path("results/manuscript") / document
    words = read_yaml(Path("manuscript/forms.yaml"))["synthetic_banner"][:30]
    if path.suffix == ".docx":
        with ZipFile(path) as archive:
            return any(words in archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return words in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_banner_goes_with_the_flag(built_toy: Path) -> None:
    documents = ("paper.html", "paper.docx")
    assert all(banner_in(document) for document in documents)
    assert read_json(Path("results/ledger/ledger.json"))["study"]["synthetic"] == 1
    described = Path("data/cohorts/toy/cohort.yaml")
    described.write_text(described.read_text().replace("synthetic: yes", "synthetic: no"))
    before = Path("results/manuscript/paper.pdf").read_bytes()
    assert run_aimed(built_toy, "build").returncode == 0
    assert not any(banner_in(document) for document in documents)
    assert read_json(Path("results/ledger/ledger.json"))["study"]["synthetic"] == 0
    assert Path("results/manuscript/paper.pdf").read_bytes() != before
