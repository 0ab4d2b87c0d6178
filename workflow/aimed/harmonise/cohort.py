"""Bring one cohort to the codebook and decide who is counted."""

from aimed.codebook import read_codebook
from aimed.documents import read_yaml, write_json
from aimed.harmonise.harmonised import CohortSources, harmonise
from aimed.step import InputFile, InputFiles, OutputFile, run
from aimed.tables import read_people_csv, read_table, write_table


def harmonise_cohort(
    *,
    cohort: str,
    survey: InputFile,
    turns: InputFile,
    cohort_file: InputFile,
    crosswalk: InputFile,
    corrections: InputFiles = (),
    withdrawals: InputFiles = (),
    variables: InputFile,
    scales: InputFile,
    missing: InputFile,
    countries: InputFile,
    income: InputFile,
    regions: InputFile,
    responses: OutputFile,
    reasons: OutputFile,
    events: OutputFile,
    recodes: OutputFile,
    exclusions: OutputFile,
    participants: OutputFile,
    accounts: OutputFile,
) -> None:
    """Write a cohort's responses, missing reasons, events, recodes, exclusions, participants and accounts.

    Raises ProblemsFound for everything in the cohort's tables that does not fit, all at once.
    """
    sources = CohortSources(
        name=cohort,
        description=read_yaml(cohort_file, schema="cohort"),
        survey=read_table(survey),
        turns=read_table(turns),
        crosswalk_path=crosswalk,
        corrections_path=next(iter(corrections), None),
        withdrawals_path=next(iter(withdrawals), None),
        codebook=read_codebook(variables, scales, missing),
        aliases=read_people_csv(countries, ("alias", "iso3")),
        income=read_people_csv(income, ("iso3",)),
        regions=read_people_csv(regions, ("iso3", "who_region")),
    )
    made = harmonise(sources)
    for table, path in zip(
        made.tables(), (responses, reasons, events, recodes, exclusions, participants), strict=True
    ):
        write_table(table, path)
    write_json(made.accounts, accounts)


if __name__ == "__main__":
    run(harmonise_cohort)
