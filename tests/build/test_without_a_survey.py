"""A study of conversations alone: no survey, participants with what cohort.yaml says of each."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.files.tables import read_table
from coding_project import Dialect, selection, write_project
from toy_study import TOY, copy_toy, run_aimed

COHORT = dedent("""\
    title: Toy groups
    country_column: country
    collected: {from: "2020-03-01", to: "2020-03-07"}
    languages: [en]
    synthetic: yes
    files:
      transcripts:
        - {path: transcripts/talk.txt, format: txt}
      coding: {path: codes.qdpx}
    respondent_id: participant
    consent:
      analysis: {column: analysed, value: "yes"}
      quotation: yes
      deposit: no
    speakers:
      talk: {Moderator: moderator, a2: a2, a3: a3, a6: a6, a7: a7, a9: a9}
    participants:
      a2: {country: Norway, analysed: "yes"}
      a3: {country: Norway, analysed: "yes"}
      a6: {country: Kenya, analysed: "yes"}
      a7: {country: Kenya, analysed: "yes"}
      a9: {country: Kenya, analysed: "no"}
    exclusions:
      - {step: consent, reason: no_consent, where: [[analysed, not_in, ["yes"]]]}
    legal_basis: none needed, synthetic data
    """)
CODED = [
    ("write a small program", "C1", "U1"),
    ("write a small program", "C1", "U2"),
    ("The connection at home", "C2", "U1"),
    ("Coding together", "C1", "U2"),
]
CODES = """
<Codes><Code guid="C0" name="learning"><Code guid="C1" name="coding"/></Code>
<Code guid="C3" name="access"><Code guid="C2" name="internet"/></Code></Codes>"""
PLAN = dedent("""\
    question: Which themes do students raise?
    planned: yes
    kind: codes
    table: coded_turns
    by: income_group
    collapsed: yes
    compare: no
    small_cells: shown
    small_cells_reason: a study that nobody stands behind
    """)
PAPER = dedent("""\
    ---
    title: A toy paper
    author:
      - name: A. Author
        affiliation: Toy University
    abstract: |
      We listened to [flow.kept.all.count]{.num} students.
    keywords: [toy]
    bibliography: references.bib
    csl: vancouver.csl
    ---

    # Results

    The wish to write programs was heard in [themes.learning.coding.all.turns]{.num} turns.
    """)


def make_study(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the toy study without its survey, with two coders' codes."""
    study = copy_toy(folder)
    cohort = study / "data/cohorts/toy"
    for name in ("survey.sav", "corrections.yaml", "withdrawals.csv"):
        (cohort / name).unlink()
    (cohort / "cohort.yaml").write_text(COHORT)
    (cohort / "crosswalk.csv").write_text(
        "source_variable,source_value,variable,value,missing_reason,rule,note\ncountry,,country,,,country,\n"
    )
    text = (TOY / "data/cohorts/toy/transcripts/talk.txt").read_text()
    (study / "analyses/themes.yaml").write_text(PLAN)
    monkeypatch.setattr("coding_project.CODES", CODES)
    chosen = [selection(text, *one, Dialect()) for one in CODED]
    write_project(cohort / "codes.qdpx", {"talk": (text, chosen)}, Dialect())
    for plan in (study / "analyses").glob("*.yaml"):
        if plan.stem not in ("flow", "themes"):
            plan.unlink()
    for name in ("figures.yaml", "tables.yaml"):
        (study / "manuscript" / name).write_text("[]\n")
    (study / "manuscript/paper.qmd").write_text(PAPER)
    return study


@pytest.mark.slow
def test_a_study_without_a_survey_builds(tmp_path, monkeypatch):
    """By hand: of five who speak four agreed; coding is in the turns of a2 (both coders) and a3 (one)."""
    study = make_study(tmp_path / "study", monkeypatch)
    checked = run_aimed(study, "cohort", "check", "toy")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "4 codings read, 4 placed" in checked.stdout
    built = run_aimed(study, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    people = read_table(study / "results/harmonise/pooled/participants.parquet").set_index("participant")
    assert people["kept"].to_dict() == {f"toy:a{n}": n != 9 for n in (2, 3, 6, 7, 9)}
    assert people.loc["toy:a6", ["country", "in_survey", "in_focus_groups"]].tolist() == ["KEN", False, True]
    agreement = read_table(study / "results/coding/agreement.parquet").set_index("code")
    row = agreement.loc["learning.coding"]
    if row.ndim > 1:
        row = row.iloc[0]
    assert row[["both", "only_a", "only_b", "neither"]].tolist() == [1, 0, 1, 3]
    assert (study / "results/manuscript").is_dir()
