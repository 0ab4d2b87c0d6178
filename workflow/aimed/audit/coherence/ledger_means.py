"""Means and standard deviations in the ledger that no n whole numbers have (GRIM and GRIMMER)."""

import math
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.files.tables import one_connection

RESPONSES = Path("results/harmonise/pooled/responses.parquet")
NUMERIC = ("DOUBLE", "FLOAT", "BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "TINYINT")
Entry = Mapping[str, Any]


def read_whole_items(root: Path, numbers: Mapping[str, Entry]) -> frozenset[str]:
    """Return the items with a mean in the ledger whose answers are all whole numbers."""
    items = {str(entry["item"]) for entry in numbers.values() if _last(entry) == "mean"}
    path = root / RESPONSES
    if not items or not path.is_file():
        return frozenset()
    ask = one_connection().execute
    described = ask("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    columns = [name for name, kind, *_ in described if name in items and kind in NUMERIC]
    if not columns:
        return frozenset()
    quoted = ('"' + name.replace('"', '""') + '"' for name in columns)
    tests = ", ".join(f"bool_and({column} = floor({column}))" for column in quoted)
    row = ask(f"SELECT {tests} FROM read_parquet(?)", [str(path)]).fetchone() or ()
    return frozenset(name for name, is_whole in zip(columns, row, strict=True) if is_whole)


def find_impossible(numbers: Mapping[str, Entry], whole: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong) for public means and standard deviations of the items in `whole`.

    The ledger has full precision, so n times a mean is a whole number; and so is the sum of squares,
    (n - 1) sd^2 + n mean^2, which is even when the sum is (Brown and Heathers 2017; Anaya 2016).
    """
    for name, entry in numbers.items():
        if not entry["public"] or entry["item"] not in whole or not entry["n"]:
            continue
        if _last(entry) == "mean" and not _is_whole(total := float(entry["value"]) * entry["n"]):
            near = " or ".join(f"{edge / entry['n']:.6g}" for edge in (math.floor(total), math.ceil(total)))
            yield name, f"{name} is {entry['value']:.6g}, but {entry['n']} whole numbers give {near}"
        if _last(entry) == "sd":
            mean = numbers.get(f"{name.removesuffix('sd')}mean")
            if mean and mean["n"] == entry["n"] and not _can_vary(entry, mean):
                yield (
                    name,
                    (
                        f"{name} is {entry['value']:.6g}, which {entry['n']} whole numbers "
                        f"with a mean of {mean['value']:.6g} cannot have"
                    ),
                )


def _can_vary(sd: Entry, mean: Entry) -> bool:
    n, total = int(sd["n"]), float(mean["value"]) * int(sd["n"])
    squares = (n - 1) * float(sd["value"]) ** 2 + total**2 / n
    return not _is_whole(total) or (_is_whole(squares) and (round(squares) - round(total)) % 2 == 0)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= 1e-6 + 1e-12 * abs(value)


def _last(entry: Entry) -> str:
    return str(entry["statistic"]).rpartition(".")[2]
