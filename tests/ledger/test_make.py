"""The step that makes the ledger, on two respondents of the toy study. Expected values: by hand."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
from aimed.files.tables import write_table
from aimed.ledger.make import make_ledger
from aimed.study.number_ids import number_id

BOOK = Path("data/codebook")
WHERE = json.dumps([["variable", "is", "hours"], ["reason", "is", "not_asked"]])
NUMBER: dict[str, Any] = {
    "item": "hours",
    "group": "all",
    "statistic": "missing.not_asked.count",
    "value": 1.0,
    "unit": "count",
    "n": 2.0,
    "numerator": 1.0,
    "denominator": 2.0,
    "method": "count",
    "kind": "count",
    "partitions": "[]",
    "numbers": "[]",
    "table": "missing",
    "where": WHERE,
    "columns": "[]",
    **dict.fromkeys(("low", "high", "base", "base_table", "distinct", "formula", "seed", "draws")),
}
TABLES: dict[str, dict[str, list[Any]]] = {
    "responses": {"respondent": ["toy:a1", "toy:a2"], "prior": ["yes", "no"], "hours": [4.0, None]},
    "missing": {"respondent": ["toy:a2"], "variable": ["hours"], "reason": ["not_asked"]},
    "exclusions": {"cohort": ["toy"] * 3, "source_file": ["survey.sav"] * 3, "source_row": [2, 3, 4]},
    "participants": {
        "participant": ["toy:a1", "toy:a2"],
        "kept": [True, True],
        "in_survey": [True, True],
        "country": ["NOR", "KEN"],
    },
    "recodes": {
        "cohort": ["toy", "toy", "toy"],
        "source_variable": ["q_prior", "q_hours", "q_age"],
        "variable": ["prior", "hours", "age"],
        "line": [5, 7, 3],
    },
}


def test_who_was_not_asked_rests_on_the_question_that_decides_who_is_asked(toy: Path) -> None:
    """The codebook shows hours where `prior is yes`: both questions' columns decide who has no hours."""
    written = {name: Path(f"results/{name}.parquet") for name in (*TABLES, "support", "adjusted")}
    statistics = pd.DataFrame([NUMBER])
    frames = {name: pd.DataFrame(columns) for name, columns in TABLES.items()}
    frames |= {"support": statistics, "adjusted": statistics.iloc[:0].assign(analysis=None)}
    for name, path in written.items():
        write_table(frames[name], path)
    make_ledger(
        stats=(written["support"],),
        adjusted=written["adjusted"],
        plans=(Path("analyses/support.yaml"),),
        tables=tuple(written[name] for name in ("responses", "missing", "exclusions", "participants")),
        recodes=written["recodes"],
        cohort_files=(Path("data/cohorts/toy/cohort.yaml"),),
        **{name: BOOK / f"{name}.csv" for name in ("variables", "scales", "missing", "themes")},
        config=Path("config.yaml"),
        ledger=Path("ledger.json"),
        evidence=Path("evidence.json"),
        public=Path("public.csv"),
    )
    found = json.loads(Path("evidence.json").read_text(encoding="utf-8"))
    number = found["numbers"][number_id("support", "hours", "all", "missing.not_asked.count")]
    assert found["row_sets"][number["rows"]]["n"] == 1
    cohort = found["selections"][number["selection"]]["cohorts"]["toy"]
    assert cohort == {"columns": ["id", "consent", "status", "q_prior", "q_hours"], "rows": 3}
