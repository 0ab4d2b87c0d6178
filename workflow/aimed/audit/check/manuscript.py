"""Write what check finds in the manuscript that was built, for the end of a build and for check."""

from pathlib import Path

from aimed.audit.check.documents import check_documents
from aimed.audit.check.inputs import list_parts, read_material
from aimed.audit.check.kept import describe_read, write_kept
from aimed.audit.check.severities import read_severities
from aimed.files.yaml_json import write_json
from aimed.running.run_step import InputFiles, OutputFile, run
from aimed.study.cohort_file import list_cohorts, read_cohort
from aimed.study.declarations import read_config


def check_manuscript(
    *, read: InputFiles, cohort_files: InputFiles, findings: OutputFile, kept: OutputFile
) -> None:
    """Write the findings (each as text, and in parts), how many are errors, and what a check takes of it.

    `read` and `cohort_files` name the files that the check reads from their places in the study.
    """
    here = Path()
    config = read_config()
    for cohort in list_cohorts(config):  # held to their schema, so that a check need not
        read_cohort(cohort)
    severities = read_severities(here, str(config.get("stage", "draft")))
    material = read_material(here)
    every = check_documents(material)
    found = [
        finding.as_json(severity) | {"text": finding.describe(severity)}
        for finding in every
        if (severity := severities.get(finding.kind, "error")) != "off"
    ]
    errors = sum(finding["severity"] == "error" for finding in found)
    write_json({"findings": found, "errors": errors}, findings)
    write_kept(describe_read(here), every, list_parts(here, material), kept)


if __name__ == "__main__":
    run(check_manuscript)
