"""A built study of four raw rows, written by hand: a worked example, and one turn."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.audit.trace.command import print_trace
from aimed.files.tables import write_table
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound

REPOSITORY = Path(__file__).parents[1]
RAW = "data/cohorts/demo/survey.sav"

PAPER = """---
title: Support for teaching
abstract: |
  [flow.kept.all.count]{.num} students answered.
bibliography: references.bib
---

# Results

[Everybody agreed]{.claim holds="support.core.all.pct >= 100"}: [support.core.all]{.num as=count_pct}
of those with an answer [@wilson1927]. Another sentence.

A student said [warm milk helps]{.quote turn="demo/talk/2"}. @tbl-support shows more.

::: {#tbl-support from="support"}
Support.
:::
"""

FILES = {
    "config.yaml": """study: demo
cohorts: all
stage: draft
smallest_cell: 1
manuscript: {engine: pandoc, attribution: [income_group]}
""",
    "manuscript/paper.qmd": PAPER,
    "manuscript/forms.yaml": """forms:
  count_pct: "{count} of {n} ({pct})"
attribution: {otherwise: Student}
synthetic_banner: Synthetic data
""",
    "manuscript/tables.yaml": "- {id: support, analysis: support, kind: listing}\n",
    "manuscript/figures.yaml": "[]\n",
    "manuscript/references.bib": "@article{wilson1927,\n  title = {Probable inference}\n}\n",
    "analyses/support.yaml": "question: Do students want it?\nplanned: yes\nkind: distribution\n",
    "analyses/flow.yaml": "question: Who was counted?\nplanned: no\nkind: flow\n",
    "data/codebook/variables.csv": (
        "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
        "core,In the core curriculum,ordered,agreement,,,,outcome,no,\n"
        "country,Country,category,,,,,group,no,\n"
        "remark,Remark,text,,,,,comment,yes,\n"
    ),
    "data/codebook/scales.csv": "scale,code,order,label,collapsed\nagreement,agree,1,Agree,\n",
    "data/codebook/missing.csv": "reason,label\nrefused,Preferred not to say\n",
    "data/codebook/themes.csv": "code,parent,label,definition,include,exclude\n",
    "data/reference/countries.csv": "alias,iso3\n",
    "data/reference/income_groups.csv": "iso3,name,fy20\n",
    "data/reference/who_regions.csv": "iso3,who_region\n",
    "data/cohorts/demo/crosswalk.csv": (
        "source_variable,source_value,variable,value,missing_reason,rule,note\n"
    ),
    "manuscript/vancouver.csl": "<style/>\n",
    "manuscript/_quarto.yml": "project: {type: default}\n",
    "data/cohorts/demo/cohort.yaml": """title: Demo
country_column: c
collected: {from: "2020-03-01", to: "2020-03-02"}
languages: [en]
synthetic: yes
files:
  survey: {path: survey.sav}
respondent_id: id
consent: {analysis: {column: consent, value: "1"}, quotation: yes, deposit: yes}
exclusions:
  - {step: consent, reason: no_consent, where: [[consent, not_in, ["1"]]]}
  - {step: duplicate, reason: repeated, duplicates_of: [email], keep: first}
expected: {rows: 4, columns: 6}
""",
    RAW: "raw",
}

SURVEY = [
    (2, "a1", "0", "5", "Norway", "no", "x@y.z"),
    (3, "a2", "1", "4", "Norway", "secret words", "b@y.z"),
    (4, "a3", "1", "-99", "Kenya", None, "c@y.z"),
    (5, "a4", "1", "4", "Kenya", None, "c@y.z"),
]
COLUMNS = ("source_row", "id", "consent", "q7_1", "c", "q9", "email")
EXCLUSIONS = [
    (2, "demo:a1", False, "consent", "no_consent"),
    (3, "demo:a2", True, None, None),
    (4, "demo:a3", True, None, None),
    (5, "demo:a4", False, "duplicate", "repeated"),
]
RECODES = [
    ("q7_1", "4", "core", "agree", 3, 1),
    ("q7_1", "-99", "core", "(refused)", 4, 1),
    ("c", "(country)", "country", None, 5, 2),
    ("q9", "(text)", "remark", None, 6, 1),
]


def write_study(folder: Path) -> Path:
    """Write the built study into an empty folder and return it."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "workflow").symlink_to(REPOSITORY / "workflow")
    for path, table in tables().items():
        write_table(table, folder / "results" / f"{path}.parquet")
    write_json(ledger(), folder / "results/ledger/ledger.json")
    write_json(evidence(), folder / "results/ledger/evidence.json")
    return folder


def tables() -> dict[str, pd.DataFrame]:
    """Return the tables of results/ by path."""
    decided = [json.dumps({"id": row[1], "consent": row[2], "email": row[6]}) for row in SURVEY]
    turn = {"transcript": "talk", "turn": 2, "speaker": "A", "participant": "demo:a2", "role": "participant"}
    said = turn | {"text": "I think warm milk helps us.", "char_start": 0, "char_end": 27}
    return {
        "ingest/demo/survey": pd.DataFrame(SURVEY, columns=COLUMNS).assign(source_file=RAW),
        "ingest/demo/turns": pd.DataFrame([said | {"source_line": 7}]),
        "ingest/demo/transcripts": pd.DataFrame([{"transcript": "talk", "source_file": "talk.txt"}]),
        "harmonise/pooled/responses": pd.DataFrame(
            {
                "respondent": ["demo:a2", "demo:a3"],
                "cohort": "demo",
                "source_file": RAW,
                "source_row": [3, 4],
                "core": ["agree", None],
                "country": ["NOR", "KEN"],
                "remark": ["secret words", None],
            }
        ),
        "harmonise/pooled/missing": pd.DataFrame(
            [("demo:a3", "core", "refused", "demo")], columns=["respondent", "variable", "reason", "cohort"]
        ),
        "harmonise/pooled/events": pd.DataFrame(
            [("demo:a2", 3, None, "q7_1", "44", "4", "corrected", "typed_twice", "typed twice", "demo")],
            columns=[
                *("respondent", "source_row", "variable", "source_variable", "found", "became"),
                *("kind", "rule", "reason", "cohort"),
            ],
        ),
        "harmonise/pooled/recodes": pd.DataFrame(
            RECODES, columns=["source_variable", "source_value", "variable", "value", "line", "n"]
        ).assign(cohort="demo"),
        "harmonise/pooled/exclusions": pd.DataFrame(
            EXCLUSIONS, columns=["source_row", "respondent", "kept", "step", "reason"]
        ).assign(source_file=RAW, cohort="demo", columns_decided=decided),
        "harmonise/pooled/participants": pd.DataFrame(
            {
                "participant": ["demo:a2", "demo:a3"],
                "cohort": "demo",
                "kept": True,
                "reason": None,
                "in_survey": True,
                "in_focus_groups": [True, False],
                "country": ["NOR", "KEN"],
                "consent_quotation": True,
            }
        ),
        "coding/turns": pd.DataFrame([said | {"cohort": "demo"}]),
    }


def entry(shown: str, value: float, label: str, **more: Any) -> dict[str, Any]:
    """Return one number of the ledger."""
    group = {"analysis": "support", "item": "core", "group": "all", "statistic": "pct", "unit": "count"}
    plain = {"n": 1, "low": None, "high": None, "method": "count", "public": True}
    return (
        {"shown": shown, "shown_bare": shown.rstrip("%"), "value": value, "label": label}
        | group
        | plain
        | more
    )


def ledger() -> dict[str, Any]:
    """Return ledger.json."""
    interval = {"low": 20.7, "high": 100.0, "shown_low": "20.7", "shown_high": "100.0"}
    return {
        "study": {"synthetic": 1, "cohorts": 1, "respondents": 2},
        "numbers": {
            "flow.kept.all.count": entry("2", 2.0, "kept, number", n=4),
            "support.core.all.count": entry("1", 1.0, "In the core curriculum, number"),
            "support.core.all.n": entry("1", 1.0, "In the core curriculum, respondents"),
            "support.core.all.pct": entry(
                "100.0%", 100.0, "In the core curriculum, percent", method="Wilson score interval", **interval
            ),
            "support.core.norway.pct": entry(
                "100.0%", 99.96, "In the core curriculum, Norway", public=False, hidden_because="small"
            ),
            "support.country.all.distinct": entry("2", 2.0, "Country, distinct", n=2),
        },
    }


def evidence() -> dict[str, Any]:
    """Return evidence.json."""
    agree = [["core", "known", None], ["core", "in", ["agree"]]]
    sets = {
        "rows_kept": ("exclusions", [["kept", "is", True]], 2),
        "rows_raw": ("exclusions", [], 4),
        "rows_agree": ("responses", agree, 1),
        "rows_known": ("responses", [["core", "known", None]], 1),
        "rows_country": ("responses", [["country", "known", None]], 2),
    }
    common = {"formula": None, "seed": None, "draws": None, "numbers": [], "distinct": None, "columns": []}

    def of(analysis: str, kind: str, rows: str, base: str, **more: Any) -> dict[str, Any]:
        made = {"plan": f"analyses/{analysis}.yaml", "command": f"snakemake results/stats/{analysis}.parquet"}
        return common | made | {"kind": kind, "rows": rows, "base": base, "selection": "all"} | more

    core = {"columns": ["core"]}
    terms = ["support.core.all.count", "support.core.all.n"]
    share = of("support", "proportion", "rows_agree", "rows_known", numbers=terms, **core)
    return {
        "numbers": {
            "flow.kept.all.count": of("flow", "count", "rows_kept", "rows_raw"),
            "support.core.all.count": of("support", "count", "rows_agree", "rows_known", **core),
            "support.core.all.n": of("support", "count", "rows_known", "rows_known", **core),
            "support.core.all.pct": share | {"formula": "100 * count / n"},
            "support.core.norway.pct": share,
            "support.country.all.distinct": of(
                "support", "count", "rows_country", "rows_country", columns=["country"], distinct="country"
            ),
        },
        "row_sets": {
            key: {"table": table, "where": where, "n": n, "digest": "x"}
            for key, (table, where, n) in sets.items()
        },
        "selections": {
            "all": {
                "cohorts": {"demo": {"columns": ["id", "consent", "email", "q7_1", "c"], "rows": 4}},
                "references": ["data/reference/countries.csv"],
                "transcripts": False,
            }
        },
        "lineage": {
            "core": {"demo": {"source_variables": ["q7_1"], "crosswalk_lines": [3, 4]}},
            "country": {"demo": {"source_variables": ["c"], "crosswalk_lines": [5]}},
            "remark": {"demo": {"source_variables": ["q9"], "crosswalk_lines": [6]}},
        },
    }


def traced(what: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what `aimed trace` prints of something, in the study one stands in."""
    assert print_trace(Path(), what, every=False, as_json=False) == 0
    return capsys.readouterr().out


def as_json(what: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert print_trace(Path(), what, every=False, as_json=True) == 0
    return json.loads(capsys.readouterr().out)


def refused(what: str) -> str:
    with pytest.raises(ProblemsFound) as problems:
        print_trace(Path(), what, every=False, as_json=False)
    return str(problems.value)
