"""The files of a study that numbers rest on, each under the names that a person calls it by."""

from dataclasses import dataclass

from aimed.audit.lookup.built_study import TracedStudy
from aimed.files.yaml_json import read_yaml
from aimed.study.cohort_file import HARMONISED_FILES, find_table_in
from aimed.study.declarations import list_codings

OF_A_COHORT = {
    "crosswalk.csv": "crosswalk",
    "corrections.yaml": "corrections",
    "withdrawals.csv": "withdrawals",
    "coders.csv": "coders",
    "code_map.csv": "code map",
    "cohort.yaml": "description",
}
OF_THE_STUDY = (
    ("data/reference", "*.csv", "reference"),
    ("analyses", "*.yaml", "plan"),
    ("data/codebook", "*.csv", "codebook"),
    ("data/codebook", "derived.yaml", "derived"),
    (".", "config.yaml", "config"),
)


@dataclass(frozen=True)
class StudyFile:
    """A file by its path from the study's folder. kind: survey, transcript, coding, plan and others.

    cohort is empty for files of the whole study; transcript is the id of a transcript's file.
    """

    path: str
    kind: str
    cohort: str = ""
    transcript: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", maxsplit=1)[-1]

    def is_called(self, name: str) -> bool:
        """Return whether a text names this file: by its path, or by the end of it."""
        return self.path == name or self.path.endswith(f"/{name}")


def list_files(study: TracedStudy) -> list[StudyFile]:
    """Return the raw files, cohort files, reference tables, plans and codebook of a built study."""
    files = [StudyFile(path, "survey", cohort) for path, cohort in study.surveys.items()]
    files += [file for cohort in study.cohorts for file in _files_of(cohort, study)]
    for folder, pattern, kind in OF_THE_STUDY:
        paths = sorted((study.root / folder).glob(pattern))
        files += [StudyFile(path.relative_to(study.root).as_posix(), kind) for path in paths]
    return files


def _files_of(cohort: str, study: TracedStudy) -> list[StudyFile]:
    folder = study.root / "data/cohorts" / cohort
    described = read_yaml(folder / "cohort.yaml")
    coding = [entry["path"] for entry in list_codings(described)]
    spoken = [*study.transcripts(cohort).items(), *study.originals(cohort).items()]
    files = [StudyFile(path, "transcript", cohort, name) for name, path in spoken]
    files += [StudyFile(f"data/cohorts/{cohort}/{path}", "coding", cohort) for path in coding]
    if cohort in study.held:
        received = f"data/cohorts/{cohort}/{described['files']['harmonised']['path']}"
        paths = [f"{received}/{name}" for name in HARMONISED_FILES]
        files += [StudyFile(path, "harmonised", cohort) for path in paths if path not in study.surveys]
    own = {find_table_in(folder, name): kind for name, kind in OF_A_COHORT.items()}
    return files + [
        StudyFile(f"data/cohorts/{cohort}/{path.name}", kind, cohort)
        for path, kind in own.items()
        if path.is_file()
    ]
