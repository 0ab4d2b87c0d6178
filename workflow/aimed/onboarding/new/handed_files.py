"""Take the files that were handed over into a cohort's folder, as its cohort.yaml says if there is one."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import TO_DECIDE, read_yaml
from aimed.ingest.coding.formats.code_books import recognise as is_code_book
from aimed.ingest.survey.cell_tables import LAYOUTS
from aimed.ingest.survey.recognise import recognise_format
from aimed.ingest.transcripts.recognise import READERS
from aimed.messages.problems import Problem, raise_problems
from aimed.onboarding.new.cohort_file import RESPONDENT
from aimed.onboarding.unread_files import list_passed_over
from aimed.study.cohort_file import COHORTS, QUALCODER
from aimed.study.declarations import SurveyEntry, SurveyOptions
from aimed.study.layout import find_started

CATALOG = ".sas7bcat"
TRANSCRIPT_ENDINGS = {f".{name}" for name in [*READERS, "markdown", "webvtt"]}


@dataclass
class Files:
    """The files of a new cohort below its folder: survey entries of cohort.yaml, transcripts, coded projects.

    code_books: what codes are drafted from, which stays where it is. copied: where copies were made.
    passed_over: what lies beside the transcripts and is none. written: the cohort.yaml that is there already,
    which a person may not have finished.
    """

    survey: list[SurveyEntry] = field(default_factory=list)
    transcripts: list[Path] = field(default_factory=list)
    coding: list[Path] = field(default_factory=list)
    code_books: list[Path] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    written: dict[str, Any] = field(default_factory=dict)


def take_files(
    cohort: str,
    survey: tuple[Path, ...],
    questionnaire: Path | None,
    transcripts: Path | None,
    options: SurveyOptions,
    coding: tuple[Path, ...] = (),
) -> Files:
    """Copy the files into the cohort's folder, after looking at all of them.

    The survey's files are those of a cohort.yaml that is there, read as it says; else those handed over.
    """
    named = [find_started(path) for path in survey]
    catalogs = [path for path in named if path.suffix.lower() == CATALOG]
    surveys = [path for path in named if path not in catalogs]
    beside = [*catalogs, *([find_started(questionnaire)] if questionnaire else [])]
    spoken = _list_transcripts(find_started(transcripts)) if transcripts else []
    folder = COHORTS / cohort
    copies = [(path, folder / path.name) for path in [*surveys, *beside]]
    copies += [(path, folder / "transcripts" / path.name) for path in spoken]
    books = [path for one in coding if (path := find_started(one)).is_file() and is_code_book(path)]
    projects = [_find_project(path) for one in coding if (path := find_started(one)) not in books]
    copies += [(path, folder / target) for path, target in projects]
    written = read_described(cohort)
    listed = list_entries(written)
    problems = _check(cohort, copies, transcripts, spoken)
    raise_problems([*problems, *_check_options(cohort, surveys, listed, options)])
    files = Files(
        transcripts=[Path("transcripts", path.name) for path in spoken],
        coding=[target for _, target in projects],
        code_books=books,
        written=written,
    )
    if transcripts:
        beside_them = list_passed_over(find_started(transcripts), spoken)
        files.passed_over = [path.relative_to(find_started(transcripts)).as_posix() for path in beside_them]
    files.copied = _copy(copies)
    files.survey = listed or [
        SurveyEntry(path=path.name)
        | options
        | ({"questionnaire": beside[-1].name} if questionnaire else {})
        | ({"catalog": catalogs[0].name} if catalogs else {})
        for path in surveys
    ]
    return files


def _copy(copies: list[tuple[Path, Path]]) -> list[str]:
    """Copy the files that are not there yet; return where to."""
    new = [(source, target) for source, target in copies if not target.exists()]
    for source, target in new:
        with write_whole(target) as (half,):
            shutil.copyfile(source, half)
    return [target.as_posix() for _, target in new]


def _find_project(path: Path) -> tuple[Path, Path]:
    """Return the file of a coded project, and where it goes below the cohort's folder.

    QualCoder's project is a folder, of which its database alone is taken.
    """
    database = path / QUALCODER if path.is_dir() else path
    inside = Path(database.parent.name, QUALCODER) if database.name == QUALCODER else Path(path.name)
    return database, "coding" / inside


def read_described(cohort: str) -> dict[str, Any]:
    """Return the cohort.yaml of a cohort, finished or not; nothing where there is none."""
    path = COHORTS / cohort / "cohort.yaml"
    written = read_yaml(path) if path.is_file() else {}
    return written if isinstance(written, dict) else {}


def list_entries(written: dict[str, Any]) -> list[SurveyEntry]:
    """Return the survey files that a cohort.yaml names, as it names them."""
    files = written.get("files")
    survey = (files.get("survey") if isinstance(files, dict) else None) or []
    entries = survey if isinstance(survey, list) else [survey]
    return [cast(SurveyEntry, one) for one in entries if isinstance(one, dict) and "path" in one]


def name_decided(written: dict[str, Any]) -> dict[str, str]:
    """Return the columns that a cohort.yaml uses for who takes part -> what for."""
    consent = written.get("consent")
    answers = consent.values() if isinstance(consent, dict) else []
    columns = [str(answer["column"]) for answer in answers if isinstance(answer, dict) and "column" in answer]
    decided = dict.fromkeys(columns, "consent: see cohort.yaml")
    respondent = written.get("respondent_id")
    known = respondent and not str(respondent).startswith(TO_DECIDE)
    return decided | ({str(respondent): RESPONDENT} if known else {})


def _check_options(
    cohort: str, surveys: list[Path], listed: list[SurveyEntry], options: SurveyOptions
) -> Iterator[Problem]:
    """Yield what cannot be told of the files: other than their cohort.yaml says, and what none can be."""
    place = (COHORTS / cohort / "cohort.yaml").as_posix()
    if not surveys and not listed:
        found, remedy = "no survey file", "name the export with --survey FILE"
        yield Problem(
            "aimed cohort new", found, f"a file, or a cohort.yaml of {cohort} that names one", remedy
        )
    layout = options.get("layout")
    if layout and layout not in LAYOUTS:
        expected = f"one of {', '.join(LAYOUTS)}"
        yield Problem("aimed cohort new", f"--layout {layout}", expected, "correct the name, or leave it out")
    for path in surveys:
        if "sheet" in options and path.is_file() and recognise_format(path) != "workbook":
            found = f"--sheet {options['sheet']}, and a file that is no workbook"
            yield Problem(path.as_posix(), found, "sheets in a workbook", "leave --sheet out")
    for entry in listed:
        for key, value in options.items():
            if entry.get(key) != value:
                found = f"--{key} {value}, and {entry.get(key) or f'no {key}'} at {entry['path']}"
                remedy = f"write {key}: {value} there, and leave --{key} out"
                yield Problem(place, found, "one word of how a file is read: that of cohort.yaml", remedy)


def _list_transcripts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in TRANSCRIPT_ENDINGS)


def _check(
    cohort: str, copies: list[tuple[Path, Path]], transcripts: Path | None, spoken: list[Path]
) -> list[Problem]:
    problems = []
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cohort):
        expected = "small letters, digits and hyphens, as kenya-2025"
        problems.append(Problem("aimed cohort new", f"the id {cohort!r}", expected, "choose another id"))
    targets: dict[Path, Path] = {}
    for source, target in copies:
        if not source.is_file():
            problems.append(Problem(source.as_posix(), "no such file", "a file", "correct the path"))
        elif target.exists() and target.read_bytes() != source.read_bytes():
            expected = "no file of that name, or the same one: nothing is written over"
            remedy = f"give {source.name} another name, or take the older file away yourself"
            problems.append(Problem(target.as_posix(), "another file of that name", expected, remedy))
        elif targets.setdefault(target, source) != source:
            found = f"a second file {source.name}"
            problems.append(Problem(source.as_posix(), found, "names that differ", "rename one of them"))
    if transcripts and not spoken:
        expected = f"a folder with transcripts ({', '.join(sorted(TRANSCRIPT_ENDINGS))})"
        problems.append(Problem(transcripts.as_posix(), "no transcript", expected, "correct the path"))
    return problems
