"""Hidden counts that the public numbers give away, by the bounds that the ledger stored."""

from collections.abc import Iterator

from aimed.audit.lookup.declarations import StudyDeclarations, find_word
from aimed.ledger.contents import Protection
from aimed.messages.findings import Finding

EVIDENCE = "results/ledger/evidence.json"
SAFE = "public numbers by which a hidden count may be anything from 1 to the smallest cell less 1"
BY_PLAN = "write small_cells: hidden, or let small_cells_reason say why this does no harm"
BY_NONE = "aimed trace names what it rests on; leave an analysis out that counts the same people"


def find_given_away(protection: Protection | None, design: StudyDeclarations) -> Iterator[Finding]:
    """Yield each plan that shows on purpose what narrows hidden counts, and what no plan can be named for.

    `protection` is None for a ledger that an earlier version wrote.
    """
    if protection is None:
        return
    if why := protection.get("not_bounded"):
        remedy = "report it: the sums that the ledger takes for true are not"
        found = f"hidden counts that could not be bounded ({why})"
        yield Finding(EVIDENCE, 0, 0, "given_away", found, SAFE, remedy)
    narrowed: dict[str, list[str]] = {}
    for name, analyses in sorted(protection["conflicts"].items()):
        for analysis in analyses or [""]:
            narrowed.setdefault(analysis, []).append(name.removesuffix("|rest"))
    for analysis, names in sorted(narrowed.items()):
        what = f"the hidden {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        if analysis in design.plans:
            path, text, _ = design.plans[analysis]
            found = f"small_cells of {analysis} shows numbers that narrow {what}"
            yield Finding(path, *find_word(text, "small_cells"), "given_away", found, SAFE, BY_PLAN)
        else:
            found = f"public numbers narrow {what}"
            yield Finding(EVIDENCE, 0, 0, "given_away", found, SAFE, BY_NONE)
