"""The toy study: copied whole for each test that wants one, or read into memory."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyreadstat
from aimed.files.yaml_json import read_yaml
from aimed.harmonise.cohort_tables import CohortSources, decide_rows
from aimed.harmonise.recoding.geography import read_reference
from aimed.ingest.survey.statistics_files import read_statistics
from aimed.messages.collector import Collector
from aimed.stats.multiverse.answers import ComparedPeople
from aimed.stats.multiverse.choices import read_choices
from aimed.stats.multiverse.state import LeastPeople, list_compared, vary_items
from aimed.stats.multiverse.summaries import sum_up_all
from aimed.stats.multiverse.unknown_names import NamesToVary
from aimed.stats.statistics import SelectedRows, Statistic
from aimed.study.codebook import read_study_codebook
from aimed.study.reference_columns import REFERENCES

AGAIN = """of: [pair]
choices:
  dont_know: [middle, no]
  outcome: [event]
  groups: [extremes]
  vintage: [fy21]
  leave_out: cohort
  population: {grown: [[age, at_least, 22]]}
"""

REPOSITORY = Path(__file__).parents[1]
TOY = REPOSITORY / "tests" / "toy"
SCORED = REPOSITORY / "tests" / "scored"  # scores and derived variables
STYLES = REPOSITORY / "tests" / "toy_before" / "manuscript"  # a study's own may be others
COHORT = Path("data/cohorts/toy")


def write_toy_survey(path: Path, cells: dict[tuple[str, str], str] | None = None) -> None:
    """Write the toy's survey.csv as an SPSS file with labels and declared missing codes.

    `cells` holds other values by id and column.
    """
    with (TOY / "survey.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row | {name: value for (person, name), value in (cells or {}).items() if person == row["id"]}
            for row in csv.DictReader(stream)
        ]
    text = {"id", "country", "q9", "tool"}
    frame = pd.DataFrame(
        {
            name: [r[name] if name in text else (float(r[name]) if r[name] else None) for r in rows]
            for name in rows[0]
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"q7_1": "AI should be in the core curriculum"},
        variable_value_labels={
            "q7_1": {1: "Strongly disagree", 5: "Strongly agree", -99: "Refused", -88: "Don't know"}
        },
        missing_ranges={"q7_1": [-99, -88], "q_age": [-99]},
    )


def copy_toy(folder: Path, *, linked: bool = False, half: Path = TOY) -> Path:
    """Copy the toy study into an empty folder, with the workflow it runs or `linked` to the repository's.

    `half` is the study half; what it does not bring itself of the toy's survey and styles is added.
    """
    shutil.copytree(half, folder, ignore=shutil.ignore_patterns("survey.csv", "__pycache__"))
    for name in ("workflow", "profiles"):
        if linked:
            (folder / name).symlink_to(REPOSITORY / name)
            continue
        shutil.copytree(
            REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    shutil.copy(REPOSITORY / "Snakefile", folder)
    for name in ("vancouver.csl", "forms.yaml", "_quarto.yml"):
        if not (folder / "manuscript" / name).exists():
            shutil.copy(STYLES / name, folder / "manuscript")
    survey = folder / "data/cohorts/toy/survey.sav"
    if survey.parent.is_dir() and not survey.exists():
        write_toy_survey(survey)
    return folder


def read_sources() -> CohortSources:
    """Return the toy cohort's sources, standing in a copy of the toy study."""
    survey = next(iter(read_statistics(COHORT / "survey.sav", {}, "spss").parts))[1]
    survey.insert(0, "source_row", range(1, len(survey) + 1))
    survey.insert(0, "source_file", "data/cohorts/toy/survey.sav")
    return CohortSources(
        name="toy",
        description=read_yaml(COHORT / "cohort.yaml", schema="cohort"),
        survey=survey,
        turns=pd.DataFrame({"participant": ["toy:a2", "toy:a6", "toy:a9", None]}),
        crosswalk_path=COHORT / "crosswalk.csv",
        corrections_path=COHORT / "corrections.yaml",
        withdrawals_path=COHORT / "withdrawals.csv",
        codebook=read_study_codebook(),
        reference=read_reference(*map(Path, REFERENCES.values())),
    )


def with_cell(sources: CohortSources, row: int, column: str, value: str | None) -> CohortSources:
    """Return the sources with one raw cell changed."""
    survey = sources.survey.copy()
    survey.loc[survey["source_row"] == row, column] = value
    return replace(sources, survey=survey)


def run_aimed(
    study: Path, *arguments: str, around: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the aimed command in a study, as a user would, and return what it printed.

    around: its environment, where it is another than ours.
    """
    return subprocess.run(
        [str(Path(sys.executable).with_name("aimed")), *arguments],
        cwd=study,
        env=around,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@dataclass(frozen=True)
class Harmonised:
    """One cohort in the codebook's terms; the tables are those of docs/reference/results.md."""

    responses: pd.DataFrame
    missing: pd.DataFrame
    events: pd.DataFrame
    recodes: pd.DataFrame
    exclusions: pd.DataFrame
    participants: pd.DataFrame
    accounts: dict[str, dict[str, int]]

    def tables(self) -> tuple[pd.DataFrame, ...]:
        """Return the six tables in the order of their outputs."""
        return self.responses, self.missing, self.events, self.recodes, self.exclusions, self.participants


def harmonise(sources: CohortSources) -> Harmonised:
    """Return a cohort harmonised. Raises ProblemsFound with all problems of the first kind that has any."""
    cohort = decide_rows(sources, Collector())
    parts = list(cohort.parts())
    responses, missing = (
        pd.concat([getattr(part, kind) for part in parts], ignore_index=True)
        for kind in ("responses", "missing")
    )
    blank = {name: "string" for name in responses.columns if responses[name].isna().all()}
    (events, recodes, exclusions, participants), accounts = cohort.finish()
    return Harmonised(responses.astype(blank), missing, events, recodes, exclusions, participants, accounts)


def vary(cohort: CohortSources, tables: dict[str, pd.DataFrame]) -> Iterator[Statistic]:
    """Yield what the step of the multiverse AGAIN states, from tables that were not written."""
    columns, income = list(tables["responses"].columns), cohort.reference.income
    plans = list_compared((Path("analyses/pair.yaml"),), cohort.codebook, columns)
    names = NamesToVary(plans, cohort.codebook, columns, [c for c in income if c.startswith("fy")])
    choices = read_choices(Path("analyses/again.yaml"), names)
    years = {year: dict(zip(income["iso3"], income[year], strict=True)) for year in choices.vintages}
    missing = tables["missing"]
    unknowing = missing[missing["reason"] == "dont_know"]
    numbers = []
    for plan in plans.values():
        population = SelectedRows("responses", tables["responses"]).also(*plan.population)
        people = ComparedPeople(plan, cohort.codebook, population.rows, choices, years)
        for _, summed in vary_items(people, population, unknowing, LeastPeople(1, 50)):
            numbers += summed
    yield from [*numbers, *sum_up_all(numbers)]
