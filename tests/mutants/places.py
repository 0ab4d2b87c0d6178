"""Mutants of a Python text: one place changed as a slip would change it, all else kept to the byte.

Four operators: a comparison flipped (`<` to `<=`, `==` to `!=`), a constant by one (whole numbers;
True to False), a condition negated (if, while, ternary, guard, filter of a comprehension), a keyword
argument dropped whose parameter has a default. No mutants: annotations, decorators, f-strings, assert,
`if __name__` and `if TYPE_CHECKING`, keywords that only lay out or guard (LAYOUT, GUARDS), and
`encoding="utf-8"`, which Python does by itself on every system that the workflow is run on.
"""

import ast
import re
from dataclasses import dataclass

OPERATORS = ("comparison", "constant", "condition", "argument")
FLIPPED = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
SIGN = re.compile(r"<=|>=|==|!=|<|>|\bis\s+not\b|\bnot\s+in\b|\bis\b|\bin\b")
LAYOUT = {"indent", "width", "help", "description", "prog", "metavar"}
GUARDS = {"strict", "stacklevel", "encoding"}
DATA = {"assign", "dict", "format", "replace", "update"}  # calls whose keywords are data, not options


@dataclass(frozen=True)
class Mutant:
    """One change of a text: `start` to `end`, in bytes, becomes `text`. before and after are whole lines."""

    file: str
    line: int
    function: str
    operator: str
    before: str
    after: str
    start: int
    end: int
    text: str

    def make(self, source: str) -> str:
        """Return the source with this one place changed."""
        content = source.encode()
        return (content[: self.start] + self.text.encode() + content[self.end :]).decode()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it as long as the line stays: file, function, before, after."""
        return (self.file, self.function, self.before, self.after)


def find_mutants(source: str, file: str, required: frozenset[tuple[str, str]] = frozenset()) -> list[Mutant]:
    """Return all mutants of a text, in order of place; `required` has (callee, keyword) without default."""
    finder = _Finder(source, file, required)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda mutant: (mutant.start, mutant.end, mutant.text))


def list_required(source: str) -> set[tuple[str, str]]:
    """Return (function or class, parameter or field) of all that a call must give."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            plain = [*node.args.posonlyargs, *node.args.args]
            without = plain[: len(plain) - len(node.args.defaults)]
            pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            without += [argument for argument, default in pairs if default is None]
            found |= {(node.name, argument.arg) for argument in without}
        elif isinstance(node, ast.ClassDef):
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign) and one.value is None]
            found |= {(node.name, one.target.id) for one in fields if isinstance(one.target, ast.Name)}
    return found


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str, file: str, required: frozenset[tuple[str, str]]) -> None:
        self.content, self.file, self.required = source.encode(), file, required
        self.starts = [0]
        for line in self.content.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.inside: list[str] = []
        self.found: list[Mutant] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._enter(node.name, [node.args, *node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._enter(node.name, node.body)

    def visit_arguments(self, node: ast.arguments) -> None:
        self._visit_all([*node.defaults, *(one for one in node.kw_defaults if one is not None)])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_all([node.value] if node.value else [])

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave f-strings alone: they are what people read, and have no places before Python 3.12."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave assertions alone."""

    def visit_If(self, node: ast.If) -> None:
        if not re.match(r"__name__\b|(typing\.)?TYPE_CHECKING$", self._text(node.test)):
            self._negate(node.test)
            self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._negate(condition)
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        if node.guard:
            self._negate(node.guard)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            start, end = self._ends(left)[1], self._ends(right)[0]
            sign = SIGN.search(self.content[start:end].decode())
            assert sign, self._text(node)
            at = start + len(sign.string[: sign.start()].encode())
            self._add("comparison", at, at + len(sign[0].encode()), FLIPPED[" ".join(sign[0].split())])
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add("constant", *self._ends(node), str(not node.value))
        elif isinstance(node.value, int):
            self._add("constant", *self._ends(node), str(node.value + 1))

    def visit_Call(self, node: ast.Call) -> None:
        self.visit(node.func)
        self._visit_all(node.args)
        name = self._text(node.func).rpartition(".")[2]
        for keyword in node.keywords:
            if keyword.arg is None:
                self.visit(keyword.value)
            elif keyword.arg not in LAYOUT | GUARDS:
                self.visit(keyword.value)
                if name not in DATA and (name, keyword.arg) not in self.required:
                    self._drop(node, keyword)

    def _enter(self, name: str, body: list[ast.AST]) -> None:
        self.inside.append(name)
        self._visit_all(body)
        self.inside.pop()

    def _visit_all(self, nodes: list[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _negate(self, test: ast.expr) -> None:
        self._add("condition", *self._ends(test), f"not ({self._text(test)})")

    def _drop(self, call: ast.Call, keyword: ast.keyword) -> None:
        """Take an argument out, with the comma before it, or the one behind it where it is the first."""
        start, end = self._ends(keyword)
        before = self.content[self._ends(call.func)[1] : start]
        comma = re.search(rb",\s*$", before)
        behind = re.match(rb"\s*,\s*", self.content[end:])
        if comma:
            start -= len(comma[0])
        elif behind:
            end += len(behind[0])
        self._add("argument", start, end, "")

    def _add(self, operator: str, start: int, end: int, text: str) -> None:
        """Note a mutant; before and after are the lines that it touches, their spaces joined."""
        first = self.content.rfind(b"\n", 0, start) + 1
        last = self.content.find(b"\n", end)
        line = self.content[first:last].decode()
        after = (self.content[first:start] + text.encode() + self.content[end:last]).decode()
        number = self.content.count(b"\n", 0, start) + 1
        function = ".".join(self.inside) or "(module)"
        joined = (" ".join(line.split()), " ".join(after.split()))
        self.found.append(Mutant(self.file, number, function, operator, *joined, start, end, text))

    def _ends(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        return self.starts[first - 1] + node.col_offset, self.starts[last - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def _text(self, node: ast.AST) -> str:
        start, end = self._ends(node)
        return self.content[start:end].decode()
