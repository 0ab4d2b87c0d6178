"""The examples go in by the documented commands, to values counted by hand in their answers.csv."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from aimed.files.yaml_json import read_json, read_yaml
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.check.stages import Cohort, take_through
from aimed.onboarding.commands import new
from aimed.onboarding.new.command import read_study_words
from aimed.study.cohort_file import COHORTS
from toy_study import REPOSITORY, run_aimed

pytestmark = pytest.mark.slow

EXAMPLES = REPOSITORY / "docs" / "examples"
PAGE = (REPOSITORY / "docs" / "adding-a-cohort.md").read_text(encoding="utf-8")
IDS = {
    "kenya-2025": "kenya-qualtrics",
    "mexico-2025": "mexico-limesurvey",
    "japan-2025": "japan-google-forms",
}
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", PAGE, re.S)


def make_folder(folder: Path) -> Path:
    """Copy what the commands of the page need of the demonstration: its data, settings and examples."""
    for name in ("data", "docs/examples", "workflow/schemas"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for other in (folder / "data/cohorts").glob("*-2025"):
        shutil.rmtree(other)
    shutil.copy(REPOSITORY / "config.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Stand in a study with the three examples drafted and their finished tables copied over the drafts."""
    folder = make_folder(tmp_path_factory.mktemp("examples"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        read_study_words.cache_clear()
        for command in commands("aimed cohort new"):
            draft(command)
        for cohort in IDS:
            finish(cohort)
        yield folder
    read_study_words.cache_clear()


def commands(start: str) -> list[str]:
    """Return the commands of the page that begin so."""
    return [text.strip() for kind, text in BLOCKS if kind == "sh" and text.startswith(start)]


def draft(command: str) -> None:
    """Run `aimed cohort new` as the page has it, in this process."""
    words = command.split()
    options = dict(zip(words[4::2], map(Path, words[5::2]), strict=True))
    assert words[:3] == ["aimed", "cohort", "new"]
    new(words[3], (options["--survey"],), options.get("--questionnaire"), options.get("--transcripts"))


def finish(cohort: str) -> None:
    """Copy over the drafts what somebody ends with, and the list of names where there is one."""
    folder = Path("docs/examples", IDS[cohort])
    for file in [*sorted((folder / "finished").iterdir()), *folder.glob("raw/roster.csv")]:
        shutil.copy(file, COHORTS / cohort)


def through(cohort: str) -> Cohort:
    """Return a cohort read and harmonised in this process."""
    made = take_through(cohort)
    assert not made.problems.found
    return made


@pytest.mark.parametrize("cohort", IDS)
def test_check_passes(study, cohort):
    lines, code = check_cohort(cohort)
    assert code == 0, "\n".join(lines)
    assert "to look at: 0" in lines[-1]


def test_kenya(study):
    made = through("kenya-2025").responses
    assert len(made) == 24
    assert set(made["country"]) == {"KEN"}
    assert (made["gender"] == "woman").sum() == 12
    assert made["core_curriculum"].isin(["agree", "strongly_agree"]).sum() == 20
    assert made["core_curriculum"].isna().sum() == 2
    assert made["topic__ethics"].sum() == 15  # "Ethics, privacy and consent": an option with a comma inside
    assert made["format__workshops"].sum() == 18
    assert (made["source__self_study"].sum(), made["source__self_study"].notna().sum()) == (13, 23)
    assert made["age"].sum() == 521
    assert sorted(made["teaching_hours"].dropna()) == [1, 2, 2]
    assert not made["wish_to_learn"].str.contains("@").any()


def test_the_speakers_of_kenya_are_known_by_id_only(study):
    from aimed.onboarding.check.stages import _read_turns

    turns = _read_turns(take_through("kenya-2025"))
    assert len(turns) == 18
    assert set(turns["participant"].dropna()) == {
        f"kenya-2025:R_{one}"
        for one in ("shmgzet2a", "pse9dsa8v", "vafvb3xdp", "zq5ddne37", "4xk5n9kqd", "7kbpd8pxx")
    }
    names = "Akinyi|Barasa|Chebet|Dena|Etyang|Faraji"
    assert not turns.astype(str).apply(lambda column: column.str.contains(names)).any().any()


def test_mexico(study):
    cohort = through("mexico-2025")
    made = cohort.responses
    assert len(made) == 20
    assert set(made["country"]) == {"MEX"}
    assert (made["gender"] == "woman").sum() == 10
    assert made["core_curriculum"].isin(["agree", "strongly_agree"]).sum() == 15
    assert sorted(made["teaching_hours"].dropna()) == [0.5, 0.5, 1.5, 1.5, 2.5, 4, 12]
    assert (made["knows_terms"] == "low").sum() == 8
    assert (made["format__workshops"].sum(), made["format__workshops"].isna().sum()) == (14, 2)
    reasons = cohort.recoding.reasons["format__workshops"]
    assert list(reasons.dropna()) == ["not_asked", "not_asked"]


def test_japan_and_its_twin_that_excel_saved(study):
    made = through("japan-2025").responses
    assert len(made) == 18
    assert set(made["country"]) == {"JPN"}
    assert (made["gender"] == "woman").sum() == 8
    assert made["core_curriculum"].isin(["agree", "strongly_agree"]).sum() == 13
    assert made["topic__ethics"].sum() == 8  # 倫理, 個人情報保護: an option with a comma inside
    assert (made["knows_principles"] == "moderate").sum() == 5
    assert made["wish_to_learn"].notna().sum() == 5
    twin = COHORTS / "twin-2025"
    shutil.copytree(COHORTS / "japan-2025", twin)
    shutil.copy("docs/examples/japan-google-forms/raw/ai_igakusei_excel.csv", twin)
    described = (twin / "cohort.yaml").read_text(encoding="utf-8").replace(".xlsx", "_excel.csv")
    (twin / "cohort.yaml").write_text(described, encoding="utf-8")
    again = through("twin-2025").responses
    shutil.rmtree(twin)
    told = ["respondent", "cohort", "source_file"]
    pd.testing.assert_frame_equal(made.drop(columns=told), again.drop(columns=told))
    assert list(made["respondent"]) == [one.replace("twin-", "japan-") for one in again["respondent"]]


def matches(expected: str, printed: str) -> bool:
    """Return whether a text is as the page has it; a line of three dots stands for any lines."""
    parts = [re.escape(part) for part in expected.strip().split("\n...\n")]
    return re.fullmatch("\n(?:.*\n)*?".join(parts), printed.strip()) is not None


def test_the_outputs_of_the_walk_are_real(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(make_folder(tmp_path))
    read_study_words.cache_clear()
    shown = [
        (text.strip(), BLOCKS[at + 1][1])
        for at, (kind, text) in enumerate(BLOCKS[:-1])
        if kind == "sh" and BLOCKS[at + 1][0] == "text"
    ]
    drafted, first, second, _built = shown
    draft(drafted[0])
    assert matches(drafted[1], capsys.readouterr().out)
    finish("kenya-2025")
    decided = COHORTS / "kenya-2025" / "personal_data.csv"
    decisions = decided.read_text(encoding="utf-8")
    decided.write_text(decisions.replace("pseudonym", "TO DECIDE"), encoding="utf-8")
    problem, code = check_cohort("kenya-2025")
    assert (code, first[0]) == (1, "aimed cohort check kenya-2025")
    assert matches(first[1], "\n".join(problem)), "\n".join(problem)
    assert decisions in [text for kind, text in BLOCKS if kind == "text"]
    decided.write_text(decisions, encoding="utf-8")
    passed, code = check_cohort("kenya-2025")
    assert code == 0
    assert matches(second[1], "\n".join(passed)), "\n".join(passed)


def test_what_the_walk_says_to_write_is_in_the_finished_tables():
    finished = (EXAMPLES / "kenya-qualtrics/finished/cohort.yaml").read_text(encoding="utf-8")
    walk = PAGE.partition("## The other two examples")[0]
    for block in re.findall(r"```yaml\n(.*?)```", walk, re.S):
        for line in filter(None, map(str.strip, block.splitlines())):
            assert line in finished
    assert "title: Students of two schools, Kenya, 2025 (synthetic)" in finished


def test_a_cohort_more_makes_the_larger_paper(tmp_path):
    """Build the demonstration once, with Kenya in it by the commands of the page."""
    study = tmp_path / "study"
    subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(study)], check=True)
    command = commands("aimed cohort new kenya-2025")[0]
    assert run_aimed(study, *command.split()[1:]).returncode == 0
    folder = study / "docs/examples/kenya-qualtrics"
    for file in [*(folder / "finished").iterdir(), folder / "raw/roster.csv"]:
        shutil.copy(file, study / "data/cohorts/kenya-2025")
    built = run_aimed(study, "build")
    assert built.returncode == 1, built.stdout + built.stderr  # claims that no longer hold
    assert (study / "results/manuscript/paper.pdf").is_file()
    shown = next(text for kind, text in BLOCKS if kind == "text" and "Built by" in text)
    assert matches(without_jobs(shown), without_jobs(built.stdout)), built.stdout
    check_numbers(study)
    attacked = run_aimed(study, "attack")
    assert attacked.stdout.splitlines()[-1] == "0 are bounded more tightly and the ledger does not say so"


def test_a_cohort_more_runs_its_own_jobs_and_the_pooled_ones(built_toy):
    shutil.copytree("data/cohorts/toy", "data/cohorts/second")
    jobs = list_jobs(built_toy)
    assert [job for job in jobs if "cohort=toy" in job] == []
    own = {job.split()[0] for job in jobs if "cohort=second" in job}
    assert {"ingest_survey", "ingest_transcripts", "harmonise_cohort"} <= own
    assert {"pool_cohorts", "make_ledger", "count_flow"} <= set(jobs)


def check_numbers(study: Path) -> None:
    """Hold the ledger and the by-cohort table to 128 people of 48 countries and 24 of Kenya."""
    numbers = read_json(study / "results/ledger/ledger.json")["numbers"]
    # Kenya is one of the 48 countries of the first cohort already
    told = {"flow.kept.all": 152, "flow.cohorts.all": 2, "flow.countries.all": 48}
    told |= {"flow.kept.ifmsa_2020": 128, "flow.kept.kenya_2025": 24, "flow.countries.kenya_2025": 1}
    told |= {"flow.raw.kenya_2025": 27, "flow.focus_groups.kenya_2025": 6, "flow.transcripts.all": 8}
    assert {name: numbers[f"{name}.count"]["value"] for name in told} == told
    binding = read_json(study / "results/manuscript/supplement.binding.json")
    table = next(one for name, one in binding["tables"].items() if name.endswith("cohorts"))
    assert [[cell["text"] for cell in row["cells"]] for row in table["rows"]][1] == [
        *["Students of two schools, Kenya, 2025 (synthetic)", "27", "24", "1", "6", "2", "14"]
    ]


def list_jobs(study: Path) -> list[str]:
    """Return the jobs that Snakemake would run, each with its cohort."""
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "-n"],
        cwd=study,
        env=os.environ | {"PYTHONPATH": "workflow"},
        capture_output=True,
        text=True,
        check=True,
    )
    jobs = re.split(r"\n(?=(?:local)?rule )", done.stdout)[1:]
    found = []
    for job in jobs:
        name = re.match(r"(?:local)?rule (\w+):", job)[1]
        cohort = re.search(r"wildcards: (cohort=\S+)", job)
        found.append(f"{name} {cohort[1]}" if cohort else name)
    return found


def without_jobs(text: str) -> str:
    """Return what a build printed without how many jobs it was and how long it took."""
    return re.sub(r"\d+ jobs \(\d+ s\)", "", text)


def test_the_examples_say_that_they_are_synthetic():
    for example in IDS.values():
        assert read_yaml(EXAMPLES / example / "finished/cohort.yaml")["synthetic"] is True
