"""The code that a command runs: that of the study one stands in, whatever package was started."""

import os
import subprocess
import sys
from pathlib import Path

from aimed.messages.problems import ProblemsFound

PACKAGE = Path(__file__).resolve().parents[1]
GUARD = "AIMED_STUDY_FOUND"


def run_own_workflow(study: Path) -> None:
    """Start again with the study's own package when another one is running: a copy runs its own code.

    Raises ProblemsFound for a study without one.
    """
    own = study / "workflow" / "aimed"
    if own.resolve() == PACKAGE:
        return
    if not (own / "command.py").is_file() or os.environ.get(GUARD):
        raise ProblemsFound.at(
            "workflow/aimed",
            "no package here that can be run",
            "the workflow of this study",
            "restore the folder workflow/ beside config.yaml",
        )
    environment = os.environ | {"PYTHONPATH": str(study / "workflow"), GUARD: "1"}
    arguments = [sys.executable, "-P", "-m", "aimed.command", *sys.argv[1:]]
    if os.name == "nt":  # there, exec returns to the prompt at once, and without the exit code
        sys.exit(subprocess.run(arguments, env=environment, check=False).returncode)
    os.execve(sys.executable, arguments, environment)  # noqa: S606 - no shell is wanted
