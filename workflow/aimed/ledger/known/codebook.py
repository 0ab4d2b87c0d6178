"""How many variables, levels, options, themes and codes the codebook has."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from aimed.files.people_tables import PeopleTable
from aimed.ledger.known.quantities import KnownQuantity, slug
from aimed.study.written_tables import read_written_rows

COARSER, COMMENT = "_collapsed", "comment"


def count_codebook(variables: Path, scales: Path, themes: Path) -> Iterator[KnownQuantity]:
    """Yield the counts of a codebook: variables, open questions, levels of scales, themes and codes.

    A code is a leaf of themes.csv, a theme what stands at its top and has codes below it.
    """
    asked = read_written_rows(variables)
    yield _count("codebook.variables", len(asked.rows), "number of variables", variables, "rows counted")
    open_questions = [
        line
        for row, line in zip(asked.rows, asked.lines, strict=True)
        if row["type"] == "text" and row["role"] == COMMENT
    ]
    if open_questions:
        rule = "variables of type text and role comment, counted"
        yield KnownQuantity(
            "codebook.open_questions",
            len(open_questions),
            "count",
            "number of open questions",
            _lines(variables, open_questions),
            rule,
            ("open questions",),
        )
    yield from _count_levels(read_written_rows(scales), asked, scales)
    yield from _count_codes(read_written_rows(themes), themes)


def _count_levels(levels: PeopleTable, asked: PeopleTable, path: Path) -> Iterator[KnownQuantity]:
    multi = {row["scale"] for row in asked.rows if row["type"] == "multi"}
    lines: dict[str, list[int]] = {}
    for row, line in zip(levels.rows, levels.lines, strict=True):
        if not row["scale"].endswith(COARSER):
            lines.setdefault(row["scale"], []).append(line)
    for scale, own in lines.items():
        what = "options" if scale in multi else "levels"
        label = f"number of {what} of {scale.replace('_', ' ')}"
        yield KnownQuantity(
            f"codebook.{slug(scale)}.{what}", len(own), "count", label, _lines(path, own), "rows counted"
        )


def _count_codes(themes: PeopleTable, path: Path) -> Iterator[KnownQuantity]:
    parents = Counter(row.get("parent", "") for row in themes.rows)
    leaves = [row for row in themes.rows if not parents[row["code"]]]
    tops = [row["code"] for row in themes.rows if parents[row["code"]] and not row.get("parent")]
    if not themes.rows:
        return
    names = ("codes of the codebook", "number of codes")
    yield _count("codebook.codes", len(leaves), "number of codes", path, "codes without others below", names)
    names = ("themes of the codebook", "number of themes")
    yield _count("codebook.themes", len(tops), "number of themes", path, "codes at the top", names)
    for code in tops:
        own = sum(row["code"].startswith(f"{code}.") or _below(row, code) for row in leaves)
        label = f"number of codes of {code}"
        yield _count(f"codebook.{slug(code)}.codes", own, label, path, "codes below it, counted")


def _below(row: dict[str, str], code: str) -> bool:
    return row.get("parent") == code


def _count(
    name: str, number: int, label: str, path: Path, rule: str, names: tuple[str, ...] = ()
) -> KnownQuantity:
    return KnownQuantity(name, number, "count", label, (path.as_posix(),), rule, names)


def _lines(path: Path, lines: list[int]) -> tuple[str, ...]:
    return tuple(f"{path.as_posix()}:{line}" for line in lines)
