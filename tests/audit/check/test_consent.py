"""A quotation of somebody who did not agree to be quoted is a finding of check, an error at every stage."""

from pathlib import Path

from aimed.audit.check.documents import check_documents
from aimed.audit.check.inputs import read_material
from aimed.audit.check.severities import STAGES, read_severities
from aimed.files.tables import read_table, write_table

PEOPLE = Path("results/harmonise/pooled/participants.parquet")


def test_a_quotation_without_consent_is_found_at_its_place(study: Path) -> None:
    assert [one for one in check_documents(read_material(Path())) if one.kind == "quotation"] == []
    write_table(read_table(PEOPLE).assign(consent_quotation=False), PEOPLE)
    (finding,) = [one for one in check_documents(read_material(Path())) if one.kind == "quotation"]
    assert finding.place == "manuscript/paper.qmd:13:16"
    assert finding.found == "the speaker of turn demo/talk/2 did not agree to be quoted"
    assert finding.remedy == "take this quotation out"
    assert {read_severities(Path(), stage)["quotation"] for stage in STAGES} == {"error"}
