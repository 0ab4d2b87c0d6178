"""The documents of a study held to its ledger and its declarations: all that a check finds in them."""

from collections.abc import Iterator

from aimed.audit.check.blocks import find_loose_blocks
from aimed.audit.check.focus_groups.over_quoted import find_unbalanced
from aimed.audit.check.focus_groups.speakers_named import find_misattributed
from aimed.audit.check.focus_groups.strands import find_false_rows
from aimed.audit.check.focus_groups.subjects_named import find_other_subjects
from aimed.audit.check.focus_groups.verdicts_named import find_other_verdicts
from aimed.audit.check.given_away import find_given_away
from aimed.audit.check.groups_named import find_misnamed
from aimed.audit.check.inputs import LEDGER, Material
from aimed.audit.check.marks import check_marks
from aimed.audit.check.mixed_quantities import find_mixed, find_unsaid_ranks
from aimed.audit.check.unplanned import find_mixed_families, find_unmarked
from aimed.audit.check.unproven_absences import find_unproven
from aimed.audit.check.unreported_outcomes import find_unmentioned, find_unreported
from aimed.audit.claims.documents import WrittenTexts, hold_words
from aimed.audit.claims.naming import name_things
from aimed.audit.claims.nearby.shown_numbers import Bound, ids_shown
from aimed.audit.coherence.ledger_numbers import find_broken_flows, find_incoherent
from aimed.audit.labels.findings import find_mislabelled
from aimed.audit.literals.findings import find_literals, find_uncited
from aimed.audit.literals.limits import find_other_limits
from aimed.audit.literals.typed import suggest_number
from aimed.files.yaml_json import SCHEMAS, read_yaml
from aimed.language.citations import find_citations
from aimed.language.marks import Mark, TextPositions, scan_marks
from aimed.language.prose_regions import SHOWN_KEYS, readable_of, readable_of_yaml
from aimed.language.spans import ATTRIBUTE, ATTRIBUTES
from aimed.language.unmarked import find_untraced
from aimed.messages.findings import Finding
from aimed.messages.nearest import hint_nearest

REFERENCE_KINDS = ("fig", "tbl", "sec", "eq", "lst")


def check_documents(material: Material) -> list[Finding]:
    """Return what is wrong with the documents alone, sorted by place."""
    readable = {path: readable_of(text) for path, text in material.texts.items()}
    attributes = [found[0][1:-1] for text in readable.values() for found in ATTRIBUTES.finditer(text)]
    labels = [match["id"] for one in attributes for match in ATTRIBUTE.finditer(one) if match["id"]]
    findings: list[Finding] = []
    if material.binding is None:
        found = "no such file: numbers, claims and quotations were not checked"
        expected = "the ledger of this study"
        findings.append(Finding(LEDGER.as_posix(), 0, 0, "ledger_missing", found, expected, "make paper"))
    for path, text in material.texts.items():
        findings += check_marks(path, text, readable[path], material)
        findings += find_untraced(text, path)
        findings += find_loose_blocks(path, text, readable[path])
        findings += _check_citations(path, text, readable[path], labels, material.bibliography)
        findings += _check_literals(path, text, readable[path], material)
    for path, text, _ in material.declarations.values():
        shown = readable_of_yaml(text, SHOWN_KEYS)
        findings += check_marks(path, text, shown, material)
        findings += find_untraced(text, path, shown)
    findings += _hold_to_design(material, readable)
    findings += [*find_unmarked(material), *find_mislabelled(material.declarations, material.design)]
    numbers = material.binding.study.numbers if material.binding else {}
    texts, forms = material.texts, material.shown if numbers else {}
    return sorted({suggest_number(one, texts.get(one.path, ""), forms, numbers) for one in findings})


def _hold_to_design(material: Material, readable: dict[str, str]) -> Iterator[Finding]:
    """Yield where text, plans, names of groups and numbers do not agree."""
    design, binding = material.design, material.binding
    marks = {path: scan_marks(text, readable[path]) for path, text in material.texts.items()}
    yield from find_unreported(design, [mark for own in marks.values() for mark in own])
    yield from find_unmentioned(marks, readable)
    yield from find_mixed_families(design)
    declared = [material.declarations[kind][:2] for kind in ("table", "figure")]
    naming = name_things(design, binding.study.numbers if binding else {})
    yield from hold_words(WrittenTexts(material.texts, readable, marks, declared), design, binding, naming)
    if binding is None:
        return
    numbers = binding.study.numbers
    for path, own in marks.items():
        yield from find_misnamed(
            path, readable[path], own, binding.numbers, numbers, design.groups, design.levels
        )
        yield from find_mixed(path, readable[path], own, binding.numbers, numbers)
        yield from find_unproven(
            path, material.texts[path], readable[path], design.words, own, binding.numbers, numbers
        )
        yield from find_unsaid_ranks(path, readable[path], own, binding.numbers, numbers)
        yield from find_misattributed(path, readable[path], own, binding, design.speakers)
        yield from find_other_subjects(path, readable[path], own, binding, naming)
    yield from find_unbalanced(marks, binding)
    yield from _hold_to_display(material, readable, marks)
    yield from find_given_away(material.protection, design)
    yield from find_incoherent(numbers, _first_places(marks, binding.numbers), material.whole)
    path, text, _ = material.declarations["figure"]
    yield from find_broken_flows(design.figures, numbers, path, text)


def _hold_to_display(
    material: Material, readable: dict[str, str], marks: dict[str, list[Mark]]
) -> Iterator[Finding]:
    """Yield what is wrong with the joint display, and with what documents say of it."""
    binding, design = material.binding, material.design
    if binding is None or binding.joint is None:
        return
    yield from find_false_rows(binding, marks)
    drawn = {entry["id"] for entry in (*design.tables, *design.figures) if entry.get("kind") == "joint"}
    every = [mark for own in marks.values() for mark in own]
    floats = {mark.attributes["id"] for mark in every if mark.attributes.get("from") in drawn}
    words = read_yaml(SCHEMAS / "verdict_words.yaml")
    for path, own in marks.items():
        yield from find_other_verdicts(path, readable[path], own, binding.joint, words, floats)
    path, text, _ = material.declarations["joint"]
    shown = readable_of_yaml(text, SHOWN_KEYS)
    groups, numbers = design.groups, binding.study.numbers
    yield from find_misnamed(
        path, shown, scan_marks(text, shown), binding.numbers, numbers, groups, design.levels
    )


def _first_places(marks: dict[str, list[Mark]], bound: Bound) -> dict[str, tuple[str, int, int]]:
    """Return where each number that a .num mark shows stands first, as (path, line, column)."""
    places: dict[str, tuple[str, int, int]] = {}
    for path, mark in ((path, mark) for path, own in marks.items() for mark in own):
        for name in ids_shown(mark, bound):
            places.setdefault(name, (path, mark.line, mark.column))
    return places


def _check_citations(
    path: str, text: str, readable: str, labels: list[str], bibliography: list[str] | None
) -> Iterator[Finding]:
    lines = TextPositions(text)
    for citation in find_citations(readable):
        kind, _, name = citation.key.partition("-")
        if kind in REFERENCE_KINDS and name:
            there, told = labels, ("reference", "leads nowhere", "the id of a table, figure or section")
            remedy = "correct the reference, or add the id"
        else:
            told = ("citation", "is in no .bib file", "an entry of the bibliography")
            there, remedy = bibliography or [], "correct the key, or add the entry"
        if citation.key not in there:
            found, expected = f"@{citation.key} {told[1]}", told[2] + hint_nearest(citation.key, there)
            yield Finding(path, *lines.place(citation.start), told[0], found, expected, remedy)


def _check_literals(path: str, text: str, readable: str, material: Material) -> Iterator[Finding]:
    """Yield literals that the study knows better, and published values without a citation."""
    marks = scan_marks(text, readable)
    joint = material.binding.joint if material.binding else None
    numbers = material.binding.study.numbers if material.binding else {}
    methods = {str(entry["method"]) for entry in numbers.values()}
    yield from find_other_limits(path, marks, joint.rows if joint else (), methods)
    if material.binding is not None:
        yield from find_literals(path, marks, material.known, material.stands, readable)
    yield from find_uncited(path, readable, marks, material.bibliography or [], material.published)
