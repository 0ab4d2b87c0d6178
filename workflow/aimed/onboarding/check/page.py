"""The page of `aimed cohort check`: one HTML file that needs nothing beside it."""

from collections.abc import Iterable, Sequence
from html import escape

from aimed.messages.problems import Problem
from aimed.onboarding.check.cross_tabs import Beside, CrossTab

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{border:1px solid #999;padding:.25em .6em;"
    "text-align:left;vertical-align:top}td.n{text-align:right}caption{text-align:left;font-weight:bold}"
    "details{margin:.5em 0}summary{cursor:pointer}code{font-size:90%}"
)


def write_page(
    cohort: str,
    problems: dict[str, list[Problem]],
    oddities: Sequence[Problem],
    tabs: Sequence[CrossTab],
    beside: Sequence[Beside],
    told: Sequence[str],
) -> str:
    """Return the page. Everything that comes from files is escaped."""
    stopping = sum(map(len, problems.values()))
    parts = [f"<h1>Check of {escape(cohort)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in told]
    parts.append(f"<h2>What stops the cohort: {stopping}</h2>")
    for stage, found in problems.items():
        if found:
            parts += [f"<h3>{escape(stage)}</h3>", _write_problems(found)]
    parts.append(f"<h2>What should be looked at: {len(oddities)}</h2>")
    parts += [_write_problems(oddities)] if oddities else []
    parts.append("<h2>Before and after each recode</h2>")
    parts += [_write_tab(tab) for tab in tabs]
    parts.append("<h2>Beside the other cohorts</h2>")
    parts.append("<p>Counts of kept respondents. Few: fewer than may be shown, or next to such a cell.</p>")
    parts += [_write_beside(cohort, table) for table in beside]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Check of {escape(cohort)}</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _write_problems(problems: Iterable[Problem]) -> str:
    rows = [(p.place, p.found, p.expected, p.remedy) for p in problems]
    return _write_table("", ("place", "found", "expected", "to do"), rows)


def _write_tab(tab: CrossTab) -> str:
    more = f"<p>and {tab.more} more values</p>" if tab.more else ""
    title = f"{tab.source} to {tab.variable}: {tab.label}"
    rows = [(value, label, became, n, line) for value, label, became, n, line in tab.rows]
    table = _write_table("", ("in the file", "its label", "became", "cells", "crosswalk line"), rows)
    return f"<details><summary>{escape(title)}</summary>{table}{more}</details>"


def _write_beside(cohort: str, table: Beside) -> str:
    return _write_table(f"{table.variable}: {table.label}", ("value", cohort, "other cohorts"), table.rows)


def _write_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(map(_write_cell, row)) + "</tr>\n" for row in rows)
    return f"<table>{said}<tr>{heads}</tr>\n{body}</table>"


def _write_cell(cell: object) -> str:
    number = isinstance(cell, int) or (isinstance(cell, str) and cell.isdigit())
    return f'<td class="n">{escape(str(cell))}</td>' if number else f"<td>{escape(str(cell))}</td>"
