"""Write a cohort harmonised, at the home of its raw data, for a study that may not have them."""

from pathlib import Path
from typing import Any, Final, cast

import pandas as pd
import yaml

from aimed.build.gate import read_outputs
from aimed.files.digests import digest_file
from aimed.files.formula_cells import write_csv
from aimed.files.tables import read_table
from aimed.files.yaml_json import read_beside, read_json, write_json
from aimed.harmonise.participation.participants import PURPOSES
from aimed.harmonise.received.folder import ACCOUNTS, MANIFEST
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.onboarding.export.release_rules import find_rare_groups, read_release_rules
from aimed.onboarding.export.tables import Releasing, describe_speakers, release_tables, write_transcripts
from aimed.running.run_records import read_record
from aimed.study.codebook import read_study_codebook
from aimed.study.cohort_file import (
    COHORTS,
    NOT_ASKED,
    is_asked,
    is_received,
    list_cohorts,
    raw_files,
    read_cohort,
)
from aimed.study.declarations import CohortDescription, ExclusionRule, read_config
from aimed.study.layout import find_started
from aimed.study.pseudonym_key import read_key
from aimed.study.pseudonyms import ID, tag_value

KEY, IDS, FOLDER = "export.key", "exported_ids.csv", "harmonised"
RESULTS = Path("results")
TABLES = ("responses", "missing", "recodes", "exclusions", "participants")
CARRIED: Final = ("title", "description", "collected", "languages", "synthetic")
TERMS: Final = ("legal_basis", "ethics", "retention")


def export_cohort(cohort: str, folder: Path, *, keep_ids: bool, with_turns: bool) -> int:
    """Write the folder of a built cohort that may leave the country, say what is in it, and return 0.

    Raises ProblemsFound for a cohort that is not built, or is older than its files, and a folder in use.
    """
    folder = find_started(folder)
    _check_target(cohort, folder)
    built = read_built(cohort)
    codebook = read_study_codebook()
    withheld, texts = read_release_rules(cohort, codebook)
    raw = [path for kind in ("survey", "transcripts", "coding") for path in raw_files(cohort, kind)]
    how = Releasing(
        codebook,
        withheld,
        rename=rename_by(cohort, keep_ids),
        folder=(COHORTS / cohort).as_posix(),
        raw_files={path: digest_file(Path(path)) for path in raw},
        keep_order=keep_ids,
    )
    described = describe_export(cohort, built["participants"], texts)
    if with_turns:
        described |= describe_speakers(described["files"], cohort, built["participants"], how)
        write_transcripts(folder, cohort, built["participants"], how)
    write_folder(folder, described, release_tables(built, how), _read_accounts(cohort))
    write_readme(folder, described, how, keep_ids=keep_ids)
    if not keep_ids:
        _write_ids(cohort, built["exclusions"], how)
    _tell(folder, cohort, built, how, keep_ids)
    return 0


def read_built(cohort: str) -> dict[str, pd.DataFrame]:
    """Return a cohort's harmonised tables. Raises ProblemsFound where they are not those of today's files."""
    place = RESULTS / "harmonise" / cohort
    check_fresh(
        place, [place / "harmonise_cohort.record.json", RESULTS / "ingest" / cohort / "survey.record.json"]
    )
    return {name: read_table(place / f"{name}.parquet") for name in TABLES}


def check_fresh(place: Path, records: list[Path]) -> None:
    """Raise ProblemsFound where what these run records tell of is not there, or no longer as it was.

    place: the folder of the results that a person is sent to.
    """
    remedy = f"aimed build --target {place.as_posix()}/{ACCOUNTS}"
    outputs = [read_outputs(record) for record in records]
    if not all(outputs):
        found = "no tables of this cohort"
        raise ProblemsFound.at(place, found, "a cohort that was harmonised", remedy)
    made = {name: digest for written in outputs for name, digest in (written or {}).items()}
    read = {name: digest for record in records for name, digest in read_record(record)["inputs"].items()}
    stale = [
        name
        for name, digest in sorted({**read, **made}.items())
        if not Path(name).is_file() or digest_file(Path(name)) != digest
    ]
    raise_problems(
        Problem(name, "other bytes than when the cohort was harmonised", "the same", remedy) for name in stale
    )


def describe_export(cohort: str, participants: pd.DataFrame, texts: list[str]) -> CohortDescription:
    """Return the cohort.yaml of the folder: no raw columns and no raw values, consent as counts."""
    own = read_cohort(cohort)
    kept = participants[participants["kept"].astype(bool)]
    once: dict[tuple[str, str], ExclusionRule] = {}
    for rule in own.get("exclusions", []):
        shown = ExclusionRule(step=rule["step"], reason=rule["reason"])
        shown |= {"label": rule["label"]} if "label" in rule else {}
        once.setdefault((rule["step"], rule["reason"]), shown)
    harmonised = {"path": FOLDER} | ({"text": texts} if texts else {})
    described: dict[str, object] = {
        **{name: own[name] for name in CARRIED if name in own},
        "files": {"harmonised": harmonised},
        "consent": {
            purpose: int(kept[f"consent_{purpose}"].sum()) if is_asked(own["consent"][purpose]) else NOT_ASKED
            for purpose in PURPOSES
        },
        **{name: own[name] for name in TERMS if name in own},
        **({"exclusions": list(once.values())} if once else {}),
    }
    return cast(CohortDescription, described)


def check_cohort_here(cohort: str) -> None:
    """Raise ProblemsFound for a cohort that there is none of, or whose raw data are elsewhere."""
    known = list_cohorts(read_config())
    if cohort not in known:
        expected = f"one of {', '.join(known)}"
        raise ProblemsFound.at(f"data/cohorts/{cohort}", "no such cohort", expected, "correct the id")
    if is_received(cohort):
        found, expected = "a cohort that came in harmonised", "a cohort with its raw data"
        remedy = "export it where its raw data are"
        raise ProblemsFound.at(f"data/cohorts/{cohort}", found, expected, remedy)


def _check_target(cohort: str, folder: Path) -> None:
    check_cohort_here(cohort)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        expected = "a folder that is new or empty"
        raise ProblemsFound.at(str(folder), "something is there", expected, "name another")


def rename_by(cohort: str, keep_ids: bool) -> Any:
    """Return what gives each person a new id: an HMAC with a key that stays, so each export has the same."""
    if keep_ids:
        return lambda person: person.partition(":")[2]
    key = read_key(COHORTS / cohort, KEY)
    # in hexadecimal, since tags do not tell small letters from large ones and ids may
    return lambda person: f"p{tag_value(person.partition(':')[2].encode('utf-8').hex(), key, ID)}"


def _read_accounts(cohort: str) -> dict[str, dict[str, int]]:
    """Return rows and cells as harmonising counted them, and how many cells were changed, by kind."""
    place = RESULTS / "harmonise" / cohort
    events = read_table(place / "events.parquet")
    changed = events[events["kind"] != "excluded"]["kind"].value_counts()
    return read_json(place / ACCOUNTS) | {"events": {str(kind): int(n) for kind, n in changed.items()}}


def write_folder(
    folder: Path,
    described: CohortDescription,
    tables: dict[str, list[list[str]]],
    accounts: dict[str, dict[str, int]],
) -> None:
    """Write cohort.yaml, the tables and the accounts, and the manifest with their digests."""
    inside = folder / FOLDER
    inside.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=100)
    (folder / "cohort.yaml").write_text(text, encoding="utf-8")
    for name, rows in tables.items():
        write_rows(inside / f"{name}.csv", rows)
    write_json(accounts, inside / ACCOUNTS)
    write_manifest(inside)


def write_readme(folder: Path, described: CohortDescription, how: Releasing, *, keep_ids: bool) -> None:
    """Write README.md into the folder."""
    spoken = "transcripts" in described["files"]
    text = str(read_beside(__file__)["readme"]).format(
        title=described["title"],
        transcripts="| transcripts/ | what was said by those who are kept, and by moderators |\n" * spoken,
        withheld=", ".join(how.withheld) or "no variable",
        ids=f"Respondents have {'the ids of the raw file' if keep_ids else 'new ids, in their order'}.",
    )
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")


def write_manifest(inside: Path) -> None:
    """Write the digest of each file of the folder."""
    digests = {path.name: digest_file(path) for path in sorted(inside.iterdir()) if path.name != MANIFEST}
    write_json({"files": digests}, inside / MANIFEST)


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write a CSV in UTF-8 with LF line ends."""
    path.write_text(write_csv(rows), encoding="utf-8", newline="")


def _write_ids(cohort: str, exclusions: pd.DataFrame, how: Releasing) -> None:
    """Write who is who, beside the raw data: for a withdrawal, or a question that comes back."""
    named = exclusions[exclusions["respondent"].notna()]
    columns = (named[name] for name in ("respondent", "source_file", "source_row"))
    rows = [
        [how.rename(person), person.partition(":")[2], how.path_at_home(path), str(row)]
        for person, path, row in zip(*columns, strict=True)
    ]
    write_rows(COHORTS / cohort / IDS, [["exported", "respondent", "raw_file", "raw_row"], *sorted(rows)])


def _tell(folder: Path, cohort: str, built: dict[str, pd.DataFrame], how: Releasing, keep_ids: bool) -> None:
    kept, rows = len(built["responses"]), len(built["exclusions"])
    smallest = int(read_config()["smallest_cell"])
    columns = f"{len(how.columns())} columns of the codebook"
    print(f"{folder.as_posix()}: {kept} respondents of {rows} raw rows, {columns}")
    if how.withheld:
        print(f"kept at home: {', '.join(how.withheld)}")
    if not keep_ids:
        print(f"who is who: {(COHORTS / cohort / IDS).as_posix()}, which never leaves")
    for sentence in find_rare_groups(built["responses"], how.codebook, how.withheld, smallest):
        print(f"warning: {sentence}")
    print(f"look through {folder.as_posix()} and its README.md before it leaves")
