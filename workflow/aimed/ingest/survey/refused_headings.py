"""Refuse headings that are personal data: an export without a header has its first answers for names."""

import re
from pathlib import Path

from aimed.ingest.personal.patterns import find_patterns
from aimed.ingest.personal.words import read_words
from aimed.ingest.survey.export import Export
from aimed.messages.problems import Problem, raise_problems
from aimed.study.pseudonyms import count_kind, mask

KINDS = ("email", "phone", "ip")
ADDRESS = re.compile(r"\d{3}|:")  # 2.1.10.3 is a number of a question


def check_headings(path: Path, export: Export) -> None:
    """Raise ProblemsFound for columns and sheets whose whole name is an e-mail address, number or IP address.

    Names go into every message and table, so they are refused before anything else is said. An address
    within a longer heading ("write to ... to withdraw") is the study's own and stays.
    """
    remedy = "is the first row a heading? put one above the answers; else give the column another name"
    headings = [(f"heading of column {n}", name, remedy) for n, name in enumerate(export.columns, start=1)]
    sheets = [str(export.reading.get("sheet", "")), *_other_sheets(export)]
    headings += [("name of a sheet", name, "give the sheet another name") for name in sheets]
    raise_problems(
        Problem(
            f"{path.as_posix()}, {place}",
            f"{count_kind(kind, 1)}, as {mask(kind, name)}",
            "names of columns and sheets without personal data",
            what_to_do,
        )
        for place, name, what_to_do in headings
        if (kind := kind_of(name))
    )


def kind_of(name: str) -> str:
    """Return email, phone or ip where a name as a whole is one; an empty text for others."""
    found = find_patterns(name, read_words())
    whole = next((one for one in found if one.end - one.start == len(name) and one.kind in KINDS), None)
    if whole is None or (whole.kind == "ip" and not ADDRESS.search(name)):
        return ""
    return whole.kind


def _other_sheets(export: Export) -> list[str]:
    said = (re.fullmatch(r"sheet (.*) \(\d+ rows\)", str(one)) for one in export.reading.get("not_used", []))
    return [one[1] for one in said if one]
