"""Profiles of Snakemake: where jobs run, how many at once, and what each may take."""

from importlib.util import find_spec
from pathlib import Path

from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import ProblemsFound

PROFILES = Path("profiles")
CONFIGURATION = "config.yaml"
PLUGIN = "snakemake_executor_plugin_"
OWN = ("", "local", "dryrun", "touch")  # executors that come with Snakemake
SET_UP = ("slurm",)  # those that `make` installs, by the hashes of requirements.txt


def name_profile(profile: str) -> list[str]:
    """Return the options of Snakemake that take a profile: the name of a folder below profiles/, or a folder.

    Raises ProblemsFound for a folder without a config.yaml and an executor that is not installed.
    """
    if not profile:
        return []
    folder = Path(profile) if Path(profile, CONFIGURATION).is_file() else PROFILES / profile
    file = folder / CONFIGURATION
    if not file.is_file():
        known = ", ".join(sorted(path.parent.name for path in PROFILES.glob(f"*/{CONFIGURATION}")))
        raise ProblemsFound.at(file, "no such profile", f"one of {known}, or a folder", "correct --profile")
    written = read_yaml(file)
    executor = str(written.get("executor") or "") if isinstance(written, dict) else ""
    if executor not in OWN and find_spec(PLUGIN + executor.replace("-", "_")) is None:
        remedy = (
            f"run: make {executor}" if executor in SET_UP else f"install {PLUGIN}{executor}".replace("_", "-")
        )
        found = f"executor: {executor}, which is not installed in this environment"
        raise ProblemsFound.at(file, found, "an executor that Snakemake can start", remedy)
    return ["--profile", folder.as_posix()]
