"""Check the manuscript as it is written, in under a second and without Snakemake."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from aimed.audit.marks_check import check_marks
from aimed.audit.material import LEDGER, Material, read_material
from aimed.citations import find_citations
from aimed.documents import SCHEMAS, read_yaml
from aimed.findings import Finding
from aimed.marks import ATTRIBUTE, ATTRIBUTES, Lines
from aimed.nearest import find_nearest
from aimed.prose import find_untraced
from aimed.regions import readable_of, readable_of_yaml

REFERENCE_KINDS = ("fig", "tbl", "sec", "eq", "lst")
SHOWN_KEYS = ("alt", "caption", "title", "notes", "note")
SEVERITIES = SCHEMAS / "severities.yaml"


def check_study(root: Path) -> list[Finding]:
    """Return everything that is wrong with the manuscript and the results of the study at `root`, sorted.

    Raises ProblemsFound for YAML or CSV that cannot be read at all.
    """
    material = read_material(root)
    return sorted({*check_documents(material), *_gate_findings(root)})


def check_documents(material: Material) -> list[Finding]:
    """Return what is wrong with the documents alone, sorted by place."""
    readable = {path: readable_of(text) for path, text in material.texts.items()}
    labels = {name for text in readable.values() for name in _labels(text)}
    findings: list[Finding] = []
    if material.binding is None:
        findings.append(_no_ledger())
    for path, text in material.texts.items():
        findings += check_marks(path, text, readable[path], material)
        findings += find_untraced(text, path)
        findings += _check_citations(path, text, readable[path], labels, material.bibliography)
    for path, text, _ in material.declarations.values():
        shown = readable_of_yaml(text, SHOWN_KEYS)
        findings += check_marks(path, text, shown, material)
        findings += find_untraced(text, path, shown)
    return sorted({_suggest(finding, material) for finding in findings})


def print_check(root: Path, stage: str | None) -> int:
    """Print the findings of a check and a closing line; return 1 when one of them is an error."""
    stage = stage or str(read_yaml(root / "config.yaml").get("stage", "draft"))
    severities = read_severities(root, stage)
    findings = [f for f in check_study(root) if severities.get(f.kind, "error") != "off"]
    for finding in findings:
        print(describe(finding, severities.get(finding.kind, "error")))
    counts = Counter(severities.get(finding.kind, "error") for finding in findings)
    print(f"{_count(counts['error'], 'error')}, {_count(counts['warning'], 'warning')} (stage {stage})")
    return 1 if counts["error"] else 0


def read_severities(root: Path, stage: str) -> dict[str, str]:
    """Return kind of finding -> error, warning or off, at a stage."""
    return {kind: levels[stage] for kind, levels in read_yaml(root / SEVERITIES).items()}


def describe(finding: Finding, severity: str) -> str:
    """Return a finding as text: place and what was found, what was expected, what to do."""
    note = "" if severity == "error" else f"{severity}: "
    return (
        f"{finding.place}: {note}{finding.found}\n"
        f"  expected: {finding.expected}\n"
        f"  to do:    {finding.remedy}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _gate_findings(root: Path) -> Iterator[Finding]:
    from aimed.audit.gate import inspect_results

    problems, deleted = inspect_results()
    for problem in problems:
        yield Finding(problem.place, 0, 0, "result_changed", problem.found, problem.expected, problem.remedy)
    for path in deleted:
        yield Finding(
            path.as_posix(),
            0,
            0,
            "result_deleted",
            "a result that was deleted",
            "the file that its run record names",
            "make paper makes it again",
        )


def _no_ledger() -> Finding:
    return Finding(
        LEDGER.as_posix(),
        0,
        0,
        "ledger_missing",
        "no such file: numbers, claims and quotations were not checked",
        "the ledger of this study",
        "make paper",
    )


def _labels(readable: str) -> Iterator[str]:
    """Yield the ids that attributes in a document give to its parts."""
    for attributes in ATTRIBUTES.finditer(readable):
        yield from (match["id"] for match in ATTRIBUTE.finditer(attributes[0][1:-1]) if match["id"])


def _check_citations(
    path: str, text: str, readable: str, labels: Iterable[str], bibliography: list[str] | None
) -> Iterator[Finding]:
    lines = Lines(text)
    known = list(labels)
    for citation in find_citations(readable):
        place = lines.place(citation.start)
        if citation.key.partition("-")[0] in REFERENCE_KINDS and "-" in citation.key:
            if citation.key not in known:
                near = find_nearest(citation.key, known)
                expected = "the id of a table, figure or section" + (
                    f"; the nearest is {near[0]}" if near else ""
                )
                found = f"@{citation.key} leads nowhere"
                yield Finding(
                    path, *place, "reference", found, expected, "correct the reference, or add the id"
                )
        elif citation.key not in (bibliography or ()):
            near = find_nearest(citation.key, bibliography or ())
            expected = "an entry of the bibliography" + (f"; the nearest is {near[0]}" if near else "")
            found = f"@{citation.key} is in no .bib file"
            yield Finding(path, *place, "citation", found, expected, "correct the key, or add the entry")


def _suggest(finding: Finding, material: Material) -> Finding:
    """Name the ids that are shown as a typed number is, where there are any."""
    if finding.kind != "untraced_digit":
        return finding
    token = finding.found.rpartition(": ")[2]
    ids = material.shown.get(token, [])
    if not ids:
        return finding
    more = f" ({len(ids) - 1} more are shown so)" if len(ids) > 1 else ""
    return replace(finding, remedy=f"perhaps [{ids[0]}]{{.num}}{more}; or {finding.remedy}")
