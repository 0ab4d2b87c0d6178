"""Redraw the picture of the pipeline in README.md from the rules; with --check, only compare."""

import re
import subprocess
import sys
from pathlib import Path

import tyro

from aimed.messages.problems import Problem, ProblemsFound, raise_problems

README = Path("README.md")
RULES = Path("workflow/rules")
BEGIN, END = "<!-- pipeline:begin -->", "<!-- pipeline:end -->"
RULE = re.compile(r"^(?:use rule \w+ as|rule) (\w+)(?: with)?:", re.MULTILINE)
TARGETS = ("all", "paper", "numbers")
Edges = set[tuple[str, str]]


def redraw(*, check: bool = False) -> None:
    """Write the picture between its marks in README.md; with `check` only compare and change nothing.

    Raises ProblemsFound where Snakemake cannot draw its rules, README.md has no marks, or, with
    `check`, the picture there is not that of the rules.
    """
    nodes, edges = read_graph(ask_snakemake())
    picture = write_picture(place_rules(nodes), drop_detours(edges))
    text = read_readme(README)
    renewed = replace_picture(text, picture)
    if check:
        told = ("in the picture of the pipeline", "as the rules are today", "make pipeline")
        raise_problems(find_difference(README.as_posix(), text, renewed, *told))
    elif renewed != text:
        README.write_text(renewed, encoding="utf-8")


def ask_snakemake() -> str:
    """Return Snakemake's own picture of the rules, in mermaid. Raises ProblemsFound where it has none."""
    command = [sys.executable, "-m", "snakemake", "--rulegraph", "mermaid-js"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or ["no word of why"]
        raise ProblemsFound(
            [
                Problem(
                    "Snakefile",
                    f"snakemake stops with: {lines[-1].strip()}",
                    "rules that snakemake can draw",
                    "run snakemake --rulegraph and correct what it names",
                )
            ]
        )
    return ran.stdout


def read_graph(mermaid: str) -> tuple[list[str], Edges]:
    """Return the rules and the edges (from, to) of Snakemake's mermaid text, without its targets."""
    names = dict(re.findall(r"^\s*(id\d+)\[(\w+)\]$", mermaid, flags=re.MULTILINE))
    pairs = re.findall(r"^\s*(id\d+) --> (id\d+)$", mermaid, flags=re.MULTILINE)
    edges = {(names[a], names[b]) for a, b in pairs if not {names[a], names[b]} & set(TARGETS)}
    return sorted(name for name in names.values() if name not in TARGETS), edges


def place_rules(names: list[str]) -> dict[str, list[str]]:
    """Return room -> its rules: rooms in the Snakefile's order, rules in the order of their file."""
    included = re.findall(
        r'include: "workflow/rules/(\w+)\.smk"', Path("Snakefile").read_text(encoding="utf-8")
    )
    rooms = {}
    for room in included:
        text = (RULES / f"{room}.smk").read_text(encoding="utf-8")
        rules = [name for name in RULE.findall(text) if name in names]
        if rules:
            rooms[room] = rules
    return rooms


def drop_detours(edges: Edges) -> Edges:
    """Return the edges that no longer way implies: with a-b, b-c and a-c, only the first two."""
    after: dict[str, set[str]] = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)
    return {
        (start, end)
        for start, end in edges
        if not any(end in _reached(other, after) for other in after[start] - {end})
    }


def write_picture(rooms: dict[str, list[str]], edges: Edges) -> str:
    """Return the mermaid block: one frame per room, one arrow per edge; the same rules, the same text."""
    order = [name for rules in rooms.values() for name in rules]
    lines = ["```mermaid", "flowchart TB"]
    for room, rules in rooms.items():
        lines.append(f'  subgraph room_{room}["{room}"]')
        lines += [f'    {name}["{name.replace("_", " ")}"]' for name in rules]
        lines.append("  end")
    lines += [f"  {a} --> {b}" for a, b in sorted(edges, key=lambda edge: [order.index(end) for end in edge])]
    return "\n".join([*lines, "```"])


def read_readme(path: Path) -> str:
    """Return README.md. Raises ProblemsFound where it is absent or the marks are not there once, in order."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        found = "no place for the picture of the pipeline" if path.exists() else "no such file"
        expected = f"a line {BEGIN} and after it a line {END}, once each"
        raise ProblemsFound(
            [Problem(path.as_posix(), found, expected, "put the two lines where it should stand")]
        )
    return text


def replace_picture(text: str, picture: str, name: str = "pipeline") -> str:
    """Return the text with the picture between the marks of its name."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, rest = text.split(begin)
    return f"{before}{begin}\n{picture}\n{end}{rest.split(end)[1]}"


def find_difference(
    place: str, text: str, renewed: str, where: str, source: str, remedy: str
) -> list[Problem]:
    """Return a problem where a file is not what its source makes of it, with the first line that differs."""
    if text == renewed:
        return []
    pairs = zip([*text.splitlines(), ""], [*renewed.splitlines(), ""], strict=False)
    line, (now, then) = next((at, pair) for at, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
    found, expected = (repr(words.strip() or "nothing") for words in (now, then))
    return [Problem(f"{place}:{line}", f"{found} {where}", f"{expected}, {source}", remedy)]


def _reached(start: str, after: dict[str, set[str]]) -> set[str]:
    """Return every rule that comes after `start`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = after.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


if __name__ == "__main__":
    try:
        tyro.cli(redraw)
    except ProblemsFound as problems:
        print(problems, file=sys.stderr)
        sys.exit(1)
