"""Findings as text for people, JSON for programs, SARIF for code hosts, and annotations of GitHub."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from aimed.messages.diagnostics import write_report
from aimed.messages.findings import Finding

Graded = list[tuple[str, Finding]]
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write_text(graded: Graded, stage: str, claims: str = "") -> str:
    """Return each finding in three lines, how many claims were verified, and a closing line of numbers."""
    told = [finding.describe(severity) for severity, finding in graded]
    return "\n".join([*told, *([claims] if claims else []), count(graded, stage)])


def count(graded: Graded, stage: str) -> str:
    """Return the numbers of errors and warnings in words."""
    counts = Counter(severity for severity, _ in graded)
    told = [f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in ("error", "warning")]
    return f"{', '.join(told)} (stage {stage})"


def write_json(graded: Graded, stage: str, claims: str = "") -> str:
    """Return an object with stage, errors, warnings and findings, and how many claims were verified.

    Each finding has path, line, column (from 1; 0 for a whole file), kind, severity, found, expected, remedy.
    """
    about = {"claims": claims} if claims else {}
    return write_report((finding.as_json(severity) for severity, finding in graded), stage=stage, **about)


def write_sarif(graded: Graded, stage: str, claims: str = "") -> str:
    """Return a SARIF 2.1.0 log (OASIS standard of 2020) with one run; columns are in Unicode code points."""
    kinds = sorted({finding.kind for _, finding in graded})
    rules = [{"id": kind, "name": kind.replace("_", " ")} for kind in kinds]
    results = [_sarif_result(severity, finding, kinds.index(finding.kind)) for severity, finding in graded]
    run = {
        "tool": {"driver": {"name": "aimed check", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "properties": {"stage": stage} | ({"claims": claims} if claims else {}),
        "results": results,
    }
    content = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)


def write_github(graded: Graded, stage: str, claims: str = "") -> str:
    """Return a workflow command of GitHub Actions for each finding: it is shown beside the changed line."""
    lines = []
    for severity, finding in graded:
        where = {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.kind}
        place = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in where.items() if value)
        lines.append(f"::{severity} {place}::{_escape(_message(finding))}")
    return "\n".join([*lines, *([f"::notice title=claims::{_escape(claims)}"] if claims else [])])


FORMATS: dict[str, Callable[[Graded, str, str], str]] = {
    "text": write_text,
    "json": write_json,
    "sarif": write_sarif,
    "github": write_github,
}


def _sarif_result(severity: str, finding: Finding, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.path)}}
    if finding.line:
        column = {"startColumn": finding.column} if finding.column else {}
        place["region"] = {"startLine": finding.line} | column
    return {
        "ruleId": finding.kind,
        "ruleIndex": rule,
        "level": severity,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
    }


def _message(finding: Finding) -> str:
    return f"{finding.found}. Expected: {finding.expected}. To do: {finding.remedy}."


def _escape(text: str, more: str = "") -> str:
    """Return text as workflow commands take it: %, line ends, and `more`, as percent codes."""
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
