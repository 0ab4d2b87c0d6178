"""What `aimed cohort new` says: what the files are, what is sure, what a person must decide."""

from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.yaml_json import TO_DECIDE, read_beside
from aimed.ingest.survey.rows.no_people import say_no_people
from aimed.language.own_words import say_own
from aimed.onboarding.new.codes import CODE_MAP, THEMES, DraftedCodes
from aimed.onboarding.new.cohort_file import OWN_WORDS, ROSTER, say_spans
from aimed.onboarding.new.crosswalk_lines import UNSURE, Line
from aimed.onboarding.profiling import Profile, ProfiledFile, find_headless, find_spans
from aimed.onboarding.unanswered import say_unanswered
from aimed.onboarding.unread_files import say_other_sheets
from aimed.study.pseudonyms import count_kind

KNOWN = read_beside(__file__)
SHOWN = 12


@dataclass(frozen=True)
class Drafted:
    """What was drafted: lines of the crosswalk, languages, files written, files kept, named speakers.

    unanswered: variables that no column answers. codes: of the coded projects.
    """

    lines: list[Line]
    languages: list[str]
    written: list[str]
    kept: list[str]
    named: list[str]
    unanswered: list[str]
    codes: DraftedCodes = field(default_factory=DraftedCodes)


def report_draft(cohort: str, profile: Profile, drafted: Drafted) -> list[str]:
    """Return the report as lines of text. Values of personal columns and people's own words are not shown."""
    spans = find_spans(profile)
    nobody = {f["name"]: f["no_people"] for f in profile.files if f.get("no_people")}
    told = [
        f"{f['name']}: {f['rows']} rows, {f['columns']} columns ({describe_file(f)})" for f in profile.files
    ]
    told += [f"no people, and counted apart: {name}, {say_no_people(one)}" for name, one in nobody.items()]
    told += [f"collected from {say_spans(spans)}, by the platform's dates"] if spans else []
    if headless := find_headless(profile.columns):
        told += [
            f"{len(headless)} columns have no heading: a title or merged headings above the table? If so, "
            f"delete these rows in a copy, take data/cohorts/{cohort} away, and start again with the copy"
        ]
    for file in profile.files:
        told += say_other_sheets(file["name"], file, "--sheet NAME")
    languages = ", ".join(drafted.languages)
    told += [f"languages: {languages}, by the codebook's labels"] if languages else []
    told += _say_personal(profile)
    told += [f"written: {path}" for path in drafted.written]
    told += [f"kept as it is, since it is there already: {path}" for path in drafted.kept]
    told += _say_lines(drafted.lines) + say_unanswered(drafted.unanswered)
    told += ["", *drafted.codes.told] if drafted.codes.told else []
    steps = _list_steps(cohort, drafted)
    return [
        *told,
        "",
        "What is left to you:",
        *[f"  {place}. {step}" for place, step in enumerate(steps, start=1)],
        f"Until then `aimed build` stops; exclude_cohorts: [{cohort}] in config.yaml leaves it out.",
    ]


def _list_steps(cohort: str, drafted: Drafted) -> list[str]:
    """Return what is left to a person, in order."""
    folder = f"data/cohorts/{cohort}"
    roster = f"{folder}/{ROSTER}: write which participant each name of a speaker stands for"
    waiting = {bool(line.own_row) for line in drafted.lines if line.decide == UNSURE}
    shared = (
        f"{folder}/crosswalk.csv, in a spreadsheet program: look at each line with ? in `decide`,\n"
        "     correct it, and delete the ?"
    )
    own = f"{folder}/{OWN_WORDS}, which is never committed: the same for answers in people's own words"
    themes = f"{THEMES.as_posix()}: say what each code means, in place of {TO_DECIDE}, and look at the others"
    names = f"{folder}/{CODE_MAP}: the same for the names of codes; without a code, `note` says why"
    return [
        f"{folder}/cohort.yaml: write what stands {TO_DECIDE}",
        *([roster] if drafted.named else []),
        *([shared] if False in waiting else []),
        *([own] if True in waiting and f"{folder}/{OWN_WORDS}" in drafted.written else []),
        *([themes] if drafted.codes.themes else []),
        *([names] if f"{folder}/{CODE_MAP}" in drafted.written else []),
        f"aimed cohort check {cohort}",
    ]


def _say_personal(profile: Profile) -> list[str]:
    dropped = f"dropped as personal data of the platform: {', '.join(profile.dropped)}"
    passing = [column for column in profile.columns.values() if column.name not in profile.dropped]
    found = [(column.name, kind, n) for column in passing for kind, n in column.personal.items()]
    told = [f"personal data: {count_kind(kind, n)} in {name}" for name, kind, n in found]
    return [dropped, *told] if profile.dropped else told


def _say_lines(lines: list[Line]) -> list[str]:
    names = list(dict.fromkeys(line.source_variable for line in lines))
    open_lines = [line for line in lines if line.decide == UNSURE]
    unsure = {line.source_variable for line in open_lines}
    used = {line.source_variable for line in lines if line.variable}
    sure = [name for name in names if name in used and name not in unsure]
    unused = [name for name in names if name not in used and name not in unsure]
    told = [
        "",
        f"crosswalk: {len(sure)} columns are sure, {len(unsure)} wait for you ({len(open_lines)} lines), "
        f"{len(unused)} are not used",
    ]
    for line in open_lines[:SHOWN]:
        what = line.variable or "no variable"
        reason = f" ({line.missing_reason})" if line.missing_reason else ""
        what += f" = {line.value}" if line.value else reason
        cell = say_own(line.own_row) if line.own_row else line.source_value
        said = f" = {cell}" if cell else ""
        near = f"; next {line.runner_up}" if line.runner_up else ""
        told.append(f"  ? {line.source_variable}{said}: {what}{near}")
    if len(open_lines) > SHOWN:
        told.append(f"  and {len(open_lines) - SHOWN} more")
    return told


def draft_readme(cohort: str, profile: Profile, transcripts: list[Path]) -> str:
    """Return a README with what the files show, and questions for the person who collected the data."""
    files = [f"| {f['name']} | {f['rows']} | {f['columns']} | {describe_file(f)} |" for f in profile.files]
    files += [f"| {path.as_posix()} | | | transcript |" for path in transcripts]
    return str(KNOWN["text"]).format(cohort=cohort, files="\n".join(files))


def describe_file(file: ProfiledFile) -> str:
    """Return how a survey file was read, in a few words."""
    told = [str(file.get("layout") or ""), str(file.get("format") or "")]
    if file.get("encoding"):
        told.append(f"{file['encoding']}{' (a guess)' if file.get('encoding_guessed') else ''}")
    if file.get("separator"):
        told.append(KNOWN["separators"].get(file["separator"], "bars"))
    if file.get("sheet"):
        told.append(f"sheet {file['sheet']}")
    return ", ".join(part for part in told if part and part != "plain")
