"""The environment that every job of a build has, whatever the one that the build was started in."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FIXED = {"PYTHONPATH": "workflow", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
CACHE = {"MPLCONFIGDIR": ".venv/cache/matplotlib"}  # unless it is somewhere already
DROPPED = "PYTHONDONTWRITEBYTECODE"


def describe_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of jobs, from those that a build was started with.

    Jobs say `python`: it is the one that runs now, wherever it was called from.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), given.get("PATH", "")])
    kept = {name: value for name, value in given.items() if name != DROPPED}
    return CACHE | kept | FIXED | {"PATH": path}
