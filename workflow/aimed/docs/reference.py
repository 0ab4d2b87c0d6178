"""Write docs/reference/ and the pictures of README.md and docs/house.md, each from its one source."""

import sys
from collections.abc import Callable
from pathlib import Path

from aimed.docs import pipeline
from aimed.docs.commands import write_commands
from aimed.docs.house import write_house
from aimed.docs.schema_pages import write_results, write_study_files
from aimed.messages.problems import Problem, ProblemsFound

PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/results.md": write_results,
    "docs/reference/study-files.md": write_study_files,
    "docs/reference/commands.md": write_commands,
    "docs/house.md": write_house,
}


def write_reference() -> None:
    """Write all pages and the picture. Raises ProblemsFound as pipeline.redraw."""
    for page, write in PAGES.items():
        Path(page).parent.mkdir(parents=True, exist_ok=True)
        Path(page).write_text(write(), encoding="utf-8")
    pipeline.redraw()


def compare_page(page: str) -> list[Problem]:
    """Return a problem where a page is not what the code makes of it, with the first line that differs."""
    text = Path(page).read_text(encoding="utf-8") if Path(page).exists() else ""
    told = ("in a page made from the code", "as the code is today", "make reference")
    return pipeline.find_difference(page, text, PAGES[page](), *told)


if __name__ == "__main__":
    try:
        write_reference()
    except ProblemsFound as problems:
        print(problems, file=sys.stderr)
        sys.exit(1)
