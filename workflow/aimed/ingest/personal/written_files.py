"""Personal data in what people write about a cohort and git takes: its tables, texts and names of files."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from aimed.files.digests import digest_file
from aimed.files.yaml_json import line_of, read_yaml
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, ProblemsFound
from aimed.study.cohort_file import COHORTS, list_cohorts, read_cohort
from aimed.study.declarations import CohortDescription, read_config
from aimed.study.pseudonym_key import FILE

WRITTEN = (
    *("cohort.yaml", "corrections.yaml", "README.md"),
    *("crosswalk.csv", "crosswalk.xlsx", "personal_data.csv", "personal_data.xlsx"),
    *("code_map.csv", "code_map.xlsx"),
)
CODE = Path("workflow/aimed/ingest/personal")
WORDS = Path("workflow/schemas/personal_words.yaml")
# what cohort.yaml says in words of its own; speakers and columns are held to the raw files
SAID = (("title",), ("description",), ("legal_basis",), ("ethics", "board"), ("retention", "reason"))
CORRECTED = ("found", "replace", "reason", "who")
Place = int | list[str | int]  # a line, from 1, or the way to a value of a YAML file
Text = tuple[Place, str]


def find_personal_data_in_written_files(known: Collection[str] = ()) -> list[Problem]:
    """Return what the cohorts of the study one stands in have of personal data in files that git takes.

    known: lines `path sha256` of files that were looked at and found good, as the last good build keeps
    them; a cohort of which nothing changed since is not looked at again. Files that cannot be read are left
    to the steps that read them.
    """
    problems: list[Problem] = []
    code = [WORDS, *sorted(path for path in CODE.rglob("*.*") if path.suffix in (".py", ".yaml"))]
    for cohort in list_cohorts(read_config()):
        folder = COHORTS / cohort
        try:
            described = read_cohort(cohort)
            if not _is_known(folder, described, code, known):
                problems += _look_at_cohort(folder, described)
        except ProblemsFound:
            continue
    return problems


def list_written_files(folder: Path) -> list[Path]:
    """Return the files of a cohort's folder in which personal data are looked for."""
    return [folder / name for name in WRITTEN if (folder / name).is_file()]


def _is_known(folder: Path, described: CohortDescription, code: list[Path], known: Collection[str]) -> bool:
    """Return whether the files of a cohort, and what is known of personal data, are as they were."""
    if not known:
        return False
    roster = (described.get("personal_data") or {}).get("roster")
    read = [*(folder / name for name in WRITTEN), *([folder / roster] if roster else [])]
    there = [path for path in read if path.is_file()]
    gone = {path.as_posix() for path in read if path not in there}
    if any(line.rpartition(" ")[0] in gone for line in known):
        return False
    return all(f"{path.as_posix()} {digest_file(path)}" in known for path in [*there, *code])


def _look_at_cohort(folder: Path, described: CohortDescription) -> list[Problem]:
    # a tenth of a second with the telephone numbers of the world; most builds go without
    from aimed.ingest.personal.knowledge import read_knowledge
    from aimed.ingest.personal.written_reports import name_written

    cohort_file = folder / "cohort.yaml"
    return name_written(read_knowledge(described, cohort_file, Collector()))


def read_written(path: Path) -> list[Text]:
    """Return the texts of a written file with their places; none of a file that cannot be read."""
    try:
        return list(_read(path))
    except (ProblemsFound, UnicodeDecodeError):
        return []


def _read(path: Path) -> Iterator[Text]:
    from aimed.files.people_tables import read_people_table  # the gate asks each time, and reads seldom

    if path.suffix == ".md":
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    elif path.suffix in (".csv", ".xlsx"):
        table = read_people_table(path)
        columns = ("reason",) if path.stem == Path(FILE).stem else tuple(table.columns)
        for line, row in zip(table.lines, table.rows, strict=True):
            yield from ((line, row[name]) for name in columns if row.get(name))
    else:
        content = read_yaml(path)
        for keys in _keys_of(path, content):
            if text := _follow(content, keys):
                yield keys, text


def find_line(path: Path, place: Place) -> int:
    """Return the line, from 1, of a place as `read_written` gives it."""
    return place if isinstance(place, int) else line_of(path, place)


def _keys_of(path: Path, content: Any) -> list[list[str | int]]:
    """Return the ways to the texts of a YAML file that are searched."""
    if path.name == "corrections.yaml":
        return [[at, key] for at in range(len(content or [])) for key in CORRECTED]
    ways: list[list[str | int]] = [list(keys) for keys in SAID]
    ways += [["exclusions", at, "label"] for at in range(len(content.get("exclusions") or []))]
    if "harmonised" in (content.get("files") or {}):
        return ways  # labels and ids are tags that were made at home: by chance one is letters alone
    for name, labels in (content.get("speakers") or {}).items():
        ways += [["speakers", name, label] for label in (labels if isinstance(labels, dict) else {})]
    return ways


def _follow(content: Any, keys: list[str | int]) -> str:
    """Return the text at the end of a way through lists and mappings; an empty one where there is none."""
    for key in keys:
        try:
            content = content[key]
        except (KeyError, IndexError, TypeError):
            return ""
    return re.sub(r"\s+", " ", content) if isinstance(content, str) else ""


def list_file_names(described: CohortDescription) -> list[str]:
    """Return the paths of the raw files as cohort.yaml has them."""
    files: Any = described.get("files") or {}
    entries = [files.get(kind) or [] for kind in ("survey", "transcripts", "coding", "harmonised")]
    listed = [one for entry in entries for one in (entry if isinstance(entry, list) else [entry])]
    listed += [entry["translation"] for entry in listed if "translation" in entry]
    names = [entry.get(key) for entry in listed for key in ("path", "questionnaire", "catalog")]
    return [name for name in names if name]
