"""What cards, comments and the list of evidence say: by hand from the miniature study, and nothing hidden."""

import json
from pathlib import Path
from typing import Any

from make_study import LEDGER, read_binding, write_paper

AGREE = "[support.view.all.pct]{.num}"


def bind_paper(body: str) -> dict[str, Any]:
    write_paper(body)
    return read_binding("paper.qmd")


def change_numbers(**values: int) -> None:
    ledger = json.loads(Path("ledger.json").read_text(encoding="utf-8"))
    for name, value in values.items():
        ledger["numbers"][name] |= {"value": value, "shown": str(value), "n": value}
    Path("ledger.json").write_text(json.dumps(ledger), encoding="utf-8")


def test_a_number_says_what_was_counted_out_of_whom(study: Path) -> None:
    bound = bind_paper(f"Tea: {AGREE}.")
    assert bound["evidence"] == {
        "support.view.all.pct": {
            "label": "view, pct",
            "shown": "71.8%",
            "n": "40",
            "interval": "56.2 to 83.5",
            "method": "Wilson score interval",
            "counted": "Tea should be served daily: Agree",
            "computed": "100 * count / n",
            "ground": 0,
        }
    }
    assert bound["grounds"] == [
        {
            "out_of": "people who were kept: Tea should be served daily: known (40)",
            "left_out": "Tea should be served daily: not known",
        }
    ]


def test_those_left_out_stand_with_their_reason_where_its_number_is_public(study: Path) -> None:
    ledger = json.loads(Path("ledger.json").read_text(encoding="utf-8"))
    ledger["numbers"]["people.age.all.missing.refused.count"] |= {"public": True, "value": 2}
    Path("ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
    told = bind_paper(f"Tea: {AGREE}.")["grounds"][0]["left_out"]
    assert told == "Tea should be served daily: not known (of them Preferred not to say 2)"


def test_who_could_be_counted_is_said_once(study: Path) -> None:
    assert bind_paper("Tea.")["population"] == "raw 52; no_consent 12; kept 40"


def test_a_derived_number_names_the_public_ones_it_was_computed_from(study: Path) -> None:
    bound = bind_paper("By [support.view.north_vs_south.difference]{.num}.")
    known = bound["evidence"]["support.view.north_vs_south.difference"]
    assert known["computed"] == "first - second"
    assert known["terms"] == ["support.view.north.count", "support.view.south.count"]
    assert "ground" not in known


def test_numbers_of_claims_and_of_cells_are_listed_too(study: Path) -> None:
    body = (
        '[Most agree]{.claim holds="support.view.north.count > 20"}.\n\n'
        '::: {#tbl-people from="people"}\nPeople.\n:::'
    )
    bound = bind_paper(body)
    assert bound["claim_ids"] == {"support.view.north.count > 20": ["support.view.north.count"]}
    assert {"support.view.north.count", "people.age.all.median"} <= set(bound["evidence"])
    hidden = [c for row in bound["tables"]["people"]["rows"] for c in row["cells"] if c.get("hidden")]
    assert hidden
    assert not {name for cell in hidden for name in cell["ids"]} & {
        name for name in bound["evidence"] if name.startswith("people.view.north.level")
    }


def test_hidden_values_and_counts_of_row_sets_leave_no_trace(study: Path) -> None:
    before = read_binding()
    hidden = [name for name in json.loads(Path("ledger.json").read_text())["numbers"] if _is_hidden(name)]
    assert len(hidden) > 5
    change_numbers(**dict.fromkeys(hidden, 7654321))
    evidence = json.loads(Path("evidence.json").read_text(encoding="utf-8"))
    for rows in evidence["row_sets"].values():
        rows["n"] = 7654321
    Path("evidence.json").write_text(json.dumps(evidence), encoding="utf-8")
    assert read_binding() == before


def _is_hidden(name: str) -> bool:
    return not json.loads(Path("ledger.json").read_text(encoding="utf-8"))["numbers"][name]["public"]


def test_evidence_shows_no_n_that_is_not_public(study: Path) -> None:
    numbers = json.loads(json.dumps(LEDGER["numbers"]))
    numbers["support.view.north.n"]["public"] = False
    Path("ledger.json").write_text(json.dumps({**LEDGER, "numbers": numbers}), encoding="utf-8")
    write_paper("[support.view.north.pct]{.num} and [support.view.all.pct]{.num}")
    evidence = read_binding("paper.qmd")["evidence"]
    assert evidence["support.view.north.pct"]["n"] == ""
    assert evidence["support.view.all.pct"]["n"] == "40"
