"""Speakers who are quoted much more than others."""

from collections.abc import Iterator, Mapping

from aimed.language.marks import Mark
from aimed.manuscript.binding.quotations import find_turn
from aimed.manuscript.binding.resolve_marks import Binding, place_of
from aimed.manuscript.binding.speakers import find_over_quoted
from aimed.messages.findings import Finding


def find_unbalanced(marks: Mapping[str, list[Mark]], binding: Binding) -> Iterator[Finding]:
    """Yield a finding at the last quotation of each speaker with too many of all documents; no id is told."""
    quoted = [
        (str(turn["participant"]), path, mark)
        for path, own in marks.items()
        for mark in own
        if mark.kind == "quote" and (turn := find_turn(mark.attributes.get("turn", ""), binding.turns))
    ]
    share = binding.quoting.largest_share
    for person, count in find_over_quoted([one for one, _, _ in quoted], share).items():
        places = [(path, mark) for one, path, mark in quoted if one == person]
        path, mark = places[-1]
        others = ", ".join(place_of(*place).rpartition(":")[0] for place in places[:-1])
        found = f"{count} of {len(quoted)} quotations are of one speaker (also {others})"
        expected = (
            f"at most {100 * share:g} % of them, as manuscript.quotations.largest_share of config.yaml says"
        )
        remedy = "quote others, too: aimed quotes CODE lists whom"
        yield Finding(path, mark.line, mark.column, "over_quoted", found, expected, remedy)
