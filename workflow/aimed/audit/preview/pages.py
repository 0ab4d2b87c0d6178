"""The pages that browsers are given: each document with what was found beside its sentences."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from aimed.audit.preview.draft import DrawnDocument
from aimed.audit.preview.sentences import fill_signs
from aimed.audit.preview.server import Answers
from aimed.messages.findings import Finding

Graded = list[tuple[str, Finding]]
HERE = Path(__file__).parent
STYLE = HERE.parents[1] / "manuscript" / "layout" / "style.css"
FIGURES = Path("results/figures")
FIGURE = re.compile(r'(?<= src=")figures/([\w-]+\.svg)(?=")')
STALE = ("result_stale", "result_deleted", "result_changed")
TOLD_STALE = "Numbers or figures are older than the study: aimed build makes them again."
HEAD = '<link rel="stylesheet" href="/page.css">\n<script src="/page.js" defer></script>\n'
EMPTY = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{0}</title>\n'
EMPTY += (
    '<link rel="stylesheet" href="/layout/style.css">\n</head>\n<body>\n<main></main>\n</body>\n</html>\n'
)


def write_pages(documents: Mapping[str, DrawnDocument], graded: Graded, summary: str) -> Answers:
    """Return path -> type and content of all that a browser may ask for.

    graded: severities and findings. summary: their number in words.
    """
    drawn = dict(documents) or {"manuscript/paper.qmd": DrawnDocument()}
    answers = {f"/{Path(path).stem}.html": write_page(path, drawn, graded, summary) for path in drawn}
    figures = {name for page in answers.values() for name in FIGURE.findall(page)}
    images = {
        f"/figures/{name}": (FIGURES / name).read_bytes() for name in figures if (FIGURES / name).is_file()
    }
    versions = {path[1:]: hashlib.sha256(content).hexdigest()[:12] for path, content in images.items()}
    answers = {
        path: FIGURE.sub(lambda match: f"/{match[0]}?{versions.get(match[0], '')}", page)
        for path, page in answers.items()
    }
    made = {path: ("text/html; charset=utf-8", page.encode()) for path, page in answers.items()}
    styles = {"/layout/style.css": STYLE, "/page.css": HERE / "page.css"}
    made |= {path: ("text/css; charset=utf-8", file.read_bytes()) for path, file in styles.items()}
    made |= {path: ("image/svg+xml", content) for path, content in images.items()}
    script = ("text/javascript; charset=utf-8", (HERE / "page.js").read_bytes())
    return {"/": next(iter(made.values())), "/page.js": script, **made}


def write_page(path: str, drawn: Mapping[str, DrawnDocument], graded: Graded, summary: str) -> str:
    """Return the page of one document: its findings beside their sentences, all others at the top."""
    own = drawn[path]
    cards: dict[str, list[tuple[str, Finding]]] = {}
    for severity, finding in graded:
        if finding.path == path and (sign := own.find_sign(finding.line, finding.column)):
            cards.setdefault(sign, []).append((severity, finding))
    page, placed = fill_signs(
        own.page or EMPTY.format(escape(path)), {sign: write_cards(found) for sign, found in cards.items()}
    )
    beside = {finding for sign in placed for _, finding in cards[sign]}
    above = [
        one for one in graded if one[1] not in beside and (one[1].path == path or one[1].path not in drawn)
    ]
    page = page.replace('href="layout/', 'href="/layout/', 1).replace("</head>", f"{HEAD}</head>", 1)
    body = '<body class="with-findings">' if beside else "<body>"
    return page.replace("<body>", body + write_bar(path, drawn, above, summary), 1)


def write_bar(path: str, drawn: Iterable[str], above: Graded, summary: str) -> str:
    """Return what stands above a page: the documents, what was found in all, whether the numbers are old."""
    here = {path: ' aria-current="page"'}
    links = (f'<a href="/{Path(one).stem}.html"{here.get(one, "")}>{Path(one).stem}</a>' for one in drawn)
    old = any(finding.kind in STALE for _, finding in above)
    stale = f'<p class="stale" role="alert">{escape(TOLD_STALE)}</p>' if old else ""
    told = f'<span>{escape(summary)}</span><span id="preview-connection" role="status"></span>'
    return f'<aside id="preview"><nav>{"".join(links)}{told}</nav>{stale}{write_cards(above)}</aside>'


def write_cards(graded: Graded) -> str:
    """Return findings as HTML that may stand in a paragraph."""
    return "".join(
        f'<span class="finding {severity}" role="note">'
        f'<span class="place">{escape(finding.place)}: {severity}</span>'
        f"<b>{escape(finding.found)}</b><span>expected: {escape(finding.expected)}</span>"
        f"<span>to do: {escape(finding.remedy)}</span></span>"
        for severity, finding in graded
    )
