"""A difference as text, as one HTML file, and as a Markdown comment."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from string import Template

from aimed.audit.mentions.number_places import Place
from aimed.audit.release.changed_numbers import Change, ChangedNumbers, show_change, show_entry
from aimed.audit.release.provenance import describe_changed

MOST_ROWS = 100  # of a comment, which GitHub cuts off at 65,536 characters
PUNCTUATION = re.compile(r"([\\`*_\[\]|~#])")
PAGE = Path(__file__).with_suffix(".html")


def write_text(difference: ChangedNumbers) -> str:
    """Return a difference as plain text: every number, its places and sentences, flags and cause."""
    lines = [_headline(difference), _cause_line(difference)]
    for change in difference.changed:
        old, new = map(clean, show_change(change.old, change.new))
        lines += ["", f"{change.identifier}: {old} -> {new}"]
        lines += [f"  {clean(change.label)}"] if change.label else []
        lines += [f"  ! {flag}" for flag in change.flags]
        lines += [f"  cause: {clean(change.cause)}"] if difference.changed_origins is not None else []
        lines += [f"  {place['place']}: {clean(place['text'])}" for place in change.places]
    for word, numbers in (("came", difference.came), ("went", difference.went)):
        for name, entry in numbers.items():
            at = ", ".join(place["place"] for place in difference.places.get(name, ()))
            lines += ["", f"{name}: {word}, {clean(show_entry(entry))}" + (f" ({at})" if at else "")]
    return "\n".join(lines)


def write_html(difference: ChangedNumbers) -> str:
    """Return a difference as one HTML file that needs nothing beside it."""
    rows = "\n".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in _html_rows(difference))
    parts = {"title": escape(_headline(difference)), "cause": escape(_cause_line(difference)), "rows": rows}
    return Template(PAGE.read_text(encoding="utf-8")).substitute(parts).rstrip("\n")


def write_markdown(difference: ChangedNumbers) -> str:
    """Return a difference as a Markdown comment: what stands in the text or is flagged comes first.

    It names at most 100 changed numbers and says how many more there are.
    """
    lines = [f"**{escape_markdown(_headline(difference))}**", "", escape_markdown(_cause_line(difference))]
    ordered = sorted(difference.changed, key=lambda c: (not c.places, not c.flags, c.identifier))
    if ordered:
        lines += ["", "| number | old | new | flags | where it stands |", "| --- | --- | --- | --- | --- |"]
    lines += [_markdown_row(change) for change in ordered[:MOST_ROWS]]
    if len(ordered) > MOST_ROWS:
        lines += ["", f"{len(ordered) - MOST_ROWS} more changed; `aimed diff` lists them."]
    for word, numbers in (("Came", difference.came), ("Went", difference.went)):
        names = sorted(numbers, key=lambda name: (name not in difference.places, name))
        more = f" and {len(names) - MOST_ROWS} more" if len(names) > MOST_ROWS else ""
        if names:
            shown = ", ".join(f"`{clean(name).replace('`', '')}`" for name in names[:MOST_ROWS])
            lines += ["", f"{word}: {shown}{more}."]
    return "\n".join(lines)


def write_json(difference: ChangedNumbers) -> str:
    """Return a difference as an object with old, new, same, cause, changed, came and went.

    A changed number has id, label, old, new, flags, cause and places; one that came or went id, shown and
    places.
    """
    places = {name: [dict(place) for place in found] for name, found in difference.places.items()}
    changed = [
        {"id": change.identifier, "label": change.label, "flags": list(change.flags), "cause": change.cause}
        | dict(zip(("old", "new"), show_change(change.old, change.new), strict=True))
        | {"places": [dict(place) for place in change.places]}
        for change in difference.changed
    ]
    told: dict[str, object] = {
        "old": difference.names[0],
        "new": difference.names[1],
        "same": difference.same,
    }
    told |= {"cause": _cause_line(difference), "changed": changed}
    for word, numbers in (("came", difference.came), ("went", difference.went)):
        told[word] = [
            {"id": name, "shown": show_entry(entry), "places": places.get(name, [])}
            for name, entry in numbers.items()
        ]
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, no HTML, no mention of a user."""
    plain = PUNCTUATION.sub(r"\\\1", escape(clean(text), quote=False))
    return plain.replace("@", "@<!-- -->")


def clean(text: str) -> str:
    """Return text on one line, without what a terminal would obey."""
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())


def _headline(difference: ChangedNumbers) -> str:
    old, new = map(clean, difference.names)
    moved = f"{len(difference.came)} came, {len(difference.went)} went"
    return f"{old} -> {new}: {len(difference.changed)} changed, {moved}, {difference.same} are the same"


def _cause_line(difference: ChangedNumbers) -> str:
    if difference.changed_origins is None:
        return "cause: not known, since only releases and the current results say what they came from"
    return f"what differs: {clean(describe_changed(difference.changed_origins))}"


def _html_rows(difference: ChangedNumbers) -> Iterator[tuple[str, ...]]:
    for change in difference.changed:
        old, new = show_change(change.old, change.new)
        flags = "<br>".join(f'<span class="flag">{escape(flag)}</span>' for flag in change.flags)
        places = _html_places(change.places)
        number = f"<code>{escape(change.identifier)}</code><br>{escape(clean(change.label))}"
        yield number, escape(clean(old)), escape(clean(new)), flags, places, escape(clean(change.cause))
    for word, numbers in (("came", difference.came), ("went", difference.went)):
        for name, entry in numbers.items():
            old, new = ("", show_entry(entry)) if word == "came" else (show_entry(entry), "")
            places = _html_places(difference.places.get(name, ()))
            yield f"<code>{escape(name)}</code>", escape(clean(old)), escape(clean(new)), word, places, ""


def _html_places(places: Iterable[Place]) -> str:
    told = (f"<code>{escape(place['place'])}</code> {escape(clean(place['text']))}" for place in places)
    return "<br>".join(told)


def _markdown_row(change: Change) -> str:
    cells = (change.identifier, *show_change(change.old, change.new), "; ".join(change.flags))
    places = [escape_markdown(f"{place['place']} {place['text']}") for place in change.places[:3]]
    return f"| {' | '.join(map(escape_markdown, cells))} | {'<br>'.join(places)} |"


FORMATS: dict[str, Callable[[ChangedNumbers], str]] = {
    "text": write_text,
    "html": write_html,
    "markdown": write_markdown,
    "json": write_json,
}
