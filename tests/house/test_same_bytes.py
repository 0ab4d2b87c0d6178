"""Same inputs, same bytes: a second build elsewhere, with another locale, time zone and core count."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aimed.files.digests import digest_file
from toy_study import copy_toy


def digests(study: Path) -> dict[str, str]:
    made = (path for path in (study / "results").rglob("*") if path.is_file())
    return {path.relative_to(study).as_posix(): digest_file(path) for path in made}


@pytest.mark.slow
def test_two_clean_builds_give_the_same_bytes(toy_once_built: Path, tmp_path: Path) -> None:
    study = copy_toy(tmp_path / "elsewhere" / "study")
    (study / "data/cohorts/toy/survey.sav").write_bytes(
        (toy_once_built / "data/cohorts/toy/survey.sav").read_bytes()
    )
    other = {
        **os.environ,
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
    }
    command = [str(Path(sys.executable).with_name("aimed")), "build", "--cores", "1"]
    subprocess.run(command, cwd=study, env=other, check=True, capture_output=True)
    first, second = digests(toy_once_built), digests(study)
    assert {name.rsplit(".", 1)[-1] for name in first} >= {"html", "pdf", "docx", "parquet", "json"}
    assert second == first
