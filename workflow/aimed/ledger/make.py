"""List every number that the manuscript may quote, and what each rests on."""

from pathlib import Path

import pandas as pd

from aimed.files.tables import read_table
from aimed.files.yaml_json import read_yaml, write_json
from aimed.ledger.contents import EvidenceFile, Ledger, NumberEvidence, Protection
from aimed.ledger.decide import decide_disclosure
from aimed.ledger.entries import describe_study, make_entries, make_evidence
from aimed.ledger.known.gather import gather_known
from aimed.ledger.labels import name_cohorts, name_exclusions
from aimed.ledger.plan_standing import state_standing
from aimed.ledger.public_numbers import write_public
from aimed.ledger.row_sets import RowSets, describe_derived, list_lineage, read_counted
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.cohort_file import deciding_columns
from aimed.study.declarations import CohortDescription, read_cohort_file, read_config
from aimed.study.number_ids import number_id
from aimed.study.written_tables import read_written


def make_ledger(
    *,
    stats: InputFiles,
    adjusted: InputFile,
    plans: InputFiles,
    tables: InputFiles,
    recodes: InputFile,
    cohort_files: InputFiles,
    variables: InputFile,
    scales: InputFile,
    missing: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    config: InputFile,
    ledger: OutputFile,
    evidence: OutputFile,
    public: OutputFile,
    frozen: InputFiles = (),
    coders: InputFiles = (),
    published: InputFiles = (),
) -> None:
    """Write ledger.json (what may be quoted), evidence.json (why it may) and public.csv (what may leave).

    frozen: analyses/frozen.json, where the plans were frozen. coders: the coders.csv of cohorts. published:
    published_values.csv. Raises ProblemsFound for two numbers of one id.
    """
    numbers = collect_numbers([(path.stem, read_table(path)) for path in stats], read_table(adjusted))
    known = read_counted({path.stem: path for path in tables}, numbers)
    cohorts = {path.parent.name: read_cohort_file(path) for path in cohort_files}
    used, codebook = read_table(recodes), read_codebook(variables, scales, missing, *derived)
    names = _name_things(themes, cohorts) | (titles := name_cohorts(cohorts))
    planned, choices = {path.stem: read_yaml(path) for path in plans}, read_config(config)
    rules = describe_derived(codebook.derived.values())
    row_sets = RowSets(known, used, *_deciding(cohorts, known["exclusions"], codebook), rules)
    rests = (why := make_evidence(numbers, row_sets)), row_sets.row_sets
    disclosure, protected = decide_disclosure(numbers, *rests, codebook, planned, choices)
    entries = make_entries(numbers, codebook, names, planned, choices, disclosure)
    stood = state_standing(entries, planned, cohorts, plans, frozen)
    codes = (variables, scales, themes), {path: planned[path.stem] for path in plans}
    stated, stand = gather_known(*codes, (cohort_files, cohorts, coders), config, published, why)
    study = describe_study(choices["study"], cohorts, known["participants"], stood)
    contents: Ledger = {"study": study, "titles": titles, "numbers": entries, "plans": stood}
    write_json(contents | {"known": stated}, ledger)
    write_public(contents, public)
    write_json(_describe_evidence(why, row_sets, protected) | {"known": stand}, evidence)


def _name_things(themes: Path, cohorts: dict[str, CohortDescription]) -> dict[str, str]:
    """Return what codes, and pairs with them, and reasons of exclusion are called."""
    names = dict(read_written(themes)[["code", "label"]].to_numpy())
    names |= {f"with_{code.replace('.', '_')}": f"with {label}" for code, label in names.items()}
    return names | name_exclusions(cohorts)


def _describe_evidence(
    numbers: dict[str, NumberEvidence], row_sets: RowSets, protection: Protection
) -> EvidenceFile:
    """Return the content of evidence.json; of derived variables only where a study has some."""
    why: EvidenceFile = {
        "numbers": numbers,
        "lineage": list_lineage(row_sets.recodes, row_sets.derived),
        "row_sets": row_sets.row_sets,
        "selections": row_sets.selections,
        "protection": protection,
    }
    if row_sets.derived:
        why["derived"] = row_sets.derived
    return why


def _deciding(
    cohorts: dict[str, CohortDescription], exclusions: pd.DataFrame, codebook: Codebook
) -> tuple[dict[str, list[str]], dict[str, int], dict[str, str]]:
    """Return cohort -> deciding source columns, cohort -> raw rows, variable -> that of its condition."""
    columns = {name: deciding_columns(description) for name, description in cohorts.items()}
    conditions = {name: str(written) for name, written in codebook.variables["shown_if"].items() if written}
    shown_if = {str(name): written.split()[0] for name, written in conditions.items()}
    return columns, {name: int((exclusions["cohort"] == name).sum()) for name in cohorts}, shown_if


def collect_numbers(analyses: list[tuple[str, pd.DataFrame]], adjusted: pd.DataFrame) -> pd.DataFrame:
    """Return the statistics tables of all analyses as one, with the columns analysis and id.

    Statistics without a value are left out. Raises ProblemsFound for two numbers of one id.
    """
    frames = [table.assign(analysis=name) for name, table in analyses]
    frames = [frame[frame["value"].notna()].astype(object) for frame in [*frames, adjusted] if len(frame)]
    table = pd.concat(frames, ignore_index=True)
    parts = zip(table["analysis"], table["item"], table["group"], table["statistic"], strict=True)
    table["id"] = [number_id(*map(str, part)) for part in parts]
    raise_problems(
        Problem(
            f"analyses/{rows['analysis'].iloc[0]}.yaml",
            f"{len(rows)} numbers with the id {name}",
            "one number per id",
            "rename the analysis, the variable or the code that collides",
        )
        for name, rows in table[table.duplicated("id", keep=False)].groupby("id", sort=True)
    )
    return table


if __name__ == "__main__":
    run(make_ledger)
