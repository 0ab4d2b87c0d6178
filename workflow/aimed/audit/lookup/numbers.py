"""Find numbers of the ledger by words, ready to paste into the manuscript."""

from pathlib import Path

from aimed.audit.lookup.built_study import TracedStudy
from aimed.ledger.contents import LedgerNumber
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import ProblemsFound

MOST = 60


def find_numbers(words: tuple[str, ...], numbers: dict[str, LedgerNumber]) -> list[str]:
    """Return the ids whose id, label or shown form holds every word, in capitals or not."""
    wanted = [word.casefold() for word in words]
    found = []
    for name, entry in numbers.items():
        text = f"{name} {entry.get('label') or ''} {entry['shown']}".casefold()
        if all(word in text for word in wanted):
            found.append(name)
    return sorted(found, key=lambda name: (numbers[name]["group"] != "all", name.count("."), name))


def print_numbers(root: Path, words: tuple[str, ...]) -> int:
    """Print the numbers that have all the words: mark, shown form, n, label; ProblemsFound for none."""
    numbers = TracedStudy(root).numbers
    found = find_numbers(words, numbers)
    if not found:
        near = find_nearest(".".join(words), numbers, most=5)
        any_word = [name for word in words for name in find_numbers((word,), numbers)[:3]]
        near += [name for name in any_word if name not in near]
        expected = (
            f"words of an id or a label; the nearest: {', '.join(near[:5])}" if near else "words of an id"
        )
        raise ProblemsFound.at(
            "results/ledger/ledger.json", f"no number with {' '.join(words)}", expected, "use other words"
        )
    print_table(found[:MOST], numbers)
    if len(found) > MOST:
        print(f"... and {len(found) - MOST} more: add a word")
    return 0


def print_table(names: list[str], numbers: dict[str, LedgerNumber]) -> None:
    """Print ids as marks, with shown form, n and label in columns."""
    rows = [_row(name, numbers[name]) for name in names]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*padded, row[3]]))


def _row(name: str, entry: LedgerNumber) -> tuple[str, str, str, str]:
    n = "" if entry["n"] is None else f"n {entry['n']}"
    label = str(entry.get("label") or "")
    return f"[{name}]{{.num}}", entry["shown"], n, label if entry["public"] else f"{label} (NOT public)"
