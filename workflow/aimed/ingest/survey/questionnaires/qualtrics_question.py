"""One question of a Qualtrics questionnaire: its texts, choices, codes and translations."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aimed.ingest.survey.export import strip_markup

PARTS = {"Choices": "ChoiceOrder", "Answers": "AnswerOrder"}


@dataclass(frozen=True)
class QualtricsQuestion:
    """The payload of a question element, whatever a file made of it, and the survey's own language."""

    payload: dict[str, Any]
    language: str

    def text(self, key: str) -> str:
        """Return a text of the payload; an empty one where there is none."""
        return str(self.payload.get(key) or "")

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """Return, for the Choices and the Answers, id -> text in the order in which they were shown."""
        return {part: self._choices(part) for part in PARTS}

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """Return, for the Choices and the Answers, id -> the number that an export of numbers has for it."""
        recoded = entries_of(self.payload.get("RecodeValues"))
        return {part: {one: str(recoded.get(one, one)) for one in self.choices[part]} for part in PARTS}

    @cached_property
    def translated(self) -> dict[str, dict[str, Any]]:
        """Return language -> texts, the survey's own language too; empty without translations."""
        written = entries_of(self.payload.get("Language"))
        others = {code: texts for code, texts in written.items() if isinstance(texts, dict)}
        others.pop(self.language, None)
        known = [self.language, *others]
        named = {_name_language(code, known): texts for code, texts in others.items()}
        return named | {_name_language(self.language, known): self.payload} if others else {}

    def _choices(self, part: str) -> dict[str, str]:
        entries = entries_of(self.payload.get(part))
        order = [str(one) for one in entries_of(self.payload.get(PARTS[part])).values()]
        # names for exports are those of the answers; of the choices only where the choices are the answers
        is_scale = part == "Answers" or not entries_of(self.payload.get("Answers"))
        named = entries_of(self.payload.get("VariableNaming")) if is_scale else {}
        ids = dict.fromkeys([*(one for one in order if one in entries), *entries])
        return {one: plain(named.get(one)) or plain(entries[one]) for one in ids}


def plain(text: Any) -> str:
    """Return a text, or the text of a choice, without its markup and on one line."""
    written = text.get("Display") if isinstance(text, dict) else text
    return strip_markup(str(written if written is not None else ""))


def entries_of(value: Any) -> dict[str, Any]:
    """Return a mapping with text keys: an empty one is a list in a .qsf, and so may a numbered one be."""
    if isinstance(value, list):
        return {str(number): one for number, one in enumerate(value)}
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def _name_language(code: str, known: Iterable[str]) -> str:
    """Return a language as cohort.yaml writes it, `es` for ES-ES; whole where two are of one language."""
    short = code[:2].lower()
    return code.lower() if sum(other[:2].lower() == short for other in known) > 1 else short
