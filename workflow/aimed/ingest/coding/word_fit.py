"""How well a span fits: the words that a program quotes for it, and the borders of words."""

import re

BREAK = re.compile(r"\r\n|[\r\n\t\x0b\x0c\u0085\u2028\u2029]")
ELLIPSIS = re.compile(r"\s*(\.\.\.|\u2026)\s*$")
LONG = 20  # letters from which on a quotation may be cut without a sign
OTHER_WORDS, CUT_SHORT, AS_QUOTED = 0, 1, 2
CUTS_WORD, BLANK_AT_END, AT_WORDS = 0, 1, 2


def fits_quotation(words: str, quoted: str) -> int:
    """Return whether words are AS_QUOTED, are quoted CUT_SHORT at their end, or are OTHER_WORDS.

    Line breaks and tabs count as blanks, since XML keeps neither in an attribute; blanks at the ends of a
    quotation do not count.
    """
    found, said = " ".join(BREAK.sub(" ", words).split()), " ".join(BREAK.sub(" ", quoted).split())
    if found == said:
        return AS_QUOTED
    whole = ELLIPSIS.sub("", said)
    is_cut = whole != said or len(said) >= LONG
    return CUT_SHORT if is_cut and whole and found.startswith(whole) else OTHER_WORDS


def fits_words(text: str, span: tuple[int, int]) -> int:
    """Return whether a span cuts a word (CUTS_WORD), has a BLANK_AT_END of its words, or is AT_WORDS.

    An end before punctuation cuts nothing, and whole paragraphs with their line end have no blank.
    """
    start, end = span
    selected = text[start:end]
    if not selected.strip():
        return CUTS_WORD
    cuts_first = start > 0 and text[start - 1].isalnum() and selected[0].isalnum()
    cuts_last = end < len(text) and selected[-1].isalnum() and text[end].isalnum()
    if cuts_first or cuts_last:
        return CUTS_WORD
    paragraph = start == 0 or text[start - 1] == "\n"
    whole = selected.rstrip("\n") if paragraph else selected
    return AT_WORDS if whole == whole.strip() else BLANK_AT_END
