"""Lists that grow with the study, such as one file per cohort, as files: a command line has room for few."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from aimed.files.digests import digest_text
from aimed.files.written_whole import write_whole

MARK = "@"  # before a file that argparse reads options from, one a line
LISTS = Path(".snakemake/lists")


def name_list(values: Iterable[str]) -> str:
    """Return what stands for a list on a command line: the mark, and a file that is named by its content."""
    return f"{MARK}{LISTS.as_posix()}/{digest_text(_join(values))[:16]}"


def list_in_file(name: str) -> Callable[[Any, Any], str]:
    """Return a function for `params:` of a rule that writes its inputs of this name into a file.

    It is never run again for its value: Snakemake compares the inputs themselves.
    """

    def write_list(wildcards: Any, input: Any) -> str:  # names that Snakemake goes by
        values = list(map(str, getattr(input, name)))
        named = name_list(values)
        if not (path := Path(named.removeprefix(MARK))).exists():
            with write_whole(path) as (half,):
                half.write_text(_join(values), encoding="utf-8")
        return named

    return write_list


def _join(values: Iterable[str]) -> str:
    return "".join(f"{value}\n" for value in values)
