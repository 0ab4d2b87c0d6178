"""Bring one cohort to the codebook and decide who is counted."""

from aimed.files.tables import PartsWriter, read_table, write_table
from aimed.files.yaml_json import write_json
from aimed.harmonise.cohort_tables import CohortSources, decide_rows
from aimed.harmonise.recoding.geography import read_reference
from aimed.ingest.survey.labels import read_labels
from aimed.messages.collector import Collector
from aimed.running.run_step import InputFile, InputFiles, OutputFile, OutputFiles, run
from aimed.study.codebook import read_codebook
from aimed.study.declarations import read_cohort_file


def harmonise_cohort(
    *,
    cohort: str,
    survey: InputFile,
    labels: InputFile,
    turns: InputFile,
    cohort_file: InputFile,
    crosswalk: InputFile,
    own_words: InputFiles = (),
    corrections: InputFiles = (),
    withdrawals: InputFiles = (),
    codebook: InputFiles,
    reference: InputFiles,
    tables: OutputFiles,
    accounts: OutputFile,
) -> None:
    """Write a cohort's harmonised `tables` (responses, missing, events, recodes, ...) and its accounts.

    `codebook` is variables, scales and missing; `reference` is countries, income groups and WHO regions.
    Raises ProblemsFound for everything in the cohort's tables that does not fit, all at once.
    """
    sources = CohortSources(
        name=cohort,
        description=read_cohort_file(cohort_file),
        survey=survey,
        turns=read_table(turns),
        crosswalk_path=crosswalk,
        corrections_path=next(iter(corrections), None),
        withdrawals_path=next(iter(withdrawals), None),
        codebook=read_codebook(*codebook),
        reference=read_reference(*reference),
        described=read_labels(labels),
        own_words_path=next(iter(own_words), None),
    )
    cohort_rows = decide_rows(sources, Collector())
    with PartsWriter(tables[0]) as responses, PartsWriter(tables[1]) as missing:
        for part in cohort_rows.parts():
            responses.add(part.responses)
            missing.add(part.missing)
    made, counted = cohort_rows.finish()
    for table, path in zip(made, tables[2:], strict=True):
        write_table(table, path)
    write_json(counted, accounts)


if __name__ == "__main__":
    run(harmonise_cohort)
