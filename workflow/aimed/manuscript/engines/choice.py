"""Which program lays the documents out."""

import shutil
from collections.abc import Mapping
from typing import Any

from aimed.messages.problems import ProblemsFound

AUTO, QUARTO, PANDOC = "auto", "quarto", "pandoc"


def choose_engine(config: Mapping[str, Any]) -> str:
    """Return quarto or pandoc, as config.yaml's manuscript.engine says; auto takes Quarto where it is.

    Raises ProblemsFound when Quarto is asked for by name and cannot be found.
    """
    asked = config["manuscript"].get("engine", AUTO)
    found = shutil.which(QUARTO) is not None
    if asked == QUARTO and not found:
        expected = "an installed Quarto"
        remedy = "install Quarto, or write auto: Pandoc and Typst are there already"
        raise ProblemsFound.at(
            "config.yaml, manuscript.engine", "quarto, which is not on the path", expected, remedy
        )
    if asked == AUTO:
        return QUARTO if found else PANDOC
    return str(asked)
