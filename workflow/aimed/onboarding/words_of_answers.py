"""The words by which a survey's export says yes and no, in the languages that have been met."""

YES = {
    "1",
    "yes",
    "y",
    "true",
    "checked",
    "ticked",
    "selected",
    "ja",
    "sí",
    "si",
    "oui",
    "はい",
    "sim",
    "ndiyo",
}
YES |= {"acepto", "sí, acepto", "同意する", "同意します", "quoted"}
NO = {
    "0",
    "no",
    "n",
    "false",
    "unchecked",
    "unticked",
    "not selected",
    "nein",
    "non",
    "いいえ",
    "não",
    "hapana",
}
NO |= {"not quoted"}


def is_yes(text: str) -> bool:
    """Return whether a text says yes."""
    return text.strip().casefold() in YES


def is_no(text: str) -> bool:
    """Return whether a text says no."""
    return text.strip().casefold() in NO
