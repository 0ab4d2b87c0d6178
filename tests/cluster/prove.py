"""Build the toy study here and on a SLURM of this machine: both must give the same bytes. `make cluster`."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])

from cluster.loopback_slurm import list_missing, run_slurm  # noqa: E402
from toy_study import REPOSITORY, copy_toy, run_aimed  # noqa: E402

SENT = "with SLURM jobid"
# this SLURM keeps no accounts, so that squeue has to tell how a job ended
WITHOUT_ACCOUNTS = """slurm-no-account: true
slurm-status-command: squeue
slurm-init-seconds-before-status-checks: 1
seconds-between-status-checks: 2
"""


def main() -> int:
    """Print which files differ; return 1 for any, for a build that failed, and where SLURM is not there."""
    if missing := list_missing():
        print(f"SLURM is not on this machine: {', '.join(missing)} (Debian: apt install slurm-wlm munge)")
        return 1
    with tempfile.TemporaryDirectory(prefix="aimed-cluster-") as folder:
        here = copy_toy(Path(folder, "here"))
        there = Path(shutil.copytree(here, Path(folder, "there")))  # an SPSS file says when it was written
        built = [run_aimed(here, "build")]
        (daemons := Path(folder, "slurm")).mkdir()
        with run_slurm(daemons) as around:
            built.append(run_aimed(there, "build", "--profile", write_profile(there), around=around))
        files = [path for one in (here, there) for path in (one / "results").rglob("*") if path.is_file()]
        names = sorted({Path(*path.relative_to(folder).parts[1:]) for path in files})
        differ = [name.as_posix() for name in names if not is_same(here / name, there / name)]
        jobs = (there / "logs/build.log").read_text(encoding="utf-8").count(SENT)
    if failed := [done.stdout + done.stderr for done in built if done.returncode]:
        print("\n".join(failed))
    print("\n".join(f"differs: {name}" for name in differ))
    print(f"{jobs} jobs ran on SLURM; {len(names) - len(differ)} of {len(names)} results have the same bytes")
    return int(bool(failed or differ) or not names or not jobs)


def write_profile(study: Path) -> str:
    """Write the study's profile for SLURM again, for one without accounts; return its name."""
    text = (REPOSITORY / "profiles/slurm/config.yaml").read_text(encoding="utf-8")
    (study / "profiles/loopback").mkdir(parents=True)
    (study / "profiles/loopback/config.yaml").write_text(text + WITHOUT_ACCOUNTS, encoding="utf-8")
    return "loopback"


def is_same(one: Path, other: Path) -> bool:
    """Return whether both are there, with the same bytes."""
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
