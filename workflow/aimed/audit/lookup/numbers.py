"""Find numbers of the ledger by words, ready to paste into the manuscript."""

import json
from pathlib import Path

from aimed.audit.lookup.built_study import LEDGER, TracedStudy
from aimed.ledger.contents import LedgerNumber, list_quotable
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

MOST = 60


def find_numbers(words: tuple[str, ...], numbers: dict[str, LedgerNumber]) -> list[str]:
    """Return the ids whose id, label or shown form holds every word, in capitals or not."""
    texts = {name: f"{name} {entry.get('label') or ''} {entry['shown']}" for name, entry in numbers.items()}
    wanted = [word.casefold() for word in words]
    found = [name for name, text in texts.items() if all(word in text.casefold() for word in wanted)]
    return sorted(found, key=lambda name: (numbers[name]["group"] != "all", name.count("."), name))


def print_numbers(root: Path, words: tuple[str, ...], *, as_json: bool = False) -> int:
    """Print the numbers that have all the words: mark, shown form, n, label; ProblemsFound for none.

    as_json: all of them as a list of objects with id, mark, shown, n, unit, label and public.
    """
    numbers = list_quotable(TracedStudy(root).ledger)
    found = find_numbers(words, numbers)
    if not found:
        near = find_nearest(".".join(words), numbers, most=5)
        with_any = [name for word in words for name in find_numbers((word,), numbers)[:3]]
        near = list(dict.fromkeys([*near, *with_any]))[:5]
        expected = f"words of an id or a label; the nearest: {', '.join(near)}" if near else "words of an id"
        raise ProblemsFound.at(LEDGER, f"no number with {' '.join(words)}", expected, "use other words")
    if as_json:
        told = [describe_number(name, numbers[name]) for name in found]
        print(json.dumps({"numbers": told}, ensure_ascii=False, indent=2, sort_keys=True))
        return 0
    print_table(found[:MOST], numbers)
    if len(found) > MOST:
        print(f"... and {len(found) - MOST} more: add a word")
    return 0


def describe_number(name: str, entry: LedgerNumber) -> dict[str, object]:
    """Return what programs are told of a number: nothing but its name and label where it is not public."""
    said = {"id": name, "mark": f"[{name}]{{.num}}", "label": str(entry.get("label") or "")}
    public = bool(entry["public"])
    shown = {key: entry[key] if public else None for key in ("shown", "n", "unit")}  # type: ignore[literal-required]
    return {**said, **shown, "public": public}


def print_table(names: list[str], numbers: dict[str, LedgerNumber]) -> None:
    """Print ids as marks, with shown form, n and label in columns."""
    rows = [_row(name, numbers[name]) for name in names]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *cells, label in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        print("  ".join([*padded, label]))


def _row(name: str, entry: LedgerNumber) -> tuple[str, str, str, str]:
    n = "" if entry["n"] is None else f"n {entry['n']}"
    label = str(entry.get("label") or "")
    return f"[{name}]{{.num}}", entry["shown"], n, label if entry["public"] else f"{label} (NOT public)"
