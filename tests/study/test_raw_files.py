"""The raw files of a cohort are all that it names, translations among them: changed bytes are noticed."""

from pathlib import Path

from aimed.study.cohort_file import raw_files
from aimed.study.raw_digests import digest_raw_files
from transcript_cohort import write_cohort


def test_a_translation_is_a_raw_file(tmp_path, monkeypatch):
    folder = tmp_path / "data/cohorts/demo"
    folder.mkdir(parents=True)
    options = {"language": "es", "translation": {"path": "a_en.txt", "language": "en"}}
    write_cohort(folder, {"a.txt": "M: sí"}, {}, options)
    schemas = tmp_path / "workflow"
    schemas.symlink_to(Path("workflow").absolute())
    monkeypatch.chdir(tmp_path)
    digests = digest_raw_files("demo")
    assert "data/cohorts/demo/a_en.txt absent" in digests
    (folder / "a_en.txt").write_text("M: yes")
    assert digest_raw_files("demo").splitlines()[-1].startswith("data/cohorts/demo/a_en.txt ")
    assert digest_raw_files("demo") != digests


def test_a_project_that_is_a_folder_is_the_database_in_it(tmp_path, monkeypatch):
    folder = tmp_path / "data/cohorts/demo"
    (folder / "wards.qda").mkdir(parents=True)
    cohort_file = write_cohort(folder, {"a.txt": "M: no"}, {})
    cohort_file.write_text(
        cohort_file.read_text().replace("files:\n", "files:\n  coding: {path: wards.qda}\n")
    )
    (tmp_path / "workflow").symlink_to(Path("workflow").absolute())
    monkeypatch.chdir(tmp_path)
    assert raw_files("demo", "coding") == ["data/cohorts/demo/wards.qda/data.qda"]
