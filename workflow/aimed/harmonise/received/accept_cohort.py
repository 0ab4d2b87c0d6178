"""Take in a cohort that was harmonised at its home: nothing is believed that the codebook does not allow."""

from aimed.files.tables import write_table
from aimed.files.yaml_json import write_json
from aimed.harmonise.received.folder import read_received
from aimed.harmonise.received.rows import check_rows
from aimed.harmonise.received.tables import make_tables
from aimed.harmonise.received.values import check_values
from aimed.harmonise.recoding.geography import read_reference
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, OutputFiles, run
from aimed.study.codebook import read_codebook
from aimed.study.declarations import read_cohort_file


def accept_cohort(
    *,
    cohort: str,
    files: InputFiles,
    beside: InputFiles = (),
    cohort_file: InputFile,
    codebook: InputFiles,
    reference: InputFiles,
    tables: OutputFiles,
    accounts: OutputFile,
) -> None:
    """Write a cohort's harmonised `tables` and accounts from the `files` that `aimed cohort export` made.

    `beside` are tables that count at the cohort's home alone; `codebook` and `reference` as harmonise_cohort
    has them. Raises ProblemsFound for everything that does not fit, with its file, line and column.
    """
    found, remedy = "a table that nothing reads here", "send it there, and export again"
    expected = "a cohort that comes in harmonised: this was decided at its home"
    raise_problems(Problem(path.as_posix(), found, expected, remedy) for path in beside)
    description = read_cohort_file(cohort_file)
    book = read_codebook(*codebook)
    known = read_reference(*reference)
    received = read_received(cohort, description, files, book)
    raise_problems(check_values(received, known) + check_rows(received, cohort_file.as_posix()))
    for table, path in zip(make_tables(received), tables, strict=True):
        write_table(table, path)
    write_json(received.accounts | {"raw_files": received.list_raw_files()}, accounts)


if __name__ == "__main__":
    run(accept_cohort)
