"""Names and labels that stand whole within a few words before a colon."""

from collections.abc import Iterable

from aimed.ingest.personal.words import TOKEN, fold, read_words

NAMED_WORDS = 8


def list_runs(names: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return the words of each name or label, folded; a lone letter is none, as "I" stands in any speech."""
    runs = (tuple(fold(token) for token in TOKEN.findall(name)) for name in names)
    return frozenset(run for run in runs if len("".join(run)) > 1)


def holds_name(label: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """Return whether few words hold one of `runs` whole; an everyday word alone needs a capital."""
    if len(label.split(maxsplit=NAMED_WORDS)) > NAMED_WORDS:
        return False
    everyday = read_words().lists["everyday"]
    tokens = TOKEN.findall(label)
    folded = [fold(token) for token in tokens]
    return any(
        tuple(folded[start:end]) in runs
        for start, token in enumerate(tokens)
        for end in range(start + 1, len(tokens) + 1)
        if not (end == start + 1 and token.islower() and folded[start] in everyday)
    )
