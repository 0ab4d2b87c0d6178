"""What people declare of a study: config.yaml, each cohort.yaml, each analyses/<id>.yaml.

workflow/schemas says of each file what must be there and what it means.
"""

from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

from aimed.files.yaml_json import read_yaml

INSIDE = "inside"  # the key of a transcript's `speakers` that is no label


class StudyConfig(TypedDict):
    """The content of config.yaml."""

    study: str  # its short name
    smallest_cell: int  # the smallest count of people that may be shown
    manuscript: dict[
        str, Any
    ]  # engine: what lays documents out; attribution: groups that a quotation may name
    cohorts: NotRequired[Literal["all"] | list[str]]
    exclude_cohorts: NotRequired[list[str]]
    stage: NotRequired[str]  # draft, submission or release
    severities: NotRequired[dict[str, Any]]  # kind of finding -> how severe, or stage -> how severe
    coded_by: NotRequired[str]  # whose codes count: either, both, consensus, or a coder
    smallest_group: NotRequired[int]  # from how many people on all cells may be shown
    ledger: NotRequired[dict[str, dict[str, int]]]  # decimals: unit -> decimals


MATERIAL, FOCUS_GROUPS, ANSWERS = "material", "focus_groups", "answers"  # what turns are of
# what two coders give a code to or not: whole turns or answers, and the characters of their words
CODED_UNITS = {FOCUS_GROUPS: ("turn", "character"), ANSWERS: ("answer", "answer_character")}
CONVERSATIONS = ("cooccurrence", "saturation", "participation")  # kinds of plan
TABLE_OF_KIND = {"codes": "coded_turns", **dict.fromkeys(CONVERSATIONS, "turns")}


class PlannedAnalysis(TypedDict, total=False):
    """The content of an analyses/<id>.yaml."""

    question: str
    planned: bool  # no for an exploratory analysis
    of: list[str]  # of a multiverse: the analyses that it makes again
    choices: dict[str, Any]  # of a multiverse: what it varies
    kind: str  # as analysis.schema.yaml lists them: distribution, model, flow ...
    table: str  # whose rows are counted
    material: str  # of an agreement: focus_groups or answers
    outcomes: list[str]
    event: dict[str, str]  # outcome -> code whose share is the headline
    by: str  # the grouping variable
    collapsed: bool  # whether its coarser codes are the groups
    also_by: list[str]
    cluster: str
    model: str  # logistic, linear or ordinal
    method: str  # auto, or a coefficient of association
    pairs: list[list[str]]  # of outcomes, two answers of the same people
    predictors: list[str | list[str]]
    covariates: list[str]
    random: str  # the column of which each value has an intercept of its own
    reference: dict[str, str]  # variable -> the code that others are set against
    measures: list[str]  # of codes: density, participants_pct
    codes: list[str]  # that are paired
    within: int  # turns
    permutations: dict[str, int]  # draws, seed
    base: int  # transcripts, of a saturation; and run
    run: int
    threshold: float  # share of new codes
    order: list[str]  # of transcripts
    present: dict[str, int]  # transcript -> people in the room
    speakers: bool  # whether each is told
    equivalence: dict[str, float]  # margin: how much two groups may differ and count as alike
    compare: bool | list[str]  # whether groups are compared, or which
    bootstrap: dict[str, int]  # draws, seed
    population: list[list[Any]]  # conditions: column, comparison, value
    interval: float  # coverage of intervals
    family: str  # of tests adjusted together
    small_cells: str  # hidden, large_groups or shown
    note: str


class SurveyOptions(TypedDict, total=False):
    """How a survey file is read, and of whom it is; what is not said is found by its content."""

    layout: str  # the platform whose layout it has
    encoding: str  # of a text file
    separator: str  # between the cells of a text file
    sheet: str  # of a workbook
    country: str  # of study of everybody in the file, as ISO 3166-1 alpha-3
    people_in_rows: list[int]  # rows that look like headings, totals or notes and are people all the same


class SurveyEntry(SurveyOptions):
    """A survey file as cohort.yaml names it, by paths below the cohort's folder."""

    path: str
    questionnaire: NotRequired[str]  # the platform's own questionnaire file
    catalog: NotRequired[str]  # the SAS catalogue with the value labels


class SurveyFile(SurveyOptions):
    """A survey file with whole paths, of which that of the file itself is text."""

    path: str
    questionnaire: NotRequired[Path]
    catalog: NotRequired[Path]


class TranscriptOptions(TypedDict, total=False):
    """How transcripts are read."""

    speaker_pattern: str  # a regular expression of a line that begins a turn
    lines_without_speaker: float  # the greatest share of them


class TranscriptPart(TranscriptOptions):
    """A transcript or its translation; the path is below the cohort's folder."""

    path: str
    format: NotRequired[str]
    encoding: NotRequired[str]
    language: NotRequired[str]


class TranscriptEntry(TranscriptPart):
    """A transcript as cohort.yaml names it."""

    translation: NotRequired[TranscriptPart]


class LeftOut(TypedDict):
    """A decision to leave codings out: of a `source`, of a `kind`, or so many that are `unplaced`."""

    source: NotRequired[str]
    kind: NotRequired[str]
    unplaced: NotRequired[int]
    reason: str


class CodingEntry(TypedDict):
    """A coded project as cohort.yaml names it."""

    path: str  # below the cohort's folder
    format: NotRequired[str]
    offsets: NotRequired[str | dict[str, Any]]  # their unit, or unit, crlf and end
    project: NotRequired[str]  # of several in one database
    sheet: NotRequired[str]
    encoding: NotRequired[str]
    coder: NotRequired[str]  # of codings that name none
    answers: NotRequired[list[str]]  # text variables whose answers are coded in sources of their name
    left_out: NotRequired[list[LeftOut]]


class NamedFolder(TypedDict):
    """Harmonised data, or the table of own words."""

    path: str  # below the cohort's folder
    text: NotRequired[list[str]]  # harmonised variables of free text that were released at home


class CohortFiles(TranscriptOptions, total=False):
    """The raw files of a cohort; the options of transcripts hold where an entry has none."""

    harmonised: NamedFolder
    survey: SurveyEntry | list[SurveyEntry]
    transcripts: list[TranscriptEntry]
    coding: CodingEntry | list[CodingEntry]
    own_words: NamedFolder  # the private table of what single people answered in words of their own


class ExclusionRule(TypedDict):
    """A rule that leaves rows out, by `where` or by `duplicates_of`."""

    step: str  # the box of the flow
    reason: str  # a code for counting
    label: NotRequired[str]  # the reason as a reader sees it
    where: NotRequired[list[list[Any]]]  # conditions on source columns: column, comparison, value
    duplicates_of: NotRequired[list[str]]  # source columns
    keep: NotRequired[Literal["first", "last"]]  # of several equal rows


class CohortDescription(TypedDict, total=False):
    """The content of a cohort.yaml; workflow/schemas/cohort.schema.yaml says what must be there."""

    title: str
    description: str
    countries: list[str]  # as ISO 3166-1 alpha-3
    country_column: str  # the source column that holds the country instead
    collected: dict[Literal["from", "to"], str]  # first and last day
    languages: list[str]  # as ISO 639-1
    synthetic: bool
    files: CohortFiles
    respondent_id: str  # the source column of the pseudonymous id
    consent: dict[str, Any]  # purpose -> yes, or the column and its value, or how many of a received cohort
    legal_basis: str
    ethics: dict[str, str]  # board, number and date of the approval
    retention: dict[str, str]  # until, reason
    personal_data: dict[str, str]  # roster: the table of names
    exclusions: list[ExclusionRule]
    # transcript, or all -> label -> whom it stands for; `inside` -> what labels inside a turn are
    speakers: dict[str, dict[str, Any]]
    participants: dict[str, dict[str, Any]]  # of a cohort without a survey: id -> attribute -> value
    expected: dict[str, int]  # rows and columns


def list_codings(described: CohortDescription) -> list[CodingEntry]:
    """Return the entries of a cohort.yaml under files: coding, none, one or several."""
    coding = described.get("files", {}).get("coding") or []
    return coding if isinstance(coding, list) else [coding]


def list_coded_answers(described: CohortDescription) -> list[str]:
    """Return the text variables whose answers are coded, as the entries of coding name them."""
    return list(dict.fromkeys(name for one in list_codings(described) for name in one.get("answers", [])))


def spoken_labels(declared: dict[str, Any] | None) -> dict[str, str]:
    """Return label -> whom it stands for, of what `speakers` says of a transcript or of all."""
    return {str(label): str(who) for label, who in (declared or {}).items() if label != INSIDE}


def name_table(plan: PlannedAnalysis) -> str:
    """Return the table whose rows a plan counts: what it says, or that of its kind."""
    return plan.get("table", TABLE_OF_KIND.get(plan["kind"], "responses"))


def as_code(value: Any) -> str:
    """Return a YAML value as a code of a scale: an unquoted yes or no is a truth value to YAML."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def read_config(path: Path = Path("config.yaml")) -> StudyConfig:
    """Return config.yaml, by default of the study that is the current folder."""
    return read_yaml(path, schema="config")


def read_cohort_file(path: Path) -> CohortDescription:
    """Return the content of a cohort.yaml."""
    return read_yaml(path, schema="cohort")


def read_planned(path: Path) -> PlannedAnalysis:
    """Return the content of an analyses/<id>.yaml."""
    return read_yaml(path, schema="analysis")
