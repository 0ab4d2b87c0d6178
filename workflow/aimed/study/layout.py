"""The study is where you stand: the nearest folder upwards with a config.yaml, and what it consists of."""

import os
import re
from pathlib import Path

from aimed.files.yaml_json import line_of, read_yaml
from aimed.messages.problems import Problem, ProblemsFound
from aimed.study.cohort_file import COHORTS, find_table, is_received, list_cohorts
from aimed.study.declarations import CONVERSATIONS, StudyConfig
from aimed.study.written_tables import DERIVED

CONFIG = Path("config.yaml")
STYLE = "vancouver"  # where config.yaml names none

PUBLISHED = Path("manuscript/published.csv")  # the numbers as last released
PUBLISHED_VALUES = Path("manuscript/published_values.csv")  # of others; a study may have none
MANIFEST = Path("manuscript/published.json")  # what they came from
CHANGES = Path("manuscript/CHANGES.md")
LAID_OUT = Path("results/manuscript/quarto")  # what `quarto render` makes, until something is built
STARTED_IN = "AIMED_STARTED_IN"  # the folder that paths on the command line are meant from
DOCUMENT = "[a-z][a-z0-9_-]*"  # and analysis; as the rules constrain them
COHORT = "[a-z0-9][a-z0-9-]*"
NAMED_SO = {
    DOCUMENT: "small letters, digits, - and _, a letter first",
    COHORT: "small letters, digits and -",
}
OUTLINE = re.compile(
    r"^:::.*|^lang:.*|\$\$[ \t]*\{#eq-.*|\[(?:[^\[\]]|\[[^\[\]]*\])*\]\{\s*\.quote[^{}]*\}", re.M
)
FROZEN = Path("analyses/frozen.json")  # the plans as they were frozen
COUNTED_KINDS = (
    *("flow", "codes", "agreement", "reliability", "multiverse", *CONVERSATIONS),
    *("model", "association", "means", "trend", "pairwise", "paired"),
)
NEEDED = {
    "data/codebook": ("variables.csv", "scales.csv", "missing.csv", "themes.csv"),
    "data/reference": ("countries.csv", "income_groups.csv", "who_regions.csv"),
    "manuscript": (
        "paper.qmd",
        "forms.yaml",
        "tables.yaml",
        "figures.yaml",
        "references.bib",
        "_quarto.yml",
    ),
}


def find_study(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that holds config.yaml.

    Raises ProblemsFound when there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "config.yaml").is_file():
            return folder
    raise ProblemsFound.at(
        start,
        "no config.yaml here or in any folder above",
        "to stand in a study",
        "change into the study's folder",
    )


def find_started(path: Path) -> Path:
    """Return a path as it was meant where the command was started."""
    return Path(os.environ.get(STARTED_IN, "."), path)


def match_plans(analyses: list[str], kind: str, *, compared: bool | None = None) -> str:
    """Return a regular expression for the analyses of one kind, for a rule's wildcard.

    `compared` tells those with a test from those without. A plan that cannot be read counts as a
    distribution without a test, whose step then says what is wrong with it.
    """
    return "|".join(name for name in analyses if _is_kind(name, kind, compared)) or "(?!)"


def _is_kind(analysis: str, kind: str, compared: bool | None) -> bool:
    try:
        plan = read_yaml(Path(f"analyses/{analysis}.yaml"))
    except ProblemsFound:
        plan = None
    written = plan if isinstance(plan, dict) else {}
    known = written.get("kind") if written.get("kind") in COUNTED_KINDS else "distribution"
    return known == kind and compared in (None, bool(written.get("compare")))


def read_ids(path: str) -> list[str]:
    """Return the ids of the entries of figures.yaml or tables.yaml; none where the file is absent."""
    if not Path(path).exists():
        return []
    return [entry["id"] for entry in read_yaml(Path(path), schema=Path(path).stem) or []]


def list_drawn_multiverses(path: str = "manuscript/figures.yaml") -> list[str]:
    """Return the analyses of kind multiverse whose specifications figures draw."""
    entries = (read_yaml(Path(path), schema="figures") or []) if Path(path).exists() else []
    drawn = [entry for entry in entries if entry["kind"] == "specifications"]
    items = [item for entry in drawn for item in entry.get("items", []) if isinstance(item, dict)]
    names = dict.fromkeys(one["analysis"] for one in [*drawn, *items])
    return [name for name in names if _is_kind(name, "multiverse", None)]


def list_needed_files(config: StudyConfig) -> list[str]:
    """Return the files that every study has, and each cohort's crosswalk: what the rules name outright.

    A cohort that comes in harmonised has its crosswalk at home.
    """
    cohorts = [
        find_table(cohort, "crosswalk.csv").as_posix()
        for cohort in list_cohorts(config)
        if not is_received(cohort)
    ]
    every = [f"{folder}/{name}" for folder, names in NEEDED.items() for name in names] + cohorts
    return every + ([] if "style" in config["manuscript"] else [name_style(config)])


def name_style(config: StudyConfig) -> str:
    """Return the CSL file by which references are written: the one that config.yaml names, or Vancouver's."""
    return f"manuscript/{config['manuscript'].get('style', STYLE)}.csl"


def find_absent_style(config: StudyConfig) -> list[Problem]:
    """Return the problem of a style that config.yaml names and that is no file of the manuscript."""
    if "style" not in config["manuscript"] or Path(name_style(config)).is_file():
        return []
    there = sorted(path.stem for path in Path("manuscript").glob("*.csl"))
    place = f"{CONFIG.as_posix()}:{line_of(CONFIG, ['manuscript', 'style'])}"
    found = f"style: {config['manuscript']['style']}, and no {name_style(config)}"
    expected = f"a style that is there: {', '.join(there)}" if there else "the style's CSL file there"
    remedy = "write one that is there, or save the journal's style (CSL) under that name"
    return [Problem(place, found, expected, remedy, kind="absent_file")]


def find_unusable_names() -> list[Problem]:
    """Return the files and folders whose names Snakemake cannot take, with what to call them.

    Plans, documents and cohorts give their names to results; braces are patterns to it in every path.
    """
    named = [(path, path.stem, DOCUMENT) for path in _list_named("analyses", "*.yaml")]
    named += [(path, path.stem, DOCUMENT) for path in _list_named("manuscript", "*.qmd")]
    named += [(path.parent, path.parent.name, COHORT) for path in _list_named(COHORTS, "*/cohort.yaml")]
    problems = [
        _name_unusable(path, "a name with other signs than results may have", NAMED_SO[pattern])
        for path, name, pattern in named
        if not re.fullmatch(pattern, name)
    ]
    folders = ("analyses", "manuscript", COHORTS)
    every = [Path.cwd(), *Path.cwd().parents, *(p for folder in folders for p in _list_named(folder, "**/*"))]
    braced = [path for path in every if not {"{", "}"}.isdisjoint(path.name)]
    return problems + [_name_unusable(path, "a name with braces", "one without { and }") for path in braced]


def _list_named(folder: str | Path, pattern: str) -> list[Path]:
    return sorted(Path(folder).glob(pattern))


def _name_unusable(path: Path, found: str, expected: str) -> Problem:
    better = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "a-name"
    if expected == NAMED_SO[DOCUMENT] and not better[0].isalpha():
        better = f"a-{better}"
    remedy = f"call it {better}{path.suffix.lower()}, and say so where it is named"
    return Problem(path.as_posix(), found, expected, remedy, kind="unusable_name")


def find_broken_files() -> list[Problem]:
    """Return what is wrong with the YAML and the texts of the study half, of all its files at once."""
    files = [(path, "analysis") for path in sorted(Path("analyses").glob("*.yaml"))]
    files += [(Path(f"manuscript/{name}.yaml"), name) for name in ("figures", "tables", "forms")]
    optional = ((DERIVED, "derived"), (Path("manuscript/joint.yaml"), "joint"))
    files += [(path, schema) for path, schema in optional if path.is_file()]
    problems = [problem for path in _list_texts() if (problem := _find_undecodable(path))]
    for path, schema in files:
        try:
            read_yaml(path, schema=schema)
        except ProblemsFound as found:
            problems += found.problems
    return problems


def _list_texts() -> list[Path]:
    """Return the texts of the manuscript, which Pandoc and the check read as UTF-8."""
    return sorted(path for path in Path("manuscript").iterdir() if path.suffix in (".qmd", ".bib", ".csl"))


def _find_undecodable(path: Path) -> Problem | None:
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected, remedy = "text in UTF-8", "save the file in UTF-8"
        return Problem(f"{path.as_posix()}:{line}", "bytes that are not UTF-8", expected, remedy)
    return None


def list_analyses() -> list[str]:
    """Return the ids of the study's planned analyses."""
    return sorted(path.stem for path in Path("analyses").glob("*.yaml"))


def list_frozen() -> list[str]:
    """Return the file that holds the plans as they were frozen, if they were."""
    return [FROZEN.as_posix()] if FROZEN.is_file() else []


def list_published_values() -> list[str]:
    """Return the table of values that others published, if there is one."""
    return [PUBLISHED_VALUES.as_posix()] if PUBLISHED_VALUES.is_file() else []


def list_documents() -> list[str]:
    """Return the names of the manuscript's documents."""
    return sorted(path.stem for path in Path("manuscript").glob("*.qmd"))


def list_declarations() -> list[str]:
    """Return the manuscript's tables, figures, forms and bibliography: what its documents refer to."""
    folder = Path("manuscript")
    return sorted(path.as_posix() for suffix in ("yaml", "bib") for path in folder.glob(f"[!_]*.{suffix}"))


def list_outline(documents: list[str]) -> str:
    """Return what a document must know of the others: their blocks (tables, figures) and their quotations."""
    texts = [Path(f"manuscript/{document}.qmd").read_text(encoding="utf-8") for document in documents]
    return "\n".join(line for text in texts for line in [*OUTLINE.findall(text), ""])
