"""What a study knows of itself. Expected values: counted by hand in the small files below."""

from pathlib import Path
from typing import Any

import pytest
from aimed.ledger.known.gather import gather_known
from aimed.ledger.known.published import list_published, read_published_values
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import read_cohort_file, read_planned

REPOSITORY = Path(__file__).parents[3]
FILES = {
    "config.yaml": (
        "study: demo\n# a comment\nsmallest_cell: 5\nledger: {decimals: {percent: 1}}\n"
        "manuscript: {engine: pandoc, attribution: [region]}\n"
    ),
    "data/codebook/variables.csv": (
        "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
        "core,In the core,ordered,agreement,,,,outcome,no,\n"
        "topic,Topics,multi,topic,,,,outcome,no,\n"
        "remark,Remark,text,,,,,comment,yes,\n"
    ),
    "data/codebook/scales.csv": (
        "scale,code,order,label,collapsed\nagreement,no,1,No,\nagreement,yes,2,Yes,\n"
        "agreement_collapsed,yes,1,Yes,\ntopic,a,1,A,\ntopic,b,2,B,\ntopic,c,3,C,\n"
    ),
    "data/codebook/themes.csv": (
        "code,parent,label\nethics,,Ethics\nethics.bias,ethics,Bias\nethics.privacy,ethics,Privacy\nalone,,Alone\n"
    ),
    "analyses/support.yaml": (
        "question: Do they?\nplanned: yes\nkind: distribution\noutcomes: [core, topic]\ninterval: 0.9\n"
    ),
    "analyses/flow.yaml": "question: Who?\nplanned: no\nkind: flow\n",
    "analyses/wanted.yaml": (
        "question: What?\nplanned: yes\nkind: distribution\noutcomes: [topic]\ninterval: 0.9\n"
    ),
    "data/cohorts/north-1/cohort.yaml": (
        "title: North\ncountry_column: c\ncollected: {from: 2020-03-01, to: 2020-03-07}\n"
        "languages: [en, fr]\n"
        "synthetic: yes\nfiles:\n  survey: {path: s.csv}\n"
        "  transcripts:\n    - {path: one.txt}\n    - {path: two.txt}\n"
        "respondent_id: id\nconsent: {analysis: yes, quotation: yes, deposit: yes}\n"
    ),
    "data/cohorts/north-1/coders.csv": (
        "coder,transcript,from_turn,to_turn,role,note\nann,all,,,coder,\nbob,one,,,coder,\nann,two,,,coder,\n"
    ),
    "manuscript/published_values.csv": (
        "id,value,unit,citation,page,what\nbusch2024.students,4596,count,busch2024,Abstract,Students\n"
        "busch2024.none,76.30,percent,busch2024,Table 2,No course\n"
    ),
}
SHOWN = {
    "config.smallest_cell": ("5", ["config.yaml:3"]),
    "config.ledger.decimals.percent": ("1", ["config.yaml:4"]),
    "plans.support.outcomes": ("2", ["analyses/support.yaml:4"]),
    "plans.support.interval": ("90%", ["analyses/support.yaml:5"]),
    "study.interval": ("90%", ["analyses/support.yaml", "analyses/wanted.yaml"]),
    "codebook.variables": ("3", ["data/codebook/variables.csv"]),
    "codebook.open_questions": ("1", ["data/codebook/variables.csv:4"]),
    "codebook.agreement.levels": ("2", ["data/codebook/scales.csv:2", "data/codebook/scales.csv:3"]),
    "codebook.topic.options": ("3", [f"data/codebook/scales.csv:{line}" for line in (5, 6, 7)]),
    "codebook.codes": ("3", ["data/codebook/themes.csv"]),
    "codebook.themes": ("1", ["data/codebook/themes.csv"]),
    "codebook.ethics.codes": ("2", ["data/codebook/themes.csv"]),
    "study.cohorts": ("1", ["data/cohorts/north-1/cohort.yaml"]),
    "study.coders": ("2", ["data/cohorts/north-1/coders.csv"]),
    "cohorts.north_1.coders": ("2", ["data/cohorts/north-1/coders.csv"]),
    "cohorts.north_1.transcripts": ("2", ["data/cohorts/north-1/cohort.yaml:8"]),
    "study.languages": ("2", ["data/cohorts/north-1/cohort.yaml"]),
    "study.collected.first": ("2020-03-01", ["data/cohorts/north-1/cohort.yaml"]),
    "cohorts.north_1.collected.last_day": ("7", ["data/cohorts/north-1/cohort.yaml:3"] * 2),
    "cohorts.north_1.collected.year": ("2020", ["data/cohorts/north-1/cohort.yaml:3"] * 2),
    "study.collected.days": ("7", ["data/cohorts/north-1/cohort.yaml"]),
    "published.busch2024.students": ("4,596", ["manuscript/published_values.csv:2"]),
    "published.busch2024.none": ("76.30%", ["manuscript/published_values.csv:3"]),
    "plans.support.bootstrap_draws": ("20,000", ["analyses/support.yaml"]),
}


def gather(evidence: dict[str, Any]) -> tuple[Any, Any]:
    plans = {path: read_planned(path) for path in sorted(Path("analyses").glob("*.yaml"))}
    files = (Path("data/cohorts/north-1/cohort.yaml"),)
    cohorts = files, {"north-1": read_cohort_file(files[0])}, (Path("data/cohorts/north-1/coders.csv"),)
    folder = Path("data/codebook")
    codebook = folder / "variables.csv", folder / "scales.csv", folder / "themes.csv"
    published = (Path("manuscript/published_values.csv"),)
    return gather_known(codebook, plans, cohorts, Path("config.yaml"), published, evidence)


@pytest.fixture(autouse=True)
def _study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "workflow").symlink_to(REPOSITORY / "workflow")
    monkeypatch.chdir(tmp_path)


def test_each_number_is_shown_and_says_where_it_stands() -> None:
    drawn: Any = {"a": {"analysis": "support", "kind": "bootstrap", "draws": 20_000}}
    numbers, evidence = gather(drawn)
    assert {name: (numbers[name]["shown"], evidence[name]["sources"]) for name in SHOWN} == SHOWN
    assert all(one["public"] and one["n"] is None for one in numbers.values())
    assert numbers["study.collected.first"]["value"] == 737485  # datetime.date(2020, 3, 1).toordinal()


def test_levels_that_differ_between_plans_are_no_level_of_the_study() -> None:
    Path("analyses/wanted.yaml").write_text(FILES["analyses/wanted.yaml"].replace("0.9", "0.8"))
    numbers, _ = gather({})
    assert "study.interval" not in numbers
    assert numbers["plans.wanted.interval"]["shown"] == "80%"


def test_an_analysis_with_the_same_id_stops() -> None:
    taken: Any = {"config.smallest_cell": {"analysis": "config", "kind": "count", "draws": None}}
    with pytest.raises(ProblemsFound) as stopped:
        gather(taken)
    assert str(stopped.value) == (
        "config.yaml:3\n"
        "  found:    config.smallest_cell, which is a number of an analysis, too\n"
        "  expected: one number per id\n"
        "  to do:    rename the analysis: aimed rename"
    )


TABLE = Path("manuscript/published_values.csv")
HEAD = "id,value,unit,citation,page,what\n"
ROW = "a.n,5,count,a2020,p. 1,People\n"


def test_what_programs_save_is_read() -> None:
    for content in (
        HEAD.encode("utf-8-sig") + ROW.replace("People", "Étudiants").encode(),
        (HEAD + ROW.replace("People", "Étudiants")).encode("cp1252"),
        (HEAD + ROW.replace("People", "Étudiants")).replace(",", "\t").encode(),
        (HEAD + ROW.replace("People", "Étudiants")).replace(",", ";").replace("\n", "\r\n").encode(),
    ):
        TABLE.write_bytes(content)
        [one] = list_published((TABLE,))
        assert (one.id, one.value, one.label) == ("published.a.n", 5.0, "Étudiants")


def test_an_empty_table_has_no_columns() -> None:
    TABLE.write_text("")
    with pytest.raises(ProblemsFound) as stopped:
        read_published_values(TABLE)
    assert [problem.found for problem in stopped.value.problems] == [
        f"no column {name}" for name in ("id", "value", "unit", "citation", "page", "what")
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    TABLE.write_text(
        HEAD + ROW + ROW + 'B.n,5,count,a2020,p. 1,People\nc.n,4.596,count,@a2020,,\nd.n,"4,596",,a,p. 1,x\n'
    )
    with pytest.raises(ProblemsFound) as stopped:
        read_published_values(TABLE)
    place = "manuscript/published_values.csv, line"
    assert [(one.place, one.found, one.remedy) for one in stopped.value.problems] == [
        (f"{place} 3", "a.n a second time (line 2)", "rename or delete one of the two lines"),
        (f"{place} 4", "id 'B.n'", "correct the cell"),
        (f"{place} 5", "citation '@a2020'", "correct the cell"),
        (f"{place} 5", "no page", "write it"),
        (f"{place} 5", "no what", "write it"),
        (f"{place} 6", "value '4,596'", "correct the cell"),
        (f"{place} 6", "unit ''", "correct the cell"),
    ]
