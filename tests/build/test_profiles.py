"""Profiles of Snakemake by name or folder; what is not there is said before anything starts."""

from pathlib import Path

import pytest
from aimed.build.profiles import name_profile
from aimed.messages.problems import ProblemsFound


@pytest.fixture(autouse=True)
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "profiles/default": "cores: all\n",
        "profiles/slurm": "executor: slurm\n",
        "mine": "jobs: 2\n",
        "listed": "- executor\n",
        "profiles/far": "executor: far-away\n",
    }.items():
        Path(name).mkdir(parents=True)
        Path(name, "config.yaml").write_text(text)


@pytest.mark.parametrize(
    ("named", "options"),
    [
        ("", []),
        ("default", ["--profile", "profiles/default"]),
        ("mine", ["--profile", "mine"]),
        ("listed", ["--profile", "listed"]),  # what is wrong with it, Snakemake says
        ("profiles/default", ["--profile", "profiles/default"]),
    ],
)
def test_a_profile_is_named_or_a_folder(named: str, options: list[str]) -> None:
    assert name_profile(named) == options


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (
            "slrum",
            "profiles/slrum/config.yaml\n"
            "  found:    no such profile\n"
            "  expected: one of default, far, slurm, or a folder\n"
            "  to do:    correct --profile",
        ),
        (
            "slurm",
            "profiles/slurm/config.yaml\n"
            "  found:    executor: slurm, which is not installed in this environment\n"
            "  expected: an executor that Snakemake can start\n"
            "  to do:    run: make slurm",
        ),
        (
            "far",
            "profiles/far/config.yaml\n"
            "  found:    executor: far-away, which is not installed in this environment\n"
            "  expected: an executor that Snakemake can start\n"
            "  to do:    install snakemake-executor-plugin-far-away",
        ),
    ],
)
def test_a_profile_that_cannot_be_taken_is_said(
    named: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aimed.build.profiles.find_spec", lambda name: None)
    with pytest.raises(ProblemsFound) as found:
        name_profile(named)
    assert str(found.value) == told
