"""Surveys that are simulated: what a design says is what is written, and what is wrong in it is told."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml
from aimed.simulate.answers import Person, SurveyDesign, answer, hand_out_texts
from aimed.simulate.spss import CREATED, MOMENT, neutralise_clock
from aimed.simulate.survey import simulate_survey

COHORT = Path("data/cohorts/ifmsa-2020")
SURVEY = COHORT / "survey.sav"


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return pyreadstat.read_sav(SURVEY, user_missing=True)[0]


def small_design(**changes: object) -> dict[str, object]:
    written: dict[str, object] = {
        "seed": "s",
        "label": "synthetic",
        "group_column": "g",
        "begun": {"from": "2020-01-01 00:00:00", "hours": 1},
        "traits": {"a": 0.0, "b": 0.5},
        "scales": {"s": {"labels": {1: "one", 2: "two", -9: "no"}, "missing": [-9]}},
        "columns": [
            {"name": "id", "kind": "id", "label": "Id"},
            {"name": "t", "kind": "begun", "label": "Begun"},
            {"name": "c", "kind": "choice", "label": "C", "scale": "s", "codes": [1, 2], "weights": [3, 1]},
        ],
        "countries": {"NLD": "Netherlands"},
    }
    return written | changes


def simulate(folder: Path, written: dict[str, object]) -> Path:
    (folder / "design.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")
    (folder / "people.csv").write_text("respondent,iso3,g\nA,NLD,H\nB,NLD,L\n", encoding="utf-8")
    output = folder / "out.sav"
    simulate_survey(spec=folder / "design.yaml", respondents=folder / "people.csv", output=output)
    return output


def test_the_header_holds_no_clock(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"a": [1.0]}), path)
    written = path.read_bytes()
    neutralise_clock(path)
    changed = [place for place, byte in enumerate(path.read_bytes()) if byte != written[place]]
    assert set(changed) <= set(range(CREATED.start, CREATED.stop))
    # pyreadstat reads the two fields back, so they stand where the format has them
    moment = pyreadstat.read_sav(path, metadataonly=True)[1].creation_time
    assert f"{moment:%d %b %y%H:%M:%S}".encode() == MOMENT


def test_a_new_question_or_person_leaves_other_answers_alone(tmp_path: Path) -> None:
    before = pyreadstat.read_sav(simulate(tmp_path, small_design()))[0]
    columns = list(small_design()["columns"])  # type: ignore[call-overload]
    new = {"name": "n", "kind": "number", "label": "N", "start": 1, "tail": 2.0}
    written = small_design(
        columns=[*columns[:2], new, *columns[2:]],
        extra_rows=[{"why": "stranger", "people": {"Z": ["NLD", "H"]}}],
    )
    after = pyreadstat.read_sav(simulate(tmp_path, written))[0]
    assert len(after) == 3
    merged = before.merge(after, on=["id", "t", "c"])
    assert sorted(merged["id"]) == ["A", "B"]


def test_choices_come_out_at_the_written_weights_and_shift_with_the_group() -> None:
    """Weights 3:1 and no shift: a quarter; shifted by one: 1 - Phi(0.6745 - 1) = 0.628 (normal table)."""
    column = {"name": "c", "kind": "choice", "label": "C", "codes": [1, 2], "weights": [3, 1]}
    column |= {"trait": {"b": 0.6}, "shift": {"H": 1.0}}
    design = SurveyDesign(small_design(columns=[column]))

    def share(group: str) -> float:
        people = [Person(f"p{number}", "NLD", group) for number in range(3000)]
        return sum(answer(design, person, column)["c"] == 2 for person in people) / 3000

    assert share("L") == pytest.approx(0.25, abs=0.025)
    assert share("H") == pytest.approx(0.628, abs=0.025)


def test_leanings_correlate_as_written() -> None:
    design = SurveyDesign(small_design())
    people = [Person(f"p{number}", "NLD", "H") for number in range(3000)]
    both = pd.DataFrame({trait: [design.leaning(p, trait) for p in people] for trait in ("a", "b")})
    assert both["a"].corr(both["b"]) == pytest.approx(0.5, abs=0.04)
    assert list(both.std()) == pytest.approx([1, 1], abs=0.04)


def test_a_text_for_one_group_goes_to_nobody_else() -> None:
    column = {"name": "x", "kind": "text", "label": "X", "texts": "x", "blank": 0.0}
    texts = {"x": ["for anyone", {"text": "for low", "groups": ["L"]}]}
    design = SurveyDesign(small_design(columns=[column], texts=texts))
    given = hand_out_texts(
        design, [Person("A", "NLD", "H"), Person("B", "NLD", "H"), Person("C", "NLD", "L")]
    )
    assert given["x"].get("C") in ("for low", "for anyone")
    assert "for low" not in {given["x"].get("A"), given["x"].get("B")}


def test_what_a_design_lacks_is_named_at_once(tmp_path: Path) -> None:
    written = small_design(
        left_early={"C": "q"},
        cells=[{"respondent": "A", "column": "q9", "value": 1}],
        countries={"BEL": "Belgium"},
    )
    (tmp_path / "design.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")
    (tmp_path / "people.csv").write_text("respondent,iso3,g\nA,NLD,H\n", encoding="utf-8")
    command = [sys.executable, "-m", "aimed.simulate.survey", "--spec", str(tmp_path / "design.yaml")]
    command += ["--respondents", str(tmp_path / "people.csv"), "--output", str(tmp_path / "out.sav")]
    ended = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": "workflow"}, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == "".join(
        f"{tmp_path}/design.yaml\n"
        f"  found:    {kind} {name}\n"
        f"  expected: a {kind} that the design has\n"
        "  to do:    correct the name, or describe it there\n"
        for kind, name in [("country", "NLD"), ("respondent", "C"), ("column", "q"), ("column", "q9")]
    )
    assert not (tmp_path / "out.sav").exists()
