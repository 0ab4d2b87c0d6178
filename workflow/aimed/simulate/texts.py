"""Hand out the written answers to open questions, each to one person at most."""

import random
from typing import Any

from aimed.simulate.answers import DesignColumn, Person, SurveyDesign


def hand_out_texts(design: SurveyDesign, people: list[Person]) -> dict[str, dict[str, str]]:
    """Return column -> person -> text for every open question; who is not named left it blank.

    A text with `groups` goes only to people of these income groups.
    """
    return {
        column["name"]: _hand_out(design, people, column)
        for column in design.written["columns"]
        if column["kind"] == "text"
    }


def _hand_out(design: SurveyDesign, people: list[Person], column: DesignColumn) -> dict[str, str]:
    order = random.Random(f"{design.written['seed']}|{column['name']}|order")  # noqa: S311
    waiting = [_plain(entry) for entry in design.written["texts"][column["texts"]]]
    order.shuffle(waiting)
    # texts for few groups go first, or the general ones would be used up on everybody
    waiting.sort(key=lambda entry: not entry[1])
    given: dict[str, str] = {}
    for person in order.sample(people, len(people)):
        if design.draw(person, column["name"], "missing").random() < column["blank"]:
            continue
        fitting = [entry for entry in waiting if not entry[1] or person.group in entry[1]]
        chosen = order.choice(fitting) if fitting else None
        if chosen:
            waiting.remove(chosen)
            given[person.name] = chosen[0]
    return given


def _plain(entry: str | dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return (text, groups) of an entry; no groups means everybody."""
    return (entry, ()) if isinstance(entry, str) else (entry["text"], tuple(entry["groups"]))
