"""Take apart a cell that holds several options, when options may hold the separator themselves."""

from collections.abc import Iterable

NAMED = {"space": " ", "newline": "\n", "tab": "\t"}


def read_separator(written: str) -> str:
    """Return the separator that a rule `split:...` names: as it stands, or space, newline, tab as a word."""
    return NAMED.get(written, written)


def split_options(cell: str, separator: str, options: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the known options in a cell, in order, and the parts that are none.

    At each place the longest option counts that ends at a separator or at the end, so that an option
    with the separator inside it stays whole. Empty parts, as after a last separator, are nothing.
    """
    longest_first = sorted((option for option in options if option), key=len, reverse=True)
    chosen, unknown = [], []
    rest = cell.strip()
    while rest:
        option = next((o for o in longest_first if _begins(rest, o, separator)), None)
        if option is not None:
            chosen.append(option)
            rest = rest[len(option) :].lstrip()
        else:
            part, _, after = rest.partition(separator)
            if part.strip():
                unknown.append(part.strip())
            rest = separator + after if after else ""
        rest = rest.removeprefix(separator).strip() if separator.strip() else rest.strip()
    return chosen, unknown


def _begins(text: str, option: str, separator: str) -> bool:
    """Return whether a text begins with an option as a whole part."""
    after = text[len(option) :]
    if not text.startswith(option):
        return False
    if separator.isspace():
        return not after or after[0].isspace()
    return not after.strip() or after.lstrip().startswith(separator)
