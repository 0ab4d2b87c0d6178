"""Write what check finds in the manuscript that was built, for the page at the end of a build."""

from pathlib import Path

from aimed.audit.check.command import check_documents
from aimed.audit.check.inputs import read_material
from aimed.audit.check.severities import read_severities
from aimed.files.yaml_json import write_json
from aimed.running.run_step import InputFiles, OutputFile, run
from aimed.study.declarations import read_config


def check_manuscript(*, read: InputFiles, findings: OutputFile) -> None:
    """Write the findings (each as text, and in parts) and how many of them are errors.

    `read` names the files that the check reads from their places in the study.
    """
    here = Path()
    severities = read_severities(here, str(read_config().get("stage", "draft")))
    found = [
        finding.as_json(severity) | {"text": finding.describe(severity)}
        for finding in check_documents(read_material(here))
        if (severity := severities.get(finding.kind, "error")) != "off"
    ]
    errors = sum(finding["severity"] == "error" for finding in found)
    write_json({"findings": found, "errors": errors}, findings)


if __name__ == "__main__":
    run(check_manuscript)
