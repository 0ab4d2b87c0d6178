"""Find the characters of a transcript in a text that differs from it in blanks alone.

A coding program stores the text as it was imported: with other line ends, empty lines, padding after the
speaker's label or a title above the first turn. Letters must be the same, one by one; characters that
nobody sees, which a label loses, and the two widths of a colon are no difference.
"""

import unicodedata

COLONS = str.maketrans({"\uff1a": ":"})


def align_texts(text: str, canonical: str, before: str = "") -> dict[int, int] | None:
    """Return character of `text` -> character of `canonical` (code points), or None when they differ.

    Equal texts map every character; texts that differ in blanks, or by the lines `before` the first
    turn, map every character that is no blank.
    """
    if text == canonical:
        return {place: place for place in range(len(text))}
    text, canonical = text.translate(COLONS), canonical.translate(COLONS)
    ours = _letters(canonical)
    for theirs in _beginnings(text, before):
        if [text[place] for place in theirs] == [canonical[place] for place in ours]:
            return dict(zip(theirs, ours, strict=True))
    return None


def first_difference(text: str, canonical: str, before: str = "") -> int:
    """Return the character of `canonical` from which on `text` does not go on as it does."""
    text, canonical = text.translate(COLONS), canonical.translate(COLONS)
    ours = _letters(canonical)
    agreeing = [
        next(
            (n for n, (t, c) in enumerate(zip(theirs, ours, strict=False)) if text[t] != canonical[c]),
            min(len(theirs), len(ours)),
        )
        for theirs in _beginnings(text, before)
    ]
    return [*ours, len(canonical)][max(agreeing)]


def map_span(span: tuple[int, int], places: dict[int, int]) -> tuple[int, int] | None:
    """Return a half-open span of the one text in the other; None when it holds no character of it."""
    found = [places[place] for place in range(*span) if place in places]
    return (found[0], found[-1] + 1) if found else None


def _letters(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if _is_seen(character)]


def _is_seen(character: str) -> bool:
    # asking for the category takes longer, and ASCII has none of these
    return not character.isspace() and (character.isascii() or unicodedata.category(character) != "Cf")


def _beginnings(text: str, before: str) -> list[list[int]]:
    """Return the letters of a text, and those after the lines before the first turn when it has them."""
    letters = _letters(text)
    above = [before[place] for place in _letters(before)]
    has_above = above and [text[place] for place in letters[: len(above)]] == above
    return [letters, letters[len(above) :]] if has_above else [letters]
