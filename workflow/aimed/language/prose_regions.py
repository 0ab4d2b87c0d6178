"""Which characters of a manuscript are prose: the same text with code, comments and addresses blanked.

Every function keeps the length and the line ends of the text, so that a place in the result is the
same place in the file.
"""

import html
import re
from functools import lru_cache

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCANNED_KEYS = ("title", "subtitle", "abstract", "keywords")
FILL = "\ue000"  # stands where a character was taken out inside a word; scanners look through it
SYMBOL = "\ue001"  # stands for an escaped bracket, brace or the like
CODE = "\ue004"  # stands for a character of inline code: a line of it is not an empty line
COMMENT = "\ue005"  # stands for a character of a comment
QUOTE = "\ue003"  # stands for an escaped double quotation mark

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|[0-9]+[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
CONTAINER = re.compile(r" {0,3}(?:[-*+:~]|\(?[0-9A-Za-z#]{1,9}[.)]|\(?@[\w-]*\)|\[\^[^\]\s]+\]:)(?:\s|$)")
INLINE = re.compile(
    r"(?P<escape>\\[^\w\s])"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<inner>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)"
    r"(?P<after>\{[^}\n]*\})?)"
    r"|(?P<math>\$\$(?:(?!\n[ \t]*\n)[^$])+\$\$"
    r"|\$(?=[^\s$])(?:(?!\n[ \t]*\n)(?:\\.|[^$\\]))*(?<=\S)\$(?![0-9]))"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
    re.S,
)
# keys of tables.yaml, figures.yaml and joint.yaml whose words a reader sees
SHOWN_KEYS = ("alt", "caption", "title", "notes", "note", "examples", "says", "subject", "statement", "means")

# formulas: what parts their sides, what stands in them as words, what is no symbol, numbers in full
RELATION = re.compile(
    r"\\(?:leq?|geq?|neq?|approx|sim(?:eq)?|equiv|pm|mp|to|in|ll|gg|l?dots)(?![A-Za-z])|[=<>≤≥≈±;&]|,(?=\s|\\)|\\\\"
)
TEXT = re.compile(r"\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\}")
LAYOUT = re.compile(r"\\(?:[dt]?frac|times|cdot|left|right|displaystyle|quad|qquad|[,;:!% ])(?![A-Za-z])")
DECIMAL = re.compile(r"\d*\.\d+|\d{1,3}(?:\{?,\}?\d{3})+")


def blank(text: str, filling: str = " ") -> str:
    """Return `text` with every character but line ends as `filling`."""
    return re.sub(r"[^\r\n]", filling, text)


@lru_cache(maxsize=32)  # binding and several checks read one document
def readable_of(text: str) -> str:
    """Return `text` with code, HTML comments and front matter other than SCANNED_KEYS blanked.

    Escaped characters and entities become what they stand for, padded with FILL. Marks,
    attributes, links and citations are left in place.
    """
    match = FRONT_MATTER.match(text)
    front = _front_matter(match[0], match.start(1), match[1]) if match else ""
    body = text[len(front) :]
    return _inline(front) + _inline(_without_code_blocks(body))


@lru_cache(maxsize=16)
def readable_of_yaml(text: str, keys: tuple[str, ...]) -> str:
    """Return the text of a YAML file with all but the text under `keys`, at any depth, blanked."""
    try:
        tree = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return blank(text)
    return _inline(_keep(_scalars_under(tree, keys) if tree is not None else [], text))


def _keep(scalars: list[yaml.ScalarNode], text: str, offset: int = 0) -> str:
    """Return a text with all but some values of its YAML blanked; `offset` is where the YAML begins."""
    result = blank(text)
    for scalar in scalars:
        start, end = offset + scalar.start_mark.index, offset + scalar.end_mark.index
        result = result[:start] + _scalar_text(text[start:end], scalar.style) + result[end:]
    return result


def _scalars_under(node: yaml.Node, keys: tuple[str, ...]) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        return [scalar for item in node.value for scalar in _scalars_under(item, keys)]
    if not isinstance(node, yaml.MappingNode):
        return []
    return [
        scalar
        for key, value in node.value
        for scalar in (_scalars(value) if key.value in keys else _scalars_under(value, keys))
    ]


def _front_matter(whole: str, offset: int, content: str) -> str:
    """Blank all of the front matter but the text of the scanned keys."""
    try:
        tree = yaml.compose(content, Loader=LOADER)
    except yaml.YAMLError:
        return whole
    pairs = tree.value if isinstance(tree, yaml.MappingNode) else []
    scanned = [scalar for key, value in pairs if key.value in SCANNED_KEYS for scalar in _scalars(value)]
    return _keep(scanned, whole, offset)


def _scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        return [scalar for _, value in node.value for scalar in _scalars(value)]
    if isinstance(node, yaml.SequenceNode):
        return [scalar for item in node.value for scalar in _scalars(item)]
    return [node] if isinstance(node, yaml.ScalarNode) else []


def _scalar_text(source: str, style: str | None) -> str:
    """Blank what YAML adds to a value: its quotation marks, its escapes, the | or > line."""
    if style in ("|", ">"):
        head, line_end, rest = source.partition("\n")
        return blank(head) + line_end + rest
    if style == '"':
        return " " + re.sub(r'\\(["\\])', FILL + r"\1", source[1:-1]) + " "
    if style == "'":
        return " " + source[1:-1].replace("''", FILL + "'") + " "
    return source


def _without_code_blocks(body: str) -> str:
    lines = body.splitlines(keepends=True)
    result: list[str] = []
    contained, after_blank = False, True
    at = 0
    while at < len(lines):
        line = lines[at]
        end = _fence_end(lines, at)
        if end is not None:
            raw = re.search(r"\{=\w+\}\s*$", lines[at]) is not None
            inner = lines[at + 1 : end]
            result += [blank(lines[at]), *(inner if raw else map(blank, inner)), blank(lines[end])]
            at, after_blank = end + 1, True
            continue
        empty = not line.strip()
        indented = line.startswith(("    ", "\t"))
        if not empty and not indented and (after_blank or CONTAINER.match(line)):
            contained = CONTAINER.match(line) is not None
        code = indented and not empty and after_blank and not contained
        result.append(blank(line) if code else line)
        after_blank = empty or code
        at += 1
    return "".join(result)


def _fence_end(lines: list[str], at: int) -> int | None:
    """Return the line that closes the fence opened at `at`, or None when there is none."""
    opening = FENCE.match(lines[at].rstrip("\r\n"))
    if opening is None:
        return None
    mark = opening[1]
    closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    return next((i for i in range(at + 1, len(lines)) if closing.match(lines[i].rstrip("\r\n"))), None)


def _inline(text: str) -> str:
    return INLINE.sub(_replace_inline, text)


def _replace_inline(match: re.Match[str]) -> str:
    if match["escape"]:
        # An escaped character has no meaning for marks; a placeholder keeps its place.
        return FILL + _harmless(match[0][1])
    if match["entity"]:
        character = html.unescape(match[0])
        return match[0] if character == match[0] else _harmless(character[0]) + FILL * (len(match[0]) - 1)
    if (match["after"] or "").startswith("{="):  # raw text of one format: it is shown, so it is read
        return blank(match["ticks"]) + match["inner"] + blank(match["ticks"] + match["after"])
    if match["math"]:  # what looks like a mark in a formula is none, but what it says of how much is read
        return re.sub(r"[][{}@`<>\\]", SYMBOL, hide_parts(match[0]))
    return blank(match[0], COMMENT if match["comment"] else CODE)


def hide_parts(formula: str) -> str:
    """Return a formula of the same length in which digits that are part of it are SYMBOL.

    Digits stay where they say how much: a side of a relation that is a number and nothing else, a number with
    decimals or thousands, and what stands within \\text.
    """
    kept = [match.span() for pattern in (TEXT, DECIMAL) for match in pattern.finditer(formula)]
    edges = [0, *(edge for match in RELATION.finditer(formula) for edge in match.span()), len(formula)]
    sides = zip(edges[::2], edges[1::2], strict=True)
    kept += [(start, end) for start, end in sides if _is_number(formula[start:end])]
    return "".join(
        SYMBOL if sign.isdigit() and not any(start <= at < end for start, end in kept) else sign
        for at, sign in enumerate(formula)
    )


def _is_number(side: str) -> bool:
    return not re.search(r"[^\W\d_]|\\", LAYOUT.sub("", side))


def _harmless(character: str) -> str:
    """Return a stand-in for a character that would open or close something if it were not escaped."""
    if character == '"':
        return QUOTE
    return SYMBOL if character in "[]{}:`<>@()^!" else character
