"""The words by which a survey's export says yes and no, in the languages that have been met."""

from aimed.study.codebook import NO_ANSWER, NOT_ASKED

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
# how exports and codebooks name the two reasons that every study has
NO_ANSWERS = {
    NOT_ASKED: (
        *("not shown", "question not shown", "not displayed", "not presented", "not administered"),
        *("skipped by routing", "legitimate skip", "filtered", "no mostrada", "no mostrado", "nicht gezeigt"),
        *("nicht gestellt", "non affichée", "表示されず", "非表示"),
    ),
    NO_ANSWER: (
        *("seen but unanswered", "seen but not answered", "unanswered", "left blank", "blank", "missing"),
        *("no response", "sin responder", "no contesta", "unbeantwortet", "sans réponse", "未回答"),
    ),
}


def is_yes(text: str) -> bool:
    """Return whether a text says yes."""
    return text.strip().casefold() in YES


def is_no(text: str) -> bool:
    """Return whether a text says no."""
    return text.strip().casefold() in NO
