"""Take the coded answers of one cohort to text questions in: each respondent's answer is a turn."""

from aimed.coding.answers import TURN_TYPES, AnsweredCohort, read_coded_answers
from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import write_json
from aimed.messages.problems import raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.codebook import read_codebook
from aimed.study.declarations import read_cohort_file


def code_answers(
    *,
    cohort: str,
    cohort_file: InputFile,
    files: InputFiles,
    personal: InputFiles = (),
    responses: InputFile,
    exclusions: InputFile,
    transcripts: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    themes: InputFile,
    code_map: InputFiles = (),
    turns: OutputFile,
    segments: OutputFile,
    account: OutputFile,
) -> None:
    """Write one turn per answer (TURN_TYPES), the coded spans in them, and the account of each project.

    Answers are those that harmonise kept: corrected, without those who are left out. Raises ProblemsFound
    for variables that cannot be coded, and for codings that are of no answer.
    """
    asked = AnsweredCohort(
        cohort,
        read_cohort_file(cohort_file),
        cohort_file,
        files,
        read_table(responses),
        set(read_table(exclusions)["respondent"].dropna()),
    )
    taken = set(read_table(transcripts)["transcript"])
    codebook = read_codebook(variables, scales, reasons)
    answers, read = read_coded_answers(asked, codebook, taken, themes, next(iter(code_map), None))
    raise_problems(read.problems)
    write_table(answers.astype(TURN_TYPES), turns)
    write_table(read.segments(), segments)
    write_json({"projects": read.accounts}, account)


if __name__ == "__main__":
    run(code_answers)
