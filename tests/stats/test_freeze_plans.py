"""Plans are frozen with their day, and what differs from the freeze is told. The digest is sha256sum's."""

import subprocess
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_json
from aimed.messages.problems import ProblemsFound
from aimed.stats.freeze_plans import freeze_plans, tell_status
from audited_study import write_study

OCTOBER, MARCH, LATER = "1569931200", "1583020800", "1601553600"  # 2019-10-01, 2020-03-01, 2020-10-01
PLAN = "question: Do students want it?\nplanned: yes\nkind: distribution\noutcomes: [core]\n"
PROOF = (
    "the day is that of SOURCE_DATE_EPOCH, which proves nothing to others: a commit that is pushed or a "
    "registration that names the digest does"
)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The audited study, collected from 2020-03-01 on, with two whole plans."""
    folder = write_study(tmp_path)
    (folder / "analyses/support.yaml").write_text(PLAN)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", OCTOBER)
    return folder


def test_what_is_frozen_and_what_it_is_called_by_another_program(study: Path) -> None:
    assert tell_status() == ["the plans are not frozen (2 in analyses/): aimed plan freeze writes them down"]
    told = freeze_plans(again=False)
    listed = subprocess.run(
        "sha256sum *.yaml | sha256sum", cwd="analyses", shell=True, capture_output=True, text=True, check=True
    )
    digest = listed.stdout.split()[0]
    assert told == [
        f"2 plans frozen on 2019-10-01 (UTC, a day that was given), digest {digest}",
        "no plan was added, dropped or changed since",
        "study.plans_frozen_before_collection is 1",
        PROOF,
        "2019-10-01 lies before today by this machine's clock: nothing here proves that the plans were there",
    ]
    frozen = read_json(Path("analyses/frozen.json"))
    assert (frozen["date"], frozen["digest"], frozen["earlier"]) == ("2019-10-01", digest, [])
    assert frozen["plans"]["flow"]["content"] == {
        "question": "Who was counted?", "planned": False, "kind": "flow",
    }  # fmt: skip


def test_the_day_of_the_clock_is_that_of_utc(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    today = subprocess.run(["date", "-u", "+%F"], capture_output=True, text=True, check=True).stdout.strip()
    told = freeze_plans(again=False)
    assert told[0].startswith(f"2 plans frozen on {today} (UTC)")
    assert told[2:4] == [
        "demo was collected from 2020-03-01 on: the freeze does not precede it",
        "study.plans_frozen_before_collection is 0",
    ]
    assert told[-1].startswith("the day is that of this machine's clock, which proves nothing")


@pytest.mark.parametrize(("epoch", "holds"), [("1583020799", 1), (MARCH, 0)])
def test_the_first_day_of_collection_does_not_precede_itself(
    study: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, holds: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert f"study.plans_frozen_before_collection is {holds}" in freeze_plans(again=False)


def test_a_cohort_without_a_day_leaves_it_open(study: Path) -> None:
    described = study / "data/cohorts/demo/cohort.yaml"
    text = described.read_text().replace('collected: {from: "2020-03-01", to: "2020-03-02"}\n', "")
    described.write_text(text.replace("country_column: c\n", ""))
    assert freeze_plans(again=False)[2:4] == [
        "demo does not say when it was collected (cohort.yaml, collected)",
        "study.plans_frozen_before_collection is 0",
    ]


def test_what_differs_is_told_in_words(study: Path) -> None:
    support = study / "analyses/support.yaml"
    support.write_text(PLAN + "population: [[core, known], [age, at_least, 18]]\nbootstrap: {draws: 200}\n")
    freeze_plans(again=False)
    support.write_text(
        PLAN.replace("[core]", "[core, other]").replace("yes", "no")
        + "population: [[core, in, [agree, disagree]]]\nnote: Seen twice.\n"
    )
    (study / "analyses/flow.yaml").unlink()
    (study / "analyses/more.yaml").write_text(PLAN)
    assert tell_status()[1:] == [
        "flow: dropped since",
        "more: added since",
        "support: changed since\n"
        "  planned was yes, is no\n"
        "  outcomes was core, is core, other\n"
        "  population was core known and age at_least 18, is core in agree, disagree\n"
        "  note was added: “Seen twice.”\n"
        "  bootstrap was dropped: draws: 200",
        "study.plans_frozen_before_collection is 0",
    ]


def test_a_comment_is_a_deviation_and_said_to_be_one(study: Path) -> None:
    freeze_plans(again=False)
    (study / "analyses/support.yaml").write_text(f"# later\n{PLAN}")
    assert tell_status()[1:] == [
        "support: changed since\n  comments or layout of the file alone",
        "study.plans_frozen_before_collection is 0",
    ]


def test_a_second_freeze_is_refused_and_keeps_the_day_of_the_first(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze_plans(again=False)
    before = (study / "analyses/frozen.json").read_bytes()
    (study / "analyses/more.yaml").write_text(PLAN)
    with pytest.raises(ProblemsFound) as refused:
        freeze_plans(again=False)
    assert str(refused.value) == (
        "analyses/frozen.json\n"
        "  found:    plans frozen on 2019-10-01 (deviations since: 1)\n"
        "  expected: one freeze, before the data are collected\n"
        "  to do:    aimed plan status tells them; aimed plan freeze --again freezes the plans of today: "
        "these deviations are then told no more, and the earlier day stays in the file"
    )
    assert (study / "analyses/frozen.json").read_bytes() == before
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    told = freeze_plans(again=True)
    assert told[0].startswith("3 plans frozen on 2020-10-01 (UTC, a day that was given)")
    assert told[1:3] == [
        "frozen before on 2019-10-01; how the plans were then is not kept",
        "no plan was added, dropped or changed since",
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MARCH)
    with pytest.raises(ProblemsFound, match="a freeze of 2020-03-01\n  expected: 2020-10-01, the day of the"):
        freeze_plans(again=True)


def test_a_clock_that_is_none_and_plans_that_are_none(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ProblemsFound, match="SOURCE_DATE_EPOCH\n  found:    yesterday\n  expected: seconds"):
        freeze_plans(again=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", OCTOBER)
    for plan in (study / "analyses").glob("*.yaml"):
        plan.unlink()
    with pytest.raises(ProblemsFound, match="no plans"):
        freeze_plans(again=False)
    assert not (study / "analyses/frozen.json").exists()


SCHEMA = "\n  to do:    see workflow/schemas/frozen.schema.yaml"
BROKEN = {
    "unknown key": (
        ('"earlier": []', '"earlier": [],\n"place": "here"'),
        "analyses/frozen.json:1\n  found:    Additional properties are not allowed ('place' was unexpected)",
    ),
    "missing part": (('"date": "2019-10-01",\n', ""), "found:    'date' is a required property"),
    "no day": (("2019-10-01", "1 October"), "analyses/frozen.json:2\n  found:    '1 October' does not match"),
    "tab for a quote": (('"date"', "\t@"), "analyses/frozen.json:2\n  found:    found character"),
    "changed digest": (
        ('"digest": "', '"digest": "0'),
        "does not match '^[0-9a-f]{64}$'\n  expected: The sha256 of all plans together",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_that_was_changed_by_hand(study: Path, fault: str) -> None:
    freeze_plans(again=False)
    path, ((old, new), message) = study / "analyses/frozen.json", BROKEN[fault]
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ProblemsFound) as found:
        tell_status()
    assert message in str(found.value)


def test_a_frozen_file_that_is_empty_or_in_another_encoding(study: Path) -> None:
    path = study / "analyses/frozen.json"
    path.write_bytes(b"")
    with pytest.raises(ProblemsFound, match="None is not of type 'object'\n  expected: What `aimed plan"):
        tell_status()
    path.write_bytes('{"date": "März"}'.encode("cp1252"))
    with pytest.raises(ProblemsFound, match="expected: valid YAML in UTF-8"):
        tell_status()


def test_a_plan_that_was_taken_out_of_the_frozen_ones(study: Path) -> None:
    freeze_plans(again=False)
    path = study / "analyses/frozen.json"
    lines = [line for line in path.read_text().splitlines() if not line.startswith('"flow"')]
    path.write_text("\n".join(lines))
    with pytest.raises(
        ProblemsFound, match=r"expected: [0-9a-f]{64}, that of the plans in the file\n  to do:    re"
    ):
        tell_status()


def test_a_plan_that_stands_twice_in_the_frozen_ones_is_the_second(study: Path) -> None:
    freeze_plans(again=False)
    path = study / "analyses/frozen.json"
    other = f'"flow": {{"content": {{}}, "sha256": "{"0" * 64}"}}'
    text = path.read_text()
    path.write_text(text.replace('"flow":', f'{other},\n"flow":'))
    assert tell_status()[1] == "no plan was added, dropped or changed since"
    path.write_text(text.replace('},\n"support"', f'}},\n{other},\n"support"'))
    with pytest.raises(ProblemsFound, match="that of the plans in the file"):
        tell_status()
