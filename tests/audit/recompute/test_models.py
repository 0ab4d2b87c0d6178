"""The further kinds of plan on a built study: numbers have evidence, a second road, and give no cell away."""

import json
from pathlib import Path
from typing import Any

import pytest
from aimed.audit.attack.command import attack_study
from aimed.audit.recompute.command import print_audit, recompute_study

from tests.audit.recompute.wider_toy import build_wider_toy

pytestmark = pytest.mark.slow
LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = LEDGER.with_name("evidence.json")


@pytest.fixture(scope="module")
def wider(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wider_toy(tmp_path_factory.mktemp("wider"))


@pytest.fixture
def numbers(wider: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(wider)
    return json.loads(LEDGER.read_text(encoding="utf-8"))["numbers"]


def test_every_number_agrees_with_its_second_road(
    numbers: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_audit(Path()) == 0, capsys.readouterr().out
    kinds = recompute_study(Path()).kinds
    assert kinds["estimate"].numbers == kinds["estimate"].agree > 100
    assert kinds["estimate"].largest_difference < 1e-7


def test_speaking_time_stands_beside_words(numbers: dict[str, Any]) -> None:
    # 40 and 21 letters, 8 in a second
    assert numbers["spoken.moderator.all.seconds"]["value"] == 7.625
    assert numbers["spoken.moderator.all.seconds"]["shown"] == "7.6"
    label = numbers["spoken.balance.all.seconds_gini"]["label"]
    assert label == "Balance of participation, Gini index of speaking time"
    for transcript in ("all", "talk"):
        assert numbers[f"spoken.seconds.{transcript}.count"]["unit"] == "seconds"


def test_a_model_is_quoted_with_words_interval_and_people(numbers: dict[str, Any]) -> None:
    ratio = numbers["wants_more.core_curriculum.prior_yes.estimate"]
    assert ratio["label"] == "AI in the core curriculum, Prior teaching: Yes, coefficient"
    assert ratio["low"] < ratio["value"] < ratio["high"]
    assert ratio["public"]
    assert "wants_more.core_curriculum.prior_yes.p_adjusted" in numbers


def test_an_equivalence_test_is_quoted_with_its_interval(numbers: dict[str, Any]) -> None:
    for stem in ("alike.topic.ethics.hic_vs_lmic", "on_average_two.age.hic_vs_lmic"):
        difference, p = numbers[f"{stem}.equivalence"], numbers[f"{stem}.equivalence_p"]
        assert difference["low"] < difference["value"] < difference["high"]
        margin = 15 if stem.startswith("alike") else 3
        assert (p["value"] < 0.05) == (max(-difference["low"], difference["high"]) < margin)
        assert f"{stem}.equivalence_p_adjusted" not in numbers


def test_a_number_over_a_small_cell_is_hidden(numbers: dict[str, Any]) -> None:
    # One person with prior teaching disagrees strongly, fewer than the smallest cell of 5.
    cell = "wants_most.core_curriculum.prior_yes.level.strongly_disagree.count"
    assert (numbers[cell]["value"], numbers[cell]["public"]) == (1, False)
    for statistic in ("estimate", "odds_ratio", "p"):
        assert not numbers[f"wants_most.core_curriculum.prior_yes.{statistic}"]["public"]
    assert not numbers["wants_most.core_curriculum.all.pseudo_r2"]["public"]
    assert numbers["wants_most.core_curriculum.age.odds_ratio"]["public"]


def test_no_public_number_rests_on_a_hidden_one_and_the_attack_finds_nothing(numbers: dict[str, Any]) -> None:
    evidence = json.loads(EVIDENCE.read_text(encoding="utf-8"))["numbers"]
    for name, one in evidence.items():
        if one["kind"] == "estimate" and numbers[name]["public"]:
            assert one["numbers"], name
            assert all(numbers[term]["public"] for term in one["numbers"]), name
    report = attack_study(Path())
    assert "wants_most.core_curriculum.prior_yes.level.strongly_disagree.count" in report.bounds
    assert all(low <= 1 and high >= 4 for low, high in report.bounds.values())
    assert not report.unsaid


def test_a_wrong_coefficient_is_found(numbers: dict[str, Any], wider: Path) -> None:
    name = "wants_more.core_curriculum.age.estimate"
    text = LEDGER.read_text(encoding="utf-8")
    content = json.loads(text)
    content["numbers"][name]["value"] *= 1 + 1e-4
    try:
        LEDGER.write_text(json.dumps(content), encoding="utf-8")
        assert name in {one.id for one in recompute_study(Path()).differences}
    finally:
        LEDGER.write_text(text, encoding="utf-8")
