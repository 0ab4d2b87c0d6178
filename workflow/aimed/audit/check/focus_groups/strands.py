"""manuscript/joint.yaml held to the ledger, to the documents' quotations and to itself."""

from collections.abc import Iterable, Iterator, Mapping

from aimed.language.marks import Mark
from aimed.ledger.joint.likeness import find_unlike
from aimed.ledger.joint.rows import JointDisplay, strand_of
from aimed.ledger.joint.settled import find_settled_rows
from aimed.manuscript.binding.carried_codes import check_codes
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.messages.findings import Finding
from aimed.messages.problems import Problem

DRAWN = {
    "survey": ("a percentage", ("percent",), ()),
    "groups": ("a count of participants, turns or groups", ("count",), ("participants", "turns", "groups")),
}
KIND = "joint_display"


def find_false_rows(binding: Binding, marks: Mapping[str, Iterable[Mark]]) -> Iterator[Finding]:
    """Yield each row whose verdict does not follow or could not turn, that sets unlike things beside each
    other, or that shows what no document quotes and no figure can draw.
    """
    display = binding.joint
    if display is None:
        return
    problems = [problem for row in binding.judged.values() for problem in row.problems]
    problems += find_unlike(display, binding.judged, binding.values, binding.study.numbers)
    problems += find_settled_rows(display, binding.judged, binding.values, binding.study.numbers)
    problems += _find_unquoted(display, binding, marks)
    problems += _find_undrawable(display, binding)
    for problem in problems:
        kind = problem.kind if problem.kind != "problem" else KIND
        yield Finding(*problem.position(), kind, problem.found, problem.expected, problem.remedy)


def _find_unquoted(
    display: JointDisplay, binding: Binding, marks: Mapping[str, Iterable[Mark]]
) -> Iterator[Problem]:
    """Yield the quotations of rows that no document has, or whose turn carries none of the row's codes."""
    quoted = {mark.attributes.get("turn") for own in marks.values() for mark in own if mark.kind == "quote"}
    for row in display.rows:
        codes = row["groups"]["codes"]
        for turn in row["groups"].get("quotations", []):
            if turn not in quoted:
                told = (
                    "a turn that the paper or the supplement quotes",
                    "quote it there, or name another turn",
                )
                yield Problem(display.place(row["id"], "groups", "quotations"), f"turn {turn}", *told)
            elif binding.codes and not any(not _misses(turn, code, binding) for code in codes):
                found = f"turn {turn}, which carries no code of row {row['id']}"
                remedy = f"name another turn: aimed quotes {codes[0]} lists them"
                place = display.place(row["id"], "groups", "quotations")
                yield Problem(place, found, f"a turn with {' or '.join(codes)}", remedy)


def _misses(turn: str, code: str, binding: Binding) -> bool:
    return bool(check_codes("", turn, code, binding.coded, binding.codes))


def _find_undrawable(display: JointDisplay, binding: Binding) -> Iterator[Problem]:
    """Yield the numbers that a row shows and that are unknown, or of another kind than its strand's."""
    numbers = binding.study.numbers
    for row in display.rows:
        for strand, (what, units, statistics) in DRAWN.items():
            for name in strand_of(row, strand)["numbers"]:
                entry = numbers.get(name)
                fits = entry is not None and entry["unit"] in units
                if not fits or (statistics and entry is not None and entry["statistic"] not in statistics):
                    place = display.place(row["id"], strand, "numbers")
                    yield Problem(place, f"{name} in row {row['id']}", f"the id of {what}", "correct the id")
